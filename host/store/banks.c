// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of banks and of their doors.
#include "store/banks.h"

#include "base/err.h"
#include "store/sql.h"

#define BANK_COLUMNS "id, name, line, address, serial, doors, in_sight, office, loans"

static void read_bank(sqlite3_stmt *rows, struct bank_row *bank)
{
	bank->id = sql_int(rows, 0);
	sql_text(rows, 1, bank->name, sizeof bank->name);
	sql_text(rows, 2, bank->line, sizeof bank->line);
	bank->address = (int)sql_int(rows, 3);
	bank->serial = sql_int(rows, 4);
	bank->doors = (int)sql_int(rows, 5);
	bank->in_sight = sql_int(rows, 6) != 0;
	bank->office = sql_int(rows, 7) != 0;
	bank->loans = sql_int(rows, 8) != 0;
}

static int one_bank(struct store *store, sqlite3_stmt *rows, int got, struct bank_row *out_bank)
{
	if (got == 0)
		got = sql_next(store, rows);
	if (got == 1)
		read_bank(rows, out_bank);
	sql_end(rows);
	return got == 1 ? 0 : got == 0 ? -ERR_NOT_FOUND : got;
}

int64_t bank_add(struct store *store, const struct bank_row *bank)
{
	return sql_insert(store,
		"INSERT INTO bank (name, line, address, in_sight, office, loans)"
		" VALUES (?, ?, ?, ?, ?, ?)",
		"ttdddd", bank->name, bank->line, bank->address, (int)bank->in_sight,
		(int)bank->office, (int)bank->loans);
}

int bank_find(struct store *store, const char *name, struct bank_row *out_bank)
{
	sqlite3_stmt *rows;
	int got = sql_query(
		store, &rows, "SELECT " BANK_COLUMNS " FROM bank WHERE name = ?", "t", name);

	return one_bank(store, rows, got, out_bank);
}

int bank_get(struct store *store, int64_t id, struct bank_row *out_bank)
{
	sqlite3_stmt *rows;
	int got =
		sql_query(store, &rows, "SELECT " BANK_COLUMNS " FROM bank WHERE id = ?", "i", id);

	return one_bank(store, rows, got, out_bank);
}

int bank_list(struct store *store, struct bank_row *out_banks, int max)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows, "SELECT " BANK_COLUMNS " FROM bank ORDER BY id", "");

	while (got >= 0 && count < max && (got = sql_next(store, rows)) == 1)
		read_bank(rows, &out_banks[count++]);
	sql_end(rows);
	return got < 0 ? got : count;
}

int bank_seen(struct store *store, int64_t id, int64_t serial, int doors, struct wall_time at)
{
	struct bank_row bank;
	int err = bank_get(store, id, &bank);

	if (err < 0)
		return err;
	if (doors != 8 && doors != 16 && doors != 24)
		return -ERR_ARG;
	if ((bank.serial && bank.serial != serial) || (bank.doors && bank.doors != doors))
		return -ERR_EXISTS;
	if (bank.serial == serial && bank.doors == doors)
		return 0;
	err = sql_run(store, "UPDATE bank SET serial = ?, doors = ? WHERE id = ?", "idi", serial,
		doors, id);
	for (int door = 1; err == 0 && door <= doors; door++)
		err = sql_run(store,
			"INSERT INTO door (bank, number, rested_at) VALUES (?, ?, ?) ON CONFLICT "
			"DO NOTHING",
			"idw", id, door, at);
	return err;
}

int bank_release(struct store *store, int64_t id)
{
	return sql_run(store, "UPDATE bank SET serial = NULL WHERE id = ?", "i", id);
}

int bank_set_place(struct store *store, int64_t id, bool in_sight, bool office)
{
	return sql_run(store, "UPDATE bank SET in_sight = ?, office = ? WHERE id = ?", "ddi",
		(int)in_sight, (int)office, id);
}

int bank_set_loans(struct store *store, int64_t id, bool loans)
{
	return sql_run(store, "UPDATE bank SET loans = ? WHERE id = ?", "di", (int)loans, id);
}

int door_each(struct store *store, int (*each)(void *arg, const struct door_row *door), void *arg)
{
	static const char *const sensors[] = {"none", "trusted", NULL};
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT bank, number, in_use, out_reason, sensor, rested_at, aside_person, "
		"aside_at, late_intent"
		" FROM door ORDER BY bank, number",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct door_row door = {sql_int(rows, 0), (int)sql_int(rows, 1),
			sql_int(rows, 2) != 0, "", sql_word(rows, 4, sensors) == 1,
			sql_wall(rows, 5), sql_int(rows, 6), sql_wall(rows, 7), sql_int(rows, 8)};

		sql_text(rows, 3, door.out_reason, sizeof door.out_reason);
		count++;
		int stop = each(arg, &door);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	sql_end(rows);
	return got < 0 ? got : count;
}

int door_put(struct store *store, const struct door_row *door)
{
	return sql_run(store,
		"UPDATE door SET in_use = ?, out_reason = ?, sensor = ?, rested_at = ?, "
		"aside_person = ?,"
		" aside_at = ?, late_intent = ? WHERE bank = ? AND number = ?",
		"dttwnmnid", (int)door->in_use, door->in_use ? NULL : door->out_reason,
		door->trusted ? "trusted" : "none", door->rested_at, door->aside_person,
		door->aside_at, door->late_intent, door->bank, door->number);
}
