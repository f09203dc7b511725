// SPDX-License-Identifier: GPL-3.0-or-later
// Who is here for a visit, as rows: signed in at reception, and out again.
#ifndef STORE_VISITORS_H
#define STORE_VISITORS_H

#include "base/time.h"
#include "store/people.h"
#include "store/store.h"

#define VISITOR_ABOUT 81 // bytes with the ending zero

struct visitor_row {
	int64_t id, person;
	char about[VISITOR_ABOUT]; // their firm, or whom they come to see
	struct wall_time in_at;
};

// Returns the new id. -ERR_EXISTS: they are signed in already.
int64_t visitor_in(
	struct store *store, int64_t person, const char *about, struct wall_time at, int64_t by);
// -ERR_NOT_FOUND: they are not signed in.
int visitor_out(struct store *store, int64_t person, struct wall_time at, int64_t by);
int visitor_find(struct store *store, int64_t person, struct visitor_row *out_visitor);
// Everybody signed in now, the longest first. Returns how many, or what each returned where not 0.
int visitor_each(
	struct store *store, int (*each)(void *arg, const struct visitor_row *visitor), void *arg);

// A visitor, contractor or parent of exactly that name who has not left. -ERR_NOT_FOUND: nobody;
// -ERR_EXISTS: several.
int visitor_known(struct store *store, const char *given, const char *family, const char *category,
	struct person_record *out_person);
// A reference nobody has: "V1", "V2", ...
int visitor_reference(struct store *store, char out_ref[PERSON_REF]);
// Whose device is in, of those categories, and who are not signed in: they left without it.
int visitor_each_left_behind(
	struct store *store, int (*each)(void *arg, int64_t person), void *arg);

#endif
