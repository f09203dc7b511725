// SPDX-License-Identifier: GPL-3.0-or-later
// Keyboard-wedge readers through the real libevdev, over an input device of umockdev's: taken for
// us alone, read, lost, and found again.
#include "rig.h"

#include <string.h>

#include "keyboard.h"

#define ADDRESS "evdev:ffff:0035@decimal-10"

struct bench {
	struct keyboard_device *keyboard, *other;
	struct reading_child child;
};

static const char *program;

static int set_up(void **state)
{
	static struct bench bench;

	bench = (struct bench){.keyboard = keyboard_open(NULL)};
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	rig_end(&bench->child);
	keyboard_close(bench->other);
	keyboard_close(bench->keyboard);
	return 0;
}

static void plug_and_start(struct bench *bench, const char *address)
{
	keyboard_plug(bench->keyboard, 5, 1, 0xFFFF, 0x0035, NULL);
	rig_start(&bench->child, program, address, false);
	rig_expect(&bench->child, "trouble .");
}

static void a_card_is_read_and_no_window_gets_it(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, ADDRESS);
	assert_true(keyboard_grabbed(bench->keyboard));
	keyboard_type(bench->keyboard, "0439041101\n");
	rig_expect(&bench->child, "read 0439041101 1A2B3C4D .");
	keyboard_type(bench->keyboard, "0012345678\n");
	rig_expect(&bench->child, "read 0012345678 00BC614E .");
}

static void hexadecimal_letters_come_with_shift(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, "evdev:ffff:0035");
	keyboard_type(bench->keyboard, "04A1B2C3D4E5F6\n");
	rig_expect(&bench->child, "read 04A1B2C3D4E5F6 04A1B2C3D4E5F6 .");
}

static void without_enter_silence_ends_the_code(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, ADDRESS);
	keyboard_type(bench->keyboard, "0439041101");
	rig_expect(&bench->child, "read 0439041101 1A2B3C4D .");
}

static void the_same_card_at_once_again_is_the_same_presentation(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, ADDRESS);
	keyboard_type(bench->keyboard, "0439041101\n0439041101\n0012345678\n");
	rig_expect(&bench->child, "read 0439041101 1A2B3C4D .");
	rig_expect(&bench->child, "read 0012345678 00BC614E .");
}

static void half_a_code_before_an_unplug_is_never_used(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, ADDRESS);
	keyboard_type(bench->keyboard, "04390");
	keyboard_unplug(bench->keyboard);
	rig_expect(&bench->child, "trouble The desk reader went away: check its cable.");
	rig_expect(&bench->child, "trouble evdev:ffff:0035 is not plugged in: check the cable");
	keyboard_plug(bench->keyboard, 7, 2, 0xFFFF, 0x0035, NULL);
	rig_expect(&bench->child, "trouble .");
	assert_true(keyboard_grabbed(bench->keyboard));
	keyboard_type(bench->keyboard, "41101\n");
	rig_expect(&bench->child, "read 41101 - 5 letters came where the profile has 10");
}

static void keys_the_kernel_dropped_spoil_their_code_and_no_other(void **state)
{
	struct bench *bench = *state;

	plug_and_start(bench, ADDRESS);
	keyboard_type(bench->keyboard, "04390");
	keyboard_overrun(bench->keyboard);
	keyboard_type(bench->keyboard, "41101\n");
	rig_expect(&bench->child, "read  - Part of the code was lost: hold the card");
	keyboard_type(bench->keyboard, "0012345678\n");
	rig_expect(&bench->child, "read 0012345678 00BC614E .");
}

static void a_reader_another_program_has_is_named_and_taken_when_it_is_free(void **state)
{
	struct bench *bench = *state;

	keyboard_plug(bench->keyboard, 5, 1, 0xFFFF, 0x0035, NULL);
	keyboard_hold(bench->keyboard, true);
	rig_start(&bench->child, program, ADDRESS, false);
	rig_expect(&bench->child, "trouble evdev:ffff:0035 is in use by another program");
	keyboard_hold(bench->keyboard, false);
	rig_expect(&bench->child, "trouble .");
}

static void a_reader_this_user_may_not_open_is_named_with_the_rule(void **state)
{
	struct bench *bench = *state;

	keyboard_plug(bench->keyboard, 5, 1, 0xFFFF, 0x0035, NULL);
	keyboard_chmod(bench->keyboard, 0);
	rig_start(&bench->child, program, ADDRESS, true);
	rig_expect(&bench->child, "may not be opened by this user: add it to hardware/udev/"
				  "61-hometime-readers.rules");
	keyboard_chmod(bench->keyboard, 0600);
	rig_expect(&bench->child, "trouble .");
}

static void of_two_the_serial_number_or_the_node_decides(void **state)
{
	struct bench *bench = *state;

	keyboard_plug(bench->keyboard, 5, 1, 0xFFFF, 0x0035, "A1");
	bench->other = keyboard_open(bench->keyboard);
	keyboard_plug(bench->other, 6, 2, 0xFFFF, 0x0035, "B2");
	rig_start(&bench->child, program, ADDRESS, false);
	rig_expect(&bench->child, "trouble evdev:ffff:0035 is two readers: add the serial number");
	rig_end(&bench->child);
	rig_start(&bench->child, program, "evdev:ffff:0035:B2@decimal-10", false);
	rig_expect(&bench->child, "trouble .");
	assert_false(keyboard_grabbed(bench->keyboard));
	assert_true(keyboard_grabbed(bench->other));
	rig_end(&bench->child);
	rig_start(&bench->child, program, "evdev:/dev/input/event5@decimal-10", false);
	rig_expect(&bench->child, "trouble .");
	assert_true(keyboard_grabbed(bench->keyboard));
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_card_is_read_and_no_window_gets_it),
		TEST(hexadecimal_letters_come_with_shift),
		TEST(without_enter_silence_ends_the_code),
		TEST(the_same_card_at_once_again_is_the_same_presentation),
		TEST(half_a_code_before_an_unplug_is_never_used),
		TEST(keys_the_kernel_dropped_spoil_their_code_and_no_other),
		TEST(a_reader_another_program_has_is_named_and_taken_when_it_is_free),
		TEST(a_reader_this_user_may_not_open_is_named_with_the_rule),
		TEST(of_two_the_serial_number_or_the_node_decides),
	};

	program = argv[0];
	if (argc > 2 && !strcmp(argv[1], "child"))
		return rig_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
