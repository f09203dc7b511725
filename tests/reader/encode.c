// SPDX-License-Identifier: GPL-3.0-or-later
// Readers' number formats, from bytes to text.
#include "encode.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool encode(
	const struct reader_profile *profile, const uint8_t *bytes, size_t len, char out[ENCODED])
{
	uint8_t order[READER_UID_BYTES];
	size_t at = 0;
	int used = snprintf(out, ENCODED, "%s", profile->prefix);

	for (size_t i = 0; i < len; i++)
		order[i] = profile->swapped ? bytes[len - 1 - i] : bytes[i];
	if (!profile->group[0].digits) {
		for (size_t i = 0; i < len; i++)
			used += snprintf(out + used, ENCODED - (size_t)used, "%02X", order[i]);
	} else if (len != (size_t)profile->group[0].bytes + profile->group[1].bytes) {
		return false;
	}
	for (int g = 0; g < 2 && profile->group[g].digits; g++) {
		unsigned long long number = 0;

		for (int i = 0; i < profile->group[g].bytes; i++)
			number = number << 8 | order[at++];
		if (g)
			used += snprintf(
				out + used, ENCODED - (size_t)used, "%c", profile->separator);
		used += snprintf(out + used, ENCODED - (size_t)used,
			profile->base == 16 ? "%0*llX" : "%0*llu", profile->group[g].digits,
			number);
	}
	snprintf(out + used, ENCODED - (size_t)used, "%s", profile->suffix);
	return true;
}

bool encoder_makes(const struct reader_profile *profile, const struct reader_code *code,
	const char *text, size_t len)
{
	char made[ENCODED];

	if (!encode(profile, code->bytes, code->len, made) || strlen(made) != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] != made[i] && !(profile->base == 16 && toupper(text[i]) == made[i]))
			return false;
	}
	return true;
}
