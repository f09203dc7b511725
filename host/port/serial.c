// SPDX-License-Identifier: GPL-3.0-or-later
// A serial adapter through libserialport, which finds and sets it; we poll its descriptor
// ourselves, because its own waiting never notices an unplugged adapter (usb.md section 2).
#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include "port/kind.h"

static void release(struct port *port)
{
	struct sp_port *serial = port->own;

	if (port->fd >= 0) {
		// What waits in the driver must not leave after we gave it up. Without a watch the
		// port was never ours (somebody holds the lock), or is gone.
		if (port->watch)
			tcflush(port->fd, TCIOFLUSH);
		sp_close(serial);
	}
	sp_free_port(serial);
}

static void identify(struct sp_port *serial, struct port_identity *out_identity)
{
	struct port_identity found = {0};
	const char *number = sp_get_port_usb_serial(serial);

	snprintf(found.name, sizeof found.name, "%s", sp_get_port_name(serial));
	if (sp_get_port_transport(serial) == SP_TRANSPORT_USB &&
		sp_get_port_usb_vid_pid(serial, &found.vid, &found.pid) == SP_OK && number)
		snprintf(found.serial, sizeof found.serial, "%s", number);
	*out_identity = found;
}

// The port with a USB identity seen before, whatever it is called now.
static struct sp_port *find_again(const struct port_identity *known)
{
	struct sp_port **all;
	struct sp_port *again = NULL;

	if (!known->serial[0] || sp_list_ports(&all) != SP_OK)
		return NULL;
	for (size_t i = 0; all[i] && !again; i++) {
		struct port_identity found;

		identify(all[i], &found);
		if (found.vid == known->vid && found.pid == known->pid &&
			!strcmp(found.serial, known->serial) &&
			sp_copy_port(all[i], &again) != SP_OK)
			again = NULL;
	}
	sp_free_port_list(all);
	return again;
}

// libserialport knows a tty by its name under /sys/class/tty only, so of a link the last part of
// what it points to is tried.
static struct sp_port *find_linked(const char *name)
{
	struct sp_port *serial;
	char target[PATH_MAX];
	char device[PATH_MAX + 8];
	ssize_t len = readlink(name, target, sizeof target - 1);
	const char *last;

	if (len < 0)
		return NULL;
	target[len] = '\0';
	last = strrchr(target, '/');
	snprintf(device, sizeof device, "/dev/%s", last ? last + 1 : target);
	return sp_get_port_by_name(device, &serial) == SP_OK ? serial : NULL;
}

// The adapter that was there before comes before its name: another one may have got that.
static struct sp_port *find(const char *name, const struct port_identity *known)
{
	struct sp_port *serial = known ? find_again(known) : NULL;

	if (!serial && sp_get_port_by_name(name, &serial) != SP_OK)
		serial = find_linked(name);
	return serial;
}

static int set_line(struct sp_port *serial, long rate)
{
	struct sp_port_config *config;
	enum sp_return result;

	if (sp_new_config(&config) != SP_OK)
		return -ERR_NO_MEMORY;
	sp_set_config_baudrate(config, (int)rate);
	sp_set_config_bits(config, 8);
	sp_set_config_parity(config, SP_PARITY_NONE);
	sp_set_config_stopbits(config, 1);
	sp_set_config_flowcontrol(config, SP_FLOWCONTROL_NONE);
	result = sp_set_config(serial, config);
	sp_free_config(config);
	return result == SP_OK ? 0 : -ERR_IO;
}

// libserialport sets HUPCL: the last close would drop DTR and the next opening raise it, and every
// start of the service would reset an Arduino.
static int keep_dtr(int fd)
{
	struct termios line;

	if (tcgetattr(fd, &line) < 0)
		return -ERR_IO;
	line.c_cflag &= ~(tcflag_t)HUPCL;
	return tcsetattr(fd, TCSANOW, &line) < 0 ? -ERR_IO : 0;
}

// Opens and locks it, without touching one that another program uses: sp_open sets the line at
// once, so the lock comes first, on a descriptor that keeps the port open meanwhile and hands the
// lock over.
static int open_locked(
	struct port *port, struct sp_port *serial, const char *name, char why[PORT_WHY])
{
	int first = open(sp_get_port_name(serial), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	int code = first < 0 ? port_refuse_errno(why, errno, name) : port_lock(first, name, why);

	if (code == 0 && sp_open(serial, SP_MODE_READ_WRITE) != SP_OK)
		code = port_refuse_errno(why, errno, name);
	if (code == 0 && sp_get_port_handle(serial, &port->fd) != SP_OK) {
		port->fd = -1;
		code = port_refuse_errno(why, EIO, name);
	}
	if (first >= 0)
		flock(first, LOCK_UN);
	if (code == 0)
		code = port_lock(port->fd, name, why);
	if (first >= 0)
		close(first);
	return code;
}

int port_open_serial(struct port *port, const struct port_address *address,
	struct port_identity *identity, char why[PORT_WHY])
{
	struct sp_port *serial = find(address->name, identity);
	int code;

	if (!serial && access(address->name, F_OK))
		return port_refuse_errno(why, errno, address->name);
	if (!serial)
		return port_refuse(why, ERR_NOT_FOUND,
			"%s is no serial port: give one that ls /dev/serial/by-id names, or a "
			"pseudo-terminal as stream:%s",
			address->name, address->name);
	port->own = serial;
	port->release = release;
	code = open_locked(port, serial, address->name, why);
	if (code < 0)
		return code;
	if (set_line(serial, address->rate) < 0 || keep_dtr(port->fd) < 0)
		return port_refuse(why, ERR_ARG,
			"%s cannot run at %ld bit/s: give another rate after @, such as 38400",
			address->name, address->rate);
	if (identity)
		identify(serial, identity);
	return 0;
}
