// SPDX-License-Identifier: GPL-3.0-or-later
// The bank: everything a cabinet is, and what it answers to the host (design.md section 4, the
// bank's profile). Knows no register; main.c connects it to the board.
#ifndef BANK_H
#define BANK_H

#include "analogue.h"
#include "bank/hello.h"
#include "bank/limits.h"
#include "buzzer.h"
#include "cards.h"
#include "clock.h"
#include "dice.h"
#include "display.h"
#include "identity.h"
#include "inputs.h"
#include "keys.h"
#include "latch.h"
#include "lights.h"
#include "osdp/pd.h"
#include "osdp/secure_pd.h"
#include "reader.h"
#include "switches.h"
#include "text.h"

// The event that the last poll carried, until the host proves that it arrived.
enum bank_offered { OFFERED_NOTHING, OFFERED_START, OFFERED_LOCAL, OFFERED_INPUTS, OFFERED_CARD };

struct bank {
	struct latch latch;   // shared with the tick, see latch.h
	struct inputs inputs; // shared with the tick, see inputs.h
	struct identity identity;
	struct keys keys;
	struct dice dice;
	struct osdp_secure_pd channel;
	struct analogue analogue;
	struct clock clock;
	struct reader reader;
	struct lights lights;
	struct buzzer buzzer;
	struct text text;
	struct display display;
	struct switches switches;
	struct cards cards;
	enum bank_reset reset; // why it started
	bool over_usb;	       // the port in use is the USB one
	bool line_changed;     // COMSET: the port in use is to be set up anew
	bool window;	       // the commissioning window was opened
	bool in_service;       // a host speaks to it
	bool told_mute_over;   // the boot count is stored: it may speak
	bool told_start;       // the first poll after the start was answered
	bool inputs_last;      // the last event was about inputs: a card goes first
	uint8_t offered;       // enum bank_offered
	uint8_t told_local;    // SWITCH_* bits the host knows, and whether the window is open
	uint8_t told_inputs[INPUTS_VIEW];
	uint8_t offered_inputs[INPUTS_VIEW];
	uint8_t offered_local;
	uint16_t since_lights_ms; // since lights and buzzer stepped; all lights share one step, so
	uint16_t since_buzzer_ms; // theirs may be short by less than a unit; a beep is not
	uint8_t since_switches_ms;
	uint32_t now_ms;
};

// The functions for osdp_pd; its `bank` is a struct bank.
extern const struct osdp_pd_app bank_app;

// After reset: nothing is energised, nothing is known. Loads identity and key.
void bank_init(struct bank *bank, enum bank_reset reset, uint8_t switches, uint32_t now_ms);

// One turn of the loop: a step of each part. `switches` as the pins say now; `online` from osdp_pd.
void bank_step(struct bank *bank, uint8_t switches, bool online, uint32_t now_ms);

// The slowest step, apart: one character to the display, or a look at the clock.
void bank_step_slow(struct bank *bank);

// Doors: as the chain says; as the bench said while it cannot be read; 0 where neither is known.
uint8_t bank_doors(const struct bank *bank);

// The commissioning window is open: the default key is spoken, and COMSET in the clear.
bool bank_commissioning(const struct bank *bank);

// It has inside sensors.
bool bank_has_insides(const struct bank *bank);

// bank_app.event and event_taken (events.c).
bool bank_event(void *arg, uint8_t *out_code, uint8_t *out, uint16_t room, uint16_t *out_len);
void bank_event_taken(void *arg);

// ISTATR's bytes; returns how many (bank_app.inputs).
uint16_t bank_inputs(void *arg, uint8_t *out, uint16_t room);

#endif
