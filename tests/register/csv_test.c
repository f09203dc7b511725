// SPDX-License-Identifier: GPL-3.0-or-later
// The CSV reader: what offices save, what spreadsheets break, and every place a file can be cut.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "register/csv.h"

static struct csv_row row;
static char why[CSV_WHY];

static struct csv reading(const char *text)
{
	struct csv csv;

	csv_init(&csv, text, strlen(text));
	why[0] = 0;
	return csv;
}

static void fields_are_read_with_and_without_quotes(void **state)
{
	struct csv csv = reading("ref,given\r\n");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_int_equal(csv_column(&row, "GIVEN"), 1);
	assert_int_equal(csv_column(&row, "family"), -1);
	csv = reading("\"P1\",\"\"\r\n\"O\"\"Neill, Ann\",b\r\n");
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[0], "P1");
	assert_string_equal(row.field[1], "");
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[0], "O\"Neill, Ann");
	assert_string_equal(row.field[1], "b");
	assert_int_equal(row.line, 2);
	assert_int_equal(csv_next(&csv, &row, why), 0);
}

static void a_byte_order_mark_is_passed_over(void **state)
{
	struct csv csv = reading("\xEF\xBB\xBFref\n");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[0], "ref");
}

static void spaces_around_a_field_are_gone_and_empty_lines_are_passed_over(void **state)
{
	struct csv csv = reading("\n\r\n 4A \t,\" Ann \",\n\n");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_int_equal(row.line, 3);
	assert_int_equal(row.fields, 3);
	assert_string_equal(row.field[0], "4A");
	assert_string_equal(row.field[1], "Ann");
	assert_string_equal(row.field[2], "");
	assert_int_equal(csv_next(&csv, &row, why), 0);
}

static void a_line_break_inside_quotes_is_kept_and_counted(void **state)
{
	struct csv csv = reading("\"a\r\nb\",c\nnext\n");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[0], "a\nb");
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_int_equal(row.line, 3);
}

static void the_last_line_needs_no_end(void **state)
{
	struct csv csv = reading("a,b\nc,d");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[1], "d");
	assert_int_equal(csv_next(&csv, &row, why), 0);
	csv = reading("a,");
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_int_equal(row.fields, 2);
}

#define COMMAS ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"

static void what_is_wrong_is_named_by_line(void **state)
{
	static const struct {
		const char *text, *names;
	} cases[] = {
		{"a\n\"open,b\nc", "line 2 is never closed"},
		{"a\nb \"c\"\n", "Line 2 has a quote in the middle"},
		{"a\n\n\"b\" c\n", "Line 3 has something between"},
		{"a\nb\xE9\n", "Line 2 is not UTF-8"},
		{"a\nb\xC0\xAF\n", "Line 2 is not UTF-8"},
		{"a\nb\xED\xA0\x80\n", "Line 2 is not UTF-8"},
		{"a\nb\xF4\x90\x80\x80\n", "Line 2 is not UTF-8"},
		{"a\nb\xE0\x9F\x80\n", "Line 2 is not UTF-8"},
		{"a\nb\x01\n", "Line 2 has a control character (01)"},
		{"a\nb\rc\n", "Line 2 has a control character (0D)"},
		{"a\n" COMMAS COMMAS COMMAS COMMAS "\n", "Line 2 has more than 128 columns"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct csv csv = reading(cases[i].text);

		assert_int_equal(csv_next(&csv, &row, why), 1);
		assert_int_equal(csv_next(&csv, &row, why), -ERR_FORMAT);
		assert_non_null(strstr(why, cases[i].names));
		assert_int_equal(csv_next(&csv, &row, why), 0);
	}
}

static void letters_of_every_length_are_read(void **state)
{
	struct csv csv = reading("Zo\xC3\xAB,\xE2\x82\xAC,\xF0\x9F\x98\x80\n");

	(void)state;
	assert_int_equal(csv_next(&csv, &row, why), 1);
	assert_string_equal(row.field[0], "Zo\xC3\xAB");
	assert_string_equal(row.field[2], "\xF0\x9F\x98\x80");
}

static void a_row_up_to_its_limit_is_read_and_one_byte_more_is_named(void **state)
{
	static char text[CSV_ROW + 8];

	(void)state;
	for (size_t len = CSV_ROW - 3; len < CSV_ROW + 3; len++) {
		struct csv csv;

		memset(text, 'x', len);
		csv_init(&csv, text, len);
		assert_int_equal(csv_next(&csv, &row, why), len < CSV_ROW ? 1 : -ERR_FORMAT);
	}
	text[0] = '"';
	memset(text + 1, '\n', CSV_ROW + 2);
	struct csv csv;

	csv_init(&csv, text, CSV_ROW + 3);
	assert_int_equal(csv_next(&csv, &row, why), -ERR_FORMAT);
	assert_non_null(strstr(why, "line 1 is never closed"));
}

// Every prefix of a file, in memory of exactly its size: the sanitizer sees a byte read too far.
static void a_file_cut_anywhere_is_read_or_named_and_never_overrun(void **state)
{
	static const char file[] =
		"\xEF\xBB\xBFref,given,family\r\n\"P\"\"1\",Zo\xC3\xAB,\"a\r\nb\""
		"\r\nP2,\xF0\x9F\x98\x80,c\r\n\r\n";

	(void)state;
	for (size_t len = 0; len < sizeof(file); len++) {
		char *copy = malloc(len ? len : 1);
		struct csv csv;
		int rows = 0, result;

		memcpy(copy, file, len);
		csv_init(&csv, copy, len);
		while ((result = csv_next(&csv, &row, why)) == 1) {
			rows++;
			for (size_t i = 0; i < row.fields; i++)
				assert_true(strlen(row.field[i]) < CSV_ROW);
		}
		assert_true(result == 0 || result == -ERR_FORMAT);
		assert_true(rows <= 3);
		if (len == sizeof(file) - 1)
			assert_int_equal(rows, 3);
		free(copy);
	}
}

// Every byte of the file replaced by every byte: read or named, never lost in a loop.
static void a_file_with_any_one_byte_wrong_is_read_or_named(void **state)
{
	static const char file[] = "ref,given\r\n\"P\"\"1\",Zo\xC3\xAB\r\n";

	(void)state;
	for (size_t at = 0; at < sizeof(file) - 1; at++) {
		for (int byte = 0; byte < 256; byte++) {
			char copy[sizeof(file)];
			struct csv csv;
			int rows = 0, result;

			memcpy(copy, file, sizeof(file));
			copy[at] = (char)byte;
			csv_init(&csv, copy, sizeof(file) - 1);
			while ((result = csv_next(&csv, &row, why)) == 1)
				assert_true(++rows < 10);
			assert_true(result == 0 || result == -ERR_FORMAT);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_read_with_and_without_quotes),
		cmocka_unit_test(a_byte_order_mark_is_passed_over),
		cmocka_unit_test(spaces_around_a_field_are_gone_and_empty_lines_are_passed_over),
		cmocka_unit_test(a_line_break_inside_quotes_is_kept_and_counted),
		cmocka_unit_test(the_last_line_needs_no_end),
		cmocka_unit_test(what_is_wrong_is_named_by_line),
		cmocka_unit_test(letters_of_every_length_are_read),
		cmocka_unit_test(a_row_up_to_its_limit_is_read_and_one_byte_more_is_named),
		cmocka_unit_test(a_file_cut_anywhere_is_read_or_named_and_never_overrun),
		cmocka_unit_test(a_file_with_any_one_byte_wrong_is_read_or_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
