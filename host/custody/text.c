// SPDX-License-Identifier: GPL-3.0-or-later
// Wrapping, greedy: the display has four short lines and sentences are made to fit them.
#include "custody/text.h"

#include <string.h>

bool text_wrap(const char *sentence, char out_lines[OUTBOX_LINES][OUTBOX_WIDTH + 1])
{
	size_t line = 0, column = 0;
	bool whole = true;

	memset(out_lines, 0, OUTBOX_LINES * (OUTBOX_WIDTH + 1));
	for (sentence += strspn(sentence, " "); *sentence; sentence += strspn(sentence, " ")) {
		size_t word = strcspn(sentence, " ");
		size_t shown = word > OUTBOX_WIDTH ? OUTBOX_WIDTH : word;

		whole = whole && shown == word;
		if (column > 0 && column + 1 + shown > OUTBOX_WIDTH) {
			line++;
			column = 0;
		}
		if (line == OUTBOX_LINES)
			return false;
		if (column > 0)
			out_lines[line][column++] = ' ';
		for (size_t i = 0; i < shown; i++) {
			char byte = sentence[i];

			out_lines[line][column++] = byte;
			if (byte < ' ' || byte > '~')
				out_lines[line][column - 1] = '?';
		}
		sentence += word;
	}
	return whole;
}
