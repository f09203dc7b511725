// SPDX-License-Identifier: GPL-3.0-or-later
// What the requests of the desk share: where a device goes, and how custody's answer is told.
#ifndef API_DESK_H
#define API_DESK_H

#include "api/handler.h"

// A bank's door, or a safe with an envelope. False: refused.
bool desk_read_place(struct api_call *call, struct desk_place *out_place);
// Their device of the kind asked for. Below 0: refused.
int64_t desk_read_device(struct api_call *call, int64_t person);
// What custody answered; nothing is said where it found nothing to do. A refusal by policy is no
// success, and its decision stays on record. Returns what the handler returns.
int desk_tell(struct api_call *call, int err, const char *nothing, const struct desk_answer *desk);

#endif
