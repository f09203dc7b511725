// SPDX-License-Identifier: GPL-3.0-or-later
// A file by its first bytes, and then character by character.
#include "register/text_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

#define SAVE_CSV "open it there and save it as \"CSV UTF-8 (comma delimited)\""

static const struct {
	const char *bytes;
	size_t count;
	const char *sentence;
} kinds[] = {
	{"PK\3\4", 4,
		"This is an Excel workbook (.xlsx) or another packed file, whatever its name "
		"says: " SAVE_CSV "."},
	{"\xD0\xCF\x11\xE0", 4,
		"This is an old Excel workbook (.xls), whatever its name says: " SAVE_CSV "."},
	{"\xFF\xFE", 2, "This is \"Unicode text\" (UTF-16): save it as \"CSV UTF-8\" instead."},
	{"\xFE\xFF", 2, "This is \"Unicode text\" (UTF-16): save it as \"CSV UTF-8\" instead."},
	{"%PDF", 4, "This is a PDF, which is made for printing: export the list as CSV."},
	{"{\\rtf", 5, "This is a Word document (RTF): export the list as CSV."},
	{"\x1F\x8B", 2, "This is a compressed file (gzip): unpack it first."},
	{"\x89PNG", 4, "This is a picture: export the list as CSV."},
	{"\x7F"
	 "ELF",
		4, "This is a program, not a list."},
	{"SQLite format 3", 15, "This is a database, not an export from one."},
	{"<!doctype", 9, "This is a web page, whatever its name says: " SAVE_CSV "."},
	{"<html", 5, "This is a web page, whatever its name says: " SAVE_CSV "."},
	{"<?xml", 5, "This is XML, whatever its name says: export the list as CSV."},
};

size_t text_character(const char *p, const char *end)
{
	uint8_t c = (uint8_t)*p;
	size_t more = c < 0x80 ? 0 : c < 0xC2 ? 9 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 9;

	if (more == 9 || (size_t)(end - p) <= more)
		return 0;
	for (size_t i = 1; i <= more; i++) {
		if (((uint8_t)p[i] & 0xC0) != 0x80)
			return 0;
	}
	uint8_t second = more ? (uint8_t)p[1] : 0;

	if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) ||
		(c == 0xF0 && second < 0x90) || (c == 0xF4 && second > 0x8F))
		return 0;
	return 1 + more;
}

#define BAD(...) (snprintf(why, FILE_WHY, __VA_ARGS__), -ERR_FORMAT)

// Every other byte a zero: UTF-16 without its mark.
static bool every_other_zero(const char *data, size_t len)
{
	size_t zeros[2] = {0}, looked = len < 64 ? len : 64;

	for (size_t i = 0; i < looked; i++)
		zeros[i % 2] += data[i] == 0;
	return looked >= 8 && (zeros[0] >= looked / 3 || zeros[1] >= looked / 3);
}

static int check_characters(const char *data, size_t len, char why[FILE_WHY])
{
	const char *end = data + len;
	unsigned line = 1;
	bool anything = false;

	for (const char *p = data; p < end;) {
		size_t n = text_character(p, end);

		if (*p == 0)
			return BAD("Line %u has a byte of zero: this is no text file. Export the "
				   "list as \"CSV UTF-8\".",
				line);
		if (n == 0)
			return BAD("Line %u is not UTF-8 text (its byte %02X is how Windows "
				   "programs write an accent in Latin-1): save the file again as "
				   "\"CSV UTF-8\".",
				line, (uint8_t)*p);
		anything |= !strchr(" \t\r\n,;", *p);
		line += *p == '\n';
		p += n;
	}
	return anything ? 0 : BAD("The file is empty.");
}

int text_file_check(const char *data, size_t len, char why[FILE_WHY])
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (len >= kinds[i].count && strncasecmp(data, kinds[i].bytes, kinds[i].count) == 0)
			return BAD("%s", kinds[i].sentence);
	}
	if (every_other_zero(data, len))
		return BAD("This is \"Unicode text\" (UTF-16): save it as \"CSV UTF-8\" instead.");
	if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		data += 3;
		len -= 3;
	}
	return check_characters(data, len, why);
}
