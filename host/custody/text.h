// SPDX-License-Identifier: GPL-3.0-or-later
// A sentence on the locker's display: four lines of 16.
#ifndef CUSTODY_TEXT_H
#define CUSTODY_TEXT_H

#include "custody/outbox.h"

// Breaks between words; a word longer than a line is cut at its end, and what does not fit into
// four lines is left out from a whole word on. Bytes that are not printable ASCII become '?'.
// Returns whether all of it fitted.
bool text_wrap(const char *sentence, char out_lines[OUTBOX_LINES][OUTBOX_WIDTH + 1]);

#endif
