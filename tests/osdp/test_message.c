// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads there and back, lengths by the table, and the vendor's hello.
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hello_survives_the_wire_and_may_grow),
		cmocka_unit_test(the_request_is_known_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
