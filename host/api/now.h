// SPDX-License-Identifier: GPL-3.0-or-later
// What `status` says beyond doors and what is in. Inside the room only.
#ifndef API_NOW_H
#define API_NOW_H

#include "api/handler.h"

// One more warning: in the list, and as a line.
void now_warn(struct api_call *call, json_t *warnings, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

// Phones that an exception let go and that are not back: "overdue".
void now_overdue(struct api_call *call, json_t *warnings);

// "lockdowns": where self-service is closed, by whom and why.
void now_lockdowns(struct api_call *call, json_t *warnings);
// "releases": doors opened one after another by staff, with their counts.
void now_releases(struct api_call *call);

#endif
