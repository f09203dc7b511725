// SPDX-License-Identifier: GPL-3.0-or-later
// A bank without hardware for tests of the session, on either compiler: it counts what it was made
// to do and answers as it is told. It says of itself what the captured peripherals said.
#ifndef TESTS_OSDP_FAKE_BANK_H
#define TESTS_OSDP_FAKE_BANK_H

#include "osdp/pd.h"

#define FAKE_OUTPUTS 8

struct fake_bank {
	uint8_t on[FAKE_OUTPUTS];
	uint16_t executed;   // OUT, LED, BUZ, TEXT, COMSET and MFG done
	uint16_t asked;	     // any function called
	uint8_t answer;	     // what these answer, if not 0 (done)
	uint8_t events;	     // LSTATR events waiting; event n says tamper n odd
	uint8_t taken;	     // events taken off
	uint8_t offline;     // times told
	uint8_t moved_to;    // address by comset_now
	uint16_t mfg_answer; // bytes of MFGREP
	uint8_t no_inputs;
};

extern const struct osdp_pd_app fake_bank_app;

#endif
