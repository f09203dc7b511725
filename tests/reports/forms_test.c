// SPDX-License-Identifier: GPL-3.0-or-later
// One report in its four forms: what lines up, what is escaped, what a spreadsheet may not run.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "reports/report.h"

static const struct report_column columns[] = {{"name", "Name", COLUMN_TEXT},
	{"count", "Count", COLUMN_NUMBER}, {"note", "Note", COLUMN_TEXT}};

static char *printed(const struct report *report, enum report_form form)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_int_equal(report_print(report, form, out), 0);
	fclose(out);
	return text;
}

static struct report *one_row(const char *name, const char *note)
{
	struct report *report = report_open("test");

	report_title(report, "Title");
	report_table(report, "rows", "Rows", "None.", columns, 3);
	report_text(report, name);
	report_number(report, 7);
	report_text(report, note);
	assert_int_equal(report_end(report), 0);
	return report;
}

static void columns_line_up_by_characters_and_not_by_bytes(void **state)
{
	struct report *report = report_open("test");
	char *text;

	(void)state;
	report_title(report, "Title of %d", 1);
	report_note(report, "A note.");
	report_table(report, "rows", "Rows", "None.", columns, 3);
	report_text(report, "Zoë Ünal");
	report_number(report, 5);
	report_text(report, "x");
	report_text(report, "Al");
	report_number(report, 12345678);
	report_text(report, NULL);
	report_table(report, "more", "More", "Nobody at all.", columns, 3);
	assert_int_equal(report_end(report), 0);
	text = printed(report, REPORT_TERMINAL);
	assert_string_equal(text, "Title of 1\nA note.\n\nRows\n"
				  "  Name         Count  Note\n"
				  "  Zoë Ünal         5  x\n"
				  "  Al        12345678\n"
				  "\nMore\n  Nobody at all.\n");
	free(text);
	report_close(report);
}

static void a_control_character_in_a_name_does_not_reach_the_terminal(void **state)
{
	struct report *report = one_row("A\033[2Jl\x7f", "a\nb");
	char *text = printed(report, REPORT_TERMINAL);

	(void)state;
	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, 0x7f));
	assert_non_null(strstr(text, "A?[2Jl?"));
	assert_non_null(strstr(text, "a?b"));
	free(text);
	report_close(report);
}

static void a_cell_that_a_spreadsheet_would_run_becomes_text(void **state)
{
	static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n"};

	(void)state;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		char name[32], wanted[64];

		snprintf(name, sizeof name, "%scmd|'x'!A1", starts[i]);
		snprintf(wanted, sizeof wanted, "\r\n\"'%s\",7,plain\r\n", name);
		struct report *report = one_row(name, "plain");
		char *text = printed(report, REPORT_CSV);

		assert_non_null(strstr(text, wanted));
		free(text);
		report_close(report);
	}
}

static void commas_quotes_and_line_ends_are_quoted_in_csv_and_nothing_else_is(void **state)
{
	struct report *report = one_row("Smith, \"Al\"", "two\r\nlines a=b");
	char *text = printed(report, REPORT_CSV);

	(void)state;
	assert_string_equal(text, "Title\r\n\r\nRows\r\nName,Count,Note\r\n"
				  "\"Smith, \"\"Al\"\"\",7,\"two\r\nlines a=b\"\r\n");
	free(text);
	report_close(report);
}

static void every_value_is_escaped_in_html(void **state)
{
	struct report *report = one_row("<script>alert(\"1\" & '2')</script>", "a\033b");
	char *text = printed(report, REPORT_HTML);

	(void)state;
	assert_null(strstr(text, "<script"));
	assert_non_null(strstr(text, "<td>&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)"
				     "&lt;/script&gt;</td>"));
	assert_null(strchr(text, '\033'));
	assert_null(strstr(text, "http://"));
	assert_null(strstr(text, "https://"));
	assert_non_null(strstr(text, "size: A4"));
	assert_non_null(strstr(text, "<html lang=\"en-GB\">"));
	free(text);
	report_close(report);
}

static void the_title_is_escaped_in_html_too(void **state)
{
	struct report *report = report_open("test");
	char *text;

	(void)state;
	report_title(report, "</title><b>");
	report_note(report, "<i>");
	text = printed(report, REPORT_HTML);
	assert_null(strstr(text, "</title><b>"));
	assert_null(strstr(text, "<i>"));
	free(text);
	report_close(report);
}

static void a_number_is_a_number_in_json_and_words_in_its_column_stay_words(void **state)
{
	struct report *report = one_row("A \"quoted\" name", "");
	char *text;
	json_t *whole, *rows;

	(void)state;
	report_text(report, "B");
	report_text(report, "under 5");
	report_text(report, "x");
	report_text(report, "C");
	report_text(report, "");
	report_text(report, "x");
	text = printed(report, REPORT_JSON);
	whole = json_loads(text, 0, NULL);
	assert_non_null(whole);
	rows = json_object_get(json_object_get(whole, "tables"), "rows");
	assert_int_equal(json_array_size(rows), 3);
	assert_string_equal(json_string_value(json_object_get(whole, "report")), "test");
	assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "name")),
		"A \"quoted\" name");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 0), "count")), 7);
	assert_string_equal(
		json_string_value(json_object_get(json_array_get(rows, 1), "count")), "under 5");
	assert_true(json_is_null(json_object_get(json_array_get(rows, 2), "count")));
	json_decref(whole);
	free(text);
	report_close(report);
}

static void a_full_disk_is_an_error_in_every_form(void **state)
{
	struct report *report = one_row("A", "B");

	(void)state;
	for (int form = REPORT_TERMINAL; form <= REPORT_HTML; form++) {
		FILE *full = fopen("/dev/full", "w");

		assert_int_equal(report_print(report, (enum report_form)form, full), -ERR_IO);
		fclose(full);
	}
	report_close(report);
}

static void ten_thousand_rows_keep_their_order(void **state)
{
	struct report *report = report_open("test");
	const struct report_table *table;

	(void)state;
	report_table(report, "rows", "Rows", "None.", columns, 3);
	for (int i = 0; i < 10000; i++) {
		report_cell(report, "Name %d", i);
		report_number(report, i);
		report_text(report, "");
	}
	assert_int_equal(report_end(report), 0);
	table = report_table_at(report, 0);
	assert_int_equal(report_rows(table), 10000);
	assert_string_equal(report_cell_text(report, table, 9999, 0), "Name 9999");
	assert_string_equal(report_cell_text(report, table, 5000, 1), "5000");
	report_close(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_line_up_by_characters_and_not_by_bytes),
		cmocka_unit_test(a_control_character_in_a_name_does_not_reach_the_terminal),
		cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_becomes_text),
		cmocka_unit_test(commas_quotes_and_line_ends_are_quoted_in_csv_and_nothing_else_is),
		cmocka_unit_test(every_value_is_escaped_in_html),
		cmocka_unit_test(the_title_is_escaped_in_html_too),
		cmocka_unit_test(a_number_is_a_number_in_json_and_words_in_its_column_stay_words),
		cmocka_unit_test(a_full_disk_is_an_error_in_every_form),
		cmocka_unit_test(ten_thousand_rows_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
