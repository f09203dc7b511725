// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in: sessions, the second factor, and attempts.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <liboath/oath.h>

#include "../register/made_school.h"
#include "accounts/attempts.h"
#include "accounts/second.h"
#include "accounts/sessions.h"
#include "base/err.h"

#define NOW moment("2026-11-23T09:30")

static int counted(void *context, void *out, size_t len)
{
	memset(out, ++*(int *)context, len);
	return 0;
}

static int calls;
static const struct env env = {.random = counted, .context = &calls};

static struct wall_time after(int64_t ms)
{
	return (struct wall_time){NOW.ms + ms};
}

static struct account_row account(struct school *s, const char *person, const char *role)
{
	char link[ACCOUNT_TOKEN];
	struct account_row row;
	struct person_record who;

	if (account_count(s->store, ACCOUNT_ADMINISTRATOR) == 0 &&
		strcmp(role, "administrator") != 0)
		assert_int_equal(accounts_make(s->store, &env, &s->slt, NOW, "slt", "administrator",
					 link, s->why),
			0);
	assert_int_equal(
		accounts_make(s->store, &env, &s->slt, NOW, person, role, link, s->why), 0);
	assert_int_equal(person_find(s->store, person, &who), 0);
	assert_int_equal(account_of_person(s->store, who.id, &row), 0);
	return row;
}

static int find(struct school *s, int64_t ms, const char *token, struct session *out)
{
	return sessions_find(s->store, after(ms), token, out, s->why);
}

// Of who can do more a page that reads again by itself keeps nobody signed in; the office's desk it
// does.
static void a_page_that_nobody_is_at_keeps_the_offices_session_and_nobody_elses(void **state)
{
	struct school *s = *state;
	static const struct {
		const char *who, *role;
		int64_t idle;
		bool stays;
	} cases[] = {{"office", "office", SESSION_IDLE_MS, true},
		{"slt2", "slt", SESSION_IDLE_TWO_MS, false},
		{"headteacher", "headteacher", SESSION_IDLE_TWO_MS, false},
		{"staff", "staff", SESSION_IDLE_MS, false}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct account_row who = account(s, cases[i].who, cases[i].role);
		char token[ACCOUNT_TOKEN], first[ACCOUNT_TOKEN];
		struct session session;
		bool full;

		assert_int_equal(sessions_idle_ms(who.role), cases[i].stays ? 0 : cases[i].idle);
		assert_int_equal(sessions_begin(s->store, &env, NOW, &who, token, &full), 0);
		if (!full) {
			strcpy(first, token);
			assert_int_equal(find(s, 0, first, &session), 0);
			assert_int_equal(
				sessions_complete(s->store, &env, NOW, &session, token), 0);
		}
		int64_t half = cases[i].idle / 2 + 60000;

		assert_int_equal(sessions_again(s->store, after(half), token, &session, s->why), 0);
		assert_int_equal(sessions_again(s->store, after(2 * half), token, &session, s->why),
			cases[i].stays ? 0 : -ERR_NOT_FOUND);
	}
}

static void a_session_ends_unused_and_at_the_end_of_the_day(void **state)
{
	struct school *s = *state;
	struct account_row office = account(s, "office", "office");
	struct session session;
	char token[ACCOUNT_TOKEN];
	bool full;

	assert_int_equal(sessions_begin(s->store, &env, NOW, &office, token, &full), 0);
	assert_true(full);
	assert_int_equal(find(s, SESSION_IDLE_MS - 1, token, &session), 0);
	assert_int_equal(session.person.id, office.person);
	assert_int_equal(find(s, 2 * SESSION_IDLE_MS - 2, token, &session), 0);
	assert_int_equal(find(s, 3 * SESSION_IDLE_MS - 2, token, &session), -ERR_NOT_FOUND);
	assert_int_equal(sessions_begin(s->store, &env, NOW, &office, token, &full), 0);
	for (int64_t at = 0; at < SESSION_MS; at += 60000)
		assert_int_equal(find(s, at, token, &session), 0);
	assert_int_equal(find(s, SESSION_MS, token, &session), -ERR_NOT_FOUND);
	assert_non_null(strstr(s->why, "sign in again"));
}

