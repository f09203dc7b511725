// SPDX-License-Identifier: GPL-3.0-or-later
// School devices lent and brought back (docs/loans.md).
#include "api/loans.h"

#include <stdio.h>
#include <string.h>

#include "api/desk.h"
#include "api/names.h"
#include "api/words.h"
#include "base/err.h"
#include "policy/load.h"
#include "store/loans.h"

// The school's policy, for what it says of a loan: the one in force, or opened where nobody has it
// at hand; NULL where it cannot be read.
static const struct policy *the_policy(const struct api_call *call, struct policy **out_opened)
{
	char name[64], why[POLICY_WHY_MAX];

	*out_opened = NULL;
	if (call->api->policy)
		return call->api->policy;
	if (store_setting(call->api->store, "policy", name, sizeof name) == 0)
		policy_open(name, out_opened, why);
	return *out_opened;
}

// [{"rule","say"}] of what the policy says of a device of that kind while it is lent.
static json_t *terms_of(const struct policy *policy, enum device_kind kind)
{
	const struct policy_loan_term *term;
	json_t *list = json_array();

	for (int i = 0; policy && (term = policy_loan_term_at(policy, i)); i++) {
		if (term->devices >> kind & 1)
			json_array_append_new(list,
				json_pack("{s:s, s:s}", "rule", term->rule->id, "say", term->say));
	}
	return list;
}

static void tell_terms(struct api_call *call, int64_t device)
{
	struct policy *opened;
	const struct policy *policy = the_policy(call, &opened);
	struct school_device row;
	json_t *terms, *term;
	size_t i;

	if (device_school(call->api->store, device, &row) == 0) {
		terms = terms_of(policy, row.kind);
		json_array_foreach(terms, i, term)
			api_line(call, "%s (%s)", json_string_value(json_object_get(term, "say")),
				json_string_value(json_object_get(term, "rule")));
		json_object_set_new(call->answer, "terms", terms);
	}
	policy_close(opened);
}

static int lend(struct api_call *call, struct loan_wish *wish)
{
	struct actor by = api_actor(call);
	struct desk_answer answer = {0};
	char why[ACTOR_WHY] = "";
	int consent = api_attest(call, "consent");

	if (consent < 0)
		return -1;
	wish->consent = (enum attested)consent;
	int err = custody_loan_borrow(call->api->custody, call->api->now, &by, wish, &answer, why);

	if (err < 0)
		return api_end(call, err, why, "");
	if (answer.outcome == OUTCOME_ALLOW)
		tell_terms(call, wish->device);
	return desk_tell(call, 0, "", &answer);
}

int request_loan_ask(struct api_call *call)
{
	struct loan_wish wish = {.person = call->by, .place = PLACE_LOCKER};

	wish.device = device_named(call, "label");
	return wish.device ? lend(call, &wish) : -1;
}

int request_loan_borrow(struct api_call *call)
{
	struct loan_wish wish = {.place = PLACE_DESK,
		.person = api_person(call, "person"),
		.taken = api_flag(call, "taken")};

	wish.device = wish.person ? device_named(call, "label") : 0;
	if (!wish.device)
		return -1;
	if (json_object_get(call->request, "until") &&
		!api_moment(call, "until", (struct wall_time){0}, &wish.until))
		return -1;
	if (json_object_get(call->request, "supervised_by") &&
		(wish.supervised_by = api_person(call, "supervised_by")) == 0)
		return -1;
	if (json_object_get(call->request, "authorised_by") &&
		(wish.authorised_by = api_person(call, "authorised_by")) == 0)
		return -1;
	return lend(call, &wish);
}

int loan_come_back(struct api_call *call, enum loan_return how)
{
	struct actor by = api_actor(call);
	struct desk_answer answer = {0};
	char why[ACTOR_WHY] = "";
	int64_t device = device_named(call, "label");
	int err = device ? custody_loan_return(call->api->custody, call->api->now, &by, device, how,
				   &answer, why)
			 : -ERR_ARG;

	if (!device)
		return -1;
	if (err < 0)
		return api_end(call, err, why, "");
	return desk_tell(call, 0, "", &answer);
}

int request_loan_return(struct api_call *call)
{
	bool open = api_flag(call, "open"), in_door = api_flag(call, "in_door");

	if (open && in_door)
		return api_refuse(call, "Either its door opens for it (\"open\"), or it lies in "
					"there (\"in_door\").");
	return loan_come_back(call, open ? RETURN_OPEN : in_door ? RETURN_IN_DOOR : RETURN_AT_DESK);
}

