// SPDX-License-Identifier: GPL-3.0-or-later
// Each of the three bounds of a coil (docs/safety.md) with the others made unable to help, and what
// the bank says of itself afterwards.
#include "panel.h"

#include <stdio.h>
#include <unistd.h>

#define BOOT_LOADER                                                                                \
	"/usr/share/arduino/hardware/arduino/avr/bootloaders/stk500v2/stk500boot_v2_mega2560.hex"

enum fault { FAULT_HANG = 1, FAULT_HANG_WITHOUT_INTERRUPTS = 2, FAULT_NO_TICK = 3 };

static void faulty(struct cabinet_options *options)
{
	options->image = AVR_IMAGES "/bank-faulty.elf";
}

static void faulty_behind_the_boot_loader(struct cabinet_options *options)
{
	faulty(options);
	options->bootloader = BOOT_LOADER;
}

static void without_a_key(struct cabinet_options *options)
{
	options->key = NULL;
}

static void break_it(struct panel *p, enum fault fault)
{
	uint16_t at = cabinet_symbol(p->cabinet, "fault");

	assert_int_not_equal(at, 0);
	*cabinet_ram(p->cabinet, at) = (uint8_t)fault;
}

static struct bank_hello hello(struct panel *p)
{
	panel_restart(p);
	return panel_hello(p);
}

static struct panel *pulsing(void (*change)(struct cabinet_options *), uint16_t timer)
{
	struct panel *p = panel_open(8, change);

	panel_settle(p);
	panel_run_ms(p, 400);
	assert_true(panel_out(p, 1, OSDP_OUT_PULSE, timer));
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	panel_run_ms(p, 5);
	assert_true(cabinet_latch_on(p->cabinet, 1));
	return p;
}

static void a_program_that_hangs_lets_go_of_the_coil_in_time(void **state)
{
	(void)state;
	struct panel *p = pulsing(faulty, 2);

	break_it(p, FAULT_HANG);
	panel_run_ms(p, 1000);
	assert_false(cabinet_latch_on(p->cabinet, 1));
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 199000000, 201000000);
	panel_close(p);
}

static void with_interrupts_off_as_well_the_one_shot_cuts_the_current(void **state)
{
	(void)state;
	struct panel *p = pulsing(faulty, 2);

	break_it(p, FAULT_HANG_WITHOUT_INTERRUPTS);
	panel_run_ms(p, 1000);
	assert_false(cabinet_latch_on(p->cabinet, 1));
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 550000000, 650000000);
	panel_close(p);
}

static void a_pulse_that_nobody_ends_is_cut_by_the_one_shot_while_the_program_lives(void **state)
{
	(void)state;
	struct panel *p = pulsing(faulty, 2);
	unsigned resets = cabinet_resets(p->cabinet);

	break_it(p, FAULT_NO_TICK);
	panel_run_ms(p, 1000);
	assert_false(cabinet_latch_on(p->cabinet, 1));
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 550000000, 650000000);
	assert_int_equal(cabinet_resets(p->cabinet), resets);
	panel_close(p);
}

static void the_watchdog_starts_a_hung_program_again_and_the_bank_says_so(void **state)
{
	(void)state;
	for (int fault = FAULT_HANG; fault <= FAULT_HANG_WITHOUT_INTERRUPTS; fault++) {
		struct panel *p = pulsing(faulty, 2);
		struct bank_hello said;

		break_it(p, (enum fault)fault);
		panel_run_ms(p, 1800);
		assert_int_equal(cabinet_resets(p->cabinet), 1);
		panel_run_ms(p, 700);
		assert_int_equal(cabinet_resets(p->cabinet), 2);
		said = hello(p);
		assert_int_equal(said.reset, BANK_RESET_WATCHDOG);
		assert_int_equal(said.boots, 2);
		assert_false(cabinet_latch_on(p->cabinet, 1));
		panel_close(p);
	}
}

static void each_cause_of_a_reset_is_told_and_each_start_is_counted(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	cabinet_reset(p->cabinet, RESET_DTR);
	panel_run_ms(p, 200);
	assert_int_equal(hello(p).reset, BANK_RESET_EXTERNAL);
	cabinet_reset(p->cabinet, RESET_WATCHDOG);
	panel_run_ms(p, 200);
	assert_int_equal(hello(p).reset, BANK_RESET_WATCHDOG);
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 100);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 200);
	assert_int_equal(hello(p).reset, BANK_RESET_POWER);
	assert_int_equal(hello(p).boots, 4);
	panel_close(p);
}

static void a_start_cut_at_any_moment_costs_neither_count_nor_name(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);
	uint32_t boots = hello(p).boots;

	for (unsigned at_ms = 0; at_ms < 90; at_ms++) {
		cabinet_power(p->cabinet, false);
		panel_run_ms(p, 10);
		cabinet_power(p->cabinet, true);
		panel_run_ms(p, at_ms); // and the power goes again
	}
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 10);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 200);
	// No start that could have spoken is missing, none is counted twice.
	assert_in_range(hello(p).boots, boots + 1, boots + 91);
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_int_equal(osdp_read_u32(p->reply.data + 5), PANEL_SERIAL);
	panel_close(p);
}

static void behind_the_boot_loader_that_clears_the_cause_it_is_still_known(void **state)
{
	(void)state;
	if (access(BOOT_LOADER, R_OK) != 0) {
		print_message("no %s: install arduino-core-avr\n", BOOT_LOADER);
		skip();
	}
	struct panel *p = panel_open(8, faulty_behind_the_boot_loader);

	panel_run_ms(p, 2000); // it listens for a programmer first
	assert_int_equal(hello(p).boots, 1);
	break_it(p, FAULT_HANG);
	panel_run_ms(p, 5000);
	assert_int_equal(hello(p).reset, BANK_RESET_WATCHDOG);
	cabinet_reset(p->cabinet, RESET_DTR);
	panel_run_ms(p, 2500);
	assert_int_equal(hello(p).reset, BANK_RESET_EXTERNAL);
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 10);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 2500);
	assert_int_equal(hello(p).reset, BANK_RESET_POWER);
	assert_int_equal(hello(p).boots, 4);
	panel_close(p);
}

static void a_bank_without_a_key_opens_nothing(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, without_a_key);

	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_true(panel_out(p, 1, OSDP_OUT_PULSE, 2));
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_int_equal(p->reply.data[0], OSDP_NAK_SECURE);
	panel_run_ms(p, 20);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_that_hangs_lets_go_of_the_coil_in_time),
		cmocka_unit_test(with_interrupts_off_as_well_the_one_shot_cuts_the_current),
		cmocka_unit_test(
			a_pulse_that_nobody_ends_is_cut_by_the_one_shot_while_the_program_lives),
		cmocka_unit_test(the_watchdog_starts_a_hung_program_again_and_the_bank_says_so),
		cmocka_unit_test(each_cause_of_a_reset_is_told_and_each_start_is_counted),
		cmocka_unit_test(a_start_cut_at_any_moment_costs_neither_count_nor_name),
		cmocka_unit_test(behind_the_boot_loader_that_clears_the_cause_it_is_still_known),
		cmocka_unit_test(a_bank_without_a_key_opens_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
