// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's session: address, sequence, repeats (osdp.md sections 3 and 8.2).
#include "osdp/pd.h"

#include "bank/limits.h"
#include "pd_execute.h"

#include <string.h>

void osdp_pd_init(struct osdp_pd *pd, const struct osdp_pd_config *config)
{
	memset(pd, 0, sizeof *pd);
	pd->config = *config;
	pd->acu_takes = OSDP_FRAME_LEN_SAFE;
}

bool osdp_pd_online(const struct osdp_pd *pd)
{
	return pd->online;
}

bool osdp_pd_addressed(const struct osdp_pd *pd, const struct osdp_frame *frame)
{
	return !frame->reply &&
	       (frame->address == pd->config.address || frame->address == OSDP_ADDRESS_ANY);
}

// A reply that must leave the cached one as it is.
static uint16_t brief(struct osdp_pd *pd, const struct osdp_frame *to, uint8_t sqn, uint8_t code,
	uint8_t reason, const uint8_t **out_bytes)
{
	struct osdp_frame frame = {.address = to->address, .reply = true, .sqn = sqn, .code = code};

	if (code == OSDP_NAK) {
		frame.data = &reason;
		frame.len = 1;
	}
	*out_bytes = pd->brief;
	return osdp_frame_write(pd->brief, sizeof pd->brief, &frame);
}

// What makes a repeat: address, number, code, length, CRC and another sum of all bytes. Were two
// different commands ever equal in all of it, the second would not be executed: the safe mistake.
static struct osdp_pd_print print_of(const struct osdp_frame *frame, bool whole)
{
	struct osdp_pd_print print = {
		frame->address, frame->sqn, frame->code, frame->size, frame->check, 0};

	for (uint16_t n = 0; whole && n < frame->size; n++)
		print.sum = (uint16_t)(print.sum * 31u + frame->bytes[n]);
	return print;
}

static bool same_print(const struct osdp_pd_print *a, const struct osdp_pd_print *b)
{
	return a->address == b->address && a->sqn == b->sqn && a->code == b->code &&
	       a->size == b->size && a->check == b->check && a->sum == b->sum;
}

static uint8_t after(uint8_t sqn)
{
	return sqn == 3 ? 1 : (uint8_t)(sqn + 1);
}

// Neither cache nor count nor what the host said of itself is good any more. An event that was out
// stays the oldest: nothing proved that it arrived.
static void forget(struct osdp_pd *pd)
{
	pd->started = false;
	pd->cached = 0;
	pd->event_out = false;
	pd->com_pending = false;
	pd->acu_takes = OSDP_FRAME_LEN_SAFE;
}

static uint16_t room_of(const struct osdp_pd *pd)
{
	uint16_t frame = (uint16_t)(pd->config.tx_cap - 1);

	if (pd->acu_takes < frame)
		frame = pd->acu_takes;
	return (uint16_t)(frame + 1 - OSDP_FRAME_OVERHEAD);
}

// A frame in sequence: executed once, and its reply kept for the repeat.
static uint16_t accept(struct osdp_pd *pd, const struct osdp_frame *frame, uint8_t refusal,
	const struct osdp_pd_print *print, const uint8_t **out_bytes)
{
	struct pd_reply reply = {.data = pd->config.tx + OSDP_FRAME_DATA_AT};
	struct osdp_frame answer = {.address = frame->address, .reply = true, .sqn = frame->sqn};
	uint8_t done = refusal;

	if (pd->event_out) {
		pd->event_out = false;
		pd->config.app->event_taken(pd->config.bank);
	}
	reply.room = room_of(pd);
	if (!done)
		done = osdp_pd_gate(pd, frame);
	if (!done)
		done = osdp_pd_execute(pd, frame, &reply);
	if (done == OSDP_PD_BUSY)
		return brief(pd, frame, 0, OSDP_BUSY, 0, out_bytes);
	if (done != OSDP_PD_DONE) {
		reply.code = OSDP_NAK;
		reply.data[0] = done;
		reply.len = 1;
	}
	answer.code = reply.code;
	answer.data = reply.data;
	answer.len = reply.len;
	pd->cached = osdp_frame_write(pd->config.tx, pd->config.tx_cap, &answer);
	pd->last = *print;
	pd->sqn = frame->sqn;
	pd->started = true;
	*out_bytes = pd->config.tx;
	return pd->cached;
}

