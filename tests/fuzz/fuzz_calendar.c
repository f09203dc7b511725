// SPDX-License-Identifier: GPL-3.0-or-later
// Term dates out of an iCalendar file (libical reads them): every event is days in order or says
// why it is not used, and a file that is none gets one sentence.
#include "fuzz.h"
#include "input.h"
#include "register/calendar_file.h"

#include <string.h>

static int each(void *arg, const struct calendar_event *event)
{
	unsigned *count = arg;

	++*count;
	must(memchr(event->summary, '\0', sizeof event->summary));
	must(memchr(event->categories, '\0', sizeof event->categories));
	if (!event->why[0])
		must(event->from.day <= event->until.day);
	return 0;
}

void fuzz_calendar(const uint8_t *data, size_t size)
{
	char why[FILE_WHY] = "";
	unsigned count = 0;
	int found = calendar_file_each((const char *)data, size, each, &count, why);

	if (found < 0)
		must(why[0] && !strchr(why, '\n'));
	else
		must(count <= CALENDAR_EVENTS);
}
