// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the USB port share: a Mega's USB chip that exists under umockdev, and a child
// process with a port to it (usb_child.c).
#ifndef PORT_USB_RIG_H
#define PORT_USB_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <sys/types.h>

#include "../usb/mega16u2.h"
#include "../usb/usbfs.h"

#define USB_WAIT_MS 20000
#define ADDRESS	    "usb:2341:0042"

extern const char *usb_program; // argv[0], which run with the word "child" is usb_child()
int usb_child(void);

struct bench {
	struct usbfs *fs, *other_fs;
	struct mega16u2 mega, other;
	unsigned resets, address;
	pid_t pid;
	FILE *to, *from;
};

int set_up(void **state);
int tear_down(void **state);

// Another program with a port. `weak`: one that root's rights over files do not help.
void start_child(struct bench *bench, bool weak);
void end_child(struct bench *bench);

// The Mega, and a second one of its make. serial NULL: it has none.
void plug(struct bench *bench, const char *serial);
void plug_other(struct bench *bench, const char *serial);
void count_reset(void *arg);
struct usbfs_use use(struct bench *bench);

// Tells the child; what it says next has `answer` in it.
void say(struct bench *bench, const char *words, const char *answer);
void expect(struct bench *bench, const char *words);

// A pattern of so many bytes, to the host and to the Mega ("send LEN" of the child).
void mega_says(struct bench *bench, size_t len);
void host_hears(struct bench *bench, size_t len);
void mega_hears(struct bench *bench, size_t len);
void bytes_pass_both_ways(struct bench *bench);

// Waits for the model or the carrier to show something; what shows it is asked with the lock held.
#define until(bench, condition)                                                                    \
	do {                                                                                       \
		struct pollfd moved = {.fd = usbfs_moved((bench)->fs), .events = POLLIN};          \
		bool holds;                                                                        \
		usbfs_lock((bench)->fs);                                                           \
		holds = (condition);                                                               \
		usbfs_unlock((bench)->fs);                                                         \
		if (holds)                                                                         \
			break;                                                                     \
		assert_int_equal(poll(&moved, 1, USB_WAIT_MS), 1);                                 \
		usbfs_quiet((bench)->fs);                                                          \
	} while (true)

#endif
