// SPDX-License-Identifier: GPL-3.0-or-later
// What is written down of an adoption, who may, and what it does to the doors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/api.h"
#include "policy/load.h"
#include "store/banks.h"
#include "store/custodies.h"
#include "store/people.h"

struct fixture {
	char folder[40];
	struct store *store;
	struct policy *policy;
	struct outbox outbox;
	struct api api;
	json_t *answer;
	char error[300];
};

static void add_person(struct fixture *f, const char *ref, const char *category)
{
	struct person_record person = {.given = "Olive", .family = "Office"};

	snprintf(person.ref, sizeof person.ref, "%s", ref);
	snprintf(person.category, sizeof person.category, "%s", category);
	assert_true(person_add(f->store, &person) > 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	const struct bank_row row = {.name = "A", .line = "stream:/x", .address = 1};
	const struct bank_row other = {.name = "B", .line = "stream:/x", .address = 2};
	char database[64];
	char why[STORE_WHY] = "";

	strcpy(f->folder, "/tmp/hometime-adopt-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(database, sizeof database, "%s/s.db", f->folder);
	assert_int_equal(store_open(&f->store, database, STORE_CREATE, why), 0);
	assert_int_equal(policy_open("roby-park", &f->policy, why), 0);
	assert_int_equal(store_begin(f->store), 0);
	assert_int_equal(store_setting_put(f->store, "site", "0123456789abcdef"), 0);
	add_person(f, "O1", "office");
	add_person(f, "T1", "staff");
	assert_int_equal(bank_add(f->store, &row), 1);
	assert_int_equal(bank_add(f->store, &other), 2);
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

	json_decref(f->answer);
	custody_close(f->api.custody);
	policy_close(f->policy);
	store_close(f->store);
	snprintf(command, sizeof command, "rm -r %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

// Takes the request.
static bool ask(struct fixture *f, json_t *request)
{
	bool keep, ok;

	json_decref(f->answer);
	assert_int_equal(store_begin(f->store), 0);
	f->answer = api_answer(&f->api, request, &keep);
	ok = json_is_true(json_object_get(f->answer, "ok"));
	if (keep)
		assert_int_equal(store_commit(f->store), 0);
	else
		store_rollback(f->store);
	snprintf(f->error, sizeof f->error, "%s",
		ok ? "" : json_string_value(json_object_get(f->answer, "error")));
	json_decref(request);
	return ok;
}

static json_t *keyed(int serial, int address, int doors)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:b, s:s, s:s, s:b}", "request",
		"bank keyed", "by", "O1", "name", "A", "serial", serial, "address", address,
		"doors", doors, "inside", 1, "firmware", "0.1.0", "fingerprint",
		"1A2B-3C4D-5E6F-7081", "new_key", 1);
}

static json_t *proved(int door, int faults)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:i}", "request", "bank proved", "by", "O1",
		"name", "A", "door", door, "faults", faults, "other", 0);
}

struct doors {
	unsigned in_use;
	char reason[25][DOOR_REASON];
};

static int take_door(void *arg, const struct door_row *door)
{
	struct doors *doors = arg;

	if (door->bank == 1 && door->in_use)
		doors->in_use |= 1u << door->number;
	if (door->bank == 1)
		memcpy(doors->reason[door->number], door->out_reason, DOOR_REASON);
	return 0;
}

static struct doors doors_of(struct fixture *f)
{
	struct doors doors = {0};

	assert_true(door_each(f->store, take_door, &doors) >= 0);
	return doors;
}

static void doors_take_no_phone_until_they_are_proved(void **state)
{
	struct fixture *f = *state;
	struct doors doors;

	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_int_equal(doors_of(f).in_use, 0);
	assert_true(ask(f, proved(3, 0)));
	assert_true(ask(f, proved(5, 2)));
	doors = doors_of(f);
	assert_int_equal(doors.in_use, 1u << 3);
	assert_string_equal(doors.reason[5], "wired wrong");
	assert_string_equal(doors.reason[4], "not proved");
	// Put right; and keyed anew with the same controller what was proved stays so.
	assert_true(ask(f, proved(5, 0)));
	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_int_equal(doors_of(f).in_use, 1u << 3 | 1u << 5);
	// Walked again, and wrong now.
	assert_true(ask(f, proved(3, 4)));
	assert_int_equal(doors_of(f).in_use, 1u << 5);
}

