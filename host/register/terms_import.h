// SPDX-License-Identifier: GPL-3.0-or-later
// Term dates from the school's iCalendar file: which events are terms and days of ours, what they
// would change, and all of it or nothing. docs/calendar.md describes it for people.
#ifndef REGISTER_TERMS_IMPORT_H
#define REGISTER_TERMS_IMPORT_H

#include "register/calendar_file.h"
#include "store/actor.h"
#include "store/calendar_words.h"

enum terms_act { TERMS_ADD, TERMS_CHANGE, TERMS_SAME, TERMS_LEFT_OUT, TERMS_REFUSED };

struct terms_row {
	char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT]; // "" where the event has no date
	char summary[DAY_NAME];
	enum terms_act act;
	char what[240]; // one sentence: what it adds or changes, or why not
};

struct terms_plan;

// Reads an .ics against the store and changes nothing. An event that is recognised and cannot be is
// TERMS_REFUSED; one that means nothing here is TERMS_LEFT_OUT with the reason. Only where the file
// is none is this -ERR_FORMAT or -ERR_FULL with a sentence.
int terms_import_plan(struct store *store, const char *text, size_t len,
	struct terms_plan **out_plan, char why[FILE_WHY]);
void terms_plan_close(struct terms_plan *plan);
const struct terms_row *terms_plan_rows(const struct terms_plan *plan, size_t *out_count);
size_t terms_plan_count(const struct terms_plan *plan, enum terms_act act);
const char *terms_act_word(enum terms_act act);

// Writes the plan, made in this same transaction. -ERR_ARG where an event is refused, -ERR_DENIED;
// with a sentence. Returns how many events were written; after a failure the caller rolls back.
int terms_import_apply(struct store *store, const struct terms_plan *plan, const struct actor *by,
	struct wall_time now, char why[FILE_WHY]);

// What a word in a title means from now on: one of calendar_meanings, or "" to forget it. By the
// office or the leadership. -ERR_ARG, -ERR_DENIED, -ERR_NOT_FOUND with a sentence.
int terms_word_put(struct store *store, const struct actor *by, struct wall_time now,
	const char *word, const char *means, char why[ACTOR_WHY]);
// The meaning of a title, or of categories where the title says nothing: the longest word in it
// counts. -ERR_NOT_FOUND: none. Pure.
int terms_meaning(const struct calendar_word *words, int count, const char *title);

#endif
