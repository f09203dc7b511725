// SPDX-License-Identifier: GPL-3.0-or-later
// A release from its asking to its end: a class at home-time, or an emergency release (SYS-1) of a
// person, a class or a bank. Started by that member of staff's own card at the cabinet (rule 4).
//
// Its row says what was asked, began and ended. Whether it runs is in memory alone: after a
// restart, and while its bank is away, it stands still, until the same card is held to the cabinet
// again.
#include "custody/release.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/notices.h"

#define NOTHING_OF_THEIRS "Nothing that is theirs to have is in that cabinet."

static int record(struct custody *c, struct now now, const struct bank *bank, const char *kind,
	const struct actor *by, const char *more)
{
	const struct release *release = &bank->release;
	char facts[EVENT_FACTS];

	snprintf(facts, sizeof facts, "{\"release\":%lld%s}", (long long)release->row.id, more);
	struct event event = {.at = now.wall,
		.kind = kind,
		.person = release->row.person,
		.bank = bank->row.id,
		.by_person = by ? by->person : 0,
		.by_user = by ? by->user : NULL,
		.facts = facts};
	int64_t seq = event_append(c->store, &event);

	show_change(c, bank->row.id, 0);
	return seq < 0 ? (int)seq : 0;
}

int release_end(struct custody *c, struct now now, struct bank *bank, const struct actor *by,
	const char *as)
{
	struct release_counts counts;
	char more[200], said[64];
	int err = release_note_doors(c, bank);

	if (err == 0)
		err = release_ended(c->store, bank->release.row.id, now.wall, as);
	release_count(&bank->release, &counts);
	snprintf(more, sizeof more,
		",\"as\":\"%s\",\"of\":%d,\"opened\":%d,\"collected\":%d,\"inside\":%d", as,
		counts.of, counts.opened, counts.collected, counts.inside);
	// Said where there is one: it is why something is still inside.
	if (counts.evidence)
		snprintf(more + strlen(more), sizeof more - strlen(more), ",\"evidence\":%d",
			counts.evidence);
	if (err == 0)
		err = record(c, now, bank, "release ended", by, more);
	if (bank->online && bank->release.row.began_at.ms) {
		snprintf(said, sizeof said, "Released: %d of %d.", counts.collected, counts.of);
		show_said(c, now, bank->row.id, said);
	}
	bank->release = (struct release){0};
	return err;
}

int release_halt(struct custody *c, struct now now, struct bank *bank, const char *why)
{
	char more[64];

	if (!bank->release.running)
		return 0;
	bank->release.running = false;
	bank->release.since = now.mono;
	bank->release.halt = why;
	snprintf(more, sizeof more, ",\"why\":\"%s\"", why);
	return record(c, now, bank, "release stands still", NULL, more);
}

// One notice for the whole of it; the doors are in the record one by one.
static int notify(struct custody *c, struct now now, const struct release *release)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "emergency release",
		.person = release->row.person,
		.at = now.wall,
		.text = "Devices were given back by emergency release."};
	int64_t id = release->row.emergency ? notice_add(c->store, &notice) : 0;

	return id < 0 ? (int)id : 0;
}

static int begin(struct custody *c, struct now now, struct bank *bank, const struct actor *by)
{
	struct release *release = &bank->release;
	char more[120];
	int of = release_take_doors(c, bank), err = of < 0 ? of : 0;

	if (err == 0)
		err = release_began(c->store, release->row.id, now.wall);
	if (err == 0)
		err = notify(c, now, release);
	snprintf(more, sizeof more, ",\"kind\":\"%s\",\"doors\":%d,\"at_once\":%d%s",
		word_text(&release_kind_words, (int)release->row.kind), of, release->row.at_once,
		release->row.emergency ? ",\"emergency\":true" : "");
	if (err == 0)
		err = record(c, now, bank, "release began", by, more);
	if (err < 0)
		return err;
	release->row.began_at = now.wall;
	release->running = true;
	return release_go_on(c, now, bank);
}

static int resume(struct custody *c, struct now now, struct bank *bank, const struct actor *by)
{
	bank->release.running = true;
	bank->release.halt = NULL;
	int err = release_try_again(c, bank);

	if (err == 0)
		err = record(c, now, bank, "release goes on", by, "");
	return err < 0 ? err : release_go_on(c, now, bank);
}

