// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is that somebody chose, where it is not the text it should be: every wrong one has
// one sentence that says what it is and how to save the right one. Pure.
#ifndef REGISTER_TEXT_FILE_H
#define REGISTER_TEXT_FILE_H

#include <stddef.h>

#define FILE_WHY 320 // room for a sentence about a file

// 0 where data is UTF-8 text with something in it; else -ERR_FORMAT with the sentence: empty, a
// spreadsheet or another program's file whatever its name says (by its first bytes), UTF-16, bytes
// of zero, a byte that is no UTF-8 (with its line: Latin-1 is what Windows programs write).
int text_file_check(const char *data, size_t len, char why[FILE_WHY]);

// How many bytes the UTF-8 character at p (before end) takes; 0 where it is none: cut short,
// overlong, a surrogate, past U+10FFFF.
size_t text_character(const char *p, const char *end);

#endif
