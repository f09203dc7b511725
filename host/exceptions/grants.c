// SPDX-License-Identifier: GPL-3.0-or-later
// Grants: what each kind demands before it is entered.
#include "exceptions/grants.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "exceptions/due.h"
#include "policy/policy.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

// policies.md, "Who may give a grant, and when it counts"; in order of enum grant_kind.
static const struct grant_kind_rule {
	unsigned by;
	enum grant_whom whom;
	const char *name;
	bool needs_reason, needs_room, needs_parent, needs_review;
} rules[] = {
	[GRANT_SAFEKEEPING] = {ROLES_HEAD, GRANT_FOR_PUPILS, "a safekeeping", .needs_reason = true,
		.needs_parent = true},
	[GRANT_EXCEPTIONAL] = {ROLES_LEADERSHIP, GRANT_FOR_STAFF, "exceptional circumstances",
		.needs_reason = true, .needs_room = true},
	[GRANT_VISIT] = {ROLES_LEADERSHIP, GRANT_FOR_STAFF, "a school visit", .needs_reason = true},
	[GRANT_MEDICAL] = {ROLES_LEADERSHIP, GRANT_FOR_ANYBODY, "this arrangement",
		.needs_review = true},
	[GRANT_EARLY_LEAVE] = {ROLES_OFFICE, GRANT_FOR_PUPILS, "an early leave",
		.needs_reason = true},
	[GRANT_EMERGENCY_RELEASE] = {ROLES_LEADERSHIP, GRANT_FOR_ANYBODY, "an emergency release",
		.needs_reason = true},
};

unsigned grants_given_by(enum grant_kind kind)
{
	return rules[kind].by;
}

enum grant_whom grants_whom(enum grant_kind kind)
{
	return rules[kind].whom;
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

	if (rule->whom == GRANT_FOR_PUPILS && !pupil)
		return REFUSE(ERR_ARG, "Only a pupil can have %s; %s is %s.", rule->name, p->ref,
			p->category);
	if (rule->whom == GRANT_FOR_STAFF && (pupil || outside))
		return REFUSE(ERR_ARG, "Only staff can have %s; %s is a %s.", rule->name, p->ref,
			p->category);
	return 0;
}

unsigned grants_lack(const struct grant_wish *wish)
{
	const struct grant_kind_rule *rule = &rules[wish->kind];
	struct grant named = {0};

	grant_name_rooms(&named, wish->rooms ? wish->rooms : "");
	return (rule->needs_parent && !wish->parent_request ? LACKS_PARENT : 0u) |
	       (rule->needs_room && !named.names_staff_room ? LACKS_ROOM : 0u) |
	       (rule->needs_review && !filled(wish->review) ? LACKS_REVIEW : 0u);
}

static int check_lacks(const struct grant_wish *wish, char why[ACTOR_WHY])
{
	unsigned lacks = grants_lack(wish);

	if (lacks & LACKS_ROOM)
		return REFUSE(ERR_ARG, "Name the room it is used in, out of view of children: the "
				       "staff room, office or PPA room (RP-6).");
	if (lacks & LACKS_PARENT)
		return REFUSE(ERR_ARG, "A safekeeping counts only where the parent asked for it "
				       "(RP-3): say so, or ask them.");
	if (lacks & LACKS_REVIEW)
		return REFUSE(ERR_ARG, "Give the date on which somebody looks at it again.");
	return 0;
}

static int check_review(const char *review, struct wall_time now, char why[ACTOR_WHY])
{
	struct local_date date;

	if (local_date_parse(review, strlen(review), &date) < 0)
		return REFUSE(
			ERR_ARG, "The review date %.20s is not a date: write 2026-09-01.", review);
	if (date.day < local_date_of(local_from_wall(now)).day)
		return REFUSE(ERR_ARG, "The review date %s has passed already.", review);
	return 0;
}

static int check_texts(const struct grant_kind_rule *rule, const struct grant_wish *wish,
	struct wall_time now, char why[ACTOR_WHY])
{
	if (rule->needs_reason && !filled(wish->reason))
		return REFUSE(ERR_ARG, "Say why: a reason is compulsory.");
	if (wish->reason && strlen(wish->reason) >= PERMISSION_REASON)
		return REFUSE(ERR_ARG, "The reason has more than %d letters: shorten it.",
			PERMISSION_REASON - 1);
	if (wish->rooms && strlen(wish->rooms) >= PERMISSION_ROOMS)
		return REFUSE(ERR_ARG, "The rooms have more than %d letters: shorten them.",
			PERMISSION_ROOMS - 1);
	return filled(wish->review) ? check_review(wish->review, now, why) : 0;
}

