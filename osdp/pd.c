// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's session: address, sequence, repeats (osdp.md sections 3 and 8.2).
#include "osdp/pd.h"

#include "bank/limits.h"
#include "frame_parts.h"
#include "osdp/secure.h"
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
	if (pd->config.shield)
		pd->config.shield->drop(pd->config.channel);
}

static bool in_session(const struct osdp_pd *pd)
{
	return pd->config.shield && pd->config.shield->up(pd->config.channel);
}

static uint16_t room_of(const struct osdp_pd *pd, bool sealed)
{
	uint16_t frame = (uint16_t)(pd->config.tx_cap - 1);

	if (pd->acu_takes < frame)
		frame = pd->acu_takes;
	return sealed ? pd->config.shield->room(frame)
		      : (uint16_t)(frame + 1 - OSDP_FRAME_OVERHEAD);
}

static uint8_t execute(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	bool handshake = frame->code == OSDP_CHLNG || frame->code == OSDP_SCRYPT ||
			 frame->code == OSDP_KEYSET;

	return handshake && pd->config.shield ? pd->config.shield->execute(pd, frame, reply)
					      : osdp_pd_execute(pd, frame, reply);
}

// The reply is whole: kept for the repeat.
static uint16_t finish(struct osdp_pd *pd, uint16_t size, const uint8_t **out_bytes)
{
	pd->stage = PD_IDLE;
	pd->cached = size;
	pd->last = pd->print;
	pd->sqn = pd->print.sqn;
	pd->started = true;
	*out_bytes = pd->config.tx;
	return size;
}

static uint16_t write_reply(
	struct osdp_pd *pd, const struct pd_reply *reply, bool sealed, const uint8_t **out_bytes)
{
	struct osdp_frame answer = {
		.address = pd->print.address,
		.reply = true,
		.sqn = pd->print.sqn,
		.has_scb = reply->scb_type,
		.scb_len = 3,
		.scb_type = reply->scb_type,
		.scb_data = reply->scb_data,
		.code = reply->code,
		.data = reply->data,
		.len = reply->len,
	};

	if (sealed && pd->config.shield->seal(
			      pd->config.channel, pd->config.tx, pd->config.tx_cap, &answer)) {
		pd->stage = PD_SEALING;
		return 0;
	}
	return finish(pd, osdp_frame_write(pd->config.tx, pd->config.tx_cap, &answer), out_bytes);
}

// The command, opened if it had to be: executed once, and its reply kept for the repeat. In a
// session only a frame of the session proves that the host is there and has the last reply.
static uint16_t carry_out(
	struct osdp_pd *pd, uint8_t refusal, bool session, bool sealed, const uint8_t **out_bytes)
{
	const struct osdp_frame *command = &pd->command;
	struct pd_reply reply = {0};
	uint8_t done = refusal;

	pd->stage = PD_IDLE;
	if (session && !sealed && done)
		return brief(pd, command, command->sqn, OSDP_NAK, done, out_bytes);
	if (!session || sealed)
		pd->heard_ms = pd->taken_ms;
	pd->online = true;
	if (pd->event_out && (!session || sealed))
		pd->config.app->event_taken(pd->config.bank);
	pd->event_out = false;
	reply.data = pd->config.tx + (sealed ? OSDP_SEALED_DATA_AT : OSDP_FRAME_DATA_AT);
	reply.room = room_of(pd, sealed);
	if (!done)
		done = execute(pd, command, &reply);
	if (done == OSDP_PD_BUSY)
		return brief(pd, command, 0, OSDP_BUSY, 0, out_bytes);
	if (session && !sealed && done)
		return brief(pd, command, command->sqn, OSDP_NAK, done, out_bytes);
	if (done != OSDP_PD_DONE) {
		reply.code = OSDP_NAK;
		reply.data[0] = done;
		reply.len = 1;
	}
	return write_reply(pd, &reply, sealed, out_bytes);
}

