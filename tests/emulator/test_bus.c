// SPDX-License-Identifier: GPL-3.0-or-later
// Several cabinets and a host on one pair of wires. Each cabinet runs chip-probe.elf: told over
// USB, it sends twenty bytes on RS-485; what it hears there it repeats on USB.
#include "probe.h"

struct pair {
	struct probe *a, *b;
	struct bus *bus;
};

static int setup(void **state)
{
	struct pair *pair = calloc(1, sizeof *pair);
	assert_non_null(pair);
	pair->a = probe_open(1, 8, NULL);
	pair->b = probe_open(2, 8, NULL);
	pair->bus = bus_open(CABINET_RS485, 3);
	assert_int_equal(bus_join(pair->bus, pair->a->cabinet), 0);
	assert_int_equal(bus_join(pair->bus, pair->b->cabinet), 0);
	*state = pair;
	return 0;
}

static int teardown(void **state)
{
	struct pair *pair = *state;
	bus_close(pair->bus);
	probe_close(pair->a);
	probe_close(pair->b);
	free(pair);
	return 0;
}

static void run_ms(struct pair *pair, unsigned ms)
{
	bus_run(pair->bus, bus_now_ns(pair->bus) + ms * 1000000ULL);
}

static bool has_logged(const struct cabinet *c, const char *part)
{
	for (size_t i = 0; i < cabinet_log_count(c); i++)
		if (strstr(cabinet_log_line(c, i), part))
			return true;
	return false;
}

static void a_byte_of_one_reaches_the_host_the_other_and_itself(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	probe_feed(pair->a, 'T');
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 20);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(heard[i].value, 0x30 + i);
	assert_in_range(heard[19].at_ns - heard[0].at_ns, 19 * 260000, 19 * 270000);
	assert_int_equal(cabinet_take(pair->b->cabinet, CABINET_USB, heard, 64), 20);
	// It heard itself too: its receiver ran over while it was busy sending.
	assert_true(has_logged(pair->a->cabinet, "\"overrun\""));
	assert_int_equal(cabinet_fought(pair->a->cabinet), 0);
}

static void the_hosts_bytes_reach_all_and_are_paced(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	uint64_t from = bus_now_ns(pair->bus);
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	run_ms(pair, 10);
	assert_int_equal(bus_sending(pair->bus), 0);
	assert_int_equal(cabinet_take(pair->a->cabinet, CABINET_USB, heard, 64), 4);
	assert_int_equal(cabinet_take(pair->b->cabinet, CABINET_USB, heard, 64), 4);
	assert_int_equal(heard[3].value, 'l');
	assert_in_range(heard[3].at_ns - from, 4 * 260000 + 85000, 4 * 260000 + 105000);
	assert_int_equal(bus_take(pair->bus, heard, 64), 0);
}

static void two_that_drive_at_once_spoil_both_and_are_counted(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	probe_feed(pair->a, 'T');
	probe_feed(pair->b, 'T');
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 40);
	for (unsigned i = 0; i < 40; i++)
		assert_int_not_equal(heard[i].value, 0x30 + i / 2);
	assert_int_equal(cabinet_fought(pair->a->cabinet), 20);
	assert_int_equal(cabinet_fought(pair->b->cabinet), 20);
}

static void a_driver_left_on_spoils_what_others_send_and_is_counted(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	probe_feed(pair->b, 'H');
	run_ms(pair, 5);
	probe_feed(pair->a, 'T');
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 20);
	assert_int_not_equal(heard[0].value, 0x30);
	assert_int_equal(cabinet_fought(pair->a->cabinet), 20);
	assert_int_equal(cabinet_fought(pair->b->cabinet), 20);
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	run_ms(pair, 20);
	assert_int_equal(bus_host_fought(pair->bus), 4);
}

