// SPDX-License-Identifier: GPL-3.0-or-later
// From keys to whole codes: a code ends at Enter or after a silence, and half a code is never used.
#ifndef READER_WEDGE_H
#define READER_WEDGE_H

#include "base/loop.h"

#define WEDGE_MAX	 64  // letters of one code
#define WEDGE_SILENCE_MS 150 // readers type a key every 4 to 20 ms (usb.md 5.1)

struct wedge {
	struct loop *loop;
	// A whole code; borrowed. text NULL: keys of it were lost or it was too long.
	void (*code)(void *arg, const char *text, size_t len);
	void *arg;
	struct loop_timer silence;
	char text[WEDGE_MAX];
	size_t len;
	bool broken;
};

// Zeroed before; loop and arg are borrowed.
void wedge_init(struct wedge *wedge, struct loop *loop,
	void (*code)(void *arg, const char *text, size_t len), void *arg);
// A key went down. 0: one no reader types, which spoils the code it stands in.
void wedge_key(struct wedge *wedge, char letter);
// Keys were lost here.
void wedge_break(struct wedge *wedge);
// The reader went away: what is half there is forgotten.
void wedge_drop(struct wedge *wedge);

#endif
