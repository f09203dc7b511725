// SPDX-License-Identifier: GPL-3.0-or-later
// bank-emulator: one cabinet in real time, with its line, its bus and its control socket.
#include "../bus_link.h"
#include "control.h"
#include "flags.h"
#include "line_end.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// Woken so often to move the simulated time on; longer behind than LATE and the time is let go.
#define TICK_NS	  1000000
#define SLICE_NS  50000000ULL
#define LATE_NS	  1000000000ULL
#define CARRY_MAX 256

struct emulator {
	struct cabinet *cabinet;
	struct bus *bus;       // NULL where this one only joins
	struct bus_hub *hub;   // with --line and --bus
	struct bus_link *link; // with --bus alone
	struct line_end *line;
	struct control *control;
	uint64_t origin;
	bool unplugged;
};

static volatile sig_atomic_t stopping;

static void stop(int number)
{
	(void)number;
	stopping = 1;
}

static uint64_t clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static void answer(void *arg, const char *line, char *text, size_t size)
{
	struct emulator *e = arg;
	char verb[16] = "", what[16] = "", why[256] = "say: adapter unplug|plug";
	sscanf(line, "%15s %15s", verb, what);
	if (strcmp(verb, "adapter")) {
		cabinet_command(e->cabinet, line, text, size);
		return;
	}
	bool unplug = !strcmp(what, "unplug");
	if (!e->line)
		snprintf(why, sizeof why, "only the emulator that made the line has its adapter");
	else if (unplug || !strcmp(what, "plug")) {
		if (unplug)
			line_end_unplug(e->line);
		if (unplug || !line_end_plug(e->line, why, sizeof why)) {
			bus_unplug(e->bus, unplug);
			snprintf(text, size, "ok");
			return;
		}
	}
	snprintf(text, size, "error %s", why);
}

static int make(struct emulator *e, const struct flags *f, char *why, size_t size)
{
	if (cabinet_open(&f->cabinet, why, size, &e->cabinet))
		return -1;
	if (!f->line) {
		e->link = bus_link_open(f->bus, e->cabinet, &e->origin);
		if (!e->link) {
			snprintf(why, size, "the bus path %s is too long for a socket", f->bus);
			return -1;
		}
	} else {
		e->bus = bus_open(f->port, f->cabinet.seed);
		bus_join(e->bus, e->cabinet);
		if (f->bus && bus_hub_open(f->bus, e->bus, &e->origin, why, size, &e->hub))
			return -1;
		if (line_end_open(f->line, why, size, &e->line))
			return -1;
	}
	return control_open(f->control, answer, e, why, size, &e->control);
}

static void unmake(struct emulator *e)
{
	control_close(e->control);
	line_end_close(e->line);
	bus_hub_close(e->hub);
	bus_link_close(e->link);
	bus_close(e->bus);
	cabinet_close(e->cabinet);
}

static void carry(struct emulator *e)
{
	struct cabinet_byte heard[CARRY_MAX];
	uint8_t bytes[CARRY_MAX];
	size_t count;
	// Bytes wait in the host's own buffer rather than here, as they would before a real
	// adapter.
	if (bus_sending(e->bus) < sizeof bytes &&
		(count = line_end_read(e->line, bytes, sizeof bytes)) > 0)
		bus_send(e->bus, bytes, count);
	while ((count = bus_take(e->bus, heard, CARRY_MAX)) > 0) {
		for (size_t i = 0; i < count; i++)
			bytes[i] = heard[i].value;
		line_end_write(e->line, bytes, count);
	}
}

static void run(struct emulator *e)
{
	uint64_t at = e->bus ? bus_now_ns(e->bus) : cabinet_now_ns(e->cabinet);
	uint64_t now = clock_ns() - e->origin;
	if (now > at + LATE_NS) {
		e->origin += now - at - TICK_NS; // the process was stopped: the cabinet was too
		now = at + TICK_NS;
	}
	if (e->hub && bus_hub_has_links(e->hub))
		now = now > BUS_LINK_LAG_NS ? now - BUS_LINK_LAG_NS : 0;
	if (now > at + SLICE_NS)
		now = at + SLICE_NS;
	if (e->bus)
		bus_run(e->bus, now);
	else
		cabinet_run_until(e->cabinet, now);
}

int main(int argc, char **argv)
{
	static struct emulator e;
	static struct flags flags;
	char why[512] = "";
	if (flags_read(&flags, argc, argv, why, sizeof why)) {
		fprintf(stderr, "bank-emulator: %s\n", why);
		return 2;
	}
	if (flags.help) {
		fputs(flags_help, stdout);
		return 0;
	}
	e.origin = clock_ns();
	if (make(&e, &flags, why, sizeof why)) {
		fprintf(stderr, "bank-emulator: %s\n", why);
		unmake(&e);
		return 1;
	}
	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	e.origin = clock_ns() - (e.bus ? bus_now_ns(e.bus) : 0);
	printf("bank-emulator: ready, control %s\n", flags.control);
	fflush(stdout);
	while (!stopping) {
		struct pollfd fds[BUS_LINK_FDS_MAX + CONTROL_CLIENTS_MAX + 3];
		const struct timespec tick = {.tv_nsec = TICK_NS};
		unsigned count = control_turn(e.control, fds);
		count += e.hub ? bus_hub_turn(e.hub, fds + count) : 0;
		count += e.link ? bus_link_turn(e.link, fds + count) : 0;
		if (e.line)
			carry(&e);
		run(&e);
		if (e.line) {
			carry(&e);
			struct pollfd *line = fds + count;
			count += line_end_fds(e.line, line);
			if (bus_sending(e.bus) >= CARRY_MAX)
				line->events = 0;
		}
		ppoll(fds, count, &tick, NULL);
	}
	unmake(&e);
	return 0;
}
