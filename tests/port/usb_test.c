// SPDX-License-Identifier: GPL-3.0-or-later
// The USB port against the real libusb, over umockdev, and a model of the Mega's USB chip: what is
// said to it first, bytes, stalls, errors (usb.md table 1.2).
#include "usb_rig.h"

#include <errno.h>
#include <string.h>

#include "port/port.h"

static void a_cabinet_is_opened_by_its_rate_and_never_reset(void **state)
{
	struct bench *bench = *state;

	plug(bench, "75431303537351D0E1B2");
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
	say(bench, "open " ADDRESS,
		"open 2341:0042 75431303537351D0E1B2 /dev/bus/usb/001/005 115200");
	until(bench, bench->mega.codings > 0);
	bytes_pass_both_ways(bench);
	assert_int_equal(bench->mega.rate, 115200);
	assert_int_equal(bench->mega.codings, 1);
	assert_int_equal(bench->mega.packets_before_coding, 0);
	assert_int_equal(bench->mega.control_lines, 0);
	assert_int_equal(bench->resets, 0);
	assert_int_equal(bench->mega.lost, 0);
	assert_string_equal(use(bench).drivers[0], "usbfs");
	assert_string_equal(use(bench).drivers[1], "usbfs");
	say(bench, "close", "closed");
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
	assert_string_equal(use(bench).drivers[1], "cdc_acm");
	assert_int_equal(use(bench).flying, 0);
	assert_int_equal(bench->mega.control_lines, 0);
}

static void nothing_else_is_asked_of_a_cabinet_before_it_has_taken_its_rate(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.holds_coding = true;
	say(bench, "open " ADDRESS, "open");
	say(bench, "send 35", "sent 0");
	say(bench, "waiting", "waiting 35");
	assert_int_equal(use(bench).submitted, 1);
	usbfs_lock(bench->fs);
	bench->mega.holds_coding = false;
	usbfs_unlock(bench->fs);
	mega_hears(bench, 35);
	assert_int_equal(bench->mega.packets_before_coding, 0);
}

static void a_cabinet_that_never_takes_its_rate_is_given_up(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.holds_coding = true;
	say(bench, "open " ADDRESS, "open");
	expect(bench, "gone 7"); // ERR_IO
	say(bench, "close", "closed");
	assert_int_equal(use(bench).flying, 0);
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
}

static void another_rate_is_the_one_set(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS ":A1@38400", "open 2341:0042 A1 /dev/bus/usb/001/005 38400");
	until(bench, bench->mega.codings > 0);
	assert_int_equal(bench->mega.rate, 38400);
}

static void endpoints_are_those_of_the_descriptors(void **state)
{
	struct bench *bench = *state;

	mega16u2_init(&bench->mega, "A1", count_reset, &bench->resets);
	mega16u2_renumber(&bench->mega, 0x81, 0x02);
	usbfs_plug(bench->fs, &bench->mega.model, 1, ++bench->address);
	say(bench, "open " ADDRESS, "open");
	bytes_pass_both_ways(bench);
}

static void an_in_transfer_waits_for_ever_and_takes_whole_packets(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	until(bench, bench->mega.codings > 0);
	bytes_pass_both_ways(bench);
	while (!use(bench).flying) {
		struct pollfd moved = {.fd = usbfs_moved(bench->fs), .events = POLLIN};

		assert_int_equal(poll(&moved, 1, USB_WAIT_MS), 1);
		usbfs_quiet(bench->fs);
	}
	assert_int_equal(use(bench).flying, 1);
	assert_int_equal(use(bench).shortest_in % USB_PACKET, 0);
}

static void long_answers_come_whole_with_and_without_the_empty_packet(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	until(bench, bench->mega.codings > 0);
	mega_says(bench, 2048);
	host_hears(bench, 2048);
	usbfs_lock(bench->fs);
	bench->mega.no_empty = true;
	usbfs_unlock(bench->fs);
	mega_says(bench, 64);
	host_hears(bench, 64);
	assert_int_equal(bench->mega.lost, 0);
}

