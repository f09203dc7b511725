// SPDX-License-Identifier: GPL-3.0-or-later
// Overrides (RP-12): an adult acts against a decision, or where the rules are silent, by
// professional judgement and with a written justification; the Headteacher is told of each. The
// decision stays as it was. Errors and sentences as in grants.h; inside the caller's transaction.
#ifndef EXCEPTIONS_OVERRIDES_H
#define EXCEPTIONS_OVERRIDES_H

#include "store/actor.h"
#include "store/overrides.h"

// May `by` give a device of `person` back although it was refused: the office and the leadership
// team, nobody their own, and never without a justification. Changes nothing.
int overrides_may_give(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, const char *justification, char why[ACTOR_WHY]);
// The row beside the decision, the event, and the notice in the Headteacher's tray. person,
// decision, custody and acted are read; the id.
int64_t overrides_record(struct store *store, const struct actor *by, struct wall_time now,
	const struct override_row *wish, char why[ACTOR_WHY]);
// Advises the Headteacher of what was done (before) or is proposed, about `person` (NULL: nobody)
// and a decision (0: the rules are silent). By anybody who works here, of their own acts too.
int64_t overrides_note(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, int64_t decision, enum override_acted acted, const char *justification,
	char why[ACTOR_WHY]);

#endif
