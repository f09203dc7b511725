// SPDX-License-Identifier: GPL-3.0-or-later
// A device taken at the desk: into a safe, or through a door like anybody's.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/desk.h"
#include "store/permissions.h"

static enum attested_how asked(enum attested attested)
{
	return attested == ATTEST_YES  ? ATTESTED_YES
	       : attested == ATTEST_NO ? ATTESTED_NO
				       : ATTESTED_NOT;
}

// What the decision obliges the school to record, recorded in the same transaction: a breach (FX-1,
// FX-2, RP-4), and the ban that a breach starts (FX-3).
static int record_obligations(struct custody *c, struct now now, const struct actor *by,
	int64_t person, const struct decision *decision)
{
	char date[LOCAL_DATE_TEXT];
	int64_t breach, ban;

	if (!(decision->obligations & 1u << MUST_RECORD_BREACH))
		return 0;
	local_date_print(local_date_of(local_from_wall(now.wall)), date);
	if (decision->obligations & 1u << MUST_START_BAN)
		return breach_with_ban(
			c->store, person, decision->rule, date, now.wall, by, &breach, &ban);
	breach = breach_add(c->store, person, decision->rule, now.wall);
	if (breach < 0)
		return (int)breach;
	char facts[64];

	snprintf(facts, sizeof facts, "{\"breach\":%lld}", (long long)breach);
	struct event event = {.kind = "breach", .person = person, .facts = facts};

	return desk_event(c, now, by, &event);
}

static int into_safe(struct custody *c, struct now now, const struct actor *by,
	const struct desk_hand_in *what, int64_t device, enum custody_kind kind,
	const struct decision_row *decision, struct desk_answer *out_answer)
{
	char facts[96];
	struct custody_row row = {.device = device,
		.person = what->person,
		.kind = kind,
		.began_at = now.wall,
		.began_how = KNOWN_SAID,
		.began_by = by->person,
		.off = asked(what->switched_off),
		.internet = asked(what->internet_off)};

	snprintf(row.safe, sizeof row.safe, "%s", what->place.safe);
	snprintf(row.envelope, sizeof row.envelope, "%s", what->place.envelope);
	int64_t id = decision_add(c->store, decision);
	int64_t custody = id < 0 ? id : custody_add(c->store, &row);
	int err = custody < 0		    ? (int)custody
		  : kind == CUSTODY_DEPOSIT ? 0
					    : hold_begins(c, what->person, custody);

	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"how\":\"said\",\"decision\":%lld,\"rule\":\"%s\"}",
		(long long)id, decision->rule);
	struct event event = {.kind = "custody began",
		.person = what->person,
		.custody = custody,
		.facts = facts};

	out_answer->custody = custody;
	return desk_event(c, now, by, &event);
}

static int into_door(struct custody *c, struct now now, const struct actor *by,
	const struct desk_hand_in *what, int64_t device, enum custody_kind kind,
	const struct decision *decision, const struct request *request,
	struct desk_answer *out_answer)
{
	struct bank *bank = find_bank(c, what->place.bank);
	struct slot *slot = bank->online ? choose_door(bank) : NULL;
	struct decision full;

	if (!slot || is_served_here(bank, what->person) || store_disk(c->store) == STORE_DISK_OUT) {
		answer_without_policy(&full, OUTCOME_REFER, slot ? "place" : "full",
			"No door there now. Put it in the safe, in an envelope with a number.");
		return desk_refuse(
			c, now, by, what->person, ACTION_HAND_IN, &full, NULL, out_answer);
	}
	struct opening opening = {.intent = {.kind = INTENT_HAND_IN,
					  .person = what->person,
					  .device = device,
					  .custody_kind = kind,
					  .off = asked(what->switched_off),
					  .internet = asked(what->internet_off)},
		.decision = decision_of(c, decision, request, now.wall, what->person, bank->row.id,
			ACTION_HAND_IN, PLACE_DESK)};
	int err = record_obligations(c, now, by, what->person, decision);

