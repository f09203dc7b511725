// SPDX-License-Identifier: GPL-3.0-or-later
// One line a fact, in the form systemd's journal takes or with a time of its own.
#include "service/log.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

static const struct {
	int priority; // sd-daemon(3)
	const char *word;
} levels[] = {
	[LOG_ALARM] = {2, "ALARM "},
	[LOG_WARNING] = {4, "warning: "},
	[LOG_NOTE] = {6, ""},
};

struct log log_stderr(void)
{
	return (struct log){stderr, getenv("JOURNAL_STREAM") != NULL};
}

void log_line(
	const struct log *log, struct wall_time now, enum log_level level, const char *format, ...)
{
	char text[512];
	char stamp[32] = "";
	time_t seconds = (time_t)(now.ms / 1000);
	struct tm utc;
	va_list args;

	if (!log->out)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	for (char *c = text; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	}
	if (log->journal)
		snprintf(stamp, sizeof stamp, "<%d>", levels[level].priority);
	else if (gmtime_r(&seconds, &utc))
		strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ ", &utc);
	fprintf(log->out, "%s%s%s\n", stamp, levels[level].word, text);
	fflush(log->out);
}
