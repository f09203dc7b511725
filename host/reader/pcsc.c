// SPDX-License-Identifier: GPL-3.0-or-later
// A PC/SC reader, our end: the child that may wait (pcsc_job.c) says one thing a line.
//	card HEX           the UID's bytes
//	unread SENTENCE    a card was there and gave none
//	trouble SENTENCE   no reader, or no pcscd
//	right              there is a reader
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "reader/kind.h"

#define LINE_MAX_BYTES 256

static void take_card(struct reader *reader, const char *hex)
{
	uint8_t bytes[32];
	size_t len = 0;
	unsigned byte;
	struct reader_code code;

	while (len < sizeof bytes && sscanf(hex + 2 * len, "%2x", &byte) == 1)
		bytes[len++] = (uint8_t)byte;
	reader_code_bytes(&code, bytes, len);
	reader_tell(reader, hex, &code);
}

static void took_line(void *arg, char *line, size_t len)
{
	struct reader *reader = arg;
	struct reader_code none = {0};

	(void)len;
	if (strncmp(line, "card ", 5) == 0) {
		take_card(reader, line + 5);
	} else if (strncmp(line, "unread ", 7) == 0) {
		snprintf(none.why, sizeof none.why, "%s", line + 7);
		reader_tell(reader, "", &none);
	} else if (strncmp(line, "trouble ", 8) == 0) {
		reader_say(reader, line + 8);
	} else if (strcmp(line, "right") == 0) {
		reader_say(reader, "");
	}
}

static void ended(void *arg, int how)
{
	(void)how;
	reader_lose(arg, "The program's own reader process ended: it is started again.");
}

int reader_open_pcsc(struct reader *reader, char why[READER_WHY])
{
	static const struct child_events events = {took_line, ended};
	const char *words[] = {"--job", READER_PCSC_JOB, reader->address.path, NULL};
	const struct child_config config = {
		.program = CHILD_SELF, .words = words, .line_max = LINE_MAX_BYTES};
	struct child *child;
	int code = child_start(&child, reader->loop, &config, &events, reader);

	if (code < 0)
		return reader_refuse_code(why, code, reader);
	reader->own = child;
	return 0;
}

void reader_close_pcsc(struct reader *reader)
{
	child_close(reader->own);
}
