// SPDX-License-Identifier: GPL-3.0-or-later
// Handshake and session at the panel's end (osdp.md 7.2, 7.6, 8.1).
#include "osdp/secure_acu.h"

#include "acu_parts.h"
#include "frame_parts.h"

#include <string.h>

void osdp_secure_acu_drop(struct osdp_secure_acu *channel)
{
	channel->step = OSDP_SECURE_CLEAR;
	osdp_secure_wipe(&channel->session, sizeof channel->session);
}

void osdp_acu_secure(struct osdp_acu *acu, struct osdp_secure_acu *channel)
{
	memset(channel, 0, sizeof *channel);
	acu->channel = channel;
	osdp_acu_restart(acu);
}

bool osdp_acu_up(const struct osdp_acu *acu)
{
	return acu->channel && acu->channel->step == OSDP_SECURE_UP;
}

uint16_t osdp_secure_acu_write(struct osdp_acu *acu, const struct osdp_frame *frame)
{
	if (osdp_acu_up(acu))
		return osdp_secure_seal(&acu->channel->session, acu->tx, acu->tx_cap, frame);
	if (!frame->has_scb && frame->code != OSDP_ID && frame->code != OSDP_CAP)
		return 0;
	return osdp_frame_write(acu->tx, acu->tx_cap, frame);
}

uint16_t osdp_acu_challenge(struct osdp_acu *acu, const uint8_t *key, const uint8_t *rnd_a)
{
	struct osdp_secure_acu *channel = acu->channel;
	uint8_t base[OSDP_KEY_SIZE];
	struct osdp_frame frame = {
		.has_scb = true,
		.scb_len = 3,
		.scb_type = OSDP_SCS_CHLNG,
		.scb_data = key ? OSDP_BY_OWN_KEY : OSDP_BY_DEFAULT_KEY,
		.code = OSDP_CHLNG,
		.data = channel->rnd_a,
		.len = OSDP_RND_SIZE,
	};

	if (key && !osdp_key_usable(key))
		return 0;
	osdp_acu_restart(acu);
	if (key)
		memcpy(base, key, sizeof base);
	else
		osdp_default_key(base);
	osdp_secure_derive(&channel->session, base, rnd_a);
	osdp_secure_wipe(base, sizeof base);
	memcpy(channel->rnd_a, rnd_a, sizeof channel->rnd_a);
	channel->selector = frame.scb_data;
	channel->trouble = OSDP_SECURE_FINE;
	channel->step = OSDP_SECURE_CHALLENGED;
	return osdp_acu_make(acu, &frame);
}

uint16_t osdp_acu_prove(struct osdp_acu *acu)
{
	struct osdp_secure_acu *channel = acu->channel;
	struct osdp_frame frame = {
		.has_scb = true,
		.scb_len = 3,
		.scb_type = OSDP_SCS_SCRYPT,
		.scb_data = channel->selector,
		.code = OSDP_SCRYPT,
		.data = channel->proof,
		.len = OSDP_MAC_SIZE,
	};

	if (channel->step != OSDP_SECURE_ANSWERED)
		return 0;
	channel->step = OSDP_SECURE_PROVING;
	return osdp_acu_make(acu, &frame);
}

static enum acu_sift discard(struct osdp_secure_acu *channel)
{
	channel->refused++;
	return ACU_DISCARD;
}

static enum acu_sift lost(struct osdp_secure_acu *channel, enum osdp_secure_trouble why)
{
	channel->trouble = why;
	return ACU_LOST;
}

// What a peripheral says in the clear whatever goes on: BUSY, and a NAK with its reason.
static bool refusal(const struct osdp_frame *frame, uint8_t *out_reason)
{
	if (frame->has_scb || frame->code != OSDP_NAK || frame->len == 0)
		return false;
	*out_reason = frame->data[0];
	return true;
}

static bool busy(const struct osdp_frame *frame)
{
	return !frame->has_scb && frame->code == OSDP_BUSY;
}

