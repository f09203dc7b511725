// SPDX-License-Identifier: GPL-3.0-or-later
// Latches of the real image: what the coils did, against what the host asked.
#include "panel.h"

#include <string.h>

static struct panel *ready(unsigned doors)
{
	struct panel *p = panel_open(doors, NULL);

	panel_settle(p);
	panel_run_ms(p, 400);
	return p;
}

// Milliseconds of coil current in that door over the next `ms`, and how often it came on.
static double watch(struct panel *p, unsigned door, unsigned ms, unsigned *out_pulses)
{
	uint64_t until = cabinet_now_ns(p->cabinet) + ms * 1000000ULL;
	uint64_t on = 0;
	bool was = false;

	*out_pulses = 0;
	while (cabinet_now_ns(p->cabinet) < until) {
		bool now = cabinet_latch_on(p->cabinet, door);

		on += now;
		*out_pulses += now && !was;
		was = now;
		cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + 100000);
	}
	return (double)on / 10;
}

static void a_pulse_is_as_long_as_asked_and_a_repeat_is_not_a_second_one(void **state)
{
	(void)state;
	struct panel *p = ready(16);
	unsigned pulses;
	double ms;

	assert_true(panel_out(p, 7, OSDP_OUT_PULSE, 3));
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	assert_int_equal(p->reply.len, 16);
	for (unsigned door = 0; door < 16; door++)
		assert_int_equal(p->reply.data[door], door == 7);
	for (int i = 0; i < 3; i++) {
		assert_true(panel_repeat(p));
		assert_int_equal(p->reply.code, OSDP_OSTATR);
		assert_int_equal(p->reply.data[7], 1);
	}
	ms = watch(p, 7, 2000, &pulses);
	assert_int_equal(pulses, 1);
	assert_in_range((uint64_t)ms, 200, 300); // the rest of 300 ms
	assert_true(panel_repeat(p));
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	watch(p, 7, 1000, &pulses);
	assert_int_equal(pulses, 0);
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 299000000, 301000000);
	panel_close(p);
}

static void no_pulse_is_longer_than_half_a_second_whatever_is_asked(void **state)
{
	static const uint16_t asked[] = {0, 5, 6, 600, 0xFFFF};

	(void)state;
	for (unsigned i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct panel *p = ready(8);
		unsigned pulses;

		assert_true(panel_out(p, 0, OSDP_OUT_PULSE, asked[i]));
		assert_int_equal(p->reply.code, OSDP_OSTATR);
		watch(p, 0, 70000 / 10, &pulses);
		assert_int_equal(pulses, 1);
		assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 499000000, 501000000);
		panel_close(p);
	}
}

static void another_latch_is_busy_until_the_gap_is_over(void **state)
{
	(void)state;
	struct panel *p = ready(24);
	uint64_t began;

	assert_true(panel_out(p, 3, OSDP_OUT_PULSE, 2));
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	began = cabinet_now_ns(p->cabinet);
	assert_true(panel_out(p, 23, OSDP_OUT_PULSE, 2));
	assert_int_equal(p->reply.code, OSDP_BUSY);
	assert_int_equal(p->reply.sqn, 0);
	while (p->reply.code == OSDP_BUSY) {
		assert_false(cabinet_latch_on(p->cabinet, 23));
		panel_run_ms(p, 10);
		assert_true(panel_repeat(p));
	}
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	assert_int_equal(p->reply.data[23], 1);
	assert_in_range(cabinet_now_ns(p->cabinet) - began, 480000000, 530000000);
	panel_close(p);
}

static void only_a_single_pulse_of_a_known_door_is_obeyed(void **state)
{
	static const struct osdp_out refused[] = {
		{0, OSDP_OUT_ON, 1},
		{0, OSDP_OUT_ON_LATER, 1},
		{0, OSDP_OUT_PULSE_OFF, 1},
		{0, 7, 1},
		{0, 255, 1},
		{8, OSDP_OUT_PULSE, 1},
		{255, OSDP_OUT_OFF, 1},
	};

	(void)state;
	struct panel *p = ready(8);
	uint8_t data[2 * OSDP_OUT_SIZE];

	for (unsigned i = 0; i < sizeof refused / sizeof *refused; i++) {
		osdp_write_out(data, &refused[i]);
		panel_expect_nak(p, OSDP_OUT, data, OSDP_OUT_SIZE, OSDP_NAK_RECORD);
	}
	osdp_write_out(data, &(struct osdp_out){0, OSDP_OUT_PULSE, 1});
	osdp_write_out(data + OSDP_OUT_SIZE, &(struct osdp_out){1, OSDP_OUT_PULSE, 1});
	panel_expect_nak(p, OSDP_OUT, data, sizeof data, OSDP_NAK_RECORD);
	for (uint8_t control = 0; control <= OSDP_OUT_OFF_LATER; control++) {
		if (control == OSDP_OUT_ON)
			continue;
		assert_true(panel_out(p, 0, control, 0));
		assert_int_equal(p->reply.code, OSDP_OSTATR);
		assert_int_equal(p->reply.data[0], 0);
	}
	panel_run_ms(p, 100);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	// In the clear it is nobody's, in the session or under a number that begins anew.
	osdp_write_out(data, &(struct osdp_out){0, OSDP_OUT_PULSE, 1});
	for (unsigned anew = 0; anew < 2; anew++) {
		assert_true(panel_ask_clear(p, OSDP_OUT, 0, 0, data, OSDP_OUT_SIZE));
		assert_int_equal(p->reply.code, OSDP_NAK);
		assert_int_equal(p->reply.data[0], OSDP_NAK_SECURE);
		panel_restart(p);
	}
	panel_run_ms(p, 100);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	panel_close(p);
}

