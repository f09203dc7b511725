// SPDX-License-Identifier: GPL-3.0-or-later
// Visitors, contractors and parents at reception: on the register for their visit, signed in, out
// (RP-10, BF-2; docs/visitors.md). Their device is custody's, like anybody's at the desk.
#ifndef REGISTER_VISITORS_H
#define REGISTER_VISITORS_H

#include "store/actor.h"
#include "store/visitors.h"

struct visitor_wish {
	const char *given, *family;
	const char *category; // visitor, contractor or parent
	const char *about;    // their firm, or whom they come to see; "" where nobody asked
	const char *ref;      // who they are on the register, where the name alone does not say; ""
};

// Signs them in: whoever of that name and category is known, or somebody new. -ERR_DENIED,
// -ERR_ARG, -ERR_EXISTS with a sentence.
int visitors_sign_in(struct store *store, const struct actor *by, struct wall_time now,
	const struct visitor_wish *wish, struct person_record *out_person, char why[ACTOR_WHY]);
// left_behind: how many of their devices stay in.
int visitors_sign_out(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, int left_behind, char why[ACTOR_WHY]);

#endif
