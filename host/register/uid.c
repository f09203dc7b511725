// SPDX-License-Identifier: GPL-3.0-or-later
// ISO 14443-3: which numbers are a card's own for life, and which are not.
#include "register/uid.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static int refuse(char why[200], const char *sentence)
{
	snprintf(why, 200, "%s", sentence);
	return -ERR_FORMAT;
}

int uid_normalise(const char *text, char out_uid[UID_TEXT], char why[200])
{
	char uid[UID_TEXT];
	size_t n = 0;

	for (const char *p = text; *p; p++) {
		if (n % 2 == 0 && (*p == ' ' || *p == ':' || *p == '-'))
			continue;
		if (!isxdigit((unsigned char)*p))
			return refuse(why, "A card number is written in hex, like 04A1B2C3D4E5F6.");
		if (n == UID_TEXT - 1)
			return refuse(
				why, "A card number has 4, 7 or 10 bytes; this one is longer.");
		uid[n++] = (char)toupper((unsigned char)*p);
	}
	uid[n] = 0;
	if (n != 8 && n != 14 && n != 20)
		return refuse(why, "A card number has 4, 7 or 10 bytes: 8, 14 or 20 hex digits.");
	if (strspn(uid, "0") == n || strspn(uid, "F") == n)
		return refuse(why, "This is no card's number: all its bytes are the same.");
	if (n == 8 && strncmp(uid, "08", 2) == 0)
		return refuse(why,
			"This number (08 first) is random and new at every tap, a phone's "
			"own chip perhaps: use a card.");
	if (n == 8 && strncmp(uid, "88", 2) == 0)
		return refuse(why,
			"This number (88 first) is half of a longer one: let a reader that "
			"reads 7-byte numbers read the card.");
	memcpy(out_uid, uid, n + 1);
	return 0;
}
