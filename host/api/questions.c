// SPDX-License-Identifier: GPL-3.0-or-later
// Doors in doubt: listed with the answers staff may give, and answered.
#include "store/questions.h"
#include "api/handler.h"
#include "api/names.h"
#include "base/err.h"

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct question_row *question)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	char person[NAME_TEXT], bank[BANK_NAME], at[LOCAL_TIME_TEXT];
	json_t *answers = json_loads(question->answers, 0, NULL);

	name_person(store, question->person, person);
	name_bank(store, question->bank, bank);
	local_time_print(local_from_wall(question->asked_at), at);
	json_array_append_new(listing->list,
		json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:s, s:O}", "id",
			(json_int_t)question->id, "kind", question->kind, "asked_at", at, "bank",
			bank, "door", question->door, "person", person, "sentence",
			question->sentence, "answers", answers ? answers : json_null()));
	api_line(listing->call, "%lld  %s  %s door %d%s%s: %s  %s", (long long)question->id, at,
		bank, question->door, person[0] ? ", " : "", person, question->sentence,
		question->answers);
	json_decref(answers);
	return 0;
}

int request_question_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	int count = question_each_open(call->api->store, list_one, &listing);

	json_object_set_new(call->answer, "questions", listing.list);
	if (count < 0)
		return api_failed(call, "Reading the questions", count);
	return count == 0 ? api_say(call, "No door is in doubt.") : 0;
}

int request_question_answer(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *answer = id < 0 ? NULL : api_needed(call, "answer");
	int64_t person = 0;
	int err;

	if (!answer || (json_object_get(call->request, "person") &&
			       (person = api_person(call, "person")) == 0))
		return -1;
	err = custody_desk_answer(call->api->custody, call->api->now, &by, id, answer, person);
	if (err == -ERR_NOT_FOUND)
		return api_refuse(call,
			"That question is not open any more: it was answered, or never asked.");
	if (err == -ERR_ARG)
		return api_refuse(
			call, "That is none of its answers, or it needs a person as well.");
	return err < 0 ? api_failed(call, "Answering", err) : api_say(call, "Answered.");
}
