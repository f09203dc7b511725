// SPDX-License-Identifier: GPL-3.0-or-later
// Whose card it is: of a number, and of what was last held to the desk's reader.
#include <string.h>

#include "api/handler.h"
#include "api/names.h"
#include "base/err.h"
#include "register/uid.h"
#include "store/cards.h"

// Older than this it was somebody else at the desk.
#define DESK_CARD_MS 60000

static const char *const states[] = {"in use", "ended", "lost"};

// Adds whose the card is: person (a reference and a name, or null), state, and one sentence.
static int answer_whose(struct api_call *call, const char *uid)
{
	struct store *store = call->api->store;
	struct card card;
	char name[NAME_TEXT];
	int err = card_find(store, uid, &card);

	struct person_record person;

	json_object_set_new(call->answer, "person", json_null());
	json_object_set_new(call->answer, "ref", json_null());
	json_object_set_new(call->answer, "category", json_string(""));
	json_object_set_new(call->answer, "state", json_string("nobody's"));
	if (err == -ERR_NOT_FOUND) {
		int part = card_is_part(store, uid);

		if (part < 0)
			return api_failed(call, "The cards cannot be read", part);
		json_object_set_new(call->answer, "ambiguous", json_boolean(part));
		return api_say(call, "%s",
			part ? "These are four bytes of a card that has more, and another card may "
			       "share them: set the reader to give all bytes, or use a PC/SC "
			       "reader."
			     : "This card is nobody's. Find the person, and give it to them.");
	}
	if (err < 0)
		return api_failed(call, "The cards cannot be read", err);
	name_person(store, card.person, name);
	if (person_get(store, card.person, &person) == 0) {
		json_object_set_new(call->answer, "ref", json_string(person.ref));
		json_object_set_new(call->answer, "category", json_string(person.category));
	}
	json_object_set_new(call->answer, "person", json_string(name));
	json_object_set_new(call->answer, "state", json_string(states[card.state]));
	json_object_set_new(call->answer, "ambiguous", json_false());
	return api_say(call, "%s%s", name,
		card.state == CARD_LOST	   ? ": this card was reported lost."
		: card.state == CARD_ENDED ? ": this card is not used any more."
					   : "");
}

int request_card_whose(struct api_call *call)
{
	const char *text = api_needed(call, "uid");
	char uid[UID_TEXT];
	char why[200];

	if (!text)
		return -1;
	if (uid_normalise(text, uid, why) < 0)
		return api_refuse(call, "%s", why);
	return answer_whose(call, uid);
}

int request_desk_card(struct api_call *call)
{
	const struct desk_card *card = call->api->desk_card;

	json_object_set_new(call->answer, "uid", json_null());
	if (!card)
		return api_say(call, "No service runs, so nothing reads the desk's cards.");
	json_object_set_new(call->answer, "trouble", json_string(card->trouble));
	json_object_set_new(call->answer, "number", json_integer(card->number));
	if (!card->number || card->age_ms > DESK_CARD_MS)
		return api_say(call, "%s",
			card->trouble[0]
				? card->trouble
				: "No card was held to the desk's reader in the last minute.");
	json_object_set_new(call->answer, "age_ms", json_integer(card->age_ms));
	if (!card->uid[0])
		return api_say(call, "%s", card->why);
	json_object_set_new(call->answer, "uid", json_string(card->uid));
	return answer_whose(call, card->uid);
}
