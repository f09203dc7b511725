// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the checks of tests/osdp/vectors.c and says through UART0 which failed, then how many:
// "N passed, M failed". No stdio, so that what is tested needs none.
#include "vectors.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <stdlib.h>

static uint16_t passed, failed;

static void say(const char *text)
{
	for (; *text; text++) {
		while (!(UCSR0A & _BV(UDRE0)))
			;
		UDR0 = (uint8_t)*text;
	}
}

static void say_number(uint16_t number)
{
	char digits[6];

	say(utoa(number, digits, 10));
}

static void count(const char *name, uint8_t number, const char *what, int held)
{
	if (held) {
		passed++;
		return;
	}
	failed++;
	say(name);
	say(" frame ");
	say_number(number);
	say(" not ");
	say(what);
	say("\n");
}

int main(void)
{
	// 115200; UBRR0L last, or simavr computes another rate (avr.md section 6, no. 10).
	UCSR0A = _BV(U2X0);
	UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
	UCSR0B = _BV(TXEN0);
	UBRR0H = 0;
	UBRR0L = 16;
	vectors_check_all(count);
	say_number(passed);
	say(" passed, ");
	say_number(failed);
	say(" failed\n");
	// Sleeping with interrupts off ends the emulation.
	cli();
	sleep_enable();
	sleep_cpu();
	for (;;)
		;
}
