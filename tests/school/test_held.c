// SPDX-License-Identifier: GPL-3.0-or-later
// Two days at Flixton: a late phone, the ban that starts with it, the phone found the next day,
// held and collected by a parent at the desk; a phone held as evidence; an override. At real doors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static struct world *flixton(FILE *log)
{
	struct world *world = world_open(
		(struct world_options){.policy = "flixton", .in_sight = true, .log = log});

	world_pupil(world, "P5", "5");
	world_pupil(world, "P2", "2");
	world_staff(world, "M1", "parent");
	world_staff(world, "T1", "staff");
	return world;
}

static bool one_is_open(struct world *world, void *arg)
{
	(void)arg;
	return doors_open(world, 0) == 1;
}

// The door that the desk's request has opened.
static int opened(struct world *world)
{
	assert_true(world_until(world, 3000, one_is_open, NULL));
	for (int door = 1; door <= 8; door++) {
		if (door_is_open(world, 0, door))
			return door;
	}
	fail();
	return 0;
}

static void must_not(struct world *world, const char *request, const char *because)
{
	const char *answer = world_ask(world, request);

	if (!strstr(answer, "\"ok\":false") || !strstr(answer, because))
		fail_msg("%s: %s", request, answer);
	assert_int_equal(doors_open(world, 0), 0);
}

