// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet as a thing in the world: doors, power, memories that outlive it, the same life twice.
#include "probe.h"

#include <stdio.h>
#include <unistd.h>

static void answer(struct cabinet *c, const char *line, const char *expected)
{
	static char text[65536];
	cabinet_command(c, line, text, sizeof text);
	if (strncmp(text, expected, strlen(expected)))
		fail_msg("%s: %s, not %s", line, text, expected);
}

static struct cabinet *open_with(const struct cabinet_options *options)
{
	char why[200];
	struct cabinet *c = NULL;
	if (cabinet_open(options, why, sizeof why, &c))
		fail_msg("%s", why);
	return c;
}

static void power_cut_in_the_middle_of_an_eeprom_byte_tears_it(void **state)
{
	(void)state;
	unsigned erased = 0, torn = 0;
	for (unsigned tenth = 1; tenth < 10; tenth++) {
		struct probe *p = probe_open(tenth, 8, NULL);
		probe_feed(p, 'E');
		// One byte in at 38400 or so, 3.4 ms for AAh, then into the write of 00h.
		while (cabinet_eeprom(p->cabinet)[200] != 0xAA)
			cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + 10000);
		cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + tenth * 340000);
		assert_int_equal(cabinet_eeprom(p->cabinet)[200], 0xAA);
		cabinet_power(p->cabinet, false);
		uint8_t left = cabinet_eeprom(p->cabinet)[200];
		assert_int_not_equal(left, 0xAA);
		erased += left == 0xFF;
		torn += left != 0xFF && left != 0x00;
		cabinet_power(p->cabinet, true);
		probe_run(p, 50);
		assert_int_equal(cabinet_eeprom(p->cabinet)[200], left);
		probe_close(p);
	}
	assert_in_range(erased, 4, 5);
	assert_in_range(torn, 4, 5);
}

static void a_reset_lets_the_eeprom_byte_finish(void **state)
{
	(void)state;
	struct probe *p = probe_open(1, 8, NULL);
	probe_feed(p, 'E');
	while (cabinet_eeprom(p->cabinet)[200] != 0xAA)
		cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + 10000);
	cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + 500000);
	cabinet_reset(p->cabinet, RESET_DTR);
	assert_int_equal(cabinet_eeprom(p->cabinet)[200], 0x00);
	probe_close(p);
}

static void a_reset_in_the_middle_of_a_read_leaves_the_two_wire_bus_held(void **state)
{
	(void)state;
	struct probe *p = probe_open(1, 8, NULL);
	for (unsigned i = 0; i < 3; i++) {
		probe_feed(p, 'R'); // reads the clock chip for ever
		probe_run(p, 3 + i);
		cabinet_reset(p->cabinet, RESET_DTR);
		probe_run(p, 80);
		// The probe begins with a START, which goes nowhere, and frees the bus when told
		// to.
		assert_int_equal(seen_by(p).twi[0], 0xFF);
		probe_say(p, 'C');
		cabinet_reset(p->cabinet, RESET_DTR);
		probe_run(p, 80);
		assert_int_equal(seen_by(p).twi[0], 0x08);
	}
	probe_close(p);
}

static void power_gone_forgets_sram_and_a_reset_keeps_it(void **state)
{
	(void)state;
	struct probe *p = probe_open(7, 8, NULL);
	uint16_t at = cabinet_symbol(p->cabinet, "unset");
	assert_int_not_equal(at, 0);
	uint8_t *kept = cabinet_ram(p->cabinet, at);
	*kept = 0x42;
	cabinet_reset(p->cabinet, RESET_DTR);
	probe_run(p, 50);
	assert_int_equal(*kept, 0x42);
	cabinet_power(p->cabinet, false);
	probe_run(p, 5000);
	uint64_t cycles = cabinet_awake_cycles(p->cabinet);
	probe_run(p, 5000);
	assert_int_equal(cabinet_awake_cycles(p->cabinet), cycles);
	cabinet_power(p->cabinet, true);
	probe_run(p, 50);
	assert_int_not_equal(*kept, 0x42);
	assert_int_equal(seen_by(p).reset_cause, 0x01);
	probe_close(p);
}

