// SPDX-License-Identifier: GPL-3.0-or-later
// A tap's facts in six statements, every one a look-up by key or by an index that begins with the
// person.
#include "store/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/days.h"
#include "store/permissions.h"
#include "store/sql.h"

static int word_at(sqlite3_stmt *rows, int column, const struct words *words)
{
	const char *text = (const char *)sqlite3_column_text(rows, column);

	return text ? word_find(words, text, strlen(text)) : -1;
}

static int32_t second_of_day(struct wall_time wall)
{
	return local_second_of_day(local_from_wall(wall));
}

// The person, whether they arrived late, the kind of day and the school's settings, in one row.
// out_club_ends: the minute at which the last of the person's clubs of that day ends; negative:
// none.
static int read_person(struct store *store, int64_t person, const char *today, struct facts *out,
	int *out_club_ends)
{
	struct request *request = &out->request;
	sqlite3_stmt *rows;
	char left_on[LOCAL_DATE_TEXT], club[8];
	int category, year, special, pupils, staff;
	bool in_term;
	int result = sql_query(store, &rows,
		"SELECT category, year, class, left_on, "
		"(SELECT at FROM arrival WHERE person = ?1 AND date = ?2), "
		"(SELECT kind FROM special_day WHERE date = ?2), "
		"coalesce((SELECT until_date FROM term WHERE from_date <= ?2 "
		"ORDER BY from_date DESC LIMIT 1) >= ?2, 0), "
		"(SELECT value FROM setting WHERE name = 'pupils'), "
		"(SELECT value FROM setting WHERE name = 'staff'), "
		"(SELECT year || coalesce(class, '') FROM person_past WHERE person = ?1 "
		"AND until_date > ?2 ORDER BY until_date LIMIT 1), "
		"(SELECT max(ends) FROM club_member m JOIN club ON club.id = m.club "
		"WHERE m.person = ?1 AND m.from_date <= ?2 "
		"AND coalesce(m.until_date > ?2, 1) AND club.from_date <= ?2 "
		"AND club.until_date >= ?2 AND club.weekdays >> ?3 & 1 AND NOT EXISTS "
		"(SELECT 1 FROM club_off WHERE club = m.club AND date = ?2)) "
		"FROM person WHERE id = ?1",
		"itd", person, today, (int)local_weekday(local_date_of(request->at)));

	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	category = word_at(rows, 0, &category_words);
	year = word_at(rows, 1, &year_words);
	sql_text(rows, 2, out->class, sizeof(out->class));
	sql_text(rows, 3, left_on, sizeof(left_on));
	if (sqlite3_column_type(rows, 4) != SQLITE_NULL)
		request->person.arrived = second_of_day(sql_wall(rows, 4));
	special = word_at(rows, 5, &day_kind_words);
	in_term = sql_int(rows, 6) != 0;
	pupils = word_at(rows, 7, &pupils_setting_words);
	staff = word_at(rows, 8, &staff_setting_words);
	if (sqlite3_column_type(rows, 9) != SQLITE_NULL) {
		// Not what they are now: what they were on that day. A year is one character.
		char was[PERSON_CLASS + 1];

		sql_text(rows, 9, was, sizeof(was));
		year = word_find(&year_words, was, was[0] ? 1 : 0);
		snprintf(out->class, sizeof(out->class), "%s", was[0] ? was + 1 : "");
	}
	sql_text(rows, 10, club, sizeof(club));
	*out_club_ends = dayminute_parse(club);
	sql_end(rows);
	if (category < 0 || (category == CATEGORY_PUPIL && year < 0))
		return -ERR_FORMAT;
	request->person.category = (enum category)category;
	if (category == CATEGORY_PUPIL)
		request->person.year = (enum year)year;
	out->left = left_on[0] && strcmp(left_on, today) <= 0;
	request->day.kind = day_kind_from(local_date_of(request->at), in_term, special >= 0,
		special >= 0 ? (enum day_kind)special : DAY_HOLIDAY);
	request->pupils = pupils < 0 ? PUPILS_UNSET : (enum pupils_setting)pupils;
	request->staff = staff < 0 ? STAFF_UNSET : (enum staff_setting)staff;
	return 0;
}

// A club keeps a pupil until it ends; not on a day that the Headteacher closed early.
static int read_hours(struct store *store, int club_ends, struct facts *out)
{
	struct request_day *day = &out->request.day;
	struct school_hours hours;
	int result = hours_find(store, out->class, local_date_of(out->request.at), &hours);

	if (result < 0)
		return result == -ERR_NOT_FOUND ? 0 : result;
	day->start = hours.start * 60;
	if (hours.home_time < club_ends && !hours.closed_early &&
		out->request.person.category == CATEGORY_PUPIL)
		hours.home_time = club_ends;
	day->home_time = hours.home_time * 60;
	day->hand_in_until = hours.hand_in.until * 60;
	for (int i = 0; i < hours.session_count; i++) {
		day->sessions[i].from = hours.sessions[i].from * 60;
		day->sessions[i].until = hours.sessions[i].until * 60;
	}
	day->session_count = hours.session_count;
	return 0;
}

