// SPDX-License-Identifier: GPL-3.0-or-later
// The queries of one day. What has no index on time is found by its keys (report_rows.h), so a day
// costs the same after ten years as in the first week.
#include "store/report_day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/report_rows.h"
#include "store/sql.h"

struct reading {
	struct store *store;
	struct report_day_rows *rows;
	struct wall_time from, until; // the day, its end not included
	char date[LOCAL_DATE_TEXT];
};

#define PERSON_COLUMNS "p.id, p.ref, p.given || ' ' || p.family, p.class, p.category = 'pupil'"

static void read_person(sqlite3_stmt *rows, int column, struct report_person *out)
{
	out->id = sql_int(rows, column);
	sql_text(rows, column + 1, out->ref, sizeof out->ref);
	sql_text(rows, column + 2, out->name, sizeof out->name);
	sql_text(rows, column + 3, out->class, sizeof out->class);
	out->pupil = sql_int(rows, column + 4) != 0;
}

static int read_hours(
	const struct reading *r, const struct report_person *person, struct report_hours *out)
{
	struct school_hours hours;
	int err = -ERR_NOT_FOUND;

	*out = (struct report_hours){-1, -1};
	if (r->rows->kind == DAY_SCHOOL)
		err = hours_find(r->store, person->class, r->rows->date, &hours);
	if (err == 0)
		*out = (struct report_hours){hours.hand_in.until, hours.home_time};
	return err == -ERR_NOT_FOUND ? 0 : err;
}

// A walker permission counts in Year 6 only (RP-2), on its weekdays.
static int read_expected(const struct reading *r)
{
	sqlite3_stmt *rows;
	int err = sql_query(r->store, &rows,
		"SELECT " PERSON_COLUMNS ", w.days FROM walker w JOIN person p ON p.id = w.person"
		" WHERE w.from_date <= ?1 AND w.until_date >= ?1 AND p.year = '6'"
		" AND (w.ended_at IS NULL OR w.ended_at >= ?2)"
		" AND (p.left_on IS NULL OR p.left_on > ?1)"
		" GROUP BY p.id ORDER BY p.class, p.family, p.given, p.id",
		"tw", r->date, r->until);

	while (err >= 0 && (err = sql_next(r->store, rows)) == 1) {
		struct report_expected *row;
		char days[WEEKDAYS_TEXT];
		uint8_t mask;

		sql_text(rows, 5, days, sizeof days);
		if (weekdays_parse(days, &mask) < 0 || !(mask >> local_weekday(r->rows->date) & 1))
			continue;
		row = report_grow(
			(void **)&r->rows->expected, &r->rows->expected_count, sizeof *row);
		err = row ? 0 : -ERR_NO_MEMORY;
		if (row) {
			read_person(rows, 0, &row->person);
			err = read_hours(r, &row->person, &row->hours);
		}
	}
	sql_end(rows);
	return err;
}

static void read_place(sqlite3_stmt *rows, int column, char out[REPORT_PLACE])
{
	char where[CUSTODY_SAFE], detail[CUSTODY_ENVELOPE];

	sql_text(rows, column, where, sizeof where);
	sql_text(rows, column + 1, detail, sizeof detail);
	snprintf(out, REPORT_PLACE, "%s%s%s", where, detail[0] ? " " : "", detail);
}

static int read_custody(const struct reading *r, sqlite3_stmt *rows)
{
	struct report_custody *row =
		report_grow((void **)&r->rows->custodies, &r->rows->custody_count, sizeof *row);
	char kind[12];
	int word;

	if (!row)
		return -ERR_NO_MEMORY;
	read_person(rows, 0, &row->person);
	row->id = sql_int(rows, 5);
	sql_text(rows, 6, kind, sizeof kind);
	word = word_find(&custody_kind_words, kind, strlen(kind));
	if (word < 0)
		return -ERR_FORMAT;
	row->kind = (enum custody_kind)word;
	sql_text(rows, 7, row->device, sizeof row->device);
	read_place(rows, 8, row->place);
	row->began_at = sql_wall(rows, 10);
	sql_text(rows, 11, row->began_how, sizeof row->began_how);
	row->ended_at = sql_wall(rows, 12);
	sql_text(rows, 13, row->ended_how, sizeof row->ended_how);
	row->taken_back = sql_int(rows, 14) != 0;
	row->arrived = sql_int(rows, 15) != 0;
	sql_text(rows, 16, row->label, sizeof row->label);
	row->return_by = sql_wall(rows, 17);
	return read_hours(r, &row->person, &row->hours);
}

