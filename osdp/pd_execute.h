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
	uint8_t scb_type; // of a handshake's reply, and
	uint8_t scb_data; // what it says there; else 0
};

// What Secure Channel does for pd.c: secure_pd.c fills it, pd.c is handed it by the config.
struct osdp_pd_shield {
	bool (*up)(const struct osdp_secure_pd *channel);
	// The session ends.
	void (*drop)(struct osdp_secure_pd *channel);
	// Whether what came in the clear may be executed: 0, or the NAK reason.
	uint8_t (*admit)(const struct osdp_secure_pd *channel, const struct osdp_frame *frame);
	// Begins to open a frame of the session: 0, or the NAK reason. Then `opened` until it is
	// true: *out_refusal 0 or the NAK reason; *out_sealed where the frame was opened, so that
	// its answer, a NAK too, is to be sealed.
	uint8_t (*open)(struct osdp_secure_pd *channel, struct osdp_frame *frame);
	bool (*opened)(struct osdp_secure_pd *channel, struct osdp_frame *frame,
		uint8_t *out_refusal, bool *out_sealed);
	// CHLNG, SCRYPT and KEYSET, as osdp_pd_execute does the rest.
	uint8_t (*execute)(
		struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply);
	// Begins to seal a reply; then `sealed` until it answers the bytes written.
	bool (*seal)(struct osdp_secure_pd *channel, uint8_t *out, uint16_t cap,
		const struct osdp_frame *frame);
	uint16_t (*sealed)(struct osdp_secure_pd *channel);
	uint16_t (*room)(uint16_t size);
};

// Whether a frame may be executed as it came, where there is no Secure Channel: 0, or the NAK
// reason.
uint8_t osdp_pd_gate(const struct osdp_pd *pd, const struct osdp_frame *frame);

// Executes a command in the clear. OSDP_PD_DONE with *reply filled, OSDP_PD_BUSY, or the NAK
// reason.
uint8_t osdp_pd_execute(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply);

#endif
