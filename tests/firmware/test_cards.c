// SPDX-License-Identifier: GPL-3.0-or-later
// Cards at the emulated MFRC522, as RAW replies of the real image.
#include "panel.h"

#include <stdio.h>
#include <string.h>

static void expect_uid(const struct panel *p, const char *hex)
{
	struct osdp_raw raw;
	char text[2 * 10 + 1];

	assert_true(osdp_read_raw(p->reply.data, p->reply.len, &raw));
	assert_int_equal(raw.reader, 0);
	assert_int_equal(raw.bits, 4 * strlen(hex));
	for (unsigned i = 0; i < raw.bits / 8u; i++)
		snprintf(text + 2 * i, 3, "%02X", raw.data[i]);
	assert_string_equal(text, hex);
}

static void a_card_of_4_7_or_10_bytes_is_read_once_however_long_it_lies_there(void **state)
{
	static const char *const uids[] = {"DEADBEEF", "04A1B2C3D4E5F6", "0102030405060708090A"};

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct panel *p = panel_open(8, NULL);

		panel_settle(p);
		assert_null(cabinet_tap(p->cabinet, uids[i], NULL));
		panel_poll_for(p, 5000, OSDP_RAW, 1);
		expect_uid(p, uids[i]);
		assert_null(cabinet_untap(p->cabinet));
		panel_poll_for(p, 500, OSDP_RAW, 0);
		assert_null(cabinet_tap(p->cabinet, uids[i], NULL));
		panel_poll_for(p, 500, OSDP_RAW, 1);
		expect_uid(p, uids[i]);
		panel_close(p);
	}
}

static void of_two_cards_held_together_none_is_read_until_both_are_gone(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	panel_settle(p);
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", "04A1B2C3D4E5F6"));
	panel_poll_for(p, 1000, OSDP_RAW, 0);
	assert_non_null(strstr(cabinet_display(p->cabinet, 1), "One card please"));
	assert_null(cabinet_untap(p->cabinet));
	assert_null(cabinet_tap(p->cabinet, "04A1B2C3D4E5F6", NULL));
	panel_poll_for(p, 1000, OSDP_RAW, 0);
	assert_null(cabinet_untap(p->cabinet));
	panel_run_ms(p, 300);
	assert_null(cabinet_tap(p->cabinet, "04A1B2C3D4E5F6", NULL));
	panel_poll_for(p, 1000, OSDP_RAW, 1);
	panel_close(p);
}

static void two_cards_of_the_same_kind_collide_as_well(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	panel_settle(p);
	assert_null(cabinet_tap(p->cabinet, "04A1B2C3D4E5F6", "04A1B2C3D4E5F7"));
	panel_poll_for(p, 1000, OSDP_RAW, 0);
	panel_close(p);
}

static void a_card_that_nobody_fetched_in_three_seconds_is_forgotten(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	panel_settle(p);
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", NULL));
	panel_run_ms(p, 100);
	assert_null(cabinet_untap(p->cabinet));
	panel_run_ms(p, 2700);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_RAW);
	assert_true(panel_repeat(p)); // the reply was lost: the same once more
	assert_int_equal(p->reply.code, OSDP_RAW);
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_ACK);
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", NULL));
	panel_run_ms(p, 100);
	assert_null(cabinet_untap(p->cabinet));
	panel_run_ms(p, 3100);
	panel_poll_for(p, 500, OSDP_RAW, 0);
	panel_close(p);
}

static void another_card_in_its_place_is_another_presentation(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	panel_settle(p);
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", NULL));
	panel_poll_for(p, 300, OSDP_RAW, 1);
	assert_null(cabinet_untap(p->cabinet));
	panel_run_ms(p, 10); // in no time it would be there beside the first: two at once
	assert_null(cabinet_tap(p->cabinet, "01020304", NULL));
	panel_poll_for(p, 300, OSDP_RAW, 1);
	expect_uid(p, "01020304");
	panel_close(p);
}

static void cards_read_before_an_outage_of_eight_seconds_open_nothing_after_it(void **state)
{
	(void)state;
	struct panel *p = panel_open(8, NULL);

	panel_settle(p);
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", NULL));
	panel_run_ms(p, 9000);
	panel_expect_nak(p, OSDP_POLL, NULL, 0, OSDP_NAK_SECURE);
	panel_restart(p);
	panel_poll_for(p, 500, OSDP_RAW, 0);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_of_4_7_or_10_bytes_is_read_once_however_long_it_lies_there),
		cmocka_unit_test(of_two_cards_held_together_none_is_read_until_both_are_gone),
		cmocka_unit_test(two_cards_of_the_same_kind_collide_as_well),
		cmocka_unit_test(a_card_that_nobody_fetched_in_three_seconds_is_forgotten),
		cmocka_unit_test(another_card_in_its_place_is_another_presentation),
		cmocka_unit_test(
			cards_read_before_an_outage_of_eight_seconds_open_nothing_after_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
