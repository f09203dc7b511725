// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses of ports as people type them, and one sentence for each way opening can fail.
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "port/kind.h"

#define RATE_MAX 3000000

int port_refuse(char why[PORT_WHY], enum err code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, PORT_WHY, format, arguments);
	va_end(arguments);
	return -(int)code;
}

int port_refuse_errno(char why[PORT_WHY], int system_errno, const char *name)
{
	switch (system_errno) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
	case ENOTDIR:
		return port_refuse(why, ERR_NOT_FOUND,
			"%s does not exist: check that the adapter is plugged in, and the name "
			"with "
			"ls /dev/serial/by-id",
			name);
	case EACCES:
	case EPERM:
		return port_refuse(why, ERR_DENIED,
			"%s may not be opened by this user: add the user to the group dialout and "
			"log in "
			"again, or install the rules in hardware/udev",
			name);
	case EBUSY:
		return port_refuse(why, ERR_BUSY,
			"%s is in use by another program: end that one first (fuser -v %s names "
			"it)",
			name, name);
	case ECONNREFUSED:
		return port_refuse(why, ERR_NOT_FOUND,
			"%s is a socket nobody listens on: start the other end first", name);
	case EAGAIN:
		return port_refuse(why, ERR_BUSY,
			"%s has too many waiting for it: end the other programs that use it", name);
	default:
		return port_refuse(why, (enum err)(-err_from_errno(system_errno)),
			"%s cannot be opened (%s): unplug the adapter, plug it in and try again",
			name, strerror(system_errno));
	}
}

int port_lock(int fd, const char *name, char why[PORT_WHY])
{
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return 0;
	return port_refuse_errno(why, errno == EWOULDBLOCK ? EBUSY : errno, name);
}

static int parse_rate(const char *text, bool may_be_zero, long *out_rate)
{
	char *end;
	long rate;

	errno = 0;
	rate = strtol(text, &end, 10);
	if (errno || end == text || *end || rate < 0 || rate > RATE_MAX ||
		(rate == 0 && !may_be_zero))
		return -ERR_ARG;
	*out_rate = rate;
	return 0;
}

static bool is_ch340(const struct usb_name *name)
{
	return name->vid == 0x1a86 && (name->pid == 0x7523 || name->pid == 0x5523);
}

static int parse_usb(struct port_address *address, char why[PORT_WHY])
{
	int code = usb_name_parse(&address->usb, address->name);

	if (code == -ERR_FULL)
		return port_refuse(why, ERR_ARG,
			"usb:%.80s: a serial number has at most %d letters", address->name,
			USB_SERIAL - 1);
	if (code < 0)
		return port_refuse(why, ERR_ARG,
			"usb:%.80s: write usb:VID:PID[:SERIAL] with four hexadecimal digits each, "
			"as "
			"lsusb shows them (usb:2341:0042)",
			address->name);
	if (is_ch340(&address->usb))
		return port_refuse(why, ERR_ARG,
			"usb:%.80s is a CH340, which is no CDC-ACM device: give it as "
			"serial:/dev/NAME, a name that ls /dev/serial/by-id shows",
			address->name);
	return 0;
}

int port_parse_address(struct port_address *out_address, const char *text, char why[PORT_WHY])
{
	struct port_address parsed = {.rate = PORT_RATE};
	const char *name = strchr(text, ':');
	const char *at;

	if (!strncmp(text, "serial:", 7))
		parsed.kind = PORT_SERIAL;
	else if (!strncmp(text, "stream:", 7))
		parsed.kind = PORT_STREAM;
	else if (!strncmp(text, "usb:", 4)) {
		parsed.kind = PORT_USB;
		parsed.rate = PORT_USB_RATE;
	} else {
		return port_refuse(why, ERR_ARG,
			"%.80s is no line: write serial:/dev/NAME[@RATE], usb:VID:PID[:SERIAL] or "
			"stream:PATH[@RATE]",
			text);
	}
	name++;
	at = strrchr(name, '@');
	if (at && parse_rate(at + 1, parsed.kind == PORT_STREAM, &parsed.rate) < 0)
		return port_refuse(why, ERR_ARG,
			"%.80s: the rate after @ must be bits per second, such as 38400", text);
	if (!at)
		at = name + strlen(name);
	if (at == name || (size_t)(at - name) >= sizeof parsed.name)
		return port_refuse(why, ERR_ARG,
			"%.80s: the name after the colon is empty or longer than %d", text,
			PORT_NAME - 1);
	memcpy(parsed.name, name, (size_t)(at - name));
	if (parsed.kind == PORT_USB && parse_usb(&parsed, why) < 0)
		return -ERR_ARG;
	*out_address = parsed;
	return 0;
}

int port_check_address(const char *address, char why[PORT_WHY])
{
	struct port_address parsed;

	return port_parse_address(&parsed, address, why);
}
