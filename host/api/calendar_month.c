// SPDX-License-Identifier: GPL-3.0-or-later
// A month of the calendar as the office reads it: what kind each day is and why, its hours, the
// terms, the hours of every class, and what is still a guess.
#include <stdio.h>
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "register/calendar.h"

#define TERMS_SHOWN   64
#define CLASSES_SHOWN 64

static json_t *span_json(struct dayspan span)
{
	return json_sprintf("%02d:%02d-%02d:%02d", span.from / 60, span.from % 60, span.until / 60,
		span.until % 60);
}

// As `calendar hours` takes them, so that a screen may put them back into its fields.
static json_t *hours_json(const struct school_hours *hours)
{
	char sessions[DAY_SESSIONS * 12 + 1] = "";

	for (int i = 0; i < hours->session_count; i++) {
		json_t *span = span_json(hours->sessions[i]);

		if (!span)
			return NULL;
		snprintf(sessions + strlen(sessions), sizeof sessions - strlen(sessions), "%s%s",
			i ? "," : "", json_string_value(span));
		json_decref(span);
	}
	return json_pack("{s:s, s:o, s:o, s:s, s:b}", "sessions", sessions, "home_time",
		json_sprintf("%02d:%02d", hours->home_time / 60, hours->home_time % 60), "hand_in",
		span_json(hours->hand_in), "reason", hours->reason, "closed_early",
		hours->closed_early);
}

static int add_day(struct store *store, json_t *days, struct local_date date)
{
	char text[LOCAL_DATE_TEXT], name[DAY_NAME];
	struct school_hours hours;
	enum day_kind kind, special;
	int err = day_kind_of(store, date, &kind);

	if (err == 0)
		err = day_name_of(store, date, name);
	if (err < 0)
		return err;
	local_date_print(date, text);
	err = special_day_find(store, date, &special);
	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	json_t *day = json_pack("{s:s, s:s, s:s, s:b, s:i}", "date", text, "kind",
		word_text(&day_kind_words, (int)kind), "name", name, "special", err == 0, "weekday",
		(int)local_weekday(date));

	err = kind == DAY_SCHOOL ? hours_find(store, "", date, &hours) : -ERR_NOT_FOUND;
	if (err == 0)
		json_object_set_new(day, "hours", hours_json(&hours));
	json_array_append_new(days, day);
	return err == -ERR_NOT_FOUND ? 0 : err;
}

static int add_terms(struct api_call *call)
{
	static struct term_record terms[TERMS_SHOWN];
	int count = term_list(call->api->store, terms, TERMS_SHOWN);
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT];

		local_date_print(terms[i].from, from);
		local_date_print(terms[i].until, until);
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", terms[i].name,
						    "from", from, "until", until));
	}
	json_object_set_new(call->answer, "terms", list);
	return count;
}

// Everybody's hours under the class "", then each class that has its own.
static int add_class_hours(struct api_call *call)
{
	static char classes[CLASSES_SHOWN + 1][PERSON_CLASS];
	struct store *store = call->api->store;
	int count = hours_classes(store, classes + 1, CLASSES_SHOWN);
	json_t *list = json_array();

	for (int i = 0; i <= count; i++) {
		struct school_hours hours;
		int err = hours_find(store, classes[i], api_today(call), &hours);

		if (err == 0)
			json_array_append_new(list, json_pack("{s:s, s:o}", "class", classes[i],
							    "hours", hours_json(&hours)));
		else if (err != -ERR_NOT_FOUND)
			count = err;
	}
	json_object_set_new(call->answer, "hours", list);
	return count;
}

int request_calendar_month(struct api_call *call)
{
	struct local_date today = api_today(call), date, first;
	char unchecked[ACTOR_WHY] = "", text[LOCAL_DATE_TEXT], month[LOCAL_DATE_TEXT];
	json_t *days = json_array();
	int err = 0;

	json_object_set_new(call->answer, "days", days);
	if (!api_date(call, "date", &today, &date))
		return -1;
	local_date_print(date, month);
	memcpy(month + 8, "01", 3);
	if (local_date_parse(month, strlen(month), &first) < 0)
		return api_failed(call, "Reading the date", -ERR_ARG);
	month[7] = '\0';
	json_object_set_new(call->answer, "month", json_string(month));
	local_date_print(today, text);
	json_object_set_new(call->answer, "today", json_string(text));
	for (date = first; err == 0; date.day++) {
		local_date_print(date, text);
		if (strncmp(text, month, 7) != 0)
			break;
		err = add_day(call->api->store, days, date);
		api_line(call, "%s  %s %s", text,
			json_string_value(json_object_get(
				json_array_get(days, json_array_size(days) - 1), "kind")),
			json_string_value(json_object_get(
				json_array_get(days, json_array_size(days) - 1), "name")));
	}
	if (err == 0)
		err = add_terms(call);
	if (err >= 0)
		err = add_class_hours(call);
	if (err >= 0)
		err = calendar_unchecked(call->api->store, unchecked);
	json_object_set_new(call->answer, "unchecked", json_string(unchecked));
	return err < 0 ? api_failed(call, "Reading the calendar", err) : 0;
}
