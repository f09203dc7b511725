// SPDX-License-Identifier: GPL-3.0-or-later
// Handshake, KEYSET and what is let through, at the bank's end (osdp.md 7.2, 7.6 to 7.8).
#include "osdp/secure_pd.h"

#include "frame_parts.h"
#include "pd_execute.h"

#include <string.h>

static void drop(struct osdp_secure_pd *channel)
{
	channel->up = channel->challenged = channel->by_default = channel->by_before = false;
	osdp_secure_wipe(&channel->session, sizeof channel->session);
	osdp_secure_wipe(&channel->work, sizeof channel->work);
}

void osdp_secure_pd_init(struct osdp_secure_pd *channel, osdp_keep_key keep)
{
	memset(channel, 0, sizeof *channel);
	channel->keep = keep;
}

// There is one key, whatever was before it.
static void settle(struct osdp_secure_pd *channel)
{
	channel->pending = false;
	channel->asked = 0;
	osdp_secure_wipe(channel->before, sizeof channel->before);
}

bool osdp_secure_pd_set_key(struct osdp_secure_pd *channel, const uint8_t *key)
{
	settle(channel);
	channel->keyed = key && osdp_key_usable(key);
	if (channel->keyed)
		memcpy(channel->key, key, sizeof channel->key);
	else
		osdp_secure_wipe(channel->key, sizeof channel->key);
	return channel->keyed;
}

void osdp_secure_pd_set_before(struct osdp_secure_pd *channel, const uint8_t *key)
{
	if (!channel->keyed || !osdp_key_usable(key) ||
		osdp_secure_same(key, channel->key, OSDP_KEY_SIZE))
		return;
	memcpy(channel->before, key, sizeof channel->before);
	channel->pending = true;
	channel->asked = 0;
}

void osdp_secure_pd_roll(struct osdp_secure_pd *channel, const uint8_t *rnd_b)
{
	memcpy(channel->rnd_b, rnd_b, sizeof channel->rnd_b);
	channel->dice = true;
}

bool osdp_secure_pd_wants_roll(const struct osdp_secure_pd *channel)
{
	return !channel->dice;
}

void osdp_secure_pd_commission(struct osdp_secure_pd *channel, bool open)
{
	channel->commissioning = open;
	if (!open && channel->by_default)
		drop(channel);
}

static bool up(const struct osdp_secure_pd *channel)
{
	return channel->up;
}

// What may be executed of what came in the clear.
static uint8_t admit(const struct osdp_secure_pd *channel, const struct osdp_frame *frame)
{
	switch (frame->code) {
	case OSDP_CHLNG:
		return frame->has_scb && frame->scb_type == OSDP_SCS_CHLNG ? 0 : OSDP_NAK_SECURITY;
	case OSDP_SCRYPT:
		return frame->has_scb && frame->scb_type == OSDP_SCS_SCRYPT ? 0 : OSDP_NAK_SECURITY;
	}
	if (frame->has_scb)
		return OSDP_NAK_SECURITY;
	switch (frame->code) {
	case OSDP_ID:
	case OSDP_CAP:
		return 0;
	case OSDP_COMSET:
		// Else anyone on the line could move a bank to another's address.
		return channel->keyed && !channel->commissioning ? OSDP_NAK_SECURE : 0;
	}
	return OSDP_NAK_SECURE;
}

static uint8_t refuse(struct osdp_secure_pd *channel)
{
	channel->refused++;
	drop(channel);
	return OSDP_NAK_SECURE;
}

static uint8_t open(struct osdp_secure_pd *channel, struct osdp_frame *frame)
{
	if (!channel->up)
		return OSDP_NAK_SECURE;
	return osdp_secure_open_begin(&channel->work, &channel->session, frame) ? 0
										: refuse(channel);
}

static bool opened(struct osdp_secure_pd *channel, struct osdp_frame *frame, uint8_t *out_refusal,
	bool *out_sealed)
{
	enum osdp_work now = osdp_secure_open_step(&channel->work);

	if (now == OSDP_WORK_ON)
		return false;
	if (now == OSDP_WORK_REFUSED) {
		*out_refusal = refuse(channel);
		return true;
	}
	*out_sealed = true;
	*out_refusal = 0;
	if (frame->code == OSDP_CHLNG || frame->code == OSDP_SCRYPT)
		*out_refusal = OSDP_NAK_SECURITY;
	else if (frame->code == OSDP_OUT && channel->by_default)
		*out_refusal = OSDP_NAK_SECURE;
	return true;
}

// The clear answer to a handshake: block type, what it says, how long its data is.
static uint8_t say(
	struct pd_reply *reply, uint8_t code, uint8_t scb_type, uint8_t scb_data, uint16_t len)
{
	reply->code = code;
	reply->scb_type = scb_type;
	reply->scb_data = scb_data;
	reply->len = len;
	return OSDP_PD_DONE;
}

