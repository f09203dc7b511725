// SPDX-License-Identifier: GPL-3.0-or-later
// The rest of a decide request: the day, the custody, the grants.
#include <string.h>

#include "api/decide_read.h"
#include "base/err.h"

static int read_day_kind(struct reading *r, const json_t *value, void *out)
{
	int found = 0;

	if (read_word(r, value, &day_kind_words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->day.kind = (enum day_kind)found;
	return 0;
}

static int read_start(struct reading *r, const json_t *value, void *out)
{
	return read_clock(r, value, &((struct request *)out)->day.start);
}

static int read_home_time(struct reading *r, const json_t *value, void *out)
{
	return read_clock(r, value, &((struct request *)out)->day.home_time);
}

static int read_session(struct reading *r, const json_t *value, void *out)
{
	struct request_day *day = &((struct request *)out)->day;

	if (read_span(r, value, &day->sessions[day->session_count]) < 0)
		return -ERR_FORMAT;
	day->session_count++;
	return 0;
}

static int read_sessions(struct reading *r, const json_t *value, void *out)
{
	return reading_list(r, value, REQUEST_SPANS, read_session, out);
}

static int read_hand_in(struct reading *r, const json_t *value, void *out)
{
	struct day_span window;

	if (read_span(r, value, &window) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->day.hand_in_until = window.until;
	return 0;
}

int read_day(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"kind", read_day_kind}, {"start", read_start},
		{"home_time", read_home_time}, {"sessions", read_sessions},
		{"hand_in", read_hand_in}, {NULL, NULL}};

	return reading_object(r, value, fields, out);
}

// A custody as it comes: its kind and its hold are one fact for the engine.
struct custody_words {
	struct request *request;
	enum { KIND_UNSAID = -1, KIND_DEPOSIT, KIND_HELD, KIND_LOAN } kind;
	enum { HOLD_UNSAID = -1, HOLD_PARENT, HOLD_EVIDENCE } hold;
};

static int read_custody_kind(struct reading *r, const json_t *value, void *out)
{
	static const char *const texts[] = {"deposit", "held", "loan"};
	static const struct words words = {texts, 3};
	int found = 0;

	if (read_word(r, value, &words, &found) < 0)
		return -ERR_FORMAT;
	((struct custody_words *)out)->kind = found;
	return 0;
}

static int read_hold(struct reading *r, const json_t *value, void *out)
{
	static const char *const texts[] = {"parent", "evidence"};
	static const struct words words = {texts, 2};
	int found = 0;

	if (read_word(r, value, &words, &found) < 0)
		return -ERR_FORMAT;
	((struct custody_words *)out)->hold = found;
	return 0;
}

static int read_since(struct reading *r, const json_t *value, void *out)
{
	struct request *request = ((struct custody_words *)out)->request;

	if (read_time(r, value, &request->custody.since) < 0)
		return -ERR_FORMAT;
	if (local_time_before(request->at, request->custody.since))
		return reading_refuse(r, "is later than at.");
	return 0;
}

static int read_release(struct reading *r, const json_t *value, void *out)
{
	struct request_custody *c = &((struct custody_words *)out)->request->custody;

	if (read_id(r, value, &c->release_to[c->release_count]) < 0)
		return -ERR_FORMAT;
	c->release_count++;
	return 0;
}

static int read_release_to(struct reading *r, const json_t *value, void *out)
{
	return reading_list(r, value, REQUEST_RELEASE, read_release, out);
}

static int read_whose(struct reading *r, const json_t *value, void *out)
{
	static const char *const texts[] = {"own", "child"};
	static const struct words words = {texts, 2};
	int found = 0;

	if (read_word(r, value, &words, &found) < 0)
		return -ERR_FORMAT;
	((struct custody_words *)out)->request->custody.of_child = found == 1;
	return 0;
}

static int read_door(struct reading *r, const json_t *value, void *out)
{
	json_int_t door = json_integer_value(value);

	if (!json_is_integer(value) || door < 1 || door > 1000000)
		return reading_refuse(r, "must be a whole number from 1.");
	((struct custody_words *)out)->request->custody.door = (int)door;
	return 0;
}

int read_custody(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"kind", read_custody_kind}, {"hold", read_hold},
		{"since", read_since}, {"release_to", read_release_to}, {"whose", read_whose},
		{"door", read_door}, {NULL, NULL}};
	struct custody_words words = {out, KIND_UNSAID, HOLD_UNSAID};
	struct request_custody *c = &((struct request *)out)->custody;

	if (reading_object(r, value, fields, &words) < 0)
		return -ERR_FORMAT;
	// A hold without a kind is a hold: leaving the kind out is no way round it.
	if (words.kind == KIND_UNSAID && words.hold != HOLD_UNSAID)
		words.kind = KIND_HELD;
	if (words.kind == KIND_DEPOSIT)
		c->kind = CUSTODY_DEPOSIT;
	else if (words.kind == KIND_LOAN)
		c->kind = CUSTODY_LOAN;
	else if (words.kind == KIND_HELD)
		c->kind = words.hold == HOLD_EVIDENCE ? CUSTODY_EVIDENCE : CUSTODY_HELD;
	return 0;
}

