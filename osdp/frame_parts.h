// SPDX-License-Identifier: GPL-3.0-or-later
// What frame.c, reader.c and secure.c share about the layout of a frame, and nobody else needs.
#ifndef OSDP_FRAME_PARTS_H
#define OSDP_FRAME_PARTS_H

#include "osdp/frame.h"

enum {
	FRAME_HEAD = 5, // SOM ADDR LEN LEN CTRL
	FRAME_LEN_MIN = 7,
	FRAME_MAC = 4,
	FRAME_CRC = 2,
	FRAME_CTRL_SQN = 0x03,
	FRAME_CTRL_CRC = 0x04,
	FRAME_CTRL_SCB = 0x08,
};

// LEN as the head says it; needs four bytes.
uint16_t osdp_frame_head_len(const uint8_t *head);

// Whether a frame may be that long with that control byte; needs a whole head.
bool osdp_frame_head_possible(const uint8_t *head);

// Fills *out from a whole head; everything behind the head is set to nothing.
void osdp_frame_from_head(const uint8_t *head, struct osdp_frame *out);

// Check characters of a whole frame.
bool osdp_frame_check_good(const uint8_t *bytes, uint16_t size);

// Fills *out from the first `kept` bytes of a frame whose check characters were good: all of it,
// or a beginning. False (and out->bad said) where it cannot be used.
bool osdp_frame_from_bytes(const uint8_t *bytes, uint16_t kept, struct osdp_frame *out);

// Whether a frame claims to belong to a session: a block of type 15 to 18, which brings a MAC.
bool osdp_frame_sealed(const struct osdp_frame *frame);

// osdp_frame_write in two steps: the frame up to the place of a MAC of `mac` bytes, and the check
// characters behind what stands before `at`. Both answer how far the bytes reach; lay 0 where they
// do not fit.
uint16_t osdp_frame_lay(uint8_t *out, uint16_t cap, const struct osdp_frame *frame, uint16_t mac);
uint16_t osdp_frame_close(uint8_t *out, uint16_t at);

#endif
