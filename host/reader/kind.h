// SPDX-License-Identifier: GPL-3.0-or-later
// What the kinds of reader share with reader.c and show to nobody else.
#ifndef READER_KIND_H
#define READER_KIND_H

#include "reader/reader.h"
#include "reader/wedge.h"
#include "usb/bus.h"

#define READER_NAME 200

struct reader_address {
	enum { READER_EVDEV, READER_HID, READER_PCSC } kind;
	struct usb_name usb;	// where path is ""
	char path[READER_NAME]; // of an evdev reader; of a PC/SC one part of its name, or ""
	struct reader_profile profile;
};

struct reader {
	struct loop *loop;
	const struct reader_events *events;
	void *arg;
	struct reader_address address;
	char name[READER_NAME + 8]; // as typed, without the profile: for sentences
	struct wedge wedge;
	void *own; // of the kind; NULL while closed
	bool lost; // to be closed in the next turn
	struct loop_timer retry;
	int back_off_ms;
	char trouble[READER_WHY];
	// The last presentation.
	struct reader_code last;
	struct mono_time last_at;
	bool any;
};

// Opens what the address names into reader->own. 0, or a negative enum err and a sentence; then it
// has to be as if never tried.
int reader_open_evdev(struct reader *reader, char why[READER_WHY]);
int reader_open_hid(struct reader *reader, char why[READER_WHY]);
int reader_open_pcsc(struct reader *reader, char why[READER_WHY]);
void reader_close_evdev(struct reader *reader);
void reader_close_hid(struct reader *reader);
void reader_close_pcsc(struct reader *reader);

// A presentation. raw is borrowed.
void reader_tell(struct reader *reader, const char *raw, const struct reader_code *code);
// What is wrong while it goes on being open; "" when it is right.
void reader_say(struct reader *reader, const char *sentence);
// It is no use any more: closed a turn later and tried again. Fine from any callback.
void reader_lose(struct reader *reader, const char *sentence);

int reader_parse_address(
	struct reader_address *out_address, const char *text, char why[READER_WHY]);

// Writes the sentence and returns -code.
__attribute__((format(printf, 3, 4))) int reader_refuse(
	char why[READER_WHY], enum err code, const char *format, ...);
// The sentence for -code of opening the reader.
int reader_refuse_code(char why[READER_WHY], int code, const struct reader *reader);

// Calls found for every input device that looks like a keyboard: its node, numbers, serial number,
// and where it is plugged in. A device may have several.
struct evdev_device {
	char node[64], name[128], phys[64];
	struct usb_name usb;
};
void evdev_each(void (*found)(void *arg, const struct evdev_device *device), void *arg);

#endif
