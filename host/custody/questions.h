// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of question a door in doubt becomes, their words, and what each answer does.
#ifndef CUSTODY_QUESTIONS_H
#define CUSTODY_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum question {
#define QUESTION(NAME, WORD, SENTENCE) NAME,
#define ANSWER(NAME, WORD, DOES)
#include "custody/questions.def"
#undef QUESTION
#undef ANSWER
	QUESTION_KINDS
};

enum answer_does {
	ANSWER_CLEARS = 1 << 0,	   // the setting aside ends; the door may be free again
	ANSWER_BEGINS = 1 << 1,	   // a custody of the question's person, or of the one named: said
	ANSWER_ENDS = 1 << 2,	   // the door's custody ended: said
	ANSWER_MENDED = 1 << 3,	   // in use again
	ANSWER_TRUSTS = 1 << 4,	   // staff looked: the sensor is believed again (rule 6)
	ANSWER_DISTRUSTS = 1 << 5, // the sensor was seen to be wrong: a door without one
	ANSWER_NAMES = 1 << 6,	   // needs a person
};

const char *question_word(enum question kind);
// -1: no such kind.
int question_find(const char *word);
// "Nothing was seen in door 7 ...": names no person.
void question_sentence(enum question kind, int door, char *out, size_t size);
// ["empty","something inside"]
void question_answers(enum question kind, char *out, size_t size);
// What the answer does; 0 (which no answer does) where the kind has no such answer.
unsigned question_answer_does(enum question kind, const char *answer);

#endif
