// SPDX-License-Identifier: GPL-3.0-or-later
// Children of the loop, with real programs at the other end: /bin/sh and /bin/cat.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/child.h"
#include "base/err.h"

static struct mono_time clock_now;

static struct mono_time mono(void *context)
{
	(void)context;
	return clock_now;
}

static const struct env env = {.mono = mono};

struct heard {
	struct loop *loop;
	struct child *child;
	char text[512];
	size_t lines, bytes;
	int gone; // how often
	int how;
	bool close_at_line, close_at_gone;
};

static void took_line(void *arg, char *line, size_t len)
{
	struct heard *heard = arg;

	assert_int_equal(strlen(line), len);
	assert_int_equal(heard->gone, 0);
	heard->lines++;
	heard->bytes += len;
	if (strlen(heard->text) + len + 2 < sizeof heard->text)
		sprintf(heard->text + strlen(heard->text), "%s|", line);
	if (heard->close_at_line) {
		child_close(heard->child);
		heard->child = NULL;
	}
}

static void went(void *arg, int how)
{
	struct heard *heard = arg;

	heard->gone++;
	heard->how = how;
	if (heard->close_at_gone) {
		child_close(heard->child);
		heard->child = NULL;
	}
}

static const struct child_events events = {took_line, went};

static int setup(void **state)
{
	static struct heard heard;

	heard = (struct heard){0};
	clock_now = (struct mono_time){0};
	signal(SIGPIPE, SIG_IGN);
	*state = &heard;
	return loop_open(&heard.loop, &env);
}

static int teardown(void **state)
{
	struct heard *heard = *state;

	child_close(heard->child);
	loop_close(heard->loop);
	// Nobody is left behind, neither running nor unburied.
	return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD ? 0 : -1;
}

static void start(struct heard *heard, const char *script, size_t line_max, int64_t patience)
{
	const char *const words[] = {"-c", script, NULL};
	const struct child_config config = {"/bin/sh", words, line_max, patience};

	assert_int_equal(child_start(&heard->child, heard->loop, &config, &events, heard), 0);
}

static void until_gone(struct heard *heard)
{
	while (!heard->gone)
		assert_true(loop_run_once(heard->loop, -1) >= 0);
}

static void what_it_is_sent_and_what_it_says_are_lines(void **state)
{
	struct heard *heard = *state;

	start(heard, "read a; read b; echo got $b; echo got $a; cat", 1000, 0);
	assert_int_equal(child_send(heard->child, "one\ntw", 6), 0);
	assert_int_equal(child_send(heard->child, "o\nthree\n", 8), 0);
	child_send_end(heard->child);
	assert_int_equal(child_send(heard->child, "late\n", 5), -ERR_GONE);
	until_gone(heard);
	assert_string_equal(heard->text, "got two|got one|three|");
	assert_int_equal(heard->how, 0);
}

static void megabytes_pass_both_ways_at_once(void **state)
{
	enum { LINES = 40000 };
	struct heard *heard = *state;
	char *text = malloc(LINES * 50 + 1);

	start(heard, "cat", 100, 0);
	for (int i = 0; i < LINES; i++)
		sprintf(text + i * 50, "%049d\n", i); // its zero is the next line's first byte
	assert_int_equal(child_send(heard->child, text, LINES * 50 - 1), 0);
	assert_int_equal(child_send(heard->child, "\n", 1), 0);
	free(text);
	child_send_end(heard->child);
	until_gone(heard);
	assert_int_equal(heard->how, 0);
	assert_int_equal(heard->lines, LINES);
	assert_int_equal(heard->bytes, LINES * 49);
}

static void how_it_ended_is_told_once_and_after_its_last_line(void **state)
{
	static const struct {
		const char *script;
		int how;
	} cases[] = {{"echo x", 0}, {"echo x; exit 3", -ERR_ARG}, {"echo x; kill -9 $$", -ERR_GONE},
		{"echo x; exec >&-; exit 0", 0}};
	struct heard *heard = *state;
	siginfo_t ended;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		heard->gone = 0;
		heard->text[0] = 0;
		heard->close_at_gone = true;
		start(heard, cases[i].script, 100, 0);
		// Its end and its line are both there before the loop looks.
		assert_int_equal(waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT), 0);
		until_gone(heard);
		assert_string_equal(heard->text, "x|");
		assert_int_equal(heard->how, cases[i].how);
		assert_int_equal(loop_run_once(heard->loop, 0), 0);
		assert_int_equal(heard->gone, 1);
	}
}