// A frame in sequence.
static uint16_t accept(struct osdp_pd *pd, const struct osdp_frame *frame, uint8_t refusal,
	const struct osdp_pd_print *print, uint32_t now_ms, const uint8_t **out_bytes)
{
	const struct osdp_pd_shield *shield = pd->config.shield;
	bool session = in_session(pd);

	pd->command = *frame;
	pd->print = *print;
	pd->taken_ms = now_ms;
	if (!refusal && !shield)
		refusal = osdp_pd_gate(pd, frame);
	else if (!refusal && !osdp_frame_sealed(frame))
		refusal = shield->admit(pd->config.channel, frame);
	else if (!refusal) {
		refusal = shield->open(pd->config.channel, &pd->command);
		if (!refusal) {
			pd->stage = PD_OPENING;
			return 0;
		}
	}
	return carry_out(pd, refusal, session, false, out_bytes);
}

// A command to this bank with good check characters.
static uint16_t take(struct osdp_pd *pd, const struct osdp_frame *frame, uint8_t refusal,
	uint32_t now_ms, const uint8_t **out_bytes)
{
	struct osdp_pd_print print = print_of(frame, refusal != OSDP_NAK_LENGTH);

	if (frame->sqn == 0) {
		forget(pd);
	} else if (pd->started && same_print(&print, &pd->last)) {
		// A recording of the last command proves nothing of the host.
		if (!in_session(pd))
			pd->heard_ms = now_ms;
		*out_bytes = pd->config.tx;
		return pd->cached;
	} else if (pd->config.shield && osdp_frame_sealed(frame) && !in_session(pd)) {
		// Not "what number", but what it is about: the session is gone (s13).
		return brief(pd, frame, frame->sqn, OSDP_NAK, OSDP_NAK_SECURE, out_bytes);
	} else if (!pd->started) {
		return brief(pd, frame, 0, OSDP_NAK, OSDP_NAK_SEQUENCE, out_bytes);
	} else if (frame->sqn != after(pd->sqn)) {
		return brief(pd, frame, frame->sqn, OSDP_NAK, OSDP_NAK_SEQUENCE, out_bytes);
	}
	return accept(pd, frame, refusal, &print, now_ms, out_bytes);
}

static bool answered_from_any_address(uint8_t code)
{
	return code == OSDP_ID || code == OSDP_CAP || code == OSDP_COMSET;
}

uint16_t osdp_pd_begin(struct osdp_pd *pd, enum osdp_read what, const struct osdp_frame *frame,
	uint32_t now_ms, const uint8_t **out_bytes)
{
	uint8_t refusal = 0;

	pd->stage = PD_IDLE;
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

bool osdp_pd_working(const struct osdp_pd *pd)
{
	return pd->stage != PD_IDLE;
}

uint16_t osdp_pd_step(struct osdp_pd *pd, const uint8_t **out_bytes)
{
	uint8_t refusal = 0;
	bool sealed = false;
	uint16_t size;

	switch (pd->stage) {
	case PD_IDLE:
		return 0;
	case PD_OPENING:
		if (!pd->config.shield->opened(pd->config.channel, &pd->command, &refusal, &sealed))
			return 0;
		return carry_out(pd, refusal, true, sealed, out_bytes);
	case PD_SEALING:
		size = pd->config.shield->sealed(pd->config.channel);
		return size ? finish(pd, size, out_bytes) : 0;
	}
	return 0;
}

uint16_t osdp_pd_take(struct osdp_pd *pd, enum osdp_read what, const struct osdp_frame *frame,
	uint32_t now_ms, const uint8_t **out_bytes)
{
	uint16_t send = osdp_pd_begin(pd, what, frame, now_ms, out_bytes);

	while (osdp_pd_working(pd))
		send = osdp_pd_step(pd, out_bytes);
	return send;
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
	// No session goes on over another address or rate (osdp.md 7.6).
	if (pd->config.shield)
		pd->config.shield->drop(pd->config.channel);
	pd->config.address = pd->com.address;
	pd->config.app->comset_now(pd->config.bank, &pd->com);
}

void osdp_pd_tick(struct osdp_pd *pd, uint32_t now_ms)
{
	// While a command is being worked on the host was heard.
	if (!pd->online || osdp_pd_working(pd) || now_ms - pd->heard_ms < BANK_OFFLINE_MS)
		return;
	forget(pd);
	pd->online = false;
	pd->config.app->offline(pd->config.bank);
}
