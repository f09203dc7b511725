// SPDX-License-Identifier: GPL-3.0-or-later
// Questions: a door in doubt, a sentence, and the two or three answers staff may give.
#ifndef STORE_QUESTIONS_H
#define STORE_QUESTIONS_H

#include "base/time.h"
#include "store/store.h"

#define QUESTION_KIND	  24 // bytes with the ending zero
#define QUESTION_SENTENCE 160
#define QUESTION_ANSWERS  96 // JSON list

struct question_row {
	int64_t id;
	char kind[QUESTION_KIND]; // words of custody/questions.h
	int64_t bank;
	int door;
	int64_t person;	 // whose doubt it is; 0: nobody's
	int64_t custody; // 0: none
	struct wall_time asked_at;
	char sentence[QUESTION_SENTENCE]; // names no person: screens add the name
	char answers[QUESTION_ANSWERS];
};

// Returns the new id, or 0 where the same kind of question stands open for that door already.
int64_t question_add(struct store *store, const struct question_row *question);
// -ERR_NOT_FOUND: no such open question.
int question_answer(
	struct store *store, int64_t id, struct wall_time at, const char *answer, int64_t by);
int question_get_open(struct store *store, int64_t id, struct question_row *out_question);
// The open questions, oldest first. Returns how many, or what each returned where not 0.
int question_each_open(struct store *store,
	int (*each)(void *arg, const struct question_row *question), void *arg);

#endif
