// SPDX-License-Identifier: GPL-3.0-or-later
// The doors of a release: which they are, which is next, what became of each.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "custody/release.h"
#include "custody/release_plan.h"

const char *const RELEASE_HALT_LEFTOVER = "not opened or left inside";

// A school's own device in its door belongs to nobody and goes with nobody.
static int is_of(const struct custody *c, const struct slot *slot, enum release_kind kind,
	int64_t person, const char *class)
{
	struct person_record owner;
	int err;

	if (!slot->custody || !slot->custody_person)
		return 0;
	switch (kind) {
	case RELEASE_BANK:
		return 1;
	case RELEASE_PERSON:
		return slot->custody_person == person;
	case RELEASE_CLASS:
		break;
	}
	err = person_get(c->store, slot->custody_person, &owner);
	return err < 0 ? err : strcmp(owner.class, class) == 0;
}

int release_of(const struct custody *c, const struct bank *bank, enum release_kind kind,
	int64_t person, const char *class)
{
	int count = 0;

	for (int i = 0; i < bank->row.doors; i++) {
		int is = is_of(c, &bank->slots[i], kind, person, class);

		if (is < 0)
			return is;
		count += is;
	}
	return count;
}

static int put(struct custody *c, struct bank *bank, int i, enum release_door_state state)
{
	struct release_door *door = &bank->release.doors[i];

	door->state = state;
	return release_door_put(c->store, bank->release.row.id, i + 1, door->custody, state);
}

int release_take_doors(struct custody *c, struct bank *bank)
{
	struct release *release = &bank->release;
	int count = 0;

	for (int i = 0; i < bank->row.doors; i++) {
		int is = is_of(c, &bank->slots[i], release->row.kind, release->row.person,
			release->row.class);

		if (is > 0) {
			release->doors[i].custody = bank->slots[i].custody;
			is = put(c, bank, i, RELEASE_WAITING);
			count++;
		}
		if (is < 0)
			return is;
	}
	return count;
}

int release_try_again(struct custody *c, struct bank *bank)
{
	int err = 0;

	for (int i = 0; err == 0 && i < bank->row.doors; i++) {
		const struct release_door *door = &bank->release.doors[i];

		if (door->custody && (door->state == RELEASE_SHUT || door->state == RELEASE_LEFT))
			err = put(c, bank, i, RELEASE_WAITING);
	}
	return err;
}

// The intent is the one by which this release opened the door.
static bool is_ours(const struct release *release, const struct slot *slot)
{
	return slot->intent.id && !slot->late && slot->intent.kind == INTENT_COLLECT &&
	       slot->intent.by_person == release->row.by;
}

static enum release_door_state state_of(
	const struct release *release, const struct release_door *door, const struct slot *slot)
{
	if (slot->custody != door->custody)
		return RELEASE_COLLECTED;
	if (door->state == RELEASE_WAITING || door->state == RELEASE_KEPT ||
		door->state == RELEASE_EVIDENCE || !slot->settled)
		return door->state;
	if (slot->open == READING_YES && is_ours(release, slot))
		return RELEASE_OPENED;
	if (door->state == RELEASE_OPENED)
		return slot->open == READING_NO ? RELEASE_LEFT : RELEASE_OPENED;
	if (door->state == RELEASE_ASKED && slot->state != OUT_ASKED && slot->state != OUT_PULSED)
		return RELEASE_SHUT;
	return door->state;
}

int release_note_doors(struct custody *c, struct bank *bank)
{
	struct release *release = &bank->release;
	int err = 0;

	for (int i = 0; err == 0 && i < bank->row.doors; i++) {
		struct release_door *door = &release->doors[i];
		const struct slot *slot = &bank->slots[i];

		if (!door->custody)
			continue;
		// Taken out and put back is another custody of the same hands.
		bool put_back = door->state != RELEASE_WAITING && slot->custody &&
				is_ours(release, slot) && slot->intent.custody == slot->custody &&
				slot->custody != door->custody;

		if (put_back)
			door->custody = slot->custody;
		enum release_door_state state =
			put_back ? RELEASE_OPENED : state_of(release, door, slot);

		if (state != door->state || put_back)
			err = put(c, bank, i, state);
	}
	return err;
}

