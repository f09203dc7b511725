// SPDX-License-Identifier: GPL-3.0-or-later
// What fault_days.h promises.
#include "fault_days.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "inside.h"
#include "service/parts.h"

// A world lives so many days of term.
#define WORLD_DAYS 15
// How soon a bank is in order again, from when the wire is (docs/wire.md).
#define BACK_MS 13000

static const char *const fault_names[] = {
#define X(name, text) text,
	WIRE_FAULTS(X)
#undef X
};
static const char *const place_names[] = {
#define X(name, state, message) message,
	WIRE_PLACES(X)
#undef X
};
static const char *const place_states[] = {
#define X(name, state, message) state,
	WIRE_PLACES(X)
#undef X
};

static void give_up(struct fault_days *days, const char *what)
{
	struct service_bank bank = {0};

	service_banks(days->world->service, &bank, 1);
	print_error("now %lld, %u taps, last decision: %s\n", (long long)wall_of(days->world).ms,
		days->taps,
		row_text(days->world, "SELECT at || ' ' || action || ' ' || outcome || ' ' || rule "
				      "FROM decision ORDER BY id DESC LIMIT 1"));
	print_error("the bank is %s; %s\nlast on record: %s\n", bank.online ? "online" : "offline",
		bank.saying,
		row_text(days->world,
			"SELECT group_concat(line, char(10)) FROM (SELECT seq || ' ' || at || ' ' "
			"|| kind || ' ' || ifnull(door,'-') || ' ' || facts AS line FROM event "
			"ORDER BY seq DESC LIMIT 24)"));
	fail_msg("seed %llu, day %u, scene %u, after %s at %s (%s): %s",
		(unsigned long long)days->seed, days->days, days->scenes,
		fault_names[days->wire.fault], place_names[days->wire.place],
		place_states[days->wire.place], what);
}

// Current in a latch: somebody was allowed it, on record, once for each time it was asked for.
static void latch_goes_on(struct fault_days *days, int door)
{
	struct world *world = days->world;
	int64_t asked = row_number(world,
		"SELECT count(*) FROM event WHERE kind='asked' AND bank=1 AND door=%d", door);

	if (++days->pulses[door - 1] > asked)
		give_up(days, "a latch was pulsed more often than it was asked for on record");
	if (strcmp(row_text(world,
			   "SELECT outcome FROM intent JOIN decision ON decision.id="
			   "intent.decision WHERE intent.bank=1 AND intent.door=%d ORDER BY "
			   "intent.id DESC "
			   "LIMIT 1",
			   door),
		    "allow") != 0)
		give_up(days, "a latch was pulsed without a decision that allows it");
	if (row_number(world, "SELECT %lld - max(asked_at) FROM intent WHERE bank=1 AND door=%d",
		    (long long)wall_of(world).ms, door) > 3500)
		give_up(days, "a latch was pulsed by an unlock that was dead");
}

static void watch(void *arg)
{
	struct fault_days *days = arg;
	const struct cabinet *cabinet = days->world->cabinets[0];

	faulty_wire_turn(&days->wire);
	for (; days->log_at < cabinet_log_count(cabinet); days->log_at++) {
		const char *line = cabinet_log_line(cabinet, days->log_at);
		long long at;
		int door;
		char how[8];

		if (sscanf(line, "{\"t\":%lld,\"what\":\"latch\",\"door\":%d,\"on\":%5[a-z]", &at,
			    &door, how) == 3 &&
			how[0] == 't')
			latch_goes_on(days, door + 1);
		if (sscanf(line, "{\"t\":%lld,\"what\":\"door\",\"door\":%d,\"open\":%5[a-z]", &at,
			    &door, how) == 3 &&
			how[0] == 't')
			days->openings[door]++;
	}
}

