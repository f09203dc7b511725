// SPDX-License-Identifier: GPL-3.0-or-later
// One line of JSON to one decision: the request's outline, the answer's text.
#include "api/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/decide_read.h"
#include "base/err.h"
#include "policy/load.h"

#define POLICIES_MAX 8

struct decider {
	struct policy *policies[POLICIES_MAX];
	const char *names[POLICIES_MAX];
	struct words names_list;
	json_t *root; // what the last request borrows
	struct reading reading;
	struct request request;
};

int decider_open(struct decider **out_decider)
{
	struct decider *d = calloc(1, sizeof(*d));
	char why[POLICY_WHY_MAX];

	if (!d)
		return -ERR_NO_MEMORY;
	d->names_list.text = d->names;
	for (int i = 0; i < POLICIES_MAX && policy_builtin(i); i++) {
		int err = policy_open(policy_builtin(i), &d->policies[i], why);

		if (err < 0) {
			decider_close(d);
			return err;
		}
		d->names[i] = policy_builtin(i);
		d->names_list.count = i + 1;
	}
	*out_decider = d;
	return 0;
}

void decider_close(struct decider *d)
{
	if (!d)
		return;
	for (int i = 0; i < POLICIES_MAX; i++)
		policy_close(d->policies[i]);
	json_decref(d->root);
	free(d);
}

int decider_replace(struct decider *d, struct policy *policy)
{
	for (int i = 0; i < d->names_list.count; i++) {
		if (strcmp(d->names[i], policy_name(policy)) != 0)
			continue;
		policy_close(d->policies[i]);
		d->policies[i] = policy;
		return 0;
	}
	return -ERR_NOT_FOUND;
}

// Fields of one word each, straight into the enum of the request.
#define READ_ENUM(name, list, type, member)                                                        \
	static int name(struct reading *r, const json_t *value, void *out)                         \
	{                                                                                          \
		int found = 0;                                                                     \
                                                                                                   \
		if (read_word(r, value, &(list), &found) < 0)                                      \
			return -ERR_FORMAT;                                                        \
		((struct request *)out)->member = (type)found;                                     \
		return 0;                                                                          \
	}

READ_ENUM(read_action, action_words, enum action, action)
READ_ENUM(read_place, place_words, enum place, place)
READ_ENUM(read_owner, owner_words, enum owner, owner)

static int read_device_kind(struct reading *r, const json_t *value, void *out)
{
	const char *text = json_string_value(value);
	int found = 0;

	// Section 1 names it with a space; the words with a hyphen beside it invite the other.
	if (text && (strcmp(text, "smart-watch") == 0 || strcmp(text, "smart_watch") == 0))
		found = DEVICE_SMART_WATCH;
	else if (read_word(r, value, &device_kind_words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->device = (enum device_kind)found;
	return 0;
}

static int read_device(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {
		{"kind", read_device_kind}, {"owner", read_owner}, {NULL, NULL}};

	return reading_object(r, value, fields, out);
}

static int read_switched_off(struct reading *r, const json_t *value, void *out)
{
	return read_attested(r, value, &((struct request *)out)->switched_off);
}

static int read_internet_off(struct reading *r, const json_t *value, void *out)
{
	return read_attested(r, value, &((struct request *)out)->internet_off);
}

static int read_supervised(struct reading *r, const json_t *value, void *out)
{
	return read_attested(r, value, &((struct request *)out)->supervised);
}

static int read_attested_only(struct reading *r, const json_t *value, void *out)
{
	enum attested unused;

	(void)out;
	return read_attested(r, value, &unused);
}

static int read_attest(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"switched_off", read_switched_off},
		{"internet_off", read_internet_off}, {"supervised", read_supervised},
		{"consent", read_attested_only}, {"images_moved", read_attested_only},
		{NULL, NULL}};

	return reading_object(r, value, fields, out);
}

