// SPDX-License-Identifier: GPL-3.0-or-later
// The files of the calendar: term dates and staff's contact times.
#include "api/handler.h"
#include "base/err.h"
#include "register/contact_import.h"
#include "register/terms_import.h"

#include <string.h>

static const char *file_of(struct api_call *call, const char *field)
{
	return json_object_get(call->request, field) ? api_text(call, field, NULL)
						     : api_needed(call, field);
}

static void tell_terms(struct api_call *call, const struct terms_plan *plan)
{
	size_t count;
	const struct terms_row *rows = terms_plan_rows(plan, &count);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		const char *act = terms_act_word(rows[i].act);

		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s, s:s}", "from", rows[i].from, "until",
				      rows[i].until, "summary", rows[i].summary, "act", act, "what",
				      rows[i].what));
		if (rows[i].act != TERMS_SAME)
			api_line(call, "%s: %s \"%s\": %s", act, rows[i].from, rows[i].summary,
				rows[i].what);
	}
	json_object_set_new(call->answer, "rows", list);
}

static int end_terms(struct api_call *call, const struct terms_plan *plan)
{
	struct actor by = api_actor(call);
	size_t refused = terms_plan_count(plan, TERMS_REFUSED);
	char why[FILE_WHY] = "";
	int written;

	if (refused > 0)
		return api_refuse(call,
			"%zu event%s refused, so nothing %s written; put %s right in the calendar.",
			refused, refused == 1 ? " is" : "s are",
			api_flag(call, "apply") ? "was" : "would be", refused == 1 ? "it" : "them");
	if (!api_flag(call, "apply"))
		return api_say(call,
			"A preview: %zu to add, %zu to change, %zu as they are, %zu left out. "
			"Nothing "
			"is written before it is applied.",
			terms_plan_count(plan, TERMS_ADD), terms_plan_count(plan, TERMS_CHANGE),
			terms_plan_count(plan, TERMS_SAME), terms_plan_count(plan, TERMS_LEFT_OUT));
	written = terms_import_apply(call->api->store, plan, &by, call->api->now.wall, why);
	return written < 0 ? api_end(call, written, why, "")
			   : api_say(call, "Written: %d terms and days.", written);
}

int request_import_terms(struct api_call *call)
{
	const char *ics = file_of(call, "ics");
	struct terms_plan *plan;
	char why[FILE_WHY] = "";
	int err;

	if (!ics)
		return -1;
	err = terms_import_plan(call->api->store, ics, strlen(ics), &plan, why);
	if (err < 0)
		return api_end(call, err, why, "");
	tell_terms(call, plan);
	err = end_terms(call, plan);
	terms_plan_close(plan);
	return err;
}

static void tell_contacts(struct api_call *call, const struct contact_plan *plan)
{
	static const char *const words[] = {"change", "same", "refused"};
	size_t count;
	const struct contact_row *rows = contact_plan_rows(plan, &count);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		json_array_append_new(list,
			json_pack("{s:i, s:s, s:s, s:s}", "line", (int)rows[i].line, "ref",
				rows[i].ref, "act", words[rows[i].act], "what", rows[i].what));
		if (rows[i].act == CONTACT_REFUSED)
			api_line(call, "refused: %s", rows[i].what);
		else if (rows[i].act == CONTACT_CHANGE)
			api_line(call, "line %u: %s: %s", rows[i].line, rows[i].ref, rows[i].what);
	}
	json_object_set_new(call->answer, "rows", list);
}

static int end_contacts(struct api_call *call, const struct contact_plan *plan)
{
	struct actor by = api_actor(call);
	size_t refused = contact_plan_count(plan, CONTACT_REFUSED);
	char why[CSV_WHY] = "";
	int written;

	if (refused > 0)
		return api_refuse(call,
			"%zu row%s cannot be read, so nothing %s written; put %s right in the "
			"file.",
			refused, refused == 1 ? "" : "s",
			api_flag(call, "apply") ? "was" : "would be", refused == 1 ? "it" : "them");
	if (!api_flag(call, "apply"))
		return api_say(call,
			"A preview: %zu to change, %zu as they are. Nothing is written "
			"before it is applied.",
			contact_plan_count(plan, CONTACT_CHANGE),
			contact_plan_count(plan, CONTACT_SAME));
	written = contact_import_apply(call->api->store, plan, &by, call->api->now.wall, why);
	return written < 0 ? api_end(call, written, why, "")
			   : api_say(call, "Written: the contact times of %d people.", written);
}

int request_import_contact(struct api_call *call)
{
	const char *csv = file_of(call, "csv");
	struct contact_plan *plan;
	char why[CSV_WHY] = "";
	int err;

	if (!csv)
		return -1;
	err = contact_import_plan(
		call->api->store, csv, strlen(csv), call->api->now.wall, &plan, why);
	if (err < 0)
		return api_end(call, err, why, "");
	tell_contacts(call, plan);
	err = end_contacts(call, plan);
	contact_plan_close(plan);
	return err;
}

int request_calendar_word(struct api_call *call)
{
	struct actor by = api_actor(call);
	const char *word = api_needed(call, "word");
	const char *means = word ? api_needed(call, "meaning") : NULL;
	char why[ACTOR_WHY] = "";

	if (!means)
		return -1;
	return api_end(call,
		terms_word_put(call->api->store, &by, call->api->now.wall, word,
			strcmp(means, "ordinary") == 0 ? "" : means, why),
		why, "So it is read from now on.");
}

int request_calendar_words(struct api_call *call)
{
	static struct calendar_word words[CALENDAR_WORDS];
	int count = calendar_word_list(call->api->store, words, CALENDAR_WORDS);
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		json_array_append_new(list, json_pack("{s:s, s:s}", "word", words[i].word, "means",
						    calendar_meanings[words[i].means]));
		api_line(call, "%s: %s", words[i].word, calendar_meanings[words[i].means]);
	}
	json_object_set_new(call->answer, "words", list);
	return count < 0 ? api_failed(call, "Reading the words", count) : 0;
}
