// SPDX-License-Identifier: GPL-3.0-or-later
// A school device between its door, its borrower and the office, written down. The caller's failure
// is a roll-back and a reload, as in effects.c.
#include "custody/loan.h"

#include <stdio.h>

#include "base/err.h"
#include "custody/loans.h"

static const char *const hows[] = {"seen", "assumed", "said"};

// One event. The custody and person are the loan's; a device that only comes into its door or out
// of it, lent to nobody, has neither. news NULL: nothing moved.
static int note(struct custody *c, struct now now, const struct slot *slot, const char *kind,
	int64_t device, const struct loan_row *loan, const struct loan_news *news)
{
	char facts[128];
	int at = snprintf(facts, sizeof facts, "{\"device\":%lld", (long long)device);

	if (news)
		at += snprintf(
			facts + at, sizeof facts - (size_t)at, ",\"how\":\"%s\"", hows[news->how]);
	if (loan)
		at += snprintf(facts + at, sizeof facts - (size_t)at, ",\"loan\":%lld",
			(long long)loan->id);
	snprintf(facts + at, sizeof facts - (size_t)at, "%s%s}",
		news && news->late ? ",\"late\":true" : "",
		news && news->back ? ",\"back\":true" : "");
	struct event event = {.at = now.wall,
		.kind = kind,
		.person = loan ? loan->person : 0,
		.bank = slot ? slot->row.bank : 0,
		.door = slot ? slot->row.number : 0,
		.custody = loan ? loan->custody : 0,
		.by_person = news ? news->by : 0,
		.by_user = news ? news->user : NULL,
		.facts = facts};
	int64_t seq = event_append(c->store, &event);

	show_change(c, event.bank, event.door);
	return seq < 0 ? (int)seq : 0;
}

int loan_begin(struct custody *c, struct now now, int64_t id, const struct loan_news *news,
	const struct slot *slot)
{
	struct loan_row loan;
	int err = loan_get(c->store, id, &loan);

	if (err < 0)
		return err;
	struct custody_row row = {.device = loan.device,
		.person = loan.person,
		.kind = CUSTODY_LOAN,
		.began_at = news->at,
		.began_how = news->how,
		.began_by = news->how == KNOWN_SAID ? news->by : 0,
		.seen_late = news->late};

	loan.custody = custody_add(c->store, &row);
	if (loan.custody < 0)
		return (int)loan.custody;
	err = loan_taken(c->store, loan.id, loan.custody);
	return err < 0 ? err : note(c, now, slot, "custody began", loan.device, &loan, news);
}

int loan_end(struct custody *c, struct now now, const struct custody_row *custody,
	const struct loan_news *news, const struct slot *slot)
{
	struct custody_end end = {.at = news->at,
		.how = news->how,
		.by = news->by,
		.seen_late = news->late,
		.taken_back = news->back};
	struct loan_row loan;
	int err = loan_of_custody(c->store, custody->id, &loan);

	if (err == 0)
		err = custody_end(c->store, custody->id, &end);
	return err < 0 ? err : note(c, now, slot, "custody ended", loan.device, &loan, news);
}

int stock_begin(struct custody *c, struct now now, struct slot *slot, int64_t device,
	const struct loan_news *news)
{
	struct custody_row row = {.device = device,
		.kind = CUSTODY_STOCK,
		.bank = slot->row.bank,
		.door = slot->row.number,
		.began_at = news->at,
		.began_how = news->how,
		.began_by = news->how == KNOWN_SAID ? news->by : 0,
		.seen_late = news->late};
	struct custody_row before;
	int err = custody_of_device(c->store, device, &before);
	bool lent = err == 0 && before.kind == CUSTODY_LOAN;

	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	if (err == 0 && !lent)
		return raise_question(c, now, slot, QUESTION_INSIDE);
	err = lent ? loan_end(c, now, &before, news, slot)
		   : note(c, now, slot, "device in", device, NULL, news);
	if (err < 0)
		return err;
	int64_t id = custody_add(c->store, &row);

	if (id < 0)
		return (int)id;
	slot_take_custody(slot, id, &row);
	err = drop_question(c, now, slot, QUESTION_BACK, "the device");
	if (err < 0 || !slot->intent.id)
		return err;
	slot->intent.custody = id;
	slot->intent.moved_at = now.wall;
	return put_intent(c, slot);
}

int stock_end(struct custody *c, struct now now, struct slot *slot, int64_t loan,
	const struct loan_news *news)
{
	struct custody_end end = {.at = news->at,
		.how = news->how,
		.by = news->by,
		.seen_late = news->late,
		.taken_back = news->back};
	struct custody_row stock;
	int err = custody_get(c->store, slot->custody, &stock);

	if (err == 0)
		err = custody_end(c->store, stock.id, &end);
	if (err < 0)
		return err;
	slot_drop_custody(slot);
	if (slot->intent.id) {
		slot->intent.moved_at = now.wall;
		err = put_intent(c, slot);
	}
	if (err < 0)
		return err;
	return loan ? loan_begin(c, now, loan, news, slot)
		    : note(c, now, slot, "device out", stock.device, NULL, news);
}

bool loan_attests(const struct custody *c, enum device_kind kind)
{
	const struct policy_loan_term *term;
	bool attests = false;

	for (int i = 0; (term = policy_loan_term_at(c->policy, i)); i++)
		attests = attests || (term->attests && term->devices >> kind & 1);
	return attests;
}

struct reminder {
	struct custody *c;
	struct now now;
};

static int note_overdue(void *arg, const struct loan_row *loan)
{
	struct reminder *to = arg;
	int err = loan_overdue(to->c->store, loan->id, to->now.wall);

	return err < 0 ? err : note(to->c, to->now, NULL, "loan overdue", loan->device, loan, NULL);
}

int custody_loans_overdue(struct custody *c, struct now now)
{
	struct reminder to = {c, now};
	int count = loan_each(c->store, LOANS_TO_REMIND, now.wall, note_overdue, &to);

	return count < 0 ? count : 0;
}
