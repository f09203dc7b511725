// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox leaves: what custody wants, said in the line's words. Unlocks first; the rest is only
// light, sound and text.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "service/parts.h"

// Tones in tenths of a second. Counts of 0 go on until ended; nobody should hear them for nothing.
static const struct {
	uint8_t on_ds, off_ds, count;
} tones[] = {
	[BUZZER_OFF] = {0, 0, 0},
	[BUZZER_OK] = {1, 0, 1},
	[BUZZER_REFUSED] = {8, 0, 1},
	[BUZZER_ERROR] = {3, 2, 2},
	[BUZZER_LEFT] = {2, 2, 3},
	[BUZZER_CLOSE_IT] = {2, 8, 0},
	[BUZZER_ALARM] = {2, 1, 0},
};

static const enum line_colour colours[] = {
	[LIGHT_OFF] = LINE_BLACK,
	[LIGHT_RED] = LINE_RED,
	[LIGHT_GREEN] = LINE_GREEN,
	[LIGHT_AMBER] = LINE_AMBER,
};

static void unlock(struct service *service, struct cabinet *cabinet, const struct outbox_item *item,
	struct mono_time deadline)
{
	int err = cabinet && cabinet->line
			  ? line_unlock(cabinet->line, item->bank, (unsigned)item->door - 1,
				    (uint64_t)item->intent, deadline)
			  : -ERR_GONE;

	if (err == 0) {
		service->counters.unlocks++;
		return;
	}
	// Nothing was and nothing will be sent; custody hears it in the next turn.
	news_add(service, NEWS_REFUSED, item->bank)->intent = item->intent;
	service_say(service, LOG_WARNING, "bank %s door %d was not opened: %s",
		cabinet ? cabinet->row.name : "?", item->door, err_str(err));
}

static void send_text(struct cabinet *cabinet, const struct outbox_item *item)
{
	char text[OUTBOX_LINES * (OUTBOX_WIDTH + 1) + 1] = "";
	size_t len = 0;

	for (int i = 0; i < OUTBOX_LINES; i++) {
		if (!item->text[i][0])
			continue;
		len += (size_t)snprintf(
			text + len, sizeof text - len, "%s%s", len ? " " : "", item->text[i]);
	}
	line_text(cabinet->line, item->bank, text,
		(uint8_t)(item->ms / 1000 > 255 ? 255 : item->ms / 1000));
}

static void send_light(struct cabinet *cabinet, const struct outbox_item *item, unsigned light)
{
	struct line_light want = {.on = colours[item->light]};

	want.on_ds = 1;
	want.for_ds = (uint16_t)(item->ms / 100);
	line_light(cabinet->line, item->bank, light, &want);
}

static void send_other(struct cabinet *cabinet, const struct outbox_item *item)
{
	switch (item->kind) {
	case OUTBOX_UNLOCK:
	case OUTBOX_CHANGE:
		break;
	case OUTBOX_DOOR_LIGHT:
		send_light(cabinet, item, (unsigned)item->door);
		break;
	case OUTBOX_READER_LIGHT:
		send_light(cabinet, item, 0);
		break;
	case OUTBOX_BUZZER:
		line_buzz(cabinet->line, item->bank, tones[item->buzzer].on_ds,
			tones[item->buzzer].off_ds, tones[item->buzzer].count);
		break;
	case OUTBOX_TEXT:
		send_text(cabinet, item);
		break;
	}
}

void outbox_send(struct service *service)
{
	const struct outbox *outbox = &service->outbox;
	const struct env *env = service->config.env;
	struct mono_time deadline;

	if (outbox->count == 0)
		return;
	deadline = mono_after_ms(env->mono(env->context), LINE_UNLOCK_LIFE_MS);
	for (size_t i = 0; i < outbox->count; i++) {
		if (outbox->items[i].kind == OUTBOX_UNLOCK)
			unlock(service, cabinet_of(service, outbox->items[i].bank),
				&outbox->items[i], deadline);
	}
	for (size_t i = 0; i < outbox->count; i++) {
		struct cabinet *cabinet = cabinet_of(service, outbox->items[i].bank);

		if (outbox->items[i].kind == OUTBOX_CHANGE && service->config.changed)
			service->config.changed(service->config.changed_arg, outbox->items[i].bank,
				outbox->items[i].door);
		// A light that a bank cannot take now it does not need: it is told anew when it
		// comes back.
		if (cabinet && cabinet->line)
			send_other(cabinet, &outbox->items[i]);
	}
	outbox_clear(&service->outbox);
}

void say_unwritten(struct service *service, int64_t bank)
{
	struct cabinet *cabinet = cabinet_of(service, bank);
	const struct line_light red = {.on = LINE_RED, .on_ds = 1, .for_ds = 60};

	if (!cabinet || !cabinet->line)
		return;
	line_light(cabinet->line, bank, 0, &red);
	line_buzz(cabinet->line, bank, tones[BUZZER_REFUSED].on_ds, tones[BUZZER_REFUSED].off_ds,
		tones[BUZZER_REFUSED].count);
	line_text(cabinet->line, bank, "This cannot be written down. Please see the office.", 6);
}
