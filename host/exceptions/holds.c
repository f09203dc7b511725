// SPDX-License-Identifier: GPL-3.0-or-later
// What a hold needs before it is placed: a reason, adults who exist, and a date.
#include "exceptions/holds.h"

#include <string.h>

#include "base/err.h"
#include "exceptions/bans.h"
#include "exceptions/hold_dates.h"
#include "exceptions/incident_kinds.h"
#include "exceptions/who.h"

static const char *const identified[] = {"seen document", "known to staff", "named by the school",
	"called back on the number on file", NULL};

const char *holds_identified_word(int index)
{
	return identified[index];
}

int holds_identified(const char *word, char why[ACTOR_WHY])
{
	for (int i = 0; identified[i]; i++) {
		if (strcmp(identified[i], word) == 0)
			return 0;
	}
	return REFUSE(ERR_ARG, "How were they identified? \"seen document\", \"known to staff\", "
			       "\"named by the school\" or \"called back on the number on file\".");
}

static int find_named(struct store *store, struct wall_time now, const struct hold_wish *wish,
	struct hold_row *out, char why[ACTOR_WHY])
{
	for (int i = 0; i < wish->named_count; i++) {
		struct person_record adult;
		int err = actor_whom(store, now, wish->named[i], &adult, why);

		if (err < 0)
			return err;
		if (strcmp(adult.category, "pupil") == 0)
			return REFUSE(ERR_ARG, "A hold is released to an adult; %s is a pupil.",
				adult.ref);
		out->named[out->named_count++] = adult.id;
	}
	return 0;
}

static int calendar_ends(int err, char why[ACTOR_WHY])
{
	if (err != -ERR_NOT_FOUND)
		return err;
	return REFUSE(ERR_ARG, "The calendar has not that many school days: give the date, or "
			       "enter the terms.");
}

static int look_date(struct store *store, struct local_date today, const struct hold_wish *wish,
	struct local_date *out, char why[ACTOR_WHY])
{
	if (!wish->look_on || !wish->look_on[0])
		return calendar_ends(
			hold_after_school_days(store, today, HOLD_LOOK_DAYS, out), why);
	if (local_date_parse(wish->look_on, strlen(wish->look_on), out) < 0)
		return REFUSE(ERR_ARG,
			"The day to look again, %.20s, is not a date: write "
			"2026-09-01.",
			wish->look_on);
	return 0;
}

// until, or nothing and a day to look again.
static int find_dates(struct store *store, const char *class, struct wall_time now,
	const struct hold_wish *wish, struct hold_row *out, char why[ACTOR_WHY])
{
	struct local_date today = local_date_of(local_from_wall(now)), last = today;
	int given = (wish->until.ms != 0) + (wish->school_hours != 0) + (wish->school_days != 0);
	int err = 0;

	if (given > 1 || (given && wish->look_on && wish->look_on[0]))
		return REFUSE(ERR_ARG, "Give one of until, school hours, school days and the day "
				       "to look again.");
	out->until = wish->until;
	if (wish->school_hours)
		err = calendar_ends(
			hold_after_school_hours(store, class, now, wish->school_hours, &out->until),
			why);
	else if (wish->school_days)
		err = calendar_ends(
			hold_after_school_days(store, today, wish->school_days, &last), why);
	else if (!given)
		err = look_date(store, today, wish, &last, why);
	if (err < 0)
		return err;
	if (wish->school_days)
		out->until = local_to_wall(local_day_start(last));
	if (out->until.ms)
		last = local_date_of(local_from_wall(out->until));
	if ((out->until.ms && out->until.ms <= now.ms) || last.day < today.day)
		return REFUSE(ERR_ARG, "That is over already: look at the date.");
	if (last.day - today.day > HOLD_MAX_DAYS)
		return REFUSE(ERR_ARG, "That is more than %d days away: is the date right?",
			HOLD_MAX_DAYS);
	local_date_print(last, out->look_on);
	return 0;
}

int holds_plan(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const struct hold_wish *wish, struct hold_row *out_hold,
	int *out_days, int *out_school_days, char why[ACTOR_WHY])
{
	struct hold_row hold = {.kind = CUSTODY_HELD, .by = by->person, .at = now};
	struct local_date today = local_date_of(local_from_wall(now)), last;
	const char *rule = wish->rule && wish->rule[0] ? wish->rule : "school";
	struct person_record person;
	enum role role;
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "hold a device", &role, why);

	if (err == 0)
		err = actor_whom(store, now, wish->person, &person, why);
	if (err == 0 && person.id == by->person)
		return REFUSE(ERR_DENIED, "Nobody holds their own device.");
	if (err == 0)
		err = rule_in_force(policy, rule, why);
	if (err == 0)
		err = who_says(
			wish->reason, HOLD_REASON, "why it is held: a reason is compulsory", why);
	if (err == 0)
		err = find_named(store, now, wish, &hold, why);
	if (err == 0)
		err = find_dates(store, person.class, now, wish, &hold, why);
	if (err < 0)
		return err;
	hold.person = person.id;
	snprintf(hold.rule, sizeof hold.rule, "%s", rule);
	snprintf(hold.reason, sizeof hold.reason, "%s", wish->reason);
	local_date_parse(hold.look_on, strlen(hold.look_on), &last);
	int days = hold_school_days_between(store, today, last);

	if (days < 0)
		return days;
	*out_days = last.day - today.day;
	*out_school_days = days;
	*out_hold = hold;
	return 0;
}

