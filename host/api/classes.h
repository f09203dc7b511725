// SPDX-License-Identifier: GPL-3.0-or-later
// Whose class is which, for answers about a person.
#ifndef API_CLASSES_H
#define API_CLASSES_H

#include "api/handler.h"

// The names of the classes that person has, as a list; empty where there are none. For the caller
// to put somewhere.
json_t *classes_of(struct api_call *call, int64_t person);

#endif
