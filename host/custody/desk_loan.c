// SPDX-License-Identifier: GPL-3.0-or-later
// A school device lent: asked for by its borrower, or by the desk.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/desk.h"
#include "custody/loan.h"
#include "custody/loans.h"

// Everything known of one loan while it is asked for.
struct lending {
	const struct loan_wish *wish;
	struct school_device device;
	struct facts facts;
	struct decision decision;
	struct loan_row loan;
	struct slot *slot; // where it lies; NULL: in the office
};

static int refuse_loan(struct custody *c, struct now now, const struct actor *by,
	struct lending *lending, const char *say, struct desk_answer *out_answer)
{
	struct decision decision;

	answer_without_policy(&decision, OUTCOME_REFER, "loan", "");
	int err = desk_refuse(
		c, now, by, lending->wish->person, ACTION_BORROW, &decision, NULL, out_answer);

	snprintf(out_answer->say, sizeof out_answer->say, "%s", say);
	return err;
}

// Who may ask for it, and in whose name.
static int check_roles(struct custody *c, struct now now, const struct actor *by,
	const struct lending *lending, char why[ACTOR_WHY])
{
	const struct loan_wish *wish = lending->wish;
	struct person_record adult;
	unsigned may = 0;
	enum role role;

	if (wish->place == PLACE_LOCKER && wish->person != by->person)
		return REFUSE(ERR_DENIED, "Only the borrower asks at the cabinet; the office lends "
					  "at the desk.");
	if (wish->place == PLACE_DESK) {
		int err = actor_role(
			c->store, by->person, now.wall, ROLES_OFFICE, "lend", &role, why);

		if (err < 0)
			return err;
	}
	if (wish->supervised_by) {
		int err = person_get(c->store, wish->supervised_by, &adult);

		if (err < 0)
			return err;
		if (adult.year[0] || strcmp(adult.category, "parent") == 0 ||
			strcmp(adult.category, "visitor") == 0)
			return REFUSE(ERR_ARG,
				"The supervising adult is a member of staff, and %s is %s.",
				adult.ref, adult.category);
	}
	if (!wish->authorised_by)
		return 0;
	const struct policy_loan_term *term;

	for (int i = 0; (term = policy_loan_term_at(c->policy, i)); i++)
		may |= term->authorised_by;
	if (!may)
		return REFUSE(ERR_ARG, "This policy lets nobody authorise social media on a school "
				       "device.");
	return actor_role(
		c->store, wish->authorised_by, now.wall, may, "authorise that", &role, why);
}

static int find_device(struct custody *c, struct lending *lending, char why[ACTOR_WHY])
{
	struct custody_row care;
	int err = device_school(c->store, lending->wish->device, &lending->device);

	if (err == -ERR_NOT_FOUND || (err == 0 && lending->device.ended))
		return REFUSE(ERR_NOT_FOUND, "The school has no such device.");
	if (err < 0)
		return err;
	err = custody_of_device(c->store, lending->device.id, &care);
	if (err == 0 && care.kind == CUSTODY_LOAN)
		return 1;
	if (err == 0)
		lending->slot = find_slot(c, care.bank, care.door);
	return err == -ERR_NOT_FOUND ? 0 : err;
}

static int judge(struct custody *c, struct now now, struct lending *lending, char why[ACTOR_WHY])
{
	const struct loan_wish *wish = lending->wish;
	struct ask ask = {.action = ACTION_BORROW,
		.place = wish->place,
		.device = lending->device.kind,
		.owner = OWNER_SCHOOL,
		.supervised = wish->supervised_by ? ATTEST_YES : ATTEST_UNASKED};
	int err =
		facts_of_person(c->store, wish->person, local_from_wall(now.wall), &lending->facts);

	if (err < 0)
		return err;
	if (lending->facts.left)
		return REFUSE(ERR_ARG, "Whoever has left borrows nothing.");
	if (wish->until.ms && wish->until.ms <= now.wall.ms)
		return REFUSE(ERR_ARG, "It must come back later than now.");
	judge_request(c, &lending->facts, &ask, &lending->decision);
	lending->loan = (struct loan_row){.device = lending->device.id,
		.person = wish->person,
		.asked_at = now.wall,
		.return_by = wish->until,
		.supervised_by = wish->supervised_by,
		.authorised_by = wish->authorised_by,
		.attests = loan_attests(c, lending->device.kind),
		.consent = wish->consent == ATTEST_YES	? ATTESTED_YES
			   : wish->consent == ATTEST_NO ? ATTESTED_NO
							: ATTESTED_NOT};
	// A refusal has no such time.
	if (!wish->until.ms && lending->decision.outcome == OUTCOME_ALLOW)
		lending->loan.return_by = local_to_wall(lending->decision.return_by);
	return 0;
}

static int from_office(struct custody *c, struct now now, const struct actor *by,
	struct lending *lending, struct desk_answer *out_answer)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct decision_row row = decision_of(c, &lending->decision, &lending->facts.request,
		now.wall, lending->wish->person, 0, ACTION_BORROW, PLACE_DESK);
	int64_t decision = decision_add(c->store, &row);
	int64_t loan = decision < 0 ? decision : loan_add(c->store, &lending->loan);

	if (loan < 0)
		return (int)loan;
	int err = loan_begin(c, now, loan, &news, NULL);

	if (err == 0)
		err = loan_get(c->store, loan, &lending->loan);
	out_answer->custody = lending->loan.custody;
	return err;
}