static void a_long_command_arrives_whole(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	say(bench, "open " ADDRESS, "open");
	say(bench, "send 4096", "sent 0");
	mega_hears(bench, 4096);
	say(bench, "send 64", "sent 0");
	mega_hears(bench, 64);
}

static void a_cabinet_that_takes_nothing_fills_the_queue_and_closing_cancels(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.deaf = true;
	say(bench, "open " ADDRESS, "open");
	say(bench, "send 4000", "sent 0");
	say(bench, "send 97", "sent -5"); // ERR_FULL
	say(bench, "waiting", "waiting 4000");
	say(bench, "close", "closed");
	assert_int_equal(use(bench).flying, 0);
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
	// And it is as good as new.
	bench->mega.deaf = false;
	say(bench, "open " ADDRESS, "open");
	bytes_pass_both_ways(bench);
}

static void a_stall_is_cleared_and_bytes_go_on(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.stalls_in = 1;
	say(bench, "open " ADDRESS, "open");
	until(bench, bench->mega.clearings == 1);
	bytes_pass_both_ways(bench);
	usbfs_lock(bench->fs);
	bench->mega.stalls_out = 1;
	usbfs_unlock(bench->fs);
	// What stalled is lost, as on a wire, and not sent again.
	say(bench, "send 10", "sent 0");
	until(bench, bench->mega.clearings == 2);
	bytes_pass_both_ways(bench);
	assert_int_equal(bench->mega.clearings, 2);
}

static void a_cabinet_that_stalls_for_ever_is_given_up_after_a_few(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.stalls_in = 1000;
	say(bench, "open " ADDRESS, "open");
	expect(bench, "gone 7"); // ERR_IO
	assert_in_range(bench->mega.clearings, 1, 8);
	say(bench, "close", "closed");
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
}

static void a_few_errors_on_the_wire_lose_nothing_that_came(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.errors_in = 2;
	say(bench, "open " ADDRESS, "open");
	mega_says(bench, 32);
	host_hears(bench, 32);
	bytes_pass_both_ways(bench);
	usbfs_lock(bench->fs);
	bench->mega.errors_out = 1;
	usbfs_unlock(bench->fs);
	say(bench, "send 10", "sent 0");
	bytes_pass_both_ways(bench);
}

static void errors_without_end_are_a_failure(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.errors_in = 1000;
	say(bench, "open " ADDRESS, "open");
	expect(bench, "gone 7");
	say(bench, "close", "closed");
	assert_string_equal(use(bench).drivers[1], "cdc_acm");
}

static void a_device_that_refuses_its_rate_is_given_up_and_given_back(void **state)
{
	struct bench *bench = *state;

	plug(bench, "A1");
	bench->mega.refuses_coding = true;
	say(bench, "open " ADDRESS, "open");
	expect(bench, "gone 7");
	say(bench, "close", "closed");
	assert_string_equal(use(bench).drivers[0], "cdc_acm");
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_cabinet_is_opened_by_its_rate_and_never_reset),
		TEST(nothing_else_is_asked_of_a_cabinet_before_it_has_taken_its_rate),
		TEST(a_cabinet_that_never_takes_its_rate_is_given_up),
		TEST(another_rate_is_the_one_set),
		TEST(endpoints_are_those_of_the_descriptors),
		TEST(an_in_transfer_waits_for_ever_and_takes_whole_packets),
		TEST(long_answers_come_whole_with_and_without_the_empty_packet),
		TEST(a_long_command_arrives_whole),
		TEST(a_cabinet_that_takes_nothing_fills_the_queue_and_closing_cancels),
		TEST(a_stall_is_cleared_and_bytes_go_on),
		TEST(a_cabinet_that_stalls_for_ever_is_given_up_after_a_few),
		TEST(a_few_errors_on_the_wire_lose_nothing_that_came),
		TEST(errors_without_end_are_a_failure),
		TEST(a_device_that_refuses_its_rate_is_given_up_and_given_back),
	};

	usb_program = argv[0];
	if (argc > 1 && !strcmp(argv[1], "child"))
		return usb_child();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
