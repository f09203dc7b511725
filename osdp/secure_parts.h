// SPDX-License-Identifier: GPL-3.0-or-later
// Between secure.c, which ciphers one block at a time, and secure_frame.c, which knows of which
// bytes.
#ifndef OSDP_SECURE_PARTS_H
#define OSDP_SECURE_PARTS_H

#include "osdp/secure.h"

// The MAC of `len` bytes, 1 or more, on the other side's last one. A step is one block; true with
// the last, and the MAC is work->block.
void osdp_secure_mac_begin(struct osdp_secure_work *work, const struct osdp_secure *secure,
	const uint8_t *last, const uint8_t *bytes, uint16_t len);
bool osdp_secure_mac_step(struct osdp_secure_work *work, const struct osdp_secure *secure);

// Data en- or deciphered where it stands: len 16, 32, ... A step is one block; true with the last.
void osdp_secure_cipher_begin(struct osdp_secure_work *work, const struct osdp_secure *secure,
	const uint8_t *last, uint8_t *data, uint16_t len);
bool osdp_secure_encipher_step(struct osdp_secure_work *work);
bool osdp_secure_decipher_step(struct osdp_secure_work *work);

// 80, 00... up to a multiple of 16, and the new length; and the other way, false where there is no
// padding.
uint16_t osdp_secure_pad(uint8_t *data, uint16_t len);
bool osdp_secure_strip(const uint8_t *data, uint16_t len, uint16_t *out_len);

#endif