// Rows that say what was not so.
static void check_record(struct fault_days *days)
{
	struct world *world = days->world;

	for (int door = 1; door <= FAULT_DOORS; door++) {
		if (row_number(world,
			    "SELECT count(*) FROM event WHERE kind='opened' AND bank=1 AND door=%d",
			    door) > (int64_t)days->openings[door - 1])
			give_up(days, "an opening is on record that was not");
		if (row_number(world,
			    "SELECT count(*) FROM event WHERE kind='accepted' AND bank=1 AND "
			    "door=%d",
			    door) > (int64_t)days->pulses[door - 1])
			give_up(days, "an unlock is on record as done that was not");
	}
	if (row_number(world, "SELECT count(*) FROM event WHERE kind='opened' AND facts LIKE "
			      "'%%forced%%'"))
		give_up(days, "a door is said to have been forced");
	// A bank that begins again under a card reads it anew.
	if (row_number(
		    world, "SELECT count(*) FROM decision WHERE action IN ('hand-in','collect')") >
		(int64_t)days->taps + cabinet_resets(world->cabinets[0]))
		give_up(days, "more was decided than cards were held to the reader");
}

static bool in_order(struct world *world, void *arg)
{
	struct fault_days *days = arg;
	const struct cabinet *cabinet = &world->service->cabinets[0];
	const struct line_counters *counters = line_counters(cabinet->line, cabinet->row.id);

	(void)days;
	return cabinet->online && line_is_online(cabinet->line, cabinet->row.id) && counters;
}

static uint32_t polls_of(const struct world *world)
{
	const struct cabinet *cabinet = &world->service->cabinets[0];

	return line_counters(cabinet->line, cabinet->row.id)->cycle_count;
}

static bool mended(struct world *world, void *arg)
{
	const struct fault_days *days = arg;

	(void)world;
	return !days->wire.in_trouble && !days->wire.late.len;
}

struct polled {
	struct fault_days *days;
	uint32_t from;
};

// Also where the next trouble came: then it is waited for anew.
static bool polled_twice(struct world *world, void *arg)
{
	struct polled *polled = arg;

	return !mended(world, polled->days) ||
	       (in_order(world, polled->days) && polls_of(world) - polled->from >= 2);
}

// The wire is good again, and so is the bank, within its time.
static void wait_for_order(struct fault_days *days)
{
	struct world *world = days->world;
	struct polled polled = {.days = days};
	int64_t took;

	do {
		if (!world_until(world, 30000, mended, days))
			give_up(days, "the wire does not mend");
		polled.from = polls_of(world);
		if (!world_until(world, BACK_MS, polled_twice, &polled))
			give_up(days, "the bank is not online again in its time");
	} while (!mended(world, days));
	took = (world->mono_ns - days->wire.mended_ns) / 1000000;
	if (days->wire.mended_ns && took < BACK_MS && took > days->worst_back_ms) {
		days->worst_back_ms = took;
		snprintf(days->worst, sizeof days->worst, "%s at %s", fault_names[days->wire.fault],
			place_names[days->wire.place]);
	}
	check_record(days);
}

// For each of these messages the fault that is furthest behind.
static void want(struct fault_days *days, enum wire_place from, enum wire_place to)
{
	for (unsigned place = from; place <= (unsigned)to; place++) {
		unsigned start = wire_roll(&days->wire, WIRE_FAULT_COUNT);
		unsigned least = 0;
		int best = WIRE_NOTHING;

		for (unsigned i = 0; i < WIRE_FAULT_COUNT; i++) {
			unsigned fault = (start + i) % WIRE_FAULT_COUNT;
			unsigned long done =
				days->struck[fault][place] + days->wire.struck[fault][place];

			if (done < days->wanted[fault][place] &&
				days->wanted[fault][place] - done > least) {
				least = (unsigned)(days->wanted[fault][place] - done);
				best = (int)fault;
			}
		}
		faulty_wire_want(&days->wire, (enum wire_place)place, best);
	}
}

static bool places_wanted(const struct fault_days *days, enum wire_place from, enum wire_place to)
{
	for (unsigned fault = 0; fault < WIRE_FAULT_COUNT; fault++) {
		for (unsigned place = from; place <= (unsigned)to; place++) {
			if (days->struck[fault][place] + days->wire.struck[fault][place] <
				days->wanted[fault][place])
				return true;
		}
	}
	return false;
}

static bool all_struck(const struct fault_days *days)
{
	return !places_wanted(days, AT_IDLE, AT_KEPT);
}

