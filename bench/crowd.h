// SPDX-License-Identifier: GPL-3.0-or-later
// Many readers at once, each on an unpaced line of its own.
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <stdbool.h>

// Makes a school with so many readers in `folder`, and prints: commits a second with every reader
// as busy as its people can be, beside the commits of groups of 8 rows that plain SQLite does in
// the same run; then, with cards arriving at a fixed rate whatever the host does, card event to
// unlock.
void crowd(
	const char *program, const char *folder, const char *preload, unsigned readers, bool quick);

#endif
