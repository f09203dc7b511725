// SPDX-License-Identifier: GPL-3.0-or-later
// Cards, as the office gives them out and takes them back. All inside the caller's transaction;
// each is an event of the record (without the number: design.md section 10).
//
// uid is as typed (uid.h). by: office, SLT or headteacher. All return 0, or with a sentence in why:
// -ERR_FORMAT no card number, -ERR_DENIED by may not, -ERR_NOT_FOUND no such person or card,
// -ERR_EXISTS somebody has it, -ERR_ARG otherwise not possible.
#ifndef REGISTER_CARDS_H
#define REGISTER_CARDS_H

#include "store/actor.h"
#include "store/store.h"

// A card that ended, or was lost and found, may be given again; one in use may not. Giving a person
// the card they have changes nothing.
int cards_give(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	const char *person_ref, char why[ACTOR_WHY]);
// Handed back: the card can be given to somebody else.
int cards_end(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	char why[ACTOR_WHY]);
// Opens nothing from now on; a tap of it is named in the office.
int cards_lost(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	char why[ACTOR_WHY]);
// All cards that the person has in use are lost, and this one is theirs.
int cards_replace(struct store *store, const struct actor *by, struct wall_time now,
	const char *uid, const char *person_ref, char why[ACTOR_WHY]);

#endif
