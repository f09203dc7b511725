// SPDX-License-Identifier: GPL-3.0-or-later
// A class release (rule 4): asked for at the desk, started by that member of staff's own card at
// the cabinet, one door after another, and recorded as released by them.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/desk.h"

int custody_desk_release_class(struct custody *c, struct now now, const struct actor *by,
	int64_t bank_id, const char *class, struct desk_answer *out_answer)
{
	struct bank *bank = find_bank(c, bank_id);
	struct decision decision;

	if (!bank || !class[0] || strlen(class) >= sizeof bank->release.class)
		return bank ? -ERR_ARG : -ERR_NOT_FOUND;
	answer_without_policy(&decision, bank->online ? OUTCOME_ALLOW : OUTCOME_REFER, "staff",
		bank->online ? "" : "That cabinet does not answer: use its keys.");
	desk_fill(out_answer, &decision);
	out_answer->bank = bank_id;
	if (!bank->online)
		return 0;
	if (bank->release.started)
		return -ERR_BUSY;
	bank->release = (struct release){.staff = by->person, .since = now.mono};
	snprintf(bank->release.class, sizeof bank->release.class, "%s", class);
	out_answer->pending = true;
	snprintf(out_answer->say, sizeof out_answer->say,
		"Hold your own card to cabinet %.32s within two minutes.", bank->row.name);
	struct event event = {.kind = "errand", .bank = bank_id, .facts = "{\"release\":true}"};

	return desk_event(c, now, by, &event);
}

int release_start(struct custody *c, struct now now, struct bank *bank, int64_t staff)
{
	struct release *release = &bank->release;

	if (release->staff != staff || release->started ||
		mono_ms_between(release->since, now.mono) >= TWO_MINUTES)
		return 0;
	release->started = true;
	struct event event = {
		.at = now.wall, .kind = "class release", .bank = bank->row.id, .by_person = staff};
	int64_t seq = event_append(c->store, &event);
	int err = seq < 0 ? (int)seq : release_go_on(c, now, bank);

	return err < 0 ? err : 1;
}

// The child's phone, judged as given back by the desk; not theirs of that class, or not now: left
// in.
static int release_door(struct custody *c, struct now now, struct bank *bank, struct slot *slot)
{
	struct facts facts;
	struct decision decision;
	struct device_row device;
	struct custody_row custody;
	int err =
		facts_of_person(c->store, slot->custody_person, local_from_wall(now.wall), &facts);

	if (err < 0 || strcmp(facts.class, bank->release.class) != 0 ||
		is_served_here(bank, slot->custody_person))
		return err;
	err = custody_get(c->store, slot->custody, &custody);
	if (err == 0)
		err = device_get(c->store, custody.device, &device);
	if (err < 0)
		return err;
	struct ask ask = {.action = ACTION_COLLECT,
		.place = PLACE_DESK,
		.device = device.kind,
		.owner = device.owner,
		.custody = custody.kind,
		.since = custody.began_at,
		.door = slot->row.number};

	judge_request(c, &facts, &ask, &decision);
	struct decision_row row = decision_of(c, &decision, &facts.request, now.wall,
		custody.person, bank->row.id, ACTION_COLLECT, PLACE_DESK);

	if (decision.outcome != OUTCOME_ALLOW)
		return refuse_card(c, &row,
			decision.outcome == OUTCOME_REFUSE ? "refused" : "referred",
			bank->release.staff, NULL);
	struct opening opening = {.intent = {.kind = INTENT_COLLECT,
					  .person = custody.person,
					  .custody = custody.id,
					  .by_person = bank->release.staff},
		.decision = row};

	return ask_door(c, now, bank, slot, &opening);
}

int release_go_on(struct custody *c, struct now now, struct bank *bank)
{
	struct release *release = &bank->release;
	int err = 0;

	while (err == 0 && release->started && !bank_busy(bank, NULL, now.mono)) {
		if (release->door == bank->row.doors || custody_time_doubtful(c, now.wall)) {
			*release = (struct release){0};
			break;
		}
		struct slot *slot = &bank->slots[release->door++];

		if (slot->custody && slot->custody_person && !slot->intent.id && slot->settled &&
			slot->row.in_use)
			err = release_door(c, now, bank, slot);
	}
	return err;
}
