// SPDX-License-Identifier: GPL-3.0-or-later
// The school's calendar, as the office and the Headteacher set it. All inside the caller's
// transaction; each is an event of the record.
//
// by: office, SLT or headteacher, except where it says Headteacher. All return 0, or with a
// sentence in why: -ERR_DENIED by may not, -ERR_ARG the values make no sense, -ERR_EXISTS a term
// overlaps another, -ERR_NOT_FOUND nothing there to remove.
#ifndef REGISTER_CALENDAR_H
#define REGISTER_CALENDAR_H

#include "store/actor.h"
#include "store/days.h"

// For init: the hours of an ordinary English primary school (hand-in 08:30-09:00, sessions
// 08:45-12:00 and 13:00-15:15, home-time 15:15) and, until terms are entered, every weekday of the
// school year around today (1 September to 31 August) as a school day. Both are guesses: the
// settings 'hours' and 'terms' say "to be checked" until somebody enters their own. Changes nothing
// where hours or terms are there. 0 or negative.
int calendar_init(struct store *store, struct local_date today);
// Which of the two are still guesses: a sentence for status, "" where neither is.
int calendar_unchecked(struct store *store, char out_sentence[ACTOR_WHY]);

// The first term entered replaces the guess. At most 400 days long.
int calendar_add_term(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date from, struct local_date until, const char *name, char why[ACTOR_WHY]);
int calendar_remove_term(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date from, char why[ACTOR_WHY]);
// kind: school (on a day that else is none), inset or holiday.
int calendar_set_day(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date date, enum day_kind kind, const char *name, char why[ACTOR_WHY]);
int calendar_clear_day(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date date, char why[ACTOR_WHY]);

// class "": everybody; date NULL: every school day. With a date a reason is compulsory. start is
// not after the first session, home_time not before the last one's start.
int calendar_set_hours(struct store *store, const struct actor *by, struct wall_time now,
	const char *class, const struct local_date *date, const struct school_hours *hours,
	char why[ACTOR_WHY]);
// Hours from their written forms ("15:15", "08:45-12:00,13:00-15:15", "08:30-09:00"); start is the
// first session's. -ERR_FORMAT with a sentence.
int school_hours_read(const char *sessions, const char *home_time, const char *hand_in,
	struct school_hours *out_hours, char why[ACTOR_WHY]);

// The Headteacher closes the school at minute (since 00:00) on a school day: sessions end then, no
// class's home-time is later, and no club takes place. A class that goes home earlier anyway keeps
// its own. class "" is the whole school; otherwise that class alone goes home then. -ERR_NOT_FOUND:
// nobody is in it.
int calendar_close_early(struct store *store, const struct actor *by, struct wall_time now,
	const char *class, struct local_date date, int minute, const char *reason,
	char why[ACTOR_WHY]);
// The pure part of it.
void school_hours_cut(struct school_hours *hours, int minute);

// A late pupil signed in now (FX-1).
int calendar_sign_in(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY]);

// A person's own contact times on the weekdays of mask (bit 0 = Monday): spans as text, "none", or
// "" for the session times again.
int calendar_set_contact(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, uint8_t mask, const char *spans, char why[ACTOR_WHY]);

#endif
