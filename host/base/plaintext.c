// SPDX-License-Identifier: GPL-3.0-or-later
// Unicode's format and filler characters as a table of ranges (those of general category Cf that
// are assigned, and the letters that draw nothing).
#include "base/plaintext.h"

#include <stdbool.h>
#include <stdint.h>

#define JOINER	 0x200D
#define VARIANT	 0xFE0F	 // after a character that is to be drawn as an emoji
#define PICTURES 0x1F000 // from here on

static const struct {
	uint32_t first, last;
} unseen[] = {
	{0x00, 0x08}, {0x0B, 0x0C}, {0x0E, 0x1F}, // controls but tab and line ends
	{0x7F, 0x9F}, {0xAD, 0xAD},		  // soft hyphen
	{0x34F, 0x34F},				  // grapheme joiner
	{0x61C, 0x61C},				  // Arabic letter mark
	{0x115F, 0x1160},			  // Hangul fillers
	{0x180E, 0x180E}, {0x200B, 0x200F},	  // no width, joiners, marks of direction
	{0x2028, 0x202E}, // line and paragraph separators, embedding and override of direction
	{0x2060, 0x2064}, {0x2066, 0x206F}, // isolates
	{0x2800, 0x2800},		    // blank Braille
	{0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0x1D173, 0x1D17A},
	{0xE0001, 0xE0001}, {0xE0020, 0xE007F}, // tags
};

static bool is_unseen(uint32_t character)
{
	size_t low = 0, high = sizeof unseen / sizeof *unseen;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (character > unseen[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof unseen / sizeof *unseen && character >= unseen[low].first;
}

// One character at p, where at least a byte is left; how many bytes it has.
static size_t read_character(const uint8_t *p, size_t left, uint32_t *out)
{
	size_t n = *p < 0xC0 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;

	if (*p < 0x80 || *p < 0xC0 || n > left) {
		*out = *p < 0x80 ? *p : 0xFFFD; // no UTF-8
		return 1;
	}
	*out = *p & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n; i++)
		*out = *out << 6 | (p[i] & 0x3Fu);
	return n;
}

const char *text_unseen(const char *text, size_t len)
{
	uint32_t before = 0, character;

	for (size_t at = 0; at < len;) {
		size_t n = read_character((const uint8_t *)text + at, len - at, &character);
		bool emoji = character == JOINER && (before >= PICTURES || before == VARIANT);

		if (is_unseen(character) && !emoji)
			return text + at;
		before = character;
		at += n;
	}
	return NULL;
}
