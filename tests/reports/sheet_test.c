// SPDX-License-Identifier: GPL-3.0-or-later
// The day sheet: what is in now, by cabinet and door, and what somebody with a key must know.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/sheet.h"
#include "term.h"

static char *told(struct school *s, const char *at)
{
	struct report_day_rows rows;
	char *text;

	assert_int_equal(report_day_read(s->store, date("2026-11-23"), moment(at), &rows), 0);
	text = term_printed(report_sheet(&rows));
	report_day_release(&rows);
	return text;
}

// First words of a line before second ones, two to a line or one below the other.
static void assert_before(char *text, const char *first, const char *second)
{
	if (!strstr(text, first) || !strstr(text, second))
		fail_msg("\"%s\" or \"%s\" is not in:\n%s", first, second, text);
	assert_true(strstr(text, first) < strstr(text, second));
}

static void doors_stand_in_the_order_in_which_people_count_and_what_is_out_is_not_there(
	void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s), gone;
	char *text;

	term_hand_in(s, "P6", hall, 10, "2026-11-23T08:41");
	term_hand_in(s, "P5", hall, 2, "2026-11-20T08:40"); // left there on Friday
	gone = term_hand_in(s, "P4", hall, 3, "2026-11-23T08:42");
	term_collect(s, gone, "P4", "2026-11-23T11:00");
	text = told(s, "2026-11-23T12:00");
	assert_before(text, "Hall door 2", "Hall door 10");
	assert_null(strstr(text, "Hall door 3"));
	assert_non_null(strstr(text, "Printed Monday 23 November 2026 at 12:00: 2 in our care."));
	free(text);
	// Before it was handed in it is not there, and while it was in it is.
	text = told(s, "2026-11-23T08:40");
	assert_null(strstr(text, "Hall door 10"));
	free(text);
}

static void an_empty_cabinet_says_that_nothing_is_in(void **state)
{
	char *text = told(*state, "2026-11-23T12:00");

	assert_non_null(strstr(text, "Nothing is in our care."));
	free(text);
}

// A class's end of term: no more than two doors a line, and none of them lost between the halves.
static void two_doors_stand_on_a_line_and_every_one_is_there(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s);
	char *text, door[16];
	int lines = 0;

	// A school that has them all: five phones of one child are as good as five children's.
	for (int n = 1; n <= 5; n++)
		term_hand_in(s, "P6", hall, n, "2026-11-23T08:41");
	text = told(s, "2026-11-23T12:00");
	for (int n = 1; n <= 5; n++) {
		snprintf(door, sizeof door, "Hall door %d", n);
		assert_non_null(strstr(text, door));
	}
	for (char *line = text; (line = strchr(line, '\n')); line++)
		lines += strncmp(line + 1, "  Hall door", 11) == 0;
	assert_int_equal(lines, 3);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			doors_stand_in_the_order_in_which_people_count_and_what_is_out_is_not_there,
			school_open, school_close),
		cmocka_unit_test_setup_teardown(
			an_empty_cabinet_says_that_nothing_is_in, school_open, school_close),
		cmocka_unit_test_setup_teardown(two_doors_stand_on_a_line_and_every_one_is_there,
			school_open, school_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
