// SPDX-License-Identifier: GPL-3.0-or-later
// From libical's events to days. An end is exclusive there and a last day here.
#include "register/calendar_file.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

#define BAD(code, ...) (snprintf(why, FILE_WHY, __VA_ARGS__), -(code))
#define CANNOT(...)    snprintf(event->why, sizeof(event->why), __VA_ARGS__)

#define PART_OF_DAY (5 * 3600)

struct reading {
	int (*each)(void *arg, const struct calendar_event *event);
	void *arg;
	int count;
};

// At most size - 1 bytes, cut at a character, without line breaks.
static void copy_text(char *out, size_t size, const char *text)
{
	const char *end = text ? text + strlen(text) : NULL;
	size_t used = 0;

	while (text && text < end) {
		size_t n = text_character(text, end);

		if (n == 0 || used + n >= size)
			break;
		if ((unsigned char)*text < ' ')
			out[used++] = ' ';
		else
			memcpy(out + used, text, n), used += n;
		text += n;
	}
	out[used] = 0;
}

// A moment by the school's clock. A time without a zone, or in the school's own, is that clock's.
static int local_of(struct icaltimetype t, const char *zone, struct local_time *out_time)
{
	struct local_date date;
	struct wall_time wall;

	if (icaltime_is_null_time(t) || t.year < 2000 || t.year > 2100 ||
		local_date_make(t.year, t.month, t.day, &date) < 0)
		return -ERR_ARG;
	*out_time = local_day_start(date);
	if (t.is_date)
		return 0;
	if (!icaltime_is_utc(t) && (!t.zone || (zone && strstr(zone, "Europe/London")))) {
		out_time->s += t.hour * 3600 + t.minute * 60 + t.second;
		return 0;
	}
	wall.ms = (int64_t)icaltime_as_timet_with_zone(t, t.zone) * 1000;
	*out_time = local_from_wall(wall);
	return 0;
}

static const char *zone_of(const icalproperty *property)
{
	icalparameter *zone = property ? icalproperty_get_first_parameter(
						 (icalproperty *)property, ICAL_TZID_PARAMETER)
				       : NULL;

	return zone ? icalparameter_get_tzid(zone) : NULL;
}

// From the start and the end of the event; seconds: how long it takes.
static int read_span(icalcomponent *component, struct calendar_event *event)
{
	icalproperty *begins = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
	icalproperty *ends = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY);
	bool spans = ends || icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY);
	struct icaltimetype from = icalcomponent_get_dtstart(component);
	struct local_time first, last;

	if (!begins || local_of(from, zone_of(begins), &first) < 0)
		return CANNOT("Its start is no date of this century.");
	event->from = event->until = local_date_of(first);
	event->part_of_day = !from.is_date;
	if (!spans)
		return 0;
	if (local_of(icalcomponent_get_dtend(component), ends ? zone_of(ends) : zone_of(begins),
		    &last) < 0)
		return CANNOT("Its end is no date of this century.");
	// An end before the start is how some programs write a single day.
	if (last.s <= first.s)
		return 0;
	event->until = local_date_of((struct local_time){last.s - 1});
	event->part_of_day = !from.is_date && last.s - first.s < PART_OF_DAY;
	if (event->until.day - event->from.day > 400)
		return CANNOT("It lasts more than 400 days.");
	return 0;
}

static bool left_out(icalcomponent *component, struct local_date date)
{
	for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY); p;
		p = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
		struct icaltimetype t = icalproperty_get_exdate(p);
		struct local_time time;

		if (local_of(t, zone_of(p), &time) == 0 && local_date_of(time).day == date.day)
			return true;
	}
	return false;
}

static int tell(struct reading *r, const struct calendar_event *event)
{
	if (r->count == CALENDAR_EVENTS)
		return -ERR_FULL;
	r->count++;
	return r->each(r->arg, event);
}

static int repeat(struct reading *r, icalcomponent *component, icalproperty *rule,
	struct calendar_event *event)
{
	struct icaltimetype start = icalcomponent_get_dtstart(component), next;
	icalrecur_iterator *iterator = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
	struct local_date dates[CALENDAR_REPEATS];
	int32_t days = event->until.day - event->from.day;
	int count = 0, result = 0;

