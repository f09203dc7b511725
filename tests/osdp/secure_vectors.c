// SPDX-License-Identifier: GPL-3.0-or-later
// Primitives, and the secure sessions played again. On the AVR the tables stay in flash and one row
// at a time is copied to RAM.
#include "secure_vectors.h"

#include "osdp/aes.h"
#include "osdp/message.h"
#include "osdp/secure_acu.h"
#include "secure_rows.h"

#include <string.h>

#ifdef __AVR__
#define take_out memcpy_P
#else
#define take_out memcpy
#endif

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { MOST = 256 };

static uint8_t wire[MOST], payload[MOST], made[MOST + 1], heard[MOST];

static void get(uint8_t *out, uint16_t at, uint16_t len)
{
	take_out(out, secure_bytes + at, len);
}

static int is(const uint8_t *found, uint16_t at, uint16_t len)
{
	uint8_t wanted[OSDP_MAC_SIZE];

	get(wanted, at, len);
	return memcmp(found, wanted, len) == 0;
}

uint16_t secure_edge(const char *name, uint8_t number, uint8_t *out)
{
	for (uint16_t n = 0; n < COUNT(secure_edges); n++) {
		struct secure_edge row;

		take_out(&row, &secure_edges[n], sizeof row);
		if (strcmp(row.name, name) != 0 || row.number != number)
			continue;
		get(out, row.at, row.len);
		return row.len;
	}
	return 0;
}

void secure_bench_key(uint8_t *out)
{
	get(out, AT_bench_key, OSDP_KEY_SIZE);
}

static void check_annex(vector_report report)
{
	struct osdp_secure secure;
	uint8_t key[OSDP_KEY_SIZE], rnd_a[8], rnd_b[8], found[OSDP_MAC_SIZE];

	get(key, AT_annex_key, sizeof key);
	get(rnd_a, AT_annex_rnd_a, sizeof rnd_a);
	get(rnd_b, AT_annex_rnd_b, sizeof rnd_b);
	osdp_secure_derive(&secure, key, rnd_a);
	report("E", 1, "S-ENC", is(secure.cipher, AT_annex_cipher, 16));
	report("E", 2, "S-MAC1", is(secure.mac1, AT_annex_mac1, 16));
	report("E", 3, "S-MAC2", is(secure.mac2, AT_annex_mac2, 16));
	osdp_secure_cryptogram(&secure, rnd_a, rnd_b, found);
	report("E", 4, "client cryptogram", is(found, AT_annex_client, 16));
	osdp_secure_cryptogram(&secure, rnd_b, rnd_a, found);
	report("E", 5, "server cryptogram", is(found, AT_annex_server, 16));
	osdp_secure_begin(&secure, found);
	report("E", 6, "R-MAC-I", is(secure.reply, AT_annex_rmac_i, 16));
	osdp_default_key(found);
	report("E", 7, "default key", is(found, AT_annex_key, 16));
}

static void check_aes(vector_report report)
{
	struct osdp_aes aes;
	uint8_t key[16], block[16];

	get(key, AT_aes_key, sizeof key);
	get(block, AT_aes_plain, sizeof block);
	osdp_aes_ready(&aes, key);
	osdp_aes_encrypt(&aes, block);
	report("aes", 0, "encrypted", is(block, AT_aes_cipher, 16));
	osdp_aes_decrypt(&aes, block);
	report("aes", 0, "decrypted", is(block, AT_aes_plain, 16));
}

