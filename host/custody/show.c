// SPDX-License-Identifier: GPL-3.0-or-later
// What the cabinet shows: reader, display, buzzer and the doors' lights, as outbox items.
#include "custody/internal.h"
#include "custody/text.h"

void show_reader(struct custody *c, int64_t bank, enum light light, uint32_t ms)
{
	struct outbox_item *item = outbox_add(c->outbox, OUTBOX_READER_LIGHT, bank, 0);

	item->light = light;
	item->ms = ms;
}

void show_text(struct custody *c, int64_t bank, const char *sentence, uint32_t ms)
{
	struct outbox_item *item = outbox_add(c->outbox, OUTBOX_TEXT, bank, 0);

	text_wrap(sentence, item->text);
	item->ms = ms;
}

void show_said(struct custody *c, struct now now, int64_t bank, const char *sentence)
{
	find_bank(c, bank)->said_until = mono_after_ms(now.mono, SAY_MS);
	show_text(c, bank, sentence, SAY_MS);
}

void show_passing(struct custody *c, struct now now, int64_t bank, const char *sentence)
{
	if (!mono_before(now.mono, find_bank(c, bank)->said_until))
		show_text(c, bank, sentence, SAY_MS);
}

void show_buzzer(struct custody *c, int64_t bank, enum buzzer buzzer)
{
	outbox_add(c->outbox, OUTBOX_BUZZER, bank, 0)->buzzer = buzzer;
}

// Red: alarm or out of use. Amber: in doubt, or left inside. Green: yours, now. Otherwise dark: who
// has a phone in which door is nobody's business.
static enum light door_light(const struct slot *slot)
{
	if (slot->alarm || !slot->row.in_use)
		return LIGHT_RED;
	switch (slot->state) {
	case IN_ASKED:
	case IN_PULSED:
	case IN_OPEN:
	case IN_HELD:
	case OUT_ASKED:
	case OUT_PULSED:
	case OUT_OPEN:
	case OUT_EMPTY:
	case OUT_BLIND:
	case OUT_GONE:
	case STAFF_ASKED:
	case STAFF_PULSED:
	case STAFF_OPEN:
		return LIGHT_GREEN;
	case IN_UNOPENED:
	case OUT_UNOPENED:
	case OUT_LEFT:
	case STAFF_UNOPENED:
	case DOOR_STANDING:
		return LIGHT_AMBER;
	case DOOR_REST:
		break;
	}
	return slot->questions > 0 || slot->row.aside_person ? LIGHT_AMBER : LIGHT_OFF;
}

void show_door(struct custody *c, struct slot *slot)
{
	enum light light = door_light(slot);

	if (light == slot->light)
		return;
	slot->light = light;
	outbox_add(c->outbox, OUTBOX_DOOR_LIGHT, slot->row.bank, slot->row.number)->light = light;
}

// What the display says when nobody is being served: the last child's instructions never stay.
void show_idle(struct custody *c, int64_t bank)
{
	show_text(c, bank, "Tap your card", 0);
}

void show_change(struct custody *c, int64_t bank, int door)
{
	outbox_add(c->outbox, OUTBOX_CHANGE, bank, door);
}

// A bank that came online shows whatever it showed before: everything is said again.
void show_all(struct custody *c, struct bank *bank)
{
	for (int i = 0; i < bank->row.doors; i++) {
		struct slot *slot = &bank->slots[i];

		slot->light = door_light(slot);
		outbox_add(c->outbox, OUTBOX_DOOR_LIGHT, slot->row.bank, slot->row.number)->light =
			slot->light;
	}
	show_reader(c, bank->row.id, LIGHT_OFF, 0);
	show_idle(c, bank->row.id);
	show_change(c, bank->row.id, 0);
}
