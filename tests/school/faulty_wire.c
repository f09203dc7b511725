// SPDX-License-Identifier: GPL-3.0-or-later
// Frames taken apart just far enough to know them, and each fault done to one.
#include "faulty_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "osdp/frame.h"
#include "osdp/message.h"
#include "osdp/secure.h"
#include "port/memory.h"

#define MS	  INT64_C(1000000)
#define SILENT_NS (5 * MS)

unsigned wire_roll(struct faulty_wire *wire, unsigned sides)
{
	wire->dice = wire->dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(wire->dice >> 33) % sides;
}

bool wire_can(enum wire_fault fault, enum wire_place place)
{
	return place != AT_IDLE || fault > WIRE_REORDERED;
}

// The frame in these bytes, whatever stands before it. False: not a whole one, or damaged.
static bool read_frame(const struct wire_frame *bytes, struct osdp_frame *out)
{
	for (size_t at = 0; at < bytes->len; at++) {
		if (bytes->bytes[at] == OSDP_SOM)
			return osdp_frame_parse(
				bytes->bytes + at, (uint16_t)(bytes->len - at), out);
	}
	return false;
}

static int place_of_command(uint8_t code)
{
	switch (code) {
	case OSDP_ID:
		return AT_ID;
	case OSDP_CHLNG:
		return AT_CHLNG;
	case OSDP_SCRYPT:
		return AT_SCRYPT;
	case OSDP_POLL:
		return AT_POLL;
	case OSDP_OUT:
		return AT_OUT;
	case OSDP_LED:
		return AT_LED;
	case OSDP_TEXT:
		return AT_TEXT;
	case OSDP_KEYSET:
		return AT_KEYSET;
	}
	return WIRE_NOTHING;
}

static int place_of_reply(uint8_t code, uint8_t asked)
{
	if (asked == OSDP_KEYSET)
		return AT_KEPT;
	switch (code) {
	case OSDP_PDID:
		return AT_PDID;
	case OSDP_CCRYPT:
		return AT_CCRYPT;
	case OSDP_RMAC_I:
		return AT_RMAC_I;
	case OSDP_ISTATR:
		return AT_ISTATR;
	case OSDP_RAW:
		return AT_RAW;
	case OSDP_OSTATR:
		return asked == OSDP_OUT ? AT_OSTATR : WIRE_NOTHING;
	case OSDP_ACK:
		return asked == OSDP_POLL			 ? AT_ACK
		       : asked == OSDP_LED || asked == OSDP_TEXT ? AT_SHOWN
								 : WIRE_NOTHING;
	}
	return WIRE_NOTHING;
}

static void hold(
	struct faulty_wire *wire, bool to_cabinet, const uint8_t *bytes, size_t len, int64_t for_ns)
{
	for (unsigned i = 0; i < WIRE_HELD && len; i++) {
		if (wire->held[i].used)
			continue;
		wire->held[i].used = true;
		wire->held[i].to_cabinet = to_cabinet;
		wire->held[i].at_ns = wire->world->mono_ns + for_ns;
		memcpy(wire->held[i].frame.bytes, bytes, len);
		wire->held[i].frame.len = len;
		return;
	}
}

// To the host only in the wire's own turn: the host may just be sending.
static void pass(struct faulty_wire *wire, bool to_cabinet, const uint8_t *bytes, size_t len)
{
	if (to_cabinet)
		bus_send(wire->world->bus, bytes, len);
	else
		hold(wire, false, bytes, len, 0);
}

static void in_trouble_for(struct faulty_wire *wire, int64_t ms)
{
	wire->in_trouble = true;
	wire->until_ns = wire->world->mono_ns + ms * MS;
}

// Bytes that mean nothing, with what begins a frame among them.
static void make_noise(struct faulty_wire *wire, bool to_cabinet)
{
	uint8_t noise[48];
	size_t len = 1 + wire_roll(wire, sizeof noise);

	for (size_t i = 0; i < len; i++)
		noise[i] = (uint8_t)(wire_roll(wire, 5) ? wire_roll(wire, 256) : OSDP_SOM);
	pass(wire, to_cabinet, noise, len);
}

