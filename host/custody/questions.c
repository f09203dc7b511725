// SPDX-License-Identifier: GPL-3.0-or-later
// The words of questions.def, looked up.
#include "custody/questions.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *word, *sentence;
} kinds[] = {
#define QUESTION(NAME, WORD, SENTENCE) {WORD, SENTENCE},
#define ANSWER(NAME, WORD, DOES)
#include "custody/questions.def"
#undef QUESTION
#undef ANSWER
};

static const struct {
	enum question kind;
	const char *word;
	unsigned does;
} answers[] = {
#define QUESTION(NAME, WORD, SENTENCE)
#define ANSWER(NAME, WORD, DOES) {NAME, WORD, DOES},
#include "custody/questions.def"
#undef QUESTION
#undef ANSWER
};

#define ANSWERS (sizeof answers / sizeof *answers)

const char *question_word(enum question kind)
{
	return kinds[kind].word;
}

int question_find(const char *word)
{
	for (int kind = 0; kind < QUESTION_KINDS; kind++) {
		if (strcmp(kinds[kind].word, word) == 0)
			return kind;
	}
	return -1;
}

// The sentence holds one %d; put in by hand, since a format has to be a literal.
void question_sentence(enum question kind, int door, char *out, size_t size)
{
	const char *sentence = kinds[kind].sentence;
	const char *place = strstr(sentence, "%d");

	snprintf(out, size, "%.*s%d%s", (int)(place - sentence), sentence, door, place + 2);
}

void question_answers(enum question kind, char *out, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < ANSWERS; i++) {
		if (answers[i].kind == kind)
			at += (size_t)snprintf(
				out + at, size - at, "%s\"%s\"", at ? "," : "[", answers[i].word);
	}
	snprintf(out + at, size - at, "]");
}

unsigned question_answer_does(enum question kind, const char *answer)
{
	for (size_t i = 0; i < ANSWERS; i++) {
		if (answers[i].kind == kind && strcmp(answers[i].word, answer) == 0)
			return answers[i].does;
	}
	return 0;
}