static void a_banned_pupils_phone_is_found_held_and_collected_by_the_parent(void **state)
{
	struct world *world = flixton(NULL);
	int door;

	(void)state;
	// Monday, late: taken at the desk, a breach, and a ban at once. It goes back at home-time.
	world_clock(world, "09:20");
	tap_opens_nothing(world, 0, "P5");
	must(world, "{\"request\":\"desk hand-in\",\"by\":\"O1\",\"person\":\"P5\",\"bank\":\"A\","
		    "\"internet_off\":true}");
	door = opened(world);
	put(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(row_number(world, "SELECT count(*) FROM breach WHERE rule = 'FX-1'"), 1);
	assert_int_equal(row_number(world, "SELECT count(*) FROM ban WHERE rule = 'FX-3'"), 1);
	world_clock(world, "15:15");
	collect(world, 0, "P5");

	// Tuesday: not at the locker; found, it is held.
	world_date(world, "2026-11-24", "08:40");
	tap_opens_nothing(world, 0, "P5");
	assert_string_equal(last_decision(world, "P5"), "refer FX-3");
	must(world,
		"{\"request\":\"desk hand-in\",\"by\":\"O1\",\"person\":\"P5\",\"bank\":\"A\"}");
	door = opened(world);
	put(world, 0, door);
	shut(world, 0, door);
	world_clock(world, "15:15");
	tap_opens_nothing(world, 0, "P5");
	assert_string_equal(last_decision(world, "P5"), "refuse LAW-3");
	must_not(world, "{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"P5\"}", "LAW-3");
	must_not(world,
		"{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"P5\",\"to\":\"M1\"}",
		"identified");
	must_not(world,
		"{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"P5\",\"to\":\"T1\","
		"\"identified\":\"known to staff\"}",
		"LAW-3");
	must(world, "{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"P5\",\"to\":\"M1\","
		    "\"identified\":\"seen document\"}");
	assert_int_equal(opened(world), door);
	take(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(in_custody(world, "P5"), 0);
	assert_string_equal(row_text(world, "SELECT ended_how || ' ' || ref || ' ' || identified "
					    "FROM custody JOIN hold ON hold.custody = custody.id "
					    "JOIN person ON person.id = ended_to"),
		"seen M1 seen document");

	// The Headteacher alone lifts the ban; then the locker takes it again.
	must_not(world, "{\"request\":\"ban lift\",\"by\":\"L1\",\"id\":1,\"reason\":\"x\"}",
		"Only the Headteacher");
	must(world, "{\"request\":\"ban lift\",\"by\":\"H1\",\"id\":1,\"reason\":\"talked\"}");
	world_date(world, "2026-11-25", "08:40");
	hand_in(world, 0, "P5");
	world_close(world);
}

static void a_hold_ends_by_itself_while_the_service_runs_and_survives_a_kill(void **state)
{
	struct world *world = flixton(NULL);

	(void)state;
	world_clock(world, "08:40");
	hand_in(world, 0, "P2");
	// Shown first: nothing is written.
	assert_non_null(strstr(
		world_ask(world, "{\"request\":\"hold place\",\"by\":\"O1\",\"person\":\"P2\","
				 "\"reason\":\"used in class\",\"school_days\":1}"),
		"until Tuesday 24 November 2026"));
	assert_int_equal(row_number(world, "SELECT count(*) FROM hold"), 0);
	must(world, "{\"request\":\"hold place\",\"by\":\"O1\",\"person\":\"P2\",\"confirm\":true,"
		    "\"reason\":\"used in class\",\"school_days\":1}");
	world_kill_host(world);
	world_start_host(world);
	world_wait_online(world);
	world_clock(world, "15:15");
	tap_opens_nothing(world, 0, "P2");
	assert_string_equal(last_decision(world, "P2"), "refuse LAW-3");
	world_date(world, "2026-11-24", "08:40");
	world_run_ms(world, 2000);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM event WHERE kind = 'hold ended'"), 1);
	world_clock(world, "15:15");
	collect(world, 0, "P2");
	world_close(world);
}

// The free text that somebody wrote is in its rows, and nowhere in the record or the log file.
static void an_override_and_an_incident_are_told_in_rows_and_nowhere_else(void **state)
{
	char *said = NULL;
	size_t len = 0;
	FILE *log = open_memstream(&said, &len);
	struct world *world = flixton(log);
	int door;

	(void)state;
	world_clock(world, "08:40");
	hand_in(world, 0, "P2");
	world_clock(world, "11:00");
	must(world, "{\"request\":\"override collect\",\"by\":\"O1\",\"person\":\"P2\","
		    "\"justification\":\"XYZZY his mother is in hospital\"}");
	door = opened(world);
	take(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(in_custody(world, "P2"), 0);
	assert_int_equal(row_number(world, "SELECT count(*) FROM override JOIN decision ON "
					   "decision.id = override.decision WHERE outcome = "
					   "'refuse' AND rule = 'FX-4'"),
		1);
	must(world, "{\"request\":\"incident record\",\"by\":\"T1\",\"kind\":\"improper contact\","
		    "\"what\":\"XYZZY what was said\",\"place\":\"XYZZY yard\",\"about\":\"P2\"}");
	must(world, "{\"request\":\"incident note\",\"by\":\"H1\",\"id\":1,\"text\":\"XYZZY\"}");
	must(world, "{\"request\":\"ban start\",\"by\":\"H1\",\"person\":\"P2\"}");
	must(world, "{\"request\":\"ban lift\",\"by\":\"H1\",\"id\":1,\"reason\":\"XYZZY\"}");
	must_not(world, "{\"request\":\"incident show\",\"by\":\"O1\",\"id\":1}", "readers");
	assert_null(strstr(
		world_ask(world, "{\"request\":\"incident list\",\"by\":\"O1\"}"), "improper"));
	assert_null(strstr(world_ask(world, "{\"request\":\"log\"}"), "XYZZY"));
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM event WHERE facts LIKE '%%XYZZY%%'"), 0);
	assert_non_null(
		strstr(world_ask(world, "{\"request\":\"notice list\",\"by\":\"H1\"}"), "XYZZY"));
	world_close(world);
	fclose(log);
	assert_null(strstr(said, "XYZZY"));
	assert_null(strstr(said, "P2"));
	free(said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_banned_pupils_phone_is_found_held_and_collected_by_the_parent),
		cmocka_unit_test(a_hold_ends_by_itself_while_the_service_runs_and_survives_a_kill),
		cmocka_unit_test(an_override_and_an_incident_are_told_in_rows_and_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
