// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzzers: each takes any bytes and aborts where a property does not hold. One program each,
// named by FUZZ: libFuzzer's (clang), or driver.c, which plays a corpus.
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

// A stream of bytes to the frame reader, in pieces, and to a bank and its host in the clear.
void fuzz_frames(const uint8_t *data, size_t size);
// The payload of every message there is a struct for.
void fuzz_messages(const uint8_t *data, size_t size);
// Data sealed and opened; any block under a good MAC.
void fuzz_sealed(const uint8_t *data, size_t size);
// Orders to a bank's end of Secure Channel, check characters and MACs made good.
void fuzz_secure_pd(const uint8_t *data, size_t size);
// The same to the host's end.
void fuzz_secure_acu(const uint8_t *data, size_t size);
// What a desk's reader writes, by every profile.
void fuzz_reader(const uint8_t *data, size_t size);
// FILE.keys.
void fuzz_keys(const uint8_t *data, size_t size);
// A table out of the school's office.
void fuzz_csv(const uint8_t *data, size_t size);
// Term dates.
void fuzz_calendar(const uint8_t *data, size_t size);
// A school's policy file.
void fuzz_policy(const uint8_t *data, size_t size);

#endif