static void one_that_does_not_read_its_input_is_no_failure(void **state)
{
	static char much[1 << 20];
	struct heard *heard = *state;

	memset(much, 'x', sizeof much);
	start(heard, "exec <&-; echo done", 100, 0);
	assert_int_equal(child_send(heard->child, much, sizeof much), 0);
	until_gone(heard);
	assert_string_equal(heard->text, "done|");
	assert_int_equal(heard->how, 0);
}

static void a_line_that_never_ends_ends_the_child(void **state)
{
	struct heard *heard = *state;

	start(heard, "cat /dev/zero", 100000, 0);
	until_gone(heard);
	assert_int_equal(heard->how, -ERR_FULL);
}

static void patience_ends_on_the_loops_clock(void **state)
{
	struct heard *heard = *state;

	start(heard, "echo up; exec sleep 1000", 100, 5000);
	while (heard->lines == 0)
		loop_run_once(heard->loop, -1);
	clock_now = mono_after_ms(clock_now, 4999);
	loop_run_once(heard->loop, 0);
	assert_int_equal(heard->gone, 0);
	clock_now = mono_after_ms(clock_now, 1);
	until_gone(heard);
	assert_int_equal(heard->how, -ERR_BUSY);
}

static void it_may_be_closed_from_its_own_line(void **state)
{
	struct heard *heard = *state;

	heard->close_at_line = true;
	start(heard, "echo a; echo b; exec sleep 1000", 100, 5000);
	while (heard->child)
		loop_run_once(heard->loop, -1);
	assert_int_equal(heard->lines, 1);
	assert_int_equal(loop_run_once(heard->loop, 0), 0);
	assert_int_equal(heard->gone, 0);
}

// Asked of programs that do nothing else: a shell opens and blocks things of its own for moments.
static void it_inherits_no_descriptor_and_no_blocked_signal(void **state)
{
	static const char *const ls[] = {"/proc/self/fd", NULL};
	static const char *const grep[] = {"SigBlk", "/proc/self/status", NULL};
	const struct child_config config[] = {{"/bin/ls", ls, 100, 0}, {"/bin/grep", grep, 100, 0}};
	struct heard *heard = *state;
	FILE *open_here = fopen("/dev/null", "r");
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	heard->close_at_gone = true;
	for (int i = 0; i < 2; i++) {
		heard->gone = 0;
		assert_int_equal(
			child_start(&heard->child, heard->loop, &config[i], &events, heard), 0);
		until_gone(heard);
	}
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
	fclose(open_here);
	// The fourth is the directory that ls itself has open.
	assert_string_equal(heard->text, "0|1|2|3|SigBlk:\t0000000000000000|");
}

static void a_program_that_is_not_there_is_an_error_at_once(void **state)
{
	struct heard *heard = *state;
	const char *const words[] = {NULL};
	const struct child_config config = {"/nowhere/nothing", words, 100, 0};

	assert_int_equal(
		child_start(&heard->child, heard->loop, &config, &events, heard), -ERR_NOT_FOUND);
	assert_null(heard->child);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_it_is_sent_and_what_it_says_are_lines),
		CASE(megabytes_pass_both_ways_at_once),
		CASE(how_it_ended_is_told_once_and_after_its_last_line),
		CASE(one_that_does_not_read_its_input_is_no_failure),
		CASE(a_line_that_never_ends_ends_the_child),
		CASE(patience_ends_on_the_loops_clock),
		CASE(it_may_be_closed_from_its_own_line),
		CASE(it_inherits_no_descriptor_and_no_blocked_signal),
		CASE(a_program_that_is_not_there_is_an_error_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
