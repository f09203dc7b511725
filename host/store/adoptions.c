// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of adoption and proof.
#include "store/adoptions.h"

#include "base/err.h"
#include "store/sql.h"

int adoption_put(struct store *store, const struct adoption_row *row)
{
	return sql_run(store,
		"INSERT INTO adoption (bank, serial, address, doors, inside, firmware, "
		"fingerprint, "
		"at, by_person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bank) DO UPDATE "
		"SET "
		"serial = excluded.serial, address = excluded.address, doors = excluded.doors, "
		"inside = excluded.inside, firmware = excluded.firmware, "
		"fingerprint = excluded.fingerprint, at = excluded.at, "
		"by_person = excluded.by_person",
		"iidddttwi", row->bank, row->serial, row->address, row->doors, (int)row->inside,
		row->firmware, row->fingerprint, row->at, row->by);
}

int adoption_get(struct store *store, int64_t bank, struct adoption_row *out)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT bank, serial, address, doors, inside, firmware, fingerprint, at, by_person "
		"FROM adoption WHERE bank = ?",
		"i", bank);

	if (err == 0) {
		*out = (struct adoption_row){.bank = sql_int(rows, 0),
			.serial = sql_int(rows, 1),
			.address = (int)sql_int(rows, 2),
			.doors = (int)sql_int(rows, 3),
			.inside = sql_int(rows, 4) != 0,
			.at = sql_wall(rows, 7),
			.by = sql_int(rows, 8)};
		sql_text(rows, 5, out->firmware, sizeof out->firmware);
		sql_text(rows, 6, out->fingerprint, sizeof out->fingerprint);
	}
	sql_end(rows);
	return err;
}

int adoption_set_address(struct store *store, int64_t bank, int address)
{
	return sql_run(store, "UPDATE bank SET address = ? WHERE id = ?", "di", address, bank);
}

int proof_put(struct store *store, const struct proof_row *row)
{
	return sql_run(store,
		"INSERT INTO proof (bank, door, serial, faults, other, at, by_person) VALUES (?, "
		"?, "
		"?, ?, ?, ?, ?) ON CONFLICT (bank, door) DO UPDATE SET serial = excluded.serial, "
		"faults = excluded.faults, other = excluded.other, at = excluded.at, "
		"by_person = excluded.by_person",
		"ididdwi", row->bank, row->door, row->serial, row->faults, row->other, row->at,
		row->by);
}

int proof_list(
	struct store *store, int64_t bank, int64_t serial, struct proof_row *out_proofs, int max)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT bank, door, serial, faults, other, at, by_person FROM proof WHERE bank = ? "
		"AND serial = ? ORDER BY door",
		"ii", bank, serial);

	while (got >= 0 && count < max && (got = sql_next(store, rows)) == 1)
		out_proofs[count++] = (struct proof_row){sql_int(rows, 0), (int)sql_int(rows, 1),
			sql_int(rows, 2), (int)sql_int(rows, 3), (int)sql_int(rows, 4),
			sql_wall(rows, 5), sql_int(rows, 6)};
	sql_end(rows);
	return got < 0 ? got : count;
}

int proof_use_door(struct store *store, int64_t bank, int door, const char *reason)
{
	if (!reason)
		return sql_run(store,
			"UPDATE door SET in_use = 1, out_reason = NULL WHERE bank = ? AND number = "
			"? "
			"AND out_reason IN ('not proved', 'wired wrong')",
			"id", bank, door);
	return sql_run(store,
		"UPDATE door SET in_use = 0, out_reason = ? WHERE bank = ? AND number = ? AND "
		"(in_use = 1 OR out_reason IN ('not proved', 'wired wrong'))",
		"tid", reason, bank, door);
}
