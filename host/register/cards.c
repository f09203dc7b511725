// SPDX-License-Identifier: GPL-3.0-or-later
// Giving cards out and taking them back; the record says whose, never which number.
#include "register/cards.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/walltime.h"
#include "register/uid.h"
#include "store/card_admin.h"
#include "store/events.h"
#include "store/people.h"

static int may(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	char out_uid[UID_TEXT], char why[ACTOR_WHY])
{
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_OFFICE, "give out and take back cards", &role, why);

	return result < 0 ? result : uid_normalise(uid, out_uid, why);
}

static int give(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	const struct person_record *person, char why[ACTOR_WHY])
{
	struct person_record other;
	struct card card;
	int result = card_find(store, uid, &card);

	if (result == -ERR_NOT_FOUND) {
		result = card_add(store, uid, person->id, now);
		return result < 0 ? result
				  : actor_record(store, by, now, "card given", person->id, NULL);
	}
	if (result < 0)
		return result;
	if (card.state != CARD_ACTIVE) {
		result = card_give_again(store, uid, person->id, now);
		return result < 0 ? result
				  : actor_record(store, by, now, "card given", person->id, NULL);
	}
	if (card.person == person->id)
		return 0;
	result = person_get(store, card.person, &other);
	if (result < 0)
		return result;
	return REFUSE(ERR_EXISTS, "This card is %s's: end it there first.", other.ref);
}

int cards_give(struct store *store, const struct actor *by, struct wall_time now,
	const char *uid_text, const char *person_ref, char why[ACTOR_WHY])
{
	struct person_record person;
	char uid[UID_TEXT];
	int result = may(store, by, now, uid_text, uid, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	return result < 0 ? result : give(store, by, now, uid, &person, why);
}

static int take_back(struct store *store, const struct actor *by, struct wall_time now,
	const char *uid_text, enum card_state state, const char *kind, char why[ACTOR_WHY])
{
	struct card card;
	char uid[UID_TEXT];
	int result = may(store, by, now, uid_text, uid, why);

	if (result < 0)
		return result;
	result = card_find(store, uid, &card);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Nobody has a card with this number.");
	if (result < 0 || card.state == state)
		return result;
	result = card_set_state(store, uid, state, now);
	return result < 0 ? result : actor_record(store, by, now, kind, card.person, NULL);
}

int cards_end(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	char why[ACTOR_WHY])
{
	return take_back(store, by, now, uid, CARD_ENDED, "card ended", why);
}

int cards_lost(struct store *store, const struct actor *by, struct wall_time now, const char *uid,
	char why[ACTOR_WHY])
{
	return take_back(store, by, now, uid, CARD_LOST, "card lost", why);
}

int cards_replace(struct store *store, const struct actor *by, struct wall_time now,
	const char *uid_text, const char *person_ref, char why[ACTOR_WHY])
{
	struct person_record person;
	struct card card;
	char uid[UID_TEXT];
	int result = may(store, by, now, uid_text, uid, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result < 0)
		return result;
	result = card_find(store, uid, &card);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	if (result == 0 && card.state == CARD_ACTIVE)
		return card.person == person.id
			       ? REFUSE(ERR_EXISTS, "This is the card %s has in use.", person.ref)
			       : give(store, by, now, uid, &person, why);
	result = card_set_state_all(store, person.id, CARD_LOST, now);
	for (int i = 0, lost = result; i < lost && result >= 0; i++)
		result = actor_record(store, by, now, "card lost", person.id, NULL);
	return result < 0 ? result : give(store, by, now, uid, &person, why);
}
