// SPDX-License-Identifier: GPL-3.0-or-later
// HD44780 in four-bit mode over a PCF8574: see display.h. P0 RS, P1 RW, P2 E, P3 back light, P4-7
// D4-7, as the boards sold for it are wired. The busy flag is not read: one transfer takes longer
// than any command but "clear", which is not used after the start.
#include "display.h"

#include "board/twi.h"

#include <string.h>

#define DISPLAY_I2C 0x27

enum { RS = 0x01, ENABLE = 0x04, BACK_LIGHT = 0x08 };
enum { LEFT_EDGE = 2 }; // 16 of 20 columns, centred

// The data sheet's "initialising by instruction": the first four are single nibbles.
static const struct {
	uint8_t value;
	uint8_t wait_ms;
} start[] = {
	{0x30, 5}, {0x30, 1}, {0x30, 1}, {0x20, 1}, // whatever it was in: to 4 bits
	{0x28, 1},				    // 4 bits, 2 logical lines
	{0x08, 1},				    // off
	{0x01, 2},				    // clear
	{0x06, 1},				    // move right after each character
	{0x0C, 1},				    // on, no cursor
};
enum { NIBBLES = 4, STEPS = sizeof start / sizeof *start };

void display_init(struct display *display, uint32_t now_ms)
{
	memset(display->shown, ' ', TEXT_SIZE);
	display->step = 0;
	display->cursor = TEXT_SIZE;
	display->from = 0;
	display->wait_to = now_ms + 50;
	display->found = false;
}

static bool send(uint8_t value, uint8_t flags, bool nibble)
{
	uint8_t high = (uint8_t)((value & 0xF0) | flags | BACK_LIGHT);
	uint8_t low = (uint8_t)(value << 4 | flags | BACK_LIGHT);
	const uint8_t bytes[] = {high | ENABLE, high, low | ENABLE, low};

	return twi_write(DISPLAY_I2C, bytes, nibble ? 2 : 4);
}

static uint8_t address(uint8_t place)
{
	static const uint8_t row[TEXT_ROWS] = {0x00, 0x40, 0x14, 0x54};

	return (uint8_t)(0x80 | (row[place / TEXT_COLUMNS] + LEFT_EDGE + place % TEXT_COLUMNS));
}

// The next place that shows something else than it should, or TEXT_SIZE. Looks on from where the
// last one was found, so that a changing first row does not starve the others.
static uint8_t difference(const struct display *display, const char *text)
{
	for (uint8_t i = 0; i < TEXT_SIZE; i++) {
		uint8_t place = (uint8_t)((display->from + i) % TEXT_SIZE);

		if (display->shown[place] != text[place])
			return place;
	}
	return TEXT_SIZE;
}

static bool running(struct display *display, const char *text, uint32_t now_ms)
{
	uint8_t place = difference(display, text);

	if (place == TEXT_SIZE) {
		// Comparing all of it each millisecond was a tenth of the chip's time.
		display->wait_to = now_ms + DISPLAY_LOOK_MS;
		return true;
	}
	if (display->cursor != place) {
		display->from = place;
		display->cursor = place;
		return send(address(place), 0, false);
	}
	if (!send((uint8_t)text[place], RS, false))
		return false;
	display->shown[place] = text[place];
	display->from = (uint8_t)((place + 1) % TEXT_SIZE);
	// Behind the sixteenth column the display goes on in the margin, not in the next row.
	display->cursor = (place + 1) % TEXT_COLUMNS ? (uint8_t)(place + 1) : TEXT_SIZE;
	return true;
}

void display_step(struct display *display, const char *text, uint32_t now_ms)
{
	bool good;

	if ((int32_t)(now_ms - display->wait_to) < 0)
		return;
	if (display->step < STEPS) {
		good = send(start[display->step].value, 0, display->step < NIBBLES);
		// One more than asked: the first millisecond may be nearly over.
		display->wait_to = now_ms + start[display->step].wait_ms + 1;
		display->step++;
	} else {
		good = running(display, text, now_ms);
	}
	if (!good) {
		display_init(display, now_ms);
		display->wait_to = now_ms + DISPLAY_RETRY_MS;
		return;
	}
	display->found = true;
}