// RP-20 where the policy has it; elsewhere the law's.
static const char *evidence_rule(const struct policy *policy)
{
	return policy_rule(policy, "RP-20") ? "RP-20" : "LAW-3";
}

int holds_plan_evidence(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person_ref, const char *reason, int64_t incident_id,
	struct hold_row *out_hold, char why[ACTOR_WHY])
{
	struct hold_row hold = {
		.kind = CUSTODY_EVIDENCE, .by = by->person, .at = now, .incident = incident_id};
	struct local_date today = local_date_of(local_from_wall(now));
	struct incident_row incident;
	struct person_record person;
	int err = who_heads(store, by->person, now, "keep a device for the police", why);

	if (err == 0)
		err = person_find(store, person_ref, &person); // their phone may outstay them
	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Nobody has the reference %.40s.", person_ref);
	if (err == 0 && person.id == by->person)
		return REFUSE(ERR_DENIED, "Nobody holds their own device.");
	if (err == 0)
		err = incident_for(store, by, now, incident_id, &incident, why);
	if (err == 0)
		err = who_says(reason, HOLD_REASON, "why it is kept: a reason is compulsory", why);
	if (err < 0)
		return err;
	hold.person = person.id;
	snprintf(hold.rule, sizeof hold.rule, "%s", evidence_rule(policy));
	snprintf(hold.reason, sizeof hold.reason, "%s", reason);
	today.day += 1; // nobody waits for the police longer than a day without asking again (ours)
	local_date_print(today, hold.look_on);
	*out_hold = hold;
	return 0;
}

static int find_hold(
	struct store *store, int64_t id, struct hold_row *out_hold, char why[ACTOR_WHY])
{
	int err = hold_get(store, id, out_hold);

	if (err == -ERR_NOT_FOUND || (err == 0 && out_hold->turned_back_at.ms))
		return REFUSE(ERR_NOT_FOUND, "There is no hold %lld; the list of holds shows them.",
			(long long)id);
	return err;
}

int holds_may_end(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct hold_row *out_hold, char why[ACTOR_WHY])
{
	enum role role;
	int err = find_hold(store, id, out_hold, why);
	bool own = err == 0 && out_hold->by == by->person;

	if (err == 0 && out_hold->kind == CUSTODY_EVIDENCE)
		return REFUSE(ERR_DENIED, "An evidence hold is not ended: the device goes to the "
					  "police, and that is recorded.");
	if (err == 0 && out_hold->person == by->person)
		return REFUSE(ERR_DENIED, "Nobody ends a hold on their own device.");
	if (err < 0)
		return err;
	return actor_role(store, by->person, now, own ? ROLES_OFFICE : ROLES_LEADERSHIP,
		"end a hold that somebody else placed", &role, why);
}

int holds_may_give_police(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, const char *officer, const char *number, const char *reference,
	struct hold_row *out_hold, char why[ACTOR_WHY])
{
	int err = who_heads(store, by->person, now, "give evidence to the police", why);

	if (err == 0)
		err = find_hold(store, id, out_hold, why);
	if (err == 0 && out_hold->kind != CUSTODY_EVIDENCE)
		return REFUSE(ERR_ARG,
			"Hold %lld is not for the police: whoever it names collects "
			"it.",
			(long long)id);
	if (err == 0 && !out_hold->custody)
		return REFUSE(ERR_ARG, "That device is not in yet.");
	if (err == 0)
		err = who_says(officer, HOLD_POLICE, "the officer's name", why);
	if (err == 0)
		err = who_says(number, HOLD_POLICE, "the officer's number", why);
	if (err == 0)
		err = who_says(reference, HOLD_POLICE, "the police reference", why);
	if (err < 0)
		return err;
	snprintf(out_hold->officer, sizeof out_hold->officer, "%s", officer);
	snprintf(out_hold->officer_number, sizeof out_hold->officer_number, "%s", number);
	snprintf(out_hold->police_reference, sizeof out_hold->police_reference, "%s", reference);
	return 0;
}

struct listing {
	struct store *store;
	int64_t by;
	struct wall_time now;
	int (*each)(void *arg, const struct hold_row *hold);
	void *arg;
};

// That a device is kept for the police the desk must know; why is for the incident's readers.
static int show(void *arg, const struct hold_row *hold)
{
	struct listing *listing = arg;
	struct hold_row shown = *hold;
	struct incident_row incident;

	if (hold->kind == CUSTODY_EVIDENCE &&
		(incident_get(listing->store, hold->incident, &incident) < 0 ||
			!incident_may_read(listing->store, &incident, listing->by, listing->now))) {
		shown.reason[0] = '\0';
		shown.incident = 0;
	}
	return listing->each(listing->arg, &shown);
}

int holds_list(struct store *store, const struct actor *by, struct wall_time now,
	int (*each)(void *arg, const struct hold_row *hold), void *arg, char why[ACTOR_WHY])
{
	struct listing listing = {store, by->person, now, each, arg};
	enum role role;
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "see holds", &role, why);

	return err < 0 ? err : hold_each_open(store, show, &listing);
}
