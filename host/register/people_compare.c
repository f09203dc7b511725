// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the people file beside what is on record: what differs, in words and to be written.
#include "register/people_compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/card_admin.h"

void plan_say(struct people_plan_row *row, const char *format, ...)
{
	size_t used = strlen(row->what);
	va_list args;

	if (used && used < sizeof(row->what) - 2) {
		strcpy(row->what + used, "; ");
		used += 2;
	}
	va_start(args, format);
	vsnprintf(row->what + used, sizeof(row->what) - used, format, args);
	va_end(args);
}

void plan_say_change(
	struct people_plan_row *row, const char *what, const char *from, const char *to)
{
	if (strcmp(from, to) == 0)
		return;
	if (to[0] == 0)
		plan_say(row, "%s %s taken away", what, from);
	else if (from[0] == 0)
		plan_say(row, "%s %s", what, to);
	else
		plan_say(row, "%s %s to %s", what, from, to);
}

enum people_act plan_compare_person(const struct people_row *read, const struct person_record *old,
	struct planned *planned, struct people_plan_row *row)
{
	struct person_record *new = &planned->person;

	*new = read->person;
	new->id = old->id;
	if (read->class_said == SAID_NOTHING)
		strcpy(new->class, old->class);
	if (read->left_said == SAID_NOTHING)
		strcpy(new->left_on, old->left_on);
	plan_say_change(row, "given name", old->given, new->given);
	plan_say_change(row, "family name", old->family, new->family);
	plan_say_change(row, "category", old->category, new->category);
	plan_say_change(row, "year", old->year, new->year);
	plan_say_change(row, "class", old->class, new->class);
	plan_say_change(row, "leaving date", old->left_on, new->left_on);
	planned->write_person = row->what[0] != 0;
	if (new->left_on[0] && strcmp(old->left_on, new->left_on) != 0)
		return PEOPLE_END;
	return planned->write_person ? PEOPLE_CHANGE : PEOPLE_SAME;
}

int plan_compare_classes(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row)
{
	char from[CLASSES_TEXT] = "", to[CLASSES_TEXT];
	struct class_list had = {0};
	int result = 0;

	if (read->class_said == SAID_NOTHING || strcmp(read->person.category, "pupil") == 0)
		return 0;
	if (planned->person.id)
		result = class_teacher_classes(p->store, planned->person.id, &had);
	if (result < 0)
		return result;
	class_list_print(&had, from);
	class_list_print(&read->classes, to);
	planned->classes = read->classes;
	planned->write_classes = strcmp(from, to) != 0;
	plan_say_change(row, "class", from, to);
	return 0;
}

int plan_compare_walker(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row)
{
	struct walker_record old = {0};
	int result = -ERR_NOT_FOUND;

	if (read->walker_said == SAID_NOTHING)
		return 0;
	if (planned->person.id)
		result = walker_find(p->store, planned->person.id, p->today, &old);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	bool there = result == 0 && strcmp(old.until, p->today) >= 0;

	if (read->walker_said == SAID_NONE) {
		if (there) {
			planned->end_walker = old.id;
			plan_say(row, "walks home alone no more");
		}
		return 0;
	}
	if (result == 0 && strcmp(old.from, read->walker.from) == 0 &&
		strcmp(old.until, read->walker.until) == 0 &&
		strcmp(old.days, read->walker.days) == 0)
		return 0;
	if (there)
		planned->end_walker = old.id;
	planned->walker = read->walker;
	planned->add_walker = true;
	plan_say(row, "walks home alone %s to %s on %s", read->walker.from, read->walker.until,
		read->walker.days);
	return 0;
}

int plan_compare_card(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row)
{
	struct person_record other;
	struct card card;
	char uids[1][CARD_UID];
	int result;

	if (read->card_said == SAID_NONE) {
		result = planned->person.id ? card_list(p->store, planned->person.id, uids, 1) : 0;
		if (result > 0) {
			planned->end_cards = true;
			plan_say(row, "card taken back");
		}
		return result < 0 ? result : 0;
	}
	if (read->card_said == SAID_NOTHING)
		return 0;
	result = plan_seen_before(&p->uids, read->uid, read->line);
	if (result != 0) {
		if (result > 0)
			snprintf(row->what, PEOPLE_WHAT,
				"Line %u: the card is on line %d already: one card, one person.",
				read->line, result);
		return result > 0 ? 1 : result;
	}
	result = card_find(p->store, read->uid, &card);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	if (result == 0 && card.state == CARD_ACTIVE && card.person == planned->person.id)
		return 0;
	if (result == 0 && card.state == CARD_LOST) {
		snprintf(row->what, PEOPLE_WHAT,
			"Line %u: this card was reported lost: give it again at the desk if it "
			"was found.",
			read->line);
		return 1;
	}
	if (result == 0 && card.state == CARD_ACTIVE) {
		result = person_get(p->store, card.person, &other);
		if (result < 0)
			return result;
		snprintf(row->what, PEOPLE_WHAT, "Line %u: this card is %s's: end it there first.",
			read->line, other.ref);
		return 1;
	}
	memcpy(planned->uid, read->uid, sizeof(planned->uid));
	planned->give_card = true;
	plan_say(row, "gets a card");
	return 0;
}

bool plan_impossible(const struct planning *p, const struct people_row *read,
	const struct person_record *old, const struct planned *planned, struct people_plan_row *row)
{
	const char *left_on = planned->person.left_on;
	bool left = left_on[0] && strcmp(left_on, p->today) <= 0;

	if (old->id && strcmp(old->category, planned->person.category) != 0 &&
		(strcmp(old->category, "pupil") == 0 ||
			strcmp(planned->person.category, "pupil") == 0)) {
		snprintf(row->what, PEOPLE_WHAT,
			"Line %u: %s is a %s here and a %s in the file: two people with one "
			"reference?",
			read->line, old->ref, old->category, planned->person.category);
		return true;
	}
	if (left && planned->give_card) {
		snprintf(row->what, PEOPLE_WHAT, "Line %u: %s left on %s and gets no card.",
			read->line, read->person.ref, left_on);
		return true;
	}
	return false;
}
