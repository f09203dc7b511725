// SPDX-License-Identifier: GPL-3.0-or-later
// One request to one line of JSON, absent facts left out.
#include "policy/request_print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

// What is written so far; once it is full nothing more is.
struct writing {
	char *out;
	size_t size, at;
	bool full;
};

static void put_text(struct writing *w, const char *text, size_t len)
{
	w->full = w->full || w->at + len >= w->size;
	if (w->full)
		return;
	memcpy(w->out + w->at, text, len);
	w->at += len;
}

static void put(struct writing *w, const char *text)
{
	put_text(w, text, strlen(text));
}

// An object's or list's next part begins: its comma, where one is due, and its key.
static void put_key(struct writing *w, const char *key)
{
	if (w->at > 0 && w->at < w->size && w->out[w->at - 1] != '{' && w->out[w->at - 1] != '[')
		put(w, ",");
	if (!key)
		return;
	put(w, "\"");
	put(w, key);
	put(w, "\":");
}

static void put_string(struct writing *w, const char *key, const char *text)
{
	static const char hex[] = "0123456789abcdef";

	put_key(w, key);
	put(w, "\"");
	for (; *text; text++) {
		const char escaped[] = {'\\', *text, '\0'};
		const char control[] = {
			'\\', 'u', '0', '0', hex[*text >> 4 & 15], hex[*text & 15], '\0'};

		if (*text == '"' || *text == '\\')
			put(w, escaped);
		else if ((unsigned char)*text < 0x20)
			put(w, control);
		else
			put_text(w, text, 1);
	}
	put(w, "\"");
}

static void put_flag(struct writing *w, const char *key, bool is)
{
	put_key(w, key);
	put(w, is ? "true" : "false");
}

static void put_attest(struct writing *w, const char *key, enum attested attested)
{
	if (attested != ATTEST_UNASKED)
		put_flag(w, key, attested == ATTEST_YES);
}

static void put_date(struct writing *w, const char *key, struct local_date date)
{
	char text[LOCAL_DATE_TEXT];

	local_date_print(date, text);
	put_string(w, key, text);
}

static void put_time(struct writing *w, const char *key, struct local_time time)
{
	char text[LOCAL_TIME_TEXT];

	local_time_print(time, text);
	put_string(w, key, text);
}

// A time of the day, its seconds where it has some.
static void put_clock(struct writing *w, const char *key, int32_t second)
{
	char text[LOCAL_TIME_TEXT];
	char *clock = text + LOCAL_DATE_TEXT;

	if (second == TIME_UNKNOWN)
		return;
	local_time_print((struct local_time){second}, text);
	if (second % 60 == 0)
		clock[LOCAL_CLOCK_TEXT - 1] = '\0';
	put_string(w, key, clock);
}

static void put_span(struct writing *w, const char *key, int32_t from, int32_t until)
{
	put_key(w, key);
	put(w, "[");
	put_clock(w, NULL, from);
	put_clock(w, NULL, until);
	put(w, "]");
}

static void put_spans(struct writing *w, const char *key, const struct day_span *spans, int count)
{
	put_key(w, key);
	put(w, "[");
	for (int i = 0; i < count; i++)
		put_span(w, NULL, spans[i].from, spans[i].until);
	put(w, "]");
}

static void put_day(struct writing *w, const struct request_day *day)
{
	put_key(w, "day");
	put(w, "{");
	put_string(w, "kind", word_text(&day_kind_words, (int)day->kind));
	put_clock(w, "start", day->start);
	put_clock(w, "home_time", day->home_time);
	if (day->session_count > 0)
		put_spans(w, "sessions", day->sessions, day->session_count);
	if (day->hand_in_until != TIME_UNKNOWN)
		put_span(w, "hand_in", 0, day->hand_in_until);
	put(w, "}");
}

static void put_walker(struct writing *w, const struct walker *walker)
{
	static const char days[] = "mon,tue,wed,thu,fri,sat,sun";
	char text[sizeof days];
	size_t at = 0;

	if (walker->from.day == DATE_UNBOUNDED)
		return;
	put_key(w, "walker");
	put(w, "{");
	put_date(w, "from", walker->from);
	if (walker->until.day != INT32_MIN)
		put_date(w, "until", walker->until);
	for (int day = MONDAY; day <= SUNDAY; day++) {
		if (!(walker->weekdays >> day & 1))
			continue;
		memcpy(text + at, days + (size_t)day * 4, 4);
		at += 4;
	}
	if (at > 0) {
		text[at - 1] = '\0'; // the comma, or the zero behind "sun"
		put_string(w, "days", text);
	}
	put(w, "}");
}

static void put_bans(struct writing *w, const struct request_person *person)
{
	if (person->ban_count == 0)
		return;
	put_key(w, "bans");
	put(w, "[");
	for (int i = 0; i < person->ban_count; i++) {
		const struct ban *ban = &person->bans[i];

		put_key(w, NULL);
		put(w, "{");
		if (ban->kinds[BAN_PHONE] != ban->kinds[BAN_SCHOOL_IT])
			put_string(w, "kind",
				word_text(&ban_kind_words,
					ban->kinds[BAN_PHONE] ? BAN_PHONE : BAN_SCHOOL_IT));
		if (ban->from.day != INT32_MIN)
			put_date(w, "from", ban->from);
		if (ban->until.day != DATE_UNBOUNDED)
			put_date(w, "until", ban->until);
		put(w, "}");
	}
	put(w, "]");
}

