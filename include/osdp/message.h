// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of the bank's profile (design.md section 4) as values, and what the table of all
// messages says of the rest. Pure: payload bytes in, values out, and back.
//
// Every osdp_read_X takes the data after CODE and answers false where its length or layout is not
// that of X; *out is then untouched. Every osdp_write_X fills the first bytes of `out`, which has
// room for the size named, and returns how many it wrote. Numbers are little-endian on the wire.
#ifndef OSDP_MESSAGE_H
#define OSDP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OSDP_ANY_LEN 0xFFFF

enum osdp_command {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer) OSDP_##name = code,
#define OSDP_REPLY(code, name, min, max, unit, profile)
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
};

enum osdp_reply {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)
#define OSDP_REPLY(code, name, min, max, unit, profile) OSDP_##name = code,
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
};

// Reasons in a NAK (osdp.md section 5.2).
enum osdp_nak {
	OSDP_NAK_CHECK = 1,    // check characters wrong, or a checksum where CRC is required
	OSDP_NAK_LENGTH = 2,   // too long, or not the command's length
	OSDP_NAK_UNKNOWN = 3,  // command not supported
	OSDP_NAK_SEQUENCE = 4, // unexpected sequence number: begin again with 0
	OSDP_NAK_SECURITY = 5, // security block not supported
	OSDP_NAK_SECURE = 6,   // not in the clear
	OSDP_NAK_RECORD = 9,   // a record asks for something that is not there; nothing was done
};

// How long the data of a message may be.
enum osdp_fit {
	OSDP_FIT_GOOD,
	OSDP_FIT_LENGTH,  // known, but not of that length
	OSDP_FIT_UNKNOWN, // not in the table
};

enum osdp_fit osdp_command_fit(uint8_t code, uint16_t len);
enum osdp_fit osdp_reply_fit(uint8_t code, uint16_t len);

// Whether a bank executes that command at all.
bool osdp_command_in_profile(uint8_t code);

// Whether that reply is a legal answer to that command. NAK and BUSY are, to any.
bool osdp_reply_answers(uint8_t command, uint8_t reply);

#ifndef __AVR__
// "POLL"; "?" for a code without a name. Never NULL.
const char *osdp_command_name(uint8_t code);
const char *osdp_reply_name(uint8_t code);
// "sequence number" and the like.
const char *osdp_nak_name(uint8_t reason);
#endif

// OUT: records of 4 bytes (osdp.md 4.1).
#define OSDP_OUT_SIZE 4
enum osdp_out_control {
	OSDP_OUT_NOP,
	OSDP_OUT_OFF,	    // and abort a running timer
	OSDP_OUT_ON,	    // and abort a running timer; a bank refuses it: NAK 9
	OSDP_OUT_OFF_LATER, // when a running timer is done
	OSDP_OUT_ON_LATER,  // a bank refuses it: NAK 9
	OSDP_OUT_PULSE,	    // on for `timer`, then back
	OSDP_OUT_PULSE_OFF, // a bank refuses it: NAK 9
};
struct osdp_out {
	uint8_t output;
	uint8_t control; // enum osdp_out_control, or whatever was sent
	uint16_t timer;	 // 100 ms
};
// Record number `index` of data that osdp_command_fit found good.
struct osdp_out osdp_read_out(const uint8_t *data, uint8_t index);
size_t osdp_write_out(uint8_t *out, const struct osdp_out *record);

// LED: records of 14 bytes (osdp.md 4.2). Times in 100 ms.
#define OSDP_LED_SIZE 14
enum osdp_colour {
	OSDP_BLACK,
	OSDP_RED,
	OSDP_GREEN,
	OSDP_AMBER,
	OSDP_BLUE,
	OSDP_MAGENTA,
	OSDP_CYAN,
	OSDP_WHITE,
};
enum { OSDP_LED_TEMP_LEAVE = 0, OSDP_LED_TEMP_CANCEL = 1, OSDP_LED_TEMP_SET = 2 };
enum { OSDP_LED_LEAVE = 0, OSDP_LED_SET = 1 };
struct osdp_led_phase {
	uint8_t control; // OSDP_LED_TEMP_* or OSDP_LED_*
	uint8_t on, off; // both 0: steadily on_colour
	uint8_t on_colour, off_colour;
};
struct osdp_led {
	uint8_t reader; // 0 at a bank
	uint8_t light;	// 0 the reader's, 1..N the doors'
	struct osdp_led_phase temporary;
	uint16_t timer; // of temporary; 0 for ever
	struct osdp_led_phase permanent;
};
struct osdp_led osdp_read_led(const uint8_t *data, uint8_t index);
size_t osdp_write_led(uint8_t *out, const struct osdp_led *record);

