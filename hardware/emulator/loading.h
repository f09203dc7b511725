// SPDX-License-Identifier: GPL-3.0-or-later
// What a cabinet is made from: the image, the bootloader, the memories that outlive it.
#ifndef EMULATOR_LOADING_H
#define EMULATOR_LOADING_H

#include "inside.h"

// 0, or -1 with one sentence in `why`. Both may be undone by unload, whatever they left.
int load_image(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size);
int load_memories(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size);
void unload(struct cabinet *c);

#endif
