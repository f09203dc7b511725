// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to one door, written down: custodies, intents, settings aside, questions, events.
// Every function keeps the mirror and the rows the same; a failure means that the caller rolls back
// and reloads.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/internal.h"
#include "custody/loan.h"

int record_of_door(struct custody *c, struct now now, const struct slot *slot, const char *kind,
	const char *facts)
{
	char intent[64];

	if (!facts && slot->intent.id) {
		snprintf(intent, sizeof intent, "{\"intent\":%lld}", (long long)slot->intent.id);
		facts = intent;
	}
	struct event event = {.at = now.wall,
		.kind = kind,
		.person = slot->intent.id ? slot->intent.person : slot->custody_person,
		.bank = slot->row.bank,
		.door = slot->row.number,
		.custody = slot->custody,
		.by_person = slot->intent.id ? slot->intent.by_person : 0,
		.facts = facts};
	int64_t seq = event_append(c->store, &event);

	show_change(c, slot->row.bank, slot->row.number);
	return seq < 0 ? (int)seq : 0;
}

int put_door(struct custody *c, struct slot *slot)
{
	return door_put(c->store, &slot->row);
}

int put_intent(struct custody *c, struct slot *slot)
{
	return intent_put(c->store, &slot->intent);
}

// The same device where the intent knows of one (named at the desk, put back at a collection), else
// theirs by default. One that went into care elsewhere meanwhile is not the one that is seen here.
static int64_t device_of(struct custody *c, const struct slot *slot)
{
	struct device_row device = {.kind = DEVICE_PHONE};
	struct custody_row before;
	int64_t id = slot->intent.device;

	if (!id && slot->intent.custody &&
		custody_get(c->store, slot->intent.custody, &before) == 0)
		id = before.device;
	int in_care = id ? device_in_care(c->store, id) : 1;

	if (in_care <= 0)
		return in_care < 0 ? in_care : id;
	if (id && device_get(c->store, id, &device) < 0)
		device.kind = DEVICE_PHONE;
	return device_for(c->store, slot->intent.person, device.kind);
}

// The sensor has shown that it works: nothing is in doubt about the door any more (step 7).
static int sensor_proven(struct custody *c, struct now now, struct slot *slot)
{
	if (!slot->row.aside_person || slot->row.aside_person != slot->intent.person)
		return 0;
	slot->row.aside_person = 0;
	slot->row.aside_at.ms = 0;
	slot->row.trusted = true;
	int err = put_door(c, slot);

	return err < 0 ? err
		       : drop_question(c, now, slot, QUESTION_ASIDE, "the sensor was seen to work");
}

int begin_custody(struct custody *c, struct now now, struct slot *slot, enum known how, bool late)
{
	if (slot->custody)
		return 0;
	if (intent_is_of_school(slot->intent.kind)) {
		struct loan_news news = {.at = now.wall,
			.how = how,
			.by = slot->intent.by_person,
			.late = late,
			.back = slot->intent.kind == INTENT_BORROW};

		return stock_begin(c, now, slot, slot->intent.device, &news);
	}
	struct custody_row row = {.person = slot->intent.person,
		.kind = slot->intent.custody_kind == CUSTODY_NONE ? CUSTODY_DEPOSIT
								  : slot->intent.custody_kind,
		.bank = slot->row.bank,
		.door = slot->row.number,
		.began_at = now.wall,
		.began_how = how,
		.seen_late = late,
		.off = slot->intent.off,
		.internet = slot->intent.internet};
	int64_t device = device_of(c, slot);

	if (device < 0)
		return (int)device;
	row.device = device;
	int64_t id = custody_add(c->store, &row);

	if (id < 0)
		return (int)id;
	bool held = row.kind == CUSTODY_HELD || row.kind == CUSTODY_EVIDENCE;
	int err = held ? hold_begins(c, row.person, id) : 0;

	if (err < 0)
		return err;
	slot_take_custody(slot, id, &row);
	slot->intent.custody = id;
	slot->intent.moved_at = now.wall;
	err = put_intent(c, slot);
	if (err == 0 && how == KNOWN_SEEN)
		err = sensor_proven(c, now, slot);
	return err < 0 ? err
		       : record_of_door(c, now, slot, "custody began",
				 late		     ? "{\"how\":\"seen\",\"late\":true}"
				 : how == KNOWN_SEEN ? "{\"how\":\"seen\"}"
						     : "{\"how\":\"assumed\"}");
}

int end_custody(struct custody *c, struct now now, struct slot *slot, const struct custody_end *end)
{
	static const char *const hows[] = {"seen", "assumed", "said"};
	char facts[96], to[40] = "";

	if (!slot->custody)
		return 0;
	if (slot_has_stock(slot)) {
		struct loan_news news = {.at = end->at,
			.how = end->how,
			.by = end->by,
			.late = end->seen_late,
			.back = end->taken_back};

		return stock_end(c, now, slot, slot->intent.id ? slot->intent.loan : 0, &news);
	}
	int err = custody_end(c->store, slot->custody, end);

	slot->intent.moved_at = now.wall;
	if (err == 0 && slot->intent.id)
		err = put_intent(c, slot);
	slot->row.rested_at = now.wall;
	if (err == 0)
		err = put_door(c, slot);
	if (end->to)
		snprintf(to, sizeof to, ",\"to\":%lld", (long long)end->to);
	snprintf(facts, sizeof facts, "{\"how\":\"%s\"%s%s%s}", hows[end->how],
		end->seen_late ? ",\"late\":true" : "", end->taken_back ? ",\"back\":true" : "",
		to);
	if (err == 0)
		err = record_of_door(c, now, slot, "custody ended", facts);
	slot_drop_custody(slot);
	return err;
}

