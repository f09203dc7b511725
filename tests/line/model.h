// SPDX-License-Identifier: GPL-3.0-or-later
// A bank as the line's tests need it: the real peripheral session of osdp/ with doors that count
// their pulses. The cabinet with the real image is tests/school's.
#ifndef TESTS_LINE_MODEL_H
#define TESTS_LINE_MODEL_H

#include "bank/clock.h"
#include "bank/hello.h"
#include "bank/limits.h"
#include "osdp/pd.h"
#include "osdp/secure_pd.h"

#define MODEL_EVENTS 16
#define MODEL_EVENT  64

struct model_event {
	uint8_t code;
	uint8_t data[MODEL_EVENT];
	uint16_t len;
};

struct model {
	// Set before model_power_up, or between sessions.
	uint8_t address;
	uint32_t serial;
	uint8_t vendor[3];
	uint8_t doors;
	bool has_inside;
	uint8_t hello_len; // shorter than BANK_HELLO_REPLY_SIZE: an older bank
	struct bank_hello hello;
	bool never_proves;   // the coil is never seen on
	uint8_t refuse;	     // nonzero: OUT gets this NAK
	unsigned busy_for;   // so many OUTs get BUSY
	bool fixed;	     // takes no other address
	bool moves_silently; // its answer to COMSET is lost
	bool moved;
	uint8_t extra_caps; // so many functions of a later standard behind the known ones
	// What it did.
	unsigned pulses[BANK_DOORS_MAX];
	unsigned polls;
	uint32_t energised;
	uint32_t pulse_end_ms;
	uint8_t inputs[BANK_INPUTS_MAX];
	struct osdp_lstatr status;
	bool has_clock;
	struct bank_clock clock;
	struct osdp_led leds[1 + BANK_DOORS_MAX];
	unsigned led_records;
	struct osdp_buz buz;
	unsigned buzzes;
	char text[2][BANK_TEXT_ROWS * BANK_TEXT_COLUMNS + 1]; // permanent, temporary
	struct model_event events[MODEL_EVENTS];
	unsigned event_count;
	// Its session.
	bool powered;
	bool shielded; // Secure Channel as the image will have it
	struct osdp_secure_pd channel;
	bool keyed; // as in its EEPROM: survives a power cut
	uint8_t key[OSDP_KEY_SIZE];
	bool pending; // no handshake with it yet, and `before` is the one before
	uint8_t before[OSDP_KEY_SIZE];
	bool button; // pressed
	unsigned keysets;
	uint8_t refuse_key; // nonzero: KEYSET gets this NAK
	uint32_t dice;	    // for RND.B; never the same
	struct osdp_pd pd;
	struct osdp_frame_reader reader;
	uint8_t rx[BANK_RECEIVE_MAX];
	uint8_t tx[BANK_SEND_MAX + 1];
};

// 16 doors with inside sensors, all closed and empty, serial 1000 + address.
void model_init(struct model *model, uint8_t address);
// Begins its program: boot count up, session and events gone.
void model_power_up(struct model *model);
// Bytes from the line; returns the reply's length, bytes in *out. len 0 lets time pass.
uint16_t model_hear(
	struct model *model, const uint8_t *data, size_t len, uint32_t now_ms, const uint8_t **out);
// A key of its own for bank n; gives the model one and Secure Channel.
void model_key(unsigned n, uint8_t key[OSDP_KEY_SIZE]);
void model_set_key(struct model *model, const uint8_t *key);
void model_tap(struct model *model, const uint8_t *uid, uint8_t len);
// Sets an input and reports all of them.
void model_input(struct model *model, unsigned input, uint8_t value);
unsigned model_pulses(const struct model *model);

#endif