static int open_door(struct world *world)
{
	for (int door = 1; door <= FAULT_DOORS; door++) {
		if (door_is_open(world, 0, door))
			return door;
	}
	return 0;
}

static bool any_open(struct world *world, void *arg)
{
	(void)arg;
	return open_door(world) != 0;
}

// Until a door opens: whoever stands there tries again, and after each trouble is over once more.
static int tap_until_open(struct fault_days *days, const char *ref)
{
	struct world *world = days->world;

	for (int tries = 0; tries < 12; tries++) {
		assert_null(cabinet_tap(world->cabinets[0], world_card(world, ref), NULL));
		days->taps++;
		world_until(world, 1200, any_open, NULL);
		world_run_ms(world, 60);
		assert_null(cabinet_untap(world->cabinets[0]));
		// Until the reader takes a card for a new one.
		world_run_ms(world, 700);
		if (any_open(world, NULL))
			return open_door(world);
		if (tries > 2)
			wait_for_order(days);
		if (tries > 5)
			faulty_wire_want_nothing(&days->wire);
	}
	give_up(days, "no door opens any more");
	return 0;
}

struct person {
	const char *ref;
	bool in;
};

static bool on_record(struct world *world, void *arg)
{
	const struct person *person = arg;

	return (in_custody(world, person->ref) > 0) == person->in &&
	       row_number(world, "SELECT count(*) FROM intent WHERE ended_at IS NULL") == 0;
}

static void tap_scene(struct fault_days *days, const char *ref)
{
	struct world *world = days->world;
	struct person person = {.ref = ref, .in = in_custody(world, ref) == 0};
	int door;

	days->scenes++;
	want(days, AT_IDLE, AT_IDLE);
	want(days, AT_POLL, AT_SHOWN);
	door = tap_until_open(days, ref);
	if (doors_open(world, 0) != 1)
		give_up(days, "a second door stands open");
	wait_for_order(days);
	assert_null(person.in ? cabinet_put(world->cabinets[0], (unsigned)door - 1)
			      : cabinet_take_out(world->cabinets[0], (unsigned)door - 1));
	world_run_ms(world, 100);
	assert_null(cabinet_close_door(world->cabinets[0], (unsigned)door - 1));
	world_run_ms(world, 100);
	wait_for_order(days);
	if (!world_until(world, 3000, on_record, &person))
		give_up(days, "what was done is not on record");
	if (person.in && custody_door_of(world, ref) != door)
		give_up(days, "another door is on record than the one used");
	if (doors_open(world, 0))
		give_up(days, "a door opened that nobody asked for");
	faulty_wire_want_nothing(&days->wire);
}

static bool rekeyed(struct world *world, void *arg)
{
	const uint8_t *next = arg;
	static struct keys keys;
	char why[KEYS_WHY];
	const struct key_entry *entry;

	if (keys_read(world->keys, &keys, why) < 0)
		return false;
	entry = keys_find(&keys, 1001);
	return entry && !entry->has_next && memcmp(entry->own, next, OSDP_KEY_SIZE) == 0;
}

static void key_scene(struct fault_days *days)
{
	struct world *world = days->world;
	uint8_t next[OSDP_KEY_SIZE];
	const struct cabinet *cabinet = &world->service->cabinets[0];
	char why[KEYS_WHY] = "";

	days->scenes++;
	days->rekeyed++;
	for (unsigned i = 0; i < sizeof next; i++)
		next[i] = (uint8_t)wire_roll(&days->wire, 256);
	want(days, AT_IDLE, AT_ACK);
	want(days, AT_KEYSET, AT_KEPT);
	if (keys_set_next(world->keys, 1001, next, why) < 0)
		fail_msg("%s", why);
	assert_int_equal(line_rekey(cabinet->line, cabinet->row.id, next), 0);
	for (int tries = 0; tries < 60 && !rekeyed(world, next); tries++) {
		world_run_ms(world, 200);
		if (tries > 10)
			faulty_wire_want_nothing(&days->wire);
		// It came up under the old one, which is good too until the new one is proved.
		if (tries % 12 == 11)
			assert_int_equal(line_rekey(cabinet->line, cabinet->row.id, next), 0);
		wait_for_order(days);
	}
	faulty_wire_want_nothing(&days->wire);
	wait_for_order(days);
	if (!world_until(world, 2000, rekeyed, next))
		give_up(days, "the new key did not come into force");
}

