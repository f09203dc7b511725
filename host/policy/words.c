// SPDX-License-Identifier: GPL-3.0-or-later
// The words' texts, in the order of their enums.
#include "policy/words.h"

#include <assert.h>
#include <string.h>

#define WORDS(name, ...)                                                                           \
	static const char *const name##_text[] = {__VA_ARGS__};                                    \
	const struct words name = {name##_text, (int)(sizeof(name##_text) / sizeof(name##_text[0]))}

WORDS(action_words, "hand-in", "collect", "keep", "borrow", "return");
WORDS(place_words, "locker", "desk");
WORDS(day_kind_words, "school", "inset", "holiday", "weekend");
WORDS(category_words, "pupil", "staff", "headteacher", "slt", "office", "governor", "volunteer",
	"contractor", "trainee", "supply", "visitor", "parent");
WORDS(year_words, "N", "R", "1", "2", "3", "4", "5", "6");
WORDS(device_kind_words, "phone", "smart watch", "tablet", "camera", "recorder", "console",
	"other");
WORDS(owner_words, "personal", "school");
WORDS(custody_kind_words, "none", "deposit", "held", "evidence", "loan");
WORDS(grant_kind_words, "safekeeping", "exceptional", "visit", "medical", "early-leave",
	"emergency-release");
WORDS(ban_kind_words, "phone", "school-it");
WORDS(role_words, "office", "slt", "headteacher", "parent", "police");
WORDS(pupils_setting_words, "unset", "home-time", "none", "own");
WORDS(staff_setting_words, "unset", "contact", "sessions", "day", "own");
WORDS(outcome_words, "allow", "refuse", "refer");
WORDS(obligation_words, "record-breach", "start-ban", "notify-headteacher", "hold-for-parent",
	"return-by", "attest-off", "attest-internet-off", "out-of-view", "inform-parents");

int word_find(const struct words *words, const char *text, size_t len)
{
	for (int i = 0; i < words->count; i++)
		if (strlen(words->text[i]) == len && memcmp(words->text[i], text, len) == 0)
			return i;
	return -1;
}

const char *word_text(const struct words *words, int number)
{
	assert(number >= 0 && number < words->count);
	return words->text[number];
}
