// SPDX-License-Identifier: GPL-3.0-or-later
// Grants: what each kind demands before it is entered.
#include "exceptions/grants.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "policy/policy.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

// Whom a kind can be for.
enum for_whom { FOR_ANYBODY, FOR_PUPILS, FOR_STAFF };

// policies.md, "Who may give a grant, and when it counts"; in order of enum grant_kind.
static const struct grant_kind_rule {
	unsigned by;
	enum for_whom whom;
	const char *name;
	bool needs_reason, needs_room, needs_parent, needs_review;
} rules[] = {
	[GRANT_SAFEKEEPING] = {ROLES_HEAD, FOR_PUPILS, "a safekeeping", .needs_reason = true,
		.needs_parent = true},
	[GRANT_EXCEPTIONAL] = {ROLES_LEADERSHIP, FOR_STAFF, "exceptional circumstances",
		.needs_reason = true, .needs_room = true},
	[GRANT_VISIT] = {ROLES_LEADERSHIP, FOR_STAFF, "a school visit", .needs_reason = true},
	[GRANT_MEDICAL] = {ROLES_LEADERSHIP, FOR_ANYBODY, "this arrangement", .needs_review = true},
	[GRANT_EARLY_LEAVE] = {ROLES_OFFICE, FOR_PUPILS, "an early leave", .needs_reason = true},
	[GRANT_EMERGENCY_RELEASE] = {ROLES_LEADERSHIP, FOR_ANYBODY, "an emergency release",
		.needs_reason = true},
};

unsigned grants_given_by(enum grant_kind kind)
{
	return rules[kind].by;
}

static bool filled(const char *text)
{
	return text && text[strspn(text, " \t\n")];
}

static int check_person(
	const struct grant_kind_rule *rule, const struct person_record *p, char why[ACTOR_WHY])
{
	bool pupil = strcmp(p->category, "pupil") == 0;
	bool outside = strcmp(p->category, "parent") == 0 || strcmp(p->category, "visitor") == 0;

	if (rule->whom == FOR_PUPILS && !pupil)
		return REFUSE(ERR_ARG, "Only a pupil can have %s; %s is %s.", rule->name, p->ref,
			p->category);
	if (rule->whom == FOR_STAFF && (pupil || outside))
		return REFUSE(ERR_ARG, "Only staff can have %s; %s is a %s.", rule->name, p->ref,
			p->category);
	return 0;
}

static int check_texts(
	const struct grant_kind_rule *rule, const struct grant_wish *wish, char why[ACTOR_WHY])
{
	struct local_date review;

	if (rule->needs_reason && !filled(wish->reason))
		return REFUSE(ERR_ARG, "Say why: a reason is compulsory.");
	if (wish->reason && strlen(wish->reason) >= PERMISSION_REASON)
		return REFUSE(ERR_ARG, "The reason has more than %d bytes: shorten it.",
			PERMISSION_REASON - 1);
	struct grant named = {0};

	if (wish->rooms)
		grant_name_rooms(&named, wish->rooms);
	if (rule->needs_room && !named.names_staff_room)
		return REFUSE(ERR_ARG, "Name the room it is used in, out of view of children: the "
				       "staff room, office or PPA room (RP-6).");
	if (wish->rooms && strlen(wish->rooms) >= PERMISSION_ROOMS)
		return REFUSE(ERR_ARG, "The rooms have more than %d bytes: shorten them.",
			PERMISSION_ROOMS - 1);
	if (rule->needs_parent && !wish->parent_request)
		return REFUSE(ERR_ARG, "A safekeeping counts only where the parent asked for it "
				       "(RP-3): say so, or ask them.");
	if (rule->needs_review && !filled(wish->review))
		return REFUSE(ERR_ARG, "Give the date on which somebody looks at it again.");
	if (filled(wish->review) &&
		local_date_parse(wish->review, strlen(wish->review), &review) < 0)
		return REFUSE(ERR_ARG, "The review date %.20s is not a date: write 2026-09-01.",
			wish->review);
	return 0;
}

