// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that can be lost: an SQLite VFS around the system's that knows which bytes of a database
// and its WAL were not yet synced and can take them back, and that can stop in front of any sync.
// It also runs full on demand. One in a process; used by every connection opened after it.
#ifndef SCHOOL_FRAGILE_H
#define SCHOOL_FRAGILE_H

#include <stdbool.h>

struct fragile {
	unsigned syncs; // so far
	// Called before a sync is done (done false) and after; false stops the disk there: from
	// then on nothing more is written or synced, as nothing is by a program that was killed.
	bool (*on_sync)(void *arg, bool done);
	void *arg;
	bool stopped;
	bool full; // every write that would make a file longer fails with SQLITE_FULL
};

// Becomes the default VFS, until the process ends. Nothing is ever synced for real.
struct fragile *fragile_disk(void);
// After a stop and with every connection closed. Lost: what was not synced is taken back, as by
// a power cut; otherwise it stays, as with a process killed. The disk works again.
void fragile_after(bool lost);

#endif
