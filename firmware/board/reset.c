// SPDX-License-Identifier: GPL-3.0-or-later
// MCUSR, the watchdog and the memory in between: see reset.h.
#include "reset.h"

#include <avr/io.h>
#include <avr/wdt.h>

// Two marks, one the other's complement: memory after a power-up is random.
#define MARK 0x4E48
enum {
	BITE_MS = 1900
}; // the watchdog's own clock may be 10 % off; less than 2 s is a live program

static uint16_t mark __attribute__((section(".noinit")));
static uint16_t counter_mark __attribute__((section(".noinit")));
static volatile uint16_t idle_ms __attribute__((section(".noinit")));
static uint8_t status __attribute__((section(".noinit")));
static uint8_t marked __attribute__((section(".noinit")));
static uint16_t idle_then __attribute__((section(".noinit")));

void reset_early(void) __attribute__((naked, used, section(".init3")));
void reset_paint(void) __attribute__((naked, used, section(".init3")));

// Before main and before .data: the watchdog stays on through a reset of its own.
void reset_early(void)
{
	status = MCUSR;
	MCUSR = 0;
	wdt_disable();
	marked = mark == MARK && counter_mark == (uint16_t)~MARK;
	idle_then = idle_ms;
	mark = MARK;
	counter_mark = (uint16_t)~MARK;
	idle_ms = 0;
}

#define PAINT 0xC5
extern uint8_t __heap_start; // first byte behind .noinit

void reset_paint(void)
{
	uint8_t *at = &__heap_start;

	while (at < (uint8_t *)RAMEND)
		*at++ = PAINT;
}

uint16_t reset_stack_left(void)
{
	const uint8_t *at = &__heap_start;

	while (at < (const uint8_t *)RAMEND && *at == PAINT)
		at++;
	return (uint16_t)(at - &__heap_start);
}

enum bank_reset reset_cause(void)
{
	if (status & (1 << WDRF))
		return BANK_RESET_WATCHDOG;
	if (status & (1 << PORF))
		return BANK_RESET_POWER;
	if (status & (1 << BORF))
		return BANK_RESET_BROWN_OUT;
	if (status & (1 << EXTRF))
		return BANK_RESET_EXTERNAL;
	if (!marked)
		return BANK_RESET_POWER;
	return idle_then >= BITE_MS ? BANK_RESET_WATCHDOG : BANK_RESET_EXTERNAL;
}

void reset_watch(void)
{
	wdt_enable(WDTO_2S);
}

void reset_alive(void)
{
	wdt_reset();
	idle_ms = 0;
}

void reset_tick(void)
{
	if (idle_ms < UINT16_MAX)
		idle_ms++;
}
