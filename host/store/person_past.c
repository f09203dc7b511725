// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of person_past: the first that ends after a day holds for it; past the last, person's own.
#include "store/person_past.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

static int keep(struct store *store, const struct person_record *old, const char *date)
{
	return sql_run(store,
		"INSERT INTO person_past (person, until_date, year, class) VALUES (?, ?, ?, ?) "
		"ON CONFLICT (person, until_date) DO NOTHING",
		"ittt", old->id, date, old->year[0] ? old->year : NULL,
		old->class[0] ? old->class : NULL);
}

int person_change(struct store *store, const struct person_record *person, const char *date)
{
	struct person_record old;
	int result = person_get(store, person->id, &old);

	if (result == 0 &&
		(strcmp(old.year, person->year) != 0 || strcmp(old.class, person->class) != 0))
		result = keep(store, &old, date);
	return result < 0 ? result : person_update(store, person);
}

int person_on(struct store *store, int64_t id, const char *date, struct person_record *out_person)
{
	struct person_record person;
	sqlite3_stmt *rows;
	int result = person_get(store, id, &person);

	if (result == 0)
		result = sql_query(store, &rows,
			"SELECT year, class FROM person_past WHERE person = ? AND until_date > ? "
			"ORDER BY until_date LIMIT 1",
			"it", id, date);
	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result == 1) {
		sql_text(rows, 0, person.year, sizeof(person.year));
		sql_text(rows, 1, person.class, sizeof(person.class));
		sql_end(rows);
	}
	if (result < 0)
		return result;
	*out_person = person;
	return 0;
}
