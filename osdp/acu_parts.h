// SPDX-License-Identifier: GPL-3.0-or-later
// Between acu.c, which counts, and secure_acu.c, which seals and opens.
#ifndef OSDP_ACU_PARTS_H
#define OSDP_ACU_PARTS_H

#include "osdp/acu.h"

// What the channel makes of a frame from the peripheral while a command is out.
enum acu_sift {
	ACU_PASS,    // judge it as a clear frame: it was one, or has become one
	ACU_DISCARD, // not the peripheral's, or not of this exchange
	ACU_LOST,    // the session is gone, or the handshake failed: begin again
};

// Gives *frame address and number, writes it to acu->tx and counts it as the command that is out.
uint16_t osdp_acu_make(struct osdp_acu *acu, struct osdp_frame *frame);

// Writes a command to acu->tx, sealed in a session; 0 where it must not go in the clear.
uint16_t osdp_secure_acu_write(struct osdp_acu *acu, const struct osdp_frame *frame);

enum acu_sift osdp_secure_acu_sift(struct osdp_acu *acu, struct osdp_frame *frame);

void osdp_secure_acu_drop(struct osdp_secure_acu *channel);

#endif
