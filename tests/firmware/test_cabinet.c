// SPDX-License-Identifier: GPL-3.0-or-later
// Doors, sensors, switches, lights and display of the emulated cabinet, through the real image.
#include "panel.h"

#include "bank/clock.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static struct panel *ready(unsigned doors)
{
	struct panel *p = panel_open(doors, NULL);

	panel_settle(p);
	panel_run_ms(p, 400);
	return p;
}

static uint8_t input(struct panel *p, unsigned index)
{
	panel_expect(p, OSDP_ISTAT, NULL, 0, OSDP_ISTATR);
	assert_in_range(index, 0, p->reply.len - 1);
	return p->reply.data[index];
}

static void one_image_finds_8_16_or_24_doors_by_itself(void **state)
{
	(void)state;
	for (unsigned doors = 8; doors <= 24; doors += 8) {
		struct panel *p = ready(doors);
		struct osdp_cap cap;

		panel_expect(p, OSDP_CAP, "\0", 1, OSDP_PDCAP);
		assert_true(osdp_find_cap(p->reply.data, p->reply.len, OSDP_CAP_OUTPUTS, &cap));
		assert_int_equal(cap.number, doors);
		assert_true(osdp_find_cap(p->reply.data, p->reply.len, OSDP_CAP_INPUTS, &cap));
		assert_int_equal(cap.number, 2 * doors);
		assert_int_equal(panel_hello(p).doors, doors);
		panel_expect(p, OSDP_OSTAT, NULL, 0, OSDP_OSTATR);
		assert_int_equal(p->reply.len, doors);
		panel_close(p);
	}
}

static void a_hand_in_is_seen_step_by_step_and_each_step_is_told_by_itself(void **state)
{
	(void)state;
	struct panel *p = ready(16);

	assert_true(panel_out(p, 9, OSDP_OUT_PULSE, 3));
	panel_poll_for(p, 500, OSDP_ISTATR, 1);
	assert_int_equal(p->reply.data[9], OSDP_INPUT_ACTIVE);
	assert_int_equal(p->reply.data[16 + 9], OSDP_INPUT_INACTIVE);
	assert_null(cabinet_put(p->cabinet, 9));
	panel_poll_for(p, 300, OSDP_ISTATR, 1);
	assert_int_equal(p->reply.data[16 + 9], OSDP_INPUT_ACTIVE);
	assert_null(cabinet_close_door(p->cabinet, 9));
	panel_poll_for(p, 300, OSDP_ISTATR, 1);
	for (unsigned i = 0; i < 32; i++)
		assert_int_equal(p->reply.data[i], i == 16 + 9);
	panel_close(p);
}

static void a_cut_chain_is_unknown_and_never_closed_and_empty(void **state)
{
	(void)state;
	struct panel *p = ready(8);

	cabinet_cut_chain(p->cabinet, true);
	panel_poll_for(p, 300, OSDP_ISTATR, 1);
	for (unsigned i = 0; i < 16; i++)
		assert_int_equal(p->reply.data[i], OSDP_INPUT_UNKNOWN);
	assert_int_equal(panel_hello(p).chain, BANK_CHAIN_CUT);
	cabinet_cut_chain(p->cabinet, false);
	panel_poll_for(p, 300, OSDP_ISTATR, 1);
	for (unsigned i = 0; i < 16; i++)
		assert_int_equal(p->reply.data[i], OSDP_INPUT_INACTIVE);
	assert_int_equal(panel_hello(p).chain, BANK_CHAIN_GOOD);
	panel_close(p);
}

static void a_chain_cut_from_the_start_leaves_the_doors_of_the_bench_all_unknown(void **state)
{
	(void)state;
	struct panel *p = panel_open(16, NULL);

	cabinet_cut_chain(p->cabinet, true);
	cabinet_power(p->cabinet, false);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 300);
	for (unsigned i = 0; i < 32; i++)
		assert_int_equal(input(p, i), OSDP_INPUT_UNKNOWN);
	panel_close(p);
}

static void tamper_and_battery_are_told_when_they_come_and_when_they_go(void **state)
{
	(void)state;
	struct panel *p = ready(8);

	cabinet_tamper(p->cabinet, true);
	panel_poll_for(p, 300, OSDP_LSTATR, 1);
	assert_int_equal(p->reply.data[0], 1);
	assert_int_equal(p->reply.data[1], 0);
	cabinet_mains(p->cabinet, false);
	panel_poll_for(p, 300, OSDP_LSTATR, 1);
	assert_int_equal(p->reply.data[1], 1);
	cabinet_tamper(p->cabinet, false);
	cabinet_mains(p->cabinet, true);
	panel_poll_for(p, 300, OSDP_LSTATR, 1);
	assert_int_equal(p->reply.data[0], 0);
	panel_expect(p, OSDP_LSTAT, NULL, 0, OSDP_LSTATR);
	assert_int_equal(p->reply.data[1], 0);
	panel_close(p);
}

