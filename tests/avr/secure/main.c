// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the checks of tests/osdp/secure_vectors.c and secure_edges.c, measures by timer 1, and says
// all of it through UART0: a line a failure, a line a measurement, then "N passed, M failed".
#include "osdp/aes.h"
#include "secure_rig.h"
#include "secure_vectors.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <stdlib.h>
#include <string.h>

static uint16_t passed, failed;
static uint32_t seed = 1;

static void say(const char *text)
{
	for (; *text; text++) {
		while (!(UCSR0A & _BV(UDRE0)))
			;
		UDR0 = (uint8_t)*text;
	}
}

static void say_number(uint32_t number)
{
	char digits[11];

	say(ultoa(number, digits, 10));
}

static void count(const char *name, uint8_t number, const char *what, int held)
{
	if (held) {
		passed++;
		return;
	}
	failed++;
	say(name);
	say(" ");
	say_number(number);
	say(" not ");
	say(what);
	say("\n");
}

static void fill(uint8_t *out, uint8_t len)
{
	while (len--) {
		seed = seed * 1664525u + 1013904223u;
		*out++ = (uint8_t)(seed >> 24);
	}
}

static struct osdp_aes aes;
static struct osdp_secure secure;
static uint8_t key[16], block[16], message[40];

static void ready(void)
{
	osdp_aes_ready(&aes, key);
}

static void encrypt(void)
{
	osdp_aes_encrypt(&aes, block);
}

static void decrypt(void)
{
	osdp_aes_decrypt(&aes, block);
}

static void mac_short(void)
{
	osdp_secure_mac(&secure, block, message, 8, secure.reply);
}

static void mac_long(void)
{
	osdp_secure_mac(&secure, block, message, sizeof message, secure.reply);
}

static void compare(void)
{
	if (osdp_secure_same(key, block, 16))
		say("?");
}

// Cycles of `work` over a thousand keys and blocks: least and most.
static void measure(const char *name, void (*work)(void))
{
	uint16_t least = 0xFFFF, most = 0;

	TCCR1B = _BV(CS10);
	for (uint16_t n = 0; n < 1000; n++) {
		uint16_t took;

		fill(key, sizeof key);
		fill(block, sizeof block);
		fill(message, sizeof message);
		memcpy(secure.mac1, key, sizeof key);
		memcpy(secure.mac2, block, sizeof block);
		osdp_aes_ready(&aes, key);
		TCNT1 = 0;
		work();
		took = TCNT1;
		least = took < least ? took : least;
		most = took > most ? took : most;
	}
	say("cycles ");
	say(name);
	say(" ");
	say_number(least);
	say(" ");
	say_number(most);
	say("\n");
}

static uint16_t ticks; // of 8 cycles

static void stopwatch(bool start)
{
	uint16_t now = TCNT1;

	if (start)
		TCNT1 = 0;
	else
		ticks = now;
}

static void say_time(const char *name, bool right)
{
	say("answer ");
	say(name);
	say(" ");
	say_number(right ? ticks * 8ul : 0);
	say("\n");
}

extern uint8_t _end;
enum { PAINT = 0xA5 };

static void paint(void)
{
	for (uint8_t *at = &_end; at < (uint8_t *)SP - 8; at++)
		*at = PAINT;
}

static uint16_t unpainted(void)
{
	const uint8_t *at = &_end;

	while (*at == PAINT)
		at++;
	return (uint16_t)((const uint8_t *)SP - at);
}

static void say_times(void)
{
	static struct secure_rig rig;
	static uint8_t data[239] = {0x4E, 0x48, 0x54};
	static const uint8_t takes[] = {0, 1}, pulse[] = {2, OSDP_OUT_PULSE, 5, 0};
	uint8_t own[OSDP_KEY_SIZE], proof[OSDP_MAC_SIZE];

	TCCR1B = _BV(CS11);
	secure_bench_key(own);
	secure_rig_open(&rig, own);
	rig.stopwatch = stopwatch;
	secure_rig_clear(&rig, 0, OSDP_CHLNG, OSDP_SCS_CHLNG, 1, rig.rnd_a, 8);
	say_time("challenge", rig.reply.code == OSDP_CCRYPT);
	osdp_secure_derive(&rig.host, own, rig.rnd_a);
	osdp_secure_cryptogram(&rig.host, rig.rnd_b, rig.rnd_a, proof);
	osdp_secure_begin(&rig.host, proof);
	secure_rig_clear(&rig, 1, OSDP_SCRYPT, OSDP_SCS_SCRYPT, 1, proof, 16);
	say_time("proof", rig.channel.up);
	secure_rig_sealed(&rig, OSDP_POLL, NULL, 0);
	say_time("poll", secure_rig_heard(&rig, true, 2, OSDP_ACK, -1));
	secure_rig_sealed(&rig, OSDP_ISTAT, NULL, 0);
	say_time("inputs", secure_rig_heard(&rig, true, 3, OSDP_ISTATR, -1));
	secure_rig_sealed(&rig, OSDP_OUT, pulse, sizeof pulse);
	say_time("unlock", secure_rig_heard(&rig, true, 1, OSDP_OSTATR, -1));
	secure_rig_sealed(&rig, OSDP_ACURXSIZE, takes, sizeof takes);
	rig.bank.mfg_answer = sizeof data;
	paint();
	secure_rig_sealed(&rig, OSDP_MFG, data, sizeof data);
	say_time("longest", secure_rig_heard(&rig, true, 3, OSDP_MFGREP, -1) &&
				    rig.reply.len == sizeof data && rig.sent_len == 255);
	say("bytes stack ");
	say_number(unpainted());
	say("\nbytes channel ");
	say_number(sizeof(struct osdp_secure_pd));
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
	measure("ready", ready);
	measure("encrypt", encrypt);
	measure("decrypt", decrypt);
	measure("mac8", mac_short);
	measure("mac40", mac_long);
	measure("compare", compare);
	say_times();
	secure_check_primitives(count);
	secure_check_sessions(count);
	secure_check_edges(count);
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