// A grant as it comes; one without a kind is none.
struct grant_words {
	struct grant grant;
	bool has_kind;
};

static int read_grant_kind(struct reading *r, const json_t *value, void *out)
{
	struct grant_words *g = out;
	int found = 0;

	if (read_word(r, value, &grant_kind_words, &found) < 0)
		return -ERR_FORMAT;
	g->grant.kind = (enum grant_kind)found;
	g->has_kind = true;
	return 0;
}

static int read_by(struct reading *r, const json_t *value, void *out)
{
	static const char *const texts[] = {"office", "slt", "headteacher", "parent"};
	static const struct words words = {texts, 4};

	return read_word(r, value, &words, &((struct grant_words *)out)->grant.by);
}

static int read_by_id(struct reading *r, const json_t *value, void *out)
{
	return read_id(r, value, &((struct grant_words *)out)->grant.by_id);
}

static int read_from(struct reading *r, const json_t *value, void *out)
{
	return read_time(r, value, &((struct grant_words *)out)->grant.from);
}

static int read_until(struct reading *r, const json_t *value, void *out)
{
	return read_time(r, value, &((struct grant_words *)out)->grant.until);
}

static int read_parent_request(struct reading *r, const json_t *value, void *out)
{
	return read_bool(r, value, &((struct grant_words *)out)->grant.parent_request);
}

static int read_room(struct reading *r, const json_t *value, void *out)
{
	const char *text = json_string_value(value);

	if (!text)
		return reading_refuse(r, "must be text.");
	grant_name_rooms(&((struct grant_words *)out)->grant, text);
	return 0;
}

static int read_rooms(struct reading *r, const json_t *value, void *out)
{
	// One room may be said without a list.
	return json_is_string(value) ? read_room(r, value, out)
				     : reading_list(r, value, REQUEST_GRANTS, read_room, out);
}

static int read_reason(struct reading *r, const json_t *value, void *out)
{
	(void)out;
	return json_is_string(value) ? 0 : reading_refuse(r, "must be text.");
}

// No decision depends on it, but a date that does not exist is no date.
static int read_review(struct reading *r, const json_t *value, void *out)
{
	struct local_date date;
	struct local_time time;

	(void)out;
	return json_string_length(value) > 10 ? read_time(r, value, &time)
					      : read_date(r, value, &date);
}

static int read_grant(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"kind", read_grant_kind}, {"by", read_by},
		{"by_id", read_by_id}, {"from", read_from}, {"until", read_until},
		{"parent_request", read_parent_request}, {"rooms", read_rooms},
		{"reason", read_reason}, {"review", read_review}, {NULL, NULL}};
	struct request *request = out;
	struct grant_words g = {{.by = -1, .from = NEVER_BEGINS, .until = ALREADY_ENDED}, false};

	if (reading_object(r, value, fields, &g) < 0)
		return -ERR_FORMAT;
	if (g.has_kind)
		request->grants[request->grant_count++] = g.grant;
	return 0;
}

int read_grants(struct reading *r, const json_t *value, void *out)
{
	return reading_list(r, value, REQUEST_GRANTS, read_grant, out);
}
