// SPDX-License-Identifier: GPL-3.0-or-later
// A 20x4 HD44780 display behind a PCF8574 (I2C 27h): brings its sixteen middle columns to what text
// says, one character a turn, and starts again by itself when the display was away.
#ifndef DISPLAY_H
#define DISPLAY_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

#define DISPLAY_LOOK_MS	 10   // between two looks at a text that was wholly shown
#define DISPLAY_RETRY_MS 1000 // between two tries to reach a display that did not answer

struct display {
	char shown[TEXT_SIZE];
	uint8_t step;	  // of the start-up sequence; past its end: running
	uint8_t cursor;	  // place the next character goes to by itself; TEXT_SIZE = unknown
	uint8_t from;	  // where the search for a difference goes on
	uint32_t wait_to; // nothing is sent before this millisecond
	bool found;	  // it answered the last transfer
};

// now_ms: the display may just have got its power too, so it is left alone for 50 ms.
void display_init(struct display *display, uint32_t now_ms);

// One turn: at most one character or one command, about 0.6 ms of I2C at 100 kHz.
void display_step(struct display *display, const char *text, uint32_t now_ms);

#endif
