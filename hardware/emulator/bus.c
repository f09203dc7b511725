// SPDX-License-Identifier: GPL-3.0-or-later
// The line; bus.h tells what it is. Cabinets run in slices shorter than a byte, so a byte's start
// is always known before its end is reached, whichever cabinet sends it.
#include "bus.h"
#include "inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define HOST	    (-1)
#define FLIGHTS_MAX 256
#define DRIVES_MAX  256
#define SLICE_MIN   US(20)
#define SLICE_MAX   US(2000)

struct member {
	bool used;
	struct bus *bus;
	struct cabinet *cabinet; // NULL: of another process
	bus_deliver *deliver;
	void *arg;
	uint64_t fought;
	bool driving;
	uint64_t drove_until;
	uint64_t byte_from, byte_until; // of its last byte
};

struct flight {
	int sender;
	uint8_t value;
	bool spoilt;
	uint64_t from, until;
};

struct bus {
	enum cabinet_port port;
	uint64_t now, random;
	unsigned rate;
	bool unplugged;
	struct member members[BUS_MEMBERS_MAX];
	struct flight flights[FLIGHTS_MAX];
	unsigned flight_count;
	struct {
		int member;
		bool on;
		uint64_t at;
	} drives[DRIVES_MAX]; // of foreign members, not yet reached
	unsigned drive_count;
	uint8_t *queue;
	size_t queued, queue_room;
	bool host_sends;
	uint64_t host_from, host_until; // its last unbroken run of bytes
	uint64_t quiet_from;		// the last byte of a cabinet ended
	struct cabinet_byte *heard;
	size_t heard_count, heard_room;
	uint64_t host_fought, bytes;
};

struct bus *bus_open(enum cabinet_port port, uint64_t seed)
{
	struct bus *bus = calloc(1, sizeof *bus);
	if (!bus)
		abort();
	bus->port = port;
	bus->random = seed * 2 + 1;
	return bus;
}

static uint64_t host_bit(const struct bus *bus)
{
	if (bus->rate)
		return 16000000U / bus->rate;
	for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++)
		if (bus->members[i].used && bus->members[i].cabinet)
			return uart_bit_cycles(bus->members[i].cabinet, bus->port);
	return 16000000U / 38400;
}

static void take_off(struct bus *bus, const struct flight *flight)
{
	if (bus->flight_count < FLIGHTS_MAX)
		bus->flights[bus->flight_count++] = *flight;
}

static void member_sends(void *arg, uint8_t value, uint64_t from, uint64_t until, bool driven)
{
	struct member *m = arg;
	m->byte_from = from;
	m->byte_until = until;
	if (driven)
		take_off(m->bus, &(struct flight){.sender = (int)(m - m->bus->members),
					 .value = value,
					 .from = from,
					 .until = until});
}

static void member_drives(void *arg, bool on, uint64_t at)
{
	struct member *m = arg;
	m->driving = on;
	if (on)
		return;
	m->drove_until = at;
	for (unsigned i = 0; i < m->bus->flight_count; i++) {
		struct flight *f = &m->bus->flights[i];
		// The stop bit is the idle level: its loss costs nothing.
		if (f->sender == m - m->bus->members && f->from < at &&
			f->until - (f->until - f->from) / 10 > at)
			f->spoilt = true;
	}
}

static int add_member(struct bus *bus, struct cabinet *cabinet, bus_deliver *deliver, void *arg)
{
	for (int i = 0; i < BUS_MEMBERS_MAX; i++) {
		struct member *m = &bus->members[i];
		if (m->used && bus->port == CABINET_USB)
			return -1;
		if (m->used)
			continue;
		*m = (struct member){.used = true,
			.bus = bus,
			.cabinet = cabinet,
			.deliver = deliver,
			.arg = arg};
		return i;
	}
	return -1;
}

int bus_join(struct bus *bus, struct cabinet *cabinet)
{
	int i = add_member(bus, cabinet, NULL, NULL);
	if (i < 0)
		return -1;
	struct member *m = &bus->members[i];
	cabinet->line = (struct line_hooks){
		.sends = member_sends, .drives = member_drives, .arg = m, .port = bus->port};
	m->driving = bus->port == CABINET_RS485 && wire_level(cabinet, 'D', 7);
	if (now_of(cabinet) > bus->now)
		bus_run(bus, cabinet_now_ns(cabinet));
	else
		run_to(cabinet, bus->now);
	return 0;
}

void bus_leave(struct bus *bus, struct cabinet *cabinet)
{
	for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++)
		if (bus->members[i].used && bus->members[i].cabinet == cabinet) {
			bus->members[i].used = false;
			memset(&cabinet->line, 0, sizeof cabinet->line);
		}
}

void bus_close(struct bus *bus)
{
	if (!bus)
		return;
	for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++)
		if (bus->members[i].used && bus->members[i].cabinet)
			bus_leave(bus, bus->members[i].cabinet);
	free(bus->queue);
	free(bus->heard);
	free(bus);
}

