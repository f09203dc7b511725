// SPDX-License-Identifier: GPL-3.0-or-later
// The sums of a period. Decisions and events are found by their keys (report_rows.h); the tables of
// exceptions are small.
#include "store/report_counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/days.h"
#include "store/report_rows.h"
#include "store/sql.h"

struct counting {
	struct store *store;
	struct report_counts *out;
	struct wall_time from, until; // until not included
	char first[LOCAL_DATE_TEXT], last[LOCAL_DATE_TEXT];
};

static int count_decisions(const struct counting *c)
{
	struct key_span span;
	sqlite3_stmt *rows;
	int err = report_decisions(c->store, c->from, c->until, &span);

	if (err < 0)
		return err;
	err = sql_query(c->store, &rows,
		"SELECT rule, outcome, count(*) FROM decision WHERE id BETWEEN ? AND ?"
		" AND at >= ? AND at < ? GROUP BY rule, outcome ORDER BY rule, outcome",
		"iiww", span.first, span.last, c->from, c->until);
	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		struct count_decision *row = report_grow(
			(void **)&c->out->decisions, &c->out->decision_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		sql_text(rows, 0, row->rule, sizeof row->rule);
		sql_text(rows, 1, row->outcome, sizeof row->outcome);
		row->count = sql_int(rows, 2);
	}
	sql_end(rows);
	return err;
}

static int count_grants(const struct counting *c)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		"WITH g AS (SELECT *, from_at < ?2 AND until_at >= ?2"
		" AND (ended_at IS NULL OR ended_at >= ?2) AS running FROM permission)"
		" SELECT kind, sum(at >= ?1 AND at < ?2),"
		" sum(coalesce(ended_at >= ?1 AND ended_at < ?2 AND ended_at < until_at, 0)),"
		" sum(running), sum(coalesce(running AND review <= ?3, 0)),"
		" min(CASE WHEN running AND review > ?3 THEN review END) FROM g GROUP BY kind",
		"wwt", c->from, c->until, c->last);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		char kind[20];
		int word;

		sql_text(rows, 0, kind, sizeof kind);
		word = word_find(&grant_kind_words, kind, strlen(kind));
		if (word < 0 || word >= COUNT_GRANTS) {
			err = -ERR_FORMAT;
			break;
		}
		struct count_grant *row = &c->out->grants[word];

		row->given = sql_int(rows, 1);
		row->ended_early = sql_int(rows, 2);
		row->running = sql_int(rows, 3);
		row->reviews_passed = sql_int(rows, 4);
		sql_text(rows, 5, row->next_review, sizeof row->next_review);
	}
	sql_end(rows);
	return err;
}

static int count_breaches(const struct counting *c)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		"SELECT rule, sum(state = 'reported'), sum(state = 'under investigation'),"
		" sum(state = 'closed'), coalesce(sum(disciplinary), 0) FROM breach WHERE at >= ? "
		"AND at < ?"
		" GROUP BY rule ORDER BY rule",
		"ww", c->from, c->until);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		struct count_breach *row =
			report_grow((void **)&c->out->breaches, &c->out->breach_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		sql_text(rows, 0, row->rule, sizeof row->rule);
		for (int state = 0; state < 3; state++)
			row->by_state[state] = sql_int(rows, 1 + state);
		row->disciplinary = sql_int(rows, 4);
	}
	sql_end(rows);
	return err;
}

static int count_bans(const struct counting *c)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		"SELECT kind, rule, sum(from_date BETWEEN ?3 AND ?4) AS began,"
		" sum(coalesce(lifted_at >= ?1 AND lifted_at < ?2, 0)) AS lifted,"
		" sum(from_date <= ?4 AND (until_date IS NULL OR until_date >= ?4)"
		" AND (lifted_at IS NULL OR lifted_at >= ?2)) AS running FROM ban"
		" GROUP BY kind, rule HAVING began + lifted + running > 0 ORDER BY kind, rule",
		"wwtt", c->from, c->until, c->first, c->last);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		struct count_ban *row =
			report_grow((void **)&c->out->bans, &c->out->ban_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		sql_text(rows, 0, row->kind, sizeof row->kind);
		sql_text(rows, 1, row->rule, sizeof row->rule);
		row->began = sql_int(rows, 2);
		row->lifted = sql_int(rows, 3);
		row->running = sql_int(rows, 4);
	}
	sql_end(rows);
	return err;
}

