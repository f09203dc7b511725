// SPDX-License-Identifier: GPL-3.0-or-later
// A USB serial adapter that exists only for programs run under umockdev-wrapper: sysfs says what it
// is, a pseudo-terminal carries its bytes, its modem lines are ours to watch.
//
// What it is believed from: the sysfs layout of Linux's usb-serial drivers, usb.md sections 1.5 and
// 2 for what libserialport asks of it, and tty_port.c of Linux for DTR: up at the first open, down
// at the last close where HUPCL is set, and new adapters come with HUPCL. No kernel driver runs
// here; the deep stage of a later issue has one. docs/testing.md says what that leaves unproven.
#ifndef SERIAL_ADAPTER_H
#define SERIAL_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct adapter;

struct adapter_identity {
	const char *name; // "ttyUSB0": the node becomes /dev/ttyUSB0 for the program under test
	unsigned socket;  // which port of the hub it is in, 1..9
	uint16_t vid, pid;
	const char *serial;
	unsigned address; // of the device on its USB bus; another one at each plug, as a kernel
			  // gives
};

// Makes the testbed, or shares that of `neighbour` where it is not NULL; the caller runs under
// umockdev-wrapper and so do its children. Exits the test when umockdev refuses, since nothing can
// be learned then.
struct adapter *adapter_open(const struct adapter *neighbour);
void adapter_close(struct adapter *adapter);

// Plugs it in. dtr(arg, on) is called at each change of DTR: from umockdev's own thread where the
// program asked for it, from adapter_notice where the kernel would have done it.
void adapter_plug(struct adapter *adapter, const struct adapter_identity *identity,
	void (*dtr)(void *arg, bool on), void *arg);
// The surprise removal: the program sees a hang-up, then no device.
void adapter_unplug(struct adapter *adapter);

// The adapter's end of the line, non-blocking; -1 while unplugged. Owned by the adapter. While
// nobody holds the terminal it reports hang-up and is not to be polled.
int adapter_fd(const struct adapter *adapter);

// Readable when programs opened or closed the terminal; -1 while unplugged. adapter_notice then
// does with DTR what a kernel does at that. A last close and a first opening between two calls are
// not seen: inotify folds equal events into one, so there is no counting them.
int adapter_watch(const struct adapter *adapter);
void adapter_notice(struct adapter *adapter);

// What programs have made of the terminal since it was plugged in.
struct adapter_use {
	bool held; // at least one has it open
	unsigned dtr_rises;
	bool dtr;
	bool hang_up; // HUPCL: the last close will drop DTR
	long rate;    // bit/s, as set by termios; 0: one this file does not name
};
void adapter_used(struct adapter *adapter, struct adapter_use *out_use);

// What programs need in UMOCKDEV_DIR to see the adapters, with the preload. The caller frees it.
char *adapter_root(const struct adapter *adapter);

// The pseudo-terminal that /dev/NAME is, as /proc/PID/fd of the program would show it.
void adapter_terminal(const struct adapter *adapter, char *out_path, size_t size);

#endif
