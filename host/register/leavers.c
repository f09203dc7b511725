// SPDX-License-Identifier: GPL-3.0-or-later
// Ends what who has left still had. Nobody did it, so its events name nobody: leaving was recorded
// with who recorded it.
#include "register/leavers.h"

#include <stdio.h>

#include "base/err.h"
#include "base/walltime.h"
#include "register/class_teachers.h"
#include "store/accounts.h"
#include "store/actor.h"
#include "store/banks.h"
#include "store/card_admin.h"
#include "store/custodies.h"
#include "store/events.h"
#include "store/leavers.h"
#include "store/notices.h"
#include "store/permissions.h"

#define DEVICES 16

struct leaving {
	struct store *store;
	struct wall_time now;
	int64_t person;
	char today[LOCAL_DATE_TEXT];
};

static int record(const struct leaving *l, const char *kind, int times)
{
	static const struct actor nobody = {0};
	int result = 0;

	for (int i = 0; i < times && result == 0; i++)
		result = actor_record(l->store, &nobody, l->now, kind, l->person, NULL);
	return result;
}

static int end_grant(void *arg, const struct permission_record *grant)
{
	struct leaving *l = arg;
	char facts[64];
	int result;

	if (grant->over_at.ms || grant->ended_at.ms || grant->until.ms <= l->now.ms)
		return 0;
	result = permission_end(l->store, grant->id, l->now);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"grant\":%lld}", (long long)grant->id);
	return actor_record(l->store, &(struct actor){0}, l->now, "grant ended", l->person, facts);
}

// The sentence names no person: screens add the name.
static int ask_of(const struct leaving *l, const struct custody_row *custody)
{
	struct event event = {.at = l->now,
		.kind = "leaver device",
		.person = l->person,
		.bank = custody->bank,
		.door = custody->door,
		.custody = custody->id};
	struct bank_row bank = {0};
	char text[160];
	int64_t result = custody->bank ? bank_get(l->store, custody->bank, &bank) : 0;

	if (result < 0)
		return (int)result;
	if (custody->kind == CUSTODY_LOAN)
		snprintf(text, sizeof(text),
			"They have left and still have a school device on loan: ask for it.");
	else if (custody->bank)
		snprintf(text, sizeof(text),
			"They have left and a device of theirs is still in %s door %d: give it "
			"back "
			"at the desk.",
			bank.name, custody->door);
	else
		snprintf(text, sizeof(text),
			"They have left and a device of theirs is still in %s, envelope %s: give "
			"it "
			"back at the desk.",
			custody->safe, custody->envelope);
	result = notice_add(l->store, &(struct notice_row){.role = "office",
					      .kind = "leaver",
					      .person = l->person,
					      .at = l->now,
					      .text = text});
	if (result >= 0)
		result = event_append(l->store, &event);
	return result < 0 ? (int)result : 0;
}

// Whoever has left signs in nowhere; an account that lay idle would count as somebody's.
static int end_account(const struct leaving *l)
{
	struct account_row account;
	int result = account_of_person(l->store, l->person, &account);

	if (result == -ERR_NOT_FOUND || (result == 0 && account.ended_at.ms))
		return 0;
	if (result == 0)
		result = account_end(l->store, account.id, l->now, 0);
	return result < 0 ? result : record(l, "account ended", 1);
}

static int ask_of_devices(const struct leaving *l)
{
	struct custody_row custodies[DEVICES];
	int count = custody_of_person(l->store, l->person, custodies, DEVICES);
	int result = count < 0 ? count : 0;

	for (int i = 0; i < count && result == 0; i++)
		result = ask_of(l, &custodies[i]);
	return result;
}

static int take_classes(const struct leaving *l)
{
	static const struct actor nobody = {0};
	static const struct class_list none = {0};

	return class_teachers_set(l->store, &nobody, l->now, l->person, &none);
}

static int settle(struct leaving *l)
{
	int result = card_set_state_all(l->store, l->person, CARD_ENDED, l->now);

	if (result >= 0)
		result = record(l, "card ended", result);
	if (result >= 0)
		result = leaver_end_walkers(l->store, l->person, l->today, l->now);
	if (result >= 0)
		result = record(l, "walker ended", result);
	if (result >= 0)
		result = permission_each(l->store, l->person, end_grant, l);
	if (result >= 0)
		result = leaver_end_clubs(l->store, l->person, l->today);
	if (result >= 0)
		result = take_classes(l);
	if (result >= 0)
		result = end_account(l);
	if (result >= 0)
		result = ask_of_devices(l);
	return result < 0 ? result : leaver_settled(l->store, l->person);
}

int leavers_settle(struct store *store, struct wall_time now)
{
	struct leaving l = {.store = store, .now = now};
	int64_t people[LEAVERS_ONCE];
	int count, result = 0;

	local_date_print(local_date_of(local_from_wall(now)), l.today);
	count = leaver_list(store, l.today, people, LEAVERS_ONCE);
	for (int i = 0; i < count && result == 0; i++) {
		l.person = people[i];
		result = settle(&l);
	}
	return result < 0 ? result : count;
}
