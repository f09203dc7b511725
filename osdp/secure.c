// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of Secure Channel (osdp.md 7.1, 7.2, 7.4, 7.5).
#include "osdp/secure.h"

#include "osdp/aes.h"
#include "secure_parts.h"

#include <string.h>

void osdp_secure_wipe(void *secret, uint16_t len)
{
	memset(secret, 0, len);
	__asm__ volatile("" : : "r"(secret) : "memory");
}

bool osdp_secure_same(const uint8_t *a, const uint8_t *b, uint16_t len)
{
	uint8_t differs = 0;

	for (uint16_t n = 0; n < len; n++)
		differs |= a[n] ^ b[n];
	return differs == 0;
}

void osdp_default_key(uint8_t *out)
{
	for (uint8_t n = 0; n < OSDP_KEY_SIZE; n++)
		out[n] = (uint8_t)(0x30 + n);
}

bool osdp_key_usable(const uint8_t *key)
{
	uint8_t public_key[OSDP_KEY_SIZE];
	uint8_t differs = 0;

	osdp_default_key(public_key);
	for (uint8_t n = 1; n < OSDP_KEY_SIZE; n++)
		differs |= key[n] ^ key[0];
	return differs && !osdp_secure_same(key, public_key, OSDP_KEY_SIZE);
}

uint16_t osdp_write_keyset(uint8_t *out, const uint8_t *key)
{
	if (!osdp_key_usable(key))
		return 0;
	out[0] = 1;
	out[1] = OSDP_KEY_SIZE;
	memcpy(out + 2, key, OSDP_KEY_SIZE);
	return OSDP_KEYSET_SIZE;
}

static void encrypt_once(const uint8_t *key, uint8_t *block)
{
	struct osdp_aes aes;

	osdp_aes_ready(&aes, key);
	osdp_aes_encrypt(&aes, block);
	osdp_secure_wipe(&aes, sizeof aes);
}

void osdp_secure_derive(struct osdp_secure *secure, const uint8_t *key, const uint8_t *rnd_a)
{
	uint8_t *const keys[] = {secure->cipher, secure->mac1, secure->mac2};
	struct osdp_aes aes;

	memset(secure, 0, sizeof *secure);
	osdp_aes_ready(&aes, key);
	for (uint8_t n = 0; n < 3; n++) {
		keys[n][0] = 1;
		keys[n][1] = n ? n : 0x82;
		memcpy(keys[n] + 2, rnd_a, 6);
		osdp_aes_encrypt(&aes, keys[n]);
	}
	osdp_secure_wipe(&aes, sizeof aes);
}

void osdp_secure_cryptogram(
	const struct osdp_secure *secure, const uint8_t *first, const uint8_t *second, uint8_t *out)
{
	memcpy(out, first, OSDP_RND_SIZE);
	memcpy(out + OSDP_RND_SIZE, second, OSDP_RND_SIZE);
	encrypt_once(secure->cipher, out);
}

void osdp_secure_begin(struct osdp_secure *secure, const uint8_t *server_cryptogram)
{
	memcpy(secure->reply, server_cryptogram, OSDP_MAC_SIZE);
	encrypt_once(secure->mac1, secure->reply);
	encrypt_once(secure->mac2, secure->reply);
}

static void mix_in(uint8_t *block, const uint8_t *bytes, uint16_t len)
{
	for (uint8_t n = 0; n < len; n++)
		block[n] ^= bytes[n];
}

static void complement(uint8_t *out, const uint8_t *mac)
{
	for (uint8_t n = 0; n < OSDP_AES_BLOCK; n++)
		out[n] = mac[n] ^ 0xFF;
}

// Another padding than the data's: none where the last block is full. The last block has a key of
// its own.
void osdp_secure_mac_begin(struct osdp_secure_work *work, const struct osdp_secure *secure,
	const uint8_t *last, const uint8_t *bytes, uint16_t len)
{
	memcpy(work->block, last, sizeof work->block);
	work->bytes = bytes;
	work->left = len;
	osdp_aes_ready(&work->aes, len > OSDP_AES_BLOCK ? secure->mac1 : secure->mac2);
}

