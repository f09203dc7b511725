// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of day a date is, and its hours: terms, special days, sessions, home-time.
#ifndef STORE_DAYS_H
#define STORE_DAYS_H

#include "base/walltime.h"
#include "policy/words.h"
#include "store/daytext.h"
#include "store/people.h"
#include "store/store.h"

#define DAY_NAME     65 // bytes with the ending zero
#define DAY_SESSIONS 8

// A special day's own kind first; else Saturday and Sunday are weekend; else a day in a term is
// school; else holiday. Pure.
enum day_kind day_kind_from(
	struct local_date date, bool in_term, bool special, enum day_kind special_kind);

int day_kind_of(struct store *store, struct local_date date, enum day_kind *out_kind);
// The special day's or the term's name; "" where neither is there.
int day_name_of(struct store *store, struct local_date date, char out_name[DAY_NAME]);

// -ERR_EXISTS: another term has one of these days. Both days included.
int term_add(
	struct store *store, struct local_date from, struct local_date until, const char *name);
int term_remove(struct store *store, struct local_date from); // -ERR_NOT_FOUND
struct term_record {
	struct local_date from, until;
	char name[DAY_NAME];
};
int term_list(struct store *store, struct term_record *out_terms, int max); // how many

// Replaces what was said of that date. kind is school, inset or holiday.
int special_day_put(
	struct store *store, struct local_date date, enum day_kind kind, const char *name);
// What was said of that date. -ERR_NOT_FOUND.
int special_day_find(struct store *store, struct local_date date, enum day_kind *out_kind);
int special_day_remove(struct store *store, struct local_date date); // -ERR_NOT_FOUND

// Minutes since 00:00.
struct school_hours {
	int start, home_time;
	struct dayspan hand_in;
	struct dayspan sessions[DAY_SESSIONS];
	int session_count;
	char reason[DAY_NAME]; // why this date differs; "" on ordinary days
	bool closed_early;     // by the Headteacher: no club is after it
};

// class "" is everybody's. date NULL is every day's.
int hours_put(struct store *store, const char *class, const struct local_date *date,
	const struct school_hours *hours);
int hours_remove(struct store *store, const char *class, const struct local_date *date);
// The hours that hold for that class on that date: a row with the date before one without, and of
// those the class's own before everybody's. -ERR_NOT_FOUND: the school has entered none.
int hours_find(struct store *store, const char *class, struct local_date date,
	struct school_hours *out_hours);
// The classes that have a row of their own, "" left out; at most max. How many.
int hours_classes(struct store *store, char (*out_classes)[PERSON_CLASS], int max);

#endif
