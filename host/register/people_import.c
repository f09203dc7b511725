// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a plan: every row of it, or nothing.
#include "register/people_import.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "register/leavers.h"
#include "register/people_plan.h"
#include "store/card_admin.h"
#include "store/events.h"
#include "store/notices.h"
#include "store/person_past.h"

struct writing {
	struct store *store;
	struct actor by;
	struct wall_time now;
	char today[LOCAL_DATE_TEXT];
	bool first; // nobody was on record
};

static int record(struct writing *w, const char *kind, int64_t person)
{
	return actor_record(w->store, &w->by, w->now, kind, person, NULL);
}

static bool decides(const char *category)
{
	return strcmp(category, "slt") == 0 || strcmp(category, "headteacher") == 0;
}

// What somebody may decide about a phone goes by their post on the register (store/actor.h). So
// nobody gives themselves one, and the Headteacher is told who has got one.
static int check_post(struct writing *w, const struct person_record *person, enum people_act act,
	char why[ACTOR_WHY])
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "post",
		.person = person->id,
		.at = w->now,
		.text = "An import gave them a post that decides about phones: SLT or "
			"Headteacher."};
	struct person_record was = {0};
	int64_t id;
	int err = act == PEOPLE_ADD ? 0 : person_get(w->store, person->id, &was);

	if (err < 0 || !decides(person->category) || strcmp(was.category, person->category) == 0)
		return err;
	if (person->id == w->by.person)
		return REFUSE(ERR_DENIED,
			"By this file %s, who imports, would become %s: somebody else imports that "
			"row.",
			person->ref, person->category);
	id = notice_add(w->store, &notice);
	return id < 0 ? (int)id : 0;
}

static int write_person(struct writing *w, struct person_record *person, enum people_act act)
{
	int64_t id;

	if (act != PEOPLE_ADD) {
		int result = person_change(w->store, person, w->today);

		return result < 0 ? result
				  : record(w, act == PEOPLE_END ? "person ended" : "person changed",
					    person->id);
	}
	// Already added where this is who imports, into an empty register.
	if (person->id)
		return record(w, "person added", person->id);
	id = person_add(w->store, person);
	if (id < 0)
		return (int)id;
	person->id = id;
	return record(w, "person added", id);
}

static int end_walker(struct writing *w, int64_t walker, int64_t person)
{
	int result = walker_end(w->store, walker, w->now);

	return result < 0 ? result : record(w, "walker ended", person);
}

static int write_walker(struct writing *w, const struct planned *p, int64_t person)
{
	struct walker_record walker = p->walker, old;
	int result = p->end_walker ? end_walker(w, p->end_walker, person) : 0;

	if (result < 0 || !p->add_walker)
		return result;
	while ((result = walker_overlapping(w->store, person, walker.from, walker.until, &old)) ==
		0) {
		result = end_walker(w, old.id, person);
		if (result < 0)
			return result;
	}
	if (result != -ERR_NOT_FOUND)
		return result;
	walker.person = person;
	int64_t id = walker_add(w->store, &walker, w->by.person, w->now);

	return id < 0 ? (int)id : record(w, "walker given", person);
}

static int write_card(struct writing *w, const struct planned *p, int64_t person)
{
	struct card card;
	int result = 0;

	if (p->end_cards) {
		result = card_set_state_all(w->store, person, CARD_ENDED, w->now);
		if (result >= 0)
			result = record(w, "card ended", person);
	}
	if (result < 0 || !p->give_card)
		return result < 0 ? result : 0;
	result = card_find(w->store, p->uid, &card);
	if (result == -ERR_NOT_FOUND)
		result = card_add(w->store, p->uid, person, w->now);
	else if (result == 0)
		result = card_give_again(w->store, p->uid, person, w->now);
	return result < 0 ? result : record(w, "card given", person);
}

static int write_classes(struct writing *w, const struct planned *p, int64_t person)
{
	return p->write_classes ? class_teachers_set(w->store, &w->by, w->now, person, &p->classes)
				: 0;
}

static int write_row(
	struct writing *w, const struct planned *planned, enum people_act act, char why[ACTOR_WHY])
{
	struct person_record person = planned->person;
	int result = 0;

	// Of somebody new after they are on the register.
	if (planned->write_person && act != PEOPLE_ADD)
		result = check_post(w, &person, act, why);
	if (planned->write_person && result == 0)
		result = write_person(w, &person, act);
	if (planned->write_person && result == 0 && act == PEOPLE_ADD && !w->first)
		result = check_post(w, &person, act, why);
	if (result == 0)
		result = write_classes(w, planned, person.id);
	if (result >= 0)
		result = write_walker(w, planned, person.id);
	if (result == 0)
		result = write_card(w, planned, person.id);
	return result < 0 ? result : 0;
}

// Who imports into an empty register is a row of this file, and is added before the others so that
// every event can name them.
static int first_actor(struct writing *w, const struct people_plan *plan, const char *by,
	size_t *out_at, char why[ACTOR_WHY])
{
	for (size_t i = 0; i < plan->rows; i++) {
		if (strcmp(plan->planned[i].person.ref, by) != 0)
			continue;
		int64_t id = person_add(w->store, &plan->planned[i].person);

		if (id < 0)
			return (int)id;
		w->by.person = id;
		*out_at = i;
		return 0;
	}
	return REFUSE(ERR_DENIED,
		"Nobody is on record yet: %.40s, who imports, has to be a row of this file.", by);
}

static int find_actor(struct writing *w, const struct people_plan *plan, const char *by,
	size_t *out_at, char why[ACTOR_WHY])
{
	struct person_record person;
	enum role role;
	int result = person_find(w->store, by, &person);

	if (result == 0)
		w->by.person = person.id;
	else if (result == -ERR_NOT_FOUND && plan->first_import)
		result = first_actor(w, plan, by, out_at, why);
	else if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_DENIED, "Nobody on record has the reference %.40s.", by);
	if (result < 0)
		return result;
	return actor_role(
		w->store, w->by.person, w->now, ROLES_OFFICE, "import people", &role, why);
}

int people_import_apply(struct store *store, const struct people_plan *plan, const char *by,
	const char *user, struct wall_time now, char why[ACTOR_WHY])
{
	struct writing w = {
		.store = store, .by = {.user = user}, .now = now, .first = plan->first_import};
	size_t first = SIZE_MAX;
	int result, changed = 0;

	if (plan->counts[PEOPLE_REFUSED])
		return REFUSE(ERR_ARG,
			"Nothing was imported: %zu of %zu rows are refused. Put them right and "
			"import again.",
			plan->counts[PEOPLE_REFUSED], plan->rows);
	local_date_print(local_date_of(local_from_wall(now)), w.today);
	result = find_actor(&w, plan, by, &first, why);
	for (size_t i = 0; i < plan->rows && result == 0; i++) {
		struct planned planned = plan->planned[i];

		if (plan->row[i].act == PEOPLE_SAME)
			continue;
		if (i == first)
			planned.person.id = w.by.person;
		result = write_row(&w, &planned, plan->row[i].act, why);
		changed++;
	}
	// Who has left keeps nothing; who leaves later keeps it until then (facts.left, the sweep).
	while (result >= 0 && (result = leavers_settle(store, now)) > 0)
		;
	return result < 0 ? result : changed;
}
