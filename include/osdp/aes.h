// SPDX-License-Identifier: GPL-3.0-or-later
// AES-128 (FIPS-197), one block at a time: all that Secure Channel needs of cryptography. One
// implementation for both compilers, so that what the host's tests compare with nettle is what the
// bank runs. On the AVR every call takes the same number of cycles whatever key and block are: no
// branch and no loop depends on them, and a table in flash is read in the same time at every place
// (tests/osdp/run_avr_secure.c measures it). A host's cache may tell a program on the same machine
// which lines of the tables were read; the keys lie in a file of that machine.
#ifndef OSDP_AES_H
#define OSDP_AES_H

#include <stdint.h>

#define OSDP_AES_BLOCK 16

// A key made ready: 11 round keys. As secret as the key; osdp_secure_wipe when done.
struct osdp_aes {
	uint8_t round[11 * OSDP_AES_BLOCK];
};

// `key` is 16 bytes.
void osdp_aes_ready(struct osdp_aes *aes, const uint8_t *key);

// `block` is 16 bytes, changed where it stands.
void osdp_aes_encrypt(const struct osdp_aes *aes, uint8_t *block);
void osdp_aes_decrypt(const struct osdp_aes *aes, uint8_t *block);

#endif