static int read_walker(struct store *store, int64_t person, const char *today, struct facts *out)
{
	struct walker_record record;
	struct walker walker;
	int result = walker_find(store, person, today, &record);

	if (result < 0)
		return result == -ERR_NOT_FOUND ? 0 : result;
	if (local_date_parse(record.from, strlen(record.from), &walker.from) < 0 ||
		local_date_parse(record.until, strlen(record.until), &walker.until) < 0 ||
		weekdays_parse(record.days, &walker.weekdays) < 0)
		return -ERR_FORMAT;
	out->request.person.walker = walker;
	return 0;
}

static int read_bans(struct store *store, int64_t person, const char *today, struct facts *out)
{
	struct request_person *p = &out->request.person;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT kind, from_date, until_date FROM ban WHERE person = ?1 "
		"AND lifted_at IS NULL AND (until_date IS NULL OR until_date >= ?2) "
		"ORDER BY from_date, id LIMIT ?3",
		"itd", person, today, REQUEST_BANS);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		struct ban *ban = &p->bans[p->ban_count++];
		char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT];
		int kind = word_at(rows, 0, &ban_kind_words);

		ban->kinds[BAN_PHONE] = kind != BAN_SCHOOL_IT;
		ban->kinds[BAN_SCHOOL_IT] = kind != BAN_PHONE;
		sql_text(rows, 1, from, sizeof(from));
		sql_text(rows, 2, until, sizeof(until));
		// A date that cannot be read bounds nothing: never in the pupil's favour.
		if (local_date_parse(from, strlen(from), &ban->from) < 0)
			ban->from.day = INT32_MIN;
		if (local_date_parse(until, strlen(until), &ban->until) < 0)
			ban->until.day = DATE_UNBOUNDED;
	}
	return result;
}

static int read_contacts(struct store *store, int64_t person, struct facts *out)
{
	struct request_person *p = &out->request.person;
	int weekday = (int)local_weekday(local_date_of(out->request.at)) + 1;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT from_time, until_time FROM contact WHERE person = ? AND weekday = ? "
		"ORDER BY from_time LIMIT ?",
		"idd", person, weekday, REQUEST_SPANS);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		char from[8], until[8];
		int first, last;

		if (p->contact == CONTACT_UNENTERED)
			p->contact = CONTACT_NONE;
		sql_text(rows, 0, from, sizeof(from));
		sql_text(rows, 1, until, sizeof(until));
		first = dayminute_parse(from);
		last = dayminute_parse(until);
		if (first < 0 || last < 0)
			continue;
		p->contact = CONTACT_ENTERED;
		p->contacts[p->contact_count++] = (struct day_span){first * 60, last * 60};
	}
	return result;
}

static int read_grants(struct store *store, int64_t person, struct facts *out)
{
	struct request *request = &out->request;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT kind, by_person, by_role, rooms, parent_request, from_at, "
		"until_at FROM permission WHERE person = ? AND until_at > ? AND ended_at IS NULL "
		"ORDER BY until_at LIMIT ?",
		"iwd", person, local_to_wall(request->at), REQUEST_GRANTS);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		int kind = word_at(rows, 0, &grant_kind_words);
		struct grant *grant;
		char rooms[PERMISSION_ROOMS];

		if (kind < 0)
			continue;
		grant = &request->grants[request->grant_count++];
		*grant = (struct grant){.kind = (enum grant_kind)kind,
			.by = word_at(rows, 2, &role_words),
			.by_id = sql_int(rows, 1) == person ? out->id : "other",
			.from = local_from_wall(sql_wall(rows, 5)),
			.until = local_from_wall(sql_wall(rows, 6)),
			.parent_request = sql_int(rows, 4) != 0};
		sql_text(rows, 3, rooms, sizeof rooms);
		grant_name_rooms(grant, rooms);
	}
	return result;
}

int facts_of_person(
	struct store *store, int64_t person, struct local_time at, struct facts *out_facts)
{
	struct facts *f = out_facts;
	char today[LOCAL_DATE_TEXT];
	int club_ends = -1, result;

	request_init(&f->request);
	f->class[0] = 0;
	f->left = false;
	f->request.at = at;
	snprintf(f->id, sizeof(f->id), "%lld", (long long)person);
	f->request.person.id = f->id;
	local_date_print(local_date_of(at), today);
	result = read_person(store, person, today, f, &club_ends);
	bool pupil = f->request.person.category == CATEGORY_PUPIL;
	enum day_kind kind = f->request.day.kind;

	if (result >= 0 && kind == DAY_SCHOOL)
		result = read_hours(store, club_ends, f);
	if (result >= 0 && pupil)
		result = read_walker(store, person, today, f);
	if (result >= 0)
		result = read_bans(store, person, today, f);
	if (result >= 0 && !pupil && (kind == DAY_SCHOOL || kind == DAY_WEEKEND))
		result = read_contacts(store, person, f);
	if (result >= 0)
		result = read_grants(store, person, f);
	return result < 0 ? result : 0;
}

void facts_settle(struct facts *facts)
{
	const char *before = facts->request.person.id;

	facts->request.person.id = facts->id;
	for (int i = 0; i < facts->request.grant_count; i++) {
		if (facts->request.grants[i].by_id == before)
			facts->request.grants[i].by_id = facts->id;
	}
}