static int check_times(const struct grant_wish *wish, struct wall_time now, char why[ACTOR_WHY])
{
	int64_t length = wish->until.ms - wish->from.ms;
	struct local_date first = local_date_of(local_from_wall(wish->from));
	struct local_date last = local_date_of(local_from_wall(wish->until));

	if (wish->until.ms == 0)
		return REFUSE(ERR_ARG, "Say until when: no exception is open-ended.");
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
		return REFUSE(ERR_DENIED,
			"Nobody gives their own: another member of the leadership team agrees and "
			"enters it for %s.",
			person->ref);
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
		.at = now,
		.entered_by = by->person,
		.party = wish->party};
	struct person_record person;
	char facts[120];
	enum role role;
	int64_t id;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "enter an exception", &role, why);

	if (result == 0)
		result = actor_whom(store, now, wish->person, &person, why);
	if (result == 0)
		result = check_approver(store, by, now, wish, &person, &record, why);
	if (result == 0)
		result = check_person(rule, &person, why);
	if (result == 0)
		result = check_texts(rule, wish, now, why);
	if (result == 0)
		result = check_lacks(wish, why);
	if (result == 0)
		result = check_times(wish, now, why);
	if (result < 0)
		return result;
	record.person = person.id;
	if (rule->needs_reason)
		snprintf(record.reason, sizeof(record.reason), "%s", wish->reason);
	// Words of a medical one could tell its reason, whatever they were sent as.
	if (wish->kind != GRANT_MEDICAL && filled(wish->rooms))
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

int grants_give_all(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, const char *const *people, int count, int64_t *out_ids,
	char why[ACTOR_WHY])
{
	struct grant_wish each = *wish;

	if (count < 1)
		return REFUSE(ERR_ARG, "Say whom it is for.");
	for (int i = 0; i < count; i++) {
		for (int before = 0; before < i; before++) {
			if (strcmp(people[before], people[i]) == 0)
				return REFUSE(ERR_ARG, "%.40s is named twice.", people[i]);
		}
		each.person = people[i];
		each.party = i > 0 ? out_ids[0] : 0;
		out_ids[i] = grants_give(store, by, now, &each, why);
		if (out_ids[i] < 0)
			return (int)out_ids[i];
	}
	return count;
}

int grants_check_asked(struct store *store, struct wall_time now, const struct grant_wish *wish,
	struct person_record *out_person, char why[ACTOR_WHY])
{
	const struct grant_kind_rule *rule = &rules[wish->kind];
	int result = actor_whom(store, now, wish->person, out_person, why);

	if (result == 0)
		result = check_person(rule, out_person, why);
	if (result == 0)
		result = check_texts(rule, wish, now, why);
	return result < 0 ? result : check_times(wish, now, why);
}

// One that runs or is to come, and whoever may give its kind.
static int find_running(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, const char *verb, struct permission_record *out_record, char why[ACTOR_WHY])
{
	char what[48];
	enum role role;
	int result = permission_get(store, id, out_record);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "There is no exception %lld.", (long long)id);
	if (result < 0)
		return result;
	snprintf(what, sizeof(what), "%s %s", verb, rules[out_record->kind].name);
	result = actor_role(store, by->person, now, rules[out_record->kind].by, what, &role, why);
	if (result < 0)
		return result;
	if (out_record->ended_at.ms || out_record->until.ms <= now.ms)
		return REFUSE(ERR_ARG, "Exception %lld is over already.", (long long)id);
	return 0;
}

int grants_review(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *review, char why[ACTOR_WHY])
{
	struct permission_record record;
	char facts[80];
	int result = find_running(store, by, now, id, "review", &record, why);

	if (result == 0 && record.kind != GRANT_MEDICAL)
		return REFUSE(ERR_ARG, "Exception %lld has no review date.", (long long)id);
	if (result == 0 && record.person == by->person)
		return REFUSE(ERR_DENIED, "Nobody reviews their own.");
	if (result == 0)
		result = check_review(review, now, why);
	if (result == 0)
		result = permission_review(store, id, review);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"grant\":%lld,\"review\":\"%.10s\"}", (long long)id,
		review);
	return actor_record(store, by, now, "grant reviewed", record.person, facts);
}

int grants_end(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY])
{
	struct permission_record record;
	char facts[40];
	int result = find_running(store, by, now, id, "end", &record, why);

	if (result == 0)
		result = permission_end(store, id, now);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"grant\":%lld}", (long long)id);
	result = actor_record(store, by, now, "grant ended", record.person, facts);
	return result < 0 ? result : due_if_out(store, &record, now);
}
