// SPDX-License-Identifier: GPL-3.0-or-later
// The hours of a school day: entered, and cut short by the Headteacher.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "register/calendar.h"

#define CLASSES_MAX 128

static int check_hours(const struct school_hours *h, char why[ACTOR_WHY])
{
	const struct dayspan *first = h->sessions, *last = first;

	if (h->session_count < 1 || h->session_count > DAY_SESSIONS)
		return REFUSE(ERR_ARG, "A school day has one to %d sessions.", DAY_SESSIONS);
	last += h->session_count - 1;
	for (const struct dayspan *s = first; s <= last; s++) {
		if (s->from < 0 || s->until > 24 * 60 || s->until <= s->from ||
			(s > first && s->from < s[-1].until))
			return REFUSE(ERR_ARG, "The sessions overlap or end before they begin.");
	}
	if (h->start < 0 || h->start > first->from)
		return REFUSE(ERR_ARG, "The day starts after its first session begins.");
	if (h->home_time <= last->from || h->home_time >= 24 * 60)
		return REFUSE(ERR_ARG, "Home-time is before the last session begins.");
	if (h->hand_in.from < 0 || h->hand_in.until <= h->hand_in.from ||
		h->hand_in.until >= 24 * 60)
		return REFUSE(ERR_ARG, "The hand-in window ends before it begins.");
	return 0;
}

int school_hours_read(const char *sessions, const char *home_time, const char *hand_in,
	struct school_hours *out_hours, char why[ACTOR_WHY])
{
	struct school_hours h = {0};
	int result;

	h.session_count = dayspans_parse(sessions, h.sessions, DAY_SESSIONS);
	if (h.session_count <= 0)
		return REFUSE(ERR_FORMAT,
			"The sessions %.60s cannot be read: write 08:45-12:00,13:00-15:15.",
			sessions);
	h.home_time = dayminute_parse(home_time);
	if (h.home_time < 0)
		return REFUSE(
			ERR_FORMAT, "The home-time %.20s is not a time: write 15:15.", home_time);
	if (dayspans_parse(hand_in, &h.hand_in, 1) != 1)
		return REFUSE(ERR_FORMAT,
			"The hand-in window %.30s cannot be read: write "
			"08:30-09:00.",
			hand_in);
	h.start = h.sessions[0].from;
	result = check_hours(&h, why);
	if (result < 0)
		return -ERR_FORMAT;
	*out_hours = h;
	return 0;
}

static int record_hours(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, const struct local_date *date, const struct school_hours *h)
{
	char facts[80], text[LOCAL_DATE_TEXT] = "";

	if (date)
		local_date_print(*date, text);
	snprintf(facts, sizeof(facts), "{\"date\":\"%s\",\"home_time\":\"%02d:%02d\"}", text,
		h->home_time / 60, h->home_time % 60);
	return actor_record(store, by, now, kind, 0, facts);
}

int calendar_set_hours(struct store *store, const struct actor *by, struct wall_time now,
	const char *class, const struct local_date *date, const struct school_hours *hours,
	char why[ACTOR_WHY])
{
	enum role role;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "change the calendar", &role, why);

	if (result == 0)
		result = check_hours(hours, why);
	if (result < 0)
		return result;
	if (date && !hours->reason[0])
		return REFUSE(ERR_ARG, "Say why this date has other hours.");
	if (strlen(class) >= PERSON_CLASS)
		return REFUSE(ERR_ARG, "The class has more than %d letters.", PERSON_CLASS - 1);
	if (class[0] && !person_class_exists(store, class))
		return REFUSE(ERR_ARG, "Nobody is in class %.24s: look for a typing slip.", class);
	result = hours_put(store, class, date, hours);
	if (result == 0 && !class[0] && !date)
		result = store_setting_put(store, "hours", "entered");
	return result < 0 ? result : record_hours(store, by, now, "hours set", date, hours);
}

void school_hours_cut(struct school_hours *h, int minute)
{
	int kept = 0;

	for (int i = 0; i < h->session_count; i++) {
		if (h->sessions[i].from >= minute)
			break;
		if (h->sessions[i].until > minute)
			h->sessions[i].until = (int16_t)minute;
		kept++;
	}
	h->session_count = kept;
	if (h->home_time > minute)
		h->home_time = minute;
	if (h->hand_in.until > minute && h->hand_in.from < minute)
		h->hand_in.until = (int16_t)minute;
}

// One class's hours of that date, cut; "" is everybody without hours of their own.
static int cut_class(struct store *store, const char *class, struct local_date date, int minute,
	const char *reason, struct school_hours *out_hours)
{
	int result = hours_find(store, class, date, out_hours);

	if (result < 0)
		return result;
	school_hours_cut(out_hours, minute);
	out_hours->closed_early = true;
	snprintf(out_hours->reason, sizeof(out_hours->reason), "%s", reason);
	return hours_put(store, class, &date, out_hours);
}

static int may_close(struct store *store, const struct actor *by, struct wall_time now,
	const char *class, struct local_date date, int minute, const char *reason,
	char why[ACTOR_WHY])
{
	struct school_hours hours;
	char text[LOCAL_DATE_TEXT];
	enum day_kind kind;
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_HEAD, "close the school early", &role, why);

	if (result == 0)
		result = day_kind_of(store, date, &kind);
	if (result < 0)
		return result;
	local_date_print(date, text);
	if (class[0] && !person_class_exists(store, class))
		return REFUSE(ERR_NOT_FOUND, "Nobody is in a class %.20s.", class);
	if (kind != DAY_SCHOOL)
		return REFUSE(ERR_ARG, "%s is no school day.", text);
	if (!reason[0] || strlen(reason) >= DAY_NAME)
		return REFUSE(ERR_ARG, "Say why the school closes early, in at most %d letters.",
			DAY_NAME - 1);
	result = hours_find(store, class, date, &hours);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_ARG, "The school's hours are not entered yet.");
	if (result < 0)
		return result;
	if (minute <= hours.sessions[0].from)
		return REFUSE(
			ERR_ARG, "School has not begun then: make %s a holiday instead.", text);
	if (minute >= hours.home_time)
		return REFUSE(ERR_ARG, "Home-time is %02d:%02d that day: this is not earlier.",
			hours.home_time / 60, hours.home_time % 60);
	return 0;
}

int calendar_close_early(struct store *store, const struct actor *by, struct wall_time now,
	const char *class, struct local_date date, int minute, const char *reason,
	char why[ACTOR_WHY])
{
	char classes[CLASSES_MAX][PERSON_CLASS];
	struct school_hours hours;
	int count, result = may_close(store, by, now, class, date, minute, reason, why);

	if (result == 0 && class[0]) {
		result = cut_class(store, class, date, minute, reason, &hours);
		return result < 0
			       ? result
			       : record_hours(store, by, now, "class closed early", &date, &hours);
	}
	if (result < 0)
		return result;
	count = hours_classes(store, classes, CLASSES_MAX);
	if (count < 0)
		return count;
	// Classes first: afterwards everybody's row of that date would answer for them.
	for (int i = 0; i < count && result == 0; i++)
		result = cut_class(store, classes[i], date, minute, reason, &hours);
	if (result == 0)
		result = cut_class(store, "", date, minute, reason, &hours);
	return result < 0 ? result : record_hours(store, by, now, "closed early", &date, &hours);
}
