// SPDX-License-Identifier: GPL-3.0-or-later
// One test for each of libsimavr's defects that the cabinet works around, so that a newer library
// or a careless change is noticed; and the chips that are wires away. Image:
// avr-emulator/chip_probe.c.
#include "probe.h"

static void an_spi_byte_takes_eight_clocks_by_the_divider(void **state)
{
	struct seen seen = seen_by(*state);
	assert_in_range(seen.spi_2, 16, 40);
	assert_in_range(seen.spi_16, 128, 152);
	assert_in_range(seen.spi_128, 1024, 1048);
}

static void two_wire_status_codes_and_time_are_the_data_sheets(void **state)
{
	struct seen seen = seen_by(*state);
	const uint8_t codes[] = {0x08, 0x18, 0x28, 0x10, 0x40, 0x58};
	assert_memory_equal(seen.twi, codes, sizeof codes);
	assert_int_equal(seen.twi_nobody, 0x20);
	assert_in_range(seen.twi_byte, 9 * 160, 9 * 160 + 40); // 100 kHz
}

static void an_eeprom_byte_takes_its_milliseconds(void **state)
{
	struct seen seen = seen_by(*state);
	assert_in_range(seen.eeprom_both * 4, 3390, 3410);
	assert_in_range(seen.eeprom_erase * 4, 1790, 1810);
	assert_int_equal(seen.eeprom_value, 0x5A);
	assert_int_equal(seen.eeprom_erased, 0xFF);
}

static void a_uart_byte_is_ten_bits_at_the_rate_set(void **state)
{
	struct seen seen = seen_by(*state);
	assert_in_range(seen.uart_byte, 10 * 26 * 16, 10 * 26 * 16 + 40);
	assert_in_range(seen.uart_byte_2x, 10 * 17 * 8, 10 * 17 * 8 + 40);
}

static void the_clock_chip_tells_the_time_of_a_new_one(void **state)
{
	struct seen seen = seen_by(*state);
	const uint8_t midnight[] = {0x00, 0x00, 0x00};
	assert_memory_equal(seen.clock_seconds, midnight, 3);
}

static void the_battery_is_a_third_and_an_open_input_is_noise(void **state)
{
	struct seen seen = seen_by(*state);
	assert_in_range(seen.battery, 892, 908); // 13.2 V / 3 of 5 V
	struct probe *other = probe_open(2, 24, NULL);
	assert_int_not_equal(seen_by(other).noise, seen.noise);
	probe_close(other);
}

static void the_input_chain_carries_contacts_insides_and_the_guard(void **state)
{
	struct probe *p = *state;
	const uint8_t rest[] = {0, 0, 0, 0, 0, 0, 0xA5};
	assert_memory_equal(seen_by(p).inputs, rest, 7);
	assert_null(cabinet_force(p->cabinet, 9));
	assert_null(cabinet_put(p->cabinet, 9));
	assert_null(cabinet_stick(p->cabinet, 23, SENSOR_INSIDE, 1));
	probe_run(p, 10);
	probe_say(p, 'I');
	const uint8_t after[] = {0, 0, 0x02, 0x02, 0, 0x80, 0xA5};
	assert_memory_equal(seen_by(p).inputs, after, 7);
	cabinet_cut_chain(p->cabinet, true);
	probe_say(p, 'I');
	const uint8_t cut[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
	assert_memory_equal(seen_by(p).inputs, cut, 7);
}

static void eight_doors_have_their_guard_after_one_board(void **state)
{
	(void)state;
	struct probe *p = probe_open(1, 8, NULL);
	const uint8_t inputs[] = {0, 0, 0xA5, 0, 0, 0, 0};
	assert_memory_equal(seen_by(p).inputs, inputs, 7);
	probe_close(p);
}

static void a_forgotten_latch_is_ended_by_hardware_after_600_ms(void **state)
{
	struct probe *p = *state;
	probe_say(p, 'L');
	assert_true(cabinet_latch_on(p->cabinet, 3));
	probe_run(p, 2000);
	assert_false(cabinet_latch_on(p->cabinet, 3));
	assert_true(cabinet_pin(p->cabinet, 'A', 3));
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 599900000, 600100000);
	assert_true(cabinet_door_is_open(p->cabinet, 3));
}

