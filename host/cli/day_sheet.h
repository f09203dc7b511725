// SPDX-License-Identifier: GPL-3.0-or-later
// `serve --day-sheet FILE`: the day sheet (reports/sheet.h) as a page on the disk that is never
// more than a few seconds behind the record, for whoever stands there when the power goes: on a
// memory stick, a share of a laptop, or printed by a timer (docs/operating.md). A child writes it,
// whole or not at all.
#ifndef CLI_DAY_SHEET_H
#define CLI_DAY_SHEET_H

#include "cli/serving.h"

// Begins where --day-sheet asks for it. -1, or an exit status, said.
int day_sheet_open(struct serving *serving);
// The record moved on: the page follows.
void day_sheet_changed(struct serving *serving);
// Whoever writes is told to stop. NULL inside is fine.
// As status tells it; NULL: none is kept.
const struct kept_sheet *day_sheet_kept(const struct serving *serving);
void day_sheet_close(struct serving *serving);

#endif