static void a_session_is_of_somebody_still_here_and_still_in_that_post(void **state)
{
	struct school *s = *state;
	struct account_row head = account(s, "headteacher", "headteacher");
	struct account_row office = account(s, "office", "office");
	struct session session;
	struct person_record person;
	char token[ACCOUNT_TOKEN];
	bool full;

	(void)head;
	assert_int_equal(sessions_begin(s->store, &env, NOW, &office, token, &full), 0);
	assert_int_equal(person_get(s->store, office.person, &person), 0);
	strcpy(person.category, "staff");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(find(s, 0, token, &session), -ERR_NOT_FOUND);
	assert_non_null(strstr(s->why, "post on the register has changed"));
	strcpy(person.category, "office");
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(find(s, 0, token, &session), -ERR_NOT_FOUND);
	assert_int_equal(find(s, 0, "nonsense", &session), -ERR_NOT_FOUND);
	assert_int_equal(find(s, 0, NULL, &session), -ERR_NOT_FOUND);
}

static void a_role_with_a_second_factor_is_half_in_until_it_is_given(void **state)
{
	struct school *s = *state;
	struct account_row head = account(s, "headteacher", "headteacher");
	struct session session;
	char token[ACCOUNT_TOKEN], whole[ACCOUNT_TOKEN];
	bool full;

	assert_int_equal(sessions_begin(s->store, &env, NOW, &head, token, &full), 0);
	assert_false(full);
	assert_int_equal(find(s, 1000, token, &session), 0);
	assert_false(session.full);
	assert_int_equal(find(s, SESSION_OWED_MS, token, &session), -ERR_NOT_FOUND);
	assert_int_equal(sessions_complete(s->store, &env, NOW, &session, whole), 0);
	// The half token does not become a whole one: whoever saw it has nothing.
	assert_int_equal(find(s, 1000, token, &session), -ERR_NOT_FOUND);
	assert_int_equal(find(s, 1000, whole, &session), 0);
	assert_true(session.full);
	assert_int_equal(find(s, SESSION_IDLE_TWO_MS + 60000, whole, &session), -ERR_NOT_FOUND);
}

static void code_at(const char *uri, int64_t step, char out[8])
{
	const char *from = strstr(uri, "secret=") + 7;
	char *secret;
	size_t len;

	assert_int_equal(oath_base32_decode(from, strcspn(from, "&"), &secret, &len), OATH_OK);
	assert_int_equal(len, SECOND_SECRET);
	assert_int_equal(
		oath_totp_generate(secret, len, (time_t)(step * 30), 30, 0, 6, out), OATH_OK);
	free(secret);
}

static void a_code_is_good_once_and_a_step_either_way(void **state)
{
	const uint8_t key[SECOND_KEY] = {7}, other[SECOND_KEY] = {8};
	struct account_row row = {0};
	char uri[SECOND_URI], code[8];
	int64_t step = NOW.ms / 30000, accepted = 0;

	(void)state;
	assert_int_equal(second_make(&env, key, "S01", row.second, &row.second_len, uri), 0);
	assert_memory_equal(uri, "otpauth://totp/Hometime:S01?secret=", 35);
	for (int64_t off = -2; off <= 2; off++) {
		code_at(uri, step + off, code);
		row.second_step = 0;
		assert_int_equal(
			second_right(key, &row, code, NOW, &accepted), off >= -1 && off <= 1);
		assert_false(second_right(other, &row, code, NOW, &accepted));
		row.second_step = step + off;
		assert_false(second_right(key, &row, code, NOW, &accepted));
	}
	row.second_step = 0;
	assert_false(second_right(key, &row, "", NOW, &accepted));
	assert_false(second_right(key, &row, "12345a", NOW, &accepted));
	row.second[30] ^= 1;
	code_at(uri, step, code);
	assert_false(second_right(key, &row, code, NOW, &accepted));
}

static void the_second_factors_key_is_made_once_and_read_by_nobody_else(void **state)
{
	char database[] = "/tmp/hometime-second-XXXXXX", path[80], why[STORE_WHY];
	uint8_t made[SECOND_KEY], read[SECOND_KEY];

	(void)state;
	close(mkstemp(database));
	snprintf(path, sizeof path, "%s.secret", database);
	assert_int_equal(second_key(&env, database, false, read, why), -ERR_NOT_FOUND);
	assert_int_equal(second_key(&env, database, true, made, why), 0);
	assert_int_equal(second_key(&env, database, true, read, why), 0);
	assert_memory_equal(made, read, SECOND_KEY);
	chmod(path, 0640);
	assert_int_equal(second_key(&env, database, true, read, why), -ERR_DENIED);
	chmod(path, 0600);
	assert_int_equal(truncate(path, 31), 0);
	assert_int_equal(second_key(&env, database, true, read, why), -ERR_FORMAT);
	unlink(path);
	unlink(database);
}

