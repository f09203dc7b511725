// SPDX-License-Identifier: GPL-3.0-or-later
// The API of the screens without a socket: what is counted, what is read, and when, as somebody
// hostile would have it otherwise.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "accounts/token.h"
#include "api/web.h"
#include "base/err.h"

#define NOW	moment("2026-11-23T09:30")
#define RIGHT	"three plain words"
#define HASH(n) "$argon2id$" #n

// Each call other bytes, the same in every run.
static int counted(void *context, void *out, size_t len)
{
	memset(out, ++*(int *)context, len);
	return 0;
}

static int calls;
static const struct env env = {.random = counted, .context = &calls};

struct desk {
	struct school *school;
	struct api api;
	struct web *web;
	struct web_answer answer;
	char session[ACCOUNT_TOKEN], browser[ACCOUNT_TOKEN]; // its cookies
	uint64_t address;
};

static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);
	char link[ACCOUNT_TOKEN];
	void *school;

	assert_int_equal(school_open(&school), 0);
	desk->school = school;
	desk->web = calloc(1, sizeof *desk->web);
	desk->web->env = &env;
	desk->web->database = "/nowhere/school.db";
	desk->api = (struct api){.store = desk->school->store, .env = &env};
	desk->api.now.wall = NOW;
	desk->api.now.mono.ns = 1;
	desk->address = 7;
	for (int i = 0; i < 3; i++) {
		static const char *const people[] = {"slt", "office", "staff"};
		static const char *const roles[] = {"administrator", "office", "staff"};
		struct account_row row;

		assert_int_equal(accounts_make(desk->school->store, &env, &desk->school->slt, NOW,
					 people[i], roles[i], link, desk->school->why),
			0);
		assert_int_equal(account_of_person(desk->school->store,
					 school_id(desk->school, people[i]), &row),
			0);
		assert_int_equal(account_put_password(desk->school->store, row.id, HASH(1)), 0);
	}
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;
	void *school = desk->school;

	free(desk->answer.text);
	web_release(desk->web);
	free(desk->web);
	free(desk);
	return school_close(&school);
}

// The status; the answer stays in desk->answer.
static int ask(struct desk *desk, const char *method, const char *path, const char *body)
{
	const struct web_request request = {.method = method,
		.path = path,
		.body = body,
		.body_len = body ? strlen(body) : 0,
		.session = desk->session[0] ? desk->session : NULL,
		.browser = desk->browser[0] ? desk->browser : NULL,
		.address = desk->address};

	free(desk->answer.text);
	desk->answer.text = NULL;
	web_answer(desk->web, &desk->api, &request, &desk->answer);
	return desk->answer.status;
}

// What the child says, to the answer that waits for it.
static int checked(struct desk *desk, bool right, const char *hash, int err)
{
	struct web_password password = desk->answer.password;

	assert_int_equal(desk->answer.next, WEB_PASSWORD);
	free(desk->answer.text);
	desk->answer.text = NULL;
	web_checked(desk->web, &desk->api, &password, right, hash, err, &desk->answer);
	if (desk->answer.session[0])
		strcpy(desk->session, desk->answer.session);
	if (desk->answer.browser[0])
		strcpy(desk->browser, desk->answer.browser);
	return desk->answer.status;
}

static int try_sign_in(struct desk *desk, const char *person)
{
	char body[120];

	snprintf(body, sizeof body, "{\"person\":\"%s\",\"password\":\"" RIGHT "\"}", person);
	return ask(desk, "POST", "/api/sign-in", body);
}

static int sign_in(struct desk *desk, const char *person, bool right)
{
	int status = try_sign_in(desk, person);

	return desk->answer.next == WEB_PASSWORD ? checked(desk, right, "", 0) : status;
}

static void guesses_at_nobodys_reference_wait_as_guesses_at_an_account_do(void **state)
{
	struct desk *desk = *state;
	char account[300], nobody[300];

	for (int i = 0; i < ATTEMPTS_FREE; i++) {
		assert_int_equal(sign_in(desk, "office", false), 401);
		snprintf(account, sizeof account, "%s", desk->answer.text);
		assert_int_equal(sign_in(desk, "nobody", false), 401);
		assert_string_equal(desk->answer.text, account);
	}
	assert_int_equal(sign_in(desk, "office", false), 429);
	snprintf(account, sizeof account, "%s", desk->answer.text);
	assert_int_equal(sign_in(desk, "nobody", false), 429);
	snprintf(nobody, sizeof nobody, "%s", desk->answer.text);
	assert_string_equal(nobody, account);
}

