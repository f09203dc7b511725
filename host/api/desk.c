// SPDX-License-Identifier: GPL-3.0-or-later
// What the office does at its desk: take in, give back, write down what was done by hand.
#include <string.h>

#include "api/desk.h"
#include "api/words.h"
#include "base/err.h"
#include "exceptions/holds.h"
#include "store/custodies.h"

bool desk_read_place(struct api_call *call, struct desk_place *out_place)
{
	out_place->safe = api_text(call, "safe", "");
	out_place->envelope = out_place->safe ? api_text(call, "envelope", "") : NULL;
	if (!out_place->envelope)
		return false;
	if (json_object_get(call->request, "bank")) {
		out_place->bank = api_bank(call, "bank");
		return out_place->bank != 0;
	}
	if (out_place->safe[0] && !out_place->envelope[0]) {
		char next[CUSTODY_ENVELOPE];
		int err = custody_free_envelope(call->api->store, out_place->safe, next);

		if (err < 0)
			return api_failed(call, "Finding an envelope", err) == 0;
		json_object_set_new(call->answer, "envelope", json_string(next));
		api_line(call, "Write %s on the envelope.", next);
		out_place->envelope = json_string_value(json_object_get(call->answer, "envelope"));
	}
	if (!out_place->safe[0])
		api_refuse(call, "Where does it go? Name a cabinet's \"bank\", or a \"safe\" and "
				 "an \"envelope\".");
	return out_place->safe[0] != '\0';
}

int64_t desk_read_device(struct api_call *call, int64_t person)
{
	const char *word = api_text(call, "device", "phone");
	int kind = word ? words_device(word) : -1;
	int64_t device;

	if (!word)
		return -1;
	if (kind < 0)
		return api_refuse(call, "A device is a phone, smart watch, tablet, camera, "
					"recorder, console or other.");
	device = device_for(call->api->store, person, (enum device_kind)kind);
	return device < 0 ? api_failed(call, "Entering the device", (int)device) : device;
}

int desk_tell(struct api_call *call, int err, const char *nothing, const struct desk_answer *desk)
{
	static const char *const outcomes[] = {"allow", "refuse", "refer"};

	if (err == -ERR_ARG || err == -ERR_NOT_FOUND)
		return api_refuse(call, "%s", nothing);
	if (err == -ERR_DENIED)
		return api_refuse(call, "It is held: say how whoever takes it was identified "
					"(\"identified\"); evidence goes to the police alone, "
					"which is recorded at its hold.");
	if (err < 0)
		return api_failed(call, "This", err);
	json_object_set_new(call->answer, "outcome", json_string(outcomes[desk->outcome]));
	json_object_set_new(call->answer, "rule", json_string(desk->rule));
	if (desk->custody)
		json_object_set_new(call->answer, "custody", json_integer(desk->custody));
	if (desk->door)
		json_object_set_new(call->answer, "door", json_integer(desk->door));
	json_object_set_new(call->answer, "pending", json_boolean(desk->pending));
	if (desk->outcome == OUTCOME_ALLOW)
		return api_say(call, "%s (%s)", desk->say, desk->rule);
	call->keep = true;
	return api_refuse(call, "%s (%s, %s)", desk->say, outcomes[desk->outcome], desk->rule);
}

int request_desk_hand_in(struct api_call *call)
{
	struct desk_hand_in what = {.person = api_person(call, "person")};
	struct actor by = api_actor(call);
	struct desk_answer answer;
	struct hold_row hold;
	char end[160];
	int off, internet;

	if (!what.person || !desk_read_place(call, &what.place) || !desk_as_seen(call, what.person))
		return -1;
	if (json_object_get(call->request, "hold")) {
		snprintf(end, sizeof end, "for the police, and go to nobody else");
		if (json_object_get(call->request, "incident")
				? !api_plan_evidence(call, "hold", &hold)
				: !api_plan_hold(call, "hold", &hold, end, sizeof end))
			return -1;
		json_object_set_new(
			call->answer, "preview", json_boolean(!api_flag(call, "confirm")));
		if (!api_flag(call, "confirm"))
			return api_say(
				call, "It would be held %s. Nothing is done yet: confirm it.", end);
		what.hold = &hold;
	}
	off = api_attest(call, "switched_off");
	internet = off < 0 ? -1 : api_attest(call, "internet_off");
	what.device = internet < 0 ? -1 : desk_read_device(call, what.person);
	if (what.device < 0)
		return -1;
	what.switched_off = (enum attested)off;
	what.internet_off = (enum attested)internet;
	return desk_took(call,
		custody_desk_hand_in(call->api->custody, call->api->now, &by, &what, &answer),
		&what.place, &answer);
}

