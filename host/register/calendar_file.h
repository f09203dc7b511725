// SPDX-License-Identifier: GPL-3.0-or-later
// The events of an iCalendar file (RFC 5545, read by libical) as days by the school's clock. Pure
// but for the machine's time zone files, which libical reads where an event names another zone.
#ifndef REGISTER_CALENDAR_FILE_H
#define REGISTER_CALENDAR_FILE_H

#include <stdbool.h>

#include "base/walltime.h"
#include "register/text_file.h"
#include "store/days.h"

#define CALENDAR_EVENTS	 1000 // of one file, each repetition counted
#define CALENDAR_REPEATS 100  // of one event

struct calendar_event {
	char summary[DAY_NAME];	       // cut at a character
	char categories[DAY_NAME];     // "" where none
	struct local_date from, until; // both days included
	bool part_of_day;	       // at a time of day, and shorter than five hours
	char why[160]; // "" or why it cannot be used: no date, an endless series, ...
};

// Calls each(arg, event) for every event in order of the file; each returning non-zero stops.
// Returns how many, what each returned, or -ERR_FORMAT with a sentence: no text, no iCalendar,
// cut off, no event in it; -ERR_FULL too many; -ERR_NO_MEMORY.
int calendar_file_each(const char *text, size_t len,
	int (*each)(void *arg, const struct calendar_event *event), void *arg, char why[FILE_WHY]);

#endif