// A frame of somebody without a key, as good as he can make it.
static void speak_as_master(struct faulty_wire *wire)
{
	static const uint8_t codes[] = {OSDP_POLL, OSDP_OUT, OSDP_ID, OSDP_CAP, OSDP_COMSET,
		OSDP_KEYSET, OSDP_CHLNG, OSDP_SCRYPT, OSDP_LED, OSDP_MFG};
	static const uint8_t pulse[32] = {0, OSDP_OUT_PULSE, 5, 0, 1, 2};
	uint8_t out[64], mac[OSDP_MAC_SIZE] = {0};
	struct osdp_frame frame = {.address = wire_roll(wire, 6) ? 1 : OSDP_ADDRESS_ANY,
		.sqn = (uint8_t)wire_roll(wire, 4),
		.code = codes[wire_roll(wire, sizeof codes)],
		.data = pulse};
	uint16_t size;

	while (osdp_command_fit(frame.code, frame.len) != OSDP_FIT_GOOD && frame.len < 32)
		frame.len++;
	if (frame.code == OSDP_CHLNG || frame.code == OSDP_SCRYPT) {
		frame.has_scb = true;
		frame.scb_len = 3;
		frame.scb_type = frame.code == OSDP_CHLNG ? OSDP_SCS_CHLNG : OSDP_SCS_SCRYPT;
		frame.scb_data = (uint8_t)wire_roll(wire, 2);
	} else if (wire_roll(wire, 2)) {
		frame.has_scb = true;
		frame.scb_len = 2;
		frame.scb_type = frame.len ? OSDP_SCS_COMMAND_DATA : OSDP_SCS_COMMAND;
		frame.len = frame.len ? 16 : 0;
		frame.mac = mac;
	}
	size = osdp_frame_write(out, sizeof out, &frame);
	pass(wire, true, out, size);
	pass(wire, false, out, size);
}

static void replay(struct faulty_wire *wire)
{
	bool command = wire_roll(wire, 2);
	unsigned kept = command ? wire->commands_kept : wire->replies_kept;
	const struct wire_frame *frame;

	if (kept == 0)
		return;
	kept = wire_roll(wire, kept < WIRE_RECORD ? kept : WIRE_RECORD);
	frame = command ? &wire->commands[kept] : &wire->replies[kept];
	pass(wire, command, frame->bytes, frame->len);
	if (wire_roll(wire, 2))
		hold(wire, command, frame->bytes, frame->len, wire_roll(wire, 300) * MS);
}

static void pull_out(struct faulty_wire *wire)
{
	bus_unplug(wire->world->bus, true);
	wire->world->memory->refuse = ERR_GONE;
	wire->hang_up = true;
	in_trouble_for(wire, 100 + wire_roll(wire, wire_roll(wire, 6) ? 900 : 4000));
}

static void cut(struct faulty_wire *wire)
{
	// Mostly short, or ten thousand take all day.
	static const unsigned most[] = {200, 200, 200, 1000, 1000, 1000, 4000, 12000};

	bus_unplug(wire->world->bus, true);
	in_trouble_for(wire, 20 + wire_roll(wire, most[wire_roll(wire, 8)]));
}

static void mute(struct faulty_wire *wire)
{
	static const unsigned most[] = {300, 300, 300, 300, 1000, 1000, 2500, 10000};

	cabinet_cut_stub(wire->world->cabinets[0], true);
	in_trouble_for(wire, 20 + wire_roll(wire, most[wire_roll(wire, 8)]));
}

// The whole or a byte, twice; the second at once or after a moment.
static void twice(struct faulty_wire *wire, bool to_cabinet, const uint8_t *bytes, size_t len)
{
	size_t at = wire_roll(wire, (unsigned)len);

	if (wire_roll(wire, 2)) {
		pass(wire, to_cabinet, bytes, len);
		hold(wire, to_cabinet, bytes, len, wire_roll(wire, 2) * wire_roll(wire, 100) * MS);
		return;
	}
	pass(wire, to_cabinet, bytes, at + 1);
	pass(wire, to_cabinet, bytes + at, len - at);
}

static void late(struct faulty_wire *wire, bool to_cabinet, const uint8_t *bytes, size_t len)
{
	static const unsigned most[] = {60, 60, 300, 600, 3000};
	int64_t for_ns = (1 + wire_roll(wire, most[wire_roll(wire, 5)])) * MS;
	size_t at = wire_roll(wire, 2) ? 0 : wire_roll(wire, (unsigned)len);

	pass(wire, to_cabinet, bytes, at);
	hold(wire, to_cabinet, bytes + at, len - at, for_ns);
	in_trouble_for(wire, for_ns / MS + 1);
}

