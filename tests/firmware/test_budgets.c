// SPDX-License-Identifier: GPL-3.0-or-later
// The budgets of design.md section 9, measured on the real image while everything happens at once,
// and printed: ctest -R firmware/budgets -V
#include "bank/clock.h"
#include "panel.h"

#include <stdio.h>
#include <string.h>

enum { RAM_START = 0x0200, RAM_END = 0x21FF, PAINT = 0xC5 };
enum { RAM_BUDGET = 4096, TURN_BUDGET_US = 5000 };
// Of a POLL answered by ACK, and of anything else: each of them is sealed.
enum { POLL_BUDGET_US = 3000, POLL_SHARE_US = 1600, REPLY_BUDGET_US = 30000 };
// Two characters at 115200: what a USART keeps while no interrupt is taken.
enum { TICK_BUDGET_US = 170 };

static uint16_t u16(struct panel *p, const char *symbol)
{
	uint16_t at = cabinet_symbol(p->cabinet, symbol);

	assert_int_not_equal(at, 0);
	return osdp_read_u16(cabinet_ram(p->cabinet, at));
}

static unsigned ram_used(struct panel *p)
{
	unsigned end = RAM_END;
	uint16_t heap = cabinet_symbol(p->cabinet, "__heap_start");
	unsigned free = 0;

	assert_int_not_equal(heap, 0);
	while (heap + free < end && *cabinet_ram(p->cabinet, (uint16_t)(heap + free)) == PAINT)
		free++;
	assert_int_not_equal(free, 0);
	return end + 1 - RAM_START - free;
}

static uint64_t slowest_ns, slowest_poll_ns;
static uint8_t slowest_code;

static void ask(struct panel *p, uint8_t code, const void *data, uint16_t len)
{
	assert_true(panel_ask(p, code, data, len));
	assert_int_not_equal(p->reply.code, OSDP_NAK);
	if (p->reply.code == OSDP_ACK && code == OSDP_POLL && p->began_ns > slowest_poll_ns)
		slowest_poll_ns = p->began_ns;
	if (p->began_ns > slowest_ns) {
		slowest_ns = p->began_ns;
		slowest_code = code;
	}
}

// Everything a host can ask of a bank in one round, as large as it gets.
static void ask_everything(struct panel *p, unsigned round)
{
	uint8_t leds[17 * OSDP_LED_SIZE], text[OSDP_TEXT_HEAD + 64], hello[8], out[OSDP_OUT_SIZE];
	char chars[65];

	for (uint8_t i = 0; i < 17; i++)
		osdp_write_led(leds + i * OSDP_LED_SIZE,
			&(struct osdp_led){.light = (uint8_t)(i + round % 8),
				.temporary = {2, 1, 1, OSDP_RED, OSDP_GREEN},
				.timer = 3,
				.permanent = {1, 2, 1, OSDP_AMBER, OSDP_BLACK}});
	snprintf(chars, sizeof chars, "%064u", round * 2654435761u);
	osdp_write_text(text, &(struct osdp_text){0, OSDP_TEXT_PERMANENT_WRAP, 0, 1, 1, 64, chars});
	osdp_write_out(out, &(struct osdp_out){(uint8_t)(round % 24), OSDP_OUT_PULSE, 1});
	ask(p, OSDP_POLL, NULL, 0);
	ask(p, OSDP_LED, leds, sizeof leds);
	ask(p, OSDP_POLL, NULL, 0);
	ask(p, OSDP_TEXT, text, sizeof text);
	ask(p, OSDP_OUT, out, sizeof out);
	ask(p, OSDP_ISTAT, NULL, 0);
	ask(p, OSDP_OSTAT, NULL, 0);
	ask(p, OSDP_BUZ, "\0\2\1\1\3", 5);
	ask(p, OSDP_CAP, "\0", 1);
	ask(p, OSDP_ID, "\0", 1);
	ask(p, OSDP_MFG, hello, (uint16_t)bank_write_hello_request(hello));
	ask(p, OSDP_MFG, hello, (uint16_t)bank_write_clock_set(hello, 1795000000 + round));
}

// A new key, and the handshake with it.
static void change_key(struct panel *p, unsigned round)
{
	static uint8_t key[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5};
	uint8_t data[OSDP_KEYSET_SIZE];

	key[15] = (uint8_t)round;
	osdp_write_keyset(data, key);
	ask(p, OSDP_KEYSET, data, sizeof data);
	while (p->reply.code == OSDP_BUSY) {
		panel_run_ms(p, 20);
		assert_true(panel_repeat(p));
	}
	assert_int_equal(p->reply.code, OSDP_ACK);
	p->key = key;
	panel_restart(p);
}

