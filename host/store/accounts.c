// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of accounts.
#include "store/accounts.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

static const char *const roles[] = {
	"office", "slt", "headteacher", "administrator", "reader", "staff", NULL};

#define COLUMNS                                                                                    \
	"SELECT id, person, role, password, second, second_step, link_until, made_at, ended_at"    \
	" FROM account "

const char *account_role_word(int role)
{
	return role >= 0 && role < ACCOUNT_ROLES ? roles[role] : NULL;
}

int account_role_find(const char *word)
{
	for (int i = 0; word && roles[i]; i++) {
		if (strcmp(word, roles[i]) == 0)
			return i;
	}
	return -1;
}

int64_t account_add(struct store *store, int64_t person, enum account_role role,
	struct wall_time at, int64_t by)
{
	return sql_insert(store,
		"INSERT INTO account (person, role, made_at, made_by) VALUES (?, ?, ?, ?)", "itwn",
		person, roles[role], at, by);
}

static int read_account(sqlite3_stmt *rows, struct account_row *out)
{
	int role = sql_word(rows, 2, roles);
	int len = sqlite3_column_bytes(rows, 4);

	if (role < 0 || len > ACCOUNT_SEALED)
		return -ERR_FORMAT;
	*out = (struct account_row){.id = sql_int(rows, 0),
		.person = sql_int(rows, 1),
		.role = (enum account_role)role,
		.second_len = len,
		.second_step = sql_int(rows, 5),
		.link_until = sql_wall(rows, 6),
		.made_at = sql_wall(rows, 7),
		.ended_at = sql_wall(rows, 8)};
	sql_text(rows, 3, out->password, sizeof out->password);
	if (len > 0)
		memcpy(out->second, sqlite3_column_blob(rows, 4), (size_t)len);
	return 0;
}

static int first_account(sqlite3_stmt *rows, int err, struct account_row *out_account)
{
	if (err == 0)
		err = read_account(rows, out_account);
	sql_end(rows);
	return err;
}

int account_get(struct store *store, int64_t id, struct account_row *out_account)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, COLUMNS "WHERE id = ?", "i", id);

	return first_account(rows, err, out_account);
}

int account_of_person(struct store *store, int64_t person, struct account_row *out_account)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, COLUMNS "WHERE person = ?", "i", person);

	return first_account(rows, err, out_account);
}

int account_by_link(
	struct store *store, const uint8_t link[ACCOUNT_HASH], struct account_row *out_account)
{
	sqlite3_stmt *rows;
	int err =
		sql_first(store, &rows, COLUMNS "WHERE link = ?", "b", link, (size_t)ACCOUNT_HASH);

	return first_account(rows, err, out_account);
}

int account_each(
	struct store *store, int (*each)(void *arg, const struct account_row *account), void *arg)
{
	struct account_row account;
	sqlite3_stmt *rows;
	int count = 0;
	int err = sql_query(store, &rows,
		"SELECT account.id, person, role, password, second, second_step, link_until, "
		"made_at, ended_at FROM account JOIN person ON person.id = account.person"
		" ORDER BY family, given, account.id",
		"");

	while (err == 0 && (err = sql_next(store, rows)) == 1) {
		err = read_account(rows, &account);
		count++;
		if (err == 0 && each(arg, &account) != 0)
			break;
	}
	sql_end(rows);
	return err < 0 ? err : count;
}

int account_count(struct store *store, enum account_role role)
{
	int64_t count;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM account WHERE role = ? AND ended_at IS NULL", "t",
		roles[role]);

	return err < 0 ? err : (int)count;
}

int account_put_link(
	struct store *store, int64_t id, const uint8_t link[ACCOUNT_HASH], struct wall_time until)
{
	return sql_run(store, "UPDATE account SET link = ?, link_until = ? WHERE id = ?", "bwi",
		link, (size_t)ACCOUNT_HASH, until, id);
}

int account_put_password(struct store *store, int64_t id, const char *password)
{
	return sql_run(store,
		"UPDATE account SET password = ?, link = NULL, link_until = NULL WHERE id = ?",
		"ti", password, id);
}

int account_put_second(struct store *store, int64_t id, const uint8_t *sealed, int len)
{
	if (len == 0)
		return sql_run(store,
			"UPDATE account SET second = NULL, second_step = 0 WHERE id = ?", "i", id);
	return sql_run(store, "UPDATE account SET second = ?, second_step = 0 WHERE id = ?", "bi",
		sealed, (size_t)len, id);
}

