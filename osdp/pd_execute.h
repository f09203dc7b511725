// SPDX-License-Identifier: GPL-3.0-or-later
// Between pd.c, which decides whether a command is executed, and pd_execute.c, which executes it.
#ifndef OSDP_PD_EXECUTE_H
#define OSDP_PD_EXECUTE_H

#include "osdp/pd.h"

// The reply being built in the session's transmit buffer.
struct pd_reply {
	uint8_t code;
	uint8_t *data;
	uint16_t len;
	uint16_t room;
};

// Whether a frame may be executed as it came: 0, or the NAK reason. Secure Channel takes this
// function's place: it will unwrap frames with a security block here, and wrap replies in pd.c.
uint8_t osdp_pd_gate(const struct osdp_pd *pd, const struct osdp_frame *frame);

// Executes a command in the clear. OSDP_PD_DONE with *reply filled, OSDP_PD_BUSY, or the NAK
// reason.
uint8_t osdp_pd_execute(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply);

#endif
