// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of an incident: rows that are appended and never changed.
#include "store/incidents.h"
#include "store/sql.h"

int64_t incident_note_add(struct store *store, const struct incident_note *note)
{
	return sql_insert(store,
		"INSERT INTO incident_note (incident, at, by_person, kind, text, seen_at, place) "
		"VALUES (?, ?, ?, ?, ?, ?, ?)",
		"iwittmt", note->incident, note->at, note->by, note->kind, note->text,
		note->seen_at, note->place[0] ? note->place : NULL);
}

int incident_note_each(struct store *store, int64_t incident,
	int (*each)(void *arg, const struct incident_note *note), void *arg)
{
	struct incident_note row;
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT id, at, by_person, kind, text, seen_at, place FROM incident_note "
		"WHERE incident = ? ORDER BY id",
		"i", incident);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		row = (struct incident_note){.id = sql_int(rows, 0),
			.incident = incident,
			.at = sql_wall(rows, 1),
			.by = sql_int(rows, 2),
			.seen_at = sql_wall(rows, 5)};
		sql_text(rows, 3, row.kind, sizeof row.kind);
		sql_text(rows, 4, row.text, sizeof row.text);
		sql_text(rows, 6, row.place, sizeof row.place);
		int stop = each(arg, &row);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}
