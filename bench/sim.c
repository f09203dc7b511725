// SPDX-License-Identifier: GPL-3.0-or-later
// bench-sim: host rooms and emulated cabinets with the real image in one process, in lock step on
// simulated time, 100 us a step. Card placed to latch energised, and how often a bank is polled:
// what the wire and the bank's own processor cost, whatever this machine is doing meanwhile.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/env.h"
#include "emulator/bus.h"
#include "keys/keys.h"
#include "osdp/message.h"
#include "policy/load.h"
#include "polls.h"
#include "port/memory.h"
#include "register/calendar.h"
#include "rows.h"
#include "samples.h"
#include "service/service.h"
#include "store/cards.h"
#include "store/people.h"
#include "tap_parts.h"

#define STEP_NS	   100000
#define CABINETS   32
#define START_WALL 1795338000000 // 2026-11-22T09:00:00Z, a Sunday: staff may, at any hour

struct sim {
	unsigned banks;
	unsigned rate;
	int64_t now_ns, unlock_ns, heard_ns, step_ns;
	struct polls *polls;	// of measure_polls
	struct tap_parts parts; // of the tap under way
	char folder[64], database[96], keys[KEYS_PATH];
	unsigned drawn; // random bytes
	struct env env;
	struct bus *bus;
	struct cabinet *cabinets[CABINETS];
	struct port_memory memory;
	struct loop *loop;
	struct store *store;
	struct policy *policy;
	struct service *service;
};

static struct mono_time mono(void *context)
{
	return (struct mono_time){((struct sim *)context)->now_ns};
}

static struct wall_time wall(void *context)
{
	return (struct wall_time){START_WALL + ((struct sim *)context)->now_ns / 1000000};
}

static int not_random(void *context, void *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((uint8_t *)out)[i] = (uint8_t)(((struct sim *)context)->drawn++ * 37);
	return 0;
}

static void must(int err, const char *what)
{
	if (err < 0)
		bench_give_up("%s failed (%d)", what, err);
}

static void sent(void *arg, const uint8_t *data, size_t len)
{
	struct sim *sim = arg;

	// Mark, SOM, address, length twice, control, block twice, code.
	if (len > 8 && data[8] == OSDP_OUT) {
		sim->unlock_ns = sim->now_ns;
		sim->parts.carried = sim->now_ns + (int64_t)len * 10 * 1000000000 / sim->rate;
	} else if (len > 8 && data[2] == 1 && !sim->unlock_ns) {
		sim->parts.asked = sim->now_ns;
	}
	if (sim->polls)
		polls_sent(sim->polls, (uint64_t)sim->now_ns, (unsigned)len);
	bus_send(sim->bus, data, len);
}

static void step(struct sim *sim)
{
	struct cabinet_byte bytes[256];
	uint8_t plain[256];
	size_t count;
	int64_t from, synced;

	sim->now_ns += sim->step_ns;
	bus_run(sim->bus, (uint64_t)sim->now_ns);
	while ((count = bus_take(sim->bus, bytes, 256)) > 0) {
		for (size_t i = 0; i < count; i++) {
			plain[i] = bytes[i].value;
			if (sim->polls)
				polls_heard(sim->polls, bytes[i].at_ns);
		}
		sim->heard_ns = (int64_t)bytes[count - 1].at_ns;
		port_memory_feed(&sim->memory, plain, count);
	}
	from = bench_now_ns();
	synced = tap_parts_synced_ns();
	must(loop_run_once(sim->loop, 0), "the loop");
	must(service_turn(sim->service), "a turn");
	// From the card's last byte on; the unlock waits two characters for the line.
	if (sim->heard_ns > sim->parts.heard) {
		sim->parts.heard = sim->heard_ns;
		sim->parts.decided = sim->parts.committed = 0;
	}
	if (!sim->unlock_ns || sim->unlock_ns == sim->now_ns) {
		synced = tap_parts_synced_ns() - synced;
		sim->parts.committed += synced;
		sim->parts.decided += bench_now_ns() - from - synced;
	}
}

static void found_school(struct sim *sim)
{
	struct person_record person = {
		.ref = "T1", .given = "T", .family = "T", .category = "staff"};
	struct local_date day;
	char why[STORE_WHY] = "";
	int64_t id;

	must(store_open(&sim->store, sim->database, STORE_CREATE, why), why);
	must(store_begin(sim->store), "a transaction");
	must(store_setting_put(sim->store, "policy", "roby-park"), "a setting");
	must(store_setting_put(sim->store, "site", "bench"), "a setting");
	must(local_date_parse("2026-11-22", 10, &day), "a date");
	must(calendar_init(sim->store, day), "the calendar");
	must((int)(id = person_add(sim->store, &person)), "a person");
	must(card_add(sim->store, "04A0B0C0D0E0F0", id, wall(sim)), "a card");
	for (unsigned i = 0; i < sim->banks; i++) {
		struct bank_row bank = {.address = (int)i + 1};

		snprintf(bank.name, sizeof bank.name, "B%u", i);
		snprintf(bank.line, sizeof bank.line, "stream:/memory");
		must((int)bank_add(sim->store, &bank), "a bank");
	}
	must(store_commit(sim->store), "the school");
}

