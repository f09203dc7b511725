// SPDX-License-Identifier: GPL-3.0-or-later
// A keyboard-wedge reader as the kernel shows it to programs under umockdev: an input device in
// sysfs, its node a pseudo-terminal that carries struct input_event, the evdev ioctls answered by
// us.
//
// What it is believed from: Linux's drivers/input/evdev.c and uapi input.h. Believed and not so:
// after an unplug the kernel's read gives ENODEV, a pseudo-terminal's nothing; both report a
// hang-up.
#ifndef READER_KEYBOARD_H
#define READER_KEYBOARD_H

#include <stdbool.h>
#include <stdint.h>

struct keyboard_device;

struct keyboard_device *keyboard_open(const struct keyboard_device *neighbour);
void keyboard_close(struct keyboard_device *keyboard);
// As /dev/input/eventNUMBER, in hub port `socket`.
void keyboard_plug(struct keyboard_device *keyboard, unsigned number, unsigned socket, uint16_t vid,
	uint16_t pid, const char *serial);
void keyboard_unplug(struct keyboard_device *keyboard);
// Types digits, hexadecimal letters with shift, and '\n'.
void keyboard_type(struct keyboard_device *keyboard, const char *text);
// The kernel's queue ran over: what was typed meanwhile is lost.
void keyboard_overrun(struct keyboard_device *keyboard);
// Whether a program has it to itself now.
bool keyboard_grabbed(struct keyboard_device *keyboard);
// As if another program had.
void keyboard_hold(struct keyboard_device *keyboard, bool held);
// Who may open it.
void keyboard_chmod(struct keyboard_device *keyboard, unsigned mode);

#endif
