// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs: who is kept after school on which weekdays until when. What they do to a home-time is in
// facts.h.
#ifndef STORE_CLUBS_H
#define STORE_CLUBS_H

#include "store/people.h"

#define CLUB_NAME 49 // bytes with the ending zero

struct club_record {
	int64_t id;
	char name[CLUB_NAME];
	uint8_t weekdays;				    // bit 0 = Monday
	char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT]; // both days included
	char ends[6];					    // "16:15"
	int members;					    // read only: on the date asked
};

// Returns the new id; -ERR_EXISTS: there is one of that name.
int64_t club_add(struct store *store, const struct club_record *club);
int club_find(struct store *store, const char *name, struct club_record *out_club);
int club_set_until(struct store *store, int64_t club, const char *until);
// In order of name, those over before date left out. Returns how many, or what each returned.
int club_each(struct store *store, const char *date,
	int (*each)(void *arg, const struct club_record *club), void *arg);

// From that day on; -ERR_EXISTS: they are in it then.
int club_join(struct store *store, int64_t club, int64_t person, const char *from);
// until: the first day no longer. -ERR_NOT_FOUND: they are not in it then.
int club_leave(struct store *store, int64_t club, int64_t person, const char *until);
// Its members on date, by family name. As club_each.
int club_members(struct store *store, int64_t club, const char *date,
	int (*each)(void *arg, const char *ref, const char *name), void *arg);

// Does not take place on that date; off false: it does after all.
int club_off(struct store *store, int64_t club, const char *date, bool off);

#endif
