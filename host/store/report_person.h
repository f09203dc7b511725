// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the record holds about one person, list by list, for reports/person.h (LAW-5).
#ifndef STORE_REPORT_PERSON_H
#define STORE_REPORT_PERSON_H

#include "base/time.h"
#include "store/store.h"

#define PERSON_CELLS 12

enum person_cell_kind { PERSON_CELL_TEXT, PERSON_CELL_TIME, PERSON_CELL_RULE };

struct person_cell {
	enum person_cell_kind kind;
	const char *text;    // of TEXT and RULE; "" where there is none
	struct wall_time at; // of TIME; 0 where there is none
};

// The lists, each with its cells in order. People are given by name; oldest first.
enum person_list {
	PERSON_CARDS,	  // the number's last four digits, state, since, time of that state
	PERSON_CUSTODIES, // device, kind, place, in, known, said by, out, known, said by, given to,
			  // switched off, internet off
	PERSON_DECISIONS, // at, place, action, outcome, rule, said
	PERSON_GRANTS,	  // kind, from, until, by, as, reason, rooms, review, entered, ended
	PERSON_ASKS,	  // kind, from, until, asked by, reason, rooms, asked, state, answered, by,
			  // answer
	PERSON_WALKERS,	  // from, until, days, entered by, entered, withdrawn
	PERSON_BANS,	  // kind, rule, from, until, by, lifted, lifted by, why
	PERSON_BREACHES,  // rule, at, by, state, outcome
	PERSON_HOLDS,	  // kind, rule, reason, by, at, until, look at on, given to, identified
	PERSON_OVERRIDES, // at, by, acted, justification
	PERSON_SIGN_INS,  // in, by, out, by, about
	PERSON_LOANS,	  // device, out, due, back, beside, authorised by, consent, images
	PERSON_ARRIVALS,  // date, at, by
	PERSON_CONTACT,	  // weekday, from, until
	PERSON_PAST,	  // until, year, class
	PERSON_CLUBS,	  // club, ends, from, until
	PERSON_QUESTIONS, // asked, place, sentence, answered, answer, by
	PERSON_NOTICES,	  // at, to, kind, text, done, by
	PERSON_EVENTS,	  // number, at, what, place, by
	PERSON_LISTS
};

// Calls each for every row, with count cells that live until it returns. Returns how many, a
// negative enum err, or what each returned where that was not 0.
int report_person_each(struct store *store, int64_t person, enum person_list list,
	int (*each)(void *arg, const struct person_cell *cells, int count), void *arg);

#endif
