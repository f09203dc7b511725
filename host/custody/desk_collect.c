// SPDX-License-Identifier: GPL-3.0-or-later
// A device given back at the desk; and what was done by hand, written down afterwards.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/desk.h"

// Their custody of that id, or the oldest; a loan is returned, not collected. -ERR_NOT_FOUND.
static int find_custody(
	struct custody *c, int64_t person, int64_t custody, struct custody_row *out_custody)
{
	struct custody_row rows[PERSON_CUSTODIES];
	int count = custody_of_person(c->store, person, rows, PERSON_CUSTODIES);

	for (int i = 0; i < count; i++) {
		if (rows[i].kind != CUSTODY_LOAN && (custody == 0 || rows[i].id == custody)) {
			*out_custody = rows[i];
			return 0;
		}
	}
	return count < 0 ? count : -ERR_NOT_FOUND;
}

// A parent who asks for the child's device is judged as a parent; anybody else it is handed to (a
// brother, a colleague) is on the word of the member of staff, and the owner is judged. A held one
// is judged by who comes for it, since the hold names them. facts are those of whoever was.
static int judge_collect(struct custody *c, struct now now, const struct custody_row *custody,
	int64_t to, struct facts *facts, struct decision *out_decision)
{
	struct device_row device;
	struct local_time at = local_from_wall(now.wall);
	int err = device_get(c->store, custody->device, &device);

	if (err == 0)
		err = facts_of_person(c->store, to ? to : custody->person, at, facts);
	if (err < 0)
		return err;
	bool parent = to && facts->request.person.category == CATEGORY_PARENT;
	bool held = custody->kind == CUSTODY_HELD;
	struct hold_row hold = {0};

	if (held)
		err = hold_of_custody(c->store, custody->id, &hold);
	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	err = 0;
	if (to && !parent && !held)
		err = facts_of_person(c->store, custody->person, at, facts);
	if (err < 0)
		return err;
	struct ask ask = {.action = ACTION_COLLECT,
		.place = PLACE_DESK,
		.device = device.kind,
		.owner = device.owner,
		.custody = custody->kind,
		.since = custody->began_at,
		.door = custody->door,
		.of_child = parent,
		.hold = held ? &hold : NULL};

	judge_request(c, facts, &ask, out_decision);
	return 0;
}

// Ends a custody by word of mouth, in a door's mirror too where it lies in one.
static int end_said(struct custody *c, struct now now, const struct actor *by,
	const struct custody_row *custody, int64_t to, struct wall_time at, const char *facts)
{
	struct slot *slot = custody->bank ? find_slot(c, custody->bank, custody->door) : NULL;
	struct custody_end end = {.at = at, .how = KNOWN_SAID, .by = by->person, .to = to};
	struct event event = {.kind = "custody ended",
		.person = custody->person,
		.bank = custody->bank,
		.door = custody->door,
		.custody = custody->id,
		.facts = facts};
	int err = custody_end(c->store, custody->id, &end);

	if (err == 0 && slot && slot->custody == custody->id) {
		slot_drop_custody(slot);
		slot->row.rested_at = now.wall;
		err = put_door(c, slot);
		if (err == 0)
			err = ask_if_full(c, now, slot);
		show_door(c, slot);
	}
	return err < 0 ? err : desk_event(c, now, by, &event);
}

