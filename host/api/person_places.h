// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk's forms begin with, so that nobody types what the record knows.
#ifndef API_PERSON_PLACES_H
#define API_PERSON_PLACES_H

#include "api/handler.h"

// Adds "places" (banks as the desk may use them, and the safe with its next free envelope) and
// "identified" (the words for how whoever takes a held device was identified). 0 or negative.
int person_places(struct api_call *call);

#endif
