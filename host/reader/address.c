// SPDX-License-Identifier: GPL-3.0-or-later
// Readers as people type them, and the sentences for those that cannot be had.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reader/kind.h"

int reader_refuse(char why[READER_WHY], enum err code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, READER_WHY, format, arguments);
	va_end(arguments);
	return -(int)code;
}

int reader_refuse_code(char why[READER_WHY], int code, const struct reader *reader)
{
	const char *name = reader->name;

	switch (-code) {
	case ERR_NOT_FOUND:
		return reader_refuse(why, ERR_NOT_FOUND,
			"%.60s is not plugged in: check the cable, and the name with hometime "
			"reader "
			"list",
			name);
	case ERR_DENIED:
		return reader_refuse(why, ERR_DENIED,
			"%.60s may not be opened by this user: add it to hardware/udev/"
			"61-hometime-readers.rules and the user to the group hometime",
			name);
	case ERR_BUSY:
		return reader_refuse(why, ERR_BUSY,
			"%.60s is in use by another program: end that one first (the service "
			"itself, "
			"where it runs)",
			name);
	default:
		return reader_refuse(why, (enum err)(-code),
			"%.60s cannot be opened (%s): unplug it, plug it in and try again", name,
			err_str(code));
	}
}

static int parse_name(struct reader_address *address, const char *text, const char *name,
	size_t len, char why[READER_WHY])
{
	if (len >= sizeof address->path)
		return reader_refuse(why, ERR_ARG, "The reader's name is longer than %d letters.",
			READER_NAME - 1);
	memcpy(address->path, name, len);
	address->path[len] = '\0';
	if (address->kind == READER_PCSC || (address->kind == READER_EVDEV && name[0] == '/'))
		return 0;
	if (usb_name_parse(&address->usb, address->path) < 0)
		return reader_refuse(why, ERR_ARG,
			"%.60s: write the numbers that lsusb shows, four hexadecimal digits each, "
			"such "
			"as %s:ffff:0035",
			text, address->kind == READER_HID ? "hid" : "evdev");
	address->path[0] = '\0';
	return 0;
}

int reader_parse_address(struct reader_address *out_address, const char *text, char why[READER_WHY])
{
	struct reader_address address = {0};
	const char *name = strchr(text, ':');
	size_t kind = name ? (size_t)(name - text) : strlen(text);
	const char *at = strchr(text, '@');
	int code;

	name = name ? name + 1 : text + kind;
	if (kind == 5 && memcmp(text, "evdev", 5) == 0)
		address.kind = READER_EVDEV;
	else if (kind == 3 && memcmp(text, "hid", 3) == 0)
		address.kind = READER_HID;
	else if (kind == 4 && memcmp(text, "pcsc", 4) == 0)
		address.kind = READER_PCSC;
	else
		return reader_refuse(why, ERR_ARG,
			"%.60s is no reader: write evdev:VID:PID[@PROFILE], hid:VID:PID[@PROFILE] "
			"or "
			"pcsc[:NAME]; hometime reader list shows them",
			text);
	if (address.kind == READER_PCSC)
		at = NULL; // it gives bytes, so it has no profile; a name may have any letter
	code = parse_name(&address, text, name, at ? (size_t)(at - name) : strlen(name), why);
	if (code == 0)
		code = reader_profile_parse(&address.profile, at ? at + 1 : "", why);
	if (code == 0)
		*out_address = address;
	return code;
}

int reader_check_address(const char *address, char why[READER_WHY])
{
	struct reader_address parsed;

	return reader_parse_address(&parsed, address, why);
}