void release_count(const struct release *release, struct release_counts *out)
{
	*out = (struct release_counts){0};
	for (int i = 0; i < BANK_DOORS_MAX; i++) {
		const struct release_door *door = &release->doors[i];

		if (!door->custody)
			continue;
		out->of++;
		out->opened += door->state == RELEASE_OPENED || door->state == RELEASE_COLLECTED ||
			       door->state == RELEASE_LEFT;
		out->collected += door->state == RELEASE_COLLECTED;
		out->inside += door->state != RELEASE_COLLECTED;
		out->shut += door->state == RELEASE_SHUT;
		out->left += door->state == RELEASE_LEFT;
		out->kept += door->state == RELEASE_KEPT;
		out->evidence += door->state == RELEASE_EVIDENCE;
	}
}

void release_time(struct release *release, struct now now)
{
	int64_t left = release->row.until.ms - now.wall.ms;

	if (release->timed)
		return;
	release->timed = true;
	release->since = now.mono;
	release->until = mono_after_ms(now.mono, left < 0 ? 0 : left);
}

// SYS-1's grant, which is this release itself: by whom, in which role, and until when.
static void grant_emergency(struct facts *facts, const struct release *release, struct now now)
{
	struct request *request = &facts->request;
	int last =
		request->grant_count < REQUEST_GRANTS ? request->grant_count++ : REQUEST_GRANTS - 1;

	request->grants[last] = (struct grant){.kind = GRANT_EMERGENCY_RELEASE,
		.by = (int)release->row.by_role,
		.by_id = strtoll(facts->id, NULL, 10) == release->row.by ? facts->id : "other",
		.from = local_from_wall(now.wall),
		.until = local_from_wall(release->row.until)};
}

static int judge(struct custody *c, struct now now, const struct bank *bank,
	const struct slot *slot, struct custody_row *custody, struct facts *facts,
	struct decision *out_decision)
{
	struct device_row device;
	int err = custody_get(c->store, slot->custody, custody);

	if (err == 0)
		err = device_get(c->store, custody->device, &device);
	if (err == 0)
		err = facts_of_person(c->store, custody->person, local_from_wall(now.wall), facts);
	if (err < 0)
		return err;
	struct ask ask = {.action = ACTION_COLLECT,
		.place = PLACE_DESK,
		.device = device.kind,
		.owner = device.owner,
		.custody = custody->kind,
		.since = custody->began_at,
		.door = slot->row.number};

	if (bank->release.row.emergency)
		grant_emergency(facts, &bank->release, now);
	judge_request(c, facts, &ask, out_decision);
	return 0;
}

// Judged as given back at the desk by who released it; what may not go stays in, and is on record
// with its rule.
static int open_door(struct custody *c, struct now now, struct bank *bank, int i)
{
	struct slot *slot = &bank->slots[i];
	struct release *release = &bank->release;
	struct custody_row custody;
	struct decision decision;
	struct facts facts;
	struct release_counts counts;
	char said[64];
	int err = judge(c, now, bank, slot, &custody, &facts, &decision);

	if (err < 0)
		return err;
	struct decision_row row = decision_of(c, &decision, &facts.request, now.wall,
		custody.person, bank->row.id, ACTION_COLLECT, PLACE_DESK);

	if (decision.outcome != OUTCOME_ALLOW) {
		err = put(c, bank, i,
			custody.kind == CUSTODY_EVIDENCE ? RELEASE_EVIDENCE : RELEASE_KEPT);
		return err < 0 ? err
			       : refuse_card(c, &row,
					 decision.outcome == OUTCOME_REFUSE ? "refused"
									    : "referred",
					 release->row.by, NULL);
	}
	struct opening opening = {.intent = {.kind = INTENT_COLLECT,
					  .person = custody.person,
					  .custody = custody.id,
					  .by_person = release->row.by},
		.decision = row,
		.release = release->row.id};

	err = put(c, bank, i, RELEASE_ASKED);
	if (err == 0)
		err = ask_door(c, now, bank, slot, &opening);
	release_count(release, &counts);
	snprintf(said, sizeof said, "Door %d. %d of %d.", slot->row.number, counts.opened + 1,
		counts.of);
	show_text(c, bank->row.id, said, 0);
	return err;
}

