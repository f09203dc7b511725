// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet's end of an emulated cable: its sockets, and what the host says on the way to it.
#ifndef SERIAL_CABINET_END_H
#define SERIAL_CABINET_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "osdp/frame.h"

struct cabinet_end {
	int line, control; // bank-emulator's --line and --control
	bool armed;	   // the next unlock is to be noticed
	struct osdp_frame_reader reader;
	uint8_t room[OSDP_FRAME_LEN_SAFE];
};

// Exits where there is nobody to connect to.
void cabinet_end_open(struct cabinet_end *end, const char *line, const char *control);
// What the host says begins anew.
void cabinet_end_replug(struct cabinet_end *end);
// Hands the cabinet what the host said. True, once, when that held an output command while armed.
bool cabinet_end_carry(struct cabinet_end *end, const uint8_t *bytes, size_t len);
void cabinet_end_reset(struct cabinet_end *end);
// Answers to cabinet_end_reset, of no interest; exits where the cabinet has gone.
void cabinet_end_answers(struct cabinet_end *end);
// Says what failed, and exits: nothing can be learned then.
void cabinet_end_give_up(const char *what);

#endif