// One custody may stand in several events of the record: each is counted once.
#define TOUCHED                                                                                    \
	"WITH touched AS (SELECT DISTINCT custody AS id FROM event WHERE seq BETWEEN ?1 AND ?2"    \
	" AND kind = "

static int count_begun(const struct counting *c, struct key_span span)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		TOUCHED "'custody began') SELECT count(*), coalesce(sum(began_how = 'said'), 0)"
			" FROM touched JOIN custody USING (id)"
			" WHERE kind NOT IN ('loan', 'stock') AND taken_back = 0"
			" AND began_at >= ?3"
			" AND began_at < ?4",
		"iiww", span.first, span.last, c->from, c->until);

	if (err >= 0)
		err = sql_next(c->store, rows);
	if (err == 1) {
		c->out->hand_ins = sql_int(rows, 0);
		c->out->said = sql_int(rows, 1);
	}
	sql_end(rows);
	return err < 0 ? err : 0;
}

static int count_held(const struct counting *c, struct key_span span)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		TOUCHED "'custody ended') SELECT coalesce(nullif(hold, 'parent'), kind) AS word,"
			" count(*), sum((ended_at - began_at) / 60000),"
			" max((ended_at - began_at) / 60000), sum(ended_how = 'said')"
			" FROM touched JOIN custody USING (id) WHERE ended_at >= ?3"
			" AND ended_at < ?4 AND taken_back = 0 AND kind <> 'stock'"
			" GROUP BY word ORDER BY word",
		"iiww", span.first, span.last, c->from, c->until);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		struct count_held *row =
			report_grow((void **)&c->out->held, &c->out->held_count, sizeof *row);
		char kind[12];
		int word;

		sql_text(rows, 0, kind, sizeof kind);
		word = word_find(&custody_kind_words, kind, strlen(kind));
		if (!row || word < 0) {
			err = row ? -ERR_FORMAT : -ERR_NO_MEMORY;
			break;
		}
		*row = (struct count_held){(enum custody_kind)word, sql_int(rows, 1),
			sql_int(rows, 2), sql_int(rows, 3)};
		if (word != CUSTODY_LOAN) {
			c->out->collections += row->count;
			c->out->said += sql_int(rows, 4);
		}
	}
	sql_end(rows);
	return err;
}

// Staff are whoever is neither a pupil nor a guest; each policy counts its staff in its own way.
static int count_whom(const struct counting *c, struct key_span span)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		TOUCHED "'custody began') SELECT CASE WHEN category = 'pupil' THEN 0"
			" WHEN category IN ('visitor', 'parent') THEN 2 ELSE 1 END AS whom,"
			" count(*), count(DISTINCT person)"
			" FROM touched JOIN custody USING (id) JOIN person ON person.id = person"
			" WHERE kind NOT IN ('loan', 'stock') AND taken_back = 0"
			" AND began_at >= ?3 AND began_at < ?4 GROUP BY whom",
		"iiww", span.first, span.last, c->from, c->until);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1)
		c->out->handed_in[sql_int(rows, 0)] =
			(struct count_kept){sql_int(rows, 1), sql_int(rows, 2)};
	sql_end(rows);
	return err;
}

static int count_loans(const struct counting *c)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		"SELECT count(*), coalesce(sum(overdue_at IS NOT NULL"
		" OR coalesce(c.ended_at, ?2) > l.return_by), 0),"
		" coalesce(sum(attests AND (consent IS NULL OR images IS NULL)), 0)"
		" FROM loan l JOIN custody c ON c.id = l.custody"
		" WHERE l.asked_at >= ?1 AND l.asked_at < ?2",
		"ww", c->from, c->until);

	if (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		c->out->lent = sql_int(rows, 0);
		c->out->lent_overdue = sql_int(rows, 1);
		c->out->to_attest = sql_int(rows, 2);
	}
	sql_end(rows);
	return err < 0 ? err : 0;
}

static int count_custodies(const struct counting *c)
{
	struct key_span span;
	int err = report_events(c->store, c->from, c->until, &span);

	if (err == 0)
		err = count_begun(c, span);
	if (err == 0)
		err = count_whom(c, span);
	if (err == 0)
		err = count_loans(c);
	return err < 0 ? err : count_held(c, span);
}

