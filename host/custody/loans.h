// SPDX-License-Identifier: GPL-3.0-or-later
// School devices lent and brought back (docs/loans.md; RP-9, RP-17, FX-9, FX-11, BF-1, CC-2).
//
// A school device is in exactly one of three places, each a fact of its own:
//	in its door	an open custody of kind stock, nobody's, at the door that is its home
//	lent		an open custody of kind loan, the borrower's, in no door
//	the office	no open custody: on its shelf, or not put into its door yet
// Its home is one door, or a shelf. A door that is a home is given to nobody else, so bringing back
// never fails for want of a free one; where it is out of order another becomes the home. A loan
// begins when the device was seen to go and ends when it was seen to come back, each under an
// intent of its own, or when a member of staff says so.
//
// What a tap means to somebody with a loan is in tap.h. Returning is never blocked: no ban, no
// doubtful clock, no full disk and no lesson stands before it.
#ifndef CUSTODY_LOANS_H
#define CUSTODY_LOANS_H

#include "custody/custody.h"
#include "store/devices.h"

struct loan_wish {
	int64_t person, device;
	// LOCKER: the borrower asks for themselves, and their own card opens the door within two
	// minutes. DESK: staff lend it.
	enum place place;
	struct wall_time until; // 0: as the policy says
	int64_t supervised_by;	// the adult who stays with a pupil banned from school IT; 0
	int64_t authorised_by;	// who allows what the policy's terms of a loan forbid; 0
	enum attested consent;	// that the parents have consented to photographs
	bool taken;		// DESK: out of its door already, with the key: written down
};

// Lends it. From a door: the borrower's own card at the cabinet opens it within two minutes; a
// pupil's loan waits for the member of staff's card; at once where the desk sees the cabinet. From
// the office: begins now, said. A refusal is in the answer. -ERR_DENIED, -ERR_ARG, -ERR_NOT_FOUND
// with a sentence in why.
int custody_loan_borrow(struct custody *c, struct now now, const struct actor *by,
	const struct loan_wish *wish, struct desk_answer *out_answer, char why[ACTOR_WHY]);

enum loan_return {
	RETURN_AT_DESK, // over the counter: it lies in the office now
	RETURN_OPEN, // its door opens for it, lent or not: how a device first comes into its door
	RETURN_IN_DOOR, // it lies in its door: somebody looked, or used the key
};

// It comes back, whoever brings it: the office says so, or its door opens for the borrower or for
// staff of the office. -ERR_DENIED, -ERR_ARG, -ERR_NOT_FOUND, -ERR_BUSY with a sentence in why.
int custody_loan_return(struct custody *c, struct now now, const struct actor *by, int64_t device,
	enum loan_return how, struct desk_answer *out_answer, char why[ACTOR_WHY]);

// What was attested for the loan, by the borrower or to the office; UNASKED leaves it as it is.
int custody_loan_attest(struct custody *c, struct now now, const struct actor *by, int64_t loan,
	enum attested consent, enum attested images_moved, char why[ACTOR_WHY]);

// A device of the school's, with the home it is to have; returns its id. A door that is anybody's
// now is refused.
int64_t custody_device_add(struct custody *c, struct now now, const struct actor *by,
	const struct school_device *device, char why[ACTOR_WHY]);
// Sold, broken, lost: lent no more, and its door is a door like any other. A loan of it ends, said.
int custody_device_end(struct custody *c, struct now now, const struct actor *by, int64_t device,
	const char *reason, char why[ACTOR_WHY]);
// Which cabinet lends by a tap.
int custody_loan_cabinet(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	bool loans, char why[ACTOR_WHY]);

// Notes each loan that is out past its time, once, with its event. Call it every minute.
int custody_loans_overdue(struct custody *c, struct now now);

#endif
