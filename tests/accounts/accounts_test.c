// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts: who makes them, for whom, and that none is ever shared, default or everlasting.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "accounts/accounts.h"
#include "accounts/password.h"
#include "base/err.h"

#define NOW moment("2026-11-23T09:30")

// Each call other bytes, the same in every run.
static int counted(void *context, void *out, size_t len)
{
	memset(out, ++*(int *)context, len);
	return 0;
}

static int calls;
static const struct env env = {.random = counted, .context = &calls};

static int make(struct school *s, const struct actor *by, const char *person, const char *role,
	char link[ACCOUNT_TOKEN])
{
	return accounts_make(s->store, &env, by, NOW, person, role, link, s->why);
}

static void the_first_account_is_an_administrators_and_then_only_one_of_them_makes_more(
	void **state)
{
	struct school *s = *state;
	char link[ACCOUNT_TOKEN];

	assert_int_equal(make(s, &s->office, "office", "office", link), -ERR_DENIED);
	assert_non_null(strstr(s->why, "first account is an administrator's"));
	assert_int_equal(make(s, &s->office, "office", "administrator", link), 0);
	assert_int_equal(strlen(link), ACCOUNT_TOKEN - 1);
	// The leadership team is no administrator by being the leadership team.
	assert_int_equal(make(s, &s->head, "headteacher", "headteacher", link), -ERR_DENIED);
	assert_int_equal(make(s, &s->office, "headteacher", "headteacher", link), 0);
	assert_int_equal(make(s, &s->office, "headteacher", "headteacher", link), -ERR_EXISTS);
	assert_int_equal(school_count(s, "event WHERE kind = 'account made'"), 2);
	assert_int_equal(school_count(s, "account WHERE password IS NOT NULL"), 0);
}

static void a_role_is_only_for_who_is_that_on_the_register(void **state)
{
	static const char *const categories[] = {"pupil", "staff", "headteacher", "slt", "office",
		"governor", "volunteer", "contractor", "trainee", "supply", "visitor", "parent"};
	// By category, in order of enum account_role.
	static const char *const fits[] = {"------", "---+++", "--++++", "-+-+++", "+--+++",
		"---+++", "---+++", "------", "---+++", "---+++", "------", "------"};

	(void)state;
	for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
		for (int role = 0; role < ACCOUNT_ROLES; role++)
			assert_int_equal(accounts_role_fits((enum account_role)role, categories[i]),
				fits[i][role] == '+');
	}
}

static void a_link_is_good_once_and_for_three_days(void **state)
{
	struct school *s = *state;
	struct account_row account;
	char link[ACCOUNT_TOKEN], second[ACCOUNT_TOKEN];
	struct wall_time later = {NOW.ms + LINK_MS};

	assert_int_equal(make(s, &s->office, "office", "administrator", link), 0);
	assert_int_equal(accounts_by_link(s->store, NOW, link, &account, s->why), 0);
	assert_int_equal(accounts_by_link(s->store, later, link, &account, s->why), -ERR_NOT_FOUND);
	assert_int_equal(accounts_by_link(s->store, NOW, "x", &account, s->why), -ERR_NOT_FOUND);
	// A second link takes the place of the first.
	assert_int_equal(
		accounts_relink(s->store, &env, &s->office, NOW, "office", false, second, s->why),
		0);
	assert_int_equal(accounts_by_link(s->store, NOW, link, &account, s->why), -ERR_NOT_FOUND);
	assert_int_equal(accounts_by_link(s->store, NOW, second, &account, s->why), 0);
	assert_int_equal(
		accounts_set_password(s->store, &s->office, NOW, account.id, "$argon2id$"), 0);
	assert_int_equal(accounts_by_link(s->store, NOW, second, &account, s->why), -ERR_NOT_FOUND);
	assert_non_null(strstr(s->why, "Ask the administrator"));
}

static void the_last_administrator_stays_one(void **state)
{
	struct school *s = *state;
	struct account_row account;
	char link[ACCOUNT_TOKEN];

	assert_int_equal(make(s, &s->office, "office", "administrator", link), 0);
	assert_int_equal(accounts_end(s->store, &s->office, NOW, "office", s->why), -ERR_DENIED);
	assert_int_equal(accounts_set_role(s->store, &s->office, NOW, "office", "office", s->why),
		-ERR_DENIED);
	assert_int_equal(make(s, &s->office, "headteacher", "administrator", link), 0);
	assert_int_equal(
		accounts_set_role(s->store, &s->office, NOW, "office", "office", s->why), 0);
	// Who is none any more makes no accounts.
	assert_int_equal(make(s, &s->office, "slt", "slt", link), -ERR_DENIED);
	assert_int_equal(accounts_end(s->store, &s->head, NOW, "office", s->why), 0);
	assert_int_equal(accounts_end(s->store, &s->head, NOW, "office", s->why), -ERR_NOT_FOUND);
	// One that ended begins again, without a password and without the second factor it had.
	assert_int_equal(account_of_person(s->store, school_id(s, "office"), &account), 0);
	assert_int_equal(make(s, &s->head, "office", "office", link), 0);
	assert_int_equal(account_put_second(s->store, account.id, (const uint8_t *)"sealed", 6), 0);
	assert_int_equal(account_put_second_step(s->store, account.id, 59), 0);
	assert_int_equal(accounts_end(s->store, &s->head, NOW, "office", s->why), 0);
	assert_int_equal(make(s, &s->head, "office", "administrator", link), 0);
	assert_int_equal(account_get(s->store, account.id, &account), 0);
	assert_int_equal(account.second_len, 0);
	assert_int_equal(account.second_step, 0);
}

