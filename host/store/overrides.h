// SPDX-License-Identifier: GPL-3.0-or-later
// Overrides as rows (RP-12): beside a decision, which stays as it was.
#ifndef STORE_OVERRIDES_H
#define STORE_OVERRIDES_H

#include "base/time.h"
#include "policy/policy.h"
#include "store/store.h"

#define OVERRIDE_JUSTIFICATION 1001 // bytes with the ending zero

// NOW: the act goes with it. BEFORE: it was done already. PROPOSED: it is still to be done.
enum override_acted { OVERRIDE_NOW, OVERRIDE_BEFORE, OVERRIDE_PROPOSED };

struct override_row {
	int64_t id;
	int64_t person;	  // whom it was about; 0: nobody
	int64_t decision; // 0: the rules are silent, or nobody asked them
	int64_t custody;  // given back by it; 0
	int64_t by;
	struct wall_time at;
	enum override_acted acted;
	char justification[OVERRIDE_JUSTIFICATION];
	// Of the decision, read with it.
	char outcome[8], rule[RULE_ID_MAX], action[12];
};

int64_t override_add(struct store *store, const struct override_row *override);
int override_get(struct store *store, int64_t id, struct override_row *out_override);
// Whose the decision is; -ERR_NOT_FOUND.
int override_decision_person(struct store *store, int64_t decision, int64_t *out_person);

#endif
