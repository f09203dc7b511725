// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet's log: what happened, with its simulated time, as one JSON object a line.
#include "inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void note(struct cabinet *c, const char *format, ...)
{
	char line[256];
	va_list args;
	int start = snprintf(line, sizeof line, "{\"t\":%llu,",
		(unsigned long long)cycles_to_ns(c->avr ? now_of(c) : 0));
	va_start(args, format);
	vsnprintf(line + start, sizeof line - (size_t)start - 1, format, args);
	va_end(args);
	strcat(line, "}");
	if (c->log_count == c->log_room) {
		c->log_room = c->log_room ? c->log_room * 2 : 256;
		c->log = realloc(c->log, c->log_room * sizeof *c->log);
		if (!c->log)
			abort();
	}
	c->log[c->log_count++] = strdup(line);
}

size_t cabinet_log_count(const struct cabinet *c)
{
	return c->log_count;
}

const char *cabinet_log_line(const struct cabinet *c, size_t index)
{
	return index < c->log_count ? c->log[index] : NULL;
}