static int64_t told(struct school *s, const char *role, const char *to, const char *person)
{
	char what[300];

	snprintf(what, sizeof what,
		"notice WHERE kind = 'account' AND role = '%s' AND ifnull(to_person, 0) = %lld"
		" AND person = %lld",
		role, (long long)(*to ? school_id(s, to) : 0), (long long)school_id(s, person));
	return school_count(s, what);
}

static void whose_account_is_changed_is_told_and_the_headteacher_where_it_reaches_far(void **state)
{
	struct school *s = *state;
	char link[ACCOUNT_TOKEN];

	assert_int_equal(make(s, &s->office, "office", "administrator", link), 0);
	assert_int_equal(make(s, &s->office, "staff", "staff", link), 0);
	assert_int_equal(make(s, &s->office, "headteacher", "headteacher", link), 0);
	assert_int_equal(make(s, &s->office, "slt", "slt", link), 0);
	assert_int_equal(school_count(s, "notice"), 0);
	assert_int_equal(
		accounts_relink(s->store, &env, &s->office, NOW, "staff", false, link, s->why), 0);
	assert_int_equal(told(s, "person", "staff", "office"), 1);
	assert_int_equal(school_count(s, "notice"), 1);
	// Her own second factor taken off: she reads it herself, twice over.
	assert_int_equal(
		accounts_relink(s->store, &env, &s->office, NOW, "headteacher", true, link, s->why),
		0);
	assert_int_equal(told(s, "person", "headteacher", "office"), 1);
	assert_int_equal(told(s, "headteacher", "", "headteacher"), 1);
	assert_int_equal(
		accounts_set_role(s->store, &s->office, NOW, "staff", "administrator", s->why), 0);
	assert_int_equal(told(s, "person", "staff", "office"), 2);
	assert_int_equal(told(s, "headteacher", "", "staff"), 1);
	// One's own account, by oneself: the Headteacher all the same.
	assert_int_equal(
		accounts_relink(s->store, &env, &s->office, NOW, "office", true, link, s->why), 0);
	assert_int_equal(told(s, "person", "office", "office"), 0);
	assert_int_equal(told(s, "headteacher", "", "office"), 1);
	// What the Headteacher does herself is no news to her.
	assert_int_equal(accounts_set_role(
				 s->store, &s->office, NOW, "headteacher", "administrator", s->why),
		0);
	assert_int_equal(
		accounts_relink(s->store, &env, &s->head, NOW, "slt", true, link, s->why), 0);
	assert_int_equal(told(s, "person", "slt", "headteacher"), 1);
	assert_int_equal(told(s, "headteacher", "", "slt"), 0);
}

static void a_password_is_long_and_no_name(void **state)
{
	struct person_record p = {.given = "Margaret", .family = "Hartley", .ref = "S0142"};
	static const char *const bad[] = {"", "short", "elevenchars", "aaaaaaaaaaaaaaaa",
		"123456789:;<=", "margarethartley", "Password1234", "MargaretS0142!",
		"hometimeschool"};
	static const char *const good[] = {
		"correct horse battery", "twelve chars", "\xc3\xa9t\xc3\xa9 \xc3\xa0 la plage"};
	char why[ACTOR_WHY];
	char longest[PASSWORD_MOST + 2];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(password_check(bad[i], &p, why), -ERR_ARG);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(password_check(good[i], &p, why), 0);
	for (size_t i = 0; i <= PASSWORD_MOST; i++)
		longest[i] = (char)('a' + i * 7 % 26);
	longest[PASSWORD_MOST + 1] = '\0';
	assert_int_equal(password_check(longest, &p, why), -ERR_ARG);
	longest[PASSWORD_MOST] = '\0';
	assert_int_equal(password_check(longest, &p, why), 0);
}

static void a_hash_fits_its_password_alone_and_no_hash_fits_none(void **state)
{
	char hash[ACCOUNT_PASSWORD];

	(void)state;
	assert_int_equal(password_hash("correct horse battery", hash), 0);
	assert_memory_equal(hash, "$argon2id$", 10);
	assert_true(password_matches(hash, "correct horse battery"));
	assert_false(password_matches(hash, "correct horse batterz"));
	assert_false(password_matches("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
		TEST(the_first_account_is_an_administrators_and_then_only_one_of_them_makes_more),
		TEST(a_role_is_only_for_who_is_that_on_the_register),
		TEST(a_link_is_good_once_and_for_three_days),
		TEST(the_last_administrator_stays_one),
		TEST(whose_account_is_changed_is_told_and_the_headteacher_where_it_reaches_far),
		TEST(a_password_is_long_and_no_name),
		TEST(a_hash_fits_its_password_alone_and_no_hash_fits_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
