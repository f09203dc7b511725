// SPDX-License-Identifier: GPL-3.0-or-later
// Windows, sessions, contact times, walkers, approvers and rule ids, said a second time.
#include <stdio.h>
#include <string.h>

#include "everywhere.h"

bool counts(const struct request *r, enum grant_kind kind, unsigned by)
{
	const struct grant *g = &r->grants[0];

	if (r->grant_count == 0 || g->kind != kind || g->by < 0 || !(by >> g->by & 1))
		return false;
	if (g->by_id && r->person.id && strcmp(g->by_id, r->person.id) == 0)
		return false;
	if (g->by == ROLE_HEADTEACHER && r->person.category == CATEGORY_HEADTEACHER)
		return false;
	return r->at.s >= g->from.s && r->at.s < g->until.s;
}

// "Who counts as staff": a contractor is a visitor at Roby Park and staff elsewhere.
static bool is_staff(int policy, const struct request *r)
{
	enum category c = r->person.category;

	if (c == CATEGORY_CONTRACTOR)
		return policy != ROBY_PARK;
	return c != CATEGORY_PUPIL && c != CATEGORY_VISITOR && c != CATEGORY_PARENT;
}

bool grant_is_live(int policy, const struct request *r)
{
	return counts(r, GRANT_MEDICAL, LEADERS) || counts(r, GRANT_EMERGENCY_RELEASE, LEADERS) ||
	       counts(r, GRANT_EARLY_LEAVE, LEADERS | 1u << ROLE_OFFICE) ||
	       (counts(r, GRANT_SAFEKEEPING, 1u << ROLE_HEADTEACHER) &&
		       r->grants[0].parent_request) ||
	       (counts(r, GRANT_EXCEPTIONAL, LEADERS) && r->grants[0].names_room &&
		       is_staff(policy, r)) ||
	       (counts(r, GRANT_VISIT, LEADERS) && is_staff(policy, r));
}

// The ids of policies.md: each school's prefix and how many rules it has.
const char *rule_promise(int policy, const struct decision *d)
{
	static const struct {
		const char *prefix;
		int last;
	} ids[] = {
		{"RP", 21}, {"FX", 12}, {"BF", 10}, {"HH", 7}, {"CC", 9}, {"LAW", 7}, {"SYS", 1}};
	char prefix[4];
	int number;

	if (strcmp(d->rule, "school") == 0)
		return NULL;
	if (sscanf(d->rule, "%3[A-Z]-%d", prefix, &number) != 2)
		return "no rule is cited";
	for (int i = 0; i < 7; i++)
		if (strcmp(ids[i].prefix, prefix) == 0 && number >= 1 && number <= ids[i].last)
			return i == policy || i >= 5 ? NULL : "another school's rule is cited";
	return "the rule cited does not exist";
}

static bool within(const struct day_span *spans, int count, int32_t now)
{
	bool in = false;

	for (int i = 0; i < count; i++)
		in |= spans[i].from <= now && now < spans[i].until;
	return in;
}

static const char *a_late_phone(const struct request *r, const struct decision *d, int32_t now)
{
	bool signed_in = r->person.arrived != TIME_UNKNOWN && r->person.arrived <= now;
	bool known = r->day.hand_in_until != TIME_UNKNOWN;
	bool on_time = signed_in || (known && now < r->day.hand_in_until);
	bool late = known && !on_time;
	bool on = r->switched_off != ATTEST_YES && r->internet_off == ATTEST_NO;
	bool ban = (d->obligations >> MUST_START_BAN & 1) != 0;

	if (r->place == PLACE_LOCKER)
		return d->outcome == OUTCOME_ALLOW && (!on_time || on)
			       ? "the locker took a phone late, or with its internet on"
			       : NULL;
	if (d->outcome == OUTCOME_ALLOW && ban != (late || on))
		return "a ban begins with a breach and with nothing else";
	return NULL;
}

static const char *a_pupils_phone(
	int policy, const struct request *r, const struct decision *d, int32_t now)
{
	const struct walker *w = &r->person.walker;
	struct local_date today = local_date_of(r->at);
	bool walks = r->person.year == YEAR_6 && w->from.day <= today.day &&
		     today.day <= w->until.day && (w->weekdays >> local_weekday(today) & 1);

	if (policy == FLIXTON && r->day.kind == DAY_SCHOOL && r->person.ban_count == 0)
		return a_late_phone(r, d, now);
	if (policy == ROBY_PARK && r->place == PLACE_LOCKER && d->outcome == OUTCOME_ALLOW &&
		(!walks || r->day.kind != DAY_SCHOOL))
		return "the locker took the phone of who is no walker today";
	return NULL;
}

static const char *a_staff_phone(
	int policy, const struct request *r, const struct decision *d, int32_t now)
{
	bool own = r->person.contact == CONTACT_ENTERED &&
		   within(r->person.contacts, r->person.contact_count, now);
	bool session = r->day.kind == DAY_SCHOOL
			       ? within(r->day.sessions, r->day.session_count, now)
			       : own;
	bool contact =
		r->person.contact == CONTACT_UNENTERED ? session && r->day.kind == DAY_SCHOOL : own;
	bool busy = policy == ROBY_PARK ? contact : policy == HELSBY ? contact || session : session;

	if (r->action == ACTION_HAND_IN)
		return d->outcome != OUTCOME_ALLOW ? "what staff hand in is taken" : NULL;
	if (!busy && d->outcome == OUTCOME_REFUSE &&
		(strcmp(d->rule, "RP-5") == 0 || strcmp(d->rule, "FX-5") == 0 ||
			strcmp(d->rule, "HH-1") == 0 || strcmp(d->rule, "CC-1") == 0))
		return "staff were refused in their own time";
	if (policy == BALFOUR || !busy || d->outcome != OUTCOME_ALLOW)
		return NULL;
	if (counts(r, GRANT_EXCEPTIONAL, LEADERS) && r->grants[0].names_room)
		return NULL;
	if (r->action == ACTION_COLLECT &&
		(counts(r, GRANT_VISIT, LEADERS) || counts(r, GRANT_EMERGENCY_RELEASE, LEADERS)))
		return NULL;
	return "staff had their phone in a time that is the children's";
}

const char *time_promise(int policy, const struct request *r, const struct decision *d)
{
	int32_t now = local_second_of_day(r->at);
	bool takes = r->action == ACTION_COLLECT || r->action == ACTION_KEEP;
	enum custody_kind custody = r->custody.kind;

	if ((strcmp(d->rule, "RP-6") == 0 || strcmp(d->rule, "RP-7") == 0) &&
		(d->return_by.s != r->grants[0].until.s || !(d->obligations >> MUST_RETURN_BY & 1)))
		return "what a grant lets out is due at its end";
	if (r->owner != OWNER_PERSONAL || counts(r, GRANT_MEDICAL, LEADERS) ||
		custody == CUSTODY_EVIDENCE)
		return NULL;
	if (r->person.category == CATEGORY_PUPIL)
		return r->action == ACTION_HAND_IN && r->device == DEVICE_PHONE
			       ? a_pupils_phone(policy, r, d, now)
			       : NULL;
	if (!is_staff(policy, r) || !(takes || (r->action == ACTION_HAND_IN && policy <= FLIXTON)))
		return NULL;
	// A hold goes to whom it names, a child's phone to its parent: neither is their own phone.
	return custody == CUSTODY_HELD || r->custody.of_child ? NULL
							      : a_staff_phone(policy, r, d, now);
}
