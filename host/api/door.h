// SPDX-License-Identifier: GPL-3.0-or-later
// One door as the screens show it.
#ifndef API_DOOR_H
#define API_DOOR_H

#include "api/api.h"

enum door_shown {
#define DOOR_STATE(name, word) name,
#include "api/door_states.def"
#undef DOOR_STATE
};

// The JSON object of a door, new; NULL: there is no such door (or no memory). *out_view, where that
// is not NULL, is what it was made from.
json_t *door_json(const struct api *api, int64_t bank, int door, struct door_view *out_view);

#endif
