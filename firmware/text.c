// SPDX-License-Identifier: GPL-3.0-or-later
// Permanent and temporary text: see text.h.
#include "text.h"

#include <string.h>

void text_init(struct text *text)
{
	memset(text->permanent, ' ', TEXT_SIZE);
	text->seconds = 0;
	text->ms = 0;
}

static char printable(char c)
{
	return c >= ' ' && c <= '~' ? c : '?';
}

static void write_at(char *screen, uint8_t at, uint8_t room, const struct osdp_text *command)
{
	for (uint8_t i = 0; i < command->len && i < room; i++)
		screen[at + i] = printable(command->chars[i]);
}

bool text_set(struct text *text, const struct osdp_text *command)
{
	bool temporary = command->command >= OSDP_TEXT_TEMPORARY;
	bool wrap = (command->command & 1) == 0;
	char *screen = temporary ? text->temporary : text->permanent;
	uint8_t at, room;

	if (command->reader != 0 || command->command < OSDP_TEXT_PERMANENT ||
		command->command > OSDP_TEXT_TEMPORARY_WRAP || command->row < 1 ||
		command->row > TEXT_ROWS || command->column < 1 || command->column > TEXT_COLUMNS)
		return false;
	at = (uint8_t)((command->row - 1) * TEXT_COLUMNS + command->column - 1);
	room = (uint8_t)(wrap ? TEXT_SIZE - at : TEXT_COLUMNS - command->column + 1);
	if (temporary && text->seconds == 0)
		memcpy(text->temporary, text->permanent, TEXT_SIZE);
	if (at == 0)
		memset(screen, ' ', TEXT_SIZE);
	write_at(screen, at, room, command);
	if (temporary) {
		text->seconds = command->seconds;
		text->ms = 0;
	}
	return true;
}

void text_note(struct text *text, const char *sentence, uint8_t seconds)
{
	size_t len = strlen(sentence);

	if (len > TEXT_COLUMNS)
		len = TEXT_COLUMNS;
	memset(text->temporary, ' ', TEXT_SIZE);
	memcpy(text->temporary + TEXT_COLUMNS + (TEXT_COLUMNS - len) / 2, sentence, len);
	text->seconds = seconds;
	text->ms = 0;
}

void text_step(struct text *text, uint16_t ms)
{
	if (text->seconds == 0)
		return;
	text->ms = (uint16_t)(text->ms + ms);
	if (text->ms < 1000)
		return;
	text->ms = (uint16_t)(text->ms - 1000);
	text->seconds--;
}

const char *text_now(const struct text *text)
{
	return text->seconds ? text->temporary : text->permanent;
}
