// SPDX-License-Identifier: GPL-3.0-or-later
// Reader codes: known cards by every profile, what is refused and in which words, and two
// properties over many: what a reader of the profile writes is read back, and nothing else is a
// UID.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "encode.h"

static struct reader_code read_as(const char *profile_text, const char *text)
{
	struct reader_profile profile;
	struct reader_code code;
	char why[READER_WHY];

	assert_int_equal(reader_profile_parse(&profile, profile_text, why), 0);
	reader_code(&code, &profile, text, strlen(text));
	return code;
}

static void known_cards_read_as_their_uid(void **state)
{
	static const struct {
		const char *profile, *text, *uid;
	} cases[] = {
		{"hex", "04A1B2C3D4E5F6", "04A1B2C3D4E5F6"},
		{"hex", "04a1b2c3d4e5f6", "04A1B2C3D4E5F6"},
		{"hex", "1A2B3C4D", "1A2B3C4D"},
		{"hex", "04112233445566778899", "04112233445566778899"},
		{"hex-swapped", "F6E5D4C3B2A104", "04A1B2C3D4E5F6"},
		{"decimal-10", "0439041101", "1A2B3C4D"},
		{"decimal-10-swapped", "1295788826", "1A2B3C4D"},
		{"decimal-5-5", "06699,15437", "1A2B3C4D"},
		{"decimal-5-5-swapped", "19772,11034", "1A2B3C4D"},
		{"hex,prefix=;,suffix=?", ";1A2B3C4D?", "1A2B3C4D"},
		{"", "1A2B3C4D", "1A2B3C4D"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reader_code code = read_as(cases[i].profile, cases[i].text);
		char uid[READER_UID];

		reader_uid_text(&code, uid);
		assert_string_equal(code.why, "");
		assert_true(code.uid);
		assert_string_equal(uid, cases[i].uid);
	}
}

static void what_is_no_uid_is_refused_in_one_sentence_without_the_number(void **state)
{
	static const struct {
		const char *profile, *text, *says;
	} cases[] = {
		{"hex", "08123456", "random number"},
		{"hex", "88041122", "first half of a longer UID"},
		{"hex", "00000000", "there was no card"},
		{"hex", "FFFFFFFFFFFFFF", "there was no card"},
		{"hex", "1A2B3C4", "7 letters came where a UID has 8, 14 or 20"},
		{"hex", "1A2B3C4D5E", "10 letters came"},
		{"hex", "1A2B3C4G", "no hexadecimal digit"},
		{"decimal-10", "439041101", "9 letters came where the profile has 10"},
		{"decimal-10", "043904110A", "no digit"},
		{"decimal-10", "4294967296", "too large"},
		{"decimal-5-5", "06699;15437", "not separated"},
		{"decimal-5-5", "65536,15437", "too large"},
		{"hex,prefix=;", "1A2B3C4D", "prefix or suffix"},
		{"hex,prefix=;,suffix=;", ";", "prefix or suffix"},
		// Four bytes of every card, seven-byte cards among them: ambiguous.
		{"decimal-10-part", "0439041101", "four bytes of every card"},
		{"hex-part", "1A2B3C4D", "four bytes of every card"},
		{"decimal-8", "02833229", "three bytes of every card"},
		{"decimal-5-3", "11034,077", "three bytes of every card"},
		{"decimal-3-5", "043,15437", "three bytes of every card"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reader_code code = read_as(cases[i].profile, cases[i].text);

		assert_false(code.uid);
		if (!strstr(code.why, cases[i].says))
			fail_msg("%s: %s", cases[i].text, code.why);
		if (strlen(cases[i].text) > 1)
			assert_null(strstr(code.why, cases[i].text));
	}
}

static void bytes_of_a_pcsc_reader_go_through_the_same_checks(void **state)
{
	const uint8_t seven[] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
	const uint8_t random[] = {0x08, 1, 2, 3};
	uint8_t long_one[READER_UID_BYTES + 1] = {1};
	struct reader_code code;

	(void)state;
	reader_code_bytes(&code, seven, sizeof seven);
	assert_true(code.uid);
	reader_code_bytes(&code, random, sizeof random);
	assert_false(code.uid);
	assert_non_null(strstr(code.why, "random number"));
	reader_code_bytes(&code, long_one, sizeof long_one);
	assert_false(code.uid);
	reader_code_bytes(&code, long_one, 0);
	assert_false(code.uid);
}

static void four_bytes_of_seven_are_known_at_either_end_and_either_way_round(void **state)
{
	const uint8_t seven[] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
	static const char *const parts[] = {"04A1B2C3", "C3B2A104", "C3D4E5F6", "F6E5D4C3"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct reader_code code = read_as("hex", parts[i]);

		assert_true(reader_is_part_of(&code, seven, sizeof seven));
	}
	struct reader_code other = read_as("hex", "A1B2C3D4");
	struct reader_code whole = read_as("hex", "04A1B2C3D4E5F6");

	assert_false(reader_is_part_of(&other, seven, sizeof seven));
	assert_false(reader_is_part_of(&whole, seven, sizeof seven));
}

// A small generator with a seed: the same run on any machine.
static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void what_a_reader_of_a_profile_writes_is_read_back(void **state)
{
	static const size_t lengths[] = {3, 4, 7, 10};
	uint32_t seed = 17;
	unsigned made = 0;

	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		const struct reader_profile *profile = &reader_profiles[round % 11];
		size_t len = lengths[next(&seed) % 4];
		uint8_t bytes[READER_UID_BYTES];
		char text[ENCODED];
		struct reader_code code;

		for (size_t i = 0; i < len; i++)
			bytes[i] = (uint8_t)next(&seed);
		if (!encode(profile, bytes, len, text) || (!profile->group[0].digits && len == 3))
			continue;
		reader_code(&code, profile, text, strlen(text));
		assert_int_equal(code.len, len);
		assert_memory_equal(code.bytes, bytes, len);
		assert_true(code.uid == !code.why[0]);
		made++;
	}
	assert_true(made > 5000);
}

static void nothing_is_read_that_no_reader_of_the_profile_writes(void **state)
{
	static const char letters[] = "0123456789ABCDEFabcdef,;? \n\0-";
	uint32_t seed = 23;
	unsigned accepted = 0;

	(void)state;
	for (unsigned round = 0; round < 200000; round++) {
		const struct reader_profile *profile = &reader_profiles[round % 11];
		char text[32];
		size_t len = next(&seed) % 24;
		size_t alphabet = next(&seed) % 3 ? 10 : sizeof letters;
		struct reader_code code;

		for (size_t i = 0; i < len; i++)
			text[i] = letters[next(&seed) % alphabet];
		if (len > 5 && profile->separator)
			text[profile->group[0].digits] = profile->separator;
		reader_code(&code, profile, text, len);
		assert_true(code.uid == !code.why[0]);
		if (!code.len)
			continue;
		assert_true(encoder_makes(profile, &code, text, len));
		accepted++;
	}
	assert_true(accepted > 1000);
}

static void a_profile_that_there_is_not_names_those_there_are(void **state)
{
	struct reader_profile profile;
	char why[READER_WHY];

	(void)state;
	assert_int_equal(reader_profile_parse(&profile, "decimal", why), -ERR_ARG);
	assert_non_null(
		strstr(why, "There is no profile \"decimal\". There are: hex, hex-swapped, "));
	assert_non_null(strstr(why, "decimal-10-swapped"));
	assert_int_equal(reader_profile_parse(&profile, "hex,prefix=", why), -ERR_ARG);
	assert_int_equal(reader_profile_parse(&profile, "hex,prefix=12345678", why), -ERR_ARG);
	assert_non_null(strstr(why, "1 to 7 letters"));
	assert_int_equal(reader_profile_parse(&profile, "hex,infix=1", why), -ERR_ARG);
	assert_non_null(strstr(why, "infix"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_cards_read_as_their_uid),
		cmocka_unit_test(what_is_no_uid_is_refused_in_one_sentence_without_the_number),
		cmocka_unit_test(bytes_of_a_pcsc_reader_go_through_the_same_checks),
		cmocka_unit_test(four_bytes_of_seven_are_known_at_either_end_and_either_way_round),
		cmocka_unit_test(what_a_reader_of_a_profile_writes_is_read_back),
		cmocka_unit_test(nothing_is_read_that_no_reader_of_the_profile_writes),
		cmocka_unit_test(a_profile_that_there_is_not_names_those_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