static int count_incidents(const struct counting *c)
{
	sqlite3_stmt *rows;
	int err = sql_query(c->store, &rows,
		"SELECT kind, count(*), count(closed_at) FROM incident WHERE at >= ? AND at < ?"
		" GROUP BY kind ORDER BY kind",
		"ww", c->from, c->until);

	while (err >= 0 && (err = sql_next(c->store, rows)) == 1) {
		struct count_incident *row = report_grow(
			(void **)&c->out->incidents, &c->out->incident_count, sizeof *row);

		if (!row) {
			err = -ERR_NO_MEMORY;
			break;
		}
		sql_text(rows, 0, row->kind, sizeof row->kind);
		row->count = sql_int(rows, 1);
		row->closed = sql_int(rows, 2);
	}
	sql_end(rows);
	return err < 0 ? err : 0;
}

static int count_conduct(const struct counting *c)
{
	struct report_counts *out = c->out;
	const struct {
		int64_t *count;
		const char *sql;
	} sums[] = {
		{&out->sign_ins, "SELECT count(*) FROM sign_in WHERE in_at >= ? AND in_at < ?"},
		{&out->overrides, "SELECT count(*) FROM override WHERE at >= ? AND at < ?"},
		{&out->acknowledged, "SELECT count(DISTINCT o.id) FROM override o JOIN notice n"
				     " ON n.override = o.id WHERE o.at >= ? AND o.at < ?"
				     " AND n.done_at IS NOT NULL"},
		{&out->holds, "SELECT count(*) FROM hold WHERE at >= ? AND at < ?"},
		{&out->evidence, "SELECT count(*) FROM hold WHERE at >= ? AND at < ?"
				 " AND kind = 'evidence'"},
	};
	int err = count_incidents(c);

	for (size_t i = 0; err == 0 && i < sizeof sums / sizeof *sums; i++)
		err = sql_one(c->store, sums[i].count, sums[i].sql, "ww", c->from, c->until);
	return err;
}

static int count_rest(const struct counting *c)
{
	int err = sql_one(c->store, &c->out->walkers,
		"SELECT count(DISTINCT person) FROM walker WHERE from_date <= ?1 AND until_date >= "
		"?1"
		" AND (ended_at IS NULL OR ended_at >= ?2)",
		"tw", c->last, c->until);

	if (err == 0)
		err = sql_one(c->store, &c->out->questions,
			"SELECT count(*) FROM question WHERE asked_at >= ? AND asked_at < ?", "ww",
			c->from, c->until);
	if (err == 0)
		err = sql_one(c->store, &c->out->answered,
			"SELECT count(answered_at) FROM question WHERE asked_at >= ?"
			" AND asked_at < ?",
			"ww", c->from, c->until);
	for (int32_t day = c->out->from.day; err == 0 && day <= c->out->until.day; day++) {
		enum day_kind kind;

		err = day_kind_of(c->store, (struct local_date){day}, &kind);
		c->out->school_days += err == 0 && kind == DAY_SCHOOL;
	}
	return err;
}

static void read_setting(struct store *store, const char *name, char *out, size_t size)
{
	if (store_setting(store, name, out, size) < 0)
		out[0] = '\0';
}

int report_counts_read(struct store *store, struct local_date from, struct local_date until,
	struct report_counts *out)
{
	struct counting c = {.store = store,
		.out = out,
		.from = local_to_wall(local_day_start(from)),
		.until = local_to_wall(local_day_start((struct local_date){until.day + 1}))};
	int err;

	*out = (struct report_counts){.from = from, .until = until};
	local_date_print(from, c.first);
	local_date_print(until, c.last);
	read_setting(store, "name", out->school, sizeof out->school);
	read_setting(store, "reviewed", out->reviewed, sizeof out->reviewed);
	read_setting(store, "pupils", out->pupils, sizeof out->pupils);
	read_setting(store, "staff", out->staff, sizeof out->staff);
	err = count_decisions(&c);
	if (err == 0)
		err = count_grants(&c);
	if (err == 0)
		err = count_breaches(&c);
	if (err == 0)
		err = count_bans(&c);
	if (err == 0)
		err = count_custodies(&c);
	if (err == 0)
		err = count_conduct(&c);
	if (err == 0)
		err = count_rest(&c);
	if (err < 0)
		report_counts_release(out);
	return err;
}

void report_counts_release(struct report_counts *counts)
{
	free(counts->decisions);
	free(counts->breaches);
	free(counts->bans);
	free(counts->held);
	free(counts->incidents);
	*counts = (struct report_counts){0};
}
