// SPDX-License-Identifier: GPL-3.0-or-later
// Overrides: a device given back although it was refused, or the Headteacher advised (RP-12).
#include "exceptions/overrides.h"

#include <string.h>

#include "api/desk.h"
#include "api/handler.h"
#include "base/err.h"

// Gives it back, and keeps why beside the decision that was written down for it.
static int give_back(struct api_call *call, const struct desk_give *give,
	struct override_row *override, char why[ACTOR_WHY])
{
	struct actor by = api_actor(call);
	struct desk_answer answer;
	int64_t id;
	int err = custody_desk_give(call->api->custody, call->api->now, &by, give, &answer);

	if (err == -ERR_EXISTS)
		return api_refuse(call, "It is allowed: give it back, no override is needed.");
	if (err == 0 && answer.outcome == OUTCOME_ALLOW) {
		override->decision = answer.decision;
		override->custody = answer.custody;
		id = overrides_record(call->api->store, &by, call->api->now.wall, override, why);
		if (id < 0)
			return api_end(call, id, why, "");
		json_object_set_new(call->answer, "override", json_integer(id));
		json_object_set_new(call->answer, "decision", json_integer(answer.decision));
	}
	return desk_tell(call, err, "Nothing of theirs is in.", &answer);
}

int request_override_collect(struct api_call *call)
{
	struct override_row override = {.acted = OVERRIDE_NOW};
	struct desk_give give = {.person = api_person(call, "person"), .override = true};
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *text = give.person ? api_needed(call, "justification") : NULL;
	int err;

	if (!text)
		return -1;
	give.custody = api_number(call, "custody", 1, INT64_MAX, 0);
	if (give.custody < 0 ||
		(json_object_get(call->request, "to") && (give.to = api_person(call, "to")) == 0))
		return -1;
	err = overrides_may_give(
		call->api->store, &by, call->api->now.wall, give.person, text, why);
	if (err < 0)
		return api_end(call, err, why, "");
	override.person = give.person;
	snprintf(override.justification, sizeof override.justification, "%s", text);
	return give_back(call, &give, &override, why);
}

int request_override_note(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *text = api_needed(call, "justification");
	const char *about = text ? api_text(call, "about", "") : NULL;
	int64_t decision = about ? api_number(call, "decision", 1, INT64_MAX, 0) : -1;
	int64_t id;

	if (decision < 0)
		return -1;
	id = overrides_note(call->api->store, &by, call->api->now.wall, about[0] ? about : NULL,
		decision, api_flag(call, "proposed") ? OVERRIDE_PROPOSED : OVERRIDE_BEFORE, text,
		why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "The Headteacher is advised.");
}
