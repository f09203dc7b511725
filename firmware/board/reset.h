// SPDX-License-Identifier: GPL-3.0-or-later
// Why the chip started, kept where neither the C runtime nor a boot loader touches it; and the
// watchdog that makes a hung program start again.
#ifndef BOARD_RESET_H
#define BOARD_RESET_H

#include "bank/hello.h"

// Why this run began. A boot loader that clears MCUSR leaves only what the last run left in
// memory: then a run whose watchdog was about to bite counts as BANK_RESET_WATCHDOG, any other as
// BANK_RESET_EXTERNAL, and a memory without our marks as BANK_RESET_POWER.
enum bank_reset reset_cause(void);

// Starts the 2 s watchdog. Then reset_alive in every turn of the loop.
void reset_watch(void);
void reset_alive(void);

// From the tick: counts the milliseconds since reset_alive.
void reset_tick(void);

// Bytes of the stack never used since the start.
uint16_t reset_stack_left(void);

#endif
