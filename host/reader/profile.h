// SPDX-License-Identifier: GPL-3.0-or-later
// How a desk reader writes a card's number: data, chosen by the school, never guessed (usb.md 5.1).
#ifndef READER_PROFILE_H
#define READER_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_AFFIX 8 // letters before or after the number, and the ending zero
#define READER_WHY   200

struct reader_profile {
	const char *name, *about;
	uint8_t base;
	struct {
		uint8_t digits, bytes;
	} group[2]; // the second has no digits where there is one; see profiles.def
	char separator;
	bool swapped, part;
	// What this one was set to say around every number.
	char prefix[READER_AFFIX], suffix[READER_AFFIX];
};

// The profiles there are, ended by one without a name.
extern const struct reader_profile reader_profiles[];

// "NAME[,prefix=LETTERS][,suffix=LETTERS]". 0, or -ERR_ARG with a sentence that names those there
// are. "" is the first, hex.
int reader_profile_parse(
	struct reader_profile *out_profile, const char *text, char why[READER_WHY]);

#endif
