// SPDX-License-Identifier: GPL-3.0-or-later
// The walk on a real line: its wishes become unlocks and lights, the bank's inputs its news.
#include <stdio.h>

#include "commission/parts.h"

static void show(struct adopt *adopt)
{
	static const struct line_light blink = {
		.on = LINE_RED, .off = LINE_GREEN, .on_ds = 4, .off_ds = 4};
	static const struct line_light out = {.on = LINE_BLACK};
	char text[32];

	adopt->walk.tell_light = false;
	line_light(
		adopt->line, ADOPT_BANK, adopt->walk.door, adopt->walk.show_light ? &blink : &out);
	snprintf(text, sizeof text, "Door %u", adopt->walk.door);
	line_text(adopt->line, ADOPT_BANK, text, 0);
}

static void pulse(struct adopt *adopt)
{
	const struct env *env = loop_env(adopt->loop);
	struct mono_time now = env->mono(env->context);

	adopt->walk.pulse = false;
	if (line_unlock(adopt->line, ADOPT_BANK, adopt->walk.door - 1u, ++adopt->ticket,
		    mono_after_ms(now, LINE_UNLOCK_LIFE_MS)) < 0)
		walk_refused(&adopt->walk);
}

static bool keep_result(struct adopt *adopt)
{
	unsigned door = adopt->walk.door;
	const struct walk_door *result = &adopt->walk.result[door - 1];
	char says[240];

	walk_say(result, door, says);
	adopt_say(adopt, "%s%s", result->faults ? "WRONG: " : "", says);
	return adopt->events->door(adopt->arg, door, result);
}

static void end(struct adopt *adopt)
{
	unsigned wrong = 0;

	for (unsigned i = 0; i < adopt->walk.doors; i++)
		wrong += adopt->walk.result[i].faults != 0;
	line_text(adopt->line, ADOPT_BANK, "", 0);
	adopt_end(adopt, wrong ? ADOPT_FAULTS : ADOPT_DONE);
}

// Asks what is not asked yet.
static void ask(struct adopt *adopt)
{
	char question[160], hint[80];

	if (adopt->asked == (unsigned)adopt->walk.step && adopt->asked_door == adopt->walk.door)
		return;
	adopt->asked = adopt->walk.step;
	adopt->asked_door = adopt->walk.door;
	walk_ask(&adopt->walk, question, hint);
	adopt->events->ask(adopt->arg, question, hint);
}

void adopt_turn_walk(struct adopt *adopt)
{
	if (!adopt->online)
		return; // the line said why; what it says when it is back goes on from there
	if (adopt->inputs_new) {
		adopt->inputs_new = false;
		walk_inputs(&adopt->walk, &adopt->inputs);
	}
	if (adopt->refused) {
		adopt->refused = false;
		walk_refused(&adopt->walk);
	}
	if (adopt->walk.tell_light) // out, before the next door is its subject
		show(adopt);
	while (adopt->walk.step == WALK_DOOR_ENDED) {
		if (!keep_result(adopt)) {
			adopt_end(adopt, ADOPT_FAILED);
			return;
		}
		walk_next(&adopt->walk);
	}
	if (adopt->walk.tell_light)
		show(adopt);
	if (adopt->walk.pulse)
		pulse(adopt);
	if (adopt->walk.step == WALK_DONE)
		end(adopt);
	else
		ask(adopt);
}
