// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a request's answer since it was last read: to be told to whoever has the one
// before, instead of all of it. Pure.
#ifndef API_PATCH_H
#define API_PATCH_H

#include <jansson.h>

// From one object to the next, a new object to be released; NULL: no memory.
//   {"set": {NAME: VALUE, ...}, "gone": [NAME, ...], "lists": {NAME: [[AT, COUNT, [ITEM, ...]],
//   ...]}}
// set: members that are others now, whole. gone: that are no more. lists: members that were and are
// arrays, each as splices in order: from position AT (from 0, the splices before it done) COUNT
// items are replaced by these. What is empty is left out: {} says that nothing changed.
json_t *patch_between(const json_t *before, const json_t *after);

#endif
