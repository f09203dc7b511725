// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of absences.
#include "store/absences.h"

#include "store/actor.h"
#include "store/sql.h"

int64_t absence_add(struct store *store, const struct absence_row *a)
{
	return sql_insert(store,
		"INSERT INTO absence (from_at, until_at, deputy, by_person, at) "
		"VALUES (?, ?, ?, ?, ?)",
		"wwiiw", a->from, a->until, a->deputy, a->by, a->at);
}

int absence_overlapping(struct store *store, struct wall_time from, struct wall_time until,
	struct absence_row *out_absence)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT id, deputy, by_person, at, from_at, until_at FROM absence "
		"WHERE until_at > ?1 AND from_at < ?2 AND ended_at IS NULL ORDER BY from_at "
		"LIMIT 1",
		"ww", from, until);

	if (err == 0)
		*out_absence = (struct absence_row){.id = sql_int(rows, 0),
			.deputy = sql_int(rows, 1),
			.by = sql_int(rows, 2),
			.at = sql_wall(rows, 3),
			.from = sql_wall(rows, 4),
			.until = sql_wall(rows, 5)};
	sql_end(rows);
	return err;
}

int absence_end(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE absence SET ended_at = ? WHERE id = ?", "wi", at, id);
}

int64_t absence_deputy(struct store *store, struct wall_time at)
{
	struct absence_row absence;
	int err = absence_overlapping(store, at, (struct wall_time){at.ms + 1}, &absence);

	return err < 0 ? 0 : absence.deputy;
}

bool absence_heads(struct store *store, int64_t person, struct wall_time at)
{
	char unused[ACTOR_WHY];
	enum role role;

	return person && (actor_role(store, person, at, ROLES_HEAD, "", &role, unused) == 0 ||
				 absence_deputy(store, at) == person);
}