static int through_door(struct custody *c, struct now now, const struct actor *by,
	const struct custody_row *custody, int64_t to, struct decision *decision,
	const struct request *request, struct desk_answer *out_answer)
{
	struct bank *bank = find_bank(c, custody->bank);
	struct slot *slot = find_slot(c, custody->bank, custody->door);
	const char *why = NULL;

	if (!slot)
		return -ERR_NOT_FOUND;
	if (!bank->online)
		why = "That cabinet does not answer: use its key, then write down that it was done "
		      "by hand.";
	else if (!slot->row.in_use && strcmp(slot->row.out_reason, "jammed") == 0)
		why = "That door is stuck: use its key, then write down that it was done by hand.";
	else if (slot->intent.id || is_served_here(bank, custody->person))
		why = "A door is being opened for them: ask again.";
	if (why) {
		answer_without_policy(decision, OUTCOME_REFER, "jam", "");
		int err = desk_refuse(
			c, now, by, custody->person, ACTION_COLLECT, decision, NULL, out_answer);

		snprintf(out_answer->say, sizeof out_answer->say, "%s", why);
		return err;
	}
	struct opening opening = {.intent = {.kind = INTENT_COLLECT,
					  .person = custody->person,
					  .custody = custody->id,
					  .to_person = to},
		.decision = decision_of(c, decision, request, now.wall, custody->person,
			bank->row.id, ACTION_COLLECT, PLACE_DESK)};

	return desk_open(c, now, by, bank, slot, &opening, out_answer);
}

static int out_of_safe(struct custody *c, struct now now, const struct actor *by,
	const struct custody_row *custody, int64_t to, const struct decision *decision,
	const struct request *request)
{
	char facts[96];
	struct decision_row row = decision_of(
		c, decision, request, now.wall, custody->person, 0, ACTION_COLLECT, PLACE_DESK);
	int64_t id = decision_add(c->store, &row);
	int err = id < 0 ? (int)id : notify_headteacher(c, &row);

	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"how\":\"said\",\"decision\":%lld,\"to\":%lld}",
		(long long)id, (long long)to);
	return end_said(c, now, by, custody, to, now.wall, facts);
}

// The hold says who took it and how they were identified, for good.
static int note_collector(
	struct custody *c, const struct actor *by, int64_t custody, const struct desk_give *what)
{
	struct hold_row hold;
	int err = hold_of_custody(c->store, custody, &hold);

	if (err < 0)
		return err == -ERR_NOT_FOUND ? 0 : err;
	if (what->police)
		hold = *what->police;
	snprintf(hold.identified, sizeof hold.identified, "%s",
		what->identified ? what->identified : "");
	hold.identified_by = by->person;
	return hold_identified_put(c->store, &hold);
}

// The decision refuses. Overridden it is written down as it is, and what opens the door is the
// override: the locker's own word, beside it.
static int against_it(struct custody *c, struct now now, const struct actor *by,
	const struct custody_row *custody, const struct desk_give *what, struct decision *decision,
	const struct request *request, struct desk_answer *out_answer)
{
	int err = desk_refuse(
		c, now, by, custody->person, ACTION_COLLECT, decision, request, out_answer);

	if (err < 0 || !what->override || custody->kind == CUSTODY_EVIDENCE)
		return err;
	answer_without_policy(
		decision, OUTCOME_ALLOW, "override", "Given back against the decision.");
	out_answer->outcome = decision->outcome;
	snprintf(out_answer->say, sizeof out_answer->say, "%s", decision->say);
	return 1;
}

int custody_desk_give(struct custody *c, struct now now, const struct actor *by,
	const struct desk_give *what, struct desk_answer *out_answer)
{
	struct custody_row custody;
	struct decision decision;
	struct facts judged;
	const struct request *request = &judged.request;
	int err = find_custody(c, what->person, what->custody, &custody);

	if (err == 0)
		err = judge_collect(c, now, &custody, what->to, &judged, &decision);
	if (err < 0)
		return err;
	*out_answer = (struct desk_answer){0};
	if (what->police && custody.kind == CUSTODY_EVIDENCE) {
		answer_without_policy(&decision, OUTCOME_ALLOW, "police", "It goes to the police.");
		request = NULL; // no policy is asked: none could say otherwise
	}
	if (what->override && decision.outcome == OUTCOME_ALLOW)
		return -ERR_EXISTS;
	bool held = custody.kind == CUSTODY_HELD;

	if (held && what->to && !what->identified && decision.outcome == OUTCOME_ALLOW)
		return -ERR_DENIED;
	if (decision.outcome != OUTCOME_ALLOW) {
		err = against_it(c, now, by, &custody, what, &decision, request, out_answer);
		if (err <= 0)
			return err;
		request = NULL;
	} else {
		desk_fill(out_answer, &decision);
	}
	if (held || what->police)
		err = note_collector(c, by, custody.id, what);
	if (err < 0)
		return err;
	out_answer->custody = custody.id;
	if (custody.bank && !what->by_hand)
		return through_door(c, now, by, &custody, what->to, &decision, request, out_answer);
	return out_of_safe(c, now, by, &custody, what->to, &decision, request);
}

