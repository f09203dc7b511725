// SPDX-License-Identifier: GPL-3.0-or-later
// Weekdays and spans as the tables write them, so that no reader of a row guesses.
#include "store/daytext.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

static const char days[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static const char *pass_spaces(const char *p)
{
	while (*p == ' ')
		p++;
	return p;
}

static int day_at(const char **p)
{
	const char *text = pass_spaces(*p);

	for (int i = 0; i < 7; i++) {
		if (strncasecmp(text, days[i], 3) == 0 && !isalpha((unsigned char)text[3])) {
			*p = pass_spaces(text + 3);
			return i;
		}
	}
	return -1;
}

int weekdays_parse(const char *text, uint8_t *out_mask)
{
	unsigned mask = 0;

	for (;;) {
		int from = day_at(&text), until = from;

		if (from >= 0 && *text == '-') {
			text++;
			until = day_at(&text);
		}
		if (from < 0 || until < from)
			return -ERR_FORMAT;
		for (int i = from; i <= until; i++)
			mask |= 1u << i;
		if (*text == 0)
			break;
		if (*text++ != ',')
			return -ERR_FORMAT;
	}
	*out_mask = (uint8_t)mask;
	return 0;
}

void weekdays_print(uint8_t mask, char out_text[WEEKDAYS_TEXT])
{
	char *at = out_text;

	*at = 0;
	for (int i = 0; i < 7; i++) {
		int last = i;

		if (!(mask >> i & 1))
			continue;
		while (last < 6 && (mask >> (last + 1) & 1))
			last++;
		at += sprintf(at, "%s%s", at == out_text ? "" : ",", days[i]);
		if (last - i >= 2) {
			at += sprintf(at, "-%s", days[last]);
			i = last;
		}
	}
}

static int two_digits(const char *p)
{
	if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]))
		return 100;
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static int minute_at(const char **p)
{
	const char *text = pass_spaces(*p);
	int hour, minute;

	if (strnlen(text, 5) < 5 || text[2] != ':')
		return -ERR_FORMAT;
	hour = two_digits(text);
	minute = two_digits(text + 3);
	if (hour > 23 || minute > 59)
		return -ERR_FORMAT;
	*p = pass_spaces(text + 5);
	return hour * 60 + minute;
}

int dayminute_parse(const char *text)
{
	int minute = minute_at(&text);

	return minute >= 0 && *text == 0 ? minute : -ERR_FORMAT;
}

int dayspans_parse(const char *text, struct dayspan *out_spans, size_t max)
{
	size_t count = 0;
	int before = 0;

	if (*pass_spaces(text) == 0)
		return 0;
	for (;;) {
		int from = minute_at(&text), until;

		if (from < 0 || *text++ != '-')
			return -ERR_FORMAT;
		until = minute_at(&text);
		if (until < 0)
			return -ERR_FORMAT;
		if (until <= from || from < before)
			return -ERR_ARG;
		if (count == max)
			return -ERR_FULL;
		out_spans[count++] = (struct dayspan){(int16_t)from, (int16_t)until};
		before = until;
		if (*text == 0)
			return (int)count;
		if (*text++ != ',')
			return -ERR_FORMAT;
	}
}

void dayspans_print(const struct dayspan *spans, size_t count, char *out_text)
{
	*out_text = 0;
	for (size_t i = 0; i < count; i++)
		out_text += sprintf(out_text, "%s%02d:%02d-%02d:%02d", i ? "," : "",
			spans[i].from / 60 % 24, spans[i].from % 60, spans[i].until / 60 % 24,
			spans[i].until % 60);
}
