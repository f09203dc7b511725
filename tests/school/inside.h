// SPDX-License-Identifier: GPL-3.0-or-later
// What the world's files share. Inside this folder's harness only.
#ifndef SCHOOL_INSIDE_H
#define SCHOOL_INSIDE_H

#include "world.h"

// service_config's answer: the same list of requests the program carries.
char *world_answer(void *arg, const struct service_asked *asked, bool *out_keep);
// What the school's clock says now.
struct wall_time wall_of(const struct world *world);

#endif
