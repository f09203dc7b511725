// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/attempts.h"

#include <stddef.h>

#include "base/time.h"

static int find(const struct attempts *attempts, enum attempt_kind kind, uint64_t what)
{
	for (int i = 0; i < ATTEMPTS_KEPT; i++) {
		if (attempts->rows[i].used && attempts->rows[i].kind == kind &&
			attempts->rows[i].what == what)
			return i;
	}
	return -1;
}

static int64_t wait_at(const struct attempts *attempts, int at, struct mono_time now)
{
	// Many people share one address: more is forgiven there.
	unsigned forgiven =
		attempts->rows[at].kind == ATTEMPT_ADDRESS ? 6 * ATTEMPTS_FREE : ATTEMPTS_FREE;
	int64_t wait = ATTEMPTS_WAIT_MS, passed;

	if (attempts->rows[at].failures < forgiven)
		return 0;
	passed = mono_ms_between(attempts->rows[at].last, now);
	if (passed >= ATTEMPTS_FORGET_MS)
		return 0;
	for (unsigned i = forgiven; i < attempts->rows[at].failures && wait < ATTEMPTS_MOST_MS; i++)
		wait *= 2;
	if (wait > ATTEMPTS_MOST_MS)
		wait = ATTEMPTS_MOST_MS;
	return passed >= wait ? 0 : wait - passed;
}

int64_t attempts_wait(const struct attempts *attempts, enum attempt_kind kind, uint64_t what,
	struct mono_time now)
{
	int at = find(attempts, kind, what);

	return at < 0 ? 0 : wait_at(attempts, at, now);
}

int64_t attempts_wait_of(const struct attempts *attempts, int64_t account, struct mono_time now)
{
	int64_t longest = 0;

	for (int i = 0; i < ATTEMPTS_KEPT; i++) {
		if (attempts->rows[i].used && attempts->rows[i].account == account &&
			wait_at(attempts, i, now) > longest)
			longest = wait_at(attempts, i, now);
	}
	return longest;
}

void attempts_forgive(struct attempts *attempts, int64_t account)
{
	for (int i = 0; i < ATTEMPTS_KEPT; i++) {
		if (attempts->rows[i].account == account)
			attempts->rows[i].used = false;
	}
}

// A free row, or the one that failed longest ago of those that nobody waits for, or of all: who
// tries every name there is must not make the box forget whom they were guessing at.
static int place(const struct attempts *attempts)
{
	int oldest = 0;

	for (int i = 0; i < ATTEMPTS_KEPT; i++) {
		bool few = attempts->rows[i].failures < ATTEMPTS_FREE;
		bool fewer = few && attempts->rows[oldest].failures >= ATTEMPTS_FREE;
		bool as_few = few == (attempts->rows[oldest].failures < ATTEMPTS_FREE);

		if (!attempts->rows[i].used)
			return i;
		if (fewer || (as_few && mono_before(attempts->rows[i].last,
						attempts->rows[oldest].last)))
			oldest = i;
	}
	return oldest;
}

void attempts_failed(struct attempts *attempts, enum attempt_kind kind, uint64_t what,
	int64_t account, struct mono_time now)
{
	int at = find(attempts, kind, what);
	unsigned failures = at < 0 ? 0 : attempts->rows[at].failures;

	if (at >= 0 && mono_ms_between(attempts->rows[at].last, now) >= ATTEMPTS_FORGET_MS)
		failures = 0;
	if (at < 0)
		at = place(attempts);
	attempts->rows[at].used = true;
	attempts->rows[at].kind = kind;
	attempts->rows[at].what = what;
	attempts->rows[at].account = account;
	attempts->rows[at].failures = failures + 1;
	attempts->rows[at].last = now;
}

void attempts_taken_back(struct attempts *attempts, enum attempt_kind kind, uint64_t what)
{
	int at = find(attempts, kind, what);

	if (at >= 0 && --attempts->rows[at].failures == 0)
		attempts->rows[at].used = false;
}

void attempts_right(struct attempts *attempts, enum attempt_kind kind, uint64_t what)
{
	int at = find(attempts, kind, what);

	if (at >= 0)
		attempts->rows[at].used = false;
}
