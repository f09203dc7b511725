// SPDX-License-Identifier: GPL-3.0-or-later
// The written forms that columns hold for weekdays and spans of the day. Pure.
#ifndef STORE_DAYTEXT_H
#define STORE_DAYTEXT_H

#include <stddef.h>
#include <stdint.h>

#define WEEKDAYS_TEXT 28 // "mon,tue,wed,thu,fri,sat,sun" and the terminator

// "mon-fri" or "mon,wed" (design.md section 5), capitals and spaces allowed; bit 0 is Monday.
// -ERR_FORMAT where it is neither, names no day, or a range runs backwards.
int weekdays_parse(const char *text, uint8_t *out_mask);
// The form the register keeps: three days or more in a row as a range. mask has a bit in 0..6.
void weekdays_print(uint8_t mask, char out_text[WEEKDAYS_TEXT]);

// Minutes since 00:00 by the school's clock; the start is in it, the end is not.
struct dayspan {
	int16_t from, until;
};

// "08:45-12:00,13:00-15:15", spaces allowed: spans in order, none empty, none touching the one
// before it from behind, 00:00 to 23:59. Returns how many, 0 for an empty text. -ERR_FORMAT where
// it is written otherwise, -ERR_ARG where a span ends before it begins or they overlap, -ERR_FULL
// past max.
int dayspans_parse(const char *text, struct dayspan *out_spans, size_t max);
// Room for count spans of 12 bytes and the terminator; count of 0 prints "".
void dayspans_print(const struct dayspan *spans, size_t count, char *out_text);

// "15:15" in minutes, or -ERR_FORMAT.
int dayminute_parse(const char *text);

#endif