static void out_of_order(struct faulty_wire *wire, bool to_cabinet, uint8_t *bytes, size_t len)
{
	size_t at = 1 + wire_roll(wire, (unsigned)len - 2);
	uint8_t byte = bytes[at];

	if (wire_roll(wire, 2)) {
		memcpy(wire->late.bytes, bytes, len);
		wire->late.len = len;
		wire->late_to_cabinet = to_cabinet;
		wire->late_ns = wire->world->mono_ns + 500 * MS;
		return;
	}
	bytes[at] = bytes[at + 1];
	bytes[at + 1] = byte;
	pass(wire, to_cabinet, bytes, len);
}

static void begin_again(struct faulty_wire *wire, bool to_cabinet, const uint8_t *bytes, size_t len)
{
	int64_t carried = (int64_t)len * 10 * 1000 / 38400;

	// A command arrives whole, and the bank is gone before or in its reply; a reply stops.
	pass(wire, to_cabinet, bytes, to_cabinet ? len : wire_roll(wire, (unsigned)len));
	wire->reset_ns =
		wire->world->mono_ns + (to_cabinet ? carried + wire_roll(wire, 12) : 1) * MS;
	in_trouble_for(wire, wire_roll(wire, 3) ? 20 : 50 + wire_roll(wire, 800));
}

static void spoil(struct faulty_wire *wire, bool to_cabinet, uint8_t *bytes, size_t len)
{
	size_t at = wire_roll(wire, (unsigned)len);

	switch (wire->fault) {
	case WIRE_LOST:
		if (wire_roll(wire, 2))
			return;
		pass(wire, to_cabinet, bytes, at);
		pass(wire, to_cabinet, bytes + at + 1, len - at - 1);
		return;
	case WIRE_FLIPPED:
		bytes[at] ^= (uint8_t)(1 << wire_roll(wire, 8));
		break;
	case WIRE_DOUBLED:
		twice(wire, to_cabinet, bytes, len);
		return;
	case WIRE_TRUNCATED:
		len = at;
		break;
	case WIRE_DELAYED:
		late(wire, to_cabinet, bytes, len);
		return;
	case WIRE_REORDERED:
		out_of_order(wire, to_cabinet, bytes, len);
		return;
	case WIRE_NOISE:
		make_noise(wire, to_cabinet);
		for (unsigned n = wire_roll(wire, 4); n > 0; n--)
			bytes[wire_roll(wire, (unsigned)len)] = (uint8_t)wire_roll(wire, 256);
		break;
	case WIRE_MUTE:
		if (to_cabinet) {
			wire->mute_after = (int)wire_roll(wire, 32);
			break;
		}
		pass(wire, to_cabinet, bytes, at);
		mute(wire);
		return;
	case WIRE_RESET:
		begin_again(wire, to_cabinet, bytes, len);
		return;
	case WIRE_UNPLUGGED:
	case WIRE_CUT:
		pass(wire, to_cabinet, bytes, wire_roll(wire, 2) ? at : len);
		if (wire->fault == WIRE_CUT)
			cut(wire);
		else
			pull_out(wire);
		return;
	case WIRE_MASTER:
		if (wire_roll(wire, 2)) {
			pass(wire, to_cabinet, bytes, len);
			speak_as_master(wire);
			return;
		}
		speak_as_master(wire);
		break;
	case WIRE_REPLAY:
		if (wire_roll(wire, 2)) {
			pass(wire, to_cabinet, bytes, len);
			replay(wire);
			return;
		}
		replay(wire);
		break;
	case WIRE_TWIN:
		cabinet_power(wire->twin, true);
		in_trouble_for(wire, 200 + wire_roll(wire, 800));
		break;
	case WIRE_FAULT_COUNT:
		break;
	}
	pass(wire, to_cabinet, bytes, len);
}

// At each message. True: what was to be done with these bytes is done.
static bool strikes(
	struct faulty_wire *wire, int place, bool to_cabinet, const uint8_t *bytes, size_t len)
{
	uint8_t copy[300];

