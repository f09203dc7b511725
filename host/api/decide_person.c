// SPDX-License-Identifier: GPL-3.0-or-later
// The person of a decide request: category and year, walker permission, bans, contact times.
#include <string.h>

#include "api/decide_read.h"
#include "base/err.h"

static const char *const weekday_texts[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const struct words weekday_words = {weekday_texts, 7};

static int read_category(struct reading *r, const json_t *value, void *out)
{
	int found = 0;

	if (read_word(r, value, &category_words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->person.category = (enum category)found;
	return 0;
}

static int read_year(struct reading *r, const json_t *value, void *out)
{
	int found = 0;

	if (read_word(r, value, &year_words, &found) < 0)
		return -ERR_FORMAT;
	((struct request *)out)->person.year = (enum year)found;
	return 0;
}

static int read_person_id(struct reading *r, const json_t *value, void *out)
{
	return read_id(r, value, &((struct request *)out)->person.id);
}

static int read_walker_from(struct reading *r, const json_t *value, void *out)
{
	return read_date(r, value, &((struct walker *)out)->from);
}

static int read_walker_until(struct reading *r, const json_t *value, void *out)
{
	return read_date(r, value, &((struct walker *)out)->until);
}

// "mon", "mon,wed", "mon-fri" and mixtures; "fri-mon" goes round the weekend.
static int weekdays(const char *text, uint8_t *out_days)
{
	uint8_t days = 0;

	for (;;) {
		int from = strlen(text) >= 3 ? word_find(&weekday_words, text, 3) : -1;
		int until = from;

		if (from < 0)
			return -ERR_FORMAT;
		text += 3;
		if (*text == '-') {
			until = strlen(text) >= 4 ? word_find(&weekday_words, text + 1, 3) : -1;
			if (until < 0)
				return -ERR_FORMAT;
			text += 4;
		}
		for (int day = from;; day = (day + 1) % 7) {
			days = (uint8_t)(days | 1u << day);
			if (day == until)
				break;
		}
		if (*text == '\0')
			break;
		if (*text++ != ',')
			return -ERR_FORMAT;
	}
	*out_days = days;
	return 0;
}

static int read_walker_days(struct reading *r, const json_t *value, void *out)
{
	const char *text = json_string_value(value);

	if (!text || weekdays(text, &((struct walker *)out)->weekdays) < 0)
		return reading_refuse(r, "must be weekdays such as mon, mon,wed or mon-fri.");
	return 0;
}

static int read_walker(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"from", read_walker_from},
		{"until", read_walker_until}, {"days", read_walker_days}, {NULL, NULL}};

	return reading_object(r, value, fields, &((struct request *)out)->person.walker);
}

static int read_ban_kind(struct reading *r, const json_t *value, void *out)
{
	struct ban *ban = out;
	int found = 0;

	if (read_word(r, value, &ban_kind_words, &found) < 0)
		return -ERR_FORMAT;
	ban->kinds[BAN_PHONE] = found == BAN_PHONE;
	ban->kinds[BAN_SCHOOL_IT] = found == BAN_SCHOOL_IT;
	return 0;
}

static int read_ban_from(struct reading *r, const json_t *value, void *out)
{
	return read_date(r, value, &((struct ban *)out)->from);
}

static int read_ban_until(struct reading *r, const json_t *value, void *out)
{
	return read_date(r, value, &((struct ban *)out)->until);
}

static int read_ban(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"kind", read_ban_kind}, {"from", read_ban_from},
		{"until", read_ban_until}, {NULL, NULL}};
	struct request_person *p = &((struct request *)out)->person;
	struct ban *ban = &p->bans[p->ban_count];

	// A ban whose kind or beginning is not said runs: an absent fact is never a favour.
	*ban = (struct ban){{true, true}, {INT32_MIN}, {DATE_UNBOUNDED}};
	if (reading_object(r, value, fields, ban) < 0)
		return -ERR_FORMAT;
	p->ban_count++;
	return 0;
}

static int read_bans(struct reading *r, const json_t *value, void *out)
{
	return reading_list(r, value, REQUEST_BANS, read_ban, out);
}

static int read_contact_span(struct reading *r, const json_t *value, void *out)
{
	struct request_person *p = &((struct request *)out)->person;

	if (read_span(r, value, &p->contacts[p->contact_count]) < 0)
		return -ERR_FORMAT;
	p->contact_count++;
	return 0;
}

static int read_contact(struct reading *r, const json_t *value, void *out)
{
	struct request_person *p = &((struct request *)out)->person;

	if (json_is_string(value)) {
		if (strcmp(json_string_value(value), "none") != 0)
			return reading_refuse(r, "must be a list of times, or none.");
		p->contact = CONTACT_NONE;
		return 0;
	}
	if (reading_list(r, value, REQUEST_SPANS, read_contact_span, out) < 0)
		return -ERR_FORMAT;
	p->contact = p->contact_count > 0 ? CONTACT_ENTERED : CONTACT_UNENTERED;
	return 0;
}

// A time of today, or a date and time: another day's sign-in says nothing of this one.
static int read_arrived(struct reading *r, const json_t *value, void *out)
{
	struct request_person *p = &((struct request *)out)->person;
	struct local_time time;

	if (json_string_length(value) < 16)
		return read_clock(r, value, &p->arrived);
	if (read_time(r, value, &time) < 0)
		return -ERR_FORMAT;
	if (local_date_of(time).day == r->today.day)
		p->arrived = local_second_of_day(time);
	return 0;
}

int read_person(struct reading *r, const json_t *value, void *out)
{
	static const struct field fields[] = {{"category", read_category}, {"year", read_year},
		{"id", read_person_id}, {"walker", read_walker}, {"bans", read_bans},
		{"contact", read_contact}, {"arrived", read_arrived}, {NULL, NULL}};

	return reading_object(r, value, fields, out);
}
