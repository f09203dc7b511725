// SPDX-License-Identifier: GPL-3.0-or-later
// Frames: bytes in, frames out, and back (osdp.md section 2). Knows no message and no session.
#ifndef OSDP_FRAME_H
#define OSDP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OSDP_SOM  0x53
#define OSDP_MARK 0xFF
// The address every peripheral answers to, alone on its line.
#define OSDP_ADDRESS_ANY 0x7F
// LEN counts SOM to the last check byte. The mark byte before SOM is not part of the frame.
#define OSDP_FRAME_LEN_MAX 1440
// What each side may send the other before it said how much it takes (osdp.md section 1).
#define OSDP_FRAME_LEN_SAFE 128
// Bytes of a clear frame beside its data, mark byte included.
#define OSDP_FRAME_OVERHEAD 9
// Where the data of a clear frame stands in a transmission, mark byte counted: build it there and
// osdp_frame_write moves nothing.
#define OSDP_FRAME_DATA_AT 7
// Nominal longest pause inside a frame; a USB adapter may need up to 150.
#define OSDP_GAP_MS 20
// The line must have been silent so long before a damaged frame is reported: whatever followed it
// at once was then heard too, and two characters of turn-round have passed at 9600 and above.
#define OSDP_QUIET_MS 3

enum osdp_bad {
	OSDP_BAD_CHECK,	   // check characters wrong: no field, not even the address, is sure
	OSDP_BAD_TOO_LONG, // well checked, longer than the reader's buffer: data is NULL
	OSDP_BAD_FORM,	   // well checked, but its security block or MAC does not fit inside
};

// One frame. From the reader, every pointer leads into the reader's buffer and dies at the next
// call on that reader. For the writer, what stands behind `mac` is ignored.
struct osdp_frame {
	uint8_t address;      // 00..7E, or OSDP_ADDRESS_ANY; never with the direction bit
	bool reply;	      // true: peripheral to control panel
	uint8_t sqn;	      // 0..3
	bool use_crc;	      // false: the one-byte checksum
	bool has_scb;	      // the four scb fields count
	uint8_t scb_len;      // 2 or 3, itself included (2..255 read, as sent)
	uint8_t scb_type;     // 11..18 in this standard
	uint8_t scb_data;     // third byte; 0 where scb_len is 2
	uint8_t code;	      // command or reply code, always in clear
	const uint8_t *data;  // after CODE, MAC not included; ciphertext for types 17 and 18
	uint16_t len;	      // of data
	const uint8_t *mac;   // 4 bytes, for security block types 15..18 only; else NULL
	const uint8_t *bytes; // the whole frame from SOM, `size` long (or as much as was kept)
	uint16_t size;	      // LEN
	uint16_t check;	      // the check characters as sent
	enum osdp_bad bad;    // only where the reader answered OSDP_BAD
	bool followed; // more was heard behind it, a frame or its beginning: the line has gone on
};

enum osdp_read {
	OSDP_PENDING, // nothing complete: feed more bytes, or let time pass
	OSDP_READY,   // a frame with good check characters, of whatever address and direction
	OSDP_BAD,     // a frame was there and cannot be used: out->bad says why
};

// Finds frames in a stream of bytes. Fields are private.
struct osdp_frame_reader {
	uint8_t *buf;
	uint16_t cap;
	uint16_t start;	    // first byte not yet judged
	uint16_t fill;	    // end of the bytes kept
	uint16_t edge;	    // a pause lies here: no frame reaches across it
	uint16_t skip_len;  // LEN of the long frame being counted, or 0
	uint16_t skip_left; // its bytes still to come
	uint16_t skip_crc;
	uint8_t skip_sum;
	uint8_t skip_tail[2]; // its last bytes: the check characters, at the end
	uint16_t gap_ms;
	uint32_t last_ms; // when the last byte came
	bool held;	  // a damaged frame waits to be reported
	bool lost;	  // bytes were counted and not kept behind the edge
	uint8_t held_head[5];
	uint16_t refused;
};

// `buf` (cap 128..1440 bytes) is the caller's and outlives the reader. gap_ms: OSDP_GAP_MS, or
// more behind an adapter that pauses by itself.
void osdp_frame_reader_init(
	struct osdp_frame_reader *reader, uint8_t *buf, uint16_t cap, uint16_t gap_ms);

// Forgets everything heard so far: the line was opened again, or we have been talking.
void osdp_frame_reader_reset(struct osdp_frame_reader *reader);

// Takes up to `len` bytes that came by now_ms (any monotonic millisecond count; it may wrap) and
// returns how many it took: fewer when its buffer is full. Then call osdp_frame_reader_next until
// it answers OSDP_PENDING, and feed the rest.
size_t osdp_frame_reader_feed(
	struct osdp_frame_reader *reader, const uint8_t *bytes, size_t len, uint32_t now_ms);

// The next frame. *out is written for OSDP_READY and OSDP_BAD. Noise, marks, frames cut short and
// impossible lengths are passed over in silence; after a damaged frame the search goes on one byte
// behind its SOM, so a good frame right behind a cut one is found (n26). A damaged frame is
// reported once, when the line fell silent and no good frame followed it. Frames longer than the
// buffer are counted through and reported as OSDP_BAD_TOO_LONG.
enum osdp_read osdp_frame_reader_next(
	struct osdp_frame_reader *reader, uint32_t now_ms, struct osdp_frame *out);

// How many beginnings of frames were refused since init: damaged, cut short or never meant as
// one. For the line's statistics; wraps.
uint16_t osdp_frame_reader_refused(const struct osdp_frame_reader *reader);

// Reads one whole frame of `size` bytes from SOM. False where its form or check characters are
// wrong; *out is then untouched.
bool osdp_frame_parse(const uint8_t *bytes, uint16_t size, struct osdp_frame *out);

// Writes mark byte, frame and CRC; returns the number of bytes, or 0 where they do not fit `cap`
// or the frame would be longer than OSDP_FRAME_LEN_MAX. frame->data may already stand in `out`.
// Where frame->mac is given it is written before the CRC. There is no way to write a checksum.
uint16_t osdp_frame_write(uint8_t *out, uint16_t cap, const struct osdp_frame *frame);

#endif
