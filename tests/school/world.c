// SPDX-License-Identifier: GPL-3.0-or-later
// The world's clockwork: founding, time, the wire between host and cabinets, and the end.
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/rehearse.h"
#include "inside.h"
#include "policy/load.h"
#include "port/memory.h"
#include "register/calendar.h"

static struct mono_time mono(void *context)
{
	return (struct mono_time){((struct world *)context)->mono_ns};
}

static struct wall_time wall(void *context)
{
	const struct world *world = context;

	return (struct wall_time){world->mono_ns / 1000000 + world->wall_offset_ms};
}

struct wall_time wall_of(const struct world *world)
{
	return wall((void *)(uintptr_t)world);
}

// A school's worth of randomness that is the same in every run.
static int not_random(void *context, void *out, size_t len)
{
	struct world *world = context;

	for (size_t i = 0; i < len; i++)
		((uint8_t *)out)[i] = (uint8_t)(world->drawn++ * 37 + 11);
	return 0;
}

void world_key(uint32_t serial, uint8_t out[OSDP_KEY_SIZE])
{
	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		out[i] = (uint8_t)(serial * 7 + i * i + 1);
}

static void to_cabinets(void *arg, const uint8_t *data, size_t len)
{
	struct world *world = arg;

	world->sending = data;
	world->sending_len = len;
	for (size_t i = 0; i < len; i++) {
		uint8_t byte = data[i];

		world->sending_at = i;
		if (!world->carry || world->carry(world->carry_arg, true, &byte))
			bus_send(world->bus, &byte, 1);
	}
	world->sending = NULL;
}

static void to_host(struct world *world)
{
	struct cabinet_byte bytes[256];
	uint8_t plain[256];
	size_t count;

	while ((count = bus_take(world->bus, bytes, 256)) > 0) {
		size_t kept = 0;

		for (size_t i = 0; i < count; i++) {
			uint8_t byte = bytes[i].value;

			if (!world->carry || world->carry(world->carry_arg, false, &byte))
				plain[kept++] = byte;
		}
		if (kept > 0)
			port_memory_feed(world->memory, plain, kept);
	}
}

static void step(struct world *world)
{
	world->mono_ns += world->step_ns;
	bus_run(world->bus, (uint64_t)world->mono_ns);
	to_host(world);
	if (world->turn)
		world->turn(world->turn_arg);
	if (!world->service)
		return;
	assert_true(loop_run_once(world->loop, 0) >= 0);
	service_turn(world->service);
	if (world->killed)
		world_kill_host(world);
}

void world_run_ms(struct world *world, int64_t ms)
{
	int64_t until = world->mono_ns + ms * 1000000;

	while (world->mono_ns < until)
		step(world);
}

bool world_until(
	struct world *world, int64_t ms, bool (*ready)(struct world *world, void *arg), void *arg)
{
	int64_t until = world->mono_ns + ms * 1000000;

	while (!ready(world, arg)) {
		if (world->mono_ns >= until)
			return false;
		step(world);
	}
	return true;
}

void world_date(struct world *world, const char *date, const char *hh_mm)
{
	char text[32];
	struct local_time local;

	snprintf(text, sizeof text, "%sT%s:00", date, hh_mm);
	assert_int_equal(local_time_parse(text, strlen(text), &local), 0);
	world->wall_offset_ms = local_to_wall(local).ms - world->mono_ns / 1000000;
	if (date != world->today)
		snprintf(world->today, sizeof world->today, "%s", date);
}

void world_clock(struct world *world, const char *hh_mm)
{
	world_date(world, world->today, hh_mm);
}

void world_utc(struct world *world, const char *date_hh_mm)
{
	struct tm tm = {0};

	assert_non_null(strptime(date_hh_mm, "%Y-%m-%d %H:%M", &tm));
	world->wall_offset_ms = (int64_t)timegm(&tm) * 1000 - world->mono_ns / 1000000;
	snprintf(world->today, sizeof world->today, "%.10s", date_hh_mm);
}

