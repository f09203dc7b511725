// SPDX-License-Identifier: GPL-3.0-or-later
// Reports for the screens: each is its own command (docs/reports.md), run by a child that opens the
// database read-only, so that no report ever stands between a child and a door.
#include <stdio.h>
#include <string.h>

#include "api/web_parts.h"

// words: those of the command; operand: the field that is the command's operand, or NULL; options:
// fields that are options of its command line. A name is a built-in policy's, never a file.
static const struct form {
	const char *name, *words[2], *operand;
	const char *options[7];
} forms[] = {
	{"report day", {"report", "day"}, "date", {NULL}},
	{"report sheet", {"report", "sheet"}, NULL, {NULL}},
	{"report person", {"report", "person"}, "person", {NULL}},
	{"report governors", {"report", "governors"}, NULL, {"from", "until", NULL}},
	{"report evidence", {"report", "evidence"}, NULL, {"from", "until", NULL}},
	{"report rehearsal", {"rehearse", NULL}, NULL,
		{"policy", "from", "until", "register", "pupils", "staff", NULL}},
};

static const struct form *form_of(const char *name)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	}
	return NULL;
}

// One more word of the child's command line: value behind name, which may be "".
static void add(struct web_answer *answer, int *count, const char *name, const char *value)
{
	snprintf(answer->words[(*count)++], sizeof answer->words[0], "%s%s", name, value);
}

// What decides something must be there, and a policy is one of those built in.
static bool check(struct web_call *call, const char *name, const char *operand, json_t *fields)
{
	const char *policy = json_string_value(json_object_get(fields, "policy"));

	// Words of a command line: nothing that could be taken for an option of our own.
	if (operand && *operand == '-') {
		web_refuse(call, 400, "That is no date and nobody's reference.");
		return false;
	}
	if (strcmp(name, "report person") == 0 && !operand) {
		web_refuse(call, 400, "\"person\" is missing.");
		return false;
	}
	if (strcmp(name, "report rehearsal") == 0 &&
		(!policy || !*policy ||
			strspn(policy, "abcdefghijklmnopqrstuvwxyz-") != strlen(policy))) {
		web_refuse(call, 400,
			"Name a policy to rehearse: roby-park, flixton, balfour, helsby "
			"or christ-church.");
		return false;
	}
	return true;
}

void web_report(struct web_call *call, const char *name, enum web_form form, json_t *fields)
{
	static const char *const as[] = {"--json", "--html=-", "--csv"};
	const struct form *about = form_of(name);
	const char *operand = about && about->operand
				      ? json_string_value(json_object_get(fields, about->operand))
				      : NULL;
	struct web_answer *answer = call->answer;
	int count = 0;

	if (!about) {
		web_refuse(call, 404, "There is nothing at this address.");
		return;
	}
	if (!check(call, name, operand, fields))
		return;
	for (int i = 0; i < 2 && about->words[i]; i++)
		add(answer, &count, "", about->words[i]);
	if (operand)
		add(answer, &count, "", operand);
	add(answer, &count, "--db=", call->web->database);
	add(answer, &count, "", as[form]);
	// Who looks is on record, and told to whom it is about (HH-4): the command asks for it.
	if (strcmp(name, "report person") == 0)
		add(answer, &count, "--by=", call->session.person.ref);
	for (int i = 0; about->options[i]; i++) {
		const char *value = json_string_value(json_object_get(fields, about->options[i]));
		char option[24];

		snprintf(option, sizeof option, "--%s=", about->options[i]);
		if (value && *value)
			add(answer, &count, option, value);
	}
	answer->next = WEB_REPORT;
	answer->form = form;
	answer->status = 200;
}
