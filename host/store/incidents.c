// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of incidents and of who may read them.
#include "store/incidents.h"

#include <sqlite3.h>

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

#define COLUMNS                                                                                    \
	"id, kind, rule, at, happened_at, by_person, about, reporter, restricted, preserved, "     \
	"police_at, police_choice, hr_at, hr_by, closed_at, closed_by, place, wishes, outcome, "   \
	"what"

static const char *const choices[] = {NULL, "theirs", "school"};

static void read_row(sqlite3_stmt *rows, struct incident_row *out)
{
	char choice[8];

	*out = (struct incident_row){.id = sql_int(rows, 0),
		.at = sql_wall(rows, 3),
		.happened_at = sql_wall(rows, 4),
		.by = sql_int(rows, 5),
		.about = sql_int(rows, 6),
		.reporter = sql_int(rows, 7),
		.restricted = sql_int(rows, 8) != 0,
		.preserved = sql_int(rows, 9) != 0,
		.police_at = sql_wall(rows, 10),
		.hr_at = sql_wall(rows, 12),
		.hr_by = sql_int(rows, 13),
		.closed_at = sql_wall(rows, 14),
		.closed_by = sql_int(rows, 15)};
	sql_text(rows, 1, out->kind, sizeof out->kind);
	sql_text(rows, 2, out->rule, sizeof out->rule);
	sql_text(rows, 11, choice, sizeof choice);
	out->police = choice[0] == 't'	 ? POLICE_THEIR_CHOICE
		      : choice[0] == 's' ? POLICE_SCHOOLS_CHOICE
					 : POLICE_NOT_TOLD;
	sql_text(rows, 16, out->place, sizeof out->place);
	sql_text(rows, 17, out->wishes, sizeof out->wishes);
	sql_text(rows, 18, out->outcome, sizeof out->outcome);
	sql_text(rows, 19, out->what, sizeof out->what);
}

int64_t incident_add(struct store *store, const struct incident_row *i)
{
	return sql_insert(store,
		"INSERT INTO incident (kind, rule, at, by_person, happened_at, place, about, "
		"reporter, what, wishes, restricted, preserved) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"ttwiwtnnttdd", i->kind, i->rule, i->at, i->by, i->happened_at, i->place, i->about,
		i->reporter, i->what, i->wishes, (int)i->restricted, (int)i->preserved);
}

int incident_get(struct store *store, int64_t id, struct incident_row *out_incident)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT " COLUMNS " FROM incident WHERE id = ?", "i", id);

	if (err == 0)
		read_row(rows, out_incident);
	sql_end(rows);
	return err;
}

int incident_put(struct store *store, const struct incident_row *i)
{
	return sql_run(store,
		"UPDATE incident SET restricted = ?, preserved = ?, police_at = ?, "
		"police_choice = ?, hr_at = ?, hr_by = ?, closed_at = ?, closed_by = ?, "
		"outcome = ? WHERE id = ?",
		"ddmtmnmnti", (int)i->restricted, (int)i->preserved, i->police_at,
		choices[i->police], i->hr_at, i->hr_by, i->closed_at, i->closed_by,
		i->closed_at.ms ? i->outcome : NULL, i->id);
}

int incident_each(struct store *store, bool closed, int limit,
	int (*each)(void *arg, const struct incident_row *incident), void *arg)
{
	struct incident_row row;
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS " FROM incident WHERE ? OR closed_at IS NULL ORDER BY id DESC "
		"LIMIT ?",
		"dd", (int)closed, limit);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		read_row(rows, &row);
		int stop = each(arg, &row);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}

int incident_reader_add(
	struct store *store, int64_t incident, int64_t person, struct wall_time at, int64_t by)
{
	return sql_run(store,
		"INSERT OR IGNORE INTO incident_reader (incident, person, at, by_person) "
		"VALUES (?, ?, ?, ?)",
		"iiwi", incident, person, at, by);
}

int incident_reader_remove(struct store *store, int64_t incident, int64_t person)
{
	int err = sql_run(store, "DELETE FROM incident_reader WHERE incident = ? AND person = ?",
		"ii", incident, person);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

bool incident_reader_is(struct store *store, int64_t incident, int64_t person)
{
	int64_t found = 0;

	return sql_one(store, &found,
		       "SELECT count(*) FROM incident_reader WHERE incident = ? AND person = ?",
		       "ii", incident, person) == 0 &&
	       found > 0;
}

int incident_reader_each(
	struct store *store, int64_t incident, int (*each)(void *arg, int64_t person), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT person FROM incident_reader WHERE incident = ? ORDER BY at, person", "i",
		incident);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		int stop = each(arg, sql_int(rows, 0));

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}
