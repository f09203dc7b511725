// SPDX-License-Identifier: GPL-3.0-or-later
// In bank-faulty.elf instead of firmware/measure.c: between two turns of the loop the program does
// what a broken one would, as soon as a test writes `fault`.
#include "measure.h"

#include <avr/interrupt.h>
#include <avr/io.h>

volatile uint16_t measure_turn_worst_us;
volatile uint8_t fault;

static void hang(void)
{
	for (;;)
		;
}

void measure_turn(uint16_t us)
{
	(void)us;
	if (fault == 1)
		hang();
	if (fault == 2) {
		cli();
		hang();
	}
	if (fault == 3)
		TIMSK1 = 0; // nobody ends the pulse any more, and the loop goes on
}
