// SPDX-License-Identifier: GPL-3.0-or-later
// Attempts to sign in, counted in memory before any password is hashed. A lock-out must not be a
// way to lock a colleague out: a browser on which the account has signed in before is counted by
// itself, so a stranger's guesses from elsewhere never stop its owner there. Pure: time comes in.
#ifndef ACCOUNTS_ATTEMPTS_H
#define ACCOUNTS_ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

#define ATTEMPTS_FREE	   5			     // failures in a row before anybody has to wait
#define ATTEMPTS_WAIT_MS   30000		     // then so long, twice as long each time ...
#define ATTEMPTS_MOST_MS   ((int64_t)15 * 60 * 1000) // ... up to this
#define ATTEMPTS_FORGET_MS ((int64_t)60 * 60 * 1000)
#define ATTEMPTS_KEPT                                                                              \
	512 // a flood of names costs memory nothing, and first forgets names that
	    // were tried less than ATTEMPTS_FREE times

// What is counted together: an account tried from a browser it knows, a reference (whether it has
// an account or not: nobody learns which) from one it does not, or everything from one address.
enum attempt_kind { ATTEMPT_KNOWN_BROWSER, ATTEMPT_STRANGER, ATTEMPT_ADDRESS };

struct attempts {
	struct {
		bool used;
		enum attempt_kind kind;
		uint64_t what;	 // hash of account and browser, reference, or address
		int64_t account; // whose was tried; 0 for an address, and for nobody's reference
		unsigned failures;
		struct mono_time last;
	} rows[ATTEMPTS_KEPT];
};

// How many ms this one has to wait before it may try (again); 0: now.
int64_t attempts_wait(const struct attempts *attempts, enum attempt_kind kind, uint64_t what,
	struct mono_time now);
// Counted when it is tried, before anything is hashed: many sent at once are many. One that turns
// out right, or could not be checked, is taken back; a right one forgets what went before.
void attempts_failed(struct attempts *attempts, enum attempt_kind kind, uint64_t what,
	int64_t account, struct mono_time now);
void attempts_taken_back(struct attempts *attempts, enum attempt_kind kind, uint64_t what);
void attempts_right(struct attempts *attempts, enum attempt_kind kind, uint64_t what);

// How many ms the longest wait of that account has still to run, from whatever browser; 0: none.
int64_t attempts_wait_of(const struct attempts *attempts, int64_t account, struct mono_time now);
// Nobody waits for that account any more; what one address did stays counted.
void attempts_forgive(struct attempts *attempts, int64_t account);

#endif