	while (iterator && !icaltime_is_null_time(next = icalrecur_iterator_next(iterator))) {
		if (count == CALENDAR_REPEATS ||
			local_date_make(next.year, next.month, next.day, &dates[count]) < 0)
			break;
		count++;
	}
	if (iterator)
		icalrecur_iterator_free(iterator);
	if (count == 0 || count == CALENDAR_REPEATS) {
		CANNOT("It repeats %s: enter its days one by one.",
			count ? "a hundred times or more" : "in a way that cannot be read");
		return tell(r, event);
	}
	for (int i = 0; i < count && result == 0; i++) {
		event->from = dates[i];
		event->until.day = dates[i].day + days;
		if (!left_out(component, dates[i]))
			result = tell(r, event);
	}
	return result;
}

static void check_event(icalcomponent *component, struct calendar_event *event)
{
	if (icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED)
		CANNOT("It is marked as cancelled.");
	else if (icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY))
		CANNOT("It changes one day of a series: enter that day by itself.");
	else if (icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY))
		CANNOT("It names extra dates (RDATE): enter its days one by one.");
	else
		read_span(component, event);
}

static int read_event(struct reading *r, icalcomponent *component)
{
	icalproperty *categories =
		icalcomponent_get_first_property(component, ICAL_CATEGORIES_PROPERTY);
	icalproperty *rule = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY);
	struct calendar_event event = {0};

	copy_text(event.summary, sizeof(event.summary), icalcomponent_get_summary(component));
	if (categories)
		copy_text(event.categories, sizeof(event.categories),
			icalproperty_get_categories(categories));
	check_event(component, &event);
	return rule && !event.why[0] ? repeat(r, component, rule, &event) : tell(r, &event);
}

static int read_calendar(struct reading *r, icalcomponent *calendar)
{
	int result = 0;

	for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
		c && result == 0;
		c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		result = read_event(r, c);
	return result;
}

// The first line, after a byte order mark, and the last one.
static bool is_whole(const char *text, size_t len, bool *out_begins)
{
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	while (len && (text[len - 1] == '\n' || text[len - 1] == '\r' || text[len - 1] == ' '))
		len--;
	*out_begins = len >= 15 && strncasecmp(text, "BEGIN:VCALENDAR", 15) == 0;
	return len >= 13 && strncasecmp(text + len - 13, "END:VCALENDAR", 13) == 0;
}

int calendar_file_each(const char *text, size_t len,
	int (*each)(void *arg, const struct calendar_event *event), void *arg, char why[FILE_WHY])
{
	struct reading r = {.each = each, .arg = arg};
	icalcomponent *root;
	bool begins, whole = is_whole(text, len, &begins);
	int result = text_file_check(text, len, why);
	char *ended;

	if (result < 0)
		return result;
	if (!begins)
		return BAD(ERR_FORMAT, "This is no iCalendar file: it has to begin with "
				       "BEGIN:VCALENDAR. Export the calendar as .ics.");
	if (!whole)
		return BAD(ERR_FORMAT, "The file is cut off: it has to end with END:VCALENDAR. "
				       "Fetch it again.");
	icalerror_set_errors_are_fatal(0);
	// libical reads to a zero, which the text need not have.
	ended = strndup(text, len);
	if (!ended)
		return BAD(ERR_NO_MEMORY, "There is no memory left for the calendar.");
	root = icalparser_parse_string(ended);
	free(ended);
	if (!root)
		return BAD(ERR_FORMAT, "The calendar cannot be read: export it again as .ics.");
	// Several calendars in one file stand under a root of the library's own.
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		result = read_calendar(&r, root);
	for (icalcomponent *c = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
		c && result == 0;
		c = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
		result = read_calendar(&r, c);
	icalcomponent_free(root);
	if (result == -ERR_FULL)
		return BAD(ERR_FULL,
			"The calendar has more than %d events: export one school year.",
			CALENDAR_EVENTS);
	if (result == 0 && r.count == 0)
		return BAD(ERR_FORMAT, "The calendar has no events in it.");
	return result != 0 ? result : r.count;
}
