// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the checks of tests/osdp/vectors.c and says through UART0 which failed, then how many:
// "N passed, M failed". No stdio, so that what is tested needs none.
#include "vectors.h"

#include "fake_bank.h"
#include "osdp/frame.h"
#include "osdp/pd.h"

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

// Microseconds from the last byte in the reader to the reply ready to send, by timer 1.
static uint16_t time_of_answer(
	struct osdp_pd *pd, struct osdp_frame_reader *reader, const struct osdp_frame *command)
{
	static uint8_t bytes[257];
	uint16_t len = osdp_frame_write(bytes, sizeof bytes, command);
	const uint8_t *out;

	osdp_frame_reader_feed(reader, bytes, len - 1u, 0);
	osdp_pd_turn(pd, reader, 0, &out);
	TCCR1B = _BV(CS11); // 2 MHz
	TCNT1 = 0;
	osdp_frame_reader_feed(reader, bytes + len - 1, 1, 0);
	if (!osdp_pd_turn(pd, reader, 0, &out))
		return 0;
	return TCNT1 / 2;
}

static void say_times(void)
{
	static uint8_t tx[257], buf[256], data[248] = {0x4E, 0x48, 0x54};
	static struct fake_bank bank;
	static struct osdp_pd pd;
	struct osdp_frame_reader reader;
	struct osdp_frame command = {.address = 1, .code = OSDP_POLL};
	const struct osdp_pd_config config = {
		.address = 1, .app = &fake_bank_app, .bank = &bank, .tx = tx, .tx_cap = sizeof tx};

	osdp_pd_init(&pd, &config);
	osdp_frame_reader_init(&reader, buf, sizeof buf, OSDP_GAP_MS);
	say("poll us ");
	say_number(time_of_answer(&pd, &reader, &command));
	command.code = OSDP_MFG;
	command.data = data;
	command.len = sizeof data;
	say("\nlongest us ");
	say_number(time_of_answer(&pd, &reader, &command));
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
	say_times();
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
