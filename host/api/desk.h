// SPDX-License-Identifier: GPL-3.0-or-later
// What the requests of the desk, of holds and of overrides share: where a device goes, and how
// custody's answer is told.
#ifndef API_DESK_H
#define API_DESK_H

#include "api/handler.h"
#include "custody/custody.h"

#define DESK_NO_PLACE "It cannot go there: that place is taken, or the device is in already."

// A bank's door, or a safe with an envelope: where none is named its lowest free one, told in the
// answer as "envelope". False: refused.
bool desk_read_place(struct api_call *call, struct desk_place *out_place);
// Their device of the kind asked for. Below 0: refused.
int64_t desk_read_device(struct api_call *call, int64_t person);
// What custody answered; nothing is said where it found nothing to do. A refusal by policy is no
// success, and its decision stays on record. Returns what the handler returns.
int desk_tell(struct api_call *call, int err, const char *nothing, const struct desk_answer *desk);

// The hold that the request's fields (person, the one named reason, rule, to, until, school_hours,
// school_days, look_on) ask for, added to the answer; out_end says in words when it ends. False:
// refused.
bool api_plan_hold(struct api_call *call, const char *reason, struct hold_row *out_hold,
	char *out_end, size_t room);
// An evidence hold's: person, the field named reason, incident.
bool api_plan_evidence(struct api_call *call, const char *reason, struct hold_row *out_hold);

// desk_meanwhile.c: two at two screens, of which one was quicker.
// "in" are the custodies that whoever asks has seen; another one is in by now: refused, false.
bool desk_as_seen(struct api_call *call, int64_t person);
// Why nothing was found to give back. Always -1.
int desk_gone(struct api_call *call, int64_t custody);
// desk_tell of a hand-in; an envelope that is somebody else's is told with whose, and which is
// free.
int desk_took(struct api_call *call, int err, const struct desk_place *place,
	const struct desk_answer *answer);

#endif