static void show(struct panel *p, uint8_t light, uint8_t colour)
{
	uint8_t data[OSDP_LED_SIZE];

	osdp_write_led(data, &(struct osdp_led){.light = light,
				     .permanent = {OSDP_LED_SET, 1, 0, colour, OSDP_BLACK}});
	panel_expect(p, OSDP_LED, data, sizeof data, OSDP_ACK);
}

static void lights_and_display_show_what_the_host_says_and_nothing_stale(void **state)
{
	(void)state;
	struct panel *p = panel_open(24, NULL);
	uint8_t data[OSDP_TEXT_HEAD + 64];
	char text[65];
	json_t *seen;

	panel_run_ms(p, 500);
	assert_string_equal(cabinet_display(p->cabinet, 1), "   Not in service   ");
	panel_settle(p);
	panel_run_ms(p, 300);
	assert_string_equal(cabinet_display(p->cabinet, 1), "                    ");
	show(p, 0, OSDP_BLUE);
	show(p, 1, OSDP_RED);
	show(p, 20, OSDP_GREEN);
	show(p, 24, OSDP_AMBER);
	snprintf(text, sizeof text, "%-16s%-16s%-16s%-16s", "Phone off,", "internet off,",
		"then close", "door 20");
	osdp_write_text(data, &(struct osdp_text){0, OSDP_TEXT_PERMANENT_WRAP, 0, 1, 1, 64, text});
	panel_expect(p, OSDP_TEXT, data, sizeof data, OSDP_ACK);
	panel_run_ms(p, 300);
	assert_string_equal(cabinet_display(p->cabinet, 0), "  Phone off,        ");
	assert_string_equal(cabinet_display(p->cabinet, 1), "  internet off,     ");
	assert_string_equal(cabinet_display(p->cabinet, 2), "  then close        ");
	assert_string_equal(cabinet_display(p->cabinet, 3), "  door 20           ");
	seen = cabinet_state(p->cabinet);
	for (unsigned door = 0; door < 24; door++)
		assert_string_equal(
			json_string_value(json_array_get(json_object_get(seen, "lights"), door)),
			door == 0    ? "red"
			: door == 19 ? "green"
			: door == 23 ? "amber"
				     : "off");
	assert_true(json_is_true(json_object_get(json_object_get(seen, "reader_light"), "blue")));
	json_decref(seen);
	panel_run_ms(p, 8500); // the host has gone
	assert_string_equal(cabinet_display(p->cabinet, 1), "   Not in service   ");
	seen = cabinet_state(p->cabinet);
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(seen, "lights"), 0)), "off");
	json_decref(seen);
	panel_close(p);
}

static void the_buzzer_beeps_as_often_as_asked(void **state)
{
	(void)state;
	struct panel *p = ready(8);
	unsigned beeps = 0;
	bool was = false;

	panel_expect(p, OSDP_BUZ, "\0\2\1\2\3", 5, OSDP_ACK);
	for (unsigned ms = 0; ms < 2000; ms += 10) {
		json_t *seen = cabinet_state(p->cabinet);
		bool now = json_is_true(json_object_get(seen, "buzzer"));

		json_decref(seen);
		beeps += now && !was;
		was = now;
		panel_run_ms(p, 10);
	}
	assert_int_equal(beeps, 3);
	panel_close(p);
}

static void comset_moves_the_bank_and_a_power_cut_leaves_it_there(void **state)
{
	(void)state;
	struct panel *p = ready(8);
	uint8_t data[OSDP_COM_SIZE];
	struct osdp_com com = {.address = 42, .baud = 12345};

	osdp_write_com(data, &com);
	panel_expect(p, OSDP_COMSET, data, sizeof data, OSDP_COM);
	assert_true(osdp_read_com(p->reply.data, p->reply.len, &com));
	assert_int_equal(com.address, 42);
	assert_int_equal(com.baud, 38400); // what it cannot do leaves the rate as it is
	panel_restart(p);
	assert_false(panel_ask(p, OSDP_POLL, NULL, 0));
	p->address = 42;
	panel_restart(p);
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 10);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 200);
	panel_restart(p);
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_int_equal(osdp_read_u32(p->reply.data + 5), PANEL_SERIAL);
	panel_close(p);
}