static enum acu_sift sift_ccrypt(
	const struct osdp_acu *acu, struct osdp_secure_acu *channel, const struct osdp_frame *frame)
{
	const uint8_t *rnd_b = frame->data + OSDP_CUID_SIZE;
	uint8_t wanted[OSDP_MAC_SIZE];

	if (!frame->has_scb || frame->scb_type != OSDP_SCS_CCRYPT || frame->scb_len != 3 ||
		frame->code != OSDP_CCRYPT ||
		frame->len != OSDP_CUID_SIZE + OSDP_RND_SIZE + OSDP_MAC_SIZE ||
		frame->sqn != acu->sqn)
		return discard(channel);
	osdp_secure_cryptogram(&channel->session, channel->rnd_a, rnd_b, wanted);
	// Libosdp answers a challenge for one key by the other (n29).
	if (frame->scb_data != channel->selector ||
		!osdp_secure_same(wanted, rnd_b + OSDP_RND_SIZE, sizeof wanted))
		return lost(channel, OSDP_SECURE_WRONG_KEY);
	memcpy(channel->cuid, frame->data, sizeof channel->cuid);
	osdp_secure_cryptogram(&channel->session, rnd_b, channel->rnd_a, channel->proof);
	channel->step = OSDP_SECURE_ANSWERED;
	return ACU_PASS;
}

static enum acu_sift sift_rmac_i(
	const struct osdp_acu *acu, struct osdp_secure_acu *channel, const struct osdp_frame *frame)
{
	if (!frame->has_scb || frame->scb_type != OSDP_SCS_RMAC_I || frame->scb_len != 3 ||
		frame->code != OSDP_RMAC_I || frame->sqn != acu->sqn)
		return discard(channel);
	osdp_secure_begin(&channel->session, channel->proof);
	if (frame->scb_data != OSDP_PROOF_GOOD || frame->len != OSDP_MAC_SIZE ||
		!osdp_secure_same(frame->data, channel->session.reply, OSDP_MAC_SIZE))
		return lost(channel, OSDP_SECURE_UNPROVED);
	channel->step = OSDP_SECURE_UP;
	return ACU_PASS;
}

static enum acu_sift sift_session(
	const struct osdp_acu *acu, struct osdp_secure_acu *channel, struct osdp_frame *frame)
{
	uint8_t reason;

	if (osdp_frame_sealed(frame) && frame->sqn == acu->sqn &&
		osdp_secure_open(&channel->session, frame))
		return ACU_PASS;
	if (!refusal(frame, &reason))
		return discard(channel);
	// That it came damaged is answered by the same bytes, which harm nobody.
	if (reason == OSDP_NAK_CHECK)
		return ACU_PASS;
	if (reason == OSDP_NAK_SEQUENCE || reason == OSDP_NAK_SECURITY || reason == OSDP_NAK_SECURE)
		return lost(channel, OSDP_SECURE_LOST);
	return discard(channel);
}

enum acu_sift osdp_secure_acu_sift(struct osdp_acu *acu, struct osdp_frame *frame)
{
	struct osdp_secure_acu *channel = acu->channel;
	uint8_t reason;

	if (busy(frame))
		return ACU_PASS;
	if (channel->step == OSDP_SECURE_UP)
		return sift_session(acu, channel, frame);
	if (refusal(frame, &reason)) {
		if (channel->step == OSDP_SECURE_CHALLENGED && reason == OSDP_NAK_SECURITY)
			channel->trouble = OSDP_SECURE_NO_KEY;
		else if (channel->step == OSDP_SECURE_PROVING)
			channel->trouble = OSDP_SECURE_UNPROVED;
		if (reason != OSDP_NAK_CHECK && frame->sqn == acu->sqn)
			osdp_secure_acu_drop(channel);
		return ACU_PASS;
	}
	switch (channel->step) {
	case OSDP_SECURE_CHALLENGED:
		return sift_ccrypt(acu, channel, frame);
	case OSDP_SECURE_PROVING:
		return sift_rmac_i(acu, channel, frame);
	case OSDP_SECURE_CLEAR:
	case OSDP_SECURE_ANSWERED:
	case OSDP_SECURE_UP:
		break;
	}
	return frame->has_scb ? discard(channel) : ACU_PASS;
}