static void cutting_ones_power_costs_the_other_no_byte(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	probe_feed(pair->b, 'T');
	run_ms(pair, 3);
	size_t before = bus_take(pair->bus, heard, 64);
	assert_true(before > 0 && before < 20);
	cabinet_power(pair->b->cabinet, false);
	probe_feed(pair->a, 'T');
	run_ms(pair, 20);
	size_t after = bus_take(pair->bus, heard, 64);
	assert_true(after >= 20 && after <= 21); // the byte cut in half arrives spoilt
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(heard[after - 20 + i].value, 0x30 + i);
	cabinet_power(pair->b->cabinet, true);
	run_ms(pair, 50);
	assert_int_equal(cabinet_resets(pair->b->cabinet), 2);
	bus_send(pair->bus, (const uint8_t *)"x", 1);
	run_ms(pair, 5);
	while (cabinet_take(pair->b->cabinet, CABINET_USB, heard, 1))
		;
	assert_int_equal(heard[0].value, 'x');
}

static void a_cut_stub_is_silence_both_ways(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	cabinet_cut_stub(pair->a->cabinet, true);
	probe_feed(pair->a, 'T');
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 0);
	assert_int_equal(cabinet_take(pair->a->cabinet, CABINET_USB, heard, 64), 1); // 't'
	assert_int_equal(cabinet_take(pair->b->cabinet, CABINET_USB, heard, 64), 4);
}

static void another_rate_is_heard_as_rubbish(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	bus_set_rate(pair->bus, 57600);
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	run_ms(pair, 10);
	assert_int_equal(cabinet_take(pair->a->cabinet, CABINET_USB, heard, 64), 4);
	assert_int_not_equal(heard[0].value, 'p');
	bus_set_rate(pair->bus, 38400);
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	run_ms(pair, 10);
	assert_int_equal(cabinet_take(pair->a->cabinet, CABINET_USB, heard, 64), 4);
	assert_int_equal(heard[0].value, 'p');
}

static void an_unplugged_adapter_neither_sends_nor_hears(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	bus_unplug(pair->bus, true);
	bus_send(pair->bus, (const uint8_t *)"poll", 4);
	probe_feed(pair->a, 'T');
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 0);
	bus_unplug(pair->bus, false);
	probe_feed(pair->a, 'T');
	run_ms(pair, 20);
	assert_int_equal(bus_take(pair->bus, heard, 64), 20);
}

static void running_until_heard_stops_at_the_first_byte(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	probe_feed(pair->a, 'T');
	uint64_t at = bus_run_until_heard(pair->bus, bus_now_ns(pair->bus) + 1000000000);
	assert_int_equal(bus_take(pair->bus, heard, 64), 1);
	assert_in_range(at - heard[0].at_ns, 0, 1000);
	assert_true(bus_run_until_heard(pair->bus, at + 100000) >= at + 99000);
}

static void a_usb_line_has_one_cabinet(void **state)
{
	struct pair *pair = *state;
	struct cabinet_byte heard[64];
	struct bus *usb = bus_open(CABINET_USB, 1);
	bus_leave(pair->bus, pair->a->cabinet);
	bus_leave(pair->bus, pair->b->cabinet);
	assert_int_equal(bus_join(usb, pair->a->cabinet), 0);
	assert_int_equal(bus_join(usb, pair->b->cabinet), -1);
	bus_send(usb, (const uint8_t *)"I", 1);
	bus_run(usb, bus_now_ns(usb) + 10000000);
	assert_int_equal(bus_take(usb, heard, 64), 1);
	assert_int_equal(heard[0].value, 'i');
	bus_close(usb);
}

#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PAIR(a_byte_of_one_reaches_the_host_the_other_and_itself),
		WITH_PAIR(the_hosts_bytes_reach_all_and_are_paced),
		WITH_PAIR(two_that_drive_at_once_spoil_both_and_are_counted),
		WITH_PAIR(a_driver_left_on_spoils_what_others_send_and_is_counted),
		WITH_PAIR(cutting_ones_power_costs_the_other_no_byte),
		WITH_PAIR(a_cut_stub_is_silence_both_ways),
		WITH_PAIR(another_rate_is_heard_as_rubbish),
		WITH_PAIR(an_unplugged_adapter_neither_sends_nor_hears),
		WITH_PAIR(running_until_heard_stops_at_the_first_byte),
		WITH_PAIR(a_usb_line_has_one_cabinet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
