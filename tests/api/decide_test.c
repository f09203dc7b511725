// SPDX-License-Identifier: GPL-3.0-or-later
// The stream of `hometime decide`: the page's own example, and everything that is no valid request.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "api/decide.h"
#include "base/err.h"

#define DAY                                                                                        \
	"\"day\":{\"kind\":\"school\",\"start\":\"08:45\",\"home_time\":\"15:15\",\"sessions\":"   \
	"[[\"08:45\",\"12:00\"],[\"13:00\",\"15:15\"]],\"hand_in\":[\"08:30\",\"09:00\"]}"
#define EXAMPLE                                                                                    \
	"{\"policy\":\"roby-park\",\"action\":\"collect\",\"place\":\"locker\",\"at\":"            \
	"\"2026-11-23T14:50:00\"," DAY ",\"person\":{\"category\":\"pupil\",\"year\":\"6\","       \
	"\"walker\":{\"from\":\"2026-09-01\",\"until\":\"2027-07-21\",\"days\":\"mon-fri\"},"      \
	"\"bans\":[],\"contact\":[]},\"device\":{\"kind\":\"phone\",\"owner\":\"personal\"},"      \
	"\"custody\":{\"kind\":\"deposit\",\"since\":\"2026-11-23T08:41:00\",\"door\":7},"         \
	"\"attest\":{\"switched_off\":true,\"internet_off\":true},\"grants\":[{\"kind\":\"early-"  \
	"leave\",\"by\":\"office\",\"from\":\"2026-11-23T14:45:00\",\"until\":\"2026-11-23T15:15:" \
	"00\"}]}"
#define ANSWER                                                                                     \
	"{\"outcome\":\"allow\",\"rule\":\"RP-4\",\"say\":\"You are signed out early: your phone " \
	"is in door 7.\",\"lifted_by\":[],\"obligations\":[]}\n"

static struct decider *decider;

static int open_decider(void **state)
{
	(void)state;
	return decider_open(&decider);
}

static int close_decider(void **state)
{
	(void)state;
	decider_close(decider);
	return 0;
}

