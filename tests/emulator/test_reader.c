// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's model held to the data sheet by an image that is no firmware of ours.
#include <emulator/cabinet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// As the image lays it out (tests/avr-emulator/reader_probe.c); avr-gcc packs.
struct __attribute__((packed)) seen {
	uint8_t version;
	uint8_t crc_zero[2], crc_1234[2];
	uint16_t reqa_ticks;
	uint8_t atqa[2];
	uint8_t levels, uid_bytes, sak;
	uint8_t uid[10];
	uint8_t collision, halted, done;
};

static struct cabinet *cabinet;

static int start(void **state)
{
	(void)state;
	char why[200];
	const struct cabinet_options options = {
		.image = AVR_IMAGES "/reader-probe.elf", .doors = 8};
	if (cabinet_open(&options, why, sizeof why, &cabinet))
		fail_msg("%s", why);
	cabinet_run_until(cabinet, 30000000);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	cabinet_close(cabinet);
	return 0;
}

static struct seen run_ms(unsigned ms)
{
	struct seen seen;
	uint16_t at = cabinet_symbol(cabinet, "seen");
	assert_int_not_equal(at, 0);
	cabinet_run_until(cabinet, cabinet_now_ns(cabinet) + ms * 1000000ULL);
	memcpy(&seen, cabinet_ram(cabinet, at), sizeof seen);
	return seen;
}

static void the_version_register_reads_92(void **state)
{
	(void)state;
	assert_int_equal(run_ms(1).version, 0x92);
}

static void the_crc_coprocessor_agrees_with_iso_14443_annex_b(void **state)
{
	(void)state;
	struct seen seen = run_ms(1);
	assert_int_equal(seen.crc_zero[0], 0xA0);
	assert_int_equal(seen.crc_zero[1], 0x1E);
	assert_int_equal(seen.crc_1234[0], 0x26);
	assert_int_equal(seen.crc_1234[1], 0xCF);
}

// 85 us of REQA, then 100 ticks of 25 us, then the polling that notices.
static void a_reqa_without_a_card_ends_with_the_timer_after_two_and_a_half_ms(void **state)
{
	(void)state;
	struct seen seen = run_ms(1);
	assert_in_range(seen.reqa_ticks * 4, 2585, 2660);
}

static void check_uid(const char *uid, const uint8_t *bytes, unsigned count, unsigned atqa)
{
	assert_null(cabinet_tap(cabinet, uid, NULL));
	struct seen seen = run_ms(120);
	assert_int_equal(seen.uid_bytes, count);
	assert_memory_equal(seen.uid, bytes, count);
	assert_int_equal(seen.atqa[0], atqa);
	assert_int_equal(seen.sak & 0x04, 0);
	assert_int_equal(seen.levels, count == 4 ? 1 : count == 7 ? 2 : 3);
	assert_int_equal(seen.halted, 1);
}

static void a_uid_of_four_bytes_is_selected_in_one_level(void **state)
{
	(void)state;
	const uint8_t bytes[] = {0x12, 0x34, 0x56, 0x78};
	check_uid("12345678", bytes, 4, 0x04);
}

static void a_uid_of_seven_bytes_is_selected_in_two_levels(void **state)
{
	(void)state;
	const uint8_t bytes[] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
	check_uid("04A1B2C3D4E5F6", bytes, 7, 0x44);
}

static void a_uid_of_ten_bytes_is_selected_in_three_levels(void **state)
{
	(void)state;
	const uint8_t bytes[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A};
	check_uid("0102030405060708090A", bytes, 10, 0x84);
}

static void two_cards_at_once_collide(void **state)
{
	(void)state;
	assert_null(cabinet_tap(cabinet, "12345678", "92345678"));
	struct seen seen = run_ms(120);
	assert_int_equal(seen.uid_bytes, 0);
	assert_int_equal(seen.collision & 0x08, 0x08);
}

static void a_card_taken_away_is_not_read_any_more(void **state)
{
	(void)state;
	assert_null(cabinet_tap(cabinet, "12345678", NULL));
	assert_int_equal(run_ms(120).uid_bytes, 4);
	assert_null(cabinet_untap(cabinet));
	assert_int_equal(run_ms(120).uid_bytes, 0);
	assert_non_null(cabinet_untap(cabinet));
	assert_non_null(cabinet_tap(cabinet, "1234567", NULL));
	assert_non_null(cabinet_tap(cabinet, "1234567X", NULL));
}

#define WITH_CABINET(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CABINET(the_version_register_reads_92),
		WITH_CABINET(the_crc_coprocessor_agrees_with_iso_14443_annex_b),
		WITH_CABINET(a_reqa_without_a_card_ends_with_the_timer_after_two_and_a_half_ms),
		WITH_CABINET(a_uid_of_four_bytes_is_selected_in_one_level),
		WITH_CABINET(a_uid_of_seven_bytes_is_selected_in_two_levels),
		WITH_CABINET(a_uid_of_ten_bytes_is_selected_in_three_levels),
		WITH_CABINET(two_cards_at_once_collide),
		WITH_CABINET(a_card_taken_away_is_not_read_any_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
