// SPDX-License-Identifier: GPL-3.0-or-later
// A card's number as people type it and readers print it, in the one form the register keeps.
#ifndef REGISTER_UID_H
#define REGISTER_UID_H

#define UID_TEXT 21 // ten bytes in hex and the terminator

// Writes text as upper-case hex without separators (spaces, colons and hyphens between bytes are
// taken out). 0, or -ERR_FORMAT with a sentence of under 200 bytes in why: not hex, not 4, 7 or 10
// bytes, a random number (08 first, of 4: a phone's own chip, new at every tap), a cascade tag
// (88 first, of 4: the reader sent half of a longer number), all one byte (no card at all).
int uid_normalise(const char *text, char out_uid[UID_TEXT], char why[200]);

#endif
