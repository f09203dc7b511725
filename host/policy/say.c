// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence a person reads: a policy's words with the device, the door and the time put in.
#include <string.h>

#include "policy/model.h"

#define LINES	4
#define COLUMNS 16

static const char *device_noun(enum device_kind kind)
{
	switch (kind) {
	case DEVICE_PHONE:
		return "phone";
	case DEVICE_SMART_WATCH:
		return "watch";
	case DEVICE_TABLET:
		return "tablet";
	case DEVICE_CAMERA:
		return "camera";
	case DEVICE_RECORDER:
		return "recorder";
	case DEVICE_CONSOLE:
		return "console";
	case DEVICE_OTHER:
		return "device";
	}
	return "device";
}

// Doors are numbered from 1; three digits are more than any cabinet has.
static bool door_print(int door, char out_text[4])
{
	int at = 0;

	if (door < 1 || door > 999)
		return false;
	if (door >= 100)
		out_text[at++] = (char)('0' + door / 100);
	if (door >= 10)
		out_text[at++] = (char)('0' + door / 10 % 10);
	out_text[at++] = (char)('0' + door % 10);
	out_text[at] = '\0';
	return true;
}

// The text of the {word} at `word`, or NULL where the request does not know it.
static const char *known(const char *word, size_t len, const struct request *r, char room[8])
{
	if (len == 6 && memcmp(word, "device", 6) == 0)
		return device_noun(r->device);
	if (len == 4 && memcmp(word, "door", 4) == 0)
		return door_print(r->custody.door, room) ? room : NULL;
	if (len == 4 && memcmp(word, "home", 4) == 0 && r->day.home_time != TIME_UNKNOWN) {
		local_clock_print((struct local_time){r->day.home_time}, room);
		return room;
	}
	return NULL;
}

bool say_print(const char *sentence, const struct request *r, char out_say[SAY_MAX])
{
	size_t at = 0;

	for (const char *s = sentence; *s;) {
		char room[8];
		const char *text = s, *end = strchr(s, '{');
		size_t len = end ? (size_t)(end - s) : strlen(s);

		if (*s == '{') {
			end = strchr(s, '}');
			if (!end)
				return false;
			text = known(s + 1, (size_t)(end - s - 1), r, room);
			if (!text)
				return false;
			len = strlen(text);
			s = end + 1;
		} else {
			s += len;
		}
		if (at + len >= SAY_MAX)
			return false;
		memcpy(out_say + at, text, len);
		at += len;
	}
	out_say[at] = '\0';
	return at > 0;
}

bool say_fits_locker(const char *say)
{
	size_t column = 0;
	int lines = 1;

	while (*say) {
		size_t len = strcspn(say, " ");

		if (len > COLUMNS)
			return false;
		if (column > 0 && column + 1 + len > COLUMNS) {
			lines++;
			column = 0;
		}
		column += (column > 0) + len;
		say += len;
		say += strspn(say, " ");
	}
	return lines <= LINES;
}