// Out of its door already, with the mechanical key; the policy was asked all the same.
static int taken_by_key(struct custody *c, struct now now, const struct actor *by,
	struct lending *lending, struct desk_answer *out_answer)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct slot *slot = lending->slot;
	struct decision_row row = decision_of(c, &lending->decision, &lending->facts.request,
		now.wall, lending->wish->person, slot->row.bank, ACTION_BORROW, PLACE_DESK);
	int64_t decision = decision_add(c->store, &row);
	int64_t loan = decision < 0 ? decision : loan_add(c->store, &lending->loan);

	if (loan < 0)
		return (int)loan;
	int err = stock_end(c, now, slot, loan, &news);

	if (err == 0)
		err = drop_question(c, now, slot, QUESTION_GONE, "by hand");
	if (err == 0)
		err = drop_question(c, now, slot, QUESTION_FORCED, "by hand");
	if (err == 0)
		err = ask_if_full(c, now, slot);
	if (err == 0)
		err = loan_get(c->store, loan, &lending->loan);
	out_answer->custody = lending->loan.custody;
	show_door(c, slot);
	return err;
}

static int from_door(struct custody *c, struct now now, const struct actor *by,
	struct lending *lending, struct desk_answer *out_answer)
{
	const struct loan_wish *wish = lending->wish;
	struct slot *slot = lending->slot;
	struct bank *bank = find_bank(c, slot->row.bank);
	bool staff = lending->facts.request.person.category != CATEGORY_PUPIL;

	if (wish->taken && !slot->intent.id)
		return taken_by_key(c, now, by, lending, out_answer);
	if (!bank->online)
		return refuse_loan(c, now, by, lending,
			"That cabinet does not answer: use its key, then say that it was taken.",
			out_answer);
	if (slot->intent.id || is_served_here(bank, wish->person))
		return refuse_loan(c, now, by, lending,
			"A door is being opened there for somebody: ask again.", out_answer);
	if (!slot->row.in_use || custody_time_doubtful(c, now.wall))
		return refuse_loan(c, now, by, lending,
			slot->row.in_use ? "The clock is in doubt: set it first."
					 : "Its door is out of use: use its key, then say "
					   "that it was taken.",
			out_answer);
	int64_t loan = loan_add(c->store, &lending->loan);

	if (loan < 0)
		return (int)loan;
	struct opening opening = {.intent = {.kind = INTENT_BORROW,
					  .person = wish->person,
					  .custody = slot->custody,
					  .device = lending->device.id,
					  .loan = loan},
		.decision = decision_of(c, &lending->decision, &lending->facts.request, now.wall,
			wish->person, bank->row.id, ACTION_BORROW, wish->place)};

	if (wish->place == PLACE_LOCKER)
		return desk_wait(c, now, by, wish->person, bank, slot, &opening, out_answer);
	if (bank->row.in_sight)
		return desk_open(c, now, by, bank, slot, &opening, out_answer);
	opening.intent.by_person = by->person;
	// A pupil is taken there by whoever lends it.
	return desk_wait(
		c, now, by, staff ? wish->person : by->person, bank, slot, &opening, out_answer);
}

int custody_loan_borrow(struct custody *c, struct now now, const struct actor *by,
	const struct loan_wish *wish, struct desk_answer *out_answer, char why[ACTOR_WHY])
{
	struct lending lending = {.wish = wish};
	int err = check_roles(c, now, by, &lending, why);
	int lent = err < 0 ? err : find_device(c, &lending, why);

	if (lent < 0)
		return lent;
	if (lent)
		return refuse_loan(c, now, by, &lending,
			"It is lent to somebody; the list of loans says to whom.", out_answer);
	err = judge(c, now, &lending, why);
	if (err < 0)
		return err;
	if (lending.decision.outcome != OUTCOME_ALLOW)
		return desk_refuse(c, now, by, wish->person, ACTION_BORROW, &lending.decision,
			&lending.facts.request, out_answer);
	desk_fill(out_answer, &lending.decision);
	if (lending.slot)
		return from_door(c, now, by, &lending, out_answer);
	if (wish->place == PLACE_LOCKER)
		return refuse_loan(
			c, now, by, &lending, "It is in the office: ask there.", out_answer);
	return from_office(c, now, by, &lending, out_answer);
}

int custody_loan_attest(struct custody *c, struct now now, const struct actor *by, int64_t id,
	enum attested consent, enum attested images_moved, char why[ACTOR_WHY])
{
	static const enum attested_how hows[] = {ATTESTED_NOT, ATTESTED_YES, ATTESTED_NO};
	static const char *const words[] = {"", "yes", "no"};
	struct loan_row loan;
	enum role role;
	char facts[128];
	int err = loan_get(c->store, id, &loan);

	if (err == -ERR_NOT_FOUND || (err == 0 && !loan.custody))
		return REFUSE(
			ERR_NOT_FOUND, "No loan has that number; the list of loans shows them.");
	if (err == 0 && loan.person != by->person)
		err = actor_role(c->store, by->person, now.wall, ROLES_OFFICE, "attest for another",
			&role, why);
	if (err < 0)
		return err;
	if (consent == ATTEST_UNASKED && images_moved == ATTEST_UNASKED)
		return REFUSE(
			ERR_ARG, "Say yes or no: was there consent, or were the images moved?");
	if (consent != ATTEST_UNASKED)
		err = loan_attest_consent(c->store, id, hows[consent], by->person);
	if (err == 0 && images_moved != ATTEST_UNASKED)
		err = loan_attest_images(c->store, id, hows[images_moved], by->person);
	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"loan\":%lld,\"consent\":\"%s\",\"images_moved\":\"%s\"}",
		(long long)id, words[consent], words[images_moved]);
	struct event event = {
		.kind = "attested", .person = loan.person, .custody = loan.custody, .facts = facts};

	return desk_event(c, now, by, &event);
}
