// SPDX-License-Identifier: GPL-3.0-or-later
// What the display is to show: four lines of sixteen characters, permanent and temporary, as OSDP's
// TEXT command sets them (osdp.md 4.4). How it gets there is display.h.
#ifndef TEXT_H
#define TEXT_H

#include "osdp/message.h"

#include <stdbool.h>
#include <stdint.h>

#define TEXT_ROWS    4
#define TEXT_COLUMNS 16
#define TEXT_SIZE    (TEXT_ROWS * TEXT_COLUMNS)

struct text {
	char permanent[TEXT_SIZE];
	char temporary[TEXT_SIZE];
	uint8_t seconds; // the temporary text stays so long; 0 = none
	uint16_t ms;	 // of the current second
};

void text_init(struct text *text);

// False, and nothing changed, for another reader than 0, an unknown command, or a place outside the
// four lines. Text that starts at row 1, column 1 clears what was there; text elsewhere is added.
// With wrap it goes on in the next row; what does not fit is cut off. Bytes that are not printable
// ASCII become '?'. A temporary text of 0 seconds ends the one that is shown.
bool text_set(struct text *text, const struct osdp_text *command);

// A sentence of the bank's own, centred on row 2, for so many seconds.
void text_note(struct text *text, const char *sentence, uint8_t seconds);

// Once a millisecond or less often: ms since the last call.
void text_step(struct text *text, uint16_t ms);

// TEXT_SIZE characters, row after row: what is to be seen now.
const char *text_now(const struct text *text);

#endif