static uint8_t challenge(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	struct osdp_secure_pd *channel = pd->config.channel;
	uint8_t key[OSDP_KEY_SIZE], words[OSDP_PDID_SIZE];
	const uint8_t *rnd_a = frame->data;
	struct osdp_pdid pdid;
	bool own = frame->scb_data == OSDP_BY_OWN_KEY, before;

	if (frame->scb_len != 3 || frame->len != OSDP_RND_SIZE ||
		(!own && frame->scb_data != OSDP_BY_DEFAULT_KEY) ||
		!(own ? channel->keyed : channel->commissioning))
		return OSDP_NAK_SECURITY;
	if (!channel->dice)
		return OSDP_PD_BUSY;
	drop(channel);
	before = own && channel->pending && channel->asked & 2;
	if (own)
		memcpy(key, before ? channel->before : channel->key, sizeof key);
	else
		osdp_default_key(key);
	osdp_secure_derive(&channel->session, key, rnd_a);
	osdp_secure_wipe(key, sizeof key);
	pd->config.app->id(pd->config.bank, &pdid);
	osdp_write_pdid(words, &pdid);
	memcpy(reply->data, words, OSDP_CUID_SIZE);
	memcpy(reply->data + OSDP_CUID_SIZE, channel->rnd_b, OSDP_RND_SIZE);
	osdp_secure_cryptogram(&channel->session, rnd_a, channel->rnd_b,
		reply->data + OSDP_CUID_SIZE + OSDP_RND_SIZE);
	osdp_secure_cryptogram(&channel->session, channel->rnd_b, rnd_a, channel->session.command);
	channel->dice = false;
	channel->challenged = true;
	channel->by_default = !own;
	channel->by_before = before;
	if (own)
		channel->asked++;
	return say(reply, OSDP_CCRYPT, OSDP_SCS_CCRYPT, frame->scb_data,
		OSDP_CUID_SIZE + OSDP_RND_SIZE + OSDP_MAC_SIZE);
}

static uint8_t prove(
	struct osdp_secure_pd *channel, const struct osdp_frame *frame, struct pd_reply *reply)
{
	bool good;

	if (!channel->challenged)
		return OSDP_NAK_SECURITY;
	good = frame->scb_len == 3 && frame->len == OSDP_MAC_SIZE &&
	       osdp_secure_same(frame->data, channel->session.command, OSDP_MAC_SIZE);
	channel->challenged = false;
	if (!good) {
		drop(channel);
		channel->refused++;
		memset(reply->data, 0, OSDP_MAC_SIZE);
		return say(reply, OSDP_RMAC_I, OSDP_SCS_RMAC_I, OSDP_PROOF_WRONG, OSDP_MAC_SIZE);
	}
	osdp_secure_begin(&channel->session, frame->data);
	channel->up = true;
	if (!channel->by_default && !channel->by_before)
		settle(channel);
	memcpy(reply->data, channel->session.reply, OSDP_MAC_SIZE);
	return say(reply, OSDP_RMAC_I, OSDP_SCS_RMAC_I, OSDP_PROOF_GOOD, OSDP_MAC_SIZE);
}

// The session goes on under its own keys; the new key is for the next handshake.
static uint8_t keyset(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	struct osdp_secure_pd *channel = pd->config.channel;
	bool keyed = channel->keyed;
	uint8_t before[OSDP_KEY_SIZE];
	uint8_t done;

	if (frame->len != OSDP_KEYSET_SIZE || frame->data[0] != 1 ||
		frame->data[1] != OSDP_KEY_SIZE || !osdp_key_usable(frame->data + 2))
		return OSDP_NAK_RECORD;
	done = channel->keep(pd->config.bank, frame->data + 2);
	if (done != OSDP_PD_DONE)
		return done;
	memcpy(before, channel->by_before ? channel->before : channel->key, sizeof before);
	osdp_secure_pd_set_key(channel, frame->data + 2);
	if (keyed)
		osdp_secure_pd_set_before(channel, before);
	osdp_secure_wipe(before, sizeof before);
	channel->commissioning = false;
	reply->code = OSDP_ACK;
	return OSDP_PD_DONE;
}

static uint8_t execute(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	switch (frame->code) {
	case OSDP_CHLNG:
		return challenge(pd, frame, reply);
	case OSDP_SCRYPT:
		return prove(pd->config.channel, frame, reply);
	case OSDP_KEYSET:
		return keyset(pd, frame, reply);
	}
	return OSDP_NAK_UNKNOWN;
}

static bool seal(
	struct osdp_secure_pd *channel, uint8_t *out, uint16_t cap, const struct osdp_frame *frame)
{
	return osdp_secure_seal_begin(&channel->work, &channel->session, out, cap, frame);
}

static uint16_t sealed(struct osdp_secure_pd *channel)
{
	return osdp_secure_seal_step(&channel->work);
}

const struct osdp_pd_shield osdp_secure_shield = {
	.up = up,
	.drop = drop,
	.admit = admit,
	.open = open,
	.opened = opened,
	.execute = execute,
	.seal = seal,
	.sealed = sealed,
	.room = osdp_secure_room,
};