// Somebody is at it, or at another door of theirs here: it waits until they are done.
static bool is_taken(const struct bank *bank, const struct slot *slot)
{
	if (slot->intent.id)
		return slot->intent.kind != INTENT_COLLECT ||
		       (slot->state != OUT_UNOPENED && slot->state != OUT_LEFT);
	return is_served_here(bank, slot->custody_person);
}

static void look(const struct bank *bank, struct mono_time mono, struct release_plan *out)
{
	*out = (struct release_plan){
		.doors = bank->row.doors, .at_once = bank->release.row.at_once};
	for (int i = 0; i < bank->row.doors; i++) {
		const struct slot *slot = &bank->slots[i];

		out->waiting[i] = bank->release.doors[i].custody &&
				  bank->release.doors[i].state == RELEASE_WAITING &&
				  !is_taken(bank, slot);
		out->being_opened[i] = slot->settled && door_being_opened(slot);
		out->open[i] = slot->settled && slot->open == READING_YES;
		out->left[i] = out->open[i] && mono_ms_between(slot->opened, mono) >= SIXTY_S;
	}
}

// Nothing waits, and whoever is at a door has closed it or gone away from it.
static bool is_over(const struct bank *bank, const struct release_plan *plan)
{
	for (int i = 0; i < bank->row.doors; i++) {
		const struct release_door *door = &bank->release.doors[i];
		bool going_on = door->state == RELEASE_WAITING || door->state == RELEASE_ASKED ||
				(plan->open[i] && !plan->left[i]);

		if (door->custody && going_on)
			return false;
	}
	return true;
}

static int finish(struct custody *c, struct now now, struct bank *bank)
{
	struct release_counts counts;

	release_count(&bank->release, &counts);
	if (counts.shut + counts.left == 0)
		return release_end(c, now, bank, NULL, "done");
	show_said(c, now, bank->row.id, "Not all went out. Card again to try.");
	return release_halt(c, now, bank, RELEASE_HALT_LEFTOVER);
}

int release_go_on(struct custody *c, struct now now, struct bank *bank)
{
	struct release *release = &bank->release;
	int err = 0;

	if (!release->row.id)
		return 0;
	release_time(release, now);
	if (release->running) // after a reload: what its doors say decides what may open
		err = settle_bank(c, now, bank);
	if (err == 0)
		err = release_note_doors(c, bank);
	while (err == 0 && release->running) {
		struct release_plan plan;

		if (!release->row.emergency && custody_time_doubtful(c, now.wall))
			return release_halt(c, now, bank, "the clock is in doubt");
		look(bank, now.mono, &plan);
		int next = release_plan_next(&plan);

		if (next < 0)
			return is_over(bank, &plan) ? finish(c, now, bank) : 0;
		const struct slot *slot = &bank->slots[next];

		// Out of use, or not known what it is: its key opens it.
		if (!slot->row.in_use || !slot->settled)
			err = put(c, bank, next, RELEASE_SHUT);
		else
			err = open_door(c, now, bank, next);
	}
	return err;
}

// A door shut with the device inside waits a minute for whose it is (step 5), then it stays in.
static int left_ms(const struct slot *slot, struct mono_time mono)
{
	int64_t gone = slot->state == OUT_LEFT ? mono_ms_between(slot->left, mono) : SIXTY_S;

	return gone < SIXTY_S ? (int)(SIXTY_S - gone) : 0;
}

int custody_release_view(
	const struct custody *c, int64_t bank_id, struct now now, struct release_view *out_view)
{
	const struct bank *bank = find_bank(c, bank_id);

	if (!bank || !bank->release.row.id)
		return -ERR_NOT_FOUND;
	const struct release *release = &bank->release;

	*out_view = (struct release_view){.row = release->row,
		.running = release->running,
		.halt = release->halt ? release->halt : ""};
	release_count(release, &out_view->counts);
	// Its doors are chosen when it begins: what it would be now.
	int of = release->row.began_at.ms ? 0
					  : release_of(c, bank, release->row.kind,
						    release->row.person, release->row.class);

	if (of > 0)
		out_view->counts.of = out_view->counts.inside = of;
	for (int i = 0; i < bank->row.doors; i++) {
		out_view->has[i] = release->doors[i].custody != 0;
		out_view->doors[i] = release->doors[i].state;
		if (out_view->has[i] && out_view->doors[i] == RELEASE_LEFT)
			out_view->left_ms[i] = left_ms(&bank->slots[i], now.mono);
	}
	return 0;
}
