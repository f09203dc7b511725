// SPDX-License-Identifier: GPL-3.0-or-later
// The instructions, quicker than simavr's own core runs them; to it alone, not to the cabinet, they
// are the same: tests/emulator/core holds each opcode against avr_run_one(). Private to this
// folder.
#ifndef EMULATOR_CORE_H
#define EMULATOR_CORE_H

#include <sim_avr.h>

// What is known of the instruction at each word of the flash. Owned by the caller, freed by free().
struct core;

struct core *core_new(const avr_t *avr);
// The word at pc was written by somebody else than the program.
void core_forget(struct core *core, avr_flashaddr_t pc);
// In place of avr_run_one(): runs from avr->pc until run_cycle_count is used up, an interrupt is to
// be looked at, or the chip no longer runs; at least one instruction. Returns the next pc.
avr_flashaddr_t core_run(struct core *core, avr_t *avr);

#endif
