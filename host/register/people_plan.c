// SPDX-License-Identifier: GPL-3.0-or-later
// Compares the people file with the register, row by row, and writes nothing.
#include "register/people_plan.h"

#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "register/plan_notes.h"
#include "store/card_admin.h"

struct planning {
	struct store *store;
	struct people_plan *plan;
	char today[LOCAL_DATE_TEXT];
	void *refs, *uids; // seen in this file, with their lines: tsearch trees of struct seen
};

struct seen {
	char text[PERSON_REF];
	unsigned line;
};

const char *people_act_word(enum people_act act)
{
	static const char *const words[] = {"add", "change", "end", "same", "refused"};

	return words[act];
}

const struct people_plan_row *people_plan_rows(const struct people_plan *plan, size_t *out_count)
{
	*out_count = plan->rows;
	return plan->row;
}

size_t people_plan_count(const struct people_plan *plan, enum people_act act)
{
	return plan->counts[act];
}

const char *people_plan_note(const struct people_plan *plan, size_t i)
{
	return i < plan->notes ? plan->note[i] : NULL;
}

void people_plan_close(struct people_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->notes; i++)
		free(plan->note[i]);
	free(plan->note);
	free(plan->row);
	free(plan->planned);
	free(plan);
}

static int compare_seen(const void *a, const void *b)
{
	return strcasecmp(((const struct seen *)a)->text, ((const struct seen *)b)->text);
}

// The line on which text was seen before; 0 where it is new, and now seen. -ERR_NO_MEMORY.
static int seen_before(void **tree, const char *text, unsigned line)
{
	struct seen *seen = malloc(sizeof(*seen));
	struct seen **found;

	if (!seen)
		return -ERR_NO_MEMORY;
	snprintf(seen->text, sizeof(seen->text), "%s", text);
	seen->line = line;
	found = tsearch(seen, tree, compare_seen);
	if (!found || *found != seen) {
		free(seen);
		return found ? (int)(*found)->line : -ERR_NO_MEMORY;
	}
	return 0;
}

// Appends a phrase to what a row would do.
static void __attribute__((format(printf, 2, 3)))
say(struct people_plan_row *row, const char *format, ...)
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

static void say_change(
	struct people_plan_row *row, const char *what, const char *from, const char *to)
{
	if (strcmp(from, to) == 0)
		return;
	if (to[0] == 0)
		say(row, "%s %s taken away", what, from);
	else if (from[0] == 0)
		say(row, "%s %s", what, to);
	else
		say(row, "%s %s to %s", what, from, to);
}

// Compares person columns; fills what, returns the act.
static enum people_act compare_person(const struct people_row *read,
	const struct person_record *old, struct planned *planned, struct people_plan_row *row)
{
	struct person_record *new = &planned->person;

	*new = read->person;
	new->id = old->id;
	if (read->class_said == SAID_NOTHING)
		strcpy(new->class, old->class);
	if (read->left_said == SAID_NOTHING)
		strcpy(new->left_on, old->left_on);
	say_change(row, "given name", old->given, new->given);
	say_change(row, "family name", old->family, new->family);
	say_change(row, "category", old->category, new->category);
	say_change(row, "year", old->year, new->year);
	say_change(row, "class", old->class, new->class);
	say_change(row, "leaving date", old->left_on, new->left_on);
	planned->write_person = row->what[0] != 0;
	if (new->left_on[0] && strcmp(old->left_on, new->left_on) != 0)
		return PEOPLE_END;
	return planned->write_person ? PEOPLE_CHANGE : PEOPLE_SAME;
}

// What the row says of the walker permission. 0 or negative.
static int compare_walker(struct planning *p, const struct people_row *read,
	struct planned *planned, struct people_plan_row *row)
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
			say(row, "walks home alone no more");
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
	say(row, "walks home alone %s to %s on %s", read->walker.from, read->walker.until,
		read->walker.days);
	return 0;
}

// What the row says of the card. 0, negative, or 1 with the row's refusal in row->what.
static int compare_card(struct planning *p, const struct people_row *read, struct planned *planned,
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
			say(row, "card taken back");
		}
		return result < 0 ? result : 0;
	}
	if (read->card_said == SAID_NOTHING)
		return 0;
	result = seen_before(&p->uids, read->uid, read->line);
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
			"Line %u: this card was reported lost: give it again at the desk (hometime "
			"card add) if it was found.",
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
	say(row, "gets a card");
	return 0;
}

