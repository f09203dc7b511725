// SPDX-License-Identifier: GPL-3.0-or-later
// Which USB device is meant, who may have it, and every way of being unplugged (usb.md table 1.2).
#include "usb_rig.h"

#include <errno.h>
#include <string.h>

#include "port/port.h"

static void unplugged_it_is_gone_once_and_comes_back_under_another_address(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open 2341:0042 A1 /dev/bus/usb/001/005");
	bytes_pass_both_ways(bench);
	usbfs_unplug(bench->fs, -ESHUTDOWN);
	expect(bench, "gone 8"); // ERR_GONE
	say(bench, "send 5", "sent -8");
	say(bench, "close", "closed");
	say(bench, "open " ADDRESS, "refused -2 usb:2341:0042 is not plugged in: check the cable");
	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open 2341:0042 A1 /dev/bus/usb/001/006");
	bytes_pass_both_ways(bench);
	assert_int_equal(bench->resets, 0);
}

static void unplugged_in_the_middle_of_sending_it_is_gone_once(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	until(bench, bench->mega.codings > 0);
	bench->mega.deaf = true;
	say(bench, "send 4000", "sent 0");
	usbfs_unplug(bench->fs, -ESHUTDOWN);
	expect(bench, "gone 8");
	say(bench, "close", "closed");
}

static void unplugged_behind_a_controller_that_sees_errors_first_it_is_gone_once(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	bytes_pass_both_ways(bench);
	usbfs_unplug(bench->fs, -EPROTO);
	expect(bench, "gone 8");
	say(bench, "close", "closed");
	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	bytes_pass_both_ways(bench);
}

static void arriving_twice_and_a_neighbour_leaving_change_nothing(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS ":A1", "open");
	usbfs_repeat_arrival(bench->fs);
	plug_other(bench, "B2");
	bytes_pass_both_ways(bench);
	usbfs_unplug(bench->other_fs, -ESHUTDOWN);
	bytes_pass_both_ways(bench);
}

static void of_two_the_serial_number_decides_and_without_one_neither_is_taken(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	plug_other(bench, "B2");
	say(bench, "open " ADDRESS,
		"refused -1 usb:2341:0042 is 2 devices: add the serial number of the one meant, "
		"usb:2341:0042:SERIAL (");
	say(bench, "open " ADDRESS ":B2", "open 2341:0042 B2 /dev/bus/usb/001/006");
	say(bench, "close", "closed");
	// The one that was open before is the one meant.
	say(bench, "open " ADDRESS, "open 2341:0042 B2");
	say(bench, "close", "closed");
	say(bench, "forget", "forgotten");
	say(bench, "open " ADDRESS, "refused -1");
	say(bench, "open " ADDRESS ":C3", "refused -2 usb:2341:0042:C3 is not plugged in");
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
}

static void two_that_call_themselves_the_same_are_named(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	plug_other(bench, "A1");
	say(bench, "open " ADDRESS ":A1",
		"is what 2 devices call themselves: leave one plugged in");
}

static void one_without_a_serial_number_is_found_by_its_numbers(void **state)
{
	struct bench *bench = *state;

	plug(bench, NULL);
	say(bench, "open " ADDRESS, "open 2341:0042 - /dev/bus/usb/001/005");
	bytes_pass_both_ways(bench);
}

static void a_device_without_cdc_acm_is_sent_to_its_driver(void **state)
{
	struct bench *bench = *state;

	mega16u2_init(&bench->mega, "A1", count_reset, &bench->resets);
	bench->mega.config[9 + 5] = 0xFF; // the first interface's class: the vendor's own
	usbfs_plug(bench->fs, &bench->mega.model, 1, ++bench->address);
	say(bench, "open " ADDRESS,
		"refused -1 usb:2341:0042 has no CDC-ACM interface, so its chip needs a driver: "
		"give "
		"it as serial:/dev/NAME");
}

static void a_device_in_use_by_another_program_is_named_and_left_alone(void **state)
{
	struct bench *bench = *state;
	struct bench second = {.fs = bench->fs};

	plug(bench, "A1");
	start_child(&second, false);
	say(&second, "open " ADDRESS, "open");
	say(bench, "open " ADDRESS,
		"refused -4 usb:2341:0042 is in use by another program: end that one first");
	say(&second, "send 35", "sent 0"); // lost where the first program lost its claim
	mega_hears(bench, 35);
	end_child(&second);
}

static void a_device_this_user_may_not_open_is_named_with_the_rule_to_install(void **state)
{
	struct bench *bench = *state;
	struct bench weak = {.fs = bench->fs};

	plug(bench, "A1");
	usbfs_chmod(bench->fs, 0);
	start_child(&weak, true);
	say(&weak, "open " ADDRESS,
		"refused -6 usb:2341:0042 may not be opened by this user: install "
		"hardware/udev/60-hometime.rules, add the user to the group hometime");
	usbfs_chmod(bench->fs, 0600);
	say(&weak, "open " ADDRESS, "open");
	end_child(&weak);
}

static void what_is_no_usb_address_says_how_one_is_written(void **state)
{
	static const struct {
		const char *address, *says;
	} cases[] = {
		{"usb:", "empty"},
		{"usb:2341", "four hexadecimal digits"},
		{"usb:2341:42", "four hexadecimal digits"},
		{"usb:2341:0042:", "four hexadecimal digits"},
		{"usb:2341:00421", "four hexadecimal digits"},
		{"usb:2341:004g", "four hexadecimal digits"},
		{"usb:23 1:0042", "four hexadecimal digits"},
		{"usb:2341:0042@0", "bits per second"},
		{"usb:2341:0042@fast", "bits per second"},
		{"usb:1a86:7523", "is a CH340, which is no CDC-ACM device: give it as serial:"},
		{"usb:1A86:7523:X", "is a CH340"},
	};
	char long_serial[200] = "usb:2341:0042:", why[PORT_WHY];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(port_check_address(cases[i].address, why), -ERR_ARG);
		assert_non_null(strstr(why, cases[i].says));
	}
	memset(long_serial + 14, 'A', 64);
	assert_int_equal(port_check_address(long_serial, why), -ERR_ARG);
	assert_non_null(strstr(why, "at most 63"));
	long_serial[14 + 63] = '\0';
	assert_int_equal(port_check_address(long_serial, why), 0);
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(unplugged_it_is_gone_once_and_comes_back_under_another_address),
		TEST(unplugged_in_the_middle_of_sending_it_is_gone_once),
		TEST(unplugged_behind_a_controller_that_sees_errors_first_it_is_gone_once),
		TEST(arriving_twice_and_a_neighbour_leaving_change_nothing),
		TEST(of_two_the_serial_number_decides_and_without_one_neither_is_taken),
		TEST(two_that_call_themselves_the_same_are_named),
		TEST(one_without_a_serial_number_is_found_by_its_numbers),
		TEST(a_device_without_cdc_acm_is_sent_to_its_driver),
		TEST(a_device_in_use_by_another_program_is_named_and_left_alone),
		TEST(a_device_this_user_may_not_open_is_named_with_the_rule_to_install),
		cmocka_unit_test(what_is_no_usb_address_says_how_one_is_written),
	};

	usb_program = argv[0];
	if (argc > 1 && !strcmp(argv[1], "child"))
		return usb_child();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