int request_desk_collect(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct desk_answer answer;
	struct desk_give give = {.person = api_person(call, "person")};
	char why[ACTOR_WHY] = "";

	give.custody = give.person ? api_number(call, "custody", 1, INT64_MAX, 0) : -1;
	if (give.custody < 0)
		return -1;
	if (json_object_get(call->request, "to") && (give.to = api_person(call, "to")) == 0)
		return -1;
	give.identified = api_text(call, "identified", "");
	if (!give.identified)
		return -1;
	if (!give.identified[0])
		give.identified = NULL;
	else if (holds_identified(give.identified, why) < 0)
		return api_refuse(call, "%s", why);
	int err = custody_desk_give(call->api->custody, call->api->now, &by, &give, &answer);

	return err == -ERR_NOT_FOUND ? desk_gone(call, give.custody)
				     : desk_tell(call, err, "Nothing of theirs is in.", &answer);
}

int request_desk_by_hand(struct api_call *call)
{
	struct desk_by_hand what = {.person = api_person(call, "person")};
	struct actor by = api_actor(call);
	struct desk_answer answer;
	const char *did = what.person ? api_needed(call, "did") : NULL;

	if (!did)
		return -1;
	if (strcmp(did, "hand-in") != 0 && strcmp(did, "collect") != 0)
		return api_refuse(call, "\"did\" is hand-in or collect.");
	if (!api_moment(call, "at", call->api->now.wall, &what.at))
		return -1;
	if (strcmp(did, "collect") == 0) {
		what.what = BY_HAND_OUT;
		what.custody = api_number(call, "custody", 1, INT64_MAX, 0);
		if (what.custody < 0 || (json_object_get(call->request, "to") &&
						(what.to = api_person(call, "to")) == 0))
			return -1;
	} else {
		int64_t door;

		what.what = BY_HAND_IN;
		if (!desk_read_place(call, &what.place))
			return -1;
		door = what.place.bank ? api_number(call, "door", 1, BANK_DOORS_MAX, -1) : 0;
		if (door < 0)
			return -1;
		what.door = (int)door;
	}
	return desk_tell(call,
		custody_desk_by_hand(call->api->custody, call->api->now, &by, &what, &answer),
		"That does not fit what is on record: see what is in, and where.", &answer);
}

static bool read_door(struct api_call *call, int64_t *out_bank, int *out_door)
{
	int64_t door;

	*out_bank = api_bank(call, "bank");
	door = *out_bank ? api_number(call, "door", 1, BANK_DOORS_MAX, -1) : -1;
	*out_door = (int)door;
	return door > 0;
}

int request_desk_open(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct desk_answer answer;
	int64_t bank;
	int door;

	if (!read_door(call, &bank, &door))
		return -1;
	return desk_tell(call,
		custody_desk_open(call->api->custody, call->api->now, &by, bank, door, &answer),
		"That cabinet has no such door.", &answer);
}

int request_desk_looked(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t bank;
	int door, something, err;

	if (!read_door(call, &bank, &door))
		return -1;
	something = api_attest(call, "something");
	if (something < 0)
		return -1;
	if (something == ATTEST_UNASKED)
		return api_refuse(call, "Was \"something\" inside? Say yes or no.");
	err = custody_desk_looked(
		call->api->custody, call->api->now, &by, bank, door, something == ATTEST_YES);
	if (err == -ERR_NOT_FOUND)
		return api_refuse(call, "That cabinet has no such door.");
	if (err == -ERR_BUSY)
		return api_refuse(
			call, "That door is being opened for somebody; look again after.");
	return err < 0 ? api_failed(call, "Recording it", err)
		       : api_say(call,
				 "Recorded: the door is in use and its sensor trusted again.");
}