// Rules that span a person's old and new row. True where the row is refused.
static bool impossible(const struct planning *p, const struct people_row *read,
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

static int plan_row(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row)
{
	struct person_record old = {0};
	int result = seen_before(&p->refs, read->person.ref, read->line);

	snprintf(row->ref, sizeof(row->ref), "%s", read->person.ref);
	if (result < 0)
		return result;
	row->act = PEOPLE_REFUSED;
	if (result > 0) {
		snprintf(row->what, PEOPLE_WHAT,
			"Line %u: %s is on line %d already: one row for one person.", read->line,
			read->person.ref, result);
		return 0;
	}
	result = person_find(p->store, read->person.ref, &old);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	enum people_act act;

	if (result == -ERR_NOT_FOUND) {
		planned->person = read->person;
		planned->write_person = true;
		act = PEOPLE_ADD;
		say(row, "%s %s, %s", read->person.given, read->person.family,
			read->person.category);
		say_change(row, "year", "", read->person.year);
		say_change(row, "class", "", read->person.class);
		say_change(row, "leaving date", "", read->person.left_on);
	} else {
		act = compare_person(read, &old, planned, row);
	}
	result = compare_walker(p, read, planned, row);
	if (result == 0)
		result = compare_card(p, read, planned, row);
	if (result != 0)
		return result < 0 ? result : 0;
	if (impossible(p, read, &old, planned, row))
		return 0;
	row->act = act == PEOPLE_SAME && row->what[0] ? PEOPLE_CHANGE : act;
	return 0;
}

// Room for one more row, zeroed.
static int grow(struct people_plan *plan)
{
	size_t room = plan->room ? plan->room * 2 : 64;
	void *row, *planned;

	if (plan->rows < plan->room)
		return 0;
	row = realloc(plan->row, room * sizeof(*plan->row));
	if (row)
		plan->row = row;
	planned = row ? realloc(plan->planned, room * sizeof(*plan->planned)) : NULL;
	if (!planned)
		return -ERR_NO_MEMORY;
	plan->planned = planned;
	plan->room = room;
	return 0;
}

static int plan_file(struct planning *p, struct csv *csv, const struct people_header *header)
{
	struct people_plan *plan = p->plan;
	struct people_row read;
	struct csv_row cells;
	char why[CSV_WHY];
	int got;

	for (;;) {
		int result = grow(plan);

		if (result < 0)
			return result;
		struct people_plan_row *row = &plan->row[plan->rows];
		struct planned *planned = &plan->planned[plan->rows];

		*row = (struct people_plan_row){.act = PEOPLE_REFUSED, .line = csv->line};
		*planned = (struct planned){0};
		got = csv_next(csv, &cells, why);
		if (got == 0)
			return 0;
		if (plan->rows == PEOPLE_ROWS_MAX)
			return -ERR_FULL;
		if (got == 1)
			row->line = cells.line;
		plan->broken = got < 0;
		if (got < 0)
			snprintf(row->what, PEOPLE_WHAT, "%s Nothing after it was read.", why);
		else if (people_row_read(header, &cells, &read, why) < 0)
			snprintf(row->what, PEOPLE_WHAT, "Line %u: %s", cells.line, why);
		else
			result = plan_row(p, &read, planned, row);
		if (result < 0)
			return result;
		plan->counts[row->act]++;
		plan->rows++;
	}
}

static int count_person(void *arg, const struct person_record *person)
{
	(void)arg;
	(void)person;
	return 1;
}

int people_import_plan(struct store *store, const char *text, size_t len, struct local_date today,
	struct people_plan **out_plan, char why[ACTOR_WHY])
{
	struct planning p = {.store = store};
	struct people_header header;
	struct csv_row cells;
	struct csv csv;
	int result;

	if (len > PEOPLE_FILE_MAX) {
		snprintf(why, ACTOR_WHY, "The file is larger than %u MiB: is it a people file?",
			PEOPLE_FILE_MAX >> 20);
		return -ERR_FULL;
	}
	csv_init(&csv, text, len);
	result = csv_next(&csv, &cells, why);
	if (result == 0)
		snprintf(why, ACTOR_WHY, "The file is empty.");
	if (result <= 0)
		return -ERR_FORMAT;
	result = people_header_read(&cells, &header, why);
	if (result < 0)
		return result;
	p.plan = calloc(1, sizeof(*p.plan));
	if (!p.plan)
		return -ERR_NO_MEMORY;
	local_date_print(today, p.today);
	result = person_each(store, count_person, NULL);
	p.plan->first_import = result == 0;
	if (result >= 0)
		result = plan_file(&p, &csv, &header);
	if (result == -ERR_FULL)
		snprintf(why, ACTOR_WHY, "The file has more than %d people.", PEOPLE_ROWS_MAX);
	if (result >= 0)
		result = plan_notes_make(store, p.plan, p.today);
	tdestroy(p.refs, free);
	tdestroy(p.uids, free);
	if (result < 0) {
		people_plan_close(p.plan);
		return result;
	}
	*out_plan = p.plan;
	return 0;
}