int account_put_second_step(struct store *store, int64_t id, int64_t step)
{
	return sql_run(store, "UPDATE account SET second_step = ? WHERE id = ?", "ii", step, id);
}

int account_put_role(struct store *store, int64_t id, enum account_role role)
{
	return sql_run(store, "UPDATE account SET role = ? WHERE id = ?", "ti", roles[role], id);
}

int account_end(struct store *store, int64_t id, struct wall_time at, int64_t by)
{
	int err = sql_run(store,
		"UPDATE account SET password = NULL, link = NULL, link_until = NULL, second = NULL,"
		" second_step = 0,"
		" ended_at = ?, ended_by = ? WHERE id = ?",
		"wni", at, by, id);

	if (err == 0)
		err = session_end_all(store, id, NULL);
	return err < 0 ? err : sql_run(store, "DELETE FROM browser WHERE account = ?", "i", id);
}

int account_revive(struct store *store, int64_t id, enum account_role role)
{
	return sql_run(store,
		"UPDATE account SET role = ?, ended_at = NULL, ended_by = NULL, second_step = 0"
		" WHERE id = ?",
		"ti", roles[role], id);
}

int session_add(
	struct store *store, const uint8_t token[ACCOUNT_HASH], const struct session_row *session)
{
	// Before the new one is there: by a clock that went back it could seem the oldest.
	int err = sql_run(store,
		"DELETE FROM session WHERE account = ? AND token NOT IN (SELECT token FROM session"
		" WHERE account = ? ORDER BY used_at DESC LIMIT ?)",
		"iid", session->account, session->account, SESSIONS_KEPT - 1);

	if (err < 0)
		return err;
	return sql_run(store,
		"INSERT INTO session (token, account, began_at, used_at, full) VALUES (?, ?, ?, ?, "
		"?)",
		"biwwd", token, (size_t)ACCOUNT_HASH, session->account, session->began_at,
		session->used_at, (int)session->full);
}

int session_get(
	struct store *store, const uint8_t token[ACCOUNT_HASH], struct session_row *out_session)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT account, began_at, used_at, full FROM session WHERE token = ?", "b", token,
		(size_t)ACCOUNT_HASH);

	if (err == 0)
		*out_session = (struct session_row){sql_int(rows, 0), sql_wall(rows, 1),
			sql_wall(rows, 2), sql_int(rows, 3) != 0};
	sql_end(rows);
	return err;
}

int session_put_used(
	struct store *store, const uint8_t token[ACCOUNT_HASH], struct wall_time used_at)
{
	return sql_run(store, "UPDATE session SET used_at = ? WHERE token = ?", "wb", used_at,
		token, (size_t)ACCOUNT_HASH);
}

int session_end(struct store *store, const uint8_t token[ACCOUNT_HASH])
{
	return sql_run(
		store, "DELETE FROM session WHERE token = ?", "b", token, (size_t)ACCOUNT_HASH);
}

int session_end_all(struct store *store, int64_t account, const uint8_t *keep)
{
	static const uint8_t none[ACCOUNT_HASH];

	return sql_run(store, "DELETE FROM session WHERE account = ? AND token <> ?", "ib", account,
		keep ? keep : none, (size_t)ACCOUNT_HASH);
}

int session_count(
	struct store *store, int64_t account, struct wall_time began, struct wall_time used)
{
	int64_t count;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM session WHERE account = ? AND full = 1 AND began_at > ? AND "
		"used_at > ?",
		"iii", account, began.ms, used.ms);

	return err < 0 ? err : (int)count;
}

int session_end_old(struct store *store, struct wall_time began_before)
{
	return sql_run(store, "DELETE FROM session WHERE began_at < ?", "w", began_before);
}

int browser_add(struct store *store, const uint8_t token[ACCOUNT_HASH], int64_t account,
	struct wall_time at)
{
	int err = sql_run(store,
		"DELETE FROM browser WHERE account = ? AND token NOT IN (SELECT token FROM browser"
		" WHERE account = ? ORDER BY since DESC LIMIT ?)",
		"iid", account, account, BROWSERS_KEPT - 1);

	if (err < 0)
		return err;
	return sql_run(store, "INSERT INTO browser (token, account, since) VALUES (?, ?, ?)", "biw",
		token, (size_t)ACCOUNT_HASH, account, at);
}

int browser_find(struct store *store, const uint8_t token[ACCOUNT_HASH], int64_t account)
{
	int64_t one;

	return sql_one(store, &one, "SELECT 1 FROM browser WHERE token = ? AND account = ?", "bi",
		token, (size_t)ACCOUNT_HASH, account);
}