static void the_waits_of_an_account_are_seen_and_lifted_and_nobody_elses(void **state)
{
	struct attempts *attempts = calloc(1, sizeof *attempts);
	struct mono_time now = {0};

	(void)state;
	for (int i = 0; i < ATTEMPTS_FREE; i++) {
		attempts_failed(attempts, ATTEMPT_KNOWN_BROWSER, 3, 7, now);
		attempts_failed(attempts, ATTEMPT_STRANGER, 9, 8, now);
		attempts_failed(attempts, ATTEMPT_ADDRESS, 4, 0, now);
	}
	attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	attempts_failed(attempts, ATTEMPT_KNOWN_BROWSER, 3, 7, now);
	assert_int_equal(attempts_wait_of(attempts, 7, now), 2 * ATTEMPTS_WAIT_MS);
	assert_int_equal(attempts_wait_of(attempts, 8, now), ATTEMPTS_WAIT_MS);
	assert_int_equal(attempts_wait_of(attempts, 6, now), 0);
	attempts_forgive(attempts, 7);
	assert_int_equal(attempts_wait_of(attempts, 7, now), 0);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_KNOWN_BROWSER, 3, now), 0);
	assert_int_equal(attempts_wait_of(attempts, 8, now), ATTEMPTS_WAIT_MS);
	free(attempts);
}

static void guessing_waits_longer_each_time_and_never_for_the_owners_own_browser(void **state)
{
	struct attempts *attempts = calloc(1, sizeof *attempts);
	struct mono_time now = {0};

	(void)state;
	for (int i = 0; i < ATTEMPTS_FREE; i++) {
		assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), 0);
		attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	}
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), ATTEMPTS_WAIT_MS);
	attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), 2 * ATTEMPTS_WAIT_MS);
	for (int i = 0; i < 20; i++)
		attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), ATTEMPTS_MOST_MS);
	// The same account from a browser that it knows, another account, an address.
	assert_int_equal(attempts_wait(attempts, ATTEMPT_KNOWN_BROWSER, 1, now), 0);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 2, now), 0);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_ADDRESS, 1, now), 0);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1,
				 mono_after_ms(now, ATTEMPTS_FORGET_MS)),
		0);
	attempts_right(attempts, ATTEMPT_STRANGER, 1);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), 0);
	free(attempts);
}

static void a_flood_of_names_forgets_nobody_who_is_being_guessed_at(void **state)
{
	struct attempts *attempts = calloc(1, sizeof *attempts);
	struct mono_time now = {0};

	(void)state;
	for (int i = 0; i < ATTEMPTS_FREE; i++)
		attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	for (uint64_t i = 0; i < 3 * ATTEMPTS_KEPT; i++) {
		now = mono_after_ms(now, 1);
		attempts_failed(attempts, ATTEMPT_ADDRESS, i, 0, now);
	}
	assert_true(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now) > 0);
	// Where everybody in memory waits the oldest goes, and nothing breaks.
	for (uint64_t i = 0; i < (uint64_t)3 * ATTEMPTS_KEPT * ATTEMPTS_FREE; i++)
		attempts_failed(attempts, ATTEMPT_STRANGER, 2 + i / ATTEMPTS_FREE, 7, now);
	free(attempts);
}

static void a_try_taken_back_was_none(void **state)
{
	struct attempts *attempts = calloc(1, sizeof *attempts);
	struct mono_time now = {0};

	(void)state;
	attempts_taken_back(attempts, ATTEMPT_ADDRESS, 1);
	for (int i = 0; i < ATTEMPTS_FREE; i++)
		attempts_failed(attempts, ATTEMPT_STRANGER, 1, 7, now);
	attempts_taken_back(attempts, ATTEMPT_STRANGER, 1);
	assert_int_equal(attempts_wait(attempts, ATTEMPT_STRANGER, 1, now), 0);
	for (int i = 1; i < ATTEMPTS_FREE; i++)
		attempts_taken_back(attempts, ATTEMPT_STRANGER, 1);
	assert_false(attempts->rows[0].used);
	free(attempts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
		TEST(a_session_ends_unused_and_at_the_end_of_the_day),
		TEST(a_page_that_nobody_is_at_keeps_the_offices_session_and_nobody_elses),
		TEST(a_session_is_of_somebody_still_here_and_still_in_that_post),
		TEST(a_role_with_a_second_factor_is_half_in_until_it_is_given),
		TEST(a_code_is_good_once_and_a_step_either_way),
		TEST(the_second_factors_key_is_made_once_and_read_by_nobody_else),
		TEST(a_flood_of_names_forgets_nobody_who_is_being_guessed_at),
		TEST(a_try_taken_back_was_none),
		TEST(the_waits_of_an_account_are_seen_and_lifted_and_nobody_elses),
		TEST(guessing_waits_longer_each_time_and_never_for_the_owners_own_browser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
