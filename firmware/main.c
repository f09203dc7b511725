// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's program: the turn of the loop, and the millisecond beside it. Connects bank, wire and
// board; decides nothing.
#include "bank.h"
#include "board/ports.h"
#include "board/reset.h"
#include "board/spi.h"
#include "board/timer.h"
#include "board/twi.h"
#include "board/uart.h"
#include "measure.h"

#include <avr/interrupt.h>
#include <string.h>

static struct bank bank;
static struct osdp_pd pd;
static struct {
	struct osdp_frame_reader reader;
	uint8_t buf[BANK_RECEIVE_MAX];
} ear[UART_COUNT];
static uint8_t tx[BANK_SEND_MAX + 1];

// The port in use, or UART_COUNT while none is: whichever hears a good frame for us first.
static uint8_t in_use = UART_COUNT;
static bool sending;
static const uint8_t *reply;
static uint16_t reply_len;
static uint32_t used_ms;    // the last good frame for us on the port in use
static uint16_t heard_us;   // the last byte that came in
static uint16_t silence_us; // two characters on the RS-485 pair

void board_tick(void)
{
	static uint8_t phase;
	uint8_t chain[INPUTS_CHAIN_BYTES];

	ports_latch(latch_tick(&bank.latch));
	reset_tick();
	if (++phase < BANK_INPUT_SCAN_MS)
		return;
	phase = 0;
	ports_chain(chain, sizeof chain);
	inputs_sample(&bank.inputs, chain);
}

// Bytes of one port into its ear; true if any came.
static void hear(enum uart uart, uint32_t now_ms)
{
	int16_t byte;

	// Half the buffer a turn bounds the turn; the rest waits in the ring.
	for (uint8_t n = 0; n < 64 && (byte = uart_get(uart)) >= 0; n++) {
		uint8_t b = (uint8_t)byte;

		if (osdp_frame_reader_feed(&ear[uart].reader, &b, 1, now_ms) == 0)
			break;
		heard_us = timer_us();
	}
}

static void deafen(enum uart uart)
{
	while (uart_get(uart) >= 0)
		;
	osdp_frame_reader_reset(&ear[uart].reader);
}

static void listen(enum uart uart, uint32_t now_ms)
{
	struct osdp_frame frame;
	enum osdp_read found = osdp_frame_reader_next(&ear[uart].reader, now_ms, &frame);

	if (found == OSDP_PENDING)
		return;
	// A damaged frame chooses no port: whose it was is a guess.
	if (in_use == UART_COUNT && found == OSDP_READY && osdp_pd_addressed(&pd, &frame))
		in_use = (uint8_t)uart;
	if (in_use != uart)
		return;
	if (found == OSDP_READY && osdp_pd_addressed(&pd, &frame))
		used_ms = now_ms;
	bank.over_usb = uart == UART_USB;
	reply_len = osdp_pd_begin(&pd, found, &frame, now_ms, &reply);
}

static void set_rate(void)
{
	uart_init(UART_LINE, bank.identity.rate);
	silence_us = (uint16_t)(20 * 1000000UL / bank.identity.rate);
}

// Two characters of silence before we drive the pair (osdp.md section 1); the wire behind USB is
// our own.
static bool may_speak(void)
{
	return in_use == UART_USB || (uint16_t)(timer_us() - heard_us) >= silence_us;
}

static void talk(uint32_t now_ms)
{
	if (sending && !uart_sending((enum uart)in_use)) {
		sending = false;
		osdp_pd_sent(&pd);
		if (bank.line_changed && in_use == UART_LINE)
			set_rate();
		bank.line_changed = false;
	}
	if (sending)
		return;
	if (osdp_pd_working(&pd)) {
		// The frame lies in its ear: what comes meanwhile waits in the ring.
		reply_len = osdp_pd_step(&pd, &reply);
		return;
	}
	for (uint8_t uart = 0; uart < UART_COUNT; uart++) {
		if (in_use != UART_COUNT && in_use != uart) {
			deafen((enum uart)uart);
			continue;
		}
		hear((enum uart)uart, now_ms);
		if (!reply_len && !osdp_pd_working(&pd))
			listen((enum uart)uart, now_ms);
	}
	if (reply_len && may_speak()) {
		uart_send((enum uart)in_use, reply, reply_len);
		reply_len = 0;
		sending = true;
	}
	osdp_pd_tick(&pd, now_ms);
	if (in_use != UART_COUNT && !osdp_pd_online(&pd) && !sending && !reply_len &&
		now_ms - used_ms >= BANK_OFFLINE_MS)
		in_use = UART_COUNT;
}