static void open_cabinets(struct sim *sim)
{
	sim->bus = bus_open(CABINET_RS485, 7);
	for (unsigned i = 0; i < sim->banks; i++) {
		struct cabinet_options options = {.image = AVR_IMAGES "/bank.elf",
			.doors = 24,
			.lock = LOCK_EJECT,
			.seed = i + 1,
			.bench = true,
			.address = (uint8_t)(i + 1),
			.rate = sim->rate,
			.serial = 1001 + i};
		char why[KEYS_WHY > 256 ? KEYS_WHY : 256] = "";
		uint8_t key[OSDP_KEY_SIZE];

		for (unsigned n = 0; n < sizeof key; n++)
			key[n] = (uint8_t)(options.serial + 7 * n);
		options.key = key;
		must(keys_set_next(sim->keys, options.serial, key, why), "a key");
		must(keys_promote(sim->keys, options.serial, why), "a key");
		if (cabinet_open(&options, why, sizeof why, &sim->cabinets[i]) != 0)
			bench_give_up("cabinet: %s", why);
		must(bus_join(sim->bus, sim->cabinets[i]), "joining the bus");
	}
}

static bool all_online(const struct sim *sim)
{
	static struct service_bank banks[CABINETS];
	size_t count = service_banks(sim->service, banks, CABINETS);

	for (size_t i = 0; i < count; i++) {
		if (!banks[i].online)
			return false;
	}
	return count == sim->banks;
}

static struct sim *open_sim(unsigned banks, unsigned rate, int64_t step_ns, int poll_ms)
{
	struct sim *sim = calloc(1, sizeof *sim);
	const struct service_line line = {"stream:/memory", port_memory_open, &sim->memory};
	char why[STORE_WHY > POLICY_WHY_MAX ? STORE_WHY : POLICY_WHY_MAX] = "";

	sim->banks = banks;
	sim->rate = rate;
	sim->step_ns = step_ns;
	sim->env = (struct env){.mono = mono, .wall = wall, .random = not_random, .context = sim};
	sim->memory = (struct port_memory){.rate = (long)rate, .sent = sent, .sent_arg = sim};
	snprintf(sim->folder, sizeof sim->folder, "/tmp/hometime-sim-XXXXXX");
	if (!mkdtemp(sim->folder))
		bench_give_up("cannot make a folder in /tmp");
	snprintf(sim->database, sizeof sim->database, "%s/school.db", sim->folder);
	found_school(sim);
	must(policy_open("roby-park", &sim->policy, why), why);
	must(keys_path(sim->database, sim->keys), "a path");
	open_cabinets(sim);
	must(loop_open(&sim->loop, &sim->env), "the loop");
	must(service_open(&sim->service,
		     &(struct service_config){.env = &sim->env,
			     .loop = sim->loop,
			     .store = sim->store,
			     .keys = sim->keys,
			     .poll_ms = poll_ms,
			     .policy = sim->policy,
			     .lines = &line,
			     .line_count = 1},
		     why),
		why);
	while (!all_online(sim)) {
		if (sim->now_ns > 120000000000)
			bench_give_up("the banks did not come on line in 120 simulated seconds");
		step(sim);
	}
	return sim;
}

static void close_sim(struct sim *sim)
{
	char command[128];

	service_close(sim->service);
	loop_close(sim->loop);
	store_close(sim->store);
	policy_close(sim->policy);
	bus_close(sim->bus);
	for (unsigned i = 0; i < sim->banks; i++)
		cabinet_close(sim->cabinets[i]);
	snprintf(command, sizeof command, "rm -r %s", sim->folder);
	if (system(command) != 0)
		bench_give_up("%s is left behind", sim->folder);
	free(sim);
}

static void run_ms(struct sim *sim, int64_t ms)
{
	for (int64_t until = sim->now_ns + ms * 1000000; sim->now_ns < until;)
		step(sim);
}

static int latch_on(const struct sim *sim)
{
	for (unsigned door = 0; door < 24; door++) {
		if (cabinet_latch_on(sim->cabinets[0], door))
			return (int)door;
	}
	return -1;
}

static double wire_ms(unsigned rate, unsigned bytes)
{
	return bytes * 10.0 * 1000 / rate;
}

// One whole tap; the door is used and shut again.
static void tap(struct sim *sim, bool inside, struct samples *whole, struct samples *reading,
	struct samples *wire)
{
	static const uint8_t uid[] = {0x04, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0};
	int64_t laid, card_at = 0, unlock_at;
	int door;

	sim->parts = (struct tap_parts){.laid = sim->now_ns};

