// SPDX-License-Identifier: GPL-3.0-or-later
// From asking to a grant, or to a no.
#include "exceptions/asks.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/class_teachers.h"

static bool filled(const char *text)
{
	return text && text[strspn(text, " \t\n")];
}

static int record(struct store *store, const struct actor *by, struct wall_time now,
	const char *event, int64_t id, enum grant_kind kind)
{
	char facts[64];

	snprintf(facts, sizeof(facts), "{\"ask\":%lld,\"kind\":\"%s\"}", (long long)id,
		kind == GRANT_MEDICAL ? "arranged" : word_text(&grant_kind_words, (int)kind));
	return actor_record(store, by, now, event, 0, facts);
}

static int add_people(struct store *store, struct wall_time now, int64_t id,
	const struct grant_wish *wish, const char *const *people, int count, char why[ACTOR_WHY])
{
	struct grant_wish each = *wish;
	int result = 0;

	for (int i = 0; result == 0 && i < count; i++) {
		struct person_record person;

		each.person = people[i];
		result = grants_check_asked(store, now, &each, &person, why);
		if (result == 0)
			result = ask_add_person(store, id, person.id);
		if (result == -ERR_EXISTS)
			return REFUSE(ERR_ARG, "%.40s is named twice.", people[i]);
	}
	return result;
}

// Once classes are given, whoever has this child's class asks for it, or the office.
static int check_class(struct store *store, const struct actor *by, struct wall_time now,
	const struct person_record *person, char why[ACTOR_WHY])
{
	char unsaid[ACTOR_WHY];
	enum role role;

	if (strcmp(person->category, "pupil") != 0 ||
		actor_role(store, by->person, now, ROLES_OFFICE, "", &role, unsaid) == 0)
		return 0;
	int known = class_teachers_known(store);
	int theirs = known > 0 ? class_teacher_has(store, by->person, person->class) : known;

	if (known > 0 && theirs == 0)
		return REFUSE(ERR_DENIED, "%s is in no class of yours: the office asks for them.",
			person->ref);
	return theirs < 0 ? theirs : 0;
}

int64_t asks_enter(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, const char *const *people, int count, char why[ACTOR_WHY])
{
	struct ask_record ask = {.kind = wish->kind,
		.asked_by = by->person,
		.parent_request = wish->parent_request,
		.from = wish->from,
		.until = wish->until,
		.at = now};
	struct person_record person;
	struct grant_wish first = *wish;
	int result = actor_staff(store, by->person, now, why);
	int64_t id;

	if (result < 0)
		return result;
	if (wish->kind == GRANT_EMERGENCY_RELEASE)
		return REFUSE(ERR_ARG, "An emergency release is not asked for: the leadership team "
				       "starts it.");
	if (count < 1 || count > ASK_PEOPLE || (count > 1 && wish->kind != GRANT_VISIT))
		return REFUSE(ERR_ARG, "Say whom it is for: one person, or a visit's staff (at "
				       "most 64).");
	// Before the row, whose columns its schema would refuse without a sentence.
	first.person = people[0];
	result = grants_check_asked(store, now, &first, &person, why);
	if (result == 0)
		result = check_class(store, by, now, &person, why);
	if (result < 0)
		return result;
	if (wish->kind != GRANT_MEDICAL)
		snprintf(ask.reason, sizeof ask.reason, "%s", wish->reason);
	if (wish->kind != GRANT_MEDICAL && filled(wish->rooms))
		snprintf(ask.rooms, sizeof ask.rooms, "%s", wish->rooms);
	if (filled(wish->review))
		snprintf(ask.review, sizeof ask.review, "%s", wish->review);
	id = ask_add(store, &ask);
	if (id < 0)
		return id;
	result = add_people(store, now, id, wish, people, count, why);
	if (result == 0)
		result = record(store, by, now, "grant asked", id, ask.kind);
	return result < 0 ? result : id;
}

// One that waits for its answer.
static int find_open(
	struct store *store, int64_t id, struct ask_record *out_ask, char why[ACTOR_WHY])
{
	int result = ask_get(store, id, out_ask);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(
			ERR_NOT_FOUND, "Nothing was asked with the number %lld.", (long long)id);
	if (result == 0 && out_ask->state != ASK_ASKED)
		return REFUSE(ERR_ARG, "Ask %lld is answered: it is %s.", (long long)id,
			word_text(&ask_state_words, (int)out_ask->state));
	return result;
}

