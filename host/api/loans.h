// SPDX-License-Identifier: GPL-3.0-or-later
// What the requests about school devices share with each other, and `status` with them.
#ifndef API_LOANS_H
#define API_LOANS_H

#include "api/handler.h"
#include "custody/loans.h"

// The id of the school device whose label the field holds; 0: refused.
int64_t device_named(struct api_call *call, const char *field);
// The device of "label" comes back, or into its door.
int loan_come_back(struct api_call *call, enum loan_return how);
// "loans" of the answer: each that is out, overdue ones said. Returns how many, or negative.
int loans_now(struct api_call *call, int *out_overdue);

#endif
