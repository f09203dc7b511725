// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of contact.
#include "store/contacts.h"

#include "base/err.h"
#include "store/sql.h"

int contact_get(struct store *store, int64_t person, int weekday, struct contact_day *out_day)
{
	struct contact_day day = {0};
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT coalesce(from_time, ''), coalesce(until_time, '') FROM contact "
		"WHERE person = ? AND weekday = ? ORDER BY from_time LIMIT ?",
		"idd", person, weekday, CONTACT_SPANS);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		char from[8], until[8];

		sql_text(rows, 0, from, sizeof(from));
		sql_text(rows, 1, until, sizeof(until));
		day.none |= !from[0];
		if (from[0])
			day.spans[day.count++] = (struct dayspan){
				(int16_t)dayminute_parse(from), (int16_t)dayminute_parse(until)};
	}
	if (result < 0)
		return result;
	*out_day = day;
	return 0;
}
