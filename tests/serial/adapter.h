// SPDX-License-Identifier: GPL-3.0-or-later
// A USB serial adapter that exists only for programs run under umockdev-wrapper: sysfs says what it
// is, a pseudo-terminal carries its bytes, its modem lines are ours to watch.
//
// What it is believed from: the sysfs layout of Linux's usb-serial drivers, and usb.md sections 1.5
// and 2 for what libserialport asks of it. No kernel driver runs here; the deep stage of a later
// issue has one.
#ifndef SERIAL_ADAPTER_H
#define SERIAL_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct adapter;

struct adapter_identity {
	const char *name; // "ttyUSB0": the node becomes /dev/ttyUSB0 for the program under test
	uint16_t vid, pid;
	const char *serial;
	unsigned address; // of the device on its USB bus; another one at each plug, as a kernel
			  // gives
};

// Makes the testbed; the caller runs under umockdev-wrapper and so do its children. Exits the test
// when umockdev refuses, since nothing can be learned then.
struct adapter *adapter_open(void);
void adapter_close(struct adapter *adapter);

// Plugs it in. dtr(arg, on) is called, from umockdev's own thread, at each change of DTR.
void adapter_plug(struct adapter *adapter, const struct adapter_identity *identity,
	void (*dtr)(void *arg, bool on), void *arg);
// The surprise removal: the program sees a hang-up, then no device.
void adapter_unplug(struct adapter *adapter);

// The adapter's end of the line, non-blocking; -1 while unplugged. Owned by the adapter.
int adapter_fd(const struct adapter *adapter);

// The pseudo-terminal that /dev/NAME is, as /proc/PID/fd of the program would show it.
void adapter_terminal(const struct adapter *adapter, char *out_path, size_t size);

#endif