void secure_check_primitives(vector_report report)
{
	static struct osdp_secure secure;
	uint8_t last[OSDP_MAC_SIZE], found[OSDP_MAC_SIZE];
	uint16_t len;

	check_aes(report);
	check_annex(report);
	get(secure.mac1, AT_mac_mac1, 16);
	get(secure.mac2, AT_mac_mac2, 16);
	for (uint8_t n = 0; n < COUNT(secure_macs); n++) {
		struct secure_mac row;

		take_out(&row, &secure_macs[n], sizeof row);
		get(wire, row.at, row.len);
		get(last, row.last_at, sizeof last);
		osdp_secure_mac(&secure, last, wire, row.len, found);
		report("mac", n, "made", is(found, row.mac_at, 16));
	}
	get(secure.cipher, AT_cipher_key, 16);
	for (uint8_t n = 0; n < COUNT(secure_ciphers); n++) {
		struct secure_cipher row;

		take_out(&row, &secure_ciphers[n], sizeof row);
		get(payload, row.plain_at, row.plain_len);
		get(wire, row.cipher_at, row.cipher_len);
		get(last, row.last_at, sizeof last);
		memcpy(made, payload, row.plain_len);
		len = osdp_secure_encipher(&secure, last, made, row.plain_len);
		report("cbc", n, "enciphered",
			len == row.cipher_len && memcmp(made, wire, len) == 0);
		report("cbc", n, "deciphered",
			osdp_secure_decipher(&secure, last, made, row.cipher_len, &len) &&
				len == row.plain_len && memcmp(made, payload, len) == 0);
	}
}

// Our panel and, for the peripheral's frames, its side of the chain.
struct play {
	struct osdp_acu acu;
	struct osdp_secure_acu channel;
	struct osdp_secure far;
	struct secure_handshake hands;
	uint8_t rnd_a[8], rnd_b[8], far_key[16];
	uint8_t tx[MOST + 1];
};

static void learn(struct play *play, const struct secure_frame *row)
{
	for (uint8_t n = 0; n < COUNT(secure_handshakes); n++) {
		take_out(&play->hands, &secure_handshakes[n], sizeof play->hands);
		if (strcmp(play->hands.name, row->name) == 0 && play->hands.number == row->number)
			break;
	}
	get(play->rnd_a, play->hands.rnd_a_at, 8);
	get(play->rnd_b, play->hands.rnd_b_at, 8);
	get(play->far_key, play->hands.far_key_at, 16);
}

static uint16_t challenge(struct play *play, const struct secure_frame *row)
{
	uint8_t key[OSDP_KEY_SIZE];
	struct osdp_frame frame;
	uint16_t len;

	learn(play, row);
	get(key, play->hands.key_at, sizeof key);
	len = osdp_acu_challenge(&play->acu, play->hands.selector ? key : NULL, play->rnd_a);
	if (!len || row->sqn == 0)
		return len;
	// This panel went on with its count; ours begins again (osdp.md 7.2).
	if (!osdp_frame_parse(play->tx + 1, (uint16_t)(len - 1), &frame))
		return 0;
	frame.sqn = play->acu.sqn = row->sqn;
	return osdp_frame_write(play->tx, sizeof play->tx, &frame);
}

static uint16_t make(struct play *play, const struct secure_frame *row)
{
	if (row->repeat)
		return osdp_acu_repeat(&play->acu);
	if (row->code == OSDP_CHLNG)
		return challenge(play, row);
	if (row->code == OSDP_SCRYPT)
		return osdp_acu_prove(&play->acu);
	return osdp_acu_command(&play->acu, row->code, payload, row->payload_len);
}

// What the peripheral would find in a sealed command.
static int opened(struct play *play, const struct secure_frame *row)
{
	struct osdp_frame frame;

	memcpy(heard, wire + 1, row->len - 1u);
	return osdp_frame_parse(heard, (uint16_t)(row->len - 1), &frame) &&
	       osdp_secure_open(&play->far, &frame) && frame.len == row->payload_len &&
	       memcmp(frame.data, payload, frame.len) == 0;
}

// The handshake's replies are made by the arithmetic, not copied from their payload.
static void answer_handshake(struct play *play, const struct secure_frame *row, uint8_t *data)
{
	uint8_t proof[OSDP_MAC_SIZE];

	if (row->code == OSDP_CCRYPT) {
		osdp_secure_derive(&play->far, play->far_key, play->rnd_a);
		get(data, play->hands.cuid_at, OSDP_CUID_SIZE);
		memcpy(data + 8, play->rnd_b, 8);
		osdp_secure_cryptogram(&play->far, play->rnd_a, play->rnd_b, data + 16);
		return;
	}
	osdp_secure_cryptogram(&play->far, play->rnd_b, play->rnd_a, proof);
	osdp_secure_begin(&play->far, proof);
	memcpy(data, play->far.reply, OSDP_MAC_SIZE);
}