int release_card(struct custody *c, struct now now, struct bank *bank, int64_t staff)
{
	struct release *release = &bank->release;
	struct actor by = {staff, NULL};
	int err;

	if (!release->row.id || release->row.by != staff)
		return 0;
	release_time(release, now);
	if (release->running) {
		err = release_halt(c, now, bank, "stopped by the card");
		show_said(c, now, bank->row.id, "Stopped. Card again to go on.");
	} else if (release->row.began_at.ms) {
		err = resume(c, now, bank, &by);
	} else {
		err = begin(c, now, bank, &by);
	}
	show_reader(c, bank->row.id, LIGHT_GREEN, SAY_MS);
	return err < 0 ? err : 1;
}

// Who may, and what of the wish can be refused before a bank is looked at.
static int check(struct custody *c, struct now now, const struct actor *by,
	const struct release_wish *wish, struct release_row *out, char why[ACTOR_WHY])
{
	int64_t length = wish->until.ms - now.wall.ms;
	int err = wish->emergency ? actor_role(c->store, by->person, now.wall, ROLES_LEADERSHIP,
					    "start an emergency release", &out->by_role, why)
				  : actor_staff(c->store, by->person, now.wall, why);

	if (err < 0)
		return err;
	if (!wish->emergency && wish->kind != RELEASE_CLASS)
		return REFUSE(ERR_ARG, "Only a class goes home together; anything else is an "
				       "emergency release.");
	if (wish->emergency && (!wish->reason || !wish->reason[strspn(wish->reason, " \t\n")]))
		return REFUSE(ERR_ARG, "Say why: an emergency release needs its reason.");
	if (wish->reason && strlen(wish->reason) >= RELEASE_REASON)
		return REFUSE(ERR_ARG, "The reason has more than %d letters: shorten it.",
			RELEASE_REASON - 1);
	if (wish->at_once < 1 || wish->at_once > RELEASE_AT_ONCE)
		return REFUSE(
			ERR_ARG, "From one to %d doors may stand open at once.", RELEASE_AT_ONCE);
	if (length <= 0 || length > RELEASE_MAX_MS)
		return REFUSE(ERR_ARG, "A release lasts two hours at the most, from now.");
	if (wish->kind == RELEASE_CLASS &&
		(!wish->class[0] || strlen(wish->class) >= sizeof out->class))
		return REFUSE(ERR_ARG, "Name the class.");
	if (wish->kind == RELEASE_PERSON && wish->person == by->person)
		return REFUSE(ERR_DENIED, "Nobody releases their own.");
	return 0;
}

// The bank, where the wish leaves it open: that in which all the person's devices are.
static int find_theirs(struct custody *c, const struct release_wish *wish, struct bank **out_bank,
	char why[ACTOR_WHY])
{
	*out_bank = wish->bank ? find_bank(c, wish->bank) : NULL;
	for (int b = 0; !wish->bank && b < c->bank_count; b++) {
		if (release_of(c, &c->banks[b], wish->kind, wish->person, wish->class) <= 0)
			continue;
		if (*out_bank)
			return REFUSE(ERR_ARG,
				"They have devices in cabinets %.32s and %.32s: name "
				"one.",
				(*out_bank)->row.name, c->banks[b].row.name);
		*out_bank = &c->banks[b];
	}
	return *out_bank ? 0
			 : REFUSE(ERR_NOT_FOUND, "No cabinet has a device of theirs; what the "
						 "office keeps it gives back at the desk.");
}

static int file(struct custody *c, struct now now, const struct actor *by, struct bank *bank,
	const struct release_wish *wish, struct release_row *row, char why[ACTOR_WHY])
{
	int err = 0;

	if (bank->release.running)
		return REFUSE(ERR_BUSY, "A release is under way at cabinet %.32s: stop it first.",
			bank->row.name);
	if (bank->release.row.id)
		err = release_end(c, now, bank, by, "stopped");
	row->kind = wish->kind;
	row->emergency = wish->emergency;
	row->bank = bank->row.id;
	row->by = by->person;
	row->at_once = wish->at_once;
	row->asked_at = now.wall;
	row->until = wish->until;
	if (wish->kind == RELEASE_PERSON)
		row->person = wish->person;
	if (wish->kind == RELEASE_CLASS)
		snprintf(row->class, sizeof row->class, "%s", wish->class);
	if (wish->emergency)
		snprintf(row->reason, sizeof row->reason, "%s", wish->reason);
	int64_t id = err < 0 ? err : release_add(c->store, row);

	if (id < 0)
		return (int)id;
	row->id = id;
	bank->release = (struct release){.row = *row};
	release_time(&bank->release, now);
	return record(c, now, bank, "release asked", by, "");
}

