// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of an answer: a refusal, or an opening with its intent and its unlock.
#include <stdio.h>

#include "custody/internal.h"
#include "store/notices.h"

int64_t refuse_request(struct custody *c, const struct decision_row *decision, const char *kind,
	int64_t by, const char *user)
{
	char facts[96];
	int64_t id = decision_add(c->store, decision);

	if (id < 0)
		return id;
	snprintf(facts, sizeof facts, "{\"decision\":%lld,\"rule\":\"%s\"}", (long long)id,
		decision->rule);
	struct event event = {.at = decision->at,
		.kind = kind,
		.person = decision->person,
		.bank = decision->bank,
		.by_person = by,
		.by_user = user,
		.facts = facts};
	int64_t seq = event_append(c->store, &event);

	show_change(c, decision->bank, 0);
	return seq < 0 ? seq : id;
}

int refuse_card(struct custody *c, const struct decision_row *decision, const char *kind,
	int64_t by, const char *user)
{
	int64_t id = refuse_request(c, decision, kind, by, user);

	return id < 0 ? (int)id : 0;
}

int notify_headteacher(struct custody *c, const struct decision_row *decision)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "emergency release",
		.person = decision->person,
		.at = decision->at,
		.text = "A device was given back by emergency release."};

	if (!(decision->obligations & 1u << MUST_NOTIFY_HEADTEACHER))
		return 0;
	int64_t id = notice_add(c->store, &notice);

	return id < 0 ? (int)id : 0;
}

// The door's own state before the unlock: a pulse for the intent that is there, or a new intent.
static int file_intent(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	struct intent_row *intent)
{
	if (slot->intent.id) {
		slot->intent.decision = intent->decision;
		slot->intent.asked_at = intent->asked_at;
		int err = put_intent(c, slot);

		return err < 0 ? err : door_feed(c, now, bank, slot, DOOR_PULSE);
	}
	int64_t id = intent_add(c->store, intent);

	if (id < 0)
		return (int)id;
	slot->intent = *intent;
	slot->intent.id = id;
	slot->state = asked_state(intent->kind);
	if (!slot->row.late_intent)
		return 0;
	slot->row.late_intent = 0;
	return put_door(c, slot);
}

int ask_door(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	struct opening *opening)
{
	struct intent_row *intent = &opening->intent;
	char facts[240];

	if (opening->decision.action) {
		int64_t decision = decision_add(c->store, &opening->decision);

		if (decision < 0)
			return (int)decision;
		intent->decision = decision;
	}
	intent->bank = bank->row.id;
	intent->door = slot->row.number;
	intent->asked_at = now.wall;
	doors_beside(bank, slot, intent->beside);
	int err = file_intent(c, now, bank, slot, intent);

	// A release has told her already, once for all its doors.
	if (err == 0 && !opening->release)
		err = notify_headteacher(c, &opening->decision);
	if (err < 0)
		return err;
	char release[40] = "";

	if (opening->release)
		snprintf(release, sizeof release, ",\"release\":%lld", (long long)opening->release);
	snprintf(facts, sizeof facts,
		"{\"intent\":%lld,\"decision\":%lld,\"rule\":\"%s\",\"beside\":\"%s\"%s}",
		(long long)slot->intent.id, (long long)intent->decision,
		opening->decision.rule ? opening->decision.rule : "staff", intent->beside, release);
	err = record_of_door(c, now, slot, "asked", facts);
	// It stands open already, forced or left: nothing more will be seen to open.
	if (err == 0 && slot->settled && slot->open == READING_YES)
		err = door_feed(c, now, bank, slot, by_inside(slot, DOOR_OPENED_FULL));
	outbox_add(c->outbox, OUTBOX_UNLOCK, bank->row.id, slot->row.number)->intent =
		slot->intent.id;
	show_door(c, slot);
	show_reader(c, bank->row.id, LIGHT_GREEN, SAY_MS);
	return err;
}
