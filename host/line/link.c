// SPDX-License-Identifier: GPL-3.0-or-later
// The line's port: opened, lost, and opened again, under another name where need be.
#include <stdio.h>

#include "line/bank.h"

#define BACK_OFF_MAX_MS 10000
// Opening a USB port resets an Arduino, whose boot loader then listens for under a second and goes
// on to the program where it heard nothing; after any byte it stays until some seconds pass without
// one, and polls would hold it there. So a USB port is given time to be quiet first.
#define USB_SETTLE_MS 2000

static const char went_away[] = "The line went away: check the cable and the adapter.";

static void file_trouble(struct line *line, const char *sentence)
{
	bool told = line->port_trouble[0];

	snprintf(line->port_trouble, sizeof line->port_trouble, "%s", sentence);
	if (!told)
		line->events->trouble(line->arg, 0, LINE_TROUBLE_PORT, sentence);
}

static void back_off(struct line *line)
{
	line->port_back_off_ms = line->port_back_off_ms ? line->port_back_off_ms * 2 : 1000;
	if (line->port_back_off_ms > BACK_OFF_MAX_MS)
		line->port_back_off_ms = BACK_OFF_MAX_MS;
	line->port_at = mono_after_ms(line_now(line), line->port_back_off_ms);
}

void line_lose_port(struct line *line, const char *sentence)
{
	if (line->port_gone)
		return;
	line->port_gone = true;
	line->asked = NULL;
	line->hearing = false;
	back_off(line);
	file_trouble(line, sentence ? sentence : went_away);
	for (unsigned i = 0; i < line->bank_count; i++) {
		line->banks[i]->silent = 0;
		bank_go_offline(line->banks[i], LINE_OFF_PORT, line_now(line));
	}
}

static void hear(void *arg, const uint8_t *data, size_t len)
{
	struct line *line = arg;

	if (!line->port_gone)
		line_hear(line, data, len, line_now(line));
}

static void gone(void *arg, enum err why)
{
	struct line *line = arg;

	(void)why;
	line_lose_port(line, NULL);
	line_turn(line, line_now(line));
}

void line_mend_port(struct line *line, struct mono_time now)
{
	static const struct port_events events = {hear, gone};
	char why[PORT_WHY];

	if (line->port_gone) {
		port_close(line->port);
		line->port = NULL;
		line->port_gone = false;
	}
	if (line->port || mono_before(now, line->port_at))
		return;
	if (line->open_port(line->open_arg, &line->port, line->loop, line->address, &line->identity,
		    &events, line, why) < 0) {
		line->port = NULL;
		back_off(line);
		file_trouble(line, why);
		return;
	}
	line->port_back_off_ms = 0;
	line->free_at = line->identity.vid ? mono_after_ms(now, USB_SETTLE_MS) : now;
	line->probe_at = line->free_at;
	line->probed_last = false;
	osdp_frame_reader_reset(&line->reader);
	if (line->port_trouble[0])
		line->events->trouble(line->arg, 0, LINE_TROUBLE_NONE, "");
	line->port_trouble[0] = '\0';
	line->events->port_opened(line->arg, line->address, &line->identity);
}
