// SPDX-License-Identifier: GPL-3.0-or-later
// The table of profiles.def, and a profile as people type it.
#include "reader/profile.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

const struct reader_profile reader_profiles[] = {
#define READER_PROFILE(                                                                            \
	name, about, base, digits1, bytes1, separator, digits2, bytes2, swapped, part)             \
	{name, about, base, {{digits1, bytes1}, {digits2, bytes2}}, separator, swapped, part, "",  \
		""},
#include "reader/profiles.def"
#undef READER_PROFILE
	{0},
};

static const struct reader_profile *find(const char *name, size_t len)
{
	for (const struct reader_profile *row = reader_profiles; row->name; row++) {
		if (strlen(row->name) == len && memcmp(row->name, name, len) == 0)
			return row;
	}
	return len == 0 ? reader_profiles : NULL;
}

static int refuse_name(const char *name, int len, char why[READER_WHY])
{
	size_t used = (size_t)snprintf(why, READER_WHY,
		"There is no profile \"%.*s\". There are:", len > 30 ? 30 : len, name);

	for (const struct reader_profile *row = reader_profiles; row->name && used < READER_WHY;
		row++)
		used += (size_t)snprintf(why + used, READER_WHY - used, "%s %s",
			row == reader_profiles ? "" : ",", row->name);
	return -ERR_ARG;
}

static int set_affix(char affix[READER_AFFIX], const char *text, size_t len, char why[READER_WHY])
{
	if (len == 0 || len >= READER_AFFIX) {
		snprintf(why, READER_WHY, "A prefix or suffix has 1 to %d letters.",
			READER_AFFIX - 1);
		return -ERR_ARG;
	}
	memcpy(affix, text, len);
	affix[len] = '\0';
	return 0;
}

int reader_profile_parse(struct reader_profile *out_profile, const char *text, char why[READER_WHY])
{
	size_t len = strcspn(text, ",");
	const struct reader_profile *row = find(text, len);
	struct reader_profile profile;

	if (!row)
		return refuse_name(text, (int)len, why);
	profile = *row;
	for (text += len; *text; text += len) {
		int code;

		text++;
		len = strcspn(text, ",");
		if (strncmp(text, "prefix=", 7) == 0) {
			code = set_affix(profile.prefix, text + 7, len - 7, why);
		} else if (strncmp(text, "suffix=", 7) == 0) {
			code = set_affix(profile.suffix, text + 7, len - 7, why);
		} else {
			code = -ERR_ARG;
			snprintf(why, READER_WHY,
				"After a profile comes ,prefix=LETTERS or ,suffix=LETTERS, not "
				"\"%.*s\".",
				len > 40 ? 40 : (int)len, text);
		}
		if (code < 0)
			return code;
	}
	*out_profile = profile;
	return 0;
}
