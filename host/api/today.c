// SPDX-License-Identifier: GPL-3.0-or-later
// The day as lists, for the Today and Home-time screens: who is expected, what is in, late,
// collected, refused and why, and which exceptions run. The rows are those of the day's report.
#include <string.h>

#include "api/day_state.h"
#include "api/handler.h"
#include "api/words.h"
#include "base/err.h"
#include "store/report_day.h"

#define REFUSALS_SHOWN 60 // the newest; the day's report has them all

struct telling {
	const struct report_day_rows *rows;
	struct wall_time now;
	const struct policy *policy; // for what its rules are called; NULL: not told
};

static json_t *custody_json(const struct telling *t, const struct report_custody *c)
{
	bool late = c->person.pupil && c->kind == CUSTODY_DEPOSIT && !c->arrived &&
		    !c->taken_back && day_has(t->rows, c->began_at) &&
		    day_past(t->rows, c->hours.hand_in_until, c->began_at);

	return json_pack("{s:I, s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:o}",
		"custody", (json_int_t)c->id, "ref", c->person.ref, "name", c->person.name, "class",
		c->person.class, "pupil", c->person.pupil, "device", c->device, "place", c->place,
		"state", day_state(t->rows, t->now, c), "in", day_clock(c->began_at), "out",
		day_clock(c->ended_at), "late", late, "earlier_day", !day_has(t->rows, c->began_at),
		"home_time", day_minute(c->hours.home_time));
}

// The custody of the day that tells most of an expected person: the last not taken back.
static const struct report_custody *custody_of(const struct telling *t, int64_t person)
{
	const struct report_custody *found = NULL;

	for (size_t i = 0; i < t->rows->custody_count; i++) {
		const struct report_custody *c = &t->rows->custodies[i];

		if (c->person.id == person && !c->taken_back)
			found = c;
	}
	return found;
}

// Somebody who keeps their phone by arrangement is expected with none (LAW-1), and no more is said.
static bool keeps(const struct telling *t, int64_t person)
{
	for (size_t i = 0; i < t->rows->exception_count; i++) {
		if (t->rows->exceptions[i].person.id == person &&
			t->rows->exceptions[i].kind == GRANT_MEDICAL)
			return true;
	}
	return false;
}

static json_t *expected_json(const struct telling *t, const struct report_expected *e)
{
	const struct report_custody *c = custody_of(t, e->person.id);

	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "ref", e->person.ref, "name", e->person.name,
		"class", e->person.class, "state",
		c			 ? day_state(t->rows, t->now, c)
		: keeps(t, e->person.id) ? "arranged"
					 : "not in",
		"home_time", day_minute(e->hours.home_time));
}

static json_t *refusal_json(const struct telling *t, const struct report_refusal *r)
{
	const char *rule = words_of_rule(r->rule);
	const struct policy_rule *known = t->policy ? policy_rule(t->policy, r->rule) : NULL;
	// A medical answer's sentence would tell what its rule does not.
	bool arranged = strcmp(rule, r->rule) != 0;

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "at",
		day_clock(r->at), "ref", r->person.ref, "name", r->person.id ? r->person.name : "",
		"class", r->person.class, "place", r->place, "action", r->action, "outcome",
		r->outcome, "rule", rule, "title", known && !arranged ? known->title : "", "say",
		arranged ? "" : r->say);
}

static bool is_out(const struct report_exception *e)
{
	return e->kind != GRANT_MEDICAL && e->last_out.ms >= e->from.ms;
}

static json_t *exception_json(const struct telling *t, const struct report_exception *e)
{
	bool arranged = e->kind == GRANT_MEDICAL;
	bool out = is_out(e);

	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:b, s:b}", "ref", e->person.ref,
		"name", e->person.name, "class", e->person.class, "kind",
		arranged ? "arranged" : word_text(&grant_kind_words, (int)e->kind), "from",
		arranged ? json_string("") : day_clock(e->from), "until",
		arranged ? json_string("") : day_clock(e->until), "by", arranged ? "" : e->by,
		"out", out, "overdue", out && e->until.ms <= t->now.ms);
}

static void add_lists(const struct telling *t, json_t *answer)
{
	const struct report_day_rows *rows = t->rows;
	json_t *expected = json_array(), *custodies = json_array(), *refusals = json_array(),
	       *exceptions = json_array();
	size_t first =
		rows->refusal_count > REFUSALS_SHOWN ? rows->refusal_count - REFUSALS_SHOWN : 0;

	for (size_t i = 0; i < rows->expected_count; i++)
		json_array_append_new(expected, expected_json(t, &rows->expected[i]));
	for (size_t i = 0; i < rows->custody_count; i++) {
		const struct report_custody *c = &rows->custodies[i];

		// A school device that is back was never anybody's to collect.
		if (c->kind != CUSTODY_LOAN || !c->ended_at.ms)
			json_array_append_new(custodies, custody_json(t, c));
	}
	for (size_t i = rows->refusal_count; i > first; i--)
		json_array_append_new(refusals, refusal_json(t, &rows->refusals[i - 1]));
	for (size_t i = 0; i < rows->exception_count; i++) {
		const struct report_exception *e = &rows->exceptions[i];

		// What is over runs no more, unless its device is still out.
		if (e->until.ms > t->now.ms || is_out(e))
			json_array_append_new(exceptions, exception_json(t, e));
	}
	json_object_set_new(answer, "expected", expected);
	json_object_set_new(answer, "custodies", custodies);
	json_object_set_new(answer, "refused", refusals);
	json_object_set_new(answer, "refused_more", json_integer((json_int_t)first));
	json_object_set_new(answer, "exceptions", exceptions);
}

// What a door's use writes besides the custody that begins or ends; events are read for these
// alone.
bool api_today_moved(const char *tables)
{
	static const char *const not_in[] = {
		"answered", "browser", "door", "event", "intent", "notice", "question", "session"};

	while (*(tables += strspn(tables, " "))) {
		size_t len = strcspn(tables, " "), i = 0;

		while (i < sizeof not_in / sizeof *not_in &&
			(strlen(not_in[i]) != len || memcmp(not_in[i], tables, len) != 0))
			i++;
		if (i == sizeof not_in / sizeof *not_in)
			return true;
		tables += len;
	}
	return false;
}

int request_today(struct api_call *call)
{
	struct report_day_rows rows;
	char date[LOCAL_DATE_TEXT], now[LOCAL_CLOCK_TEXT];
	int err = report_day_read(call->api->store, api_today(call), call->api->now.wall, &rows);

	if (err < 0)
		return api_failed(call, "Reading the day", err);
	const struct telling t = {&rows, call->api->now.wall, call->api->policy};

	local_date_print(rows.date, date);
	local_clock_print(local_from_wall(call->api->now.wall), now);
	json_object_set_new(call->answer, "date", json_string(date));
	json_object_set_new(call->answer, "now", json_string(now));
	json_object_set_new(
		call->answer, "day", json_string(word_text(&day_kind_words, (int)rows.kind)));
	json_object_set_new(call->answer, "day_name", json_string(rows.name));
	add_lists(&t, call->answer);
	api_line(call, "%s: %zu expected, %zu in our care on this day, %zu refused or referred.",
		date, rows.expected_count, rows.custody_count, rows.refusal_count);
	report_day_release(&rows);
	return 0;
}