static struct grant_wish wish_of(
	const struct ask_record *ask, const struct ask_agreement *agreement, struct wall_time now)
{
	return (struct grant_wish){.kind = ask->kind,
		.approver = agreement->approver,
		.reason = ask->reason,
		.rooms = filled(agreement->rooms) ? agreement->rooms : ask->rooms,
		.parent_request = ask->parent_request || agreement->parent_request,
		.review = filled(agreement->review) ? agreement->review : ask->review,
		// It cannot have counted before it was agreed.
		.from = ask->from.ms > now.ms ? ask->from : now,
		.until = ask->until};
}

int asks_agree(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const struct ask_agreement *agreement, int64_t out_grants[ASK_PEOPLE], char why[ACTOR_WHY])
{
	struct person_record people[ASK_PEOPLE];
	const char *refs[ASK_PEOPLE];
	int64_t ids[ASK_PEOPLE];
	struct ask_record ask;
	int result = find_open(store, id, &ask, why);
	int count = result < 0 ? result : ask_people(store, id, ids);

	for (int i = 0; i < count; i++) {
		result = person_get(store, ids[i], &people[i]);
		if (result < 0)
			return result;
		refs[i] = people[i].ref;
	}
	if (count < 0)
		return count;
	struct grant_wish wish = wish_of(&ask, agreement, now);

	result = grants_give_all(store, by, now, &wish, refs, count, out_grants, why);
	for (int i = 0; result >= 0 && i < count; i++)
		result = ask_granted(store, id, ids[i], out_grants[i]);
	if (result >= 0)
		result = ask_answer(store, id, ASK_AGREED, now, by->person, NULL);
	if (result >= 0)
		result = record(store, by, now, "grant agreed", id, ask.kind);
	return result < 0 ? result : count;
}

int asks_decline(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *reason, char why[ACTOR_WHY])
{
	struct ask_record ask;
	enum role role;
	int result = find_open(store, id, &ask, why);

	if (result == 0)
		result = actor_role(store, by->person, now, grants_given_by(ask.kind),
			"answer what was asked", &role, why);
	if (result < 0)
		return result;
	if (!filled(reason) || strlen(reason) >= ASK_ANSWER)
		return REFUSE(
			ERR_ARG, "Say why it is declined, in at most %d letters.", ASK_ANSWER - 1);
	result = ask_answer(store, id, ASK_DECLINED, now, by->person,
		ask.kind == GRANT_MEDICAL ? NULL : reason);
	return result < 0 ? result : record(store, by, now, "grant declined", id, ask.kind);
}

int asks_withdraw(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY])
{
	struct ask_record ask;
	enum role role;
	int result = find_open(store, id, &ask, why);

	if (result == 0 && ask.asked_by != by->person)
		result = actor_role(store, by->person, now, ROLES_OFFICE,
			"withdraw what somebody else asked", &role, why);
	if (result == 0)
		result = ask_answer(store, id, ASK_WITHDRAWN, now, by->person, NULL);
	return result < 0 ? result : record(store, by, now, "ask withdrawn", id, ask.kind);
}

const char *asks_missing(const struct ask_record *ask, int i)
{
	struct grant_wish wish = {.kind = ask->kind,
		.rooms = ask->rooms,
		.parent_request = ask->parent_request,
		.review = ask->review};
	unsigned roles = grants_given_by(ask->kind), lacks = grants_lack(&wish);
	const char *const sentences[] = {roles == ROLES_HEAD ? "the Headteacher's consent"
					 : roles == ROLES_LEADERSHIP
						 ? "the leadership team's agreement"
						 : "the office's agreement",
		lacks & LACKS_PARENT ? "the parent's request" : NULL,
		lacks & LACKS_ROOM ? "a room for staff: staff room, office or PPA room" : NULL,
		lacks & LACKS_REVIEW ? "a review date" : NULL};

	for (size_t s = 0; s < sizeof sentences / sizeof *sentences; s++) {
		if (sentences[s] && i-- == 0)
			return sentences[s];
	}
	return NULL;
}
