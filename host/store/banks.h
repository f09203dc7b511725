// SPDX-License-Identifier: GPL-3.0-or-later
// Banks and their doors: what is known of them for ever. What a door is right now (contact, inside)
// is never stored.
#ifndef STORE_BANKS_H
#define STORE_BANKS_H

#include "base/time.h"
#include "store/store.h"

#define BANK_NAME      32
#define BANK_LINE      256
#define BANK_DOORS_MAX 24

struct bank_row {
	int64_t id;
	char name[BANK_NAME];
	char line[BANK_LINE]; // as given to --line
	int address;	      // 0 to 126
	int64_t serial;	      // of PDID; 0 until first seen
	int doors;	      // 8, 16 or 24; 0 until first seen
	bool in_sight;	      // of the desk (design.md section 3, rule 4)
	bool office;	      // counts as the office (FX-1)
	bool loans;	      // a loan cabinet: a tap borrows or returns (docs/loans.md)
};

// Returns the new id; -ERR_EXISTS: the name, or the line and address, is taken.
int64_t bank_add(struct store *store, const struct bank_row *bank);
int bank_find(struct store *store, const char *name, struct bank_row *out_bank);
int bank_get(struct store *store, int64_t id, struct bank_row *out_bank);
// All banks in order of id, at most max. Returns how many.
int bank_list(struct store *store, struct bank_row *out_banks, int max);
// What the cabinet said of itself when it was first seen; makes its doors' rows. A serial or a
// number of doors that is there already and differs is -ERR_EXISTS.
int bank_seen(struct store *store, int64_t id, int64_t serial, int doors, struct wall_time at);
// A technician replaced the controller: the next one seen is taken over.
int bank_release(struct store *store, int64_t id);
int bank_set_place(struct store *store, int64_t id, bool in_sight, bool office);
int bank_set_loans(struct store *store, int64_t id, bool loans);

#define DOOR_REASON 24

struct door_row {
	int64_t bank;
	int number; // 1 to 24
	bool in_use;
	char out_reason[DOOR_REASON];
	bool trusted; // its inside sensor (rule 6)
	struct wall_time rested_at;
	int64_t aside_person; // set aside for (step 7); 0: not
	struct wall_time aside_at;
	int64_t late_intent; // ended, its pulse accepted, its door not seen to open since; 0: none
};

// Every door of every bank, in order of bank and number. Returns how many, or negative, or what
// each returned where that was not 0.
int door_each(struct store *store, int (*each)(void *arg, const struct door_row *door), void *arg);
int door_put(struct store *store, const struct door_row *door);

#endif
