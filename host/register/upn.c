// SPDX-License-Identifier: GPL-3.0-or-later
// The check letter of a unique pupil number: a slip of the typing finger is caught at the import.
#include "register/upn.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool upn_looks_like(const char *text)
{
	if (strlen(text) != 13 || !letter(text[0]))
		return false;
	for (int i = 1; i < 12; i++) {
		if (!digit(text[i]))
			return false;
	}
	return digit(text[12]) || letter(text[12]);
}

char upn_check_letter(const char *text)
{
	unsigned sum = 0;

	for (unsigned i = 1; i < 13; i++) {
		const char *index = digit(text[i]) ? NULL : strchr(alphabet, text[i]);

		if (!digit(text[i]) && !index)
			return 0;
		sum += (index ? (unsigned)(index - alphabet) : (unsigned)(text[i] - '0')) * (i + 1);
	}
	return alphabet[sum % 23];
}