static void memories_lie_in_the_state_folder(void **state)
{
	(void)state;
	char folder[] = "/tmp/cabinet-XXXXXX", path[64];
	assert_non_null(mkdtemp(folder));
	struct probe *p = probe_open(1, 8, folder);
	assert_int_equal(cabinet_eeprom(p->cabinet)[100], 0xFF); // the probe erased it
	probe_feed(p, 'E');
	probe_run(p, 20);
	cabinet_fram(p->cabinet)[5] = 0x77;
	probe_close(p);
	p = probe_open(2, 8, folder);
	assert_int_equal(cabinet_eeprom(p->cabinet)[200], 0x00);
	assert_int_equal(cabinet_fram(p->cabinet)[5], 0x77);
	probe_close(p);
	static const char *const files[] = {"eeprom.bin", "fram.bin", "clock.bin"};
	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(folder), 0);
}

static void what_the_bench_set_is_kept_and_something_else_is_refused(void **state)
{
	(void)state;
	char folder[] = "/tmp/cabinet-XXXXXX", why[200], command[64];
	const uint8_t key[16] = {1, 2, 3};
	assert_non_null(mkdtemp(folder));
	struct cabinet_options options = {.image = AVR_IMAGES "/blink.elf",
		.doors = 16,
		.state = folder,
		.bench = true,
		.address = 5,
		.serial = 77,
		.key = key};
	struct cabinet *c = open_with(&options), *none = NULL;
	const uint8_t *block = cabinet_eeprom(c);
	assert_memory_equal(block, "HT\1\5", 4);
	assert_int_equal(block[4], 77);
	cabinet_close(c);
	cabinet_close(open_with(&options));
	options.address = 6;
	assert_int_equal(cabinet_open(&options, why, sizeof why, &none), -1);
	assert_string_equal(why, "this cabinet's EEPROM says address 5, not 6");
	options.address = 5;
	options.doors = 8;
	assert_int_equal(cabinet_open(&options, why, sizeof why, &none), -1);
	options.doors = 16;
	options.serial = 78;
	assert_int_equal(cabinet_open(&options, why, sizeof why, &none), -1);
	options.serial = 0;
	cabinet_close(open_with(&options));
	const uint8_t other[16] = {9};
	options.key = other;
	assert_int_equal(cabinet_open(&options, why, sizeof why, &none), -1);
	assert_string_equal(why, "this cabinet's EEPROM holds another key");
	options.key = NULL;
	cabinet_close(open_with(&options));
	assert_null(none);
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

static void a_pulsed_door_springs_open_after_40_ms(void **state)
{
	(void)state;
	struct probe *p = probe_open(1, 8, NULL);
	answer(p->cabinet, "open 3", "error the door is latched");
	probe_say(p, 'L');
	assert_false(cabinet_door_is_open(p->cabinet, 3));
	probe_run(p, 38);
	assert_false(cabinet_door_is_open(p->cabinet, 3));
	probe_run(p, 4);
	assert_true(cabinet_door_is_open(p->cabinet, 3));
	answer(p->cabinet, "open 3", "error the door is open already");
	answer(p->cabinet, "take 3", "error there is nothing inside");
	answer(p->cabinet, "put 3", "ok");
	answer(p->cabinet, "put 3", "error there is something inside already");
	answer(p->cabinet, "close 3", "ok");
	answer(p->cabinet, "take 3", "error the door is closed");
	probe_close(p);
}

static void a_jammed_door_stays_shut_until_the_key_turns(void **state)
{
	(void)state;
	struct probe *p = probe_open(1, 8, NULL);
	answer(p->cabinet, "jam 3 on", "ok");
	probe_say(p, 'L');
	probe_run(p, 100);
	assert_false(cabinet_door_is_open(p->cabinet, 3));
	answer(p->cabinet, "open 3", "error the door is jammed");
	answer(p->cabinet, "key 3", "ok");
	assert_true(cabinet_door_is_open(p->cabinet, 3));
	probe_close(p);
}

static void a_pull_lock_opens_during_the_pulse_only(void **state)
{
	(void)state;
	const struct cabinet_options options = {
		.image = AVR_IMAGES "/chip-probe.elf", .doors = 8, .lock = LOCK_PULL};
	struct probe p = {open_with(&options)};
	probe_run(&p, 50);
	probe_feed(&p, 'L');
	probe_run(&p, 100);
	assert_false(cabinet_door_is_open(p.cabinet, 3));
	answer(p.cabinet, "open 3", "ok");
	answer(p.cabinet, "close 3", "ok");
	probe_run(&p, 600);
	answer(p.cabinet, "open 3", "error the door is latched");
	cabinet_close(p.cabinet);
}

static void commands_that_make_no_sense_are_answered_with_a_sentence(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "fly", "open", "open x", "open 8", "open -1",
		"jam 1", "jam 1 maybe", "sensor 1 outside stuck 1", "sensor 1 inside stuck 2",
		"tap", "tap 12", "untap", "chain", "chain maybe", "power on", "reset",
		"reset button", "battery", "battery x", "noise 2", "pen 1", "close 1", "take 1"};
	struct probe *p = probe_open(1, 8, NULL);
	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++)
		answer(p->cabinet, wrong[i], "error ");
	answer(p->cabinet, "state", "ok {\"image_sha256\"");
	answer(p->cabinet, "log", "ok [{\"t\":0,\"what\":\"reset\"");
	answer(p->cabinet, "tap 04A1B2C3D4E5F6", "ok");
	answer(p->cabinet, "untap", "ok");
	answer(p->cabinet, "power cut", "ok");
	answer(p->cabinet, "reset dtr", "error the cabinet has no power");
	probe_close(p);
}