static void put_person(struct writing *w, const struct request_person *person)
{
	put_key(w, "person");
	put(w, "{");
	put_string(w, "category", word_text(&category_words, (int)person->category));
	if (person->category == CATEGORY_PUPIL)
		put_string(w, "year", word_text(&year_words, (int)person->year));
	if (person->id)
		put_string(w, "id", person->id);
	put_walker(w, &person->walker);
	put_bans(w, person);
	if (person->contact == CONTACT_NONE)
		put_string(w, "contact", "none");
	else if (person->contact == CONTACT_ENTERED)
		put_spans(w, "contact", person->contacts, person->contact_count);
	put_clock(w, "arrived", person->arrived);
	put(w, "}");
}

static void put_custody_kind(struct writing *w, enum custody_kind kind)
{
	switch (kind) {
	case CUSTODY_NONE:
		break;
	case CUSTODY_DEPOSIT:
	case CUSTODY_HELD:
	case CUSTODY_LOAN:
		put_string(w, "kind", word_text(&custody_kind_words, (int)kind));
		break;
	case CUSTODY_EVIDENCE:
		put_string(w, "kind", "held");
		put_string(w, "hold", "evidence");
		break;
	}
}

static void put_custody(struct writing *w, const struct request *request)
{
	const struct request_custody *c = &request->custody;

	if (c->kind == CUSTODY_NONE && c->since.s == NEVER_BEGINS.s && c->release_count == 0 &&
		!c->of_child && c->door == 0)
		return;
	put_key(w, "custody");
	put(w, "{");
	put_custody_kind(w, c->kind);
	if (!local_time_before(request->at, c->since))
		put_time(w, "since", c->since);
	if (c->release_count > 0) {
		put_key(w, "release_to");
		put(w, "[");
		for (int i = 0; i < c->release_count; i++)
			put_string(w, NULL, c->release_to[i]);
		put(w, "]");
	}
	if (c->of_child)
		put_string(w, "whose", "child");
	if (c->door > 0) {
		char door[16];

		put_key(w, "door");
		put_text(w, door, (size_t)snprintf(door, sizeof door, "%d", c->door));
	}
	put(w, "}");
}

static void put_grant(struct writing *w, const struct grant *grant)
{
	put_key(w, NULL);
	put(w, "{");
	put_string(w, "kind", word_text(&grant_kind_words, (int)grant->kind));
	if (grant->by >= 0)
		put_string(w, "by", word_text(&role_words, grant->by));
	if (grant->by_id)
		put_string(w, "by_id", grant->by_id);
	if (grant->from.s != NEVER_BEGINS.s)
		put_time(w, "from", grant->from);
	if (grant->until.s != ALREADY_ENDED.s)
		put_time(w, "until", grant->until);
	if (grant->parent_request)
		put_flag(w, "parent_request", true);
	if (grant->names_room)
		put_string(w, "rooms", grant->names_staff_room ? "staff room" : "another");
	put(w, "}");
}

static void put_rest(struct writing *w, const struct request *r)
{
	if (r->switched_off != ATTEST_UNASKED || r->internet_off != ATTEST_UNASKED ||
		r->supervised != ATTEST_UNASKED) {
		put_key(w, "attest");
		put(w, "{");
		put_attest(w, "switched_off", r->switched_off);
		put_attest(w, "internet_off", r->internet_off);
		put_attest(w, "supervised", r->supervised);
		put(w, "}");
	}
	if (r->grant_count > 0) {
		put_key(w, "grants");
		put(w, "[");
		for (int i = 0; i < r->grant_count; i++)
			put_grant(w, &r->grants[i]);
		put(w, "]");
	}
	if (r->pupils == PUPILS_UNSET && r->staff == STAFF_UNSET)
		return;
	put_key(w, "school");
	put(w, "{");
	if (r->pupils != PUPILS_UNSET)
		put_string(w, "pupils", word_text(&pupils_setting_words, (int)r->pupils));
	if (r->staff != STAFF_UNSET)
		put_string(w, "staff", word_text(&staff_setting_words, (int)r->staff));
	put(w, "}");
}

int request_print(const struct request *r, const char *policy, char *out, size_t size)
{
	struct writing w = {.out = out, .size = size, .full = size == 0};

	put(&w, "{");
	put_string(&w, "policy", policy);
	put_string(&w, "action", word_text(&action_words, (int)r->action));
	put_string(&w, "place", word_text(&place_words, (int)r->place));
	put_time(&w, "at", r->at);
	put_day(&w, &r->day);
	put_person(&w, &r->person);
	put_key(&w, "device");
	put(&w, "{");
	put_string(&w, "kind", word_text(&device_kind_words, (int)r->device));
	put_string(&w, "owner", word_text(&owner_words, (int)r->owner));
	put(&w, "}");
	put_custody(&w, r);
	put_rest(&w, r);
	put(&w, "}");
	if (size > 0)
		out[w.full ? 0 : w.at] = '\0';
	return w.full ? -ERR_FULL : (int)w.at;
}
