// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep: a few look-ups by partial indexes that hold only what still waits for its time.
#include "exceptions/due.h"

#include <stdio.h>

#include "base/walltime.h"
#include "store/asks.h"
#include "store/events.h"
#include "store/notices.h"

static int record(struct store *store, struct wall_time now, const char *kind, int64_t person,
	const char *what, int64_t id)
{
	char facts[48];

	snprintf(facts, sizeof facts, "{\"%s\":%lld}", what, (long long)id);
	struct event event = {.at = now, .kind = kind, .person = person, .facts = facts};
	int64_t seq = event_append(store, &event);

	return seq < 0 ? (int)seq : 0;
}

int due_if_out(struct store *store, const struct permission_record *grant, struct wall_time now)
{
	struct wall_time out = {0};
	bool joins = false, another = false;
	int err = 0;

	// Who leaves early goes home with it, a safekeeping keeps it in, an emergency asks nothing
	// back and a medical one never had it in.
	if (grant->kind == GRANT_EXCEPTIONAL || grant->kind == GRANT_VISIT)
		err = permission_last_out(store, grant->person, &out);
	if (err < 0 || !out.ms || out.ms > now.ms)
		return err;
	if (out.ms < grant->from.ms)
		err = permission_joins(store, grant, out, &joins);
	if (err == 0)
		err = permission_another(store, grant, now, &another);
	if (err < 0 || another || (out.ms < grant->from.ms && !joins))
		return err;
	err = permission_overdue(store, grant->id, now);
	return err < 0 ? err : record(store, now, "overdue", grant->person, "grant", grant->id);
}

static int over(struct store *store, struct wall_time now, const struct permission_record *grant)
{
	int err = permission_over(store, grant->id, now);

	if (err == 0)
		err = record(store, now, "grant over", grant->person, "grant", grant->id);
	if (err == 0)
		err = due_if_out(store, grant, now);
	return err < 0 ? err : 1;
}

// In again; or the day is over, and nobody waits for a phone that went home with its owner: that it
// was overdue stays on the record and in that day's report.
static int back(struct store *store, struct wall_time now, const struct permission_record *grant)
{
	struct wall_time out;
	int err = permission_last_out(store, grant->person, &out);
	bool same_day = local_date_of(local_from_wall(grant->overdue_at)).day >=
			local_date_of(local_from_wall(now)).day;

	if (err < 0 || (out.ms && same_day))
		return err;
	err = permission_back(store, grant->id, now);
	if (err == 0)
		err = record(store, now, "no longer overdue", grant->person, "grant", grant->id);
	return err < 0 ? err : 1;
}

static int review(struct store *store, struct wall_time now, const struct permission_record *grant)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "review due",
		.person = grant->person,
		.at = now,
		.text = "An arrangement is to be looked at again; it goes on until it is ended."};
	int64_t id = notice_add(store, &notice);
	int err = id < 0 ? (int)id : permission_review_told(store, grant->id, now);

	if (err == 0)
		err = record(store, now, "review due", grant->person, "grant", grant->id);
	return err < 0 ? err : 1;
}

static int lapse(struct store *store, struct wall_time now)
{
	struct ask_record asks[DUE_AT_ONCE];
	int count = ask_list_due(store, now, asks, DUE_AT_ONCE), err = 0;

	for (int i = 0; err == 0 && i < count; i++) {
		err = ask_answer(store, asks[i].id, ASK_LAPSED, now, 0, NULL);
		if (err == 0)
			err = record(store, now, "ask lapsed", 0, "ask", asks[i].id);
	}
	return count < 0 ? count : err < 0 ? err : count;
}

int exceptions_due(struct store *store, struct wall_time now)
{
	static const struct {
		enum permission_list list;
		int (*settle)(struct store *store, struct wall_time now,
			const struct permission_record *grant);
	} sweeps[] = {
		{PERMISSIONS_OVERDUE, back},
		{PERMISSIONS_DUE, over},
		{PERMISSIONS_REVIEW, review},
	};
	struct permission_record found[DUE_AT_ONCE];
	int done = lapse(store, now);

	for (size_t s = 0; done >= 0 && s < sizeof sweeps / sizeof *sweeps; s++) {
		int count = permission_list(store, sweeps[s].list, now, found, DUE_AT_ONCE);

		if (count < 0)
			return count;
		for (int i = 0; done >= 0 && i < count; i++) {
			int wrote = sweeps[s].settle(store, now, &found[i]);

			done = wrote < 0 ? wrote : done + wrote;
		}
	}
	return done;
}
