// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the loop's time goes to whoever asks by the network. What they ask in a short while
// is done at once: for each piece of work they owe as much rest, and when enough is owed they take
// it. Who goes on and on owes many times the work, so that a flood has a tenth of the time and
// nearly every card finds the loop at rest; one that does not waits for one piece at the most.
// Pure: time comes in.
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include "base/time.h"

#define PACE_REST     1			  // times the work, of what is done at once ...
#define PACE_BURST_NS (INT64_C(30000000)) // ... which is so much work: some hundreds of requests
#define PACE_STEADY   9			  // times the work beyond that
#define PACE_LEAST_NS (INT64_C(300000))	  // less is not worth a sleep
#define PACE_MOST_NS  (INT64_C(5000000))  // however long a piece took, they are served again then
#define PACE_PIECE_NS (INT64_C(200000))	  // where a piece can be cut, it ends about here

// Shared by all who work for the network; zeroed: nobody has worked yet.
struct pace {
	struct mono_time until; // they rest until then
	struct mono_time last;	// end of the last piece
	int64_t owed_ns;
	int64_t burst_ns; // of what may be done at once: used up
	bool worked;	  // in this turn: one piece is enough. Cleared by whoever runs the loop
	bool put_off;	  // the other's piece, for that: theirs is the next
};

static inline bool pace_rests(const struct pace *pace, struct mono_time now)
{
	return mono_before(now, pace->until);
}

// A piece began and ended; what lay idle before it was rest as well. lost: of it others on the
// machine had (env_lost): resting more gives the doors nothing of that.
static inline void pace_worked(
	struct pace *pace, struct mono_time from, struct mono_time now, int64_t lost)
{
	int64_t idle = from.ns - pace->last.ns, work = now.ns - from.ns - lost;

	pace->owed_ns = pace->owed_ns > idle ? pace->owed_ns - idle : 0;
	pace->burst_ns -= idle / PACE_STEADY;
	pace->burst_ns = (pace->burst_ns > 0 ? pace->burst_ns : 0) + work;
	pace->owed_ns += work * (pace->burst_ns <= PACE_BURST_NS ? PACE_REST : PACE_STEADY);
	pace->last = now;
	pace->worked = true;
	if (pace->owed_ns < PACE_LEAST_NS)
		return;
	pace->until.ns = now.ns + (pace->owed_ns < PACE_MOST_NS ? pace->owed_ns : PACE_MOST_NS);
}

#endif
