// SPDX-License-Identifier: GPL-3.0-or-later
// What the register has of one person besides their name, for the answer about them.
#ifndef API_PERSON_REGISTER_H
#define API_PERSON_REGISTER_H

#include "api/handler.h"

// "walker": {from, until, days, by, at: who wrote it down and when, state: running, coming or
// over}, null where there is none (or it was withdrawn). "contact", of whoever is no pupil: for
// each weekday from Monday its times
// ("09:00-12:00,13:00-15:15"), "none", or "" where the sessions count. "classes", of staff: those
// that are theirs. A negative error.
int person_register(struct api_call *call, const struct person_record *person);

#endif