	if (place == WIRE_NOTHING || wire->wanted[place] == WIRE_NOTHING || wire->in_trouble ||
		wire->late.len)
		return false;
	wire->fault = (enum wire_fault)wire->wanted[place];
	wire->place = (enum wire_place)place;
	wire->wanted[place] = WIRE_NOTHING;
	wire->struck[wire->fault][place]++;
	wire->faults++;
	in_trouble_for(wire, 1);
	memcpy(copy, bytes, len);
	spoil(wire, to_cabinet, copy, len);
	return true;
}

static void strike_idle(struct faulty_wire *wire)
{
	if (wire->wanted[AT_IDLE] == WIRE_NOTHING || wire->in_trouble)
		return;
	wire->fault = (enum wire_fault)wire->wanted[AT_IDLE];
	wire->place = AT_IDLE;
	wire->wanted[AT_IDLE] = WIRE_NOTHING;
	wire->struck[wire->fault][AT_IDLE]++;
	wire->faults++;
	in_trouble_for(wire, 1);
	switch (wire->fault) {
	case WIRE_NOISE:
		make_noise(wire, wire_roll(wire, 2));
		break;
	case WIRE_MUTE:
		mute(wire);
		break;
	case WIRE_RESET:
		wire->reset_ns = wire->world->mono_ns + MS;
		in_trouble_for(wire, 20 + wire_roll(wire, 2000));
		break;
	case WIRE_UNPLUGGED:
		pull_out(wire);
		break;
	case WIRE_CUT:
		cut(wire);
		break;
	case WIRE_MASTER:
		speak_as_master(wire);
		break;
	case WIRE_REPLAY:
		replay(wire);
		break;
	case WIRE_TWIN:
		cabinet_power(wire->twin, true);
		in_trouble_for(wire, 200 + wire_roll(wire, 800));
		break;
	default:
		break;
	}
}

static void keep(struct wire_frame *record, unsigned *kept, const uint8_t *bytes, size_t len)
{
	memcpy(record[*kept % WIRE_RECORD].bytes, bytes, len);
	record[*kept % WIRE_RECORD].len = len;
	++*kept;
}

static void let_late_pass(struct faulty_wire *wire, bool to_cabinet)
{
	if (!wire->late.len || wire->late_to_cabinet != to_cabinet)
		return;
	// Behind the one that passed it.
	if (to_cabinet)
		bus_send(wire->world->bus, wire->late.bytes, wire->late.len);
	else
		hold(wire, false, wire->late.bytes, wire->late.len, 0);
	wire->late.len = 0;
}

// Nothing but these is ever said without a session's seal.
static bool may_be_clear(const struct osdp_frame *frame)
{
	if (frame->has_scb)
		return frame->scb_type == OSDP_SCS_CHLNG || frame->scb_type == OSDP_SCS_SCRYPT ||
		       frame->mac;
	return frame->code == OSDP_ID || frame->code == OSDP_CAP;
}

static void from_host(void *arg, const uint8_t *data, size_t len)
{
	struct faulty_wire *wire = arg;
	struct wire_frame copy = {.len = len};
	struct osdp_frame frame;

	assert_in_range(len, 1, sizeof copy.bytes);
	memcpy(copy.bytes, data, len);
	assert_true(read_frame(&copy, &frame));
	if (!may_be_clear(&frame))
		fail_msg("the host says %02x in the clear", frame.code);
	wire->asked = frame.code;
	wire->gathering.len = 0;
	if (!strikes(wire, place_of_command(frame.code), true, data, len))
		bus_send(wire->world->bus, data, len);
	let_late_pass(wire, true);
	if (frame.mac)
		keep(wire->commands, &wire->commands_kept, data, len);
}

static void reply_is_whole(struct faulty_wire *wire)
{
	const struct wire_frame *heard = &wire->gathering;
	struct osdp_frame frame;
	int place = WIRE_NOTHING;

	if (read_frame(heard, &frame) && frame.reply) {
		place = place_of_reply(frame.code, wire->asked);
		if (frame.mac)
			keep(wire->replies, &wire->replies_kept, heard->bytes, heard->len);
	}
	if (!strikes(wire, place, false, heard->bytes, heard->len))
		pass(wire, false, heard->bytes, heard->len);
	let_late_pass(wire, false);
	wire->gathering.len = 0;
	wire->asked = 0;
}