static void play(struct probe *p)
{
	cabinet_noise(p->cabinet, 0.2);
	probe_feed(p, 'L');
	probe_run(p, 100);
	cabinet_put(p->cabinet, 3);
	cabinet_close_door(p->cabinet, 3);
	cabinet_noise(p->cabinet, 0);
	probe_feed(p, 'E');
	probe_run(p, 7);
	cabinet_power(p->cabinet, false);
	probe_run(p, 10);
	cabinet_power(p->cabinet, true);
	cabinet_tap(p->cabinet, "12345678", NULL);
	probe_run(p, 100);
}

static void the_same_life_twice_gives_the_same_log(void **state)
{
	(void)state;
	struct probe *p = probe_open(99, 8, NULL), *q = probe_open(99, 8, NULL);
	play(p);
	play(q);
	assert_true(cabinet_log_count(p->cabinet) > 5);
	assert_int_equal(cabinet_log_count(p->cabinet), cabinet_log_count(q->cabinet));
	for (size_t i = 0; i < cabinet_log_count(p->cabinet); i++)
		assert_string_equal(
			cabinet_log_line(p->cabinet, i), cabinet_log_line(q->cabinet, i));
	assert_memory_equal(cabinet_ram(p->cabinet, 0x200), cabinet_ram(q->cabinet, 0x200), 0x2000);
	assert_int_equal(cabinet_awake_cycles(p->cabinet), cabinet_awake_cycles(q->cabinet));
	probe_close(p);
	probe_close(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_cut_in_the_middle_of_an_eeprom_byte_tears_it),
		cmocka_unit_test(a_reset_lets_the_eeprom_byte_finish),
		cmocka_unit_test(a_reset_in_the_middle_of_a_read_leaves_the_two_wire_bus_held),
		cmocka_unit_test(power_gone_forgets_sram_and_a_reset_keeps_it),
		cmocka_unit_test(memories_lie_in_the_state_folder),
		cmocka_unit_test(what_the_bench_set_is_kept_and_something_else_is_refused),
		cmocka_unit_test(a_pulsed_door_springs_open_after_40_ms),
		cmocka_unit_test(a_jammed_door_stays_shut_until_the_key_turns),
		cmocka_unit_test(a_pull_lock_opens_during_the_pulse_only),
		cmocka_unit_test(commands_that_make_no_sense_are_answered_with_a_sentence),
		cmocka_unit_test(the_same_life_twice_gives_the_same_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
