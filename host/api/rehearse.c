// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded requests read back and decided again; each answer held against the one on record.
#include "api/rehearse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/rehearse_rows.h"
#include "base/err.h"
#include "store/report_decided.h"

struct replay {
	const struct rehearse_ask *ask;
	struct decider *decider;
	struct rehearsal *out;
};

// One of the locker's own words (store/decisions.h), and no policy was asked: a rule's id begins
// with a capital letter (db/policies/README.md), and of small ones only "school" is a policy's.
static bool is_lockers(const char *rule)
{
	return rule[0] >= 'a' && rule[0] <= 'z' && strcmp(rule, "school") != 0;
}

static const char *static_action(const char *action)
{
	int word = word_find(&action_words, action, strlen(action));

	return word < 0 ? "card" : word_text(&action_words, word);
}

static int replay_one(void *arg, const struct decided *d)
{
	struct replay *replay = arg;
	struct rehearsal *out = replay->out;
	const struct policy *before;
	struct request request;
	struct decision decision;
	char why[DECIDE_WHY_MAX];

	if (!d->request) {
		*(is_lockers(d->rule) ? &out->passed_over : &out->unkept) += 1;
		return 0;
	}
	if (replay->ask->request && replay->ask->request(replay->ask->arg, d->request) != 0)
		return -ERR_IO;
	if (decider_read(replay->decider, d->request, strlen(d->request), &request, &before, why) <
		0) {
		out->unreadable++;
		return 0;
	}
	rehearse_decide(replay->ask, &request, &decision);
	struct rehearsal_row row = {.at = local_from_wall(d->at),
		.person = d->person,
		.asked = static_action(d->action)};

	snprintf(row.name, sizeof row.name, "%s", d->name);
	snprintf(row.class, sizeof row.class, "%s", d->class);
	snprintf(row.place, sizeof row.place, "%s", d->place);
	snprintf(row.was.outcome, sizeof row.was.outcome, "%s", d->outcome);
	snprintf(row.was.rule, sizeof row.was.rule, "%s", d->rule);
	snprintf(row.was.say, sizeof row.was.say, "%s", d->say);
	row.was.obligations = d->obligations;
	return rehearse_compare(out, &row, &decision,
		strcmp(policy_name(before), policy_name(replay->ask->through)) == 0);
}

int rehearse_period(struct store *store, const struct rehearse_ask *ask, struct local_date from,
	struct local_date until, struct rehearsal *out)
{
	struct replay replay = {.ask = ask, .out = out};
	int err = decider_open(&replay.decider);

	*out = (struct rehearsal){
		.from = from, .until = until, .before = ask->through, .through = ask->through};
	if (err == 0)
		err = report_decided_each(store, from, until, ask->person, replay_one, &replay);
	decider_close(replay.decider);
	if (err < 0)
		rehearsal_release(out);
	return err < 0 ? err : 0;
}

void rehearsal_release(struct rehearsal *rehearsal)
{
	if (rehearsal->rows)
		explicit_bzero(rehearsal->rows, rehearsal->row_count * sizeof *rehearsal->rows);
	free(rehearsal->rows);
	*rehearsal = (struct rehearsal){0};
}
