// SPDX-License-Identifier: GPL-3.0-or-later
// Hands and eyes at the emulated cabinets.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "world.h"

static void done(const char *refusal)
{
	if (refusal)
		fail_msg("the cabinet says: %s", refusal);
}

static struct cabinet *at(struct world *world, unsigned cabinet)
{
	assert_true(cabinet < world->options.cabinets);
	return world->cabinets[cabinet];
}

bool door_is_open(struct world *world, unsigned cabinet, int door)
{
	return cabinet_door_is_open(at(world, cabinet), (unsigned)door - 1);
}

int doors_open(struct world *world, unsigned cabinet)
{
	int count = 0;

	for (unsigned door = 0; door < world->options.doors; door++)
		count += cabinet_door_is_open(at(world, cabinet), door);
	return count;
}

bool door_shows(
	struct world *world, unsigned cabinet, int door, const char *name, const char *value)
{
	json_t *answer = json_loads(world_ask(world, "{\"request\":\"status\"}"), 0, NULL);
	json_t *doors = json_object_get(answer, "doors");
	char bank[2] = {(char)('A' + (int)cabinet), '\0'};
	bool shows = false;
	json_t *each;
	size_t i;

	json_array_foreach(doors, i, each)
	{
		json_t *said = json_object_get(each, name);
		const char *text = json_is_true(said)	 ? "true"
				   : json_is_false(said) ? "false"
							 : json_string_value(said);

		if (strcmp(json_string_value(json_object_get(each, "bank")), bank) == 0 &&
			json_integer_value(json_object_get(each, "door")) == door && text)
			shows = strcmp(text, value) == 0;
	}
	json_decref(answer);
	return shows;
}

void tap(struct world *world, unsigned cabinet, const char *ref)
{
	done(cabinet_tap(at(world, cabinet), world_card(world, ref), NULL));
	world_run_ms(world, 300);
	done(cabinet_untap(at(world, cabinet)));
	world_run_ms(world, 100);
}

struct opening {
	unsigned cabinet;
	bool before[CABINET_DOORS_MAX];
	int door;
};

static bool newly_open(struct world *world, void *arg)
{
	struct opening *opening = arg;

	for (unsigned door = 0; door < world->options.doors; door++) {
		if (cabinet_door_is_open(at(world, opening->cabinet), door) &&
			!opening->before[door])
			opening->door = (int)door + 1;
	}
	return opening->door != 0;
}

static int door_after_tap(struct world *world, unsigned cabinet, const char *ref, int64_t ms)
{
	struct opening opening = {.cabinet = cabinet};

	for (unsigned door = 0; door < world->options.doors; door++)
		opening.before[door] = cabinet_door_is_open(at(world, cabinet), door);
	tap(world, cabinet, ref);
	world_until(world, ms, newly_open, &opening);
	return opening.door;
}

int tap_opens(struct world *world, unsigned cabinet, const char *ref)
{
	int door = door_after_tap(world, cabinet, ref, 3000);

	if (door == 0)
		fail_msg("no door opened for %s: %s", ref, last_decision(world, ref));
	// Until the host has seen it open too.
	world_run_ms(world, 150);
	return door;
}

void tap_opens_nothing(struct world *world, unsigned cabinet, const char *ref)
{
	int door = door_after_tap(world, cabinet, ref, 1500);

	if (door != 0)
		fail_msg("door %d opened for %s: %s", door, ref, last_decision(world, ref));
}

void put(struct world *world, unsigned cabinet, int door)
{
	done(cabinet_put(at(world, cabinet), (unsigned)door - 1));
	world_run_ms(world, 150);
}

void take(struct world *world, unsigned cabinet, int door)
{
	done(cabinet_take_out(at(world, cabinet), (unsigned)door - 1));
	world_run_ms(world, 150);
}

void shut(struct world *world, unsigned cabinet, int door)
{
	done(cabinet_close_door(at(world, cabinet), (unsigned)door - 1));
	// The coil's rest of 300 ms after a pulse, too, so that the next tap meets a cabinet at
	// rest.
	world_run_ms(world, 400);
}

int hand_in(struct world *world, unsigned cabinet, const char *ref)
{
	int door = tap_opens(world, cabinet, ref);

	put(world, cabinet, door);
	shut(world, cabinet, door);
	assert_int_equal(in_custody(world, ref), 1);
	assert_int_equal(custody_door_of(world, ref), door);
	return door;
}

void collect(struct world *world, unsigned cabinet, const char *ref)
{
	int expected = custody_door_of(world, ref);
	int door = tap_opens(world, cabinet, ref);

	assert_int_equal(door, expected);
	take(world, cabinet, door);
	shut(world, cabinet, door);
	assert_int_equal(in_custody(world, ref), 0);
}

unsigned pulses(struct world *world, unsigned cabinet, int door)
{
	json_t *state = cabinet_state(at(world, cabinet));
	json_t *latch = json_array_get(json_object_get(state, "latches"), (size_t)door - 1);
	unsigned count = (unsigned)json_integer_value(json_object_get(latch, "pulses"));

	json_decref(state);
	return count;
}

bool display_says(struct world *world, unsigned cabinet, const char *words)
{
	char text[128];
	size_t used = 0;

	// One line, single spaces: a sentence wraps where the display wants.
	for (unsigned line = 0; line < 4; line++) {
		const char *shown = cabinet_display(at(world, cabinet), line);

		for (size_t i = 0; shown[i] && used < sizeof text - 2; i++) {
			if (shown[i] != ' ')
				text[used++] = shown[i];
			else if (used > 0 && text[used - 1] != ' ')
				text[used++] = ' ';
		}
		if (used > 0 && text[used - 1] != ' ')
			text[used++] = ' ';
	}
	text[used] = '\0';
	return strcasestr(text, words) != NULL;
}