bool osdp_secure_mac_step(struct osdp_secure_work *work, const struct osdp_secure *secure)
{
	uint16_t len = work->left > OSDP_AES_BLOCK ? OSDP_AES_BLOCK : work->left;

	mix_in(work->block, work->bytes, len);
	if (len < OSDP_AES_BLOCK)
		work->block[len] ^= 0x80;
	osdp_aes_encrypt(&work->aes, work->block);
	work->bytes += len;
	work->left = (uint16_t)(work->left - len);
	if (work->left && work->left <= OSDP_AES_BLOCK)
		osdp_aes_ready(&work->aes, secure->mac2);
	return work->left == 0;
}

void osdp_secure_cipher_begin(struct osdp_secure_work *work, const struct osdp_secure *secure,
	const uint8_t *last, uint8_t *data, uint16_t len)
{
	complement(work->block, last);
	work->data = data;
	work->left = len;
	osdp_aes_ready(&work->aes, secure->cipher);
}

bool osdp_secure_encipher_step(struct osdp_secure_work *work)
{
	mix_in(work->data, work->block, OSDP_AES_BLOCK);
	osdp_aes_encrypt(&work->aes, work->data);
	memcpy(work->block, work->data, OSDP_AES_BLOCK);
	work->data += OSDP_AES_BLOCK;
	work->left = (uint16_t)(work->left - OSDP_AES_BLOCK);
	return work->left == 0;
}

bool osdp_secure_decipher_step(struct osdp_secure_work *work)
{
	uint8_t cipher[OSDP_AES_BLOCK];

	memcpy(cipher, work->data, sizeof cipher);
	osdp_aes_decrypt(&work->aes, work->data);
	mix_in(work->data, work->block, OSDP_AES_BLOCK);
	memcpy(work->block, cipher, sizeof cipher);
	work->data += OSDP_AES_BLOCK;
	work->left = (uint16_t)(work->left - OSDP_AES_BLOCK);
	return work->left == 0;
}

uint16_t osdp_secure_pad(uint8_t *data, uint16_t len)
{
	uint16_t full = (uint16_t)((len / OSDP_AES_BLOCK + 1u) * OSDP_AES_BLOCK);

	data[len] = 0x80;
	memset(data + len + 1, 0, full - len - 1u);
	return full;
}

bool osdp_secure_strip(const uint8_t *data, uint16_t len, uint16_t *out_len)
{
	while (len && data[len - 1] == 0)
		len--;
	if (!len || data[len - 1] != 0x80)
		return false;
	*out_len = (uint16_t)(len - 1);
	return true;
}

void osdp_secure_mac(const struct osdp_secure *secure, const uint8_t *last, const uint8_t *bytes,
	uint16_t len, uint8_t *out)
{
	struct osdp_secure_work work;

	osdp_secure_mac_begin(&work, secure, last, bytes, len);
	while (!osdp_secure_mac_step(&work, secure))
		;
	memcpy(out, work.block, sizeof work.block);
	osdp_secure_wipe(&work, sizeof work);
}

uint16_t osdp_secure_encipher(
	const struct osdp_secure *secure, const uint8_t *last, uint8_t *data, uint16_t len)
{
	uint16_t full = osdp_secure_pad(data, len);
	struct osdp_secure_work work;

	osdp_secure_cipher_begin(&work, secure, last, data, full);
	while (!osdp_secure_encipher_step(&work))
		;
	osdp_secure_wipe(&work, sizeof work);
	return full;
}

bool osdp_secure_decipher(const struct osdp_secure *secure, const uint8_t *last, uint8_t *data,
	uint16_t len, uint16_t *out_len)
{
	struct osdp_secure_work work;

	osdp_secure_cipher_begin(&work, secure, last, data, len);
	while (!osdp_secure_decipher_step(&work))
		;
	osdp_secure_wipe(&work, sizeof work);
	return osdp_secure_strip(data, len, out_len);
}