static uint16_t make_reply(struct play *play, const struct secure_frame *row)
{
	uint8_t data[32];
	struct osdp_frame frame = {
		.address = row->address,
		.reply = true,
		.sqn = row->sqn,
		.code = row->code,
		.data = payload,
		.len = row->payload_len,
	};

	if (row->type >= OSDP_SCS_COMMAND)
		return osdp_secure_seal(&play->far, made, sizeof made, &frame);
	if (row->type) {
		answer_handshake(play, row, data);
		frame.has_scb = true;
		frame.scb_len = 3;
		frame.scb_type = row->type;
		frame.scb_data = row->code == OSDP_CCRYPT ? play->hands.selector : OSDP_PROOF_GOOD;
		frame.data = data;
	}
	return osdp_frame_write(made, sizeof made, &frame);
}

static enum osdp_acu_heard hear(
	struct play *play, const struct secure_frame *row, struct osdp_frame *out)
{
	memcpy(heard, wire + 1, row->len - 1u);
	if (!osdp_frame_parse(heard, (uint16_t)(row->len - 1), out))
		return OSDP_ACU_FOREIGN;
	return osdp_acu_hear(&play->acu, out);
}

// Data in clear under SCS_16: refused, though its MAC is right; then the test goes on as the
// panel that recorded it did.
static void refuse(struct play *play, const struct secure_frame *row, vector_report report)
{
	uint16_t covered = (uint16_t)(row->len - 1 - 4 - 2);
	struct osdp_frame frame;

	report(row->name, row->number, "refused",
		hear(play, row, &frame) == OSDP_ACU_UNEXPECTED && play->acu.waiting);
	osdp_secure_mac(&play->far, play->far.command, wire + 1, covered, play->far.reply);
	report(row->name, row->number, "of the session",
		memcmp(play->far.reply, wire + 1 + covered, 4) == 0);
	memcpy(play->channel.session.reply, play->far.reply, OSDP_MAC_SIZE);
	play->acu.waiting = false;
}

static void check_reply(struct play *play, const struct secure_frame *row, vector_report report)
{
	struct osdp_frame frame;

	if (row->nonconformant) {
		refuse(play, row, report);
		return;
	}
	// A repeated reply is the bytes of the one before, which `made` still holds.
	report(row->name, row->number, "made again",
		(row->repeat || make_reply(play, row) == row->len) &&
			memcmp(made, wire, row->len) == 0);
	if (row->lost)
		return;
	if (row->code == OSDP_CCRYPT && !play->hands.good) {
		report(row->name, row->number, "refused",
			hear(play, row, &frame) == OSDP_ACU_RESTART &&
				play->channel.trouble == OSDP_SECURE_WRONG_KEY);
		return;
	}
	report(row->name, row->number, "heard",
		hear(play, row, &frame) == OSDP_ACU_REPLY && frame.code == row->code);
	if (row->type >= OSDP_SCS_COMMAND && !row->repeat)
		report(row->name, row->number, "opened",
			frame.len == row->payload_len &&
				memcmp(frame.data, payload, frame.len) == 0);
}

void secure_check_sessions(vector_report report)
{
	static struct play play;
	char session = 0, part = 0;

	for (uint16_t n = 0; n < COUNT(secure_frames); n++) {
		struct secure_frame row;

		take_out(&row, &secure_frames[n], sizeof row);
		get(wire, row.at, row.len);
		get(payload, row.payload_at, row.payload_len);
		if (row.name[0] != part || row.name[1] != session) {
			memset(&play, 0, sizeof play);
			osdp_acu_init(&play.acu, row.address, play.tx, sizeof play.tx);
			osdp_acu_secure(&play.acu, &play.channel);
		}
		part = row.name[0];
		session = row.name[1];
		if (row.reply) {
			check_reply(&play, &row, report);
			continue;
		}
		report(row.name, row.number, "made",
			make(&play, &row) == row.len && memcmp(play.tx, wire, row.len) == 0);
		if (row.type >= OSDP_SCS_COMMAND && !row.repeat)
			report(row.name, row.number, "opened", opened(&play, &row));
	}
}
