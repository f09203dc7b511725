// SPDX-License-Identifier: GPL-3.0-or-later
// Timer 1 counts 16 MHz / 8 to 2000: see timer.h.
#include "timer.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

enum { COUNTS_A_MS = 2000 };

static volatile uint32_t ms;
volatile uint16_t timer_tick_worst_us;

void timer_init(void)
{
	OCR1A = COUNTS_A_MS - 1;
	TCNT1 = 0;
	TIMSK1 = 1 << OCIE1A;
	TCCR1A = 0;
	TCCR1B = (1 << WGM12) | (1 << CS11);
}

uint32_t timer_ms(void)
{
	uint32_t now;

	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		now = ms;
	}
	return now;
}

uint16_t timer_us(void)
{
	uint16_t now, count;

	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		now = (uint16_t)ms;
		count = TCNT1;
		if ((TIFR1 & (1 << OCF1A)) && count < COUNTS_A_MS / 2)
			now++; // the millisecond is over, its interrupt not yet served
	}
	return (uint16_t)(now * 1000u + count / 2);
}

void timer_sleep(void)
{
	SMCR = 1 << SE; // idle
	sei();		// with the instruction behind the next
	sleep_cpu();
	SMCR = 0;
}

ISR(TIMER1_COMPA_vect)
{
	uint16_t us;

	ms++;
	board_tick();
	us = TCNT1 / 2;
	if (us > timer_tick_worst_us)
		timer_tick_worst_us = us;
}
