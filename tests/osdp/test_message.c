// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads there and back, lengths by the table, and the vendor's hello and clock.
#include "bank/clock.h"
#include "bank/hello.h"
#include "osdp/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_hello_survives_the_wire_and_may_grow(void **state)
{
	static const struct bank_hello hello = {BANK_PROTOCOL, {1, 2, 3}, 0x01020304,
		BANK_RESET_WATCHDOG, 24, BANK_CHAIN_CUT, BANK_FLAG_INSIDE, 0x1234, 13200, 612};
	struct bank_hello read, older;
	uint8_t bytes[BANK_HELLO_REPLY_SIZE + 40] = {0};

	(void)state;
	assert_int_equal(bank_write_hello(bytes, &hello), BANK_HELLO_REPLY_SIZE);
	for (size_t len = 0; len <= sizeof bytes; len++) {
		memset(&read, 0, sizeof read);
		if (len < 4) {
			assert_int_equal(bank_read_hello(bytes, len, &read), BANK_HELLO_FOREIGN);
		} else if (len < BANK_HELLO_FIRST_SIZE) {
			assert_int_equal(bank_read_hello(bytes, len, &read), BANK_HELLO_SHORT);
		} else {
			// What an older bank did not say is nothing.
			memcpy(&older, &hello, sizeof older);
			older.refused = len < 18 ? 0 : hello.refused;
			older.battery_mv = len < 20 ? 0 : hello.battery_mv;
			older.coil_ma = len < 22 ? 0 : hello.coil_ma;
			assert_int_equal(bank_read_hello(bytes, len, &read), BANK_HELLO_GOOD);
			assert_memory_equal(&read, &older, sizeof hello);
		}
	}
	bytes[4]++;
	assert_int_equal(bank_read_hello(bytes, sizeof bytes, &read), BANK_HELLO_SKEW);
	bytes[0]++;
	assert_int_equal(bank_read_hello(bytes, sizeof bytes, &read), BANK_HELLO_FOREIGN);
}

static void the_request_is_known_for_one(void **state)
{
	uint8_t bytes[BANK_HELLO_REQUEST_SIZE];

	(void)state;
	assert_int_equal(bank_write_hello_request(bytes), sizeof bytes);
	assert_true(bank_is_hello_request(bytes, sizeof bytes));
	assert_false(bank_is_hello_request(bytes, 3));
	bytes[3]++;
	assert_false(bank_is_hello_request(bytes, sizeof bytes));
}

static void a_clock_survives_the_wire_and_may_grow(void **state)
{
	const struct bank_clock clock = {BANK_CLOCK_SET, 0x6A3B2C1D};
	struct bank_clock read;
	uint8_t bytes[BANK_CLOCK_REPLY_SIZE + 4] = {0};

	(void)state;
	assert_int_equal(bank_write_clock(bytes, &clock), BANK_CLOCK_REPLY_SIZE);
	for (size_t len = 0; len <= sizeof bytes; len++) {
		assert_int_equal(bank_read_clock(bytes, len, &read), len >= BANK_CLOCK_REPLY_SIZE);
		if (len >= BANK_CLOCK_REPLY_SIZE) {
			assert_int_equal(read.flags, clock.flags);
			assert_int_equal(read.seconds, clock.seconds);
		}
	}
	bytes[3]++;
	assert_false(bank_read_clock(bytes, sizeof bytes, &read));
}

static void asking_for_the_clock_and_setting_it_are_told_apart(void **state)
{
	uint8_t bytes[BANK_CLOCK_SET_SIZE + 4] = {0};
	uint32_t seconds = 7;

	(void)state;
	assert_int_equal(bank_write_clock_ask(bytes), BANK_CLOCK_ASK_SIZE);
	assert_int_equal(bank_clock_wanted(bytes, BANK_CLOCK_ASK_SIZE, &seconds), BANK_CLOCK_ASKED);
	assert_int_equal(bank_write_clock_set(bytes, 0x6A3B2C1D), BANK_CLOCK_SET_SIZE);
	for (size_t len = 0; len < BANK_CLOCK_SET_SIZE; len++)
		assert_int_equal(bank_clock_wanted(bytes, len, &seconds),
			len == BANK_CLOCK_ASK_SIZE ? BANK_CLOCK_ASKED : BANK_CLOCK_OTHER);
	assert_int_equal(seconds, 7);
	assert_int_equal(bank_clock_wanted(bytes, sizeof bytes, &seconds), BANK_CLOCK_TO_SET);
	assert_int_equal(seconds, 0x6A3B2C1D);
	bytes[0]++;
	assert_int_equal(bank_clock_wanted(bytes, sizeof bytes, &seconds), BANK_CLOCK_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hello_survives_the_wire_and_may_grow),
		cmocka_unit_test(the_request_is_known_for_one),
		cmocka_unit_test(a_clock_survives_the_wire_and_may_grow),
		cmocka_unit_test(asking_for_the_clock_and_setting_it_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
