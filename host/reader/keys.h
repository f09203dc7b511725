// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader types, as letters: from the kernel's key codes and from HID usages alike.
#ifndef READER_KEYS_H
#define READER_KEYS_H

#include <stdbool.h>
#include <stdint.h>

// Enter, of either kind.
#define KEYS_ENTER '\n'

// The letter of a key of linux/input-event-codes.h; 0: one that a reader never types. Letters are
// those of a keyboard made for English; readers are set to that.
char keys_of_code(unsigned code, bool shift);
bool keys_is_shift(unsigned code);

// The key code of a usage of the keyboard page; 0: none.
unsigned keys_code_of_usage(uint8_t usage);

#endif
