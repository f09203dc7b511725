// SPDX-License-Identifier: GPL-3.0-or-later
// No self-service until lifted: every tap is sent to the office, the desk goes on working. It is a
// row, so a restart changes nothing.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/internal.h"
#include "store/lockdowns.h"

static int note_lockdown(void *arg, const struct lockdown_row *row)
{
	struct custody *c = arg;

	for (int b = 0; b < c->bank_count; b++)
		c->banks[b].locked_down |= !row->bank || row->bank == c->banks[b].row.id;
	return 0;
}

int lockdown_load(struct custody *c)
{
	for (int b = 0; b < c->bank_count; b++)
		c->banks[b].locked_down = false;
	int count = lockdown_each(c->store, note_lockdown, c);

	return count < 0 ? count : 0;
}

static int record(struct custody *c, struct now now, const struct actor *by, const char *kind,
	int64_t bank, int64_t id)
{
	char facts[48];

	snprintf(facts, sizeof facts, "{\"lockdown\":%lld}", (long long)id);
	struct event event = {.at = now.wall,
		.kind = kind,
		.bank = bank,
		.by_person = by->person,
		.by_user = by->user,
		.facts = facts};
	int64_t seq = event_append(c->store, &event);

	for (int b = 0; b < c->bank_count; b++)
		show_change(c, c->banks[b].row.id, 0);
	return seq < 0 ? (int)seq : lockdown_load(c);
}

int64_t custody_lockdown_start(struct custody *c, struct now now, const struct actor *by,
	int64_t bank, const char *reason, char why[ACTOR_WHY])
{
	struct lockdown_row row = {.bank = bank, .by = by->person, .at = now.wall};
	enum role role;
	int err = actor_role(
		c->store, by->person, now.wall, ROLES_LEADERSHIP, "close self-service", &role, why);

	if (err < 0)
		return err;
	if (bank && !find_bank(c, bank))
		return REFUSE(ERR_NOT_FOUND, "There is no such cabinet.");
	if (!reason || !reason[strspn(reason, " \t\n")] || strlen(reason) >= sizeof row.reason)
		return REFUSE(ERR_ARG, "Say why self-service is closed, in at most %d letters.",
			LOCKDOWN_REASON - 1);
	snprintf(row.reason, sizeof row.reason, "%s", reason);
	int64_t id = lockdown_add(c->store, &row);

	if (id == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "Self-service is closed there already.");
	err = id < 0 ? (int)id : record(c, now, by, "lockdown began", bank, id);
	return err < 0 ? err : id;
}

struct search {
	int64_t bank, id;
};

static int match(void *arg, const struct lockdown_row *row)
{
	struct search *search = arg;

	if (row->bank == search->bank)
		search->id = row->id;
	return 0;
}

int custody_lockdown_end(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	char why[ACTOR_WHY])
{
	struct search search = {bank, 0};
	enum role role;
	int err = actor_role(c->store, by->person, now.wall, ROLES_LEADERSHIP,
		"open self-service again", &role, why);

	if (err == 0)
		err = lockdown_each(c->store, match, &search);
	if (err < 0)
		return err;
	if (!search.id)
		return REFUSE(ERR_NOT_FOUND,
			bank ? "Self-service is not closed at that cabinet by itself."
			     : "Self-service is not closed everywhere; say which \"bank\".");
	err = lockdown_end(c->store, search.id, now.wall, by->person);
	return err < 0 ? err : record(c, now, by, "lockdown ended", bank, search.id);
}

bool custody_locked_down(const struct custody *c, int64_t bank)
{
	const struct bank *found = find_bank(c, bank);

	return found && found->locked_down;
}