static int check_times(const struct grant_wish *wish, struct wall_time now, char why[ACTOR_WHY])
{
	int64_t length = wish->until.ms - wish->from.ms;
	struct local_date first = local_date_of(local_from_wall(wish->from));
	struct local_date last = local_date_of(local_from_wall(wish->until));

	if (length <= 0)
		return REFUSE(ERR_ARG, "It ends before it begins: look at from and until.");
	if (wish->until.ms <= now.ms)
		return REFUSE(ERR_ARG, "It is over already: look at until.");
	if (wish->kind == GRANT_EARLY_LEAVE && first.day != last.day)
		return REFUSE(ERR_ARG, "An early leave is of one day.");
	if (wish->kind == GRANT_EMERGENCY_RELEASE && length > EMERGENCY_MAX_MS)
		return REFUSE(ERR_ARG, "An emergency release lasts two hours at the most.");
	if (wish->kind != GRANT_MEDICAL && length > GRANT_MAX_DAYS * DAY_MS)
		return REFUSE(
			ERR_ARG, "It lasts more than %d days: is the year right?", GRANT_MAX_DAYS);
	return 0;
}

// Who agreed to it, in which role; nobody agrees their own.
static int check_approver(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, const struct person_record *person,
	struct permission_record *out, char why[ACTOR_WHY])
{
	const struct grant_kind_rule *rule = &rules[wish->kind];
	struct person_record approver;
	char what[48];
	int result = 0;

	out->by = by->person;
	if (filled(wish->approver)) {
		result = actor_whom(store, now, wish->approver, &approver, why);
		out->by = approver.id;
	}
	if (result < 0)
		return result;
	snprintf(what, sizeof(what), "give %s", rule->name);
	result = actor_role(store, out->by, now, rule->by, what, &out->by_role, why);
	if (result < 0)
		return result;
	if (out->by == person->id || by->person == person->id ||
		(out->by_role == ROLE_HEADTEACHER && strcmp(person->category, "headteacher") == 0))
		return REFUSE(ERR_DENIED, "Nobody gives their own: another member of the "
					  "leadership team agrees and enters it.");
	return 0;
}

int64_t grants_give(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, char why[ACTOR_WHY])
{
	const struct grant_kind_rule *rule = &rules[wish->kind];
	struct permission_record record = {.kind = wish->kind,
		.parent_request = wish->parent_request,
		.from = wish->from,
		.until = wish->until,
		.at = now};
	struct person_record person;
	char facts[120];
	enum role role;
	int64_t id;
	int result = actor_role(store, by->person, now, ROLES_OFFICE, "enter a grant", &role, why);

	if (result == 0)
		result = actor_whom(store, now, wish->person, &person, why);
	if (result == 0)
		result = check_approver(store, by, now, wish, &person, &record, why);
	if (result == 0)
		result = check_person(rule, &person, why);
	if (result == 0)
		result = check_texts(rule, wish, why);
	if (result == 0)
		result = check_times(wish, now, why);
	if (result < 0)
		return result;
	record.person = person.id;
	if (rule->needs_reason)
		snprintf(record.reason, sizeof(record.reason), "%s", wish->reason);
	if (filled(wish->rooms))
		snprintf(record.rooms, sizeof(record.rooms), "%s", wish->rooms);
	if (filled(wish->review))
		snprintf(record.review, sizeof(record.review), "%s", wish->review);
	id = permission_add(store, &record);
	if (id < 0)
		return id;
	// The kind of a medical one is told to nobody, the record's readers included.
	snprintf(facts, sizeof(facts), "{\"grant\":%lld,\"kind\":\"%s\",\"agreed_by\":%lld}",
		(long long)id,
		wish->kind == GRANT_MEDICAL ? "arranged"
					    : word_text(&grant_kind_words, (int)wish->kind),
		(long long)record.by);
	result = actor_record(store, by, now, "grant given", person.id, facts);
	return result < 0 ? result : id;
}

int grants_end(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY])
{
	struct permission_record record;
	char facts[40], what[48];
	enum role role;
	int result = permission_get(store, id, &record);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "There is no grant %lld.", (long long)id);
	if (result < 0)
		return result;
	snprintf(what, sizeof(what), "end %s", rules[record.kind].name);
	result = actor_role(store, by->person, now, rules[record.kind].by, what, &role, why);
	if (result < 0)
		return result;
	if (record.ended_at.ms || record.until.ms <= now.ms)
		return REFUSE(ERR_ARG, "Grant %lld is over already.", (long long)id);
	result = permission_end(store, id, now);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"grant\":%lld}", (long long)id);
	return actor_record(store, by, now, "grant ended", record.person, facts);
}