// BUZ (osdp.md 4.3). Times in 100 ms.
#define OSDP_BUZ_SIZE 5
enum { OSDP_TONE_NONE = 0, OSDP_TONE_OFF = 1, OSDP_TONE_DEFAULT = 2 };
struct osdp_buz {
	uint8_t reader, tone, on, off;
	uint8_t count; // 0: until stopped
};
bool osdp_read_buz(const uint8_t *data, uint16_t len, struct osdp_buz *out);
size_t osdp_write_buz(uint8_t *out, const struct osdp_buz *buz);

// TEXT (osdp.md 4.4): 6 bytes and the characters.
#define OSDP_TEXT_HEAD 6
enum {
	OSDP_TEXT_PERMANENT = 1,
	OSDP_TEXT_PERMANENT_WRAP = 2,
	OSDP_TEXT_TEMPORARY = 3,
	OSDP_TEXT_TEMPORARY_WRAP = 4,
};
struct osdp_text {
	uint8_t reader, command;
	uint8_t seconds;     // of a temporary text
	uint8_t row, column; // from 1
	uint8_t len;
	const char *chars; // read: inside the data; not terminated
};
bool osdp_read_text(const uint8_t *data, uint16_t len, struct osdp_text *out);
// Room needed: OSDP_TEXT_HEAD + text->len.
size_t osdp_write_text(uint8_t *out, const struct osdp_text *text);

// COMSET and its reply COM (osdp.md 4.5).
#define OSDP_COM_SIZE 5
struct osdp_com {
	uint8_t address;
	uint32_t baud;
};
bool osdp_read_com(const uint8_t *data, uint16_t len, struct osdp_com *out);
size_t osdp_write_com(uint8_t *out, const struct osdp_com *com);

// PDID: who answers. A bank is known by `serial`.
#define OSDP_PDID_SIZE 12
struct osdp_pdid {
	uint8_t vendor[3];
	uint8_t model, version;
	uint32_t serial;
	uint8_t firmware[3]; // major, minor, build
};
bool osdp_read_pdid(const uint8_t *data, uint16_t len, struct osdp_pdid *out);
size_t osdp_write_pdid(uint8_t *out, const struct osdp_pdid *pdid);

// PDCAP: records of 3 bytes in any order (osdp.md section 6).
#define OSDP_CAP_SIZE 3
enum osdp_function {
	OSDP_CAP_INPUTS = 1,
	OSDP_CAP_OUTPUTS = 2,
	OSDP_CAP_CARD = 3,
	OSDP_CAP_LED = 4,
	OSDP_CAP_SOUND = 5,
	OSDP_CAP_TEXT = 6,
	OSDP_CAP_CHECK = 8,
	OSDP_CAP_SECURITY = 9,
	OSDP_CAP_RECEIVE = 10, // compliance: low byte, number: high byte
	OSDP_CAP_READERS = 13,
	OSDP_CAP_VERSION = 16,
};
struct osdp_cap {
	uint8_t function, compliance, number;
};
size_t osdp_write_cap(uint8_t *out, const struct osdp_cap *cap);
// The record of `function` among the data of a PDCAP reply; false where it is not declared.
bool osdp_find_cap(const uint8_t *data, uint16_t len, uint8_t function, struct osdp_cap *out);

// LSTATR.
#define OSDP_LSTATR_SIZE 2
struct osdp_lstatr {
	bool tamper;
	bool power; // on battery, or just started
};
bool osdp_read_lstatr(const uint8_t *data, uint16_t len, struct osdp_lstatr *out);
size_t osdp_write_lstatr(uint8_t *out, const struct osdp_lstatr *status);

// ISTATR is one of these a byte, door contacts first, then inside sensors. Anything but 0 and 1
// is unknown; a bank sends 05 while its sensor chain is cut. OSTATR is 0 or 1 a byte.
enum { OSDP_INPUT_INACTIVE = 0, OSDP_INPUT_ACTIVE = 1, OSDP_INPUT_UNKNOWN = 5 };

// RAW: a card. `bits` of card data, first bit highest in data[0].
#define OSDP_RAW_HEAD 4
struct osdp_raw {
	uint8_t reader;
	uint8_t format; // 0 unspecified, 1 Wiegand with parity
	uint16_t bits;
	const uint8_t *data; // (bits + 7) / 8 bytes; read: inside the data
};
bool osdp_read_raw(const uint8_t *data, uint16_t len, struct osdp_raw *out);
// Room needed: OSDP_RAW_HEAD + (raw->bits + 7) / 8.
size_t osdp_write_raw(uint8_t *out, const struct osdp_raw *raw);

// Little-endian numbers, for the payloads that have no struct here.
uint16_t osdp_read_u16(const uint8_t *data);
uint32_t osdp_read_u32(const uint8_t *data);
void osdp_write_u16(uint8_t *out, uint16_t value);
void osdp_write_u32(uint8_t *out, uint32_t value);

#endif
