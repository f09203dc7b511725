// SPDX-License-Identifier: GPL-3.0-or-later
// The image on the emulated chip, asked over its USARTs.
#include "panel.h"

#include <stdlib.h>
#include <string.h>

static void a_poll_is_answered_over_rs485_and_the_first_answer_tells_the_restart(void **state)
{
	(void)state;
	struct panel *p = panel_open(16, NULL);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_LSTATR);
	assert_int_equal(p->reply.data[1], 1);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_LSTATR);
	assert_int_equal(p->reply.data[1], 0);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_ISTATR);
	assert_int_equal(p->reply.len, 32);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_ACK);
	panel_close(p);
}

static void the_bank_says_who_it_is_over_both_ports(void **state)
{
	(void)state;
	for (int port = CABINET_RS485; port <= CABINET_USB; port++) {
		struct panel *p = panel_open(24, NULL);
		struct osdp_pdid pdid;
		struct bank_hello hello;

		p->port = (enum cabinet_port)port;
		panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
		assert_true(osdp_read_pdid(p->reply.data, p->reply.len, &pdid));
		assert_int_equal(pdid.serial, PANEL_SERIAL);
		hello = panel_hello(p);
		assert_int_equal(hello.boots, 1);
		assert_int_equal(hello.reset, BANK_RESET_POWER);
		assert_int_equal(hello.doors, 24);
		assert_int_equal(hello.chain, BANK_CHAIN_GOOD);
		panel_close(p);
	}
}

static void every_rate_of_the_line_carries_long_frames_both_ways(void **state)
{
	static const uint32_t rates[] = {9600, 19200, 57600, 115200, 38400};

	(void)state;
	struct panel *p = panel_open(24, NULL);

	panel_settle(p);
	for (unsigned i = 0; i < sizeof rates / sizeof *rates; i++) {
		uint8_t data[OSDP_COM_SIZE], leds[17 * OSDP_LED_SIZE];

		memset(leds, 0, sizeof leds);
		osdp_write_com(data, &(struct osdp_com){p->address, rates[i]});
		panel_expect(p, OSDP_COMSET, data, sizeof data, OSDP_COM);
		assert_int_equal(osdp_read_u32(p->reply.data + 1), rates[i]);
		p->rate = rates[i];
		panel_run_ms(p, 5);
		panel_restart(p);
		for (unsigned n = 0; n < 20; n++) {
			panel_expect(p, OSDP_LED, leds, sizeof leds, OSDP_ACK);
			panel_expect(p, OSDP_ISTAT, NULL, 0, OSDP_ISTATR);
			assert_int_equal(p->reply.len, 48);
			// Two characters of silence before anybody else may speak.
			assert_in_range(
				p->began_ns, 2 * 10000000000ULL / rates[i] * 9 / 10, 30000000);
		}
	}
	panel_close(p);
}

// Beginnings of frames, whole frames cut and flipped, noise: never a reset, never a coil, and the
// next good command is answered.
static void any_bytes_on_both_ports_leave_the_bank_alive_and_its_coils_off(void **state)
{
	(void)state;
	struct panel *p = panel_open(24, NULL);
	uint8_t bytes[300];

	srand(2);
	for (unsigned round = 0; round < 400; round++) {
		unsigned len = (unsigned)rand() % sizeof bytes;
		struct osdp_frame frame = {.address = 5,
			.sqn = (uint8_t)(rand() & 3),
			.code = (uint8_t)(0x60 + rand() % 0x48),
			.data = bytes + 150,
			.len = (uint16_t)(rand() % 64)};

		for (unsigned i = 0; i < sizeof bytes; i++)
			bytes[i] = (uint8_t)rand();
		if (frame.code == OSDP_COMSET) // it would be obeyed
			frame.code = OSDP_POLL;
		if (rand() % 2) {
			len = osdp_frame_write(bytes, 150, &frame);
			if (rand() % 2)
				bytes[(unsigned)rand() % len] ^= (uint8_t)(1 << rand() % 8);
			if (rand() % 4 == 0)
				len = (unsigned)rand() % len;
		}
		// A well-formed OUT among them may open a door: that is what it is for.
		if (frame.code == OSDP_OUT)
			bytes[0] = bytes[1] = 0;
		cabinet_feed(p->cabinet, rand() % 2 ? CABINET_USB : CABINET_RS485, bytes, len);
		panel_run_ms(p, (unsigned)rand() % 200);
	}
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	panel_run_ms(p, 9000);
	panel_restart(p);
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_int_equal(cabinet_resets(p->cabinet), 1);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_poll_is_answered_over_rs485_and_the_first_answer_tells_the_restart),
		cmocka_unit_test(every_rate_of_the_line_carries_long_frames_both_ways),
		cmocka_unit_test(any_bytes_on_both_ports_leave_the_bank_alive_and_its_coils_off),
		cmocka_unit_test(the_bank_says_who_it_is_over_both_ports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
