// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of a profile would write for a UID: the other direction of reader_code, written for
// the tests alone.
#ifndef READER_ENCODE_H
#define READER_ENCODE_H

#include "reader/code.h"

#define ENCODED 64

// The text, or false where no reader of that profile could write these bytes.
bool encode(
	const struct reader_profile *profile, const uint8_t *bytes, size_t len, char out[ENCODED]);
// Whether an encoder makes this very text, letters of hexadecimal in either case.
bool encoder_makes(const struct reader_profile *profile, const struct reader_code *code,
	const char *text, size_t len);

#endif
