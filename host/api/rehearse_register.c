// SPDX-License-Identifier: GPL-3.0-or-later
// A day's register: each person's likely requests, made up from their own facts of that day,
// decided by the policy in force and by the one that is tried.
#include <stdio.h>
#include <string.h>

#include "api/rehearse_rows.h"
#include "base/err.h"
#include "policy/request_print.h"
#include "store/facts.h"

enum whom { PUPILS, STAFF, VISITORS };
enum when { IN_WINDOW, AFTER_WINDOW, IN_CONTACT, IN_BREAK, HOME_TIME };

static const struct likely {
	const char *what;
	enum whom whom;
	enum action action;
	enum place place;
	enum when when;
	enum custody_kind custody;
} likely[] = {
#define LIKELY(what, whom, action, place, when, custody)                                           \
	{what, whom, ACTION_##action, PLACE_##place, when, CUSTODY_##custody},
#include "api/rehearse.def"
#undef LIKELY
};

struct calling {
	struct store *store;
	const struct rehearse_ask *ask;
	const struct policy *in_force;
	struct rehearsal *out;
};

static enum whom whom_of(enum category category)
{
	if (category == CATEGORY_PUPIL)
		return PUPILS;
	return category == CATEGORY_VISITOR || category == CATEGORY_PARENT ? VISITORS : STAFF;
}

// The second of the person's day, or noon where the day does not know such a moment.
static int32_t second_of(const struct request *r, enum when when)
{
	const int32_t noon = 12 * 3600;
	const struct day_span *own = r->person.contacts;
	bool entered = r->person.contact == CONTACT_ENTERED;

	switch (when) {
	case IN_WINDOW:
		return r->day.hand_in_until != TIME_UNKNOWN ? r->day.hand_in_until - 60
		       : r->day.start != TIME_UNKNOWN	    ? r->day.start
							    : noon;
	case AFTER_WINDOW:
		return r->day.hand_in_until != TIME_UNKNOWN ? r->day.hand_in_until : noon;
	case IN_CONTACT:
		return entered			  ? own[0].from
		       : r->day.session_count > 0 ? r->day.sessions[0].from
						  : noon;
	case IN_BREAK:
		return r->day.session_count > 1 ? r->day.sessions[0].until : noon;
	case HOME_TIME:
		break;
	}
	return r->day.home_time != TIME_UNKNOWN ? r->day.home_time : noon;
}

static int ask_one(struct calling *c, const struct person_record *person, struct facts *facts,
	const struct likely *l)
{
	struct request *r = &facts->request;
	struct rehearsal_row row = {.person = person->id, .asked = l->what};
	struct decision decision;
	struct local_time midnight = local_day_start(c->out->from);
	enum pupils_setting pupils = r->pupils;
	enum staff_setting staff = r->staff;

	r->action = l->action;
	r->place = l->place;
	r->at = (struct local_time){midnight.s + second_of(r, l->when)};
	r->device = DEVICE_PHONE;
	r->owner = OWNER_PERSONAL;
	r->custody.kind = l->custody;
	r->custody.since = l->custody == CUSTODY_NONE ? NEVER_BEGINS : midnight;
	if (c->ask->request) {
		char line[REQUEST_TEXT_MAX];

		if (request_print(r, policy_name(c->ask->through), line, sizeof line) > 0 &&
			c->ask->request(c->ask->arg, line) != 0)
			return -ERR_IO;
	}
	policy_decide(c->in_force, r, &decision);
	row.at = r->at;
	snprintf(row.name, sizeof row.name, "%s %s", person->given, person->family);
	snprintf(row.class, sizeof row.class, "%s", person->class);
	snprintf(row.place, sizeof row.place, "%s", word_text(&place_words, (int)l->place));
	rehearse_answer(&decision, &row.was);
	rehearse_decide(c->ask, r, &decision);
	r->pupils = pupils;
	r->staff = staff;
	return rehearse_compare(c->out, &row, &decision,
		strcmp(policy_name(c->in_force), policy_name(c->ask->through)) == 0);
}

static int call_person(void *arg, const struct person_record *person)
{
	struct calling *c = arg;
	struct facts facts;
	int err;

	if (c->ask->person && c->ask->person != person->id)
		return 0;
	// From the day's first second every grant of the day is among the facts.
	err = facts_of_person(c->store, person->id, local_day_start(c->out->from), &facts);
	if (err < 0 || facts.left)
		return err;
	for (size_t i = 0; err == 0 && i < sizeof likely / sizeof *likely; i++) {
		if (likely[i].whom == whom_of(facts.request.person.category))
			err = ask_one(c, person, &facts, &likely[i]);
	}
	return err;
}

int rehearse_register(struct store *store, const struct rehearse_ask *ask,
	const struct policy *in_force, struct local_date date, struct rehearsal *out)
{
	struct calling calling = {store, ask, in_force, out};

	*out = (struct rehearsal){.from = date,
		.until = date,
		.is_register = true,
		.before = in_force,
		.through = ask->through};
	int err = person_each(store, call_person, &calling);

	if (err < 0)
		rehearsal_release(out);
	return err < 0 ? err : 0;
}
