// SPDX-License-Identifier: GPL-3.0-or-later
// Reads comma-separated text (RFC 4180) as school offices save it: with or without a byte order
// mark, CRLF or LF, quoted or not. Pure: no file, no allocation.
#ifndef REGISTER_CSV_H
#define REGISTER_CSV_H

#include <stddef.h>

#include "register/text_file.h"

#define CSV_FIELDS 128	    // columns in a row, at the most
#define CSV_ROW	   8192	    // bytes in a row's decoded fields, their terminators included
#define CSV_WHY	   FILE_WHY // room for a sentence about what is wrong

// Caller-owned; `next`, `end` and `line` are the reader's own.
struct csv {
	const char *next, *end;
	unsigned line; // of the next row, counted from 1 as an editor counts
};

struct csv_row {
	unsigned line; // on which the row begins
	size_t fields;
	char *field[CSV_FIELDS]; // into text, without the spaces and tabs around it; a line break
				 // inside quotes is '\n' whatever the file has
	char text[CSV_ROW];
};

// Reads text of len bytes, borrowed until the last csv_next.
void csv_init(struct csv *csv, const char *text, size_t len);

// The next row that is not an empty line. Returns 1 and fills out_row, 0 at the end, or
// -ERR_FORMAT with a sentence naming the line in why: a quote in the wrong place or never closed, a
// byte that is not UTF-8, a control character, too many columns, a row too long. After that the
// rest of the text means nothing, so the next call says 0.
int csv_next(struct csv *csv, struct csv_row *out_row, char why[CSV_WHY]);

// Which column of the header row is called name (capitals and lower case alike), or -1.
int csv_column(const struct csv_row *header, const char *name);

#endif
