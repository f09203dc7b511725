// SPDX-License-Identifier: GPL-3.0-or-later
// What the technician reads.
#include <stdio.h>

#include "commission/walk.h"

void walk_ask(const struct walk *walk, char out[160], char hint[80])
{
	unsigned door = walk->door;

	hint[0] = '\0';
	switch (walk->step) {
	case WALK_READY:
		snprintf(out, 160,
			"Close door %u and leave it empty. Is it closed and empty, as you see it?",
			door);
		snprintf(hint, 80, "y; n: not yet; quit");
		break;
	case WALK_WHICH:
		snprintf(out, 160, "Door %u was told to open. Did it?", door);
		snprintf(hint, 80,
			"y; n: nothing opened; the number of the door that did; again; quit");
		break;
	case WALK_SEE:
		snprintf(out, 160, "Waiting for the contact of door %u.", walk->opened);
		snprintf(hint, 80, "n: it is open and nothing happens; again; quit");
		break;
	case WALK_PUT:
		snprintf(out, 160, "Put something into door %u.", door);
		snprintf(hint, 80, "n: it is in and nothing happens; again; quit");
		break;
	case WALK_TAKE:
		snprintf(out, 160, "Take it out of door %u.", door);
		snprintf(hint, 80, "n: it is out and nothing happens; again; quit");
		break;
	case WALK_CLOSE:
		snprintf(out, 160, "Close door %u.", door);
		snprintf(hint, 80, "n: it is closed and nothing happens; again; quit");
		break;
	case WALK_LIGHT:
		snprintf(out, 160, "Does the light of door %u blink red and green?", door);
		snprintf(hint, 80,
			"y; n: it does not; the number of the door whose light does; quit");
		break;
	case WALK_CLEAR_AWAY:
		snprintf(out, 160,
			"That is noted for door %u. Close what is open and take out what is "
			"inside, then go on.",
			door);
		snprintf(hint, 80, "y; again: walk this door once more; quit");
		break;
	case WALK_DOOR_ENDED:
	case WALK_DONE:
		out[0] = '\0';
		break;
	}
}

static const struct {
	enum walk_fault fault;
	const char *words; // %u: the other door
} sentences[] = {
	{WALK_REFUSED, "the bank did not take the command to open it"},
	{WALK_LATCH_DEAD, "its latch did not open it: look at its coil and its wires"},
	{WALK_LATCH_OTHER, "door %u opened: their latch wires are swapped"},
	{WALK_CONTACT_DEAD, "its contact does not follow: look at it and at its wires"},
	{WALK_CONTACT_OTHER, "the contact of door %u followed: their contact wires are swapped"},
	{WALK_CONTACT_INVERTED, "its contact says open when it is closed: it is inverted"},
	{WALK_INSIDE_DEAD, "its inside sensor does not follow: it is dead or not connected"},
	{WALK_INSIDE_OTHER,
		"the inside sensor of door %u followed: their sensor wires are swapped"},
	{WALK_INSIDE_INVERTED, "its inside sensor says something when it is empty: it is inverted"},
	{WALK_LIGHT_DEAD, "its light does not blink red and green"},
	{WALK_LIGHT_OTHER, "the light of door %u blinked: their light wires are swapped"},
};

void walk_say(const struct walk_door *door, unsigned number, char out[240])
{
	int len = snprintf(out, 240, "door %u: %s", number,
		!door->walked  ? "not walked"
		: door->faults ? ""
			       : "good");
	const char *between = "";

	for (size_t i = 0; i < sizeof sentences / sizeof *sentences && len < 239; i++) {
		char words[120];

		if (!door->walked || !(door->faults & sentences[i].fault))
			continue;
		snprintf(words, sizeof words, sentences[i].words, (unsigned)door->other);
		len += snprintf(out + len, (size_t)(240 - len), "%s%s", between, words);
		between = "; ";
	}
}
