// SPDX-License-Identifier: GPL-3.0-or-later
// Key codes, usages and letters, one row a key.
#include "reader/keys.h"

#include <linux/input-event-codes.h>
#include <stddef.h>

// HID usage (HID Usage Tables, page 7), the kernel's code, the letter alone and with shift.
static const struct {
	uint8_t usage;
	uint16_t code;
	char alone, shifted;
} rows[] = {
	{0x04, KEY_A, 'a', 'A'},
	{0x05, KEY_B, 'b', 'B'},
	{0x06, KEY_C, 'c', 'C'},
	{0x07, KEY_D, 'd', 'D'},
	{0x08, KEY_E, 'e', 'E'},
	{0x09, KEY_F, 'f', 'F'},
	{0x0a, KEY_G, 'g', 'G'},
	{0x0b, KEY_H, 'h', 'H'},
	{0x0c, KEY_I, 'i', 'I'},
	{0x0d, KEY_J, 'j', 'J'},
	{0x0e, KEY_K, 'k', 'K'},
	{0x0f, KEY_L, 'l', 'L'},
	{0x10, KEY_M, 'm', 'M'},
	{0x11, KEY_N, 'n', 'N'},
	{0x12, KEY_O, 'o', 'O'},
	{0x13, KEY_P, 'p', 'P'},
	{0x14, KEY_Q, 'q', 'Q'},
	{0x15, KEY_R, 'r', 'R'},
	{0x16, KEY_S, 's', 'S'},
	{0x17, KEY_T, 't', 'T'},
	{0x18, KEY_U, 'u', 'U'},
	{0x19, KEY_V, 'v', 'V'},
	{0x1a, KEY_W, 'w', 'W'},
	{0x1b, KEY_X, 'x', 'X'},
	{0x1c, KEY_Y, 'y', 'Y'},
	{0x1d, KEY_Z, 'z', 'Z'},
	{0x1e, KEY_1, '1', '!'},
	{0x1f, KEY_2, '2', '@'},
	{0x20, KEY_3, '3', '#'},
	{0x21, KEY_4, '4', '$'},
	{0x22, KEY_5, '5', '%'},
	{0x23, KEY_6, '6', '^'},
	{0x24, KEY_7, '7', '&'},
	{0x25, KEY_8, '8', '*'},
	{0x26, KEY_9, '9', '('},
	{0x27, KEY_0, '0', ')'},
	{0x28, KEY_ENTER, KEYS_ENTER, KEYS_ENTER},
	{0x2c, KEY_SPACE, ' ', ' '},
	{0x2d, KEY_MINUS, '-', '_'},
	{0x2e, KEY_EQUAL, '=', '+'},
	{0x33, KEY_SEMICOLON, ';', ':'},
	{0x36, KEY_COMMA, ',', '<'},
	{0x37, KEY_DOT, '.', '>'},
	{0x38, KEY_SLASH, '/', '?'},
	{0x58, KEY_KPENTER, KEYS_ENTER, KEYS_ENTER},
	{0x59, KEY_KP1, '1', '1'},
	{0x5a, KEY_KP2, '2', '2'},
	{0x5b, KEY_KP3, '3', '3'},
	{0x5c, KEY_KP4, '4', '4'},
	{0x5d, KEY_KP5, '5', '5'},
	{0x5e, KEY_KP6, '6', '6'},
	{0x5f, KEY_KP7, '7', '7'},
	{0x60, KEY_KP8, '8', '8'},
	{0x61, KEY_KP9, '9', '9'},
	{0x62, KEY_KP0, '0', '0'},
};
#define ROWS (sizeof rows / sizeof *rows)

char keys_of_code(unsigned code, bool shift)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].code == code)
			return shift ? rows[i].shifted : rows[i].alone;
	}
	return 0;
}

bool keys_is_shift(unsigned code)
{
	return code == KEY_LEFTSHIFT || code == KEY_RIGHTSHIFT;
}

unsigned keys_code_of_usage(uint8_t usage)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].usage == usage)
			return rows[i].code;
	}
	return 0;
}
