// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of who has which class; ended ones stay.
#include "store/class_teachers.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/sql.h"

int64_t class_teacher_add(
	struct store *store, int64_t person, const char *class, int64_t by, struct wall_time at)
{
	int64_t count;
	int result = sql_one(store, &count,
		"SELECT count(*) FROM class_teacher WHERE person = ? AND ended_at IS NULL", "i",
		person);

	if (result == 0)
		result = class_teacher_has(store, person, class);
	if (result != 0)
		return result < 0 ? result : -ERR_EXISTS;
	if (count >= CLASSES_MAX)
		return -ERR_FULL;
	return sql_insert(store,
		"INSERT INTO class_teacher (person, class, at, by_person) VALUES (?, ?, ?, ?)",
		"itwn", person, class, at, by);
}

int64_t class_teacher_end(
	struct store *store, int64_t person, const char *class, struct wall_time at)
{
	int64_t id;
	int result = sql_one(store, &id,
		"SELECT id FROM class_teacher WHERE person = ? AND class = ? AND ended_at IS NULL",
		"it", person, class);

	if (result == 0)
		result = sql_run(
			store, "UPDATE class_teacher SET ended_at = ? WHERE id = ?", "wi", at, id);
	return result < 0 ? result : id;
}

int class_teacher_classes(struct store *store, int64_t person, struct class_list *out_classes)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT class FROM class_teacher WHERE person = ? AND ended_at IS NULL "
		"ORDER BY class LIMIT ?",
		"id", person, CLASSES_MAX);

	*out_classes = (struct class_list){0};
	while (result >= 0 && (result = sql_next(store, rows)) == 1)
		sql_text(rows, 0, out_classes->class[out_classes->count++], PERSON_CLASS);
	return result < 0 ? result : 0;
}

int class_teacher_has(struct store *store, int64_t person, const char *class)
{
	int64_t there;
	int result = sql_one(store, &there,
		"SELECT 1 FROM class_teacher WHERE person = ? AND class = ? AND ended_at IS NULL",
		"it", person, class);

	return result == -ERR_NOT_FOUND ? 0 : result < 0 ? result : 1;
}

int class_teachers_known(struct store *store)
{
	int64_t there;
	int result = sql_one(
		store, &there, "SELECT 1 FROM class_teacher WHERE ended_at IS NULL LIMIT 1", "");

	return result == -ERR_NOT_FOUND ? 0 : result < 0 ? result : 1;
}

int class_teacher_each(struct store *store, const char *class,
	int (*each)(void *arg, const struct person_record *person), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT person FROM class_teacher t JOIN person p ON p.id = t.person "
		"WHERE t.class = ? AND t.ended_at IS NULL ORDER BY p.family, p.given, p.id",
		"t", class);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		struct person_record person;

		result = person_get(store, sql_int(rows, 0), &person);
		if (result == 0)
			result = each(arg, &person);
		if (result != 0)
			break;
		count++;
	}
	sql_end(rows);
	return result != 0 ? result : count;
}

void class_list_print(const struct class_list *classes, char out_text[CLASSES_TEXT])
{
	size_t used = 0;

	out_text[0] = '\0';
	for (int i = 0; i < classes->count; i++)
		used += (size_t)snprintf(out_text + used, CLASSES_TEXT - used, "%s%s",
			i ? "; " : "", classes->class[i]);
}
