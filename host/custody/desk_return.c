// SPDX-License-Identifier: GPL-3.0-or-later
// A school device that comes back at the desk, or is put into its door by staff: never refused for
// who brings it or when.
#include <stdio.h>

#include "base/err.h"
#include "custody/desk.h"
#include "custody/loan.h"
#include "custody/loans.h"

struct coming {
	struct school_device device;
	struct custody_row care; // id 0: none, it is in the office
	struct loan_row loan;	 // id 0: not lent
	struct decision decision;
	struct facts facts;
	struct slot *home; // NULL: a shelf
};

static int know(struct custody *c, struct now now, const struct actor *by, int64_t device,
	struct coming *coming, char why[ACTOR_WHY])
{
	struct ask ask = {.action = ACTION_RETURN, .place = PLACE_DESK, .owner = OWNER_SCHOOL};
	int err = device_school(c->store, device, &coming->device);

	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "The school has no such device.");
	if (err == 0)
		err = custody_of_device(c->store, device, &coming->care);
	if (err == 0 && coming->care.kind == CUSTODY_LOAN)
		err = loan_of_custody(c->store, coming->care.id, &coming->loan);
	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	if (coming->care.id && !coming->loan.id)
		return REFUSE(ERR_ARG, "It is in its door already.");
	coming->home = find_slot(c, coming->device.home_bank, coming->device.home_door);
	err = facts_of_person(c->store, coming->loan.id ? coming->loan.person : by->person,
		local_from_wall(now.wall), &coming->facts);
	if (err < 0)
		return err;
	ask.device = coming->device.kind;
	ask.custody = coming->loan.id ? CUSTODY_LOAN : CUSTODY_NONE;
	ask.since = coming->care.began_at;
	judge_request(c, &coming->facts, &ask, &coming->decision);
	return 0;
}

static struct decision_row row_of(struct custody *c, struct now now, const struct actor *by,
	const struct coming *coming, int64_t bank)
{
	return decision_of(c, &coming->decision, &coming->facts.request, now.wall,
		coming->loan.id ? coming->loan.person : by->person, bank, ACTION_RETURN,
		PLACE_DESK);
}

static int over_the_counter(struct custody *c, struct now now, const struct actor *by,
	struct coming *coming, struct desk_answer *out_answer)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct decision_row row = row_of(c, now, by, coming, 0);
	int64_t decision = decision_add(c->store, &row);

	if (decision < 0)
		return (int)decision;
	out_answer->custody = coming->care.id;
	snprintf(out_answer->say, sizeof out_answer->say, "%.40s is back, and in the office.",
		coming->device.label);
	return loan_end(c, now, &coming->care, &news, NULL);
}

static int lies_in_door(struct custody *c, struct now now, const struct actor *by,
	struct coming *coming, struct desk_answer *out_answer)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct slot *slot = coming->home;
	struct decision_row row = row_of(c, now, by, coming, slot->row.bank);
	int64_t decision = decision_add(c->store, &row);
	int err = decision < 0 ? (int)decision : 0;

	if (err == 0)
		err = stock_begin(c, now, slot, coming->device.id, &news);
	// Staff looked, and the sensor says otherwise: it is wrong (rule 6).
	if (err == 0 && believed(slot) == READING_NO) {
		slot->row.trusted = false;
		err = put_door(c, slot);
	}
	if (err == 0)
		err = drop_question(c, now, slot, QUESTION_BLIND_IN, "by hand");
	out_answer->bank = slot->row.bank;
	out_answer->door = slot->row.number;
	snprintf(out_answer->say, sizeof out_answer->say, "%.40s is in its door %d.",
		coming->device.label, slot->row.number);
	show_door(c, slot);
	return err;
}

static int open_home(struct custody *c, struct now now, const struct actor *by,
	struct coming *coming, struct desk_answer *out_answer)
{
	struct slot *slot = coming->home;
	struct bank *bank = find_bank(c, slot->row.bank);
	struct opening opening = {.intent = {.kind = INTENT_RETURN,
					  .person = by->person,
					  .device = coming->device.id,
					  .loan = coming->loan.id},
		.decision = row_of(c, now, by, coming, bank->row.id)};
	const char *why = !bank->online ? "That cabinet does not answer: use its key, then say "
					  "that it lies in its door."
			  : !slot->row.in_use ? "Its door is out of use: take it over the counter."
			  : slot->intent.id || is_served_here(bank, by->person)
				  ? "A door is being opened there: ask again."
				  : NULL;

	if (!why)
		return desk_open(c, now, by, bank, slot, &opening, out_answer);
	struct decision decision;

	answer_without_policy(&decision, OUTCOME_REFER, "jam", "");
	int err = desk_refuse(
		c, now, by, opening.intent.person, ACTION_RETURN, &decision, NULL, out_answer);

	snprintf(out_answer->say, sizeof out_answer->say, "%s", why);
	return err;
}

// What nobody's sensor sees is the office's to say, whoever brought it. A door opens for the
// borrower too.
static int check_role(struct custody *c, struct now now, const struct actor *by,
	const struct coming *coming, enum loan_return how, char why[ACTOR_WHY])
{
	enum role role;

	if (how == RETURN_OPEN && coming->loan.id && coming->loan.person == by->person)
		return 0;
	return actor_role(
		c->store, by->person, now.wall, ROLES_OFFICE, "say that it is back", &role, why);
}

int custody_loan_return(struct custody *c, struct now now, const struct actor *by, int64_t device,
	enum loan_return how, struct desk_answer *out_answer, char why[ACTOR_WHY])
{
	struct coming coming = {0};
	int err = know(c, now, by, device, &coming, why);

	if (err < 0)
		return err;
	err = check_role(c, now, by, &coming, how, why);
	if (err < 0)
		return err;
	desk_fill(out_answer, &coming.decision);
	if (how == RETURN_AT_DESK)
		return coming.loan.id ? over_the_counter(c, now, by, &coming, out_answer)
				      : REFUSE(ERR_ARG, "It is not lent: it is in the office.");
	if (!coming.home)
		return REFUSE(ERR_ARG, "Its home is no door; the list of the school's devices says "
				       "where it lives.");
	if (how == RETURN_OPEN)
		return open_home(c, now, by, &coming, out_answer);
	if (coming.home->intent.id)
		return REFUSE(ERR_BUSY, "Its door is being opened for somebody: look again after.");
	return lies_in_door(c, now, by, &coming, out_answer);
}
