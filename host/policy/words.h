// SPDX-License-Identifier: GPL-3.0-or-later
// The closed lists of words a request, a decision and a policy file are written in, and their names
// in text. The order of each list is the order of its enum; tables may store the text, never the
// number.
#ifndef POLICY_WORDS_H
#define POLICY_WORDS_H

#include <stddef.h>

enum action { ACTION_HAND_IN, ACTION_COLLECT, ACTION_KEEP, ACTION_BORROW, ACTION_RETURN };
enum place { PLACE_LOCKER, PLACE_DESK };
enum day_kind { DAY_SCHOOL, DAY_INSET, DAY_HOLIDAY, DAY_WEEKEND };
enum category {
	CATEGORY_PUPIL,
	CATEGORY_STAFF,
	CATEGORY_HEADTEACHER,
	CATEGORY_SLT,
	CATEGORY_OFFICE,
	CATEGORY_GOVERNOR,
	CATEGORY_VOLUNTEER,
	CATEGORY_CONTRACTOR,
	CATEGORY_TRAINEE,
	CATEGORY_SUPPLY,
	CATEGORY_VISITOR,
	CATEGORY_PARENT
};
// Nursery, reception, years 1 to 6.
enum year { YEAR_N, YEAR_R, YEAR_1, YEAR_2, YEAR_3, YEAR_4, YEAR_5, YEAR_6 };
enum device_kind {
	DEVICE_PHONE,
	DEVICE_SMART_WATCH,
	DEVICE_TABLET,
	DEVICE_CAMERA,
	DEVICE_RECORDER,
	DEVICE_CONSOLE,
	DEVICE_OTHER
};
enum owner { OWNER_PERSONAL, OWNER_SCHOOL };
// NONE: no custody is known. HELD is a hold for a parent or another named adult.
enum custody_kind { CUSTODY_NONE, CUSTODY_DEPOSIT, CUSTODY_HELD, CUSTODY_EVIDENCE, CUSTODY_LOAN };
enum grant_kind {
	GRANT_SAFEKEEPING,
	GRANT_EXCEPTIONAL,
	GRANT_VISIT,
	GRANT_MEDICAL,
	GRANT_EARLY_LEAVE,
	GRANT_EMERGENCY_RELEASE
};
enum ban_kind { BAN_PHONE, BAN_SCHOOL_IT };
// Who can give a grant or lift a refusal.
enum role { ROLE_OFFICE, ROLE_SLT, ROLE_HEADTEACHER, ROLE_PARENT, ROLE_POLICE };
// The school's own settings where its policy is silent (design.md section 5, `school`).
enum pupils_setting { PUPILS_UNSET, PUPILS_HOME_TIME, PUPILS_NONE, PUPILS_OWN };
enum staff_setting { STAFF_UNSET, STAFF_CONTACT, STAFF_SESSIONS, STAFF_DAY, STAFF_OWN };
enum outcome { OUTCOME_ALLOW, OUTCOME_REFUSE, OUTCOME_REFER };
enum obligation {
	MUST_RECORD_BREACH,
	MUST_START_BAN,
	MUST_NOTIFY_HEADTEACHER,
	MUST_HOLD_FOR_PARENT,
	MUST_RETURN_BY,
	MUST_ATTEST_OFF,
	MUST_ATTEST_INTERNET_OFF,
	MUST_OUT_OF_VIEW,
	MUST_INFORM_PARENTS
};

struct words {
	const char *const *text;
	int count;
};

extern const struct words action_words, place_words, day_kind_words, category_words, year_words,
	device_kind_words, owner_words, custody_kind_words, grant_kind_words, ban_kind_words,
	role_words, pupils_setting_words, staff_setting_words, outcome_words, obligation_words;

// The number of that word, or -1. len bytes, no terminating zero needed. A setting's first word
// and custody's "none" are for policy files; a request leaves the field out instead.
int word_find(const struct words *words, const char *text, size_t len);
// The text of a number that is in the list; static.
const char *word_text(const struct words *words, int number);

#endif
