// SPDX-License-Identifier: GPL-3.0-or-later
// Keyboard-wedge readers through the real libusb, over a model of one: its driver put aside and
// given back, reports into codes, unplugged in the middle of one.
#include "rig.h"

#include <errno.h>
#include <string.h>

#include "../usb/usbfs.h"
#include "../usb/wedge.h"

#define ADDRESS "hid:ffff:0035@decimal-10"

struct bench {
	struct usbfs *fs;
	struct wedge_reader reader;
	unsigned address;
	struct reading_child child;
};

static const char *program;

static int set_up(void **state)
{
	static struct bench bench;

	bench = (struct bench){.fs = usbfs_open(NULL), .address = 4};
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	rig_end(&bench->child);
	usbfs_close(bench->fs);
	return 0;
}

static void plug(struct bench *bench)
{
	wedge_reader_init(&bench->reader, NULL);
	usbfs_plug(bench->fs, &bench->reader.model, 1, ++bench->address);
}

static void start(struct bench *bench, const char *address)
{
	rig_start(&bench->child, program, address, false);
	rig_expect(&bench->child, "trouble .");
}

static void type(struct bench *bench, const char *text)
{
	usbfs_lock(bench->fs);
	wedge_reader_type(&bench->reader, text);
	usbfs_unlock(bench->fs);
}

static const char *driver(struct bench *bench)
{
	struct usbfs_use use;

	usbfs_used(bench->fs, &use);
	return use.drivers[0];
}

static void a_card_is_read_and_the_keyboard_driver_is_given_back(void **state)
{
	struct bench *bench = *state;

	plug(bench);
	assert_string_equal(driver(bench), "usbhid");
	start(bench, ADDRESS);
	assert_string_equal(driver(bench), "usbfs");
	type(bench, "0439041101\n");
	rig_expect(&bench->child, "read 0439041101 1A2B3C4D .");
	type(bench, "0011223344\n");
	rig_expect(&bench->child, "read 0011223344 00AB4130 .");
	assert_int_equal(bench->reader.protocols, 1);
	assert_int_equal(bench->reader.idles, 1);
	rig_end(&bench->child);
	assert_string_equal(driver(bench), "usbhid");
}

static void a_reader_that_knows_no_protocols_is_read_all_the_same(void **state)
{
	struct bench *bench = *state;

	plug(bench);
	bench->reader.stalls_requests = true;
	start(bench, "hid:ffff:0035");
	type(bench, "04A1B2C3D4E5F6\n");
	rig_expect(&bench->child, "read 04A1B2C3D4E5F6 04A1B2C3D4E5F6 .");
}

static void unplugged_in_the_middle_of_a_code_it_is_dropped_and_the_reader_found_again(void **state)
{
	struct bench *bench = *state;

	plug(bench);
	start(bench, ADDRESS);
	type(bench, "04390");
	usbfs_unplug(bench->fs, -ESHUTDOWN);
	rig_expect(&bench->child, "trouble The desk reader went away: check its cable.");
	rig_expect(&bench->child, "trouble hid:ffff:0035 is not plugged in");
	plug(bench);
	rig_expect(&bench->child, "trouble .");
	type(bench, "41101\n");
	rig_expect(&bench->child, "read 41101 - 5 letters came where the profile has 10");
}

static void a_report_lost_on_the_wire_spoils_its_code_and_no_other(void **state)
{
	struct bench *bench = *state;

	plug(bench);
	start(bench, ADDRESS);
	usbfs_lock(bench->fs);
	bench->reader.errors = 1;
	wedge_reader_type(&bench->reader, "0439041101\n0012345678\n");
	usbfs_unlock(bench->fs);
	rig_expect(&bench->child, "read  - Part of the code was lost");
	rig_expect(&bench->child, "read 0012345678 00BC614E .");
}

static void a_device_that_is_no_keyboard_is_sent_elsewhere(void **state)
{
	struct bench *bench = *state;

	plug(bench);
	bench->reader.config[9 + 5] = 0xFF;
	usbfs_unplug(bench->fs, -ESHUTDOWN);
	usbfs_plug(bench->fs, &bench->reader.model, 1, ++bench->address);
	rig_start(&bench->child, program, ADDRESS, false);
	rig_expect(
		&bench->child, "trouble hid:ffff:0035 is no keyboard reader: where pcscd knows it");
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_card_is_read_and_the_keyboard_driver_is_given_back),
		TEST(a_reader_that_knows_no_protocols_is_read_all_the_same),
		TEST(unplugged_in_the_middle_of_a_code_it_is_dropped_and_the_reader_found_again),
		TEST(a_report_lost_on_the_wire_spoils_its_code_and_no_other),
		TEST(a_device_that_is_no_keyboard_is_sent_elsewhere),
	};

	program = argv[0];
	if (argc > 2 && !strcmp(argv[1], "child"))
		return rig_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
