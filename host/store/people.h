// SPDX-License-Identifier: GPL-3.0-or-later
// People: who they are, since when they walk home alone, when they are with children.
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "base/walltime.h"
#include "store/daytext.h"
#include "store/store.h"

// Bytes with the ending zero.
#define PERSON_REF   33
#define PERSON_NAME  81
#define PERSON_CLASS 25

struct person_record {
	int64_t id;
	char ref[PERSON_REF]; // what the school calls them: UPN or staff code; what --by takes
	char given[PERSON_NAME], family[PERSON_NAME];
	char category[12]; // a word of design.md section 5
	char year[2];	   // "" unless a pupil
	char class[PERSON_CLASS];
	char left_on[LOCAL_DATE_TEXT]; // the first day they are no longer here; "" while they are
};

// -ERR_NOT_FOUND: nobody has that reference. People who left are found too.
int person_find(struct store *store, const char *ref, struct person_record *out_person);
int person_get(struct store *store, int64_t id, struct person_record *out_person);
// Returns the new id; -ERR_EXISTS: the reference is taken.
int64_t person_add(struct store *store, const struct person_record *person);
// Writes every column of the row with this id but its id and reference.
int person_update(struct store *store, const struct person_record *person);
// Everybody, in order of reference; those who left too. Returns how many, or what each returned
// where that was not 0.
int person_each(
	struct store *store, int (*each)(void *arg, const struct person_record *person), void *arg);
// Calls each for people not yet gone on date whose reference, given or family name, or "given
// family", begins with text (capitals alike), by family name, at most limit.
int person_search(struct store *store, const char *text, struct local_date date, int limit,
	int (*each)(void *arg, const struct person_record *person), void *arg);
// Whether anybody is in that class now.
bool person_class_exists(struct store *store, const char *class);

// A parent's written word that their child walks home alone (policies.md, Words).
struct walker_record {
	int64_t id, person;
	char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT]; // both days included
	char days[WEEKDAYS_TEXT];
	int64_t by; // who wrote the parent's word down, and when: read only
	struct wall_time at;
};

int64_t walker_add(
	struct store *store, const struct walker_record *walker, int64_t by, struct wall_time at);
int walker_end(struct store *store, int64_t id, struct wall_time at);
// The permission that covers date, else the next one to begin, else the last to have ended;
// withdrawn ones never. -ERR_NOT_FOUND: none.
int walker_find(
	struct store *store, int64_t person, const char *date, struct walker_record *out_walker);

// The oldest permission not withdrawn that shares a day with from..until. -ERR_NOT_FOUND: none.
int walker_overlapping(struct store *store, int64_t person, const char *from, const char *until,
	struct walker_record *out_walker);

// Those not withdrawn whose last day is date or later, by the pupil's class and name, at most
// limit; each returning non-zero stops.
int walker_each(struct store *store, const char *date, int limit,
	int (*each)(void *arg, const struct walker_record *walker), void *arg);

// A person's own contact times on one weekday (1 = Monday). count 0 with none set: none that day;
// with none clear: nothing entered, so the session times hold.
#define CONTACT_SPANS 8
int contact_put(struct store *store, int64_t person, int weekday, const struct dayspan *spans,
	size_t count, bool none);

// A late pupil signed in by the office (FX-1). A second signing-in of the day replaces the first.
int arrival_put(
	struct store *store, int64_t person, const char *date, struct wall_time at, int64_t by);

#endif
