// SPDX-License-Identifier: GPL-3.0-or-later
// Every request of the list, asked badly: each mistake is answered in a sentence and keeps nothing.
#include "api/api.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "custody/outbox.h"
#include "policy/load.h"
#include "store/events.h"
#include "store/people.h"

static const char *const names[] = {
#define REQUEST(name, function, kind) name,
#include "api/requests.def"
#undef REQUEST
};

#define NAMES (sizeof names / sizeof names[0])

struct fixture {
	char folder[40];
	struct store *store;
	struct policy *policy;
	struct outbox outbox;
	struct api api;
};

static void add_person(
	struct fixture *f, const char *ref, const char *category, const char *left_on)
{
	struct person_record person = {.given = "Olive", .family = "Office"};

	snprintf(person.ref, sizeof person.ref, "%s", ref);
	snprintf(person.category, sizeof person.category, "%s", category);
	snprintf(person.left_on, sizeof person.left_on, "%s", left_on);
	assert_true(person_add(f->store, &person) > 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char database[64];
	char why[STORE_WHY] = "";

	strcpy(f->folder, "/tmp/hometime-api-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(database, sizeof database, "%s/s.db", f->folder);
	if (store_open(&f->store, database, STORE_CREATE, why) < 0)
		fail_msg("%s", why);
	assert_int_equal(policy_open("roby-park", &f->policy, why), 0);
	assert_int_equal(store_begin(f->store), 0);
	assert_int_equal(store_setting_put(f->store, "site", "0123456789abcdef"), 0);
	add_person(f, "O1", "office", "");
	add_person(f, "GONE", "office", "2026-01-01");
	assert_int_equal(store_commit(f->store), 0);
	f->api = (struct api){.store = f->store, .user = "tester", .policy = f->policy};
	f->api.now.wall.ms = 1795424400000; // 2026-11-23T09:00Z
	assert_int_equal(custody_open(&f->api.custody, f->store, f->policy, &f->outbox), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[80];

	custody_close(f->api.custody);
	policy_close(f->policy);
	store_close(f->store);
	snprintf(command, sizeof command, "rm -r %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

// Asks inside a transaction as the service does; whether it was ok. *out_error is copied.
static bool ask(struct fixture *f, const char *request, char out_error[400])
{
	bool keep = true;
	char *line;
	json_t *answer;
	bool ok;

	assert_int_equal(store_begin(f->store), 0);
	line = api_answer_text(&f->api, request, strlen(request), &keep);
	assert_non_null(line);
	assert_null(strchr(line, '\n'));
	answer = json_loads(line, 0, NULL);
	assert_true(json_is_object(answer));
	ok = json_is_true(json_object_get(answer, "ok"));
	out_error[0] = '\0';
	if (!ok)
		snprintf(out_error, 400, "%s", json_string_value(json_object_get(answer, "error")));
	assert_true(ok || !keep);
	json_decref(answer);
	free(line);
	store_rollback(f->store);
	return ok;
}

static void every_request_that_changes_something_wants_to_know_who(void **state)
{
	char request[128], error[400];
	int changing = 0;

	for (size_t i = 0; i < NAMES; i++) {
		snprintf(request, sizeof request, "{\"request\":\"%s\",\"apply\":true}", names[i]);
		if (api_kind(names[i]) != API_CHANGES) {
			continue;
		}
		changing++;
		assert_false(ask(*state, request, error));
		if (strcmp(names[i], "import people") != 0)
			assert_non_null(strstr(error, "\"by\""));
	}
	assert_true(changing > 15);
}

static void every_request_without_its_fields_names_one_that_is_missing(void **state)
{
	// Reading asks for nothing, but for these: which map, which file, whom.
	static const char *const of_which[] = {"bank certificate", "map show", "map guess",
		"people find", "person show", "card whose", "file check"};
	char request[128], error[400];

	for (size_t i = 0; i < NAMES; i++) {
		snprintf(request, sizeof request, "{\"request\":\"%s\",\"by\":\"O1\"}", names[i]);
		bool needs = api_kind(names[i]) == API_CHANGES;

		for (size_t k = 0; k < sizeof of_which / sizeof *of_which; k++)
			needs = needs || strcmp(names[i], of_which[k]) == 0;

		if (ask(*state, request, error) == needs)
			fail_msg("%s: %s", names[i], error);
		// "lockdown end" and "headteacher back" need none: there is nothing more to say. No
		// file at all is an empty one, and no day of September is today.
		if (needs && strcmp(names[i], "lockdown end") != 0 &&
			strcmp(names[i], "headteacher back") != 0 &&
			strcmp(names[i], "register roll-over") != 0 &&
			strcmp(names[i], "file check") != 0)
			assert_non_null(strchr(error, '"'));
	}
}

// Every field there is, each of a type that none of them has.
static void a_field_of_the_wrong_type_is_refused_by_its_name(void **state)
{
	static const char fields[] =
		"\"uid\":[],\"person\":[],\"csv\":[],\"name\":[],\"line\":[],"
		"\"address\":[],\"from\":[],"
		"\"until\":[],\"date\":[],\"kind\":[],\"time\":[],\"reason\":["
		"],\"sessions\":[],\"days\":[],"
		"\"did\":[],\"bank\":[],\"id\":[],\"answer\":[],\"after\":[],\"hex\":[]";
	char request[512], error[400];

	for (size_t i = 0; i < NAMES; i++) {
		snprintf(request, sizeof request, "{\"request\":\"%s\",\"by\":\"O1\",%s}", names[i],
			fields);
		if (ask(*state, request, error))
			assert_int_not_equal(api_kind(names[i]), API_CHANGES);
		else if (strcmp(names[i], "headteacher back") != 0 &&
			 !strchr(error, '"')) // it has no field
			fail_msg("%s names no field: %s", names[i], error);
	}
}

static void a_request_nobody_knows_is_refused(void **state)
{
	char error[400];

	assert_int_equal(api_kind("open all doors"), -1);
	assert_false(ask(*state, "{\"request\":\"open all doors\",\"by\":\"O1\"}", error));
	assert_false(ask(*state, "{\"by\":\"O1\"}", error));
	assert_false(ask(*state, "", error));
	assert_false(ask(*state, "{\"request\":", error));
}

static void whoever_left_decides_nothing(void **state)
{
	char error[400];

	assert_false(ask(
		*state, "{\"request\":\"card end\",\"uid\":\"11223344\",\"by\":\"GONE\"}", error));
	assert_non_null(strstr(error, "left"));
}

static void a_bank_is_unknown_and_not_offline_while_no_service_runs(void **state)
{
	struct fixture *f = *state;
	const struct bank_row row = {.name = "A", .line = "stream:/x", .address = 1};
	const struct bank_snapshot snapshot = {.bank = 1, .online = true};
	bool keep;
	json_t *request = json_pack("{s:s}", "request", "bank list");
	json_t *answer;

	assert_int_equal(store_begin(f->store), 0);
	assert_int_equal(bank_add(f->store, &row), 1);
	assert_int_equal(store_commit(f->store), 0);
	answer = api_answer(&f->api, request, &keep);
	assert_string_equal(json_string_value(json_object_get(
				    json_array_get(json_object_get(answer, "banks"), 0), "state")),
		"unknown");
	json_decref(answer);
	f->api.banks = &snapshot;
	f->api.bank_count = 1;
	answer = api_answer(&f->api, request, &keep);
	assert_string_equal(json_string_value(json_object_get(
				    json_array_get(json_object_get(answer, "banks"), 0), "state")),
		"online");
	json_decref(answer);
	json_decref(request);
}

// In whatever field of whatever request, alone or in a list; a file has its own reader.
static void what_nobody_sees_is_in_no_text_of_any_request(void **state)
{
	static const char *const fields[] = {"name", "given", "reason", "to"};
	struct fixture *f = *state;
	bool keep;

	for (size_t i = 0; i < NAMES; i++) {
		for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
			json_t *text = json_string("An\xE2\x80\xAEn");
			json_t *request = json_pack("{s:s, s:s, s:o}", "request", names[i], "by",
				"O1", fields[k], k % 2 ? text : json_pack("[s, o]", "P6", text));
			json_t *answer = api_answer(&f->api, request, &keep);
			char wanted[80];

			snprintf(wanted, sizeof wanted,
				"\"%s\" has an invisible character after \"An\"", fields[k]);
			if (keep || !strstr(json_string_value(json_object_get(answer, "error")),
					    wanted))
				fail_msg("%s: %s", names[i],
					json_string_value(json_object_get(answer, "error")));
			json_decref(answer);
			json_decref(request);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_request_that_changes_something_wants_to_know_who),
		TEST(every_request_without_its_fields_names_one_that_is_missing),
		TEST(a_field_of_the_wrong_type_is_refused_by_its_name),
		TEST(what_nobody_sees_is_in_no_text_of_any_request),
		TEST(a_request_nobody_knows_is_refused),
		TEST(whoever_left_decides_nothing),
		TEST(a_bank_is_unknown_and_not_offline_while_no_service_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