	return err < 0 ? err
		       : desk_open(c, now, by, bank, bank->row.in_sight ? slot : NULL, &opening,
				 out_answer);
}

// An envelope holds what is one person's.
int desk_envelope_free(const struct custody *c, const struct desk_place *place, int64_t person)
{
	struct custody_row there;
	int err = place->bank ? -ERR_NOT_FOUND
			      : custody_in_envelope(c->store, place->safe, place->envelope, &there);

	if (err == -ERR_NOT_FOUND)
		return 0;
	return err < 0 ? err : there.person == person ? 0 : -ERR_BUSY;
}

static bool place_usable(const struct custody *c, const struct desk_place *place)
{
	if (place->bank)
		return find_bank(c, place->bank) != NULL;
	return place->safe && place->safe[0] && place->envelope && place->envelope[0];
}

int custody_desk_hand_in(struct custody *c, struct now now, const struct actor *by,
	const struct desk_hand_in *what, struct desk_answer *out_answer)
{
	struct ask ask = {.action = ACTION_HAND_IN,
		.place = PLACE_DESK,
		.device = DEVICE_PHONE,
		.switched_off = what->switched_off,
		.internet_off = what->internet_off};
	struct device_row device = {.person = what->person};
	struct decision decision;
	struct facts facts;
	const struct request *request = &facts.request;
	int err = facts_of_person(c->store, what->person, local_from_wall(now.wall), &facts);

	if (err == -ERR_NOT_FOUND || !place_usable(c, &what->place))
		return -ERR_ARG;
	if (err == 0)
		err = desk_envelope_free(c, &what->place, what->person);
	int64_t id = what->device ? what->device : device_for(c->store, what->person, DEVICE_PHONE);

	if (err < 0 || id < 0)
		return err < 0 ? err : (int)id;
	err = device_get(c->store, id, &device);
	if (err < 0)
		return err == -ERR_NOT_FOUND ? -ERR_ARG : err;
	ask.device = device.kind;
	ask.owner = device.owner;
	judge_request(c, &facts, &ask, &decision);
	// Evidence is taken whatever would be said of a device (RP-20); and what is referred to the
	// desk is taken there, by the rule that left it to the desk (design.md section 3).
	bool evidence = what->hold && what->hold->kind == CUSTODY_EVIDENCE;

	if (decision.outcome == OUTCOME_REFER || (evidence && decision.outcome == OUTCOME_REFUSE)) {
		char rule[sizeof decision.rule];

		snprintf(rule, sizeof rule, "%s", evidence ? "evidence" : decision.rule);
		answer_without_policy(&decision, OUTCOME_ALLOW, rule, "We keep it for now.");
		request = NULL;
	}
	if (decision.outcome != OUTCOME_ALLOW)
		return desk_refuse(
			c, now, by, what->person, ACTION_HAND_IN, &decision, request, out_answer);
	desk_fill(out_answer, &decision);
	enum custody_kind kind = what->hold ? what->hold->kind
				 : decision.obligations & 1u << MUST_HOLD_FOR_PARENT
					 ? CUSTODY_HELD
					 : CUSTODY_DEPOSIT;

	if (kind != CUSTODY_DEPOSIT)
		err = what->hold ? hold_waits(c, what->hold)
				 : hold_by_rule(c, now, by, what->person, decision.rule);
	if (err < 0)
		return err;
	if (what->place.bank)
		return into_door(c, now, by, what, id, kind, &decision, request, out_answer);
	struct decision_row row = decision_of(
		c, &decision, request, now.wall, what->person, 0, ACTION_HAND_IN, PLACE_DESK);

	err = record_obligations(c, now, by, what->person, &decision);
	if (err == 0)
		err = into_safe(c, now, by, what, id, kind, &row, out_answer);
	return err == -ERR_EXISTS ? -ERR_ARG : err;
}
