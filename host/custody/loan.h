// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a school device that moves between its door, its borrower and the office. Not for
// other rooms.
#ifndef CUSTODY_LOAN_H
#define CUSTODY_LOAN_H

#include "custody/known.h"
#include "store/devices.h"
#include "store/loans.h"

// How a change is known, and by whom it was said or asked at the desk.
struct loan_news {
	struct wall_time at;
	enum known how;
	int64_t by;
	bool late;	  // seen when the host looked again
	bool back;	  // taken out again, or put back, before the door closed
	const char *user; // of the operating system; NULL
};

// The device is in the slot's door: its loan ends where it has one, and its stock begins. Where it
// is in another door's stock, what is inside is asked.
int stock_begin(struct custody *c, struct now now, struct slot *slot, int64_t device,
	const struct loan_news *news);
// It is out of the slot's door: the loan (0: none) begins, or goes on.
int stock_end(struct custody *c, struct now now, struct slot *slot, int64_t loan,
	const struct loan_news *news);
// The loan begins: its custody and the event.
int loan_begin(struct custody *c, struct now now, int64_t loan, const struct loan_news *news,
	const struct slot *slot);
// The open loan of that custody ends. slot: the door it went through, for the event; NULL.
int loan_end(struct custody *c, struct now now, const struct custody_row *custody,
	const struct loan_news *news, const struct slot *slot);

// Whether consent and images are asked for with that kind of device.
bool loan_attests(const struct custody *c, enum device_kind kind);

// card_loan.c: what a tap means there.
int loan_tap_return(struct custody *c, struct now now, struct tap *tap);
int loan_tap_borrow(struct custody *c, struct now now, struct tap *tap);
int loan_tap_again(struct custody *c, struct now now, struct tap *tap);

#endif
