// SPDX-License-Identifier: GPL-3.0-or-later
// The screens as `serve --http` opens them: the web's answers over the service's turns.
#ifndef CLI_SCREENS_H
#define CLI_SCREENS_H

#include "cli/serving.h"

// Serves the screens where --http says so. Returns -1, or an exit status with the sentence said.
int screens_open(struct serving *serving);
// After service_close. NULL inside is fine.
void screens_close(struct serving *serving);
// After the service's own turn, so that no door waits for a screen.
void screens_turn(struct serving *serving);
// Of service_config: arg is the struct serving.
void screens_changed(void *arg, int64_t bank, int door);
// Told as the event "card" with its number alone: whose it is, only "desk card" says.
void screens_desk_card(void *arg, int64_t number);

#endif