// The answer to one line, as text with its terminating zero; lives until the next call.
static const char *answered(const char *line, size_t len)
{
	static char answer[DECIDE_ANSWER_MAX + 1];
	size_t n = decider_answer(decider, line, len, answer);
	json_t *json;

	assert_true(n > 1 && n <= DECIDE_ANSWER_MAX);
	assert_int_equal(answer[n - 1], '\n');
	assert_null(memchr(answer, '\n', n - 1));
	json = json_loadb(answer, n, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	json_decref(json);
	answer[n] = '\0';
	return answer;
}

static const char *error_of(const char *line)
{
	const char *answer = answered(line, strlen(line));

	assert_memory_equal(answer, "{\"error\":\"", 10);
	return answer + 10;
}

// Answers the example with `old` replaced by `new`, which must be an error that begins with it.
static void refused_with(const char *old, const char *new, const char *beginning)
{
	static char line[8192];
	const char *at = strstr(EXAMPLE, old);
	const char *error;

	assert_non_null(at);
	snprintf(line, sizeof(line), "%.*s%s%s", (int)(at - EXAMPLE), EXAMPLE, new,
		at + strlen(old));
	error = error_of(line);
	if (strncmp(error, beginning, strlen(beginning)) != 0)
		fail_msg("%s is answered by %s", new, error);
}

static void the_page_s_own_example_is_answered_to_the_letter(void **state)
{
	(void)state;
	assert_string_equal(answered(EXAMPLE, strlen(EXAMPLE)), ANSWER);
}

static void every_field_that_must_be_there_is_named_when_it_is_not(void **state)
{
	(void)state;
	refused_with("\"policy\":\"roby-park\",", "", "policy is missing");
	refused_with("\"action\":\"collect\",", "", "action is missing");
	refused_with("\"place\":\"locker\",", "", "place is missing");
	refused_with("\"at\":\"2026-11-23T14:50:00\",", "", "at is missing");
	refused_with("\"day\":{\"kind\":\"school\",", "\"day\":{", "day.kind is missing");
	refused_with("\"category\":\"pupil\",", "", "person.category is missing");
	refused_with("\"year\":\"6\",", "", "person.year is missing");
	refused_with("\"device\":{\"kind\":\"phone\",", "\"device\":{", "device.kind is missing");
	refused_with(",\"owner\":\"personal\"", "", "device.owner is missing");
	refused_with("\"at\":\"2026-11-23T14:50:00\"", "\"at\":null", "at is missing");
}

static void a_value_the_page_does_not_allow_is_named(void **state)
{
	(void)state;
	refused_with("\"roby-park\"", "\"eton\"", "policy ");
	refused_with("\"roby-park\"", "\"law\"", "policy ");
	refused_with("\"roby-park\"", "7", "policy ");
	refused_with("\"collect\"", "\"steal\"", "action ");
	refused_with("\"collect\"", "\"collect\\u0000\"", "The line is not JSON");
	refused_with("\"locker\"", "\"roof\"", "place ");
	refused_with("\"kind\":\"school\"", "\"kind\":\"snow\"", "day.kind ");
	refused_with("\"08:45\",\"home_time\"", "\"8:45\",\"home_time\"", "day.start ");
	refused_with("\"home_time\":\"15:15\"", "\"home_time\":\"24:00\"", "day.home_time ");
	refused_with("\"home_time\":\"15:15\"", "\"home_time\":915", "day.home_time ");
	refused_with("[\"13:00\",\"15:15\"]", "[\"13:00\"]", "day.sessions[1] ");
	refused_with("[\"13:00\",\"15:15\"]", "[\"13:00\",\"15:75\"]", "day.sessions[1] ");
	refused_with("[\"08:30\",\"09:00\"]", "\"08:30\"", "day.hand_in ");
	refused_with("\"pupil\"", "\"cat\"", "person.category ");
	refused_with("\"year\":\"6\"", "\"year\":\"7\"", "person.year ");
	refused_with("\"year\":\"6\"", "\"year\":6", "person.year ");
	refused_with("\"mon-fri\"", "\"mon-friday\"", "person.walker.days ");
	refused_with("\"mon-fri\"", "\"\"", "person.walker.days ");
	refused_with("\"mon-fri\"", "\"mon,\"", "person.walker.days ");
	refused_with("\"2027-07-21\"", "\"2027-02-29\"", "person.walker.until ");
	refused_with("\"bans\":[]", "\"bans\":{}", "person.bans ");
	refused_with("\"bans\":[]", "\"bans\":[{\"kind\":\"tv\"}]", "person.bans[0].kind ");
	refused_with("\"bans\":[]", "\"bans\":[{\"from\":\"soon\"}]", "person.bans[0].from ");
	refused_with("\"bans\":[]", "\"bans\":[7]", "person.bans[0] ");
	refused_with("\"contact\":[]", "\"contact\":\"all\"", "person.contact ");
	refused_with("\"contact\":[]", "\"arrived\":\"late\"", "person.arrived ");
	refused_with("\"kind\":\"phone\"", "\"kind\":\"toaster\"", "device.kind ");
	refused_with("\"personal\"", "\"mum\"", "device.owner ");
	refused_with("\"deposit\"", "\"gift\"", "custody.kind ");
	refused_with("\"door\":7", "\"door\":\"7\"", "custody.door ");
	refused_with("\"door\":7", "\"door\":0", "custody.door ");
	refused_with("\"door\":7", "\"whose\":\"ours\"", "custody.whose ");
	refused_with("\"door\":7", "\"hold\":\"ransom\"", "custody.hold ");
	refused_with("\"door\":7", "\"release_to\":[[]]", "custody.release_to[0] ");
	refused_with("T08:41:00", "T14:50:01", "custody.since is later than at");
	refused_with("\"switched_off\":true", "\"switched_off\":\"yes\"", "attest.switched_off ");
	refused_with("\"switched_off\":true", "\"consent\":1", "attest.consent ");
	refused_with("\"early-leave\"", "\"late-leave\"", "grants[0].kind ");
	refused_with("\"by\":\"office\"", "\"by\":\"police\"", "grants[0].by ");
	refused_with("T14:45:00", "T14:45:00Z", "grants[0].from ");
	refused_with(
		"\"grants\":[", "\"school\":{\"pupils\":\"all\"},\"grants\":[", "school.pupils ");
	refused_with(
		"\"grants\":[", "\"school\":{\"staff\":\"unset\"},\"grants\":[", "school.staff ");
	refused_with("\"grants\":[", "\"school\":[],\"grants\":[", "school ");
}

static void a_line_that_is_no_object_is_answered(void **state)
{
	static const char *const lines[] = {"", " ", "nope", "[]", "7", "null", "\"x\"", "{",
		"{}{}", "{\"policy\":\"roby-park\"", "\xff\xfe", "{\"policy\":\"\xc3\x28\"}",
		"{\"policy\":\"a\",\"policy\":\"b\"}", "{'policy':1}", "{\"a\":1e999}"};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		error_of(lines[i]);
	assert_memory_equal(answered("{}\0{}", 5), "{\"error\":", 9);
}

static void a_key_that_comes_twice_has_no_meaning(void **state)
{
	(void)state;
	refused_with("\"door\":7", "\"door\":7,\"door\":8", "The line is not JSON: duplicate");
}

static void nesting_without_end_is_an_error(void **state)
{
	size_t depth = 200000;
	char *line = malloc(depth + 1);

	(void)state;
	memset(line, '[', depth);
	line[depth] = '\0';
	error_of(line);
	free(line);
}

static void a_field_the_page_does_not_name_is_passed_over(void **state)
{
	static const char odd[] = "{\"colour\":{\"deep\":[1,2,{\"policy\":7}]},";
	char line[sizeof(EXAMPLE) + sizeof(odd)];

	(void)state;
	snprintf(line, sizeof(line), "%s%s", odd, &EXAMPLE[1]);
	assert_string_equal(answered(line, strlen(line)), ANSWER);
}

static void more_grants_than_there_is_room_for_are_refused_by_name(void **state)
{
	char line[8192], *at = line;

	(void)state;
	at += sprintf(at, "%.*s", (int)(strstr(EXAMPLE, "\"grants\"") - EXAMPLE), EXAMPLE);
	at += sprintf(at, "\"grants\":[{}");
	for (int i = 0; i < REQUEST_GRANTS; i++)
		at += sprintf(at, ",{}");
	sprintf(at, "]}");
	assert_memory_equal(error_of(line), "grants has more than 32", 23);
}

// Everything `in` says to decide_lines() through pipes, answered into `out`.
static int stream(const char *in, size_t len, char *out, size_t size)
{
	FILE *from = tmpfile(), *to = tmpfile();
	int err;

	assert_non_null(from);
	assert_non_null(to);
	assert_int_equal(fwrite(in, 1, len, from), len);
	rewind(from);
	err = decide_lines(fileno(from), fileno(to));
	rewind(to);
	out[fread(out, 1, size - 1, to)] = '\0';
	fclose(from);
	fclose(to);
	return err;
}

static void answers_come_in_order_and_the_last_line_needs_no_newline(void **state)
{
	char out[8192];
	const char in[] = EXAMPLE "\n\nnope\r\n" EXAMPLE "\r\n" EXAMPLE;
	const char *at = out;

	(void)state;
	assert_int_equal(stream(in, strlen(in), out, sizeof(out)), 0);
	assert_memory_equal(at, ANSWER, strlen(ANSWER));
	at += strlen(ANSWER);
	for (int i = 0; i < 2; i++) {
		assert_memory_equal(at, "{\"error\":", 9);
		at = strchr(at, '\n') + 1;
	}
	assert_string_equal(at, ANSWER ANSWER);
}

static void a_line_longer_than_the_limit_is_one_error_and_the_next_is_answered(void **state)
{
	size_t len = 3 * DECIDE_LINE_MAX;
	char *in = malloc(len + sizeof(EXAMPLE) + 2);
	char out[4096];
	const char *second;

	(void)state;
	memset(in, 'x', len);
	sprintf(in + len, "\n%s\n", EXAMPLE);
	assert_int_equal(stream(in, strlen(in), out, sizeof(out)), 0);
	assert_memory_equal(out, "{\"error\":\"The line is longer", 28);
	second = strchr(out, '\n') + 1;
	assert_string_equal(second, ANSWER);
	free(in);
}

static void an_empty_input_has_no_answers(void **state)
{
	char out[16];

	(void)state;
	assert_int_equal(stream("", 0, out, sizeof(out)), 0);
	assert_string_equal(out, "");
}

static void what_was_read_is_answered_before_more_is_waited_for(void **state)
{
	int in[2], out[2];
	char answer[sizeof(ANSWER)];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	child = fork();
	if (child == 0) {
		close(in[1]);
		_exit(decide_lines(in[0], out[1]) < 0);
	}
	for (int i = 0; i < 3; i++) {
		size_t got = 0;

		assert_int_equal(write(in[1], EXAMPLE "\n", sizeof(EXAMPLE)), sizeof(EXAMPLE));
		while (got < sizeof(ANSWER) - 1)
			got += (size_t)read(out[0], answer + got, sizeof(ANSWER) - 1 - got);
		assert_memory_equal(answer, ANSWER, sizeof(ANSWER) - 1);
	}
	close(in[1]);
	close(in[0]);
	close(out[0]);
	close(out[1]);
}

static void an_output_that_fails_is_an_error(void **state)
{
	int in[2], full = -1;

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(write(in[1], EXAMPLE "\n", sizeof(EXAMPLE)), sizeof(EXAMPLE));
	close(in[1]);
	assert_int_equal(decide_lines(in[0], full), -ERR_IO);
	close(in[0]);
	assert_int_equal(decide_lines(full, 1), -ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_s_own_example_is_answered_to_the_letter),
		cmocka_unit_test(every_field_that_must_be_there_is_named_when_it_is_not),
		cmocka_unit_test(a_value_the_page_does_not_allow_is_named),
		cmocka_unit_test(a_line_that_is_no_object_is_answered),
		cmocka_unit_test(a_key_that_comes_twice_has_no_meaning),
		cmocka_unit_test(nesting_without_end_is_an_error),
		cmocka_unit_test(a_field_the_page_does_not_name_is_passed_over),
		cmocka_unit_test(more_grants_than_there_is_room_for_are_refused_by_name),
		cmocka_unit_test(answers_come_in_order_and_the_last_line_needs_no_newline),
		cmocka_unit_test(
			a_line_longer_than_the_limit_is_one_error_and_the_next_is_answered),
		cmocka_unit_test(an_empty_input_has_no_answers),
		cmocka_unit_test(what_was_read_is_answered_before_more_is_waited_for),
		cmocka_unit_test(an_output_that_fails_is_an_error),
	};

	return cmocka_run_group_tests(tests, open_decider, close_decider);
}