int request_loan_attest(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	int consent = id < 0 ? -1 : api_attest(call, "consent");
	int images = consent < 0 ? -1 : api_attest(call, "images_moved");

	if (images < 0)
		return -1;
	return api_end(call,
		custody_loan_attest(call->api->custody, call->api->now, &by, id,
			(enum attested)consent, (enum attested)images, why),
		why, "Written down.");
}

int request_loan_cabinet(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t bank = api_bank(call, "bank");
	int lends = bank ? api_attest(call, "lends") : -1;

	if (lends < 0)
		return -1;
	if (lends == ATTEST_UNASKED)
		return api_refuse(call, "Does a tap there borrow and return? \"lends\" is yes or "
					"no.");
	return api_end(call,
		custody_loan_cabinet(
			call->api->custody, call->api->now, &by, bank, lends == ATTEST_YES, why),
		why,
		lends == ATTEST_YES ? "A tap there borrows and returns; it takes no phones."
				    : "A tap there hands in and collects.");
}

struct listing {
	struct api_call *call;
	json_t *list;
	const struct policy *policy;
	int overdue;
};

static int add_loan(void *arg, const struct loan_row *loan)
{
	static const char *const words[] = {"not asked", "", "yes", "no"};
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	struct store *store = call->api->store;
	char person[NAME_TEXT], adult[NAME_TEXT], head[NAME_TEXT], by[LOCAL_TIME_TEXT];
	struct school_device device = {.kind = DEVICE_OTHER};
	bool overdue = loan->out && loan->return_by.ms <= call->api->now.wall.ms;
	bool missing = loan->attests && (loan->consent == ATTESTED_NOT ||
						(!loan->out && loan->images == ATTESTED_NOT));

	device_school(store, loan->device, &device);
	name_person(store, loan->person, person);
	name_person(store, loan->supervised_by, adult);
	name_person(store, loan->authorised_by, head);
	local_time_print(local_from_wall(loan->return_by), by);
	listing->overdue += overdue;
	json_array_append_new(listing->list,
		json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:s, s:s, s:s, s:s, s:o}",
			"id", (json_int_t)loan->id, "custody", (json_int_t)loan->custody, "device",
			device.label, "kind", words_of_device(device.kind), "person", person,
			"return_by", by, "out", loan->out, "overdue", overdue, "attests",
			loan->attests, "consent", words[loan->consent], "images_moved",
			words[loan->images], "supervised_by", adult, "authorised_by", head, "terms",
			terms_of(listing->policy, device.kind)));
	api_line(call, "%s%s%s: loan %lld, %s, back by %s%s%s%s%s", overdue ? "! " : "",
		device.label, loan->out ? "" : " (back)", (long long)loan->id, person, by,
		overdue ? ", OVERDUE" : "", adult[0] ? ", supervised by " : "", adult,
		missing ? ", to be attested" : "");
	return 0;
}

int loans_now(struct api_call *call, int *out_overdue)
{
	struct policy *opened;
	struct listing listing = {call, json_array(), the_policy(call, &opened), 0};
	int count =
		loan_each(call->api->store, LOANS_OUT, (struct wall_time){0}, add_loan, &listing);

	policy_close(opened);
	json_object_set_new(call->answer, "loans", listing.list);
	*out_overdue = listing.overdue;
	return count;
}

static int add_unattested(void *arg, const struct loan_row *loan)
{
	return loan->out ? 0 : add_loan(arg, loan);
}

int request_loan_list(struct api_call *call)
{
	int overdue;
	int count = loans_now(call, &overdue);
	struct policy *opened;
	struct listing listing = {call, json_array(), the_policy(call, &opened), 0};
	int open = count < 0 ? count
			     : loan_each(call->api->store, LOANS_TO_ATTEST, (struct wall_time){0},
				       add_unattested, &listing);
	size_t waiting = json_array_size(listing.list);

	policy_close(opened);
	json_object_set_new(call->answer, "to_attest", listing.list);
	if (open < 0)
		return api_failed(call, "Reading the loans", open);
	return api_say(call, "%d lent, %d of them overdue; %zu back and not attested.", count,
		overdue, waiting);
}
