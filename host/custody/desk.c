// SPDX-License-Identifier: GPL-3.0-or-later
// What every act of the desk has in common: the answer, and how a door opens from there.
#include "custody/desk.h"
#include "store/absences.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

void desk_fill(struct desk_answer *out_answer, const struct decision *decision)
{
	*out_answer = (struct desk_answer){.outcome = decision->outcome};
	snprintf(out_answer->rule, sizeof out_answer->rule, "%s", decision->rule);
	snprintf(out_answer->say, sizeof out_answer->say, "%s", decision->say);
}

int desk_refuse(struct custody *c, struct now now, const struct actor *by, int64_t person,
	enum action action, const struct decision *decision, const struct request *request,
	struct desk_answer *out_answer)
{
	struct decision_row row =
		decision_of(c, decision, request, now.wall, person, 0, action, PLACE_DESK);

	desk_fill(out_answer, decision);
	int64_t id = refuse_request(c, &row,
		decision->outcome == OUTCOME_REFUSE ? "refused" : "referred", by->person, by->user);

	out_answer->decision = id < 0 ? 0 : id;
	return id < 0 ? (int)id : 0;
}

int desk_event(struct custody *c, struct now now, const struct actor *by, const struct event *event)
{
	struct event row = *event;

	row.at = now.wall;
	row.by_person = by->person;
	row.by_user = by->user;
	int64_t seq = event_append(c->store, &row);

	show_change(c, row.bank, row.door);
	return seq < 0 ? (int)seq : 0;
}

int desk_wait(struct custody *c, struct now now, const struct actor *by, int64_t card,
	struct bank *bank, const struct slot *slot, const struct opening *opening,
	struct desk_answer *out_answer)
{
	struct errand errand = {.staff = card,
		.intent = opening->intent,
		.self = !opening->intent.by_person,
		.since = now.mono,
		.obligations = opening->decision.obligations};
	int64_t decision = decision_add(c->store, &opening->decision);
	char facts[96];

	if (decision < 0)
		return (int)decision;
	errand.intent.decision = decision;
	errand.intent.door = slot ? slot->row.number : 0;
	snprintf(errand.rule, sizeof errand.rule, "%s", opening->decision.rule);
	int err = errand_file(bank, &errand);

	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"decision\":%lld,\"rule\":\"%s\"}", (long long)decision,
		errand.rule);
	out_answer->pending = true;
	out_answer->bank = bank->row.id;
	out_answer->custody = opening->intent.custody;
	out_answer->door = errand.intent.door;
	snprintf(out_answer->say, sizeof out_answer->say,
		card == by->person ? "Hold your own card to cabinet %.32s within two minutes."
				   : "The borrower holds their own card to cabinet %.32s within "
				     "two minutes.",
		bank->row.name);
	struct event event = {.kind = "errand",
		.person = opening->intent.person,
		.bank = bank->row.id,
		.door = errand.intent.door,
		.custody = opening->intent.custody,
		.facts = facts};

	return desk_event(c, now, by, &event);
}

int desk_open(struct custody *c, struct now now, const struct actor *by, struct bank *bank,
	struct slot *slot, struct opening *opening, struct desk_answer *out_answer)
{
	opening->intent.by_person = by->person;
	out_answer->bank = bank->row.id;
	out_answer->custody = opening->intent.custody;
	out_answer->door = slot ? slot->row.number : 0;
	if (!bank->row.in_sight)
		return desk_wait(c, now, by, by->person, bank, slot, opening, out_answer);
	int err = ask_door(c, now, bank, slot, opening);

	if (err < 0)
		return err;
	struct event event = {.kind = "desk opened",
		.person = opening->intent.person,
		.bank = bank->row.id,
		.door = slot->row.number,
		.custody = opening->intent.custody};

	return desk_event(c, now, by, &event);
}

int custody_desk_open(struct custody *c, struct now now, const struct actor *by, int64_t bank_id,
	int door, struct desk_answer *out_answer)
{
	struct bank *bank = find_bank(c, bank_id);
	struct slot *slot = find_slot(c, bank_id, door);
	struct decision decision;

	if (!slot)
		return -ERR_NOT_FOUND;
	if (slot->intent.id || is_served_here(bank, by->person))
		return -ERR_BUSY;
	answer_without_policy(&decision, bank->online ? OUTCOME_ALLOW : OUTCOME_REFER, "staff",
		bank->online ? "The door opens." : "That cabinet does not answer: use its key.");
	desk_fill(out_answer, &decision);
	if (!bank->online)
		return 0;
	if (slot->custody_kind == CUSTODY_EVIDENCE &&
		!absence_heads(c->store, by->person, now.wall)) {
		answer_without_policy(
			&decision, OUTCOME_REFUSE, "staff", "The Headteacher opens that door.");
		return desk_refuse(
			c, now, by, by->person, ACTION_COLLECT, &decision, NULL, out_answer);
	}
	struct opening opening = {
		.intent = {.kind = INTENT_STAFF, .person = by->person, .custody = slot->custody},
		.decision = decision_of(c, &decision, NULL, now.wall, by->person, bank_id,
			ACTION_COLLECT, PLACE_DESK)};

	return desk_open(c, now, by, bank, slot, &opening, out_answer);
}

int custody_desk_looked(struct custody *c, struct now now, const struct actor *by, int64_t bank_id,
	int door, bool something)
{
	static const enum question cleared[] = {
		QUESTION_ASIDE, QUESTION_INSIDE, QUESTION_BACK, QUESTION_JAM, QUESTION_FAULT};
	struct bank *bank = find_bank(c, bank_id);
	struct slot *slot = find_slot(c, bank_id, door);
	int err = 0;

	if (!slot)
		return -ERR_NOT_FOUND;
	// An intent nobody came back for is ended by who looked; one that is under way is not.
	if (slot->intent.id && slot->state != IN_UNOPENED && slot->state != OUT_UNOPENED &&
		slot->state != STAFF_UNOPENED)
		return -ERR_BUSY;
	if (slot->intent.id)
		err = end_intent(c, now, slot, "looked");
	slot->state = slot->open == READING_YES ? DOOR_STANDING : DOOR_REST;
	slot->row.in_use = true;
	slot->row.out_reason[0] = '\0';
	slot->row.trusted = true;
	slot->row.aside_person = 0;
	slot->row.aside_at.ms = 0;
	slot->row.late_intent = 0;
	if (err == 0)
		err = put_door(c, slot);
	for (size_t i = 0; err == 0 && i < sizeof cleared / sizeof *cleared; i++)
		err = drop_question(c, now, slot, cleared[i], "staff looked");
	if (err == 0 && something && !slot->custody)
		err = raise_question(c, now, slot, QUESTION_INSIDE);
	if (err < 0)
		return err;
	struct event event = {.kind = "looked",
		.bank = bank->row.id,
		.door = door,
		.custody = slot->custody,
		.facts = something ? "{\"something\":true}" : "{\"something\":false}"};

	show_door(c, slot);
	return desk_event(c, now, by, &event);
}
