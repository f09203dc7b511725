// SPDX-License-Identifier: GPL-3.0-or-later
// The rules. One request and one policy give one decision, always the same one: policy_decide()
// reads no clock, touches no database, allocates nothing and cannot fail. What the rules are is
// data (db/policies/, loaded by policy/load.h); what they mean is policies.md, whose ids every
// decision cites.
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/walltime.h"
#include "policy/words.h"

// How much of each list one request can carry; a reader refuses a longer one, naming the field.
#define REQUEST_SPANS	24
#define REQUEST_BANS	16
#define REQUEST_GRANTS	32
#define REQUEST_RELEASE 16

// An absent fact is written so that it is never in anybody's favour; request_init() sets them all.
#define TIME_UNKNOWN   (-1)
#define NEVER_BEGINS   ((struct local_time){INT64_MAX})
#define ALREADY_ENDED  ((struct local_time){INT64_MIN})
#define DATE_UNBOUNDED INT32_MAX

// Seconds since 00:00:00 of the day of `at`; includes from, not until.
struct day_span {
	int32_t from, until;
};

struct request_day {
	enum day_kind kind;
	int32_t start, home_time; // or TIME_UNKNOWN; home_time is this person's own today
	int32_t hand_in_until;	  // end of the hand-in window, or TIME_UNKNOWN
	struct day_span sessions[REQUEST_SPANS];
	int session_count;
};

// A Year 6 pupil's permission to walk home alone: both days included.
struct walker {
	struct local_date from, until; // from DATE_UNBOUNDED: never begins; until INT32_MIN: over
	uint8_t weekdays;	       // 1 << enum weekday
};

struct ban {
	bool kinds[2];		       // by enum ban_kind; both where the kind is not known
	struct local_date from, until; // INT32_MIN: long ago; DATE_UNBOUNDED: until lifted
};

enum contact { CONTACT_UNENTERED, CONTACT_NONE, CONTACT_ENTERED };

// Ids are borrowed, compared for equality only, and NULL where not given.
struct request_person {
	enum category category;
	enum year year; // pupils only
	const char *id;
	struct walker walker;
	struct ban bans[REQUEST_BANS];
	int ban_count;
	// UNENTERED: the sessions count; NONE: the timetable says there is none today.
	enum contact contact;
	struct day_span contacts[REQUEST_SPANS];
	int contact_count;
	int32_t arrived; // when the office signed a late pupil in today, or TIME_UNKNOWN
};

struct request_custody {
	enum custody_kind kind;
	struct local_time since; // NEVER_BEGINS where not known
	const char *release_to[REQUEST_RELEASE];
	int release_count;
	bool of_child; // a parent asks for the child's device
	int door;      // 0 where there is none
};

enum attested { ATTEST_UNASKED, ATTEST_YES, ATTEST_NO };

struct grant {
	enum grant_kind kind;
	int by; // enum role, or -1 where not known
	const char *by_id;
	struct local_time from, until; // includes from, not until
	bool parent_request;
	bool names_room;       // any at all
	bool names_staff_room; // one designated for staff (RP-6); see grant_name_rooms
};

struct request {
	enum action action;
	enum place place;
	struct local_time at;
	struct request_day day;
	struct request_person person;
	enum device_kind device;
	enum owner owner;
	struct request_custody custody;
	enum attested switched_off, internet_off, supervised;
	struct grant grants[REQUEST_GRANTS];
	int grant_count;
	enum pupils_setting pupils;
	enum staff_setting staff;
};

#define RULE_ID_MAX 12
// The longest sentence a policy file may lead to: four lines of 16 on a locker's display.
#define SAY_MAX 65

struct decision {
	enum outcome outcome;
	char rule[RULE_ID_MAX]; // an id of policies.md, or "school"
	char say[SAY_MAX];	// one sentence for the person; names no door chosen after it
	unsigned lifted_by;	// 1 << enum role; office for every refer
	unsigned obligations;	// 1 << enum obligation
	bool ours;		// school practice: screens never show this answer as policy text
	struct local_time return_by; // where MUST_RETURN_BY is among them
};

// Immutable once loaded; may be used for any number of decisions.
struct policy;

// Sets every optional fact to absent; the caller then fills in what it knows. Of the lists only
// the counts are set.
void request_init(struct request *request);

// Notes which rooms the text names, one or several with commas between; those of before stay.
void grant_name_rooms(struct grant *grant, const char *text);

// Total: every request whose enums are in range gets an answer.
void policy_decide(
	const struct policy *policy, const struct request *request, struct decision *out_decision);

const char *policy_name(const struct policy *policy);
const char *policy_title(const struct policy *policy); // the school's name

// What stands behind a rule id, for screens and reports. Borrowed from the policy.
struct policy_rule {
	char id[RULE_ID_MAX];
	const char *title;    // in our words
	const char *document; // file name of the school's policy, or of our page on the law
	const char *section;  // where it stands there
	bool ours;	      // school practice: the policy does not say this
	bool enforced;	      // false: recorded only
};

// The policy's own rules and those of the law; NULL where neither has that id.
const struct policy_rule *policy_rule(const struct policy *policy, const char *id);
int policy_rule_count(const struct policy *policy);
const struct policy_rule *policy_rule_at(const struct policy *policy, int index);

// One answer the policy and the law give, in the order in which they are tried. A rule may be
// policy text and an answer by it school practice: the policy says what, and we how.
struct policy_answer {
	const char *rule;	      // an id, or "school"
	unsigned actions, categories; // 1 << enum action, enum category
	unsigned places;	      // 1 << enum place
	enum outcome outcome;
	const char *say; // with {device}, {door} and {home} where they are said
	bool ours;
};
int policy_answer_count(const struct policy *policy);
void policy_answer_at(const struct policy *policy, int index, struct policy_answer *out_answer);

// What the policy says of a school device while it is lent: shown on the loan, and decides nothing.
#define LOAN_TERMS_MAX 4
struct policy_loan_term {
	const struct policy_rule *rule;
	const char *say;  // one sentence for the borrower
	unsigned devices; // 1 << enum device_kind it speaks of
	bool attests;	  // consent is attested on borrowing, images moved on return (RP-17)
	unsigned
		authorised_by; // 1 << enum role who may authorise what it forbids (CC-2); 0: nobody
};
// NULL from the policy's number of terms on. Borrowed.
const struct policy_loan_term *policy_loan_term_at(const struct policy *policy, int index);

// When the policy says it is to be looked at again (RP-16, BF-10, HH-7, CC-3). It decides nothing.
struct policy_review {
	const struct policy_rule *rule;
	struct local_date last, due;
	bool last_known, due_known;
	int every_months; // 0 where the policy names a date and no interval
};
// NULL where the policy does not say. Borrowed.
const struct policy_review *policy_review(const struct policy *policy);

#endif
