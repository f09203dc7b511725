// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents recorded, listed and read.
#include "exceptions/incidents.h"

#include <string.h>

#include "base/err.h"
#include "exceptions/incident_kinds.h"
#include "exceptions/notices.h"
#include "exceptions/who.h"

static bool given(const char *text)
{
	return text && text[0];
}

static int check_kind(const struct policy *policy, const char *word,
	const struct incident_kind **out_kind, struct incident_row *row, char why[ACTOR_WHY])
{
	const struct incident_kind *kind = incident_kind_of(word);
	const char *rule = kind ? incident_kind_rule(policy, kind) : NULL;

	if (!rule)
		return REFUSE(ERR_ARG, "%s knows no incident \"%.30s\"; choose one of its kinds.",
			policy_name(policy), word);
	*out_kind = kind;
	snprintf(row->kind, sizeof row->kind, "%s", word);
	snprintf(row->rule, sizeof row->rule, "%s", rule);
	return 0;
}

static int check_line(const char *text, const char *what, char why[ACTOR_WHY])
{
	if (!given(text) || strlen(text) < INCIDENT_LINE)
		return 0;
	return REFUSE(ERR_ARG, "%s: more than %d letters; put the rest into what happened.", what,
		INCIDENT_LINE - 1);
}

static int check_texts(const struct incident_wish *wish, struct wall_time now, char why[ACTOR_WHY])
{
	int err = who_says(wish->what, INCIDENT_WHAT, "what happened", why);

	if (err == 0)
		err = check_line(wish->place, "Where it happened", why);
	if (err == 0)
		err = check_line(wish->wishes, "The reporter's wishes", why);
	if (err == 0 && wish->happened.ms > now.ms)
		return REFUSE(ERR_ARG, "It happened in the future: look at the time.");
	return err;
}

static int find(struct store *store, struct wall_time now, const char *ref, int64_t *out_id,
	char why[ACTOR_WHY])
{
	struct person_record person;
	int err = given(ref) ? actor_whom(store, now, ref, &person, why) : 0;

	if (err == 0 && given(ref))
		*out_id = person.id;
	return err;
}

static int tell(struct store *store, const struct incident_row *row, const char *role,
	const char *kind, const char *text, struct wall_time due)
{
	struct notice_row notice = {.role = role,
		.kind = kind,
		.at = row->at,
		.text = text,
		.due = due,
		.incident = row->id};

	if (strcmp(role, "person") == 0)
		notice.to = row->about;
	int64_t id = notice_add(store, &notice);

	return id < 0 ? (int)id : 0;
}

// Who is told of mentions of staff: HH-6 leaves it to the school, which is the Headteacher until it
// says otherwise (ours).
static const char *named_role(struct store *store, char *role, size_t room)
{
	if (store_setting(store, "mentions", role, room) < 0 || !role[0])
		return "headteacher";
	return role;
}

// The notices its kind asks for. None says whom it is about: whoever may read it reads it there.
static int tell_all(
	struct store *store, const struct incident_kind *kind, const struct incident_row *row)
{
	const struct wall_time whenever = {0};
	char role[NOTICE_ROLE];
	int err = 0;

	if (kind->notices & TELL_HEAD)
		err = tell(store, row, "headteacher", "incident",
			"An incident was reported; read it, then mark this done.", whenever);
	if (err == 0 && kind->notices & TELL_NAMED)
		err = tell(store, row, named_role(store, role, sizeof role), "incident",
			"An incident was reported; read it, then mark this done.", whenever);
	if (err == 0 && kind->notices & TELL_PARENTS)
		err = tell(store, row, "office", NOTICE_INFORM_PARENTS,
			"Parents are to be informed of an incident.", whenever);
	if (err == 0 && kind->notices & TELL_LEADERS)
		err = tell(store, row, "leadership", "incident",
			"A member of the leadership team decides about an incident.", whenever);
	if (err == 0 && kind->notices & TELL_THEM && row->about)
		err = tell(store, row, "person", "incident",
			"You were mentioned; the school keeps you informed.", whenever);
	if (err == 0 && kind->notices & TELL_UNSUITABLE)
		err = tell(store, row, "headteacher", NOTICE_UNSUITABLE_MATERIAL,
			"Unsuitable material was found. Seek HR advice first; nobody investigates "
			"before it (RP-15).",
			row->at);
	if (err == 0 && kind->notices & TELL_POLICE)
		err = tell(store, row, "headteacher", NOTICE_TELL_POLICE,
			"Tell the police at once. Nobody looks at it, copies it or evaluates it.",
			row->at);
	return err;
}