static void off_ends_a_pulse_that_is_under_way(void **state)
{
	(void)state;
	struct panel *p = ready(8);

	assert_true(panel_out(p, 2, OSDP_OUT_PULSE, 5));
	assert_true(panel_out(p, 1, OSDP_OUT_OFF, 0));
	panel_run_ms(p, 5);
	assert_true(cabinet_latch_on(p->cabinet, 2));
	assert_true(panel_out(p, 2, OSDP_OUT_OFF, 0));
	assert_int_equal(p->reply.data[2], 0);
	panel_run_ms(p, 2);
	assert_false(cabinet_latch_on(p->cabinet, 2));
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 1000000, 50000000);
	panel_close(p);
}

static void every_door_has_its_own_coil_and_no_reset_moves_one(void **state)
{
	(void)state;
	struct panel *p = ready(24);

	for (uint8_t door = 0; door < 24; door++) {
		assert_true(panel_out(p, door, OSDP_OUT_PULSE, 1));
		assert_int_equal(p->reply.code, OSDP_OSTATR);
		panel_run_ms(p, 5);
		for (unsigned other = 0; other < 24; other++)
			assert_int_equal(cabinet_latch_on(p->cabinet, other), other == door);
		panel_run_ms(p, 450);
	}
	for (int how = RESET_DTR; how <= RESET_WATCHDOG; how++) {
		uint64_t longest = cabinet_longest_pulse_ns(p->cabinet);

		cabinet_reset(p->cabinet, (enum cabinet_reset)how);
		for (unsigned i = 0; i < 2000; i++) {
			cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + 100000);
			for (unsigned door = 0; door < 24; door++)
				assert_false(cabinet_latch_on(p->cabinet, door));
		}
		assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), longest);
	}
	panel_close(p);
}

// One byte in a hundred is wrong, in both directions; the host repeats until it hears a reply.
static void on_a_bad_line_each_unlock_is_one_pulse_however_often_it_is_repeated(void **state)
{
	(void)state;
	struct panel *p = ready(8);
	uint32_t before = cabinet_edges(p->cabinet, 'A', 3);
	unsigned repeats = 0;

	for (unsigned n = 0; n < 60; n++) {
		bool heard;

		cabinet_noise(p->cabinet, 0.02);
		heard = panel_out(p, 3, OSDP_OUT_PULSE, 1);
		while (!heard || p->reply.code == OSDP_NAK) {
			if (heard && p->reply.data[0] != OSDP_NAK_CHECK)
				fail_msg("NAK %u", p->reply.data[0]);
			assert_in_range(++repeats, 1, 500);
			if (!heard)
				heard = panel_repeat(p);
			else if ((heard = panel_repeat(p)) == false)
				continue;
		}
		assert_int_equal(p->reply.code, OSDP_OSTATR);
		cabinet_noise(p->cabinet, 0);
		panel_run_ms(p, 500);
	}
	// Each pulse is two edges of the pin; repeats there were.
	assert_int_equal(cabinet_edges(p->cabinet, 'A', 3) - before, 120);
	assert_int_not_equal(repeats, 0);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pulse_is_as_long_as_asked_and_a_repeat_is_not_a_second_one),
		cmocka_unit_test(no_pulse_is_longer_than_half_a_second_whatever_is_asked),
		cmocka_unit_test(another_latch_is_busy_until_the_gap_is_over),
		cmocka_unit_test(only_a_single_pulse_of_a_known_door_is_obeyed),
		cmocka_unit_test(off_ends_a_pulse_that_is_under_way),
		cmocka_unit_test(
			on_a_bad_line_each_unlock_is_one_pulse_however_often_it_is_repeated),
		cmocka_unit_test(every_door_has_its_own_coil_and_no_reset_moves_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
