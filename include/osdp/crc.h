// SPDX-License-Identifier: GPL-3.0-or-later
// The two kinds of check characters that end an OSDP frame (osdp.md section 2).
#ifndef OSDP_CRC_H
#define OSDP_CRC_H

#include <stddef.h>
#include <stdint.h>

// The register's first value; also the CRC of nothing.
#define OSDP_CRC_SEED 0x1D0F

// CRC-16, polynomial 1021, most significant bit first, no final xor. Goes on from `seed`, so a
// frame may be checked in pieces: OSDP_CRC_SEED, then each result. Sent low byte first.
uint16_t osdp_crc16(uint16_t seed, const uint8_t *data, size_t len);

// The single check byte: with it, all bytes of the frame add up to 0 modulo 256. We only ever
// read it; we never send it.
uint8_t osdp_checksum(const uint8_t *data, size_t len);

#endif
