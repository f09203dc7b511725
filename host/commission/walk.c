// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of one door, and what each answer and each input mean in them.
#include "commission/walk.h"

#include <string.h>

static struct walk_door *result(struct walk *walk)
{
	return &walk->result[walk->door - 1];
}

static enum line_contact contact(const struct line_inputs *inputs, unsigned door)
{
	return inputs->contact[door - 1];
}

static enum line_inside inside(const struct line_inputs *inputs, unsigned door)
{
	return inputs->inside[door - 1];
}

// The door whose contact (or inside sensor) is another than before; `door` itself before any other;
// 0: none.
static unsigned moved_contact(const struct walk *walk, unsigned door)
{
	if (contact(&walk->seen, door) != contact(&walk->before, door))
		return door;
	for (unsigned other = 1; other <= walk->doors; other++) {
		if (contact(&walk->seen, other) != contact(&walk->before, other))
			return other;
	}
	return 0;
}

static unsigned moved_inside(const struct walk *walk, unsigned door)
{
	if (inside(&walk->seen, door) != inside(&walk->before, door))
		return door;
	for (unsigned other = 1; other <= walk->doors; other++) {
		if (inside(&walk->seen, other) != inside(&walk->before, other))
			return other;
	}
	return 0;
}

static void go(struct walk *walk, enum walk_step step)
{
	walk->step = step;
	walk->before = walk->seen;
	if (step == WALK_LIGHT) {
		walk->show_light = true;
		walk->tell_light = true;
	} else if (walk->show_light) {
		walk->show_light = false;
		walk->tell_light = true;
	}
}

static void open_it(struct walk *walk)
{
	walk->pulse = true;
	go(walk, WALK_WHICH);
}

// A door that is not as it should be is not walked further: its wires come first.
static void give_up(struct walk *walk)
{
	go(walk, WALK_CLEAR_AWAY);
}

static bool looks_ready(const struct walk *walk)
{
	return walk->known && contact(&walk->seen, walk->door) == LINE_CONTACT_CLOSED &&
	       (!walk->has_inside || inside(&walk->seen, walk->door) == LINE_INSIDE_EMPTY);
}

static void begin_door(struct walk *walk)
{
	*result(walk) = (struct walk_door){0};
	go(walk, WALK_READY);
	if (looks_ready(walk))
		open_it(walk);
}

static void seek(struct walk *walk, unsigned from)
{
	for (unsigned door = from; door <= walk->doors; door++) {
		walk->door = (uint8_t)door;
		if (!result(walk)->walked) {
			begin_door(walk);
			return;
		}
	}
	go(walk, WALK_DONE);
}

void walk_begin(struct walk *walk, uint8_t doors, bool has_inside, uint32_t proved)
{
	memset(walk, 0, sizeof *walk);
	walk->doors = doors;
	walk->has_inside = has_inside;
	for (unsigned i = 0; i < doors && i < LINE_DOORS; i++)
		walk->result[i].walked = proved >> i & 1;
	walk->door = 1;
	seek(walk, 1);
}

void walk_next(struct walk *walk)
{
	if (walk->step == WALK_DOOR_ENDED)
		seek(walk, walk->door);
}

static void end_door(struct walk *walk)
{
	result(walk)->walked = true;
	go(walk, WALK_DOOR_ENDED);
}

static void after_contact(struct walk *walk)
{
	go(walk, walk->has_inside ? WALK_PUT : WALK_CLOSE);
}

static void fault(struct walk *walk, enum walk_fault what, unsigned other)
{
	result(walk)->faults |= what;
	if (other && !result(walk)->other)
		result(walk)->other = (uint8_t)other;
}

static void judge_contact(struct walk *walk, unsigned moved);

// The technician saw `opened` open (0: nothing); which contact says so?
static bool which_opened(struct walk *walk, unsigned opened)
{
	unsigned moved;

	if (opened > walk->doors)
		return false;
	if (opened == 0) {
		fault(walk, WALK_LATCH_DEAD, 0);
		give_up(walk);
		return true;
	}
	walk->opened = (uint8_t)opened;
	if (opened != walk->door)
		fault(walk, WALK_LATCH_OTHER, opened);
	moved = moved_contact(walk, opened);
	if (moved == 0)
		walk->step = WALK_SEE; // eyes are quicker than a poll
	else
		judge_contact(walk, moved);
	return true;
}

static void judge_contact(struct walk *walk, unsigned moved)
{
	if (moved != walk->opened)
		fault(walk, WALK_CONTACT_OTHER, moved);
	else if (contact(&walk->seen, moved) == LINE_CONTACT_CLOSED)
		fault(walk, WALK_CONTACT_INVERTED, 0);
	if (result(walk)->faults)
		give_up(walk);
	else
		after_contact(walk);
}