static bool all_online(struct world *world, void *arg)
{
	struct service_bank banks[WORLD_CABINETS];
	size_t count = service_banks(world->service, banks, WORLD_CABINETS);

	(void)arg;
	for (size_t i = 0; i < count; i++) {
		if (!banks[i].online)
			return false;
	}
	return count == world->options.cabinets;
}

void world_wait_online(struct world *world)
{
	assert_true(world_until(world, 20000, all_online, NULL));
}

static void open_cabinets(struct world *world)
{
	world->bus = bus_open(CABINET_RS485, 7);
	for (unsigned i = 0; i < world->options.cabinets; i++) {
		struct cabinet_options options = {
			.image = AVR_IMAGES "/bank.elf",
			.doors = world->options.doors,
			.lock = LOCK_EJECT,
			.seed = i + 1,
			.bench = true,
			.address = (uint8_t)(i + 1),
			.serial = 1001 + i,
		};
		uint8_t key[OSDP_KEY_SIZE];
		char why[256] = "";

		world_key(options.serial, key);
		options.key = key;
		if (cabinet_open(&options, why, sizeof why, &world->cabinets[i]) != 0)
			fail_msg("cabinet: %s", why);
		assert_int_equal(bus_join(world->bus, world->cabinets[i]), 0);
	}
}

// As if each had been adopted.
static void found_keys(struct world *world)
{
	char why[KEYS_WHY];

	assert_int_equal(keys_path(world->database, world->keys), 0);
	for (unsigned i = 0; i < world->options.cabinets; i++) {
		uint8_t key[OSDP_KEY_SIZE];

		world_key(1001 + i, key);
		if (keys_set_next(world->keys, 1001 + i, key, why) < 0 ||
			keys_promote(world->keys, 1001 + i, why) < 0)
			fail_msg("keys: %s", why);
	}
}

static void found_school(struct world *world)
{
	char why[STORE_WHY] = "";
	struct local_date today;

	if (store_open(&world->store, world->database, STORE_CREATE, why) < 0)
		fail_msg("store: %s", why);
	assert_int_equal(store_begin(world->store), 0);
	assert_int_equal(store_setting_put(world->store, "policy", world->options.policy), 0);
	assert_int_equal(store_setting_put(world->store, "site", "test"), 0);
	assert_int_equal(
		local_date_parse(world->options.date, strlen(world->options.date), &today), 0);
	assert_true(calendar_init(world->store, today) >= 0);
	for (unsigned i = 0; i < world->options.cabinets; i++) {
		struct bank_row bank = {.address = (int)i + 1,
			.office = true,
			.in_sight = i == 0 && world->options.in_sight};

		snprintf(bank.name, sizeof bank.name, "%c", 'A' + (char)i);
		snprintf(bank.line, sizeof bank.line, "stream:/memory");
		assert_true(bank_add(world->store, &bank) > 0);
	}
	assert_int_equal(store_commit(world->store), 0);
	world_staff(world, "H1", "headteacher");
	world_staff(world, "L1", "slt");
	world_staff(world, "O1", "office");
	store_close(world->store);
	world->store = NULL;
}

struct world *world_open(struct world_options options)
{
	struct world *world = calloc(1, sizeof *world);
	char why[POLICY_WHY_MAX] = "";

	assert_non_null(world);
	world->options = options;
	if (!options.policy)
		world->options.policy = "roby-park";
	if (!options.cabinets)
		world->options.cabinets = 1;
	if (!options.doors)
		world->options.doors = 8;
	if (!options.date)
		world->options.date = "2026-11-23";
	world->env =
		(struct env){.mono = mono, .wall = wall, .random = not_random, .context = world};
	world->step_ns = 1000000;
	snprintf(world->folder, sizeof world->folder, "%.40s/school-XXXXXX",
		options.under ? options.under : "/tmp");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->database, sizeof world->database, "%s/school.db", world->folder);
	world_date(world, world->options.date, "08:00");
	if (policy_open(world->options.policy, &world->policy, why) < 0)
		fail_msg("policy: %s", why);
	world->memory = calloc(1, sizeof *world->memory);
	world->memory->rate = 38400;
	world->memory->sent = to_cabinets;
	world->memory->sent_arg = world;
	found_school(world);
	found_keys(world);
	open_cabinets(world);
	world_start_host(world);
	world_wait_online(world);
	return world;
}

