// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of notices.
#include "store/notices.h"

#include "store/sql.h"

int64_t notice_add(struct store *store, const struct notice_row *notice)
{
	return sql_insert(store,
		"INSERT INTO notice (role, kind, person, at, text) VALUES (?, ?, ?, ?, ?)", "ttnwt",
		notice->role, notice->kind, notice->person, notice->at, notice->text);
}