// A command to this bank with good check characters.
static uint16_t take(struct osdp_pd *pd, const struct osdp_frame *frame, uint8_t refusal,
	uint32_t now_ms, const uint8_t **out_bytes)
{
	struct osdp_pd_print print = print_of(frame, refusal != OSDP_NAK_LENGTH);

	if (frame->sqn == 0) {
		forget(pd);
	} else if (!pd->started) {
		return brief(pd, frame, 0, OSDP_NAK, OSDP_NAK_SEQUENCE, out_bytes);
	} else if (same_print(&print, &pd->last)) {
		pd->heard_ms = now_ms;
		*out_bytes = pd->config.tx;
		return pd->cached;
	} else if (frame->sqn != after(pd->sqn)) {
		return brief(pd, frame, frame->sqn, OSDP_NAK, OSDP_NAK_SEQUENCE, out_bytes);
	}
	pd->heard_ms = now_ms;
	pd->online = true;
	return accept(pd, frame, refusal, &print, out_bytes);
}

static bool answered_from_any_address(uint8_t code)
{
	return code == OSDP_ID || code == OSDP_CAP || code == OSDP_COMSET;
}

uint16_t osdp_pd_take(struct osdp_pd *pd, enum osdp_read what, const struct osdp_frame *frame,
	uint32_t now_ms, const uint8_t **out_bytes)
{
	uint8_t refusal = 0;

	osdp_pd_tick(pd, now_ms);
	// What was found late, with others behind it, is no longer waited for: neither answer
	// into whatever goes on now, nor do anything.
	if (what == OSDP_PENDING || frame->followed || !osdp_pd_addressed(pd, frame))
		return 0;
	if (what == OSDP_BAD && frame->bad == OSDP_BAD_CHECK) {
		// Whose it was is a guess at best; a complaint at the shared address would not even
		// be that.
		if (frame->address == OSDP_ADDRESS_ANY)
			return 0;
		return brief(pd, frame, frame->sqn, OSDP_NAK, OSDP_NAK_CHECK, out_bytes);
	}
	if (frame->address == OSDP_ADDRESS_ANY && !answered_from_any_address(frame->code))
		return 0;
	if (!frame->use_crc)
		return brief(pd, frame, frame->sqn, OSDP_NAK, OSDP_NAK_CHECK, out_bytes);
	if (what == OSDP_BAD)
		refusal = frame->bad == OSDP_BAD_TOO_LONG ? OSDP_NAK_LENGTH : OSDP_NAK_SECURITY;
	return take(pd, frame, refusal, now_ms, out_bytes);
}

uint16_t osdp_pd_turn(struct osdp_pd *pd, struct osdp_frame_reader *reader, uint32_t now_ms,
	const uint8_t **out_bytes)
{
	struct osdp_frame frame;
	enum osdp_read found;
	uint16_t send = 0;

	osdp_pd_tick(pd, now_ms);
	while ((found = osdp_frame_reader_next(reader, now_ms, &frame)) != OSDP_PENDING) {
		uint16_t said = osdp_pd_take(pd, found, &frame, now_ms, out_bytes);

		if (said)
			send = said;
	}
	return send;
}

void osdp_pd_sent(struct osdp_pd *pd)
{
	if (!pd->com_pending)
		return;
	pd->com_pending = false;
	pd->config.address = pd->com.address;
	pd->config.app->comset_now(pd->config.bank, &pd->com);
}

void osdp_pd_tick(struct osdp_pd *pd, uint32_t now_ms)
{
	if (!pd->online || now_ms - pd->heard_ms < BANK_OFFLINE_MS)
		return;
	forget(pd);
	pd->online = false;
	pd->config.app->offline(pd->config.bank);
}