// A custody of the day is still open, or began or ended since: also where it was said on paper
// first and entered later, so its time is asked of the custody itself.
static int read_custodies(const struct reading *r)
{
	struct key_span since;
	sqlite3_stmt *rows;
	int err = report_events(r->store, r->from, r->rows->now, &since);

	if (err < 0)
		return err;
	err = sql_query(r->store, &rows,
		"WITH wanted (id) AS (SELECT id FROM custody WHERE ended_at IS NULL"
		" UNION SELECT custody FROM event WHERE seq >= ?3"
		" AND kind IN ('custody began', 'custody ended'))"
		" SELECT " PERSON_COLUMNS
		", c.id, coalesce(nullif(c.hold, 'parent'), c.kind), d.kind,"
		" coalesce(b.name, c.safe), CASE WHEN c.door IS NULL THEN 'envelope ' || c.envelope"
		" ELSE 'door ' || c.door END, c.began_at, c.began_how, c.ended_at, c.ended_how,"
		" c.taken_back, EXISTS (SELECT 1 FROM arrival a WHERE a.person = c.person"
		" AND a.date = ?4), d.label, (SELECT return_by FROM loan WHERE custody = c.id)"
		" FROM wanted JOIN custody c ON c.id = wanted.id JOIN person p ON p.id = c.person"
		" JOIN device d ON d.id = c.device LEFT JOIN bank b ON b.id = c.bank"
		" WHERE c.began_at < ?2 AND (c.ended_at IS NULL OR c.ended_at >= ?1)"
		" ORDER BY p.class, p.family, p.given, p.id, c.began_at, c.id",
		"wwit", r->from, r->until, since.first, r->date);
	while (err >= 0 && (err = sql_next(r->store, rows)) == 1)
		err = read_custody(r, rows);
	sql_end(rows);
	return err;
}

