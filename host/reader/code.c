// SPDX-License-Identifier: GPL-3.0-or-later
// Digits to bytes by a profile, and which bytes are a UID (ISO 14443-3; design.md section 1).
#include "reader/code.h"

#include <stdio.h>
#include <string.h>

static bool refuse(struct reader_code *code, const char *sentence)
{
	snprintf(code->why, sizeof code->why, "%s", sentence);
	return false;
}

static int value_of(char letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	if (letter >= 'A' && letter <= 'F')
		return letter - 'A' + 10;
	if (letter >= 'a' && letter <= 'f')
		return letter - 'a' + 10;
	return 99;
}

static bool take_affixes(struct reader_code *code, const struct reader_profile *profile,
	const char **text, size_t *len)
{
	size_t before = strlen(profile->prefix);
	size_t after = strlen(profile->suffix);

	if (*len < before + after || memcmp(*text, profile->prefix, before) != 0 ||
		memcmp(*text + *len - after, profile->suffix, after) != 0)
		return refuse(code, "The prefix or suffix of the profile is not there: part of the "
				    "code was lost, or the reader is set up otherwise.");
	*text += before;
	*len -= before + after;
	return true;
}

// One group of digits into so many bytes, highest first.
static bool read_group(
	struct reader_code *code, const char *text, size_t digits, uint8_t base, size_t bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < digits; i++) {
		int value = value_of(text[i]);

		if (value >= base)
			return refuse(code, base == 10
						    ? "There is something in it that is no digit."
						    : "There is something in it that is no "
						      "hexadecimal digit.");
		number = number * base + (uint64_t)value;
	}
	if (bytes < 8 && number >> (8 * bytes))
		return refuse(code, "The number is too large for the bytes of the profile: another "
				    "profile fits this reader.");
	for (size_t i = bytes; i > 0; i--)
		code->bytes[code->len++] = (uint8_t)(number >> (8 * (i - 1)));
	return true;
}

static bool wrong_length(struct reader_code *code, size_t want, size_t got)
{
	snprintf(code->why, sizeof code->why,
		"%zu letters came where the profile has %zu: part of the code was lost, or another "
		"profile fits this reader.",
		got, want);
	return false;
}

static bool read_whole(struct reader_code *code, const char *text, size_t len)
{
	if (len != 8 && len != 14 && len != 20) {
		snprintf(code->why, sizeof code->why,
			"%zu letters came where a UID has 8, 14 or 20: part of the code was lost, "
			"or "
			"another profile fits this reader.",
			len);
		return false;
	}
	for (size_t at = 0; at < len; at += 2) {
		if (!read_group(code, text + at, 2, 16, 1))
			return false;
	}
	return true;
}

static bool read_groups(struct reader_code *code, const struct reader_profile *profile,
	const char *text, size_t len)
{
	size_t first = profile->group[0].digits;
	size_t second = profile->group[1].digits;
	size_t want = first + second + (second ? 1 : 0);

	if (len != want)
		return wrong_length(code, want, len);
	if (second && text[first] != profile->separator)
		return refuse(code, "The two numbers are not separated as the profile says.");
	return read_group(code, text, first, profile->base, profile->group[0].bytes) &&
	       (!second || read_group(code, text + first + 1, second, profile->base,
				   profile->group[1].bytes));
}

static void swap(struct reader_code *code)
{
	for (size_t i = 0; i < code->len / 2; i++) {
		uint8_t byte = code->bytes[i];

		code->bytes[i] = code->bytes[code->len - 1 - i];
		code->bytes[code->len - 1 - i] = byte;
	}
}

// What may stand in the register. An all-equal number is what readers say of no card at all.
static bool is_uid(struct reader_code *code)
{
	bool all_equal = true;

	for (size_t i = 1; i < code->len; i++)
		all_equal = all_equal && code->bytes[i] == code->bytes[0];
	if (code->len != 4 && code->len != 7 && code->len != 10)
		return refuse(code, "A card's UID has 4, 7 or 10 bytes; this is something else.");
	if (all_equal)
		return refuse(code, "Every byte is the same, so there was no card.");
	if (code->len == 4 && code->bytes[0] == 0x08)
		return refuse(code, "This is a random number that changes at every tap, as a "
				    "phone's own chip gives: use a card.");
	if (code->len == 4 && code->bytes[0] == 0x88)
		return refuse(code,
			"This is the first half of a longer UID: set the reader to give "
			"all bytes, or use a PC/SC reader.");
	return true;
}

void reader_code(struct reader_code *out_code, const struct reader_profile *profile,
	const char *text, size_t len)
{
	struct reader_code code = {0};
	bool whole = profile->group[0].digits == 0;

	if (take_affixes(&code, profile, &text, &len) &&
		(whole ? read_whole(&code, text, len) : read_groups(&code, profile, text, len))) {
		if (profile->swapped)
			swap(&code);
		if (profile->part)
			refuse(&code, code.len == 4
					      ? "This reader gives four bytes of every card, and "
						"another card may share them: set it to all "
						"bytes, or use a PC/SC reader."
					      : "This reader gives three bytes of every card, and "
						"another card may share them: set it to all "
						"bytes, or use a PC/SC reader.");
		else
			code.uid = is_uid(&code);
	} else {
		code.len = 0;
	}
	*out_code = code;
}

void reader_code_bytes(struct reader_code *out_code, const uint8_t *bytes, size_t len)
{
	struct reader_code code = {0};

	if (len > READER_UID_BYTES) {
		refuse(&code, "A card's UID has 4, 7 or 10 bytes; this is something else.");
	} else {
		memcpy(code.bytes, bytes, len);
		code.len = len;
		code.uid = is_uid(&code);
	}
	*out_code = code;
}

void reader_uid_text(const struct reader_code *code, char out_text[READER_UID])
{
	out_text[0] = '\0';
	for (size_t i = 0; i < code->len; i++)
		snprintf(out_text + 2 * i, 3, "%02X", code->bytes[i]);
}

static bool at_either_end(const uint8_t *bytes, size_t len, const uint8_t *uid, size_t uid_len)
{
	return memcmp(bytes, uid, len) == 0 || memcmp(bytes, uid + uid_len - len, len) == 0;
}

bool reader_is_part_of(const struct reader_code *code, const uint8_t *uid, size_t uid_len)
{
	struct reader_code turned = *code;

	if (code->len < 3 || code->len >= uid_len)
		return false;
	swap(&turned);
	return at_either_end(code->bytes, code->len, uid, uid_len) ||
	       at_either_end(turned.bytes, code->len, uid, uid_len);
}