static void a_second_edge_starts_the_one_shot_anew(void **state)
{
	struct probe *p = *state;
	probe_say(p, 'L');
	probe_run(p, 400);
	probe_say(p, 'A');
	probe_run(p, 400);
	assert_true(cabinet_latch_on(p->cabinet, 3));
	probe_run(p, 400);
	assert_false(cabinet_latch_on(p->cabinet, 3));
}

static void bytes_sent_with_the_driver_off_are_lost(void **state)
{
	struct probe *p = *state;
	struct cabinet_byte byte;
	probe_say(p, 'M');
	assert_int_equal(cabinet_take(p->cabinet, CABINET_RS485, &byte, 1), 0);
	probe_say(p, 'T');
	assert_int_equal(cabinet_take(p->cabinet, CABINET_RS485, &byte, 1), 1);
	assert_int_equal(byte.value, 0x30);
}

static void bytes_come_in_one_by_one_at_the_rate_of_the_line(void **state)
{
	struct probe *p = *state;
	const uint8_t words[] = "rate";
	cabinet_feed(p->cabinet, CABINET_RS485, words, 4);
	uint64_t from = cabinet_now_ns(p->cabinet);
	struct cabinet_byte heard[4];
	probe_run(p, 10);
	assert_int_equal(cabinet_take(p->cabinet, CABINET_USB, heard, 4), 4);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(heard[i].value, words[i]);
		assert_in_range(heard[i].at_ns - from, (i + 1) * 260000, (i + 1) * 260000 + 100000);
	}
}

static void a_watchdog_bite_is_a_reset_with_its_cause(void **state)
{
	struct probe *p = *state;
	assert_int_equal(seen_by(p).reset_cause, 0x01);
	probe_feed(p, 'W');
	probe_run(p, 300);
	assert_int_equal(seen_by(p).reset_cause, 0x08);
	assert_int_equal(cabinet_resets(p->cabinet), 2);
	cabinet_reset(p->cabinet, RESET_DTR);
	probe_run(p, 100);
	assert_int_equal(seen_by(p).reset_cause, 0x02);
	cabinet_reset(p->cabinet, RESET_WATCHDOG);
	probe_run(p, 100);
	assert_int_equal(seen_by(p).reset_cause, 0x08);
}

static void the_switches_read_as_they_stand(void **state)
{
	struct probe *p = *state;
	assert_int_equal(seen_by(p).tamper_pins & 0x1C, 0x10);
	cabinet_tamper(p->cabinet, true);
	cabinet_mains(p->cabinet, false);
	cabinet_press_button(p->cabinet);
	cabinet_reset(p->cabinet, RESET_DTR);
	probe_run(p, 100);
	assert_int_equal(seen_by(p).tamper_pins & 0x1C, 0x0C);
}

static int setup(void **state)
{
	*state = probe_open(1, 24, NULL);
	return 0;
}

static int teardown(void **state)
{
	probe_close(*state);
	return 0;
}

#define WITH_PROBE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROBE(an_spi_byte_takes_eight_clocks_by_the_divider),
		WITH_PROBE(two_wire_status_codes_and_time_are_the_data_sheets),
		WITH_PROBE(an_eeprom_byte_takes_its_milliseconds),
		WITH_PROBE(a_uart_byte_is_ten_bits_at_the_rate_set),
		WITH_PROBE(the_clock_chip_tells_the_time_of_a_new_one),
		WITH_PROBE(the_battery_is_a_third_and_an_open_input_is_noise),
		WITH_PROBE(the_input_chain_carries_contacts_insides_and_the_guard),
		cmocka_unit_test(eight_doors_have_their_guard_after_one_board),
		WITH_PROBE(a_forgotten_latch_is_ended_by_hardware_after_600_ms),
		WITH_PROBE(a_second_edge_starts_the_one_shot_anew),
		WITH_PROBE(bytes_sent_with_the_driver_off_are_lost),
		WITH_PROBE(bytes_come_in_one_by_one_at_the_rate_of_the_line),
		WITH_PROBE(a_watchdog_bite_is_a_reset_with_its_cause),
		WITH_PROBE(the_switches_read_as_they_stand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
