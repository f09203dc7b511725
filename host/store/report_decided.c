// SPDX-License-Identifier: GPL-3.0-or-later
// One query: the answers of a period, found by their keys (report_rows.h).
#include "store/report_decided.h"

#include <stdio.h>
#include <string.h>

#include "store/report_rows.h"
#include "store/sql.h"

static const char *text(sqlite3_stmt *rows, int column)
{
	const char *found = (const char *)sqlite3_column_text(rows, column);

	return found ? found : "";
}

// ["return-by","attest-off"], as decision_add() writes it.
static unsigned obligations_of(const char *json)
{
	unsigned bits = 0;

	for (int i = 0; i < obligation_words.count; i++) {
		char quoted[32];

		snprintf(quoted, sizeof quoted, "\"%s\"", word_text(&obligation_words, i));
		bits |= strstr(json, quoted) ? 1u << i : 0;
	}
	return bits;
}

int report_decided_each(struct store *store, struct local_date from, struct local_date until,
	int64_t person, int (*each)(void *arg, const struct decided *decided), void *arg)
{
	struct wall_time first = local_to_wall(local_day_start(from));
	struct wall_time past = local_to_wall(local_day_start((struct local_date){until.day + 1}));
	struct key_span span;
	sqlite3_stmt *rows;
	int err = report_decisions(store, first, past, &span);

	if (err < 0)
		return err;
	err = sql_query(store, &rows,
		"SELECT d.id, d.person, d.at, p.ref, p.given || ' ' || p.family, p.class, d.action,"
		" d.place, d.outcome, d.rule, d.say, d.obligations, d.request"
		" FROM decision d LEFT JOIN person p ON p.id = d.person"
		" WHERE d.id BETWEEN ?1 AND ?2 AND d.at >= ?3 AND d.at < ?4"
		" AND (?5 = 0 OR d.person = ?5) ORDER BY d.id",
		"iiwwi", span.first, span.last, first, past, person);
	while (err >= 0 && (err = sql_next(store, rows)) == 1) {
		struct decided row = {.id = sql_int(rows, 0),
			.person = sql_int(rows, 1),
			.at = sql_wall(rows, 2),
			.ref = text(rows, 3),
			.name = text(rows, 4),
			.class = text(rows, 5),
			.action = text(rows, 6),
			.place = text(rows, 7),
			.outcome = text(rows, 8),
			.rule = text(rows, 9),
			.say = text(rows, 10),
			.obligations = obligations_of(text(rows, 11)),
			.request = (const char *)sqlite3_column_text(rows, 12)};

		err = each(arg, &row);
		if (err != 0)
			break;
	}
	sql_end(rows);
	return err;
}
