// SPDX-License-Identifier: GPL-3.0-or-later
// What secure_rig.h promises.
#include "secure_rig.h"

#include <string.h>

static uint8_t keep(void *bank, const uint8_t *key)
{
	// The bank is the rig's first member.
	struct secure_rig *rig = bank;

	if (rig->keep_answer)
		return rig->keep_answer;
	memcpy(rig->kept, key, sizeof rig->kept);
	rig->keeps++;
	return OSDP_PD_DONE;
}

void secure_rig_open(struct secure_rig *rig, const uint8_t *key)
{
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = true, // must count for nothing
		.app = &fake_bank_app,
		.bank = rig,
		.tx = rig->tx,
		.tx_cap = sizeof rig->tx,
		.shield = &osdp_secure_shield,
		.channel = &rig->channel,
	};

	memset(rig, 0, sizeof *rig);
	rig->ms = 0xFFFFF000;
	for (uint8_t n = 0; n < OSDP_RND_SIZE; n++) {
		rig->rnd_a[n] = (uint8_t)(0x11 * (n + 1));
		rig->rnd_b[n] = (uint8_t)(0xC1 + n);
	}
	osdp_secure_pd_init(&rig->channel, keep);
	if (key)
		memcpy(rig->key, key, sizeof rig->key);
	osdp_secure_pd_set_key(&rig->channel, key);
	osdp_secure_pd_roll(&rig->channel, rig->rnd_b);
	osdp_pd_init(&rig->pd, &config);
	osdp_frame_reader_init(&rig->reader, rig->buffer, sizeof rig->buffer, OSDP_GAP_MS);
}

// What the host knows of a command it has just sent: its MAC.
static void note_command(struct secure_rig *rig)
{
	struct osdp_frame frame;

	memcpy(rig->opened, rig->sent, rig->sent_len);
	if (osdp_frame_parse(rig->opened + 1, (uint16_t)(rig->sent_len - 1), &frame) &&
		frame.has_scb)
		osdp_secure_open(&rig->host, &frame);
}

bool secure_rig_send(struct secure_rig *rig)
{
	uint32_t until = rig->ms + 300;
	const uint8_t *out;

	note_command(rig);
	osdp_frame_reader_feed(&rig->reader, rig->sent, rig->sent_len - 1u, rig->ms);
	osdp_pd_turn(&rig->pd, &rig->reader, rig->ms, &out);
	if (rig->stopwatch)
		rig->stopwatch(true);
	osdp_frame_reader_feed(&rig->reader, rig->sent + rig->sent_len - 1, 1, rig->ms);
	do {
		rig->said_len = osdp_pd_turn(&rig->pd, &rig->reader, rig->ms, &out);
		rig->ms++;
	} while (!rig->said_len && rig->ms != until);
	if (rig->stopwatch)
		rig->stopwatch(false);
	rig->sealed = false;
	if (!rig->said_len)
		return false;
	memcpy(rig->said, out, rig->said_len);
	memcpy(rig->opened, out, rig->said_len);
	osdp_pd_sent(&rig->pd);
	if (!osdp_frame_parse(rig->opened + 1, (uint16_t)(rig->said_len - 1), &rig->reply))
		return false;
	rig->sealed = rig->reply.has_scb && osdp_secure_open(&rig->host, &rig->reply);
	return true;
}

bool secure_rig_clear(struct secure_rig *rig, uint8_t sqn, uint8_t code, uint8_t type,
	uint8_t selector, const uint8_t *data, uint16_t len)
{
	struct osdp_frame frame = {
		.address = 1,
		.sqn = sqn,
		.has_scb = type,
		.scb_len = 3,
		.scb_type = type,
		.scb_data = selector,
		.code = code,
		.data = data,
		.len = len,
	};

	rig->sqn = sqn;
	rig->sent_len = osdp_frame_write(rig->sent, sizeof rig->sent, &frame);
	return secure_rig_send(rig);
}

bool secure_rig_sealed(struct secure_rig *rig, uint8_t code, const uint8_t *data, uint16_t len)
{
	struct osdp_frame frame = {.address = 1, .code = code, .data = data, .len = len};

	rig->sqn = rig->sqn == 3 ? 1 : (uint8_t)(rig->sqn + 1);
	frame.sqn = rig->sqn;
	rig->sent_len = osdp_secure_seal(&rig->host, rig->sent, sizeof rig->sent, &frame);
	return secure_rig_send(rig);
}

bool secure_rig_shake(struct secure_rig *rig, const uint8_t *key)
{
	uint8_t base[OSDP_KEY_SIZE], proof[OSDP_MAC_SIZE];
	uint8_t selector = key ? OSDP_BY_OWN_KEY : OSDP_BY_DEFAULT_KEY;

	if (key)
		memcpy(base, key, sizeof base);
	else
		osdp_default_key(base);
	osdp_secure_pd_roll(&rig->channel, rig->rnd_b);
	if (!secure_rig_clear(rig, 0, OSDP_CHLNG, OSDP_SCS_CHLNG, selector, rig->rnd_a, 8) ||
		rig->reply.code != OSDP_CCRYPT)
		return false;
	osdp_secure_derive(&rig->host, base, rig->rnd_a);
	osdp_secure_cryptogram(&rig->host, rig->rnd_b, rig->rnd_a, proof);
	osdp_secure_begin(&rig->host, proof);
	return secure_rig_clear(rig, 1, OSDP_SCRYPT, OSDP_SCS_SCRYPT, selector, proof, 16) &&
	       rig->reply.code == OSDP_RMAC_I && rig->reply.scb_data == OSDP_PROOF_GOOD &&
	       memcmp(rig->reply.data, rig->host.reply, OSDP_MAC_SIZE) == 0;
}

bool secure_rig_heard(
	const struct secure_rig *rig, bool sealed, uint8_t sqn, uint8_t code, int first)
{
	return rig->said_len && rig->sealed == sealed && rig->reply.reply &&
	       rig->reply.has_scb == false && rig->reply.sqn == sqn && rig->reply.code == code &&
	       (first < 0 || (rig->reply.len && rig->reply.data[0] == first));
}
