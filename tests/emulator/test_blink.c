// SPDX-License-Identifier: GPL-3.0-or-later
// Any image runs in the cabinet: it knows nothing of the firmware.
#include <emulator/cabinet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void another_image_toggles_its_pin_in_the_cabinet(void **state)
{
	(void)state;
	char why[200];
	struct cabinet *c;
	const struct cabinet_options options = {.image = AVR_IMAGES "/blink.elf", .doors = 8};
	if (cabinet_open(&options, why, sizeof why, &c))
		fail_msg("%s", why);
	cabinet_run_until(c, 1000000000);
	assert_in_range(cabinet_edges(c, 'B', 7), 99, 101);
	assert_in_range(cabinet_now_ns(c), 1000000000, 1000001000);
	cabinet_close(c);
}

static void what_is_not_an_avr_image_is_refused_with_a_sentence(void **state)
{
	(void)state;
	char why[200] = "";
	struct cabinet *c;
	struct cabinet_options options = {.image = SOURCE_DIR "/README.md", .doors = 8};
	assert_int_equal(cabinet_open(&options, why, sizeof why, &c), -1);
	assert_non_null(strstr(why, "not an ELF image"));
	options.image = "/nowhere.elf";
	assert_int_equal(cabinet_open(&options, why, sizeof why, &c), -1);
	assert_non_null(strstr(why, "cannot read"));
	options.image = AVR_IMAGES "/blink.elf";
	options.doors = 9;
	assert_int_equal(cabinet_open(&options, why, sizeof why, &c), -1);
	assert_non_null(strstr(why, "8, 16 or 24"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_image_toggles_its_pin_in_the_cabinet),
		cmocka_unit_test(what_is_not_an_avr_image_is_refused_with_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
