// SPDX-License-Identifier: GPL-3.0-or-later
// What is true of a request: grants that count, times reached, bans that run. Facts only; what
// follows from them is in the policy's clauses.
#include <string.h>

#include "policy/model.h"

void request_init(struct request *r)
{
	r->day.start = r->day.home_time = r->day.hand_in_until = TIME_UNKNOWN;
	r->day.session_count = 0;
	r->person.year = YEAR_N;
	r->person.id = NULL;
	r->person.walker = (struct walker){{DATE_UNBOUNDED}, {INT32_MIN}, 0};
	r->person.ban_count = r->person.contact_count = 0;
	r->person.contact = CONTACT_UNENTERED;
	r->person.arrived = TIME_UNKNOWN;
	r->custody.kind = CUSTODY_NONE;
	r->custody.since = NEVER_BEGINS;
	r->custody.release_count = 0;
	r->custody.of_child = false;
	r->custody.door = 0;
	r->switched_off = r->internet_off = r->supervised = ATTEST_UNASKED;
	r->grant_count = 0;
	r->pupils = PUPILS_UNSET;
	r->staff = STAFF_UNSET;
}

uint64_t request_bits(const struct request *r)
{
	uint64_t bits = 0;

	bits |= UINT64_C(1) << (BIT_ACTION + (int)r->action);
	bits |= UINT64_C(1) << (BIT_PLACE + (int)r->place);
	bits |= UINT64_C(1) << (BIT_DAY + (int)r->day.kind);
	bits |= UINT64_C(1) << (BIT_CATEGORY + (int)r->person.category);
	// Nobody but a pupil has a year: a clause that asks for one also asks for a pupil.
	if (r->person.category == CATEGORY_PUPIL)
		bits |= UINT64_C(1) << (BIT_YEAR + (int)r->person.year);
	bits |= UINT64_C(1) << (BIT_DEVICE + (int)r->device);
	bits |= UINT64_C(1) << (BIT_OWNER + (int)r->owner);
	bits |= UINT64_C(1) << (BIT_CUSTODY + (int)r->custody.kind);
	bits |= UINT64_C(1) << (BIT_PUPILS + (int)r->pupils);
	bits |= UINT64_C(1) << (BIT_STAFF + (int)r->staff);
	return bits;
}

static uint32_t fact_if(bool is, enum fact fact)
{
	return is ? UINT32_C(1) << fact : 0;
}

static bool is_staff(const struct policy *p, const struct request *r)
{
	return (p->staff >> r->person.category & 1) != 0;
}

// Nobody gives their own: the same id, or the Headteacher to the Headteacher.
static bool is_own(const struct request *r, const struct grant *g)
{
	if (g->by == ROLE_HEADTEACHER && r->person.category == CATEGORY_HEADTEACHER)
		return true;
	return g->by_id && r->person.id && strcmp(g->by_id, r->person.id) == 0;
}

static bool grant_counts(const struct policy *p, const struct request *r, const struct grant *g)
{
	const struct grant_rule *rule = &p->grants[g->kind];

	if (g->by < 0 || !(rule->by >> g->by & 1) || is_own(r, g))
		return false;
	if (local_time_before(r->at, g->from) || !local_time_before(r->at, g->until))
		return false;
	if (rule->needs_parent_request && !g->parent_request)
		return false;
	if (rule->needs_room && !g->names_room)
		return false;
	if (rule->needs_staff_room && !g->names_staff_room)
		return false;
	return !rule->needs_staff || is_staff(p, r);
}

struct local_time grant_end(const struct policy *p, const struct request *r, enum grant_kind kind)
{
	struct local_time end = ALREADY_ENDED;

	for (int i = 0; i < r->grant_count; i++)
		if (r->grants[i].kind == kind && grant_counts(p, r, &r->grants[i]) &&
			local_time_before(end, r->grants[i].until))
			end = r->grants[i].until;
	return end;
}

static uint32_t grant_facts(const struct policy *p, const struct request *r)
{
	static const uint8_t fact_of[] = {[GRANT_SAFEKEEPING] = FACT_SAFEKEEPING,
		[GRANT_EXCEPTIONAL] = FACT_EXCEPTIONAL,
		[GRANT_VISIT] = FACT_VISIT,
		[GRANT_MEDICAL] = FACT_MEDICAL,
		[GRANT_EARLY_LEAVE] = FACT_SIGNED_OUT,
		[GRANT_EMERGENCY_RELEASE] = FACT_EMERGENCY};
	uint32_t facts = 0;

	for (int i = 0; i < r->grant_count; i++)
		if (grant_counts(p, r, &r->grants[i]))
			facts |= UINT32_C(1) << fact_of[r->grants[i].kind];
	return facts;
}