// Done, says the technician, and the sensor did not follow by itself.
static void inside_did_not_follow(struct walk *walk)
{
	unsigned moved = moved_inside(walk, walk->door);

	if (moved == walk->door)
		fault(walk, WALK_INSIDE_INVERTED, 0);
	else if (moved)
		fault(walk, WALK_INSIDE_OTHER, moved);
	else
		fault(walk, WALK_INSIDE_DEAD, 0);
	give_up(walk);
}

static bool answer_ready(struct walk *walk, enum walk_answer answer)
{
	if (answer == WALK_NO) // it was not: the technician puts it right and is asked again
		return true;
	// Closed and empty, and the bank says otherwise.
	if (contact(&walk->seen, walk->door) == LINE_CONTACT_OPEN)
		fault(walk, WALK_CONTACT_INVERTED, 0);
	else if (contact(&walk->seen, walk->door) != LINE_CONTACT_CLOSED)
		fault(walk, WALK_CONTACT_DEAD, 0);
	if (walk->has_inside && inside(&walk->seen, walk->door) == LINE_INSIDE_SOMETHING)
		fault(walk, WALK_INSIDE_INVERTED, 0);
	else if (walk->has_inside && inside(&walk->seen, walk->door) != LINE_INSIDE_EMPTY)
		fault(walk, WALK_INSIDE_DEAD, 0);
	if (result(walk)->faults)
		give_up(walk);
	else
		open_it(walk);
	return true;
}

static bool answer_light(struct walk *walk, enum walk_answer answer, unsigned number)
{
	if (answer == WALK_NUMBER && (number == 0 || number > walk->doors))
		return false;
	if (answer == WALK_NO)
		fault(walk, WALK_LIGHT_DEAD, 0);
	else if (answer == WALK_NUMBER && number != walk->door)
		fault(walk, WALK_LIGHT_OTHER, number);
	end_door(walk);
	return true;
}

bool walk_answer(struct walk *walk, enum walk_answer answer, unsigned number)
{
	if (walk->step == WALK_DOOR_ENDED || walk->step == WALK_DONE)
		return false;
	if (answer == WALK_AGAIN) {
		begin_door(walk);
		return true;
	}
	switch (walk->step) {
	case WALK_READY:
		return answer != WALK_NUMBER && answer_ready(walk, answer);
	case WALK_WHICH:
		return which_opened(walk, answer == WALK_YES  ? walk->door
					  : answer == WALK_NO ? 0
							      : number);
	case WALK_SEE:
		if (answer != WALK_NO)
			return false;
		fault(walk, WALK_CONTACT_DEAD, 0);
		give_up(walk);
		return true;
	case WALK_PUT:
	case WALK_TAKE:
		// Done, says Enter; but it is the sensor that is to say so.
		if (answer != WALK_NO)
			return false;
		inside_did_not_follow(walk);
		return true;
	case WALK_CLOSE:
		if (answer != WALK_NO)
			return false;
		fault(walk, WALK_CONTACT_DEAD, 0);
		give_up(walk);
		return true;
	case WALK_LIGHT:
		return answer_light(walk, answer, number);
	case WALK_CLEAR_AWAY:
		end_door(walk);
		return true;
	case WALK_DOOR_ENDED:
	case WALK_DONE:
		break;
	}
	return false;
}

void walk_refused(struct walk *walk)
{
	if (walk->step != WALK_WHICH)
		return;
	fault(walk, WALK_REFUSED, 0);
	give_up(walk);
}

bool walk_inputs(struct walk *walk, const struct line_inputs *inputs)
{
	enum walk_step was = walk->step;

	walk->seen = *inputs;
	if (!walk->known)
		walk->before = *inputs;
	walk->known = true;
	switch (walk->step) {
	case WALK_READY:
		if (looks_ready(walk))
			open_it(walk);
		break;
	case WALK_SEE:
		if (moved_contact(walk, walk->opened))
			judge_contact(walk, moved_contact(walk, walk->opened));
		break;
	case WALK_PUT:
		if (inside(inputs, walk->door) == LINE_INSIDE_SOMETHING)
			go(walk, WALK_TAKE);
		break;
	case WALK_TAKE:
		if (inside(inputs, walk->door) == LINE_INSIDE_EMPTY)
			go(walk, WALK_CLOSE);
		break;
	case WALK_CLOSE:
		if (contact(inputs, walk->door) == LINE_CONTACT_CLOSED)
			go(walk, WALK_LIGHT);
		break;
	case WALK_WHICH: // that is the technician's to say
	case WALK_LIGHT:
	case WALK_CLEAR_AWAY:
	case WALK_DOOR_ENDED:
	case WALK_DONE:
		break;
	}
	return walk->step != was;
}
