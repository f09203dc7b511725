// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a made-up term.
#include "term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "policy/load.h"
#include "store/banks.h"
#include "store/decisions.h"
#include "store/devices.h"
#include "store/events.h"
#include "store/loans.h"
#include "store/permissions.h"

int64_t term_bank(struct school *s)
{
	struct bank_row bank = {.name = "Hall", .line = "stream:x", .address = 1};
	int64_t id = bank_add(s->store, &bank);

	assert_true(id > 0);
	assert_int_equal(bank_seen(s->store, id, 77, 24, moment("2026-09-01T08:00")), 0);
	return id;
}

static void append(struct school *s, const char *kind, int64_t person, int64_t custody,
	int64_t bank, int door, struct wall_time at, const char *facts)
{
	struct event event = {.at = at,
		.kind = kind,
		.person = person,
		.bank = bank,
		.door = door,
		.custody = custody,
		.facts = facts};

	assert_true(event_append(s->store, &event) > 0);
}

int64_t term_hand_in(struct school *s, const char *ref, int64_t bank, int door, const char *at)
{
	int64_t person = school_id(s, ref);
	struct custody_row row = {.device = device_for(s->store, person, DEVICE_PHONE),
		.person = person,
		.kind = CUSTODY_DEPOSIT,
		.bank = bank,
		.door = door,
		.began_at = moment(at),
		.began_how = KNOWN_SEEN};
	int64_t id = custody_add(s->store, &row);

	assert_true(id > 0);
	append(s, "custody began", person, id, bank, door, row.began_at, "{\"how\":\"seen\"}");
	return id;
}

int64_t term_loan(struct school *s, const char *ref, const char *label, const char *at,
	const char *return_by, bool attests)
{
	struct school_device camera = {.kind = DEVICE_CAMERA, .shelf = "Office"};
	struct custody_row custody = {.person = school_id(s, ref),
		.kind = CUSTODY_LOAN,
		.began_at = moment(at),
		.began_how = KNOWN_SAID};
	struct loan_row loan = {.person = school_id(s, ref),
		.asked_at = moment(at),
		.return_by = moment(return_by),
		.attests = attests};

	snprintf(camera.label, sizeof camera.label, "%s", label);
	custody.device = loan.device = device_add_school(s->store, &camera);
	assert_true(loan.device > 0);
	int64_t id = loan_add(s->store, &loan), out = custody_add(s->store, &custody);

	assert_true(id > 0 && out > 0);
	assert_int_equal(loan_taken(s->store, id, out), 0);
	term_event(s, "custody began", ref, out, at);
	return out;
}

void term_event(
	struct school *s, const char *kind, const char *ref, int64_t custody, const char *at)
{
	append(s, kind, school_id(s, ref), custody, 0, 0, moment(at), "{}");
}

void term_collect(struct school *s, int64_t custody, const char *ref, const char *at)
{
	struct custody_end end = {.at = moment(at), .how = KNOWN_SEEN};

	assert_int_equal(custody_end(s->store, custody, &end), 0);
	append(s, "custody ended", school_id(s, ref), custody, 0, 0, end.at, "{\"how\":\"seen\"}");
}

void term_decision(struct school *s, const char *ref, int64_t bank, const char *action,
	enum outcome outcome, const char *rule, const char *say, const char *at)
{
	struct decision_row row = {.at = moment(at),
		.person = ref ? school_id(s, ref) : 0,
		.bank = bank,
		.action = action,
		.place = bank ? PLACE_LOCKER : PLACE_DESK,
		.outcome = outcome,
		.rule = rule,
		.say = say};
	int64_t id = decision_add(s->store, &row);
	char facts[80];

	assert_true(id > 0);
	snprintf(facts, sizeof facts, "{\"decision\":%lld,\"rule\":\"%s\"}", (long long)id, rule);
	append(s, "refused", row.person, 0, bank, 0, row.at, facts);
}

int64_t term_grant(struct school *s, const char *ref, enum grant_kind kind, const char *from,
	const char *until, const char *review)
{
	struct permission_record row = {.person = school_id(s, ref),
		.kind = kind,
		.by = school_id(s, "headteacher"),
		.by_role = ROLE_HEADTEACHER,
		.from = moment(from),
		.until = moment(until),
		.at = moment(from)};
	int64_t id;

	snprintf(row.reason, sizeof row.reason, "%s", kind == GRANT_MEDICAL ? "" : "A reason");
	snprintf(row.review, sizeof row.review, "%s", review);
	id = permission_add(s->store, &row);
	assert_true(id > 0);
	return id;
}

struct policy *term_policy(const char *name)
{
	struct policy *policy;
	char why[POLICY_WHY_MAX];

	assert_int_equal(policy_open(name, &policy, why), 0);
	return policy;
}

char *term_printed(struct report *report)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(report);
	assert_int_equal(report_print(report, REPORT_TERMINAL, out), 0);
	fclose(out);
	report_close(report);
	return text;
}

void assert_golden(const char *text, const char *name)
{
	char path[512], wanted[16384];
	FILE *file;
	size_t len = 0;

	snprintf(path, sizeof path, SOURCE_DIR "/tests/reports/golden/%s", name);
	file = fopen(path, "r");
	if (file) {
		len = fread(wanted, 1, sizeof wanted - 1, file);
		fclose(file);
	}
	wanted[len] = 0;
	if (strcmp(text, wanted) != 0)
		fprintf(stderr, "not as %s:\n%s----\n", path, text);
	assert_string_equal(text, wanted);
}