void bus_set_rate(struct bus *bus, unsigned bits_per_second)
{
	bus->rate = bits_per_second;
}

uint64_t bus_now_ns(const struct bus *bus)
{
	return cycles_to_ns(bus->now);
}

void bus_send(struct bus *bus, const uint8_t *bytes, size_t count)
{
	if (bus->unplugged || !count)
		return;
	if (bus->queued + count > bus->queue_room) {
		bus->queue_room = (bus->queued + count) * 2;
		bus->queue = realloc(bus->queue, bus->queue_room);
		if (!bus->queue)
			abort();
	}
	memcpy(bus->queue + bus->queued, bytes, count);
	bus->queued += count;
}

size_t bus_sending(const struct bus *bus)
{
	return bus->queued + (bus->host_sends ? 1 : 0);
}

size_t bus_take(struct bus *bus, struct cabinet_byte *out_bytes, size_t room)
{
	size_t count = bus->heard_count < room ? bus->heard_count : room;
	if (!count)
		return 0;
	memcpy(out_bytes, bus->heard, count * sizeof *out_bytes);
	bus->heard_count -= count;
	memmove(bus->heard, bus->heard + count, bus->heard_count * sizeof *bus->heard);
	return count;
}

static void host_hears(struct bus *bus, uint8_t value, uint64_t at)
{
	if (bus->unplugged)
		return;
	if (bus->heard_count == bus->heard_room) {
		bus->heard_room = bus->heard_room ? bus->heard_room * 2 : 256;
		bus->heard = realloc(bus->heard, bus->heard_room * sizeof *bus->heard);
		if (!bus->heard)
			abort();
	}
	bus->heard[bus->heard_count++] =
		(struct cabinet_byte){.at_ns = cycles_to_ns(at), .value = value};
}

static bool drove(const struct member *m, uint64_t from)
{
	if (m->cabinet && (m->cabinet->stub_cut || !m->cabinet->powered))
		return false;
	return m->driving || m->drove_until > from;
}

// Whether anybody else drove the pair during the byte, and the count of it on both sides.
static bool fought(struct bus *bus, const struct flight *f)
{
	bool against = false;
	for (int i = 0; i < BUS_MEMBERS_MAX; i++) {
		struct member *m = &bus->members[i];
		if (!m->used || i == f->sender || !drove(m, f->from))
			continue;
		against = true;
		if (m->byte_from >= f->until || m->byte_until <= f->from)
			m->fought++; // it sends nothing, and holds the pair all the same
	}
	if (f->sender != HOST && bus->host_from < f->until && bus->host_until > f->from)
		against = true;
	if (against && f->sender == HOST)
		bus->host_fought++;
	else if (against)
		bus->members[f->sender].fought++;
	return against;
}

static bool same_rate(uint64_t a, uint64_t b)
{
	uint64_t apart = a > b ? a - b : b - a;
	return apart * 25 <= b;
}

static uint8_t spoil(struct bus *bus, uint8_t value)
{
	bus->random = bus->random * 6364136223846793005U + 1442695040888963407U;
	return (uint8_t)(value ^ (bus->random >> 56 | 1));
}

static void deliver(struct bus *bus, const struct member *m, uint8_t value, uint64_t bit)
{
	if (!m->cabinet) {
		m->deliver(m->arg, value, true, cycles_to_ns(bit));
		return;
	}
	bool framed = same_rate(bit, uart_bit_cycles(m->cabinet, bus->port));
	uart_hear(m->cabinet, bus->port, framed ? value : spoil(bus, value), framed);
}

static void land(struct bus *bus, const struct flight *f)
{
	uint64_t bit = (f->until - f->from) / 10;
	bool spoilt = f->spoilt;
	if (bus->port == CABINET_RS485 && fought(bus, f))
		spoilt = true;
	uint8_t value = spoilt ? spoil(bus, f->value) : f->value;
	bus->bytes++;
	for (int i = 0; i < BUS_MEMBERS_MAX; i++) {
		const struct member *m = &bus->members[i];
		if (m->used && (bus->port == CABINET_RS485 || i != f->sender))
			deliver(bus, m, value, bit);
	}
	if (f->sender == HOST) {
		bus->host_sends = false;
		return;
	}
	bus->quiet_from = f->until;
	host_hears(bus, bus->rate && !same_rate(bit, host_bit(bus)) ? spoil(bus, value) : value,
		f->until);
}

static void land_due(struct bus *bus)
{
	for (;;) {
		unsigned due = FLIGHTS_MAX;
		for (unsigned i = 0; i < bus->flight_count; i++)
			if (bus->flights[i].until <= bus->now &&
				(due == FLIGHTS_MAX ||
					bus->flights[i].until < bus->flights[due].until))
				due = i;
		if (due == FLIGHTS_MAX)
			return;
		struct flight f = bus->flights[due];
		bus->flights[due] = bus->flights[--bus->flight_count];
		land(bus, &f);
	}
}