static void live(struct panel *p, unsigned rounds)
{
	static const char *const uids[] = {"DEADBEEF", "04A1B2C3D4E5F6", "0102030405060708090A"};

	for (unsigned round = 0; round < rounds; round++) {
		assert_null(cabinet_tap(
			p->cabinet, uids[round % 3], round % 7 == 6 ? "0403020104D5E6" : NULL));
		ask_everything(p, round);
		cabinet_cut_chain(p->cabinet, round % 5 == 4);
		ask_everything(p, round);
		panel_run_ms(p, 150);
		assert_null(cabinet_untap(p->cabinet));
		panel_run_ms(p, 250);
		if (round % 20 == 19)
			change_key(p, round);
	}
}

static void everything_at_once_stays_within_the_budgets(void **state)
{
	(void)state;
	for (int port = CABINET_RS485; port <= CABINET_USB; port++) {
		struct panel *p = panel_open(24, NULL);
		const char *name = port == CABINET_USB ? "USB 115200" : "RS-485 38400";
		unsigned ram;

		p->port = (enum cabinet_port)port;
		slowest_ns = slowest_poll_ns = 0;
		live(p, 60);
		ram = ram_used(p);
		print_message(
			"%s: worst turn %u us, tick done by %u us, slowest reply begins after "
			"%u us (%s), ACK to a POLL after %u us, RAM with stack %u bytes\n",
			name, u16(p, "measure_turn_worst_us"), u16(p, "timer_tick_worst_us"),
			(unsigned)(slowest_ns / 1000), osdp_command_name(slowest_code),
			(unsigned)(slowest_poll_ns / 1000), ram);
		print_message("%s: awake %.1f %% of %.1f simulated seconds\n", name,
			100.0 * (double)cabinet_awake_cycles(p->cabinet) /
				(double)cabinet_cycles(p->cabinet),
			(double)cabinet_now_ns(p->cabinet) / 1e9);
		assert_in_range(u16(p, "measure_turn_worst_us"), 1, TURN_BUDGET_US);
		assert_in_range(u16(p, "timer_tick_worst_us"), 1, TICK_BUDGET_US);
		assert_in_range(slowest_ns / 1000, 1, REPLY_BUDGET_US);
		assert_in_range(slowest_poll_ns / 1000, 1, POLL_BUDGET_US);
		assert_in_range(ram, 1, RAM_BUDGET);
		panel_close(p);
	}
}

// Issue 4: whatever the bank was doing when the command's last bit came.
static void a_sealed_poll_costs_the_bank_at_most_1600_microseconds(void **state)
{
	(void)state;
	for (int port = CABINET_RS485; port <= CABINET_USB; port++) {
		struct panel *p = panel_open(24, NULL);
		uint64_t most = 0, sum = 0;

		p->port = (enum cabinet_port)port;
		panel_settle(p);
		panel_run_ms(p, 1000);
		for (unsigned n = 0; n < 300; n++) {
			// Another moment of the millisecond, and of the card reader's look.
			cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) +
							      n * 7 % 50 * 1000000 +
							      n * 37 % 1000 * 1000);
			panel_expect(p, OSDP_POLL, NULL, 0, OSDP_ACK);
			sum += p->began_ns;
			if (p->began_ns > most)
				most = p->began_ns;
		}
		print_message("%s: POLL to ACK %u us, at most %u\n",
			port == CABINET_USB ? "USB 115200" : "RS-485 38400",
			(unsigned)(sum / 300 / 1000), (unsigned)(most / 1000));
		assert_in_range(most / 1000, 1, POLL_SHARE_US);
		panel_close(p);
	}
}

// All the data a frame of 256 bytes can hold.
static void the_longest_frame_is_answered_within_30_milliseconds(void **state)
{
	static uint8_t data[239] = {BANK_VENDOR_0, BANK_VENDOR_1, BANK_VENDOR_2, 0xFF};
	struct panel *p = panel_open(24, NULL);

	(void)state;
	for (unsigned n = 0; n < 10; n++) {
		panel_expect_nak(p, OSDP_MFG, data, sizeof data, OSDP_NAK_UNKNOWN);
		assert_int_equal(p->last_len, 255); // 239 bytes, one of padding, and the mark
		assert_in_range(p->began_ns / 1000, 1, REPLY_BUDGET_US);
	}
	print_message("254 bytes answered after %u us\n", (unsigned)(p->began_ns / 1000));
	assert_in_range(u16(p, "measure_turn_worst_us"), 1, TURN_BUDGET_US);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_at_once_stays_within_the_budgets),
		cmocka_unit_test(a_sealed_poll_costs_the_bank_at_most_1600_microseconds),
		cmocka_unit_test(the_longest_frame_is_answered_within_30_milliseconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
