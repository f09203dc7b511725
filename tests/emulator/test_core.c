// SPDX-License-Identifier: GPL-3.0-or-later
// The emulator's own core held to simavr's: every opcode there is, each from many states of the
// chip, and not a register, a flag, a byte of memory or a cycle may differ.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sim_avr.h>
#include <sim_core.h>
#include <sim_interrupts.h>

#include "emulator/core.h"

enum { OPCODES = 0x10000, STATES = 24, RAM = 0x200, LATER = 0x40 };

static uint64_t drawn = 1;

static unsigned draw(unsigned below)
{
	drawn = drawn * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(drawn >> 33) % below;
}

static void silent(avr_t *avr, const int level, const char *format, va_list ap)
{
	(void)avr;
	(void)level;
	(void)format;
	(void)ap;
}

static avr_t *chip(void)
{
	avr_t *avr = avr_make_mcu_by_name("atmega2560");

	assert_non_null(avr);
	assert_int_equal(avr_init(avr), 0);
	for (unsigned i = RAM; i <= avr->ramend; i++)
		avr->data[i] = (uint8_t)i;
	return avr;
}

// SLEEP, WDR, SPM, BREAK and what is no instruction are simavr's in both.
static bool is_simavrs(unsigned raw)
{
	return raw == 0x9588 || raw == 0x95A8 || raw == 0x95E8 || raw == 0x95F8 || raw == 0x9598;
}

// The next instruction, in both, from a state that is drawn: mostly one a program might be in.
static void prepare(avr_t *both[2], unsigned raw, avr_flashaddr_t *out_pc)
{
	avr_flashaddr_t pc = (draw(0x1F000) + 0x800) * 2;
	uint8_t code[6] = {(uint8_t)raw, (uint8_t)(raw >> 8), (uint8_t)draw(256),
		(uint8_t)draw(256), (uint8_t)draw(256), (uint8_t)draw(256)};
	uint8_t registers[32], flags = (uint8_t)draw(256);
	unsigned stack = RAM + LATER + draw(0x2000 - 2 * LATER);

	for (unsigned i = 0; i < 32; i++)
		registers[i] = (uint8_t)(draw(4) ? draw(256) : (draw(2) ? 0x80 : 0) - draw(2));
	// Pointers into SRAM; sometimes one among the registers of I/O.
	for (unsigned i = 26; i < 32; i += 2) {
		unsigned at = draw(16) ? RAM + LATER + draw(0x2000 - 2 * LATER) : 0x21 + draw(0x80);

		registers[i] = (uint8_t)at;
		registers[i + 1] = (uint8_t)(at >> 8);
	}
	// LDS and STS: an address there is.
	if ((raw & 0xFC0F) == 0x9000) {
		unsigned at = draw(4) ? RAM + draw(0x2000) : 0x21 + draw(0xE0);

		code[2] = (uint8_t)at;
		code[3] = (uint8_t)(at >> 8);
	}
	for (unsigned i = 0; i < 2; i++) {
		avr_t *avr = both[i];

		memcpy(avr->flash + pc, code, sizeof code);
		memcpy(avr->data, registers, sizeof registers);
		avr->data[R_SPL] = (uint8_t)stack;
		avr->data[R_SPH] = (uint8_t)(stack >> 8);
		// No further than the flash goes.
		avr->data[avr->rampz] = avr->data[avr->eind] = 0;
		for (unsigned flag = 0; flag < 8; flag++)
			avr->sreg[flag] = flags >> flag & 1;
		avr->pc = pc;
		avr->state = cpu_Running;
		avr->interrupt_state = avr->sreg[S_I] && avr_has_pending_interrupts(avr);
		avr->run_cycle_count = 1;
	}
	*out_pc = pc;
}

// simavr 1.6 takes some ADIW for an instruction of two words where it skips one.
static bool skips_wrongly(const avr_t *avr, avr_flashaddr_t pc)
{
	unsigned after = avr->flash[pc + 2] | (unsigned)avr->flash[pc + 3] << 8;

	return (after & 0xFE0C) == 0x960C;
}

static void every_opcode_does_from_any_state_what_simavr_does(void **state)
{
	avr_t *both[2] = {chip(), chip()};
	struct core *core = core_new(both[1]);
	unsigned long done = 0;

	(void)state;
	avr_global_logger_set(silent);
	for (unsigned raw = 0; raw < OPCODES; raw++) {
		for (unsigned times = 0; times < STATES && !is_simavrs(raw); times++) {
			avr_flashaddr_t pc, next[2];

			prepare(both, raw, &pc);
			if (skips_wrongly(both[0], pc))
				continue;
			core_forget(core, pc);
			next[0] = avr_run_one(both[0]);
			next[1] = core_run(core, both[1]);
			if (next[0] != next[1] || both[0]->cycle != both[1]->cycle ||
				both[0]->state != both[1]->state ||
				both[0]->interrupt_state != both[1]->interrupt_state ||
				memcmp(both[0]->sreg, both[1]->sreg, 8) ||
				memcmp(both[0]->data, both[1]->data, both[0]->ramend + 1U))
				fail_msg("opcode %04x: next %05x and %05x, cycles %d and %d", raw,
					next[0], next[1], (int)both[0]->cycle, (int)both[1]->cycle);
			done++;
		}
	}
	print_message("%lu instructions\n", done);
	free(core);
	for (unsigned i = 0; i < 2; i++)
		avr_terminate(both[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_opcode_does_from_any_state_what_simavr_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