static int read_refusals(const struct reading *r)
{
	struct key_span span;
	sqlite3_stmt *rows;
	int err = report_decisions(r->store, r->from, r->until, &span);

	if (err < 0)
		return err;
	err = sql_query(r->store, &rows,
		"SELECT " PERSON_COLUMNS ", d.at, coalesce(b.name, 'desk'), d.action, d.outcome,"
		" d.rule, d.say FROM decision d LEFT JOIN person p ON p.id = d.person"
		" LEFT JOIN bank b ON b.id = d.bank WHERE d.id BETWEEN ? AND ?"
		" AND d.outcome <> 'allow' AND d.at >= ? AND d.at < ? ORDER BY d.at, d.id",
		"iiww", span.first, span.last, r->from, r->until);
	while (err >= 0 && (err = sql_next(r->store, rows)) == 1) {
		struct report_refusal *row = report_grow(
			(void **)&r->rows->refusals, &r->rows->refusal_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		read_person(rows, 0, &row->person);
		row->at = sql_wall(rows, 5);
		sql_text(rows, 6, row->place, sizeof row->place);
		sql_text(rows, 7, row->action, sizeof row->action);
		sql_text(rows, 8, row->outcome, sizeof row->outcome);
		sql_text(rows, 9, row->rule, sizeof row->rule);
		sql_text(rows, 10, row->say, sizeof row->say);
	}
	sql_end(rows);
	return err;
}

static int read_questions(const struct reading *r)
{
	sqlite3_stmt *rows;
	int err = sql_query(r->store, &rows,
		"SELECT " PERSON_COLUMNS ", q.asked_at, b.name, 'door ' || q.door, q.sentence"
		" FROM question q LEFT JOIN person p ON p.id = q.person"
		" LEFT JOIN bank b ON b.id = q.bank WHERE q.asked_at < ?1"
		" AND (q.answered_at IS NULL OR q.answered_at >= ?1) ORDER BY q.asked_at, q.id",
		"w", r->until);

	while (err >= 0 && (err = sql_next(r->store, rows)) == 1) {
		struct report_question *row = report_grow(
			(void **)&r->rows->questions, &r->rows->question_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		read_person(rows, 0, &row->person);
		row->asked_at = sql_wall(rows, 5);
		read_place(rows, 6, row->place);
		sql_text(rows, 8, row->sentence, sizeof row->sentence);
	}
	sql_end(rows);
	return err;
}

static int read_exceptions(const struct reading *r)
{
	sqlite3_stmt *rows;
	int err = sql_query(r->store, &rows,
		"SELECT " PERSON_COLUMNS
		", g.kind, g.from_at, min(g.until_at, coalesce(g.ended_at, g.until_at)),"
		" y.given || ' ' || y.family,"
		" g.review, (SELECT c.ended_at FROM custody c WHERE c.person = g.person"
		" AND c.began_at <= ?3 AND c.kind = 'deposit' AND c.taken_back = 0"
		" ORDER BY c.began_at DESC LIMIT 1) FROM permission g JOIN person p ON p.id = "
		"g.person"
		" JOIN person y ON y.id = g.by_person WHERE g.from_at < ?2 AND g.until_at > ?1"
		" AND (g.ended_at IS NULL OR g.ended_at > ?1) ORDER BY g.from_at, g.id",
		"www", r->from, r->until, r->rows->now.ms < r->until.ms ? r->rows->now : r->until);

	while (err >= 0 && (err = sql_next(r->store, rows)) == 1) {
		struct report_exception *row = report_grow(
			(void **)&r->rows->exceptions, &r->rows->exception_count, sizeof *row);
		char kind[20];
		int word;

		sql_text(rows, 5, kind, sizeof kind);
		word = word_find(&grant_kind_words, kind, strlen(kind));
		if (!row || word < 0) {
			err = row ? -ERR_FORMAT : -ERR_NO_MEMORY;
			break;
		}
		read_person(rows, 0, &row->person);
		row->kind = (enum grant_kind)word;
		row->from = sql_wall(rows, 6);
		row->until = sql_wall(rows, 7);
		sql_text(rows, 8, row->by, sizeof row->by);
		sql_text(rows, 9, row->review, sizeof row->review);
		row->last_out = sql_wall(rows, 10);
	}
	sql_end(rows);
	return err;
}

int report_day_read(struct store *store, struct local_date date, struct wall_time now,
	struct report_day_rows *out)
{
	struct local_date next = {date.day + 1};
	struct reading r = {.store = store,
		.rows = out,
		.from = local_to_wall(local_day_start(date)),
		.until = local_to_wall(local_day_start(next))};
	int err;

	*out = (struct report_day_rows){.date = date, .now = now};
	local_date_print(date, r.date);
	err = day_kind_of(store, date, &out->kind);
	if (err == 0)
		err = day_name_of(store, date, out->name);
	if (err == 0 && store_setting(store, "name", out->school, sizeof out->school) < 0)
		out->school[0] = '\0';
	if (err == 0)
		err = read_expected(&r);
	if (err == 0)
		err = read_custodies(&r);
	if (err == 0)
		err = read_refusals(&r);
	if (err == 0)
		err = read_questions(&r);
	if (err == 0)
		err = read_exceptions(&r);
	if (err < 0)
		report_day_release(out);
	return err;
}

void report_day_release(struct report_day_rows *rows)
{
	free(rows->expected);
	free(rows->custodies);
	free(rows->refusals);
	free(rows->questions);
	free(rows->exceptions);
	*rows = (struct report_day_rows){0};
}