static void show(uint32_t now_ms)
{
	static uint8_t shown[LIGHTS_CHAIN_BYTES];
	static uint32_t shown_ms;
	uint8_t chain[LIGHTS_CHAIN_BYTES];
	uint8_t boards = (uint8_t)((bank_doors(&bank) + 7) / 8);
	uint8_t len = lights_chain(&bank.lights, boards, chain);
	uint8_t colour = (uint8_t)lights_colour(&bank.lights, 0);

	// Once a second in any case: a spark may have changed what a shift register holds.
	if (memcmp(shown, chain, len) != 0 || now_ms - shown_ms >= 1000) {
		memcpy(shown, chain, len);
		shown_ms = now_ms;
		spi_lights(chain, len);
	}
	ports_reader_light(colour == OSDP_RED || colour == OSDP_AMBER || colour == OSDP_MAGENTA ||
				   colour == OSDP_WHITE,
		colour == OSDP_GREEN || colour == OSDP_AMBER || colour == OSDP_CYAN ||
			colour == OSDP_WHITE,
		colour >= OSDP_BLUE);
	ports_buzzer(bank.buzzer.sounding);
	ports_alive((now_ms >> 9 & 1) != 0);
}

static void turn(void)
{
	static uint32_t shown_at;
	uint32_t now_ms = timer_ms();

	// Mute until the boot count that includes this start is stored.
	if (bank.told_mute_over || identity_stored(&bank.identity)) {
		bank.told_mute_over = true;
		talk(now_ms);
	}
	reset_alive();
	// A reply that is being made, or waits for the line to be silent, is not kept waiting by
	// anything else.
	if (reply_len || osdp_pd_working(&pd))
		return;
	bank_step(&bank, ports_switches(), osdp_pd_online(&pd), now_ms);
	// In the middle of a frame, in which no two characters' time passes without one, the slow
	// things wait: its answer is to begin within 3 ms.
	if ((uint16_t)(timer_us() - heard_us) < silence_us)
		return;
	bank_step_slow(&bank);
	if (now_ms - shown_at >= 20) {
		shown_at = now_ms;
		show(now_ms);
	}
}

static void start(void)
{
	ports_init();
	spi_init();
	twi_init();
	bank_init(&bank, reset_cause(), ports_switches(), 0);
	osdp_pd_init(&pd, &(struct osdp_pd_config){
				  .address = bank.identity.address,
				  .app = &bank_app,
				  .bank = &bank,
				  .tx = tx,
				  .tx_cap = sizeof tx,
				  .shield = &osdp_secure_shield,
				  .channel = &bank.channel,
			  });
	for (uint8_t uart = 0; uart < UART_COUNT; uart++)
		osdp_frame_reader_init(
			&ear[uart].reader, ear[uart].buf, sizeof ear[uart].buf, OSDP_GAP_MS);
	uart_init(UART_USB, BANK_BAUD_USB);
	set_rate();
	timer_init();
	reset_watch();
	sei();
}

int main(void)
{
	start();
	for (;;) {
		uint16_t began = timer_us();

		turn();
		measure_turn((uint16_t)(timer_us() - began));
		if (reply_len || osdp_pd_working(&pd) || reader_hurries(&bank.reader))
			continue;
		// A byte that came while this turn was under way would else wait for the next tick.
		cli();
		if (uart_waiting(UART_USB) || uart_waiting(UART_LINE))
			sei();
		else
			timer_sleep();
	}
}
