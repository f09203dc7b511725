// SPDX-License-Identifier: GPL-3.0-or-later
// The hours of school days as rows: everybody's, a class's, a date's.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/days.h"
#include "store/sql.h"

static void minute_print(int minute, char out[6])
{
	struct dayspan span = {(int16_t)minute, (int16_t)minute};
	char both[13];

	dayspans_print(&span, 1, both);
	memcpy(out, both, 5);
	out[5] = 0;
}

// A row for every day has the date ''.
static const char *date_key(const struct local_date *date, char text[LOCAL_DATE_TEXT])
{
	if (!date)
		return "";
	local_date_print(*date, text);
	return text;
}

int hours_put(struct store *store, const char *class, const struct local_date *date,
	const struct school_hours *h)
{
	char text[LOCAL_DATE_TEXT], start[6], home[6], hand_in[13];
	char sessions[DAY_SESSIONS * 12 + 1];

	minute_print(h->start, start);
	minute_print(h->home_time, home);
	dayspans_print(&h->hand_in, 1, hand_in);
	dayspans_print(h->sessions, (size_t)h->session_count, sessions);
	return sql_run(store,
		"INSERT INTO hours (class, date, start, home_time, sessions, hand_in, reason, "
		"closed_early) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (class, date) DO UPDATE "
		"SET "
		"start = excluded.start, home_time = excluded.home_time, "
		"sessions = excluded.sessions, hand_in = excluded.hand_in, "
		"reason = excluded.reason, closed_early = excluded.closed_early",
		"tttttttd", class, date_key(date, text), start, home, sessions, hand_in,
		h->reason[0] ? h->reason : NULL, (int)h->closed_early);
}

int hours_remove(struct store *store, const char *class, const struct local_date *date)
{
	char text[LOCAL_DATE_TEXT];
	int64_t there;
	int result = sql_one(store, &there, "SELECT 1 FROM hours WHERE class = ? AND date = ?",
		"tt", class, date_key(date, text));

	if (result < 0)
		return result;
	return sql_run(store, "DELETE FROM hours WHERE class = ? AND date = ?", "tt", class,
		date_key(date, text));
}

static int read_hours(sqlite3_stmt *rows, struct school_hours *out)
{
	char start[8], home[8], sessions[DAY_SESSIONS * 12 + 1], hand_in[16];

	sql_text(rows, 0, start, sizeof(start));
	sql_text(rows, 1, home, sizeof(home));
	sql_text(rows, 2, sessions, sizeof(sessions));
	sql_text(rows, 3, hand_in, sizeof(hand_in));
	sql_text(rows, 4, out->reason, sizeof(out->reason));
	out->closed_early = sql_int(rows, 5) != 0;
	out->start = dayminute_parse(start);
	out->home_time = dayminute_parse(home);
	out->session_count = dayspans_parse(sessions, out->sessions, DAY_SESSIONS);
	if (out->start < 0 || out->home_time < 0 || out->session_count < 0 ||
		dayspans_parse(hand_in, &out->hand_in, 1) != 1)
		return -ERR_FORMAT;
	return 0;
}

static int hours_at(
	struct store *store, const char *class, const char *day, struct school_hours *out_hours)
{
	struct school_hours hours;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT start, home_time, sessions, hand_in, reason, closed_early FROM hours "
		"WHERE class = ? AND date = ?",
		"tt", class, day);

	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	result = read_hours(rows, &hours);
	sql_end(rows);
	if (result == 0)
		*out_hours = hours;
	return result;
}

// Up to four look-ups by key cost about half of what one statement with an order of its own does,
// and every tap passes here.
int hours_find(struct store *store, const char *class, struct local_date date,
	struct school_hours *out_hours)
{
	char text[LOCAL_DATE_TEXT];
	const char *const days[] = {text, ""};
	int result = -ERR_NOT_FOUND;

	local_date_print(date, text);
	for (int i = 0; i < 2 && result == -ERR_NOT_FOUND; i++) {
		if (class[0])
			result = hours_at(store, class, days[i], out_hours);
		if (result == -ERR_NOT_FOUND)
			result = hours_at(store, "", days[i], out_hours);
	}
	return result;
}

int hours_classes(struct store *store, char (*out_classes)[PERSON_CLASS], int max)
{
	sqlite3_stmt *rows;
	int count = 0, result;

	result = sql_query(store, &rows,
		"SELECT DISTINCT class FROM hours WHERE class <> '' ORDER BY class LIMIT ?", "d",
		max);
	while (result >= 0 && (result = sql_next(store, rows)) == 1)
		sql_text(rows, 0, out_classes[count++], PERSON_CLASS);
	return result < 0 ? result : count;
}
