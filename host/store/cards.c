// SPDX-License-Identifier: GPL-3.0-or-later
// Whose a card is: one look-up by its UID, the first thing a tap does.
#include "store/cards.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

static const char *const states[] = {"active", "ended", "lost", NULL};

int card_find(struct store *store, const char *uid, struct card *out_card)
{
	sqlite3_stmt *rows;
	int err = sql_first(
		store, &rows, "SELECT person, state, state_at FROM card WHERE uid = ?", "t", uid);

	if (err == 0) {
		int state = sql_word(rows, 1, states);

		if (state < 0)
			err = state;
		else
			*out_card = (struct card){
				sql_int(rows, 0), (enum card_state)state, sql_wall(rows, 2)};
	}
	sql_end(rows);
	return err;
}

int card_add(struct store *store, const char *uid, int64_t person, struct wall_time at)
{
	return sql_run(store,
		"INSERT INTO card (uid, person, state, since, state_at) VALUES (?, ?, 'active', ?, "
		"?)",
		"tiww", uid, person, at, at);
}

int card_set_state(struct store *store, const char *uid, enum card_state state, struct wall_time at)
{
	struct card card;
	int err = card_find(store, uid, &card);

	if (err < 0)
		return err;
	return sql_run(store, "UPDATE card SET state = ?, state_at = ? WHERE uid = ?", "twt",
		states[state], at, uid);
}

int card_is_part(struct store *store, const char *uid)
{
	char turned[9] = "";
	sqlite3_stmt *rows;
	int err;

	if (strlen(uid) != 8)
		return 0;
	for (size_t i = 0; i < 8; i += 2)
		memcpy(turned + i, uid + 6 - i, 2);
	err = sql_first(store, &rows,
		"SELECT 1 FROM card WHERE length(uid) > 8 AND (substr(uid, 1, 8) IN (?1, ?2) OR "
		"substr(uid, -8) IN (?1, ?2)) LIMIT 1",
		"tt", uid, turned);
	sql_end(rows);
	return err == -ERR_NOT_FOUND ? 0 : err < 0 ? err : 1;
}

int card_uid_check(const char *uid)
{
	size_t len = strlen(uid);

	if (strspn(uid, "0123456789ABCDEF") != len || (len != 8 && len != 14 && len != 20))
		return -ERR_FORMAT;
	// ISO 14443-3: a 4-byte UID whose first byte is 08 is drawn at random at each selection.
	return len == 8 && strncmp(uid, "08", 2) == 0 ? -ERR_ARG : 0;
}
