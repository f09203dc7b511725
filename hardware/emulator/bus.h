// SPDX-License-Identifier: GPL-3.0-or-later
// A line with cabinets on it and the host's end in the caller's hand, in lock step on simulated
// time.
//
// On RS-485 every cabinet hears every byte, its own and others' (a transceiver whose /RE is
// grounded: the harder case for the bank); two that drive at once spoil both, and so does one that
// leaves its driver on. Bytes of a cabinet whose driver is off are lost. A USB line has one cabinet
// and no such trouble. A byte arrives when its stop bit ends; the host's adapter waits two
// characters after the last byte it heard before it drives.
//
//	struct bus *bus = bus_open(CABINET_RS485, seed);
//	bus_join(bus, a); bus_join(bus, b);
//	bus_send(bus, poll, sizeof poll);
//	bus_run_until_heard(bus, deadline_ns);
//	n = bus_take(bus, bytes, 64);
#ifndef EMULATOR_BUS_H
#define EMULATOR_BUS_H

#include "cabinet.h"

#define BUS_MEMBERS_MAX 40

struct bus;

struct bus *bus_open(enum cabinet_port port, uint64_t seed);
// The cabinets stay the caller's, and are on no bus afterwards. NULL is fine.
void bus_close(struct bus *bus);

// From now on the cabinet's time is the bus's; the later of the two clocks is caught up with.
// 0, or -1: the bus is full, or a USB line has its cabinet.
int bus_join(struct bus *bus, struct cabinet *cabinet);
void bus_leave(struct bus *bus, struct cabinet *cabinet);

// The host's bits per second; 0 (the start): whatever the first cabinet is set to. A byte more than
// 4 % off a listener's rate reaches it spoilt, with a framing error.
void bus_set_rate(struct bus *bus, unsigned bits_per_second);

uint64_t bus_now_ns(const struct bus *bus);

// Queues bytes of the host behind those it still sends; they are copied.
void bus_send(struct bus *bus, const uint8_t *bytes, size_t count);
// Bytes the host has queued and not yet wholly sent.
size_t bus_sending(const struct bus *bus);
// What the host heard, oldest first, each with the time its stop bit ended.
size_t bus_take(struct bus *bus, struct cabinet_byte *out_bytes, size_t room);

// Runs every cabinet to `until_ns`; the second returns earlier, as soon as the host hears a byte
// (or has some not yet taken). Both return the time reached.
uint64_t bus_run(struct bus *bus, uint64_t until_ns);
uint64_t bus_run_until_heard(struct bus *bus, uint64_t until_ns);

// The adapter pulled out: what the host sends is lost, and it hears nothing.
void bus_unplug(struct bus *bus, bool unplugged);

// Bytes of the host that somebody drove against, and all bytes that went over the line whole or
// spoilt.
uint64_t bus_host_fought(const struct bus *bus);
uint64_t bus_bytes(const struct bus *bus);

// A cabinet of another process (bus_link.h): it tells what it drives, with the bus's times, and is
// told what the pair carries. Returns its number or -1.
typedef void bus_deliver(void *arg, uint8_t value, bool framed, uint64_t bit_ns);
int bus_join_foreign(struct bus *bus, bus_deliver *deliver, void *arg);
void bus_leave_foreign(struct bus *bus, int member);
void bus_foreign_sends(struct bus *bus, int member, uint8_t value, uint64_t from_ns,
	uint64_t until_ns, bool driven);
void bus_foreign_drives(struct bus *bus, int member, bool on, uint64_t at_ns);
uint64_t bus_foreign_fought(const struct bus *bus, int member);

#endif
