// SPDX-License-Identifier: GPL-3.0-or-later
// One question decides what is shown and what may be marked done: is this notice for them?
#include "exceptions/notices.h"

#include <string.h>

#include "base/err.h"
#include "exceptions/who.h"
#include "store/absences.h"

// What whoever asks is, for every notice of one listing.
struct asker {
	int64_t person, deputy;
	int role; // -1: none
};

static int ask(struct store *store, const struct actor *by, struct wall_time now, struct asker *out,
	char why[ACTOR_WHY])
{
	enum role role;
	char unused[ACTOR_WHY];
	int err = who_works_here(store, by->person, now, "see notices", why);

	if (err < 0)
		return err;
	*out = (struct asker){by->person, absence_deputy(store, now), -1};
	if (actor_role(store, by->person, now, ROLES_OFFICE, "", &role, unused) == 0)
		out->role = (int)role;
	return 0;
}

static bool is_for(const struct asker *asker, const struct notice_record *notice)
{
	if (strcmp(notice->role, "person") == 0)
		return notice->to == asker->person;
	if (strcmp(notice->role, "headteacher") == 0)
		return asker->role == ROLE_HEADTEACHER ||
		       (asker->person == asker->deputy &&
			       strcmp(notice->kind, NOTICE_UNSUITABLE_MATERIAL) == 0);
	if (strcmp(notice->role, "leadership") == 0)
		return asker->role == ROLE_SLT || asker->role == ROLE_HEADTEACHER;
	return asker->role >= 0;
}

struct listing {
	struct asker asker;
	int (*each)(void *arg, const struct notice_record *notice);
	void *arg;
	bool done, another; // another: there is a page more of done ones
	int shown, waiting, more;
	int64_t last; // looked at
};

static int show(void *arg, const struct notice_record *notice)
{
	struct listing *listing = arg;
	bool theirs = is_for(&listing->asker, notice);

	if (theirs && listing->done && listing->shown == NOTICES_PAGE) {
		listing->another = true;
		return 1;
	}
	listing->last = notice->id;
	if (!theirs) {
		listing->waiting += strcmp(notice->role, "headteacher") == 0;
		return 0;
	}
	if (listing->shown == NOTICES_OPEN) {
		listing->more++;
		return 0;
	}
	listing->shown++;
	return listing->each(listing->arg, notice);
}

int notices_shown_to(struct store *store, const struct actor *by, struct wall_time now, bool done,
	int64_t before, int (*each)(void *arg, const struct notice_record *notice), void *arg,
	struct notices_shown *out_shown, char why[ACTOR_WHY])
{
	struct listing listing = {.each = each, .arg = arg, .done = done, .last = before};
	int err = ask(store, by, now, &listing.asker, why), rows = 0;

	// Of what is for others there may be many in a row.
	do {
		if (err == 0)
			rows = notice_each(store, done, listing.last, show, &listing);
	} while (done && rows == NOTICE_ROWS);
	if (err < 0 || rows < 0)
		return err < 0 ? err : rows;
	*out_shown = (struct notices_shown){.more = listing.more,
		.older = listing.another ? listing.last : 0,
		.headteacher_waiting = listing.waiting,
		.headteacher_absent = listing.asker.deputy != 0,
		.deputising = listing.asker.deputy == by->person};
	return listing.shown;
}

int notices_mark_done(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	bool hr, char why[ACTOR_WHY])
{
	struct notice_record notice;
	struct asker asker;
	char facts[64];
	int err = ask(store, by, now, &asker, why);

	if (err < 0)
		return err;
	err = notice_get(store, id, &notice);
	// One that is not theirs is not there: its number alone would tell something.
	if (err == -ERR_NOT_FOUND || (err == 0 && !is_for(&asker, &notice)))
		return REFUSE(ERR_NOT_FOUND,
			"There is no notice %lld for you; your own are in your list.",
			(long long)id);
	if (err < 0)
		return err;
	if (notice.done_at.ms)
		return REFUSE(ERR_ARG, "Notice %lld is done already.", (long long)id);
	if (notice.incident && strcmp(notice.kind, NOTICE_TELL_POLICE) == 0)
		return REFUSE(ERR_ARG, "Record in incident %lld when the police were told.",
			(long long)notice.incident);
	err = notice_done(store, id, now, by->person, hr);
	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"notice\":%lld%s}", (long long)id,
		hr ? ",\"hr\":true" : "");
	// Whom it is about stays out of the record where an incident is behind it.
	return actor_record(
		store, by, now, "notice done", notice.incident ? 0 : notice.person, facts);
}

int notices_records_seen(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY])
{
	struct notice_row notice = {.role = "person",
		.kind = "records looked into",
		.at = now,
		.text = "Your records were looked into."};
	struct person_record person;
	enum role role;
	int64_t id;
	int err = person_find(store, person_ref, &person); // who left may be looked up too

	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND,
			"nobody has the reference \"%.40s\"; it is the one on the register.",
			person_ref);
	if (err < 0)
		return err;
	if (by->person == person.id)
		err = who_works_here(store, by->person, now, "see a record here", why);
	else
		err = actor_role(store, by->person, now, ROLES_OFFICE,
			"look into somebody's records", &role, why);
	if (err < 0)
		return err;
	err = actor_record(store, by, now, "records seen", person.id, NULL);
	if (err < 0 || by->person == person.id || strcmp(person.category, "pupil") == 0)
		return err;
	notice.person = by->person;
	notice.to = person.id;
	id = notice_add(store, &notice);
	return id < 0 ? (int)id : 0;
}