static int read_pupils(struct reading *r, const json_t *value, void *out)
{
	const struct words words = {pupils_setting_words.text + 1, pupils_setting_words.count - 1};
	int found = 0;

	if (read_word(r, value, &words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->pupils = (enum pupils_setting)(found + 1);
	return 0;
}

static int read_staff(struct reading *r, const json_t *value, void *out)
{
	const struct words words = {staff_setting_words.text + 1, staff_setting_words.count - 1};
	int found = 0;

	if (read_word(r, value, &words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->staff = (enum staff_setting)(found + 1);
	return 0;
}

static int read_school(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {
		{"pupils", read_pupils}, {"staff", read_staff}, {NULL, NULL}};

	return reading_object(r, value, fields, out);
}

static bool there(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return value && !json_is_null(value);
}

static int check_required(struct reading *r, const json_t *root)
{
	static const struct {
		const char *part, *key, *name;
	} required[] = {{NULL, "policy", "policy"}, {NULL, "action", "action"},
		{NULL, "place", "place"}, {NULL, "at", "at"}, {"day", "kind", "day.kind"},
		{"person", "category", "person.category"}, {"device", "kind", "device.kind"},
		{"device", "owner", "device.owner"}};

	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		const char *part = required[i].part;
		const json_t *object = part ? json_object_get(root, part) : root;

		if (object && !json_is_null(object) && !json_is_object(object))
			return reading_refuse(r, "%s must be an object.", part);
		if (!there(object, required[i].key))
			return reading_refuse(r, "%s is missing.", required[i].name);
	}
	return 0;
}

static int read_at(struct reading *r, const json_t *value, void *out)
{
	struct request *request = out;
	struct local_time unused;

	if (read_time(r, value, &request->at) < 0)
		return -ERR_FORMAT;
	r->today = local_date_of(request->at);
	r->spring = local_time_on(r->today, 60, &unused) < 0;
	return 0;
}

static int read_outline(struct reading *r, const json_t *root)
{
	// `at` goes first: the times of the day and custody.since are held to it.
	static const struct field fields[] = {{"at", read_at}, {"action", read_action},
		{"place", read_place}, {"day", read_day}, {"person", read_person},
		{"device", read_device}, {"custody", read_custody}, {"attest", read_attest},
		{"grants", read_grants}, {"school", read_school}, {NULL, NULL}};

	if (reading_object(r, root, fields, r->request) < 0)
		return -ERR_FORMAT;
	if (r->request->person.category == CATEGORY_PUPIL &&
		!there(json_object_get(root, "person"), "year"))
		return reading_refuse(r, "person.year is missing: a pupil has one.");
	return 0;
}

int decider_read(struct decider *d, const char *line, size_t len, struct request *out_request,
	const struct policy **out_policy, char out_why[DECIDE_WHY_MAX])
{
	struct reading *r = &d->reading;
	json_error_t error;
	int found = 0;

	json_decref(d->root);
	// A key that comes twice has no one meaning, so it has none here.
	d->root = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);
	r->request = out_request;
	r->why = out_why;
	r->depth = r->number_count = 0;
	if (!d->root)
		return reading_refuse(
			r, "The line is not JSON: %.120s (byte %d).", error.text, error.position);
	if (!json_is_object(d->root))
		return reading_refuse(r, "The line must be one JSON object.");
	if (check_required(r, d->root) < 0)
		return -ERR_FORMAT;
	r->path[0].key = "policy";
	r->path[0].index = -1;
	r->depth = 1;
	if (read_word(r, json_object_get(d->root, "policy"), &d->names_list, &found) < 0)
		return -ERR_FORMAT;
	r->depth = 0;
	request_init(out_request);
	if (read_outline(r, d->root) < 0)
		return -ERR_FORMAT;
	*out_policy = d->policies[found];
	return 0;
}

static char *put(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len);
	return at + len;
}

// Inside a JSON string; what would not fit the answer is left off.
static char *put_escaped(char *at, const char *text)
{
	static const char hex[] = "0123456789abcdef";

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\') {
			*at++ = '\\';
			*at++ = (char)c;
		} else if (c < 0x20) {
			at = put(at, "\\u00");
			*at++ = hex[c >> 4];
			*at++ = hex[c & 15];
		} else {
			*at++ = (char)c;
		}
	}
	return at;
}

static char *put_obligations(char *at, const struct decision *decision)
{
	const char *between = "";

	for (int i = 0; i < obligation_words.count; i++) {
		if (!(decision->obligations >> i & 1))
			continue;
		at = put(put(at, between), "{\"kind\":\"");
		at = put(put(at, word_text(&obligation_words, i)), "\"");
		if (i == MUST_RETURN_BY) {
			at = put(at, ",\"at\":\"");
			local_time_print(decision->return_by, at);
			at = put(at + LOCAL_TIME_TEXT - 1, "\"");
		}
		at = put(at, "}");
		between = ",";
	}
	return at;
}

static size_t print_decision(const struct decision *decision, char out_answer[DECIDE_ANSWER_MAX])
{
	char *at = put(out_answer, "{\"outcome\":\"");
	const char *between = "\"";

	at = put(at, word_text(&outcome_words, (int)decision->outcome));
	at = put(put(put(at, "\",\"rule\":\""), decision->rule), "\",\"say\":\"");
	at = put(put_escaped(at, decision->say), "\",\"lifted_by\":[");
	for (int i = 0; i < role_words.count; i++) {
		if (!(decision->lifted_by >> i & 1))
			continue;
		at = put(put(put(at, between), word_text(&role_words, i)), "\"");
		between = ",\"";
	}
	at = put_obligations(put(at, "],\"obligations\":["), decision);
	at = put(at, "]}\n");
	return (size_t)(at - out_answer);
}

static size_t print_error(const char *why, char out_answer[DECIDE_ANSWER_MAX])
{
	char *at = put_escaped(put(out_answer, "{\"error\":\""), why);

	return (size_t)(put(at, "\"}\n") - out_answer);
}

size_t decider_answer(
	struct decider *d, const char *line, size_t len, char out_answer[DECIDE_ANSWER_MAX])
{
	const struct policy *policy;
	struct decision decision;
	char why[DECIDE_WHY_MAX];

	if (len > DECIDE_LINE_MAX)
		return print_error("The line is longer than 1048576 bytes.", out_answer);
	if (decider_read(d, line, len, &d->request, &policy, why) < 0)
		return print_error(why, out_answer);
	policy_decide(policy, &d->request, &decision);
	return print_decision(&decision, out_answer);
}