int end_intent(struct custody *c, struct now now, struct slot *slot, const char *as)
{
	char facts[96];
	int err = 0;

	if (!slot->intent.id)
		return 0;
	if (slot->late)
		err = put_intent(c, slot);
	else
		err = intent_end(c->store, &slot->intent, now.wall, as);
	// A pulse that the bank took, or may have taken, can still show (step 6).
	bool known_not = strcmp(as, "not opened") == 0 ||
			 (strcmp(as, "refused") == 0 && !slot->intent.pulses);
	bool may_show = !slot->late && !slot->intent.opened_at.ms && !slot->intent.moved_at.ms &&
			!known_not && slot->intent.kind != INTENT_STAFF;
	int64_t late = may_show ? slot->intent.id : 0;

	if (err == 0 && slot->row.late_intent != late) {
		slot->row.late_intent = late;
		err = put_door(c, slot);
	}
	snprintf(facts, sizeof facts, "{\"intent\":%lld,\"as\":\"%s\"}", (long long)slot->intent.id,
		as);
	if (err == 0)
		err = record_of_door(c, now, slot, "intent ended", facts);
	show_idle(c, slot->row.bank);
	slot->intent = (struct intent_row){0};
	slot->late = false;
	slot->withdrawn = false;
	return err;
}

int set_aside(struct custody *c, struct now now, struct slot *slot)
{
	slot->hand_in_at = slot->intent.asked_at;
	slot->row.aside_person = slot->intent.person;
	slot->row.aside_at = now.wall;
	// Used and not changed (rule 6): nobody else's device is entrusted to it.
	slot->row.trusted = false;
	int err = put_door(c, slot);

	if (err == 0)
		err = raise_question(c, now, slot, QUESTION_ASIDE);
	return err < 0 ? err : end_intent(c, now, slot, "empty");
}

int door_out_of_use(struct custody *c, struct now now, struct slot *slot, const char *reason,
	enum question kind)
{
	slot->row.in_use = false;
	snprintf(slot->row.out_reason, sizeof slot->row.out_reason, "%s", reason);
	int err = put_door(c, slot);

	return err < 0 ? err : raise_question(c, now, slot, kind);
}

int raise_question(struct custody *c, struct now now, struct slot *slot, enum question kind)
{
	// What is seen in an empty home is most likely the device that lives there.
	if (kind == QUESTION_INSIDE && slot->home)
		kind = QUESTION_BACK;
	struct question_row row = {.bank = slot->row.bank,
		.door = slot->row.number,
		.person = slot->intent.id ? slot->intent.person : slot->custody_person,
		.custody = slot->custody,
		.asked_at = now.wall};

	snprintf(row.kind, sizeof row.kind, "%s", question_word(kind));
	question_sentence(kind, row.door, row.sentence, sizeof row.sentence);
	question_answers(kind, row.answers, sizeof row.answers);
	int64_t id = question_add(c->store, &row);

	if (id <= 0)
		return (int)id;
	slot->questions++;
	char facts[96];

	snprintf(facts, sizeof facts, "{\"question\":%lld,\"kind\":\"%s\"}", (long long)id,
		row.kind);
	return record_of_door(c, now, slot, "question", facts);
}

int ask_if_full(struct custody *c, struct now now, struct slot *slot)
{
	bool seen = slot->settled && slot->state == DOOR_REST && believed(slot) == READING_YES;

	return seen && !slot->custody ? raise_question(c, now, slot, QUESTION_INSIDE) : 0;
}

struct search {
	const struct slot *slot;
	const char *kind;
	int64_t id;
};

static int match(void *arg, const struct question_row *row)
{
	struct search *search = arg;

	if (row->bank == search->slot->row.bank && row->door == search->slot->row.number &&
		strcmp(row->kind, search->kind) == 0)
		search->id = row->id;
	return 0;
}

int drop_question(struct custody *c, struct now now, struct slot *slot, enum question kind,
	const char *answer)
{
	struct search search = {slot, question_word(kind), 0};

	if (slot->questions == 0)
		return 0;
	int err = question_each_open(c->store, match, &search);

	if (err < 0 || search.id == 0)
		return err < 0 ? err : 0;
	err = question_answer(c->store, search.id, now.wall, answer, 0);
	slot->questions--;
	return err;
}

int raise_alarm(struct custody *c, struct now now, struct slot *slot, const char *kind)
{
	slot->alarm = true;
	show_buzzer(c, slot->row.bank, BUZZER_ALARM);
	return record_of_door(c, now, slot, kind, NULL);
}
