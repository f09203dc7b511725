// SPDX-License-Identifier: GPL-3.0-or-later
// Loans as rows: who has which school device, until when, and what was attested. That it is out is
// its custody of kind loan, open.
#ifndef STORE_LOANS_H
#define STORE_LOANS_H

#include "base/time.h"
#include "store/custodies.h"
#include "store/store.h"

struct loan_row {
	int64_t id, device, person;
	struct wall_time asked_at, return_by;
	int64_t custody;		   // 0: not taken (yet)
	int64_t supervised_by;		   // FX-9; 0
	int64_t authorised_by;		   // CC-2; 0
	bool attests;			   // consent and images are asked for (RP-17)
	enum attested_how consent, images; // not, yes or no
	struct wall_time overdue_at;	   // when it was noticed; 0: not
	bool out;			   // read only: its custody is open
};

// custody and overdue_at are not read. Returns the new id.
int64_t loan_add(struct store *store, const struct loan_row *loan);
int loan_get(struct store *store, int64_t id, struct loan_row *out_loan);
// -ERR_NOT_FOUND: that custody is no loan's.
int loan_of_custody(struct store *store, int64_t custody, struct loan_row *out_loan);
// The last the person asked for of that device, whose door opened and nothing was seen to go.
// -ERR_NOT_FOUND.
int loan_in_doubt(struct store *store, int64_t device, int64_t person, struct loan_row *out_loan);
int loan_taken(struct store *store, int64_t id, int64_t custody);
// Asked of the borrower, by whom. Once answered, a later answer replaces it.
int loan_attest_consent(struct store *store, int64_t id, enum attested_how how, int64_t by);
int loan_attest_images(struct store *store, int64_t id, enum attested_how how, int64_t by);
int loan_overdue(struct store *store, int64_t id, struct wall_time at);

enum loans {
	LOANS_OUT,	 // by when they are due
	LOANS_TO_ATTEST, // something attested is missing, out or back
	LOANS_TO_REMIND, // out, due by `at`, and not noticed yet
};
// Returns how many, or what each returned where that was not 0. at is read for TO_REMIND only.
int loan_each(struct store *store, enum loans which, struct wall_time at,
	int (*each)(void *arg, const struct loan_row *loan), void *arg);

#endif
