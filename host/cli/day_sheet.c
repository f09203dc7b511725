// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/day_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/err.h"
#include "service/log.h"

// Many taps are one page; a page costs a child some milliseconds.
#define BEHIND_MS   3000
#define AGAIN_MS    60000 // after a try that did not come off: a full disk is not asked all the time
#define PATIENCE_MS 60000
#define OPTION	    "--html="

struct day_sheet {
	struct serving *serving;
	struct loop_timer timer;
	struct child *child;	// writes now
	bool again;		// something changed since it began
	struct kept_sheet kept; // failed: told
	char db[512], file[512];
};

static void write_page(void *arg, struct mono_time now);

static void later(struct day_sheet *sheet)
{
	struct mono_time at = sheet->serving->call->env->mono(sheet->serving->call->env->context);

	if (sheet->child)
		sheet->again = true;
	else if (!sheet->timer.loop)
		loop_timer_set(sheet->serving->loop, &sheet->timer,
			mono_after_ms(at, sheet->kept.failed ? AGAIN_MS : BEHIND_MS), write_page,
			sheet);
}

static void said_line(void *arg, char *line, size_t len)
{
	(void)arg;
	(void)line;
	(void)len;
}

static void written(void *arg, int how)
{
	struct day_sheet *sheet = arg;
	const struct env *env = sheet->serving->call->env;
	const struct log log = log_stderr();

	child_close(sheet->child);
	sheet->child = NULL;
	if (how < 0 && !sheet->kept.failed)
		log_line(&log, env->wall(env->context), LOG_WARNING,
			"the day sheet %s is not written (%s): it is tried once a minute",
			sheet->file + strlen(OPTION), err_str(how));
	sheet->kept.failed = how < 0;
	if (how >= 0)
		sheet->kept.written = env->wall(env->context);
	if (sheet->again || how < 0)
		later(sheet);
	sheet->again = false;
}

static void write_page(void *arg, struct mono_time now)
{
	static const struct child_events events = {said_line, written};
	struct day_sheet *sheet = arg;
	const char *const words[] = {"report", "sheet", sheet->db, sheet->file, NULL};
	const struct child_config child = {CHILD_SELF, words, 4096, PATIENCE_MS};
	int err;

	(void)now;
	err = child_start(&sheet->child, sheet->serving->loop, &child, &events, sheet);
	if (err < 0)
		written(sheet, err);
	else
		child_send_end(sheet->child);
}

int day_sheet_open(struct serving *serving)
{
	const char *file = call_option(serving->call, "day-sheet");
	struct day_sheet *sheet;
	int db, page;

	if (!file)
		return -1;
	serving->day_sheet = sheet = calloc(1, sizeof *sheet);
	if (!sheet)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	sheet->serving = serving;
	db = snprintf(sheet->db, sizeof sheet->db, "--db=%s", serving->call->db);
	page = snprintf(sheet->file, sizeof sheet->file, OPTION "%s", file);
	if ((size_t)db >= sizeof sheet->db || (size_t)page >= sizeof sheet->file)
		return call_fail(EXIT_USAGE, "--day-sheet: the path is too long.");
	later(sheet);
	return -1;
}

void day_sheet_changed(struct serving *serving)
{
	if (serving->day_sheet)
		later(serving->day_sheet);
}

const struct kept_sheet *day_sheet_kept(const struct serving *serving)
{
	return serving->day_sheet ? &serving->day_sheet->kept : NULL;
}

void day_sheet_close(struct serving *serving)
{
	struct day_sheet *sheet = serving->day_sheet;

	if (!sheet)
		return;
	loop_timer_stop(&sheet->timer);
	child_close(sheet->child);
	free(sheet);
	serving->day_sheet = NULL;
}