static uint32_t person_facts(const struct request *r)
{
	struct local_date today = local_date_of(r->at);
	const struct walker *w = &r->person.walker;
	uint32_t facts = 0;

	// The weekdays are those of school: on another kind of day the dates alone say whether this
	// is a walker's phone (RP-2) or one that may not be brought (RP-1).
	uint8_t weekdays = r->day.kind == DAY_SCHOOL ? w->weekdays : w->weekdays ? 0x7f : 0;

	if (today.day >= w->from.day && today.day <= w->until.day)
		facts |= fact_if(weekdays >> local_weekday(today) & 1, FACT_WALKER_TODAY);
	for (int i = 0; i < r->person.ban_count; i++) {
		const struct ban *b = &r->person.bans[i];

		if (today.day < b->from.day || today.day > b->until.day)
			continue;
		facts |= fact_if(b->kinds[BAN_PHONE], FACT_PHONE_BAN);
		facts |= fact_if(b->kinds[BAN_SCHOOL_IT], FACT_IT_BAN);
	}
	return facts;
}

static bool within(const struct day_span *spans, int count, int32_t now)
{
	for (int i = 0; i < count; i++)
		if (now >= spans[i].from && now < spans[i].until)
			return true;
	return false;
}

// From the earliest to the latest of the day's times, breaks and lunch included.
static bool within_hull(const struct request *r, int32_t now)
{
	int32_t first = INT32_MAX, last = INT32_MIN;

	for (int i = 0; i < r->day.session_count; i++) {
		first = r->day.sessions[i].from < first ? r->day.sessions[i].from : first;
		last = r->day.sessions[i].until > last ? r->day.sessions[i].until : last;
	}
	if (r->day.start != TIME_UNKNOWN && r->day.start < first)
		first = r->day.start;
	return now >= first && now < last;
}

// On a day that is no school day the only times are those of the person's own timetable.
static uint32_t staff_time_facts(const struct request *r, int32_t now)
{
	bool school = r->day.kind == DAY_SCHOOL;
	bool own = r->person.contact == CONTACT_ENTERED &&
		   within(r->person.contacts, r->person.contact_count, now);
	bool session = school && within(r->day.sessions, r->day.session_count, now);
	bool unknown = school && r->day.session_count == 0;
	bool contact = r->person.contact == CONTACT_UNENTERED ? session : own;

	return fact_if(contact, FACT_IN_CONTACT) |
	       fact_if(unknown && r->person.contact == CONTACT_UNENTERED, FACT_CONTACT_UNKNOWN) |
	       fact_if(school ? session : own, FACT_IN_SESSION) |
	       fact_if(unknown, FACT_SESSION_UNKNOWN) |
	       fact_if(own || (school && within_hull(r, now)), FACT_IN_SCHOOL_DAY);
}

static uint32_t pupil_time_facts(const struct request *r, int32_t now)
{
	const struct request_day *day = &r->day;
	bool signed_in = r->person.arrived != TIME_UNKNOWN && r->person.arrived <= now;
	bool open = day->hand_in_until != TIME_UNKNOWN && now < day->hand_in_until;
	bool over = day->hand_in_until != TIME_UNKNOWN && now >= day->hand_in_until;

	return fact_if(day->home_time != TIME_UNKNOWN && now >= day->home_time, FACT_AT_HOME_TIME) |
	       fact_if(open || signed_in, FACT_ON_TIME) | fact_if(over && !signed_in, FACT_LATE);
}

static uint32_t attest_facts(const struct request *r)
{
	bool off = r->switched_off == ATTEST_YES; // switched off altogether is internet off too

	return fact_if(!off, FACT_OFF_UNSAID) |
	       fact_if(!off && r->internet_off == ATTEST_NO, FACT_INTERNET_ON) |
	       fact_if(!off && r->internet_off == ATTEST_UNASKED, FACT_INTERNET_UNSAID) |
	       fact_if(r->supervised == ATTEST_YES, FACT_SUPERVISED);
}

static uint32_t custody_facts(const struct request *r)
{
	const struct request_custody *c = &r->custody;
	bool named = false;
	bool known = c->since.s != NEVER_BEGINS.s;

	for (int i = 0; r->person.id && i < c->release_count; i++)
		named = named || strcmp(c->release_to[i], r->person.id) == 0;
	return fact_if(known && local_date_of(c->since).day < local_date_of(r->at).day,
		       FACT_EARLIER_DAY) |
	       fact_if(c->of_child && r->action == ACTION_COLLECT, FACT_OF_CHILD) |
	       fact_if(named, FACT_NAMED) | fact_if(c->release_count == 0, FACT_NAMES_NOBODY);
}

uint32_t request_facts(const struct policy *p, const struct request *r)
{
	int32_t now = local_second_of_day(r->at);

	return grant_facts(p, r) | person_facts(r) | staff_time_facts(r, now) |
	       pupil_time_facts(r, now) | attest_facts(r) | custody_facts(r);
}
