// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were spoiled anywhere: whatever the bytes, the answer is a plan or one sentence. The
// dice are a constant, so that what fails fails again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/contact_import.h"
#include "register/people_import.h"
#include "register/terms_import.h"

static uint32_t dice = 20261128;

static uint32_t throw_dice(uint32_t sides)
{
	dice = dice * 1664525 + 1013904223;
	return (dice >> 8) % sides;
}

// Some bytes changed, taken out, doubled or moved; a copy of exactly its size, for the sanitizer.
static char *spoil(const char *text, size_t *len)
{
	static const char likely[] = "\",\n\r;\t{}[]:-/\\ \0\xEF\xBB\xBF\xC3\xA9\xFF";
	char work[8192];
	size_t n = *len;

	memcpy(work, text, n);
	for (uint32_t i = throw_dice(6) + 1; i > 0 && n > 1; i--) {
		size_t at = throw_dice((uint32_t)n), much = throw_dice(12) + 1;

		if (much > n - at)
			much = n - at;
		switch (throw_dice(4)) {
		case 0:
			work[at] = (char)throw_dice(256);
			break;
		case 1:
			work[at] = likely[throw_dice(sizeof likely)];
			break;
		case 2:
			memmove(work + at, work + at + much, n - at - much);
			n -= much;
			break;
		case 3:
			if (n + much > sizeof work)
				break;
			memmove(work + at + much, work + at, n - at);
			n += much;
			break;
		}
	}
	*len = n;
	char *copy = malloc(n + 1);

	memcpy(copy, work, n);
	copy[n] = 0;
	return copy;
}

static void one_sentence(const char *why)
{
	assert_true(why[0] != 0);
	assert_true(strlen(why) < CSV_WHY);
	assert_null(strchr(why, '\n'));
}

static const char people[] =
	"Ref,Given,family,category,year,class,left,walker_from,walker_until,walker_days,card\r\n"
	"B801200005001,Zo\xC3\xAB,\"O'Hara, jun.\",pupil,Year 6,6A,,2026-09-01,21/07/2027,mon-fri,"
	"04A1B2C3D4E5F6\r\nS1,\"Say \"\"Bo\"\"\",Best,staff,,,1-Sep-2027,,,,\r\n";

static void a_spoiled_people_file_is_planned_or_explained(void **state)
{
	struct school *s = *state;
	int planned = 0, refused = 0;

	for (int i = 0; i < 20000; i++) {
		size_t len = sizeof people - 1;
		char *text = spoil(people, &len);
		struct people_plan *plan = NULL;
		size_t rows = 0;

		s->why[0] = 0;
		int result = people_import_plan(
			s->store, NULL, text, len, date("2026-11-23"), &plan, s->why);

		assert_true(result == 0 || result == -ERR_FORMAT);
		if (result < 0) {
			one_sentence(s->why);
			refused++;
		} else {
			const struct people_plan_row *row = people_plan_rows(plan, &rows);

			for (size_t r = 0; r < rows; r++) {
				if (row[r].act != PEOPLE_SAME)
					one_sentence(row[r].what);
			}
			planned++;
		}
		people_plan_close(plan);
		free(text);
	}
	assert_true(planned > 2000 && refused > 2000);
}

static const char map[] =
	"{\"columns\":{\"ref\":\"UPN\",\"given\":\"First\",\"family\":\"Last\",\"year\":\"NCY\"},"
	"\"values\":{\"year\":{\"Rec\":\"R\",\"Year "
	"6\":\"6\"}},\"always\":{\"category\":\"pupil\"},"
	"\"dates\":\"day/month/year\"}";

static void a_spoiled_map_is_read_or_explained(void **state)
{
	static struct people_map read, again;
	struct school *s = *state;
	int good = 0, bad = 0;

	for (int i = 0; i < 20000; i++) {
		size_t len = sizeof map - 1;
		char *text = spoil(map, &len);

		s->why[0] = 0;
		int result = people_map_read(text, len, &read, s->why);

		assert_true(result == 0 || result == -ERR_FORMAT);
		if (result < 0) {
			one_sentence(s->why);
			bad++;
		} else {
			// What is saved is what was read.
			char *printed = people_map_print(&read);

			assert_non_null(printed);
			assert_int_equal(
				people_map_read(printed, strlen(printed), &again, s->why), 0);
			assert_memory_equal(&read, &again, sizeof read);
			free(printed);
			good++;
		}
		free(text);
	}
	assert_true(good > 100 && bad > 2000);
}

static const char calendar[] =
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260902\r\n"
	"DTEND;VALUE=DATE:20261219\r\nSUMMARY:Autumn "
	"term\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n"
	"DTSTART;TZID=Europe/"
	"London:20261106T090000\r\nDURATION:PT7H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
	"EXDATE:20261113T090000\r\nSUMMARY:INSET\r\nCATEGORIES:Staff training\r\nEND:VEVENT\r\n"
	"BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261026T000000Z\r\nDTEND:20261031T000000Z\r\n"
	"SUMMARY:Half term\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static void a_spoiled_calendar_is_planned_or_explained(void **state)
{
	struct school *s = *state;
	int planned = 0, refused = 0;

	for (int i = 0; i < 3000; i++) {
		size_t len = sizeof calendar - 1, rows = 0;
		char *text = spoil(calendar, &len);
		struct terms_plan *plan = NULL;

		s->why[0] = 0;
		int result = terms_import_plan(s->store, text, len, &plan, s->why);

		assert_true(result == 0 || result == -ERR_FORMAT);
		if (result < 0) {
			one_sentence(s->why);
			refused++;
		} else {
			const struct terms_row *row = terms_plan_rows(plan, &rows);

			for (size_t r = 0; r < rows; r++)
				one_sentence(row[r].what);
			planned++;
		}
		terms_plan_close(plan);
		free(text);
	}
	assert_true(planned > 500 && refused > 200);
}

static const char contact[] = "ref,mon,tue,wed\nstaff,\"08:45-12:00,13:00-15:15\",none,-\n"
			      "staff2,08:45-10:00;11:00-12:00,,none\n";

static void a_spoiled_table_of_contact_times_is_planned_or_explained(void **state)
{
	struct school *s = *state;
	int planned = 0;

	for (int i = 0; i < 3000; i++) {
		size_t len = sizeof contact - 1, rows = 0;
		char *text = spoil(contact, &len);
		struct contact_plan *plan = NULL;

		s->why[0] = 0;
		int result = contact_import_plan(
			s->store, text, len, moment("2026-11-20T09:00"), &plan, s->why);

		assert_true(result == 0 || result == -ERR_FORMAT);
		if (result < 0)
			one_sentence(s->why);
		else
			contact_plan_rows(plan, &rows);
		planned += result == 0;
		contact_plan_close(plan);
		free(text);
	}
	assert_true(planned > 500);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_spoiled_people_file_is_planned_or_explained),
		CASE(a_spoiled_map_is_read_or_explained),
		CASE(a_spoiled_calendar_is_planned_or_explained),
		CASE(a_spoiled_table_of_contact_times_is_planned_or_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
