// SPDX-License-Identifier: GPL-3.0-or-later
// What a title means.
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "register/terms_import.h"

static bool letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

// The word as words of the title, capitals apart: "inset" is in "INSET day", not in "insets".
static bool has_word(const char *title, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = title; *p; p++) {
		if (strncasecmp(p, word, len) == 0 && !letter(p[len]) &&
			(p == title || !letter(p[-1])))
			return true;
	}
	return false;
}

int terms_meaning(const struct calendar_word *words, int count, const char *title)
{
	size_t longest = 0;
	int means = -ERR_NOT_FOUND;

	for (int i = 0; i < count; i++) {
		size_t len = strlen(words[i].word);
		// "Spring term begins" is a day, though "spring term" is as long.
		bool mark =
			words[i].means == MEANS_TERM_BEGINS || words[i].means == MEANS_TERM_ENDS;

		if (!has_word(title, words[i].word) ||
			(len <= longest && !(mark && means == MEANS_TERM)) ||
			(words[i].means == MEANS_TERM &&
				(means == MEANS_TERM_BEGINS || means == MEANS_TERM_ENDS)))
			continue;
		longest = len;
		means = (int)words[i].means;
	}
	return means;
}

int terms_word_put(struct store *store, const struct actor *by, struct wall_time now,
	const char *word, const char *means, char why[ACTOR_WHY])
{
	struct calendar_word put = {.means = MEANS_NOTHING};
	enum role role;
	int meaning = 0;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "change the calendar", &role, why);

	if (result < 0)
		return result;
	if (!word[0] || strlen(word) >= CALENDAR_WORD)
		return REFUSE(ERR_ARG, "A word has 1 to %d letters.", CALENDAR_WORD - 1);
	for (size_t i = 0; word[i]; i++)
		put.word[i] = (char)tolower((unsigned char)word[i]);
	while (calendar_meanings[meaning] && strcmp(calendar_meanings[meaning], means) != 0)
		meaning++;
	if (means[0] && !calendar_meanings[meaning])
		return REFUSE(ERR_ARG,
			"\"%.20s\" is no meaning: term, term begins, term ends, inset, holiday, "
			"school, nothing; or ordinary to forget the word.",
			means);
	put.means = (enum calendar_meaning)meaning;
	result = means[0] ? calendar_word_put(store, &put) : calendar_word_remove(store, put.word);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "\"%s\" has no meaning here.", put.word);
	return result < 0 ? result : actor_record(store, by, now, "calendar word set", 0, NULL);
}