// Starts the host's next byte if it may; otherwise when it may.
static uint64_t start_host(struct bus *bus)
{
	if (!bus->queued || bus->host_sends)
		return NEVER;
	uint64_t bit = host_bit(bus);
	uint64_t may =
		bus->port == CABINET_RS485 && bus->quiet_from ? bus->quiet_from + 20 * bit : 0;
	if (bus->now < may)
		return may;
	if (bus->host_until != bus->now)
		bus->host_from = bus->now;
	bus->host_until = bus->now + 10 * bit;
	take_off(bus, &(struct flight){.sender = HOST,
			      .value = bus->queue[0],
			      .from = bus->now,
			      .until = bus->host_until});
	bus->host_sends = true;
	memmove(bus->queue, bus->queue + 1, --bus->queued);
	return NEVER;
}

static uint64_t next_stop(const struct bus *bus, uint64_t until)
{
	uint64_t slice = SLICE_MAX;
	for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++) {
		const struct member *m = &bus->members[i];
		if (!m->used || !m->cabinet || !m->cabinet->powered)
			continue;
		uint64_t byte = uart_byte_cycles(m->cabinet, bus->port) - 16;
		if (byte < slice)
			slice = byte;
	}
	if (slice < SLICE_MIN)
		slice = SLICE_MIN;
	uint64_t stop = bus->now + slice < until ? bus->now + slice : until;
	for (unsigned i = 0; i < bus->flight_count; i++)
		if (bus->flights[i].until < stop)
			stop = bus->flights[i].until;
	for (unsigned i = 0; i < bus->drive_count; i++)
		if (bus->drives[i].at < stop)
			stop = bus->drives[i].at;
	return stop > bus->now ? stop : bus->now + 1;
}

static void apply_drives(struct bus *bus)
{
	unsigned kept = 0;
	for (unsigned i = 0; i < bus->drive_count; i++) {
		if (bus->drives[i].at > bus->now)
			bus->drives[kept++] = bus->drives[i];
		else
			member_drives(&bus->members[bus->drives[i].member], bus->drives[i].on,
				bus->drives[i].at);
	}
	bus->drive_count = kept;
}

static uint64_t run(struct bus *bus, uint64_t until_ns, bool stop_when_heard)
{
	uint64_t until = until_ns * 2 / 125;
	while (bus->now < until && !(stop_when_heard && bus->heard_count)) {
		uint64_t host = start_host(bus);
		uint64_t stop = next_stop(bus, until);
		if (host < stop)
			stop = host;
		for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++)
			if (bus->members[i].used && bus->members[i].cabinet)
				run_to(bus->members[i].cabinet, stop);
		bus->now = stop;
		apply_drives(bus);
		land_due(bus);
		for (unsigned i = 0; i < BUS_MEMBERS_MAX; i++)
			if (bus->members[i].used && bus->members[i].cabinet)
				bus->members[i].cabinet->fought = bus->members[i].fought;
	}
	return bus_now_ns(bus);
}

uint64_t bus_run(struct bus *bus, uint64_t until_ns)
{
	return run(bus, until_ns, false);
}

uint64_t bus_run_until_heard(struct bus *bus, uint64_t until_ns)
{
	return run(bus, until_ns, true);
}

void bus_unplug(struct bus *bus, bool unplugged)
{
	bus->unplugged = unplugged;
	if (unplugged)
		bus->queued = bus->heard_count = 0;
}

uint64_t bus_host_fought(const struct bus *bus)
{
	return bus->host_fought;
}

uint64_t bus_bytes(const struct bus *bus)
{
	return bus->bytes;
}

int bus_join_foreign(struct bus *bus, bus_deliver *deliver_to, void *arg)
{
	return add_member(bus, NULL, deliver_to, arg);
}

void bus_leave_foreign(struct bus *bus, int member)
{
	unsigned kept = 0;
	for (unsigned i = 0; i < bus->drive_count; i++)
		if (bus->drives[i].member != member)
			bus->drives[kept++] = bus->drives[i];
	bus->drive_count = kept;
	bus->members[member].used = false;
}

void bus_foreign_sends(struct bus *bus, int member, uint8_t value, uint64_t from_ns,
	uint64_t until_ns, bool driven)
{
	assert(bus->members[member].used);
	member_sends(&bus->members[member], value, from_ns * 2 / 125, until_ns * 2 / 125, driven);
}

void bus_foreign_drives(struct bus *bus, int member, bool on, uint64_t at_ns)
{
	uint64_t at = at_ns * 2 / 125;
	if (bus->drive_count == DRIVES_MAX || at <= bus->now) {
		member_drives(&bus->members[member], on, at);
		return;
	}
	bus->drives[bus->drive_count].member = member;
	bus->drives[bus->drive_count].on = on;
	bus->drives[bus->drive_count++].at = at;
}

uint64_t bus_foreign_fought(const struct bus *bus, int member)
{
	return bus->members[member].fought;
}
