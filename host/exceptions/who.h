// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what in this room, beyond the three roles of store/actor.h. Inside the room only.
#ifndef EXCEPTIONS_WHO_H
#define EXCEPTIONS_WHO_H

#include <stdbool.h>

#include "store/actor.h"

// Anybody who works here: neither pupil nor parent nor visitor, and not gone. -ERR_DENIED with a
// sentence otherwise; what fills "Only staff may <what>."
int who_works_here(struct store *store, int64_t person, struct wall_time now, const char *what,
	char why[ACTOR_WHY]);
bool who_is_headteacher(struct store *store, int64_t person, struct wall_time now);
// The Headteacher or, while she is marked absent, who deputises. -ERR_DENIED with a sentence.
int who_heads(struct store *store, int64_t person, struct wall_time now, const char *what,
	char why[ACTOR_WHY]);

// A text that has to be given, of fewer than room bytes. -ERR_ARG with a sentence: "Say <what>."
int who_says(const char *text, size_t room, const char *what, char why[ACTOR_WHY]);

#endif
