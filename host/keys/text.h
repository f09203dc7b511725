// SPDX-License-Identifier: GPL-3.0-or-later
// The file's text, apart from where it lies.
#ifndef KEYS_TEXT_H
#define KEYS_TEXT_H

#include <stddef.h>

#include "keys/keys.h"

// A line is at most "XXXXXXXX next " and 32 digits; two a bank, one at either end.
#define KEYS_TEXT_MAX (32 + KEYS_MAX * 2 * 48 + 16)

// Writes the text and its end; room KEYS_TEXT_MAX. Returns its length.
size_t keys_print(const struct keys *keys, char *out);
// Reads what keys_print wrote and nothing else: exactly these bytes. False: *out holds no keys.
bool keys_parse(const char *text, size_t len, struct keys *out);

#endif
