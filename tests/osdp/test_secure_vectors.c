// SPDX-License-Identifier: GPL-3.0-or-later
// Secure Channel against the recorded sessions, as the host's compilers see them; AES against
// nettle. tests/avr/secure has the same for avr-gcc.
#include "osdp/aes.h"
#include "secure_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <nettle/aes.h>

#include <cmocka.h>

static unsigned passed, failed;

static void count(const char *name, uint8_t number, const char *what, int held)
{
	if (held) {
		passed++;
		return;
	}
	failed++;
	print_message("%s %d not %s\n", name, number, what);
}

static void finish(unsigned least)
{
	print_message("%u passed, %u failed\n", passed, failed);
	assert_int_equal(failed, 0);
	assert_true(passed >= least);
	passed = 0;
}

static void the_published_values_are_ours(void **state)
{
	(void)state;
	secure_check_primitives(count);
	finish(30);
}

static void every_secure_frame_is_rebuilt_and_judged(void **state)
{
	(void)state;
	secure_check_sessions(count);
	finish(400);
}

static void every_row_of_the_edge_cases_is_answered_as_written(void **state)
{
	(void)state;
	secure_check_edges(count);
	finish(100);
}

static uint32_t seed = 1;

static void fill(uint8_t *out, size_t len)
{
	for (size_t n = 0; n < len; n++) {
		seed = seed * 1664525u + 1013904223u;
		out[n] = (uint8_t)(seed >> 24);
	}
}

static void a_thousand_keys_and_blocks_are_as_nettle_says(void **state)
{
	(void)state;
	for (int n = 0; n < 1000; n++) {
		uint8_t key[16], block[16], wanted[16], found[16];
		struct aes128_ctx theirs;
		struct osdp_aes ours;

		fill(key, sizeof key);
		fill(block, sizeof block);
		osdp_aes_ready(&ours, key);
		aes128_set_encrypt_key(&theirs, key);
		aes128_encrypt(&theirs, 16, wanted, block);
		memcpy(found, block, 16);
		osdp_aes_encrypt(&ours, found);
		assert_memory_equal(found, wanted, 16);
		aes128_set_decrypt_key(&theirs, key);
		aes128_decrypt(&theirs, 16, wanted, block);
		memcpy(found, block, 16);
		osdp_aes_decrypt(&ours, found);
		assert_memory_equal(found, wanted, 16);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_values_are_ours),
		cmocka_unit_test(every_secure_frame_is_rebuilt_and_judged),
		cmocka_unit_test(every_row_of_the_edge_cases_is_answered_as_written),
		cmocka_unit_test(a_thousand_keys_and_blocks_are_as_nettle_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
