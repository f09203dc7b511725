// SPDX-License-Identifier: GPL-3.0-or-later
// Where a code begins and ends: Enter, silence, lost keys, the reader pulled out. On a clock of the
// test's own.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "reader/keys.h"
#include "reader/wedge.h"

#include <linux/input-event-codes.h>

struct bench {
	struct loop *loop;
	struct env env;
	struct mono_time now;
	struct wedge wedge;
	char codes[256]; // each ended by '|'; a broken one is '!'
};

static struct mono_time mono(void *context)
{
	return ((struct bench *)context)->now;
}

static void took(void *arg, const char *text, size_t len)
{
	struct bench *bench = arg;

	strncat(bench->codes, text ? text : "!", text ? len : 1);
	strcat(bench->codes, "|");
}

static void type(struct bench *bench, const char *keys)
{
	for (; *keys; keys++)
		wedge_key(&bench->wedge, *keys);
}

static void wait_ms(struct bench *bench, int ms)
{
	bench->now = mono_after_ms(bench->now, ms);
	loop_run_once(bench->loop, 0);
}

static int set_up(void **state)
{
	static struct bench bench;

	memset(&bench, 0, sizeof bench);
	bench.env = (struct env){.mono = mono, .context = &bench};
	assert_int_equal(loop_open(&bench.loop, &bench.env), 0);
	wedge_init(&bench.wedge, bench.loop, took, &bench);
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	wedge_drop(&bench->wedge);
	loop_close(bench->loop);
	return 0;
}

static void enter_ends_a_code_at_once(void **state)
{
	struct bench *bench = *state;

	type(bench, "0012345678\n");
	assert_string_equal(bench->codes, "0012345678|");
	wait_ms(bench, 1000);
	type(bench, "\n");
	assert_string_equal(bench->codes, "0012345678|");
}

static void silence_ends_a_code_and_a_slow_key_does_not(void **state)
{
	struct bench *bench = *state;

	for (const char *key = "0012345678"; *key; key++) {
		wedge_key(&bench->wedge, *key);
		wait_ms(bench, WEDGE_SILENCE_MS - 1);
	}
	assert_string_equal(bench->codes, "");
	wait_ms(bench, 1);
	assert_string_equal(bench->codes, "0012345678|");
}

static void half_a_code_of_a_reader_pulled_out_is_never_used(void **state)
{
	struct bench *bench = *state;

	type(bench, "00123");
	wedge_drop(&bench->wedge);
	wait_ms(bench, 1000);
	type(bench, "45678\n");
	assert_string_equal(bench->codes, "45678|");
}

static void a_key_no_reader_types_spoils_its_code_and_no_other(void **state)
{
	struct bench *bench = *state;

	wedge_key(&bench->wedge, '1');
	wedge_key(&bench->wedge, 0);
	type(bench, "2\n34\n");
	assert_string_equal(bench->codes, "!|34|");
}

static void keys_that_were_lost_spoil_the_code_they_stood_in(void **state)
{
	struct bench *bench = *state;

	type(bench, "12");
	wedge_break(&bench->wedge);
	type(bench, "34\n56\n");
	wedge_break(&bench->wedge);
	wait_ms(bench, WEDGE_SILENCE_MS);
	assert_string_equal(bench->codes, "!|56|!|");
}

static void a_code_too_long_is_spoilt_whole(void **state)
{
	struct bench *bench = *state;

	for (int i = 0; i < WEDGE_MAX + 1; i++)
		wedge_key(&bench->wedge, '7');
	type(bench, "\n12\n");
	assert_string_equal(bench->codes, "!|12|");
}

static void every_key_a_reader_types_is_the_same_by_code_and_by_usage(void **state)
{
	static const char alone[] = "abcdefghijklmnopqrstuvwxyz1234567890\n";

	(void)state;
	for (unsigned i = 0; i < sizeof alone - 1; i++)
		assert_int_equal(
			keys_of_code(keys_code_of_usage((uint8_t)(0x04 + i)), false), alone[i]);
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(keys_of_code(keys_code_of_usage((uint8_t)(0x59 + i)), false),
			"1234567890"[i]);
	assert_int_equal(keys_of_code(keys_code_of_usage(0x58), false), '\n');
	assert_int_equal(keys_of_code(KEY_A, true), 'A');
	assert_int_equal(keys_of_code(KEY_SLASH, true), '?');
	assert_int_equal(keys_of_code(KEY_F1, false), 0);
	assert_int_equal(keys_code_of_usage(0x01), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(enter_ends_a_code_at_once),
		TEST(silence_ends_a_code_and_a_slow_key_does_not),
		TEST(half_a_code_of_a_reader_pulled_out_is_never_used),
		TEST(a_key_no_reader_types_spoils_its_code_and_no_other),
		TEST(keys_that_were_lost_spoil_the_code_they_stood_in),
		TEST(a_code_too_long_is_spoilt_whole),
		cmocka_unit_test(every_key_a_reader_types_is_the_same_by_code_and_by_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