static void guesses_sent_all_at_once_are_counted_before_one_of_them_is_checked(void **state)
{
	struct desk *desk = *state;

	for (int i = 0; i < ATTEMPTS_FREE; i++) {
		assert_int_equal(try_sign_in(desk, "office"), 500);
		assert_int_equal(desk->answer.next, WEB_PASSWORD);
	}
	assert_int_equal(try_sign_in(desk, "office"), 429);
}

static void a_try_that_no_child_could_check_counts_for_nothing(void **state)
{
	struct desk *desk = *state;

	for (int i = 0; i < 3 * ATTEMPTS_FREE; i++) {
		try_sign_in(desk, "office");
		assert_int_equal(checked(desk, false, "", -ERR_BUSY), 500);
		try_sign_in(desk, "office");
		assert_int_equal(desk->answer.next, WEB_PASSWORD);
		web_not_checked(desk->web, &desk->answer.password);
	}
	assert_int_equal(sign_in(desk, "office", true), 200);
}

static void a_right_password_forgets_the_wrong_ones_and_only_its_own(void **state)
{
	struct desk *desk = *state;

	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < ATTEMPTS_FREE - 1; i++)
			assert_int_equal(sign_in(desk, "office", false), 401);
		desk->browser[0] = '\0';
		assert_int_equal(sign_in(desk, "office", true), 200);
		desk->browser[0] = '\0';
	}
	// The address remembers them: 16 of 30.
	for (int i = 0; i < 6 * ATTEMPTS_FREE - 16; i++) {
		char name[20];

		snprintf(name, sizeof name, "X%d", i);
		assert_int_equal(sign_in(desk, name, false), 401);
	}
	assert_int_equal(sign_in(desk, "staff", true), 429);
	desk->address++;
	assert_int_equal(sign_in(desk, "staff", true), 200);
}

static void everybody_who_signs_in_at_one_desk_is_known_there_afterwards(void **state)
{
	struct desk *desk = *state;
	struct desk *stranger = calloc(1, sizeof *stranger);

	assert_int_equal(sign_in(desk, "office", true), 200);
	assert_int_equal(sign_in(desk, "staff", true), 200);
	*stranger = (struct desk){
		.school = desk->school, .api = desk->api, .web = desk->web, .address = 8};
	for (int i = 0; i < ATTEMPTS_FREE; i++) {
		assert_int_equal(sign_in(stranger, "office", false), 401);
		assert_int_equal(sign_in(stranger, "staff", false), 401);
	}
	assert_int_equal(sign_in(stranger, "office", true), 429);
	assert_int_equal(sign_in(desk, "office", true), 200);
	assert_int_equal(sign_in(desk, "staff", true), 200);
	free(stranger->answer.text);
	free(stranger);
	assert_int_equal(school_count(desk->school, "browser"), 2);
}

static void sessions_and_browsers_of_one_account_have_a_limit(void **state)
{
	struct desk *desk = *state;

	for (int i = 0; i < 2 * SESSIONS_KEPT; i++) {
		desk->browser[0] = '\0';
		assert_int_equal(sign_in(desk, "office", true), 200);
	}
	assert_int_equal(school_count(desk->school, "session"), SESSIONS_KEPT);
	assert_int_equal(school_count(desk->school, "browser"), BROWSERS_KEPT);
	assert_int_equal(ask(desk, "GET", "/api/me", NULL), 200);
}

static void ask_to_change(struct desk *desk)
{
	assert_int_equal(ask(desk, "POST", "/api/password",
				 "{\"old\":\"" RIGHT "\",\"new\":\"four other plain words\"}"),
		500);
}

static bool has_password(struct desk *desk, const char *hash)
{
	char what[100];

	snprintf(what, sizeof what, "account WHERE password = '%s'", hash);
	return school_count(desk->school, what) == 1;
}

static void a_password_is_not_changed_by_a_session_that_ended_while_it_was_hashed(void **state)
{
	struct desk *desk = *state;
	struct school *s = desk->school;
	char link[ACCOUNT_TOKEN];

	assert_int_equal(sign_in(desk, "office", true), 200);
	ask_to_change(desk);
	// The administrator takes the account back from whoever has it.
	assert_int_equal(
		accounts_relink(s->store, &env, &s->slt, NOW, "office", false, link, s->why), 0);
	assert_int_equal(checked(desk, true, HASH(2), 0), 401);
	assert_false(has_password(desk, HASH(2)));
	assert_int_equal(sign_in(desk, "office", true), 200);
	ask_to_change(desk);
	assert_int_equal(checked(desk, true, HASH(2), 0), 200);
	assert_true(has_password(desk, HASH(2)));
}

