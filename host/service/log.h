// SPDX-License-Identifier: GPL-3.0-or-later
// The log file: what the service says on standard error. Never a UID and never a person's name
// (design.md section 10): callers pass banks, doors, rules and row ids.
#ifndef SERVICE_LOG_H
#define SERVICE_LOG_H

#include <stdio.h>

#include "base/time.h"

enum log_level { LOG_ALARM, LOG_WARNING, LOG_NOTE };

struct log {
	FILE *out;    // NULL: silent (tests)
	bool journal; // systemd reads it: a <priority> in front, and no time, which the journal
		      // adds
};

// Standard error; journal where the environment says systemd listens (JOURNAL_STREAM).
struct log log_stderr(void);

// One line, ended here. Control characters that slipped into a value are printed as '?'.
void log_line(const struct log *log, struct wall_time now, enum log_level level, const char *format,
	...) __attribute__((format(printf, 4, 5)));

#endif