static void the_port_that_spoke_first_is_in_use_until_eight_seconds_of_silence(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	assert_true(panel_ask(p, OSDP_POLL, NULL, 0));
	p->port = CABINET_USB;
	for (unsigned i = 0; i < 3; i++) {
		panel_restart(p);
		assert_false(panel_ask(p, OSDP_POLL, NULL, 0));
		panel_run_ms(p, 2000);
	}
	panel_run_ms(p, 2000);
	panel_restart(p);
	assert_true(panel_ask(p, OSDP_POLL, NULL, 0));
	p->port = CABINET_RS485;
	panel_restart(p);
	assert_false(panel_ask(p, OSDP_POLL, NULL, 0));
	panel_close(p);
}

static void unset(struct cabinet_options *options)
{
	options->bench = false;
	options->address = 0;
	options->key = NULL;
}

static void a_bank_never_set_at_the_bench_says_so_and_opens_nothing(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, unset);

	p->address = 0;
	panel_run_ms(p, 400);
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_int_equal(osdp_read_u32(p->reply.data + 5), 0);
	assert_true(panel_out(p, 0, OSDP_OUT_PULSE, 1));
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_int_equal(p->reply.data[0], OSDP_NAK_SECURE);
	panel_close(p);
}

static struct bank_clock ask_clock(struct panel *p, const uint8_t *request, size_t len)
{
	struct bank_clock clock;

	panel_expect(p, OSDP_MFG, request, (uint16_t)len, OSDP_MFGREP);
	assert_true(bank_read_clock(p->reply.data, p->reply.len, &clock));
	return clock;
}

static void the_clock_is_set_by_the_host_and_runs_on_through_a_power_cut(void **state)
{
	uint8_t ask[BANK_CLOCK_ASK_SIZE], set[BANK_CLOCK_SET_SIZE];
	struct panel *p = panel_open(8, NULL);
	struct bank_clock clock;

	(void)state;
	bank_write_clock_ask(ask);
	panel_run_ms(p, 1500);
	assert_int_equal(ask_clock(p, ask, sizeof ask).flags, 0); // a new chip never ran
	bank_write_clock_set(set, 1795003600);
	clock = ask_clock(p, set, sizeof set);
	assert_int_equal(clock.flags, BANK_CLOCK_SET);
	assert_int_equal(clock.seconds, 1795003600);
	panel_run_ms(p, 5000);
	clock = ask_clock(p, ask, sizeof ask);
	assert_in_range(clock.seconds, 1795003603, 1795003606);
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 60000);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 1500);
	panel_restart(p);
	clock = ask_clock(p, ask, sizeof ask);
	assert_int_equal(clock.flags, BANK_CLOCK_SET);
	assert_in_range(clock.seconds, 1795003664, 1795003668);
	bank_write_clock_set(set, 1);
	panel_expect_nak(p, OSDP_MFG, set, sizeof set, OSDP_NAK_RECORD);
	panel_close(p);
}

static void battery_and_coil_are_measured(void **state)
{
	struct panel *p = panel_open(8, NULL);

	(void)state;
	panel_settle(p);
	panel_run_ms(p, 400);
	assert_in_range(panel_hello(p).battery_mv, 13000, 13400);
	assert_int_equal(panel_hello(p).coil_ma, 0);
	cabinet_battery(p->cabinet, 11.4);
	assert_true(panel_out(p, 3, OSDP_OUT_PULSE, 2));
	panel_run_ms(p, 400);
	assert_in_range(panel_hello(p).battery_mv, 11200, 11600);
	assert_in_range(panel_hello(p).coil_ma, 560, 650);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_image_finds_8_16_or_24_doors_by_itself),
		cmocka_unit_test(a_hand_in_is_seen_step_by_step_and_each_step_is_told_by_itself),
		cmocka_unit_test(a_cut_chain_is_unknown_and_never_closed_and_empty),
		cmocka_unit_test(
			a_chain_cut_from_the_start_leaves_the_doors_of_the_bench_all_unknown),
		cmocka_unit_test(tamper_and_battery_are_told_when_they_come_and_when_they_go),
		cmocka_unit_test(lights_and_display_show_what_the_host_says_and_nothing_stale),
		cmocka_unit_test(the_buzzer_beeps_as_often_as_asked),
		cmocka_unit_test(comset_moves_the_bank_and_a_power_cut_leaves_it_there),
		cmocka_unit_test(
			the_port_that_spoke_first_is_in_use_until_eight_seconds_of_silence),
		cmocka_unit_test(a_bank_never_set_at_the_bench_says_so_and_opens_nothing),
		cmocka_unit_test(the_clock_is_set_by_the_host_and_runs_on_through_a_power_cut),
		cmocka_unit_test(battery_and_coil_are_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