static void a_door_out_of_use_for_another_reason_stays_out(void **state)
{
	struct fixture *f = *state;
	const struct door_row jammed = {
		.bank = 1, .number = 6, .out_reason = "jammed", .trusted = true};

	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_int_equal(store_begin(f->store), 0);
	assert_int_equal(door_put(f->store, &jammed), 0);
	assert_int_equal(store_commit(f->store), 0);
	assert_true(ask(f, proved(6, 0)));
	assert_int_equal(doors_of(f).in_use, 0);
	assert_string_equal(doors_of(f).reason[6], "jammed");
	assert_true(ask(f, proved(6, 1)));
	assert_string_equal(doors_of(f).reason[6], "jammed");
}

static void another_controller_proves_its_doors_anew(void **state)
{
	struct fixture *f = *state;

	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_true(ask(f, proved(3, 0)));
	assert_false(ask(f, keyed(1002, 1, 8)));
	assert_non_null(strstr(f->error, "releasing a bank"));
	assert_true(ask(f,
		json_pack("{s:s, s:s, s:s}", "request", "bank release", "by", "O1", "name", "A")));
	assert_false(ask(f, json_pack("{s:s, s:s}", "request", "bank certificate", "name", "A")));
	assert_true(ask(f, keyed(1002, 1, 8)));
	assert_int_equal(doors_of(f).in_use, 0);
	assert_false(ask(f, keyed(1002, 2, 8))); // bank B has that address
	assert_false(ask(f, keyed(1002, 1, 16)));
	assert_true(ask(f, keyed(1002, 7, 8)));
}

static void a_bank_that_holds_somebody_s_phone_is_not_adopted(void **state)
{
	struct fixture *f = *state;
	struct custody_row custody = {.person = 1, .kind = CUSTODY_DEPOSIT, .bank = 1, .door = 4};

	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_int_equal(store_begin(f->store), 0);
	custody.device = device_for(f->store, 1, DEVICE_PHONE);
	custody.began_at = f->api.now.wall;
	assert_true(custody_add(f->store, &custody) > 0);
	assert_int_equal(store_commit(f->store), 0);
	assert_false(ask(f,
		json_pack("{s:s, s:s, s:s}", "request", "bank adopting", "by", "O1", "name", "A")));
	assert_non_null(strstr(f->error, "Door 4 of bank A holds a device"));
	assert_false(ask(f, keyed(1001, 1, 8)));
	assert_false(ask(f, proved(3, 0)));
	assert_true(ask(f,
		json_pack("{s:s, s:s, s:s}", "request", "bank adopting", "by", "O1", "name", "B")));
}

static void only_the_office_and_leaders_adopt_and_no_word_of_others_is_taken(void **state)
{
	struct fixture *f = *state;
	json_t *request = keyed(1001, 1, 8);

	json_object_set_new(request, "by", json_string("T1"));
	assert_false(ask(f, request));
	request = keyed(1001, 1, 8);
	json_object_set_new(request, "fingerprint", json_string("\"}"));
	assert_false(ask(f, request));
	assert_false(ask(f, proved(3, 0))); // no controller yet
	assert_false(ask(f, keyed(1001, 1, 9)));
	assert_true(ask(f, keyed(1001, 1, 8)));
	assert_false(ask(f, proved(9, 0)));
	assert_true(ask(f, proved(8, 0)));
	assert_true(ask(f, json_pack("{s:s, s:s}", "request", "bank certificate", "name", "A")));
	assert_string_equal(json_string_value(json_object_get(f->answer, "serial")), "000003E9");
	assert_int_equal(json_array_size(json_object_get(f->answer, "proofs")), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(doors_take_no_phone_until_they_are_proved),
		TEST(a_door_out_of_use_for_another_reason_stays_out),
		TEST(another_controller_proves_its_doors_anew),
		TEST(a_bank_that_holds_somebody_s_phone_is_not_adopted),
		TEST(only_the_office_and_leaders_adopt_and_no_word_of_others_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