// The world's byte hook: towards the host bytes are gathered until a frame is whole.
static bool gather(void *arg, bool to_cabinet, uint8_t *byte)
{
	struct faulty_wire *wire = arg;
	struct wire_frame *heard = &wire->gathering;
	size_t som = 0;

	(void)to_cabinet;
	wire->heard_ns = wire->world->mono_ns;
	if (wire->mute_after == 0) {
		wire->mute_after = -1;
		mute(wire);
	}
	if (wire->mute_after > 0)
		wire->mute_after--;
	heard->bytes[heard->len++] = *byte;
	while (som < heard->len && heard->bytes[som] != OSDP_SOM)
		som++;
	if (heard->len == sizeof heard->bytes ||
		(heard->len >= som + 5 &&
			heard->len >= som + heard->bytes[som + 2] + 256u * heard->bytes[som + 3]))
		reply_is_whole(wire);
	return false;
}

static void mend(struct faulty_wire *wire)
{
	cabinet_cut_stub(wire->world->cabinets[0], false);
	bus_unplug(wire->world->bus, false);
	wire->world->memory->refuse = 0;
	cabinet_power(wire->twin, false);
	wire->in_trouble = false;
	wire->mended_ns = wire->world->mono_ns;
}

void faulty_wire_turn(struct faulty_wire *wire)
{
	int64_t now = wire->world->mono_ns;

	if (wire->gathering.len && now - wire->heard_ns > SILENT_NS) {
		pass(wire, false, wire->gathering.bytes, wire->gathering.len);
		wire->gathering.len = 0;
	}
	if (wire->late.len && now >= wire->late_ns)
		let_late_pass(wire, wire->late_to_cabinet);
	if (wire->reset_ns && now >= wire->reset_ns) {
		wire->reset_ns = 0;
		cabinet_reset(wire->world->cabinets[0], RESET_WATCHDOG);
	}
	if (wire->hang_up) {
		wire->hang_up = false;
		port_memory_hang_up(wire->world->memory, ERR_GONE);
	}
	for (unsigned i = 0; i < WIRE_HELD; i++) {
		if (!wire->held[i].used || now < wire->held[i].at_ns)
			continue;
		wire->held[i].used = false;
		if (wire->held[i].to_cabinet)
			bus_send(wire->world->bus, wire->held[i].frame.bytes,
				wire->held[i].frame.len);
		else
			port_memory_feed(wire->world->memory, wire->held[i].frame.bytes,
				wire->held[i].frame.len);
	}
	if (wire->in_trouble && now >= wire->until_ns && !wire->late.len && wire->mute_after < 0)
		mend(wire);
	if (!wire->asked)
		strike_idle(wire);
}

static void open_twin(struct faulty_wire *wire)
{
	struct cabinet_options options = {.image = AVR_IMAGES "/bank.elf",
		.doors = wire->world->options.doors,
		.lock = LOCK_EJECT,
		.seed = 99,
		.bench = true,
		.address = 1,
		.serial = 1099};
	uint8_t key[OSDP_KEY_SIZE];
	char why[256] = "";

	world_key(options.serial, key);
	options.key = key;
	if (cabinet_open(&options, why, sizeof why, &wire->twin) != 0)
		fail_msg("cabinet: %s", why);
	cabinet_power(wire->twin, false);
	assert_int_equal(bus_join(wire->world->bus, wire->twin), 0);
}

void faulty_wire_join(struct faulty_wire *wire, struct world *world, uint64_t seed)
{
	*wire = (struct faulty_wire){.world = world, .dice = seed, .mute_after = -1};
	faulty_wire_want_nothing(wire);
	open_twin(wire);
	world->memory->sent = from_host;
	world->memory->sent_arg = wire;
	world->carry = gather;
	world->carry_arg = wire;
}

void faulty_wire_leave(struct faulty_wire *wire)
{
	mend(wire);
	bus_leave(wire->world->bus, wire->twin);
	cabinet_close(wire->twin);
	wire->world->carry = NULL;
	wire->world->turn = NULL;
}

void faulty_wire_want(struct faulty_wire *wire, enum wire_place place, int fault)
{
	wire->wanted[place] = fault;
}

void faulty_wire_want_nothing(struct faulty_wire *wire)
{
	for (unsigned i = 0; i < WIRE_PLACE_COUNT; i++)
		wire->wanted[i] = WIRE_NOTHING;
}