int custody_desk_collect(struct custody *c, struct now now, const struct actor *by, int64_t person,
	int64_t custody, int64_t to, struct desk_answer *out_answer)
{
	const struct desk_give what = {.person = person, .custody = custody, .to = to};

	return custody_desk_give(c, now, by, &what, out_answer);
}

static int by_hand_in(struct custody *c, struct now now, const struct actor *by,
	const struct desk_by_hand *what, struct desk_answer *out_answer)
{
	struct custody_row row = {.person = what->person,
		.kind = CUSTODY_DEPOSIT,
		.bank = what->place.bank,
		.door = what->place.bank ? what->door : 0,
		.began_at = what->at.ms ? what->at : now.wall,
		.began_how = KNOWN_SAID,
		.began_by = by->person};
	struct slot *slot = row.bank ? find_slot(c, row.bank, row.door) : NULL;

	if (row.bank ? !slot : !what->place.safe || !what->place.envelope)
		return -ERR_ARG;
	if (slot && (slot->custody || slot->intent.id || slot->home))
		return -ERR_BUSY;
	if (!slot && desk_envelope_free(c, &what->place, what->person) < 0)
		return -ERR_ARG;
	if (!row.bank) {
		snprintf(row.safe, sizeof row.safe, "%s", what->place.safe);
		snprintf(row.envelope, sizeof row.envelope, "%s", what->place.envelope);
	}
	row.device = device_for(c->store, what->person, DEVICE_PHONE);
	if (row.device < 0)
		return (int)row.device;
	int64_t id = custody_add(c->store, &row);

	if (id < 0)
		return (int)id;
	if (slot) {
		slot_take_custody(slot, id, &row);
		// What the sensor wondered about is somebody's now.
		int err = drop_question(c, now, slot, QUESTION_INSIDE, "by hand");

		if (err < 0)
			return err;
	}
	out_answer->custody = id;
	struct event event = {.kind = "custody began",
		.person = what->person,
		.bank = row.bank,
		.door = row.door,
		.custody = id,
		.facts = "{\"how\":\"said\",\"by hand\":true}"};

	return desk_event(c, now, by, &event);
}

int custody_desk_by_hand(struct custody *c, struct now now, const struct actor *by,
	const struct desk_by_hand *what, struct desk_answer *out_answer)
{
	struct custody_row custody;
	struct decision decision;
	int err;

	answer_without_policy(&decision, OUTCOME_ALLOW, "staff", "Written down.");
	desk_fill(out_answer, &decision);
	out_answer->bank = what->place.bank;
	out_answer->door = what->door;
	if (what->what == BY_HAND_IN)
		return by_hand_in(c, now, by, what, out_answer);
	err = find_custody(c, what->person, what->custody, &custody);
	if (err < 0)
		return err;
	if (custody.kind == CUSTODY_EVIDENCE)
		return -ERR_DENIED;
	struct slot *slot = custody.bank ? find_slot(c, custody.bank, custody.door) : NULL;

	if (slot && slot->intent.id && slot->intent.custody == custody.id)
		return -ERR_BUSY;
	err = hold_went(c, now, &custody);
	if (err < 0)
		return err;
	out_answer->bank = custody.bank;
	out_answer->door = custody.door;
	out_answer->custody = custody.id;
	err = slot ? drop_question(c, now, slot, QUESTION_GONE, "by hand") : 0;
	if (err == 0 && slot)
		err = drop_question(c, now, slot, QUESTION_FORCED, "by hand");
	if (err < 0)
		return err;
	return end_said(c, now, by, &custody, what->to, what->at.ms ? what->at : now.wall,
		"{\"how\":\"said\",\"by hand\":true}");
}