int custody_release(struct custody *c, struct now now, const struct actor *by,
	const struct release_wish *wish, struct desk_answer *out_answer, char why[ACTOR_WHY])
{
	struct release_row row = {0};
	struct decision decision;
	struct bank *bank;
	int err = check(c, now, by, wish, &row, why);

	if (err == 0)
		err = find_theirs(c, wish, &bank, why);
	if (err < 0)
		return err;
	answer_without_policy(&decision, bank->online ? OUTCOME_ALLOW : OUTCOME_REFER, "staff",
		bank->online ? "" : "That cabinet does not answer: use its keys.");
	desk_fill(out_answer, &decision);
	out_answer->bank = bank->row.id;
	if (!bank->online)
		return 0;
	int of = release_of(c, bank, wish->kind, wish->person, wish->class);

	if (of <= 0)
		return of < 0 ? of : REFUSE(ERR_NOT_FOUND, NOTHING_OF_THEIRS);
	err = file(c, now, by, bank, wish, &row, why);
	if (err < 0)
		return err;
	out_answer->pending = !bank->row.in_sight;
	snprintf(out_answer->say, sizeof out_answer->say,
		bank->row.in_sight
			? "Cabinet %.32s opens its doors one after another: %d."
			: "Hold your own card to cabinet %.32s within two minutes: %d to "
			  "open.",
		bank->row.name, of);
	return bank->row.in_sight ? begin(c, now, bank, by) : 0;
}

int custody_release_stop(struct custody *c, struct now now, const struct actor *by, int64_t bank_id,
	char why[ACTOR_WHY])
{
	struct bank *bank = find_bank(c, bank_id);
	enum role role;
	int err = bank && bank->release.row.id ? 0 : -ERR_NOT_FOUND;

	if (err < 0)
		return REFUSE(ERR_NOT_FOUND, "No release is under way there.");
	if (bank->release.row.by != by->person)
		err = actor_role(c->store, by->person, now.wall, ROLES_OFFICE,
			"stop somebody else's release", &role, why);
	return err < 0 ? err : release_end(c, now, bank, by, "stopped");
}

int custody_release_go_on(struct custody *c, struct now now, const struct actor *by,
	int64_t bank_id, struct desk_answer *out_answer, char why[ACTOR_WHY])
{
	struct bank *bank = find_bank(c, bank_id);
	struct decision decision;

	if (!bank || !bank->release.row.id || bank->release.running)
		return REFUSE(ERR_NOT_FOUND, "No release stands still there.");
	if (bank->release.row.by != by->person)
		return REFUSE(ERR_DENIED, "Who started it lets it go on; or stop it and start your "
					  "own.");
	bool opens = bank->online && bank->row.in_sight;

	answer_without_policy(&decision, bank->online ? OUTCOME_ALLOW : OUTCOME_REFER, "staff",
		!bank->online ? "That cabinet does not answer: use its keys."
		: opens	      ? "It goes on."
			      : "Hold your own card to the cabinet.");
	desk_fill(out_answer, &decision);
	out_answer->bank = bank_id;
	out_answer->pending = bank->online && !opens;
	if (!opens)
		return 0;
	return bank->release.row.began_at.ms ? resume(c, now, bank, by) : begin(c, now, bank, by);
}

bool release_due(const struct bank *bank, struct mono_time *out_at)
{
	const struct release *release = &bank->release;

	if (!release->row.id)
		return false;
	*out_at = release->until;
	if (!release->timed)
		*out_at = (struct mono_time){0};
	else if (bank->online && !release->running &&
		 mono_before(mono_after_ms(release->since, TWO_MINUTES), release->until))
		*out_at = mono_after_ms(release->since, TWO_MINUTES);
	return true;
}

int release_tick(struct custody *c, struct now now, struct bank *bank)
{
	struct release *release = &bank->release;

	if (!release->row.id)
		return 0;
	release_time(release, now);
	if (!mono_before(now.mono, release->until))
		return release_end(c, now, bank, NULL, "time over");
	if (release->running || !bank->online ||
		mono_ms_between(release->since, now.mono) < TWO_MINUTES)
		return 0;
	return release_end(c, now, bank, NULL,
		!release->row.began_at.ms		 ? "not begun"
		: release->halt == RELEASE_HALT_LEFTOVER ? "done"
							 : "not gone on");
}
