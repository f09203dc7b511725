// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of a release do for each other. Not for other rooms.
#ifndef CUSTODY_RELEASE_H
#define CUSTODY_RELEASE_H

#include "custody/desk.h"

// Why it stands still; the first is told from the others by its address.
extern const char *const RELEASE_HALT_LEFTOVER; // all is done but what did not open or was left

// release_doors.c
// How many doors of the bank hold what such a release is for, or negative.
int release_of(const struct custody *c, const struct bank *bank, enum release_kind kind,
	int64_t person, const char *class);
// Makes them its own, waiting. How many, or negative.
int release_take_doors(struct custody *c, struct bank *bank);
// Those that did not open or were left with the device inside wait again.
int release_try_again(struct custody *c, struct bank *bank);
// What became of each, as its door now says, written down where it changed.
int release_note_doors(struct custody *c, struct bank *bank);
void release_count(const struct release *release, struct release_counts *out_counts);
// Its two times on the monotonic clock, where they are not known yet: after a load.
void release_time(struct release *release, struct now now);

// release.c
int release_end(struct custody *c, struct now now, struct bank *bank, const struct actor *by,
	const char *as);
int release_halt(struct custody *c, struct now now, struct bank *bank, const char *why);

#endif
