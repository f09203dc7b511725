// SPDX-License-Identifier: GPL-3.0-or-later
// What a scan finds on a line of models: who, where, with a key or not, and two at one address.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../line/rig.h"
#include "base/err.h"
#include "commission/scan.h"
#include <stdio.h>

struct result {
	struct scan_found found[8];
	unsigned count, asked;
	bool ended;
	char why[PORT_WHY];
};

static void on_found(void *arg, const struct scan_found *found)
{
	struct result *result = arg;

	assert_true(result->count < 8);
	result->found[result->count++] = *found;
}

static void on_asking(void *arg, long rate, unsigned address)
{
	struct result *result = arg;

	assert_int_equal(rate, 38400);
	assert_int_equal(address, result->asked++ % 127);
}

static void on_ended(void *arg, const char *why)
{
	struct result *result = arg;

	assert_false(result->ended);
	result->ended = true;
	snprintf(result->why, sizeof result->why, "%s", why);
}

static const struct scan_events events = {on_found, on_asking, on_ended};

// A line with its banks and nobody who polls them.
static void open_quiet(struct rig *rig, unsigned banks)
{
	rig_keyed = false;
	rig_init(rig, banks);
	for (unsigned i = 0; i < banks; i++)
		line_remove_bank(rig->line, i + 1);
	line_close(rig->line);
	rig->line = NULL;
}

static void scan_all(struct rig *rig, struct result *result)
{
	const struct scan_config config = {
		.address = "memory", .open_port = port_memory_open, .open_arg = &rig->memory};
	struct scan *scan;
	char why[PORT_WHY];

	*result = (struct result){0};
	assert_int_equal(scan_open(&scan, rig->loop, &config, &events, result, why), 0);
	for (int i = 0; i < 60 && !result->ended; i++)
		rig_run_ms(rig, 1000);
	assert_true(result->ended);
	assert_string_equal(result->why, "");
	assert_int_equal(result->asked, 127);
	scan_close(scan);
}

static void nobody_there_is_found_in_seconds(void **state)
{
	struct rig rig;
	struct result result;
	struct mono_time began;

	(void)state;
	open_quiet(&rig, 0);
	began = rig.now;
	scan_all(&rig, &result);
	assert_int_equal(result.count, 0);
	assert_true(mono_ms_between(began, rig.now) < 13000);
	rig_release(&rig);
}

static void banks_are_found_with_what_they_are_and_whether_they_have_a_key(void **state)
{
	struct rig rig;
	struct result result;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	model_key(1, key);
	open_quiet(&rig, 5);
	rig.banks[1].address = 17;
	model_set_key(&rig.banks[1], key);
	rig.banks[2].address = 126;
	rig.banks[2].button = true;
	rig.banks[2].doors = 8;
	rig.banks[2].has_inside = false;
	model_set_key(&rig.banks[2], NULL);
	model_set_key(&rig.banks[3], NULL);
	rig.banks[4].vendor[0] = 1;
	model_power_up(&rig.banks[4]);
	scan_all(&rig, &result);
	assert_int_equal(result.count, 5);
	assert_int_equal(result.found[0].address, 0); // today's plain bank: no key
	assert_int_equal(result.found[0].key, SCAN_KEY_NONE);
	assert_int_equal(result.found[1].address, 3);
	assert_int_equal(result.found[1].key, SCAN_KEY_NONE);
	assert_false(result.found[1].button);
	assert_int_equal(result.found[2].address, 4);
	assert_false(result.found[2].ours);
	assert_int_equal(result.found[3].address, 17);
	assert_int_equal(result.found[3].serial, 1001);
	assert_int_equal(result.found[3].key, SCAN_KEY_OWN);
	assert_int_equal(result.found[3].doors, 16);
	assert_true(result.found[3].has_inside);
	assert_int_equal(result.found[4].address, 126);
	assert_true(result.found[4].button);
	assert_int_equal(result.found[4].doors, 8);
	assert_false(result.found[4].has_inside);
	for (unsigned i = 0; i < 5; i++)
		assert_false(result.found[i].several);
	// Nothing was changed there.
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(model_pulses(&rig.banks[i]), 0);
		assert_int_equal(rig.banks[i].keysets, 0);
	}
	rig_release(&rig);
}

static void two_boards_at_one_address_are_named(void **state)
{
	struct rig rig;
	struct result result;

	(void)state;
	open_quiet(&rig, 3);
	rig.banks[1].address = 2; // with rig.banks[2]
	model_power_up(&rig.banks[1]);
	scan_all(&rig, &result);
	assert_int_equal(result.count, 2);
	assert_false(result.found[0].several);
	assert_int_equal(result.found[1].address, 2);
	assert_true(result.found[1].several);
	rig_release(&rig);
}

static void two_boards_that_answer_one_after_the_other_are_named(void **state)
{
	struct rig rig;
	struct result result;

	(void)state;
	open_quiet(&rig, 1);
	rig.twice = true;
	scan_all(&rig, &result);
	assert_int_equal(result.count, 1);
	assert_true(result.found[0].several);
	rig_release(&rig);
}

static void a_line_that_goes_away_ends_the_scan_with_a_sentence(void **state)
{
	struct rig rig;
	struct result result = {0};
	const struct scan_config config = {
		.address = "memory", .open_port = port_memory_open, .open_arg = &rig.memory};
	struct scan *scan;
	char why[PORT_WHY];

	(void)state;
	open_quiet(&rig, 1);
	assert_int_equal(scan_open(&scan, rig.loop, &config, &events, &result, why), 0);
	rig_run_ms(&rig, 500);
	port_memory_hang_up(&rig.memory, ERR_GONE);
	rig_run_ms(&rig, 500);
	assert_true(result.ended);
	assert_true(result.why[0]);
	scan_close(scan);
	rig.memory.refuse = ERR_BUSY;
	assert_int_equal(scan_open(&scan, rig.loop, &config, &events, &result, why), -ERR_BUSY);
	assert_true(why[0]);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_there_is_found_in_seconds),
		cmocka_unit_test(banks_are_found_with_what_they_are_and_whether_they_have_a_key),
		cmocka_unit_test(two_boards_at_one_address_are_named),
		cmocka_unit_test(two_boards_that_answer_one_after_the_other_are_named),
		cmocka_unit_test(a_line_that_goes_away_ends_the_scan_with_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