	if (cabinet_tap(sim->cabinets[0], "04A0B0C0D0E0F0", NULL))
		bench_give_up("the card cannot be laid down");
	laid = sim->now_ns;
	sim->unlock_ns = 0;
	while ((door = latch_on(sim)) < 0) {
		if (!sim->unlock_ns)
			card_at = sim->heard_ns;
		if (sim->now_ns - laid > 5000000000)
			bench_give_up("no latch 5 s after a card that must be allowed");
		step(sim);
		if (!sim->parts.read && tap_parts_card_waits(sim->cabinets[0], uid, sizeof uid))
			sim->parts.read = sim->now_ns;
	}
	unlock_at = sim->unlock_ns;
	sim->parts.heard = card_at;
	sim->parts.unlock = unlock_at;
	sim->parts.latch = sim->now_ns;
	tap_parts_add(&sim->parts);
	samples_add(whole, sim->now_ns - laid);
	samples_add(reading, card_at - laid);
	samples_add(wire, sim->now_ns - unlock_at);
	run_ms(sim, 300);
	cabinet_untap(sim->cabinets[0]);
	run_ms(sim, 300);
	if (inside ? cabinet_take_out(sim->cabinets[0], (unsigned)door)
		   : cabinet_put(sim->cabinets[0], (unsigned)door))
		bench_give_up("the hands cannot reach into door %d", door + 1);
	run_ms(sim, 200);
	cabinet_close_door(sim->cabinets[0], (unsigned)door);
	run_ms(sim, 700);
}

// The time from one POLL to a bank to its next, over all banks.
static void cycles(struct sim *sim, int64_t ms, struct samples *out_cycles)
{
	static struct service_bank banks[CABINETS];
	uint32_t seen[CABINETS] = {0};

	out_cycles->count = 0;
	for (int64_t i = 0; i < ms; i++) {
		run_ms(sim, 1);
		service_banks(sim->service, banks, CABINETS);
		for (unsigned j = 0; j < sim->banks; j++) {
			const struct line_counters *counters = &banks[j].counters;

			if (i > 0 && counters->cycle_count != seen[j])
				samples_add(out_cycles, (int64_t)counters->cycle_last_us * 1000);
			seen[j] = counters->cycle_count;
		}
	}
}

static void measure(unsigned banks, unsigned rate, unsigned taps)
{
	static struct samples whole, reading, wire, cycle;
	struct sim *sim = open_sim(banks, rate, STEP_NS, 0);
	int64_t from = bench_now_ns(), simulated = sim->now_ns;

	whole.count = reading.count = wire.count = 0;
	tap_parts_forget();
	// Lights and texts are told to every bank first; what is measured is a school day's line.
	run_ms(sim, 500 + (int64_t)banks * 450 * 38400 / rate);
	cycles(sim, 2000, &cycle);
	for (unsigned i = 0; i < taps; i++) {
		run_ms(sim, 3 * i % 20); // another moment of the reader's and the poll's cycle
		tap(sim, i % 2, &whole, &reading, &wire);
	}
	printf("  %6u baud, %2u banks: polled every %5.1f ms (p50; worst %.1f); card to latch p50 "
	       "%5.1f ms, worst %.1f of %u\n"
	       "      of it card to last byte at the host %5.1f, unlock's first byte to latch "
	       "%4.1f "
	       "(31 bytes on the wire %.1f); %.0f simulated ms a real second\n",
		rate, banks, samples_us(&cycle, 50) / 1e3, samples_us(&cycle, 100) / 1e3,
		samples_us(&whole, 50) / 1e3, samples_us(&whole, 100) / 1e3, taps,
		samples_us(&reading, 50) / 1e3, samples_us(&wire, 50) / 1e3, wire_ms(rate, 31),
		(double)(sim->now_ns - simulated) * 1e3 / (double)(bench_now_ns() - from));
	tap_parts_print(banks, rate);
	fflush(stdout);
	close_sim(sim);
}

// One bank, polled again as soon as it has answered.
static void measure_polls(unsigned seconds)
{
	struct polls polls = {.rate = 115200};
	struct sim *sim = open_sim(1, polls.rate, STEP_NS / 10, 1);

	run_ms(sim, 2000);
	sim->polls = &polls;
	run_ms(sim, (int64_t)seconds * 1000);
	sim->polls = NULL;
	polls_print(&polls, seconds);
	fflush(stdout);
	close_sim(sim);
}

int main(int argc, char **argv)
{
	bool quick = argc > 1 && strcmp(argv[1], "-q") == 0;

	printf("simulated time, the host's own work taking none of it\n");
	measure_polls(quick ? 5 : 30);
	// What is promised (issue 4): p50 under 100 ms, p99 under 200.
	measure(4, 115200, quick ? 12 : 200);
	measure(1, 38400, quick ? 4 : 20);
	measure(1, 115200, quick ? 4 : 20);
	// Issue 4: p50 under 100 ms and p99 under 200 with 4 banks on the line.
	measure(4, 115200, quick ? 4 : 40);
	measure(8, 38400, quick ? 1 : 6);
	if (quick)
		return 0;
	measure(8, 115200, 6);
	measure(32, 38400, 3);
	measure(32, 115200, 3);
	return 0;
}
