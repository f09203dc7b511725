// SPDX-License-Identifier: GPL-3.0-or-later
// Cards given again, taken away and listed.
#include "store/card_admin.h"

#include "base/err.h"
#include "store/sql.h"

int card_give_again(struct store *store, const char *uid, int64_t person, struct wall_time at)
{
	struct card card;
	int result = card_find(store, uid, &card);

	if (result < 0)
		return result;
	return sql_run(store,
		"UPDATE card SET person = ?, state = 'active', since = ?2, state_at = ?2 "
		"WHERE uid = ?3",
		"iwt", person, at, uid);
}

int card_set_state_all(
	struct store *store, int64_t person, enum card_state state, struct wall_time at)
{
	char uids[16][CARD_UID];
	int count = card_list(store, person, uids, 16);

	for (int i = 0; i < count; i++) {
		int result = card_set_state(store, uids[i], state, at);

		if (result < 0)
			return result;
	}
	return count;
}

int card_list(struct store *store, int64_t person, char (*out_uids)[CARD_UID], int max)
{
	sqlite3_stmt *rows;
	int count = 0, result;

	result = sql_query(store, &rows,
		"SELECT uid FROM card WHERE person = ? AND state = 'active' ORDER BY uid LIMIT ?",
		"id", person, max);
	while (result >= 0 && (result = sql_next(store, rows)) == 1)
		sql_text(rows, 0, out_uids[count++], CARD_UID);
	return result < 0 ? result : count;
}