static void play_day(struct fault_days *days, const char *date)
{
	struct world *world = days->world;
	char ref[8];

	days->days++;
	world_date(world, date, "08:40");
	world_run_ms(world, 300);
	for (unsigned i = 1; i <= FAULT_DOORS && (places_wanted(days, AT_IDLE, AT_IDLE) ||
							 places_wanted(days, AT_POLL, AT_SHOWN));
		i++) {
		snprintf(ref, sizeof ref, "P%u", i);
		tap_scene(days, ref);
	}
	for (unsigned i = 0; i < 24 && (places_wanted(days, AT_ID, AT_RMAC_I) ||
					       places_wanted(days, AT_KEYSET, AT_KEPT));
		i++)
		key_scene(days);
	world_clock(world, "15:15");
	world_run_ms(world, 300);
	for (unsigned i = 1; i <= FAULT_DOORS; i++) {
		snprintf(ref, sizeof ref, "P%u", i);
		if (in_custody(world, ref) > 0)
			tap_scene(days, ref);
	}
}

static void open_world(struct fault_days *days)
{
	char ref[8];

	days->world = world_open((struct world_options){.doors = FAULT_DOORS});
	for (unsigned i = 1; i <= FAULT_DOORS; i++) {
		snprintf(ref, sizeof ref, "P%u", i);
		world_walker(days->world, ref);
	}
	memset(days->pulses, 0, sizeof days->pulses);
	memset(days->openings, 0, sizeof days->openings);
	days->log_at = 0;
	days->taps = 0;
	faulty_wire_join(&days->wire, days->world, days->seed + days->days * 1000);
	days->world->turn = watch;
	days->world->turn_arg = days;
}

static void close_world(struct fault_days *days)
{
	for (unsigned fault = 0; fault < WIRE_FAULT_COUNT; fault++) {
		for (unsigned place = 0; place < WIRE_PLACE_COUNT; place++)
			days->struck[fault][place] += days->wire.struck[fault][place];
	}
	memset(days->wire.struck, 0, sizeof days->wire.struck);
	faulty_wire_leave(&days->wire);
	world_close(days->world);
	if (days->trace)
		fault_days_print(days);
}

void fault_days_play(struct fault_days *days)
{
	while (!all_struck(days)) {
		open_world(days);
		for (unsigned i = 0; i < WORLD_DAYS && !all_struck(days); i++) {
			char date[16];
			unsigned day = 23 + i / 5 * 7 + i % 5; // from Monday, 23 November 2026

			snprintf(date, sizeof date, "2026-%u-%02u", day > 30 ? 12u : 11u,
				day > 30 ? day - 30 : day);
			play_day(days, date);
		}
		close_world(days);
	}
}

void fault_days_print(const struct fault_days *days)
{
	unsigned long all = 0;

	printf("%-30s", "");
	for (unsigned place = 0; place < WIRE_PLACE_COUNT; place++)
		printf(" %8s", place_states[place]);
	printf("\n%-30s", "");
	for (unsigned place = 0; place < WIRE_PLACE_COUNT; place++)
		printf(" %8s", place_names[place]);
	printf("\n");
	for (unsigned fault = 0; fault < WIRE_FAULT_COUNT; fault++) {
		printf("%-30s", fault_names[fault]);
		for (unsigned place = 0; place < WIRE_PLACE_COUNT; place++) {
			if (wire_can((enum wire_fault)fault, (enum wire_place)place))
				printf(" %8lu", days->struck[fault][place]);
			else
				printf(" %8s", "-");
			all += days->struck[fault][place];
		}
		printf("\n");
	}
	printf("%lu faults in %u school days: %u scenes, %u changes of the key; a bank in order "
	       "again after %lld ms at the latest (%s)\n",
		all, days->days, days->scenes, days->rekeyed, (long long)days->worst_back_ms,
		days->worst);
}
