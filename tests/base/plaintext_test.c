// SPDX-License-Identifier: GPL-3.0-or-later
// Which characters of a text nobody sees.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/plaintext.h"

static size_t put(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

// "Ann" with that character behind it, and something more.
static int is_found(uint32_t character)
{
	char text[16] = "Ann";
	size_t n = put(character, text + 3);

	strcpy(text + 3 + n, "a");
	const char *at = text_unseen(text, strlen(text) + (character == 0));

	assert_true(!at || at == text + 3);
	return at != NULL;
}

static void what_turns_the_text_or_has_no_width_is_found(void **state)
{
	static const uint32_t found[] = {0, 1, 8, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x34F, 0x61C,
		0x115F, 0x1160, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
		0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2066, 0x2067, 0x2068,
		0x2069, 0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0x1D173, 0xE0001, 0xE0020,
		0xE007F};

	(void)state;
	for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
		if (!is_found(found[i]))
			fail_msg("U+%04X is not found", found[i]);
	}
}

// Of all there are, so few; every letter of every script is seen.
static void everything_else_is_seen(void **state)
{
	int count = 0;

	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c < 0xD800 || c > 0xDFFF)
			count += is_found(c);
	}
	print_message("%d characters are not seen\n", count);
	assert_int_equal(count, 206);
	assert_null(text_unseen("\t a\r\nb", 6));
	assert_null(text_unseen("Zo\xC3\xAB O\xE2\x80\x99Neill", 14));
	assert_null(text_unseen("\xD8\xB9\xD9\x84\xD9\x8A \xD7\x93\xD7\x95\xD7\x93", 13));
}

static void a_joiner_is_seen_in_an_emoji_and_nowhere_else(void **state)
{
	// A family, and a heart on fire: both have joiners inside.
	static const char family[] = "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9";
	static const char heart[] = "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5";

	(void)state;
	assert_null(text_unseen(family, strlen(family)));
	assert_null(text_unseen(heart, strlen(heart)));
	assert_true(is_found(0x200D));
}

static void bytes_that_are_no_text_are_passed_over_and_never_read_beyond(void **state)
{
	(void)state;
	for (int a = 0x80; a < 0x100; a++) {
		char end[2] = {'x', (char)a};

		assert_null(text_unseen(end, 2));
	}
	assert_null(text_unseen("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_turns_the_text_or_has_no_width_is_found),
		cmocka_unit_test(everything_else_is_seen),
		cmocka_unit_test(a_joiner_is_seen_in_an_emoji_and_nowhere_else),
		cmocka_unit_test(bytes_that_are_no_text_are_passed_over_and_never_read_beyond),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
