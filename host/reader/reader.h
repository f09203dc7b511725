// SPDX-License-Identifier: GPL-3.0-or-later
// A card reader on the office desk: a keyboard-wedge reader taken away from the keyboard, or a
// PC/SC reader. Says whose UID was held to it, no more; a UID is an identification, not a secret,
// and opens nothing by itself.
//
// Whatever happens to the reader, it is tried again by itself after 1, 2, 4 .. 10 s, for ever.
#ifndef READER_READER_H
#define READER_READER_H

#include "base/err.h"
#include "base/loop.h"
#include "reader/code.h"

// The same card read again within this time is the same presentation.
#define READER_SAME_MS 1500

struct reader;

// What was held to it. Everything is borrowed and dies with the call, and none of it belongs into a
// log file.
struct reader_read {
	const char *raw; // as the reader wrote it; of a PC/SC reader the UID in hex
	const struct reader_code *code;
};

struct reader_events {
	// Once a presentation, of UIDs and of what is none alike.
	void (*read)(void *arg, const struct reader_read *read);
	// One sentence that says what is wrong and what to do; "" when it is right again and at
	// first. The same sentence is told once.
	void (*trouble)(void *arg, const char *sentence);
};

// Takes the reader that the address names, for this program alone. Addresses:
//   evdev:VID:PID[:SERIAL][@PROFILE]   a keyboard-wedge reader by its USB numbers (`reader list`)
//   evdev:/dev/input/NAME[@PROFILE]    the same by a name, such as one of /dev/input/by-id
//   hid:VID:PID[:SERIAL][@PROFILE]     the same driven through libusb, where the kernel has no
//   evdev pcsc[:NAME]                        a PC/SC reader; NAME: a part of what pcscd calls it
// PROFILE as reader_profile_parse, hex where not given. While it is open nothing it types reaches
// any window. -ERR_ARG: no such address, -ERR_NO_MEMORY; then `why` is one sentence. A reader that
// is not there, or may not be opened, is no failure: trouble says so. loop, events and arg outlive
// it.
int reader_open(struct reader **out_reader, struct loop *loop, const char *address,
	const struct reader_events *events, void *arg, char why[READER_WHY]);
// Gives the reader back. NULL is fine. Not from inside its events.
void reader_close(struct reader *reader);

// Whether reader_open knows the form; opens nothing.
int reader_check_address(const char *address, char why[READER_WHY]);

// Every reader that could be opened now, by an address that would. Asks the system, not the
// devices.
void reader_list(void (*found)(void *arg, const char *address, const char *name), void *arg);

// The child process behind pcsc: lines on standard output until standard input ends; see pcsc.c. It
// waits, so it is nothing for the loop. Returns an exit status.
int reader_pcsc_run(const char *name);
// How this program starts itself as that child: {these..., NULL}, ended by the name.
#define READER_PCSC_JOB "pcsc"

#endif
