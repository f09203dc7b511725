// SPDX-License-Identifier: GPL-3.0-or-later
// What the words in a calendar's titles mean: the school's own table, which the first migration
// that had it filled with the usual ones.
#ifndef STORE_CALENDAR_WORDS_H
#define STORE_CALENDAR_WORDS_H

#include "store/store.h"

#define CALENDAR_WORD  41 // bytes with the ending zero
#define CALENDAR_WORDS 200

enum calendar_meaning {
	MEANS_TERM,	   // the whole event is a term
	MEANS_TERM_BEGINS, // its day is a term's first
	MEANS_TERM_ENDS,   // its day is a term's last
	MEANS_INSET,
	MEANS_HOLIDAY, // half-terms, bank holidays, closures
	MEANS_SCHOOL,  // open on a day that else is none
	MEANS_NOTHING,
};
extern const char *const calendar_meanings[]; // their words; ended by NULL

struct calendar_word {
	char word[CALENDAR_WORD]; // lower case
	enum calendar_meaning means;
};

// Replaces what the word meant.
int calendar_word_put(struct store *store, const struct calendar_word *word);
int calendar_word_remove(struct store *store, const char *word); // -ERR_NOT_FOUND
// In order of word, at most max. How many.
int calendar_word_list(struct store *store, struct calendar_word *out_words, int max);

#endif