// The box's clock is as right as the test says: it moves the wall clock alone, by hours, and the
// cabinets' own follow when they are next asked.
static bool clock_synced(void *arg)
{
	(void)arg;
	return true;
}

void world_start_host(struct world *world)
{
	const struct service_line line = {"stream:/memory", port_memory_open, world->memory};
	char why[STORE_WHY] = "";
	char socket[128];

	if (store_open(&world->store, world->database, STORE_WRITE, why) < 0)
		fail_msg("store: %s", why);
	assert_int_equal(loop_open(&world->loop, &world->env), 0);
	snprintf(socket, sizeof socket, "%s.sock", world->database);
	const struct service_config config = {
		.env = &world->env,
		.loop = world->loop,
		.store = world->store,
		.policy = world->policy,
		.lines = &line,
		.line_count = 1,
		.socket = socket,
		.keys = world->keys,
		.clock_synced = clock_synced,
		.answer = world_answer,
		.answer_arg = world,
		.log = {.out = world->options.log},
	};
	if (service_open(&world->service, &config, why) < 0)
		fail_msg("service: %s", why);
}

void world_kill_host(struct world *world)
{
	// What a kill would leave: rows not committed are gone, the port is closed by the system.
	store_rollback(world->store);
	service_close(world->service);
	loop_close(world->loop);
	store_close(world->store);
	world->service = NULL;
	world->loop = NULL;
	world->store = NULL;
	world->killed = false;
}

static void print_work(struct world *world)
{
	uint64_t cycles = 0;
	struct service_bank banks[WORLD_CABINETS];
	size_t count = service_banks(world->service, banks, WORLD_CABINETS);
	unsigned long frames = 0;

	for (unsigned i = 0; i < world->options.cabinets; i++)
		cycles += cabinet_awake_cycles(world->cabinets[i]);
	for (size_t i = 0; i < count; i++)
		frames += banks[i].counters.polls + banks[i].counters.commands +
			  banks[i].counters.repeats + banks[i].counters.replies;
	print_message(
		"%.1f s simulated, %lu frames since the host began, %llu AVR cycles executed\n",
		(double)world->mono_ns / 1e9, frames, (unsigned long long)cycles);
}

// Whatever the day brought: each answer of the policy comes out again from what it was decided on.
static void replay(struct world *world)
{
	struct rehearse_ask ask = {.through = world->policy, .pupils = -1, .staff = -1};
	struct local_date first = {0}, last = {100000};
	struct rehearsal rehearsal;
	struct store *store;
	char why[STORE_WHY];

	if (store_open(&store, world->database, STORE_READ, why) < 0)
		fail_msg("%s", why);
	assert_int_equal(rehearse_period(store, &ask, first, last, &rehearsal), 0);
	store_close(store);
	assert_int_equal(rehearsal.row_count, 0);
	assert_int_equal(rehearsal.same, rehearsal.decided);
	assert_int_equal(rehearsal.unkept + rehearsal.unreadable, 0);
	rehearsal_release(&rehearsal);
}

void world_close(struct world *world)
{
	char command[128];

	if (world->service) {
		print_work(world);
		world_kill_host(world);
	}
	bus_close(world->bus);
	for (unsigned i = 0; i < world->options.cabinets; i++)
		cabinet_close(world->cabinets[i]);
	replay(world);
	policy_close(world->policy);
	world_close_rows(world);
	free(world->answer);
	snprintf(command, sizeof command, "rm -r %s", world->folder);
	assert_int_equal(system(command), 0);
	free(world->memory);
	free(world);
}

bool world_whole(void)
{
	return getenv("HOMETIME_WHOLE") != NULL;
}
