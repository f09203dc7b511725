// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of overrides.
#include "store/overrides.h"

#include "store/sql.h"

static const char *const words[] = {"now", "before", "proposed", NULL};

int64_t override_add(struct store *store, const struct override_row *o)
{
	return sql_insert(store,
		"INSERT INTO override (person, decision, custody, by_person, at, acted, "
		"justification) VALUES (?, ?, ?, ?, ?, ?, ?)",
		"nnniwtt", o->person, o->decision, o->custody, o->by, o->at, words[o->acted],
		o->justification);
}

int override_get(struct store *store, int64_t id, struct override_row *out_override)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT o.id, o.person, o.decision, o.custody, o.by_person, o.at, o.acted, "
		"o.justification, d.outcome, d.rule, d.action FROM override o "
		"LEFT JOIN decision d ON d.id = o.decision WHERE o.id = ?",
		"i", id);

	if (err == 0) {
		int acted = sql_word(rows, 6, words);

		*out_override = (struct override_row){.id = sql_int(rows, 0),
			.person = sql_int(rows, 1),
			.decision = sql_int(rows, 2),
			.custody = sql_int(rows, 3),
			.by = sql_int(rows, 4),
			.at = sql_wall(rows, 5),
			.acted = acted < 0 ? OVERRIDE_NOW : (enum override_acted)acted};
		sql_text(rows, 7, out_override->justification, sizeof out_override->justification);
		sql_text(rows, 8, out_override->outcome, sizeof out_override->outcome);
		sql_text(rows, 9, out_override->rule, sizeof out_override->rule);
		sql_text(rows, 10, out_override->action, sizeof out_override->action);
	}
	sql_end(rows);
	return err;
}

int override_decision_person(struct store *store, int64_t decision, int64_t *out_person)
{
	return sql_one(
		store, out_person, "SELECT person FROM decision WHERE id = ?", "i", decision);
}