// Found before anything is written, so that a typing slip loses nothing.
static int find_readers(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_kind *kind, const struct incident_wish *wish, int64_t about,
	int64_t out_readers[INCIDENT_READERS], char why[ACTOR_WHY])
{
	if (kind->flags & HEADS && wish->reader_count > 0 &&
		!who_is_headteacher(store, by->person, now))
		return REFUSE(ERR_DENIED, "The Headteacher alone names the readers of this; "
					  "leave them out.");
	for (int i = 0; i < wish->reader_count; i++) {
		int err = find(store, now, wish->readers[i], &out_readers[i], why);

		if (err == 0)
			err = who_works_here(store, out_readers[i], now, "read an incident", why);
		if (err < 0)
			return err;
		if (kind->flags & AGAINST && out_readers[i] == about)
			return REFUSE(ERR_ARG, "Nobody reads an incident against themselves.");
	}
	return 0;
}

int64_t incidents_record(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const struct incident_wish *wish, char why[ACTOR_WHY])
{
	struct incident_row row = {.at = now, .by = by->person};
	const struct incident_kind *kind = NULL;
	int64_t readers[INCIDENT_READERS] = {0};
	int err = who_works_here(store, by->person, now, "report an incident here", why);

	if (err == 0)
		err = check_kind(policy, wish->kind, &kind, &row, why);
	if (err == 0)
		err = check_texts(wish, now, why);
	if (err == 0)
		err = find(store, now, wish->about, &row.about, why);
	if (err == 0)
		err = find(store, now, wish->reporter, &row.reporter, why);
	if (err == 0)
		err = find_readers(store, by, now, kind, wish, row.about, readers, why);
	if (err < 0)
		return err;
	row.happened_at = wish->happened.ms ? wish->happened : now;
	row.restricted = wish->restricted || kind->flags & RESTRICTED;
	row.preserved = (kind->flags & PRESERVED) != 0;
	snprintf(row.what, sizeof row.what, "%s", wish->what);
	snprintf(row.place, sizeof row.place, "%s", given(wish->place) ? wish->place : "");
	snprintf(row.wishes, sizeof row.wishes, "%s", given(wish->wishes) ? wish->wishes : "");
	row.id = incident_add(store, &row);
	if (row.id < 0)
		return row.id;
	if (!(kind->flags & HEADS) && !(kind->flags & AGAINST && row.about == by->person))
		err = incident_reader_add(store, row.id, by->person, now, by->person);
	for (int i = 0; err == 0 && i < wish->reader_count; i++)
		err = incident_reader_add(store, row.id, readers[i], now, by->person);
	if (err == 0)
		err = tell_all(store, kind, &row);
	if (err == 0)
		err = incident_event(store, by, now, "incident recorded", row.id);
	return err < 0 ? err : row.id;
}

int incidents_open(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct incident_row *out_incident, char why[ACTOR_WHY])
{
	int err = incident_for(store, by, now, id, out_incident, why);

	if (err == 0 && out_incident->restricted)
		err = incident_event(store, by, now, "incident read", id);
	return err;
}

struct listing {
	struct store *store;
	int64_t by;
	struct wall_time now;
	bool sees_all;
	int (*each)(void *arg, const struct incident_row *incident, bool may_read);
	void *arg;
	int shown;
};

static int show(void *arg, const struct incident_row *incident)
{
	struct listing *listing = arg;
	bool may_read = incident_may_read(listing->store, incident, listing->by, listing->now);

	if (!may_read && !listing->sees_all)
		return 0;
	listing->shown++;
	return listing->each(listing->arg, incident, may_read);
}

int incidents_list(struct store *store, const struct actor *by, struct wall_time now, bool closed,
	int (*each)(void *arg, const struct incident_row *incident, bool may_read), void *arg,
	char why[ACTOR_WHY])
{
	struct listing listing = {store, by->person, now, false, each, arg, 0};
	char unused[ACTOR_WHY];
	enum role role;
	int err = who_works_here(store, by->person, now, "see incidents", why);

	listing.sees_all = actor_role(store, by->person, now, ROLES_OFFICE, "", &role, unused) == 0;
	if (err == 0)
		err = incident_each(store, closed, 1000, show, &listing);
	return err < 0 ? err : listing.shown;
}