static void nobodys_body_is_read_and_nobodys_is_long(void **state)
{
	struct desk *desk = *state;
	char *body = malloc(WEB_BODY + 1);

	memset(body, '[', WEB_BODY);
	body[WEB_BODY] = '\0';
	assert_int_equal(ask(desk, "POST", "/api/import/people", "{"), 401);
	assert_int_equal(ask(desk, "POST", "/api/import/people", body), 401);
	assert_int_equal(ask(desk, "POST", "/api/sign-in", body), 413);
	assert_int_equal(ask(desk, "POST", "/api/welcome", body), 413);
	assert_int_equal(sign_in(desk, "staff", true), 200);
	// Who may not ask it at all; who may, of what takes no file; and a file.
	assert_int_equal(ask(desk, "POST", "/api/import/people", body), 403);
	assert_int_equal(ask(desk, "POST", "/api/grant/ask", body), 413);
	assert_int_equal(sign_in(desk, "office", true), 200);
	assert_int_equal(ask(desk, "POST", "/api/import/people", body), 400);
	free(body);
}

static void a_field_that_is_no_text_is_not_one_that_was_left_out(void **state)
{
	struct desk *desk = *state;
	struct web_request request = {.method = "GET",
		.path = "/api/grant/list",
		.fields = {{"person", "\xff"}},
		.field_count = 1};

	assert_int_equal(sign_in(desk, "staff", true), 200);
	request.session = desk->session;
	free(desk->answer.text);
	web_answer(desk->web, &desk->api, &request, &desk->answer);
	assert_int_equal(desk->answer.status, 400);
}

static void a_session_is_seen_once_it_was_good_and_a_made_up_one_never(void **state)
{
	struct desk *desk = *state;
	char other[ACCOUNT_TOKEN];
	uint8_t hash[ACCOUNT_HASH];

	assert_int_equal(sign_in(desk, "office", true), 200);
	assert_true(web_has_seen(desk->web, desk->session));
	memset(desk->web->seen, 0, sizeof desk->web->seen); // the service began again
	assert_false(web_has_seen(desk->web, desk->session));
	assert_int_equal(ask(desk, "GET", "/api/me", NULL), 200);
	assert_true(web_has_seen(desk->web, desk->session));
	assert_int_equal(token_make(&env, other, hash), 0);
	assert_false(web_has_seen(desk->web, other));
	assert_false(web_has_seen(desk->web, NULL));
	assert_false(web_has_seen(desk->web, ""));
}

static bool says_offline(struct desk *desk)
{
	assert_int_equal(ask(desk, "GET", "/api/status", NULL), 200);
	return strstr(desk->answer.text, " is offline") != NULL;
}

static void status_is_made_once_for_all_who_ask_until_anything_has_moved(void **state)
{
	struct desk *desk = *state;
	struct bank_snapshot bank = {.bank = 1, .online = true};

	desk->api.banks = &bank;
	desk->api.bank_count = 1;
	assert_int_equal(sign_in(desk, "office", true), 200);
	assert_false(says_offline(desk));
	bank.online = false;
	assert_false(says_offline(desk)); // nobody said that it moved
	web_moved(desk->web);
	assert_true(says_offline(desk));
	// A row is another.
	bank.online = true;
	assert_true(says_offline(desk));
	assert_int_equal(account_put_password(desk->school->store, 2, HASH(2)), 0);
	assert_false(says_offline(desk));
	// The second is.
	bank.online = false;
	desk->api.now.wall.ms += 999;
	assert_false(says_offline(desk));
	desk->api.now.wall.ms += 1;
	assert_true(says_offline(desk));
	// Whoever may not ask it is not told what others were.
	desk->session[0] = '\0';
	assert_int_equal(ask(desk, "GET", "/api/status", NULL), 401);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(guesses_at_nobodys_reference_wait_as_guesses_at_an_account_do),
		TEST(guesses_sent_all_at_once_are_counted_before_one_of_them_is_checked),
		TEST(a_try_that_no_child_could_check_counts_for_nothing),
		TEST(a_right_password_forgets_the_wrong_ones_and_only_its_own),
		TEST(everybody_who_signs_in_at_one_desk_is_known_there_afterwards),
		TEST(sessions_and_browsers_of_one_account_have_a_limit),
		TEST(a_password_is_not_changed_by_a_session_that_ended_while_it_was_hashed),
		TEST(nobodys_body_is_read_and_nobodys_is_long),
		TEST(a_field_that_is_no_text_is_not_one_that_was_left_out),
		TEST(a_session_is_seen_once_it_was_good_and_a_made_up_one_never),
		TEST(status_is_made_once_for_all_who_ask_until_anything_has_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
