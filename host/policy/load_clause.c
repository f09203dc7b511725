// SPDX-License-Identifier: GPL-3.0-or-later
// One clause of a policy file: what it asks and what it answers, each word checked.
#include <stdarg.h>
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

// The plain fields a clause may ask for, and where their bits lie.
static const struct {
	const char *key;
	const struct words *words;
	int bit;
} fields[] = {
	{"action", &action_words, BIT_ACTION},
	{"place", &place_words, BIT_PLACE},
	{"day", &day_kind_words, BIT_DAY},
	{"year", &year_words, BIT_YEAR},
	{"device", &device_kind_words, BIT_DEVICE},
	{"owner", &owner_words, BIT_OWNER},
	{"custody", &custody_kind_words, BIT_CUSTODY},
	{"pupils", &pupils_setting_words, BIT_PUPILS},
	{"staff", &staff_setting_words, BIT_STAFF},
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static const char *const fact_names[] = {
#define FACT(name, text) text,
#include "policy/facts.def"
#undef FACT
};

static const char *const return_by_names[] = {"loan", "exceptional", "visit"};
static const struct words return_bys = {return_by_names, 3};

static int read_who(struct loading *l, const json_t *value, uint64_t *where)
{
	uint64_t all = ((UINT64_C(1) << category_words.count) - 1) << BIT_CATEGORY;
	unsigned who = 0;
	size_t count = json_is_array(value) ? json_array_size(value) : 1;

	if (count == 0)
		return loading_refuse(l, "\"who\" is an empty list");
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
		const char *name = json_string_value(one);
		int category = name ? word_find(&category_words, name, strlen(name)) : -1;
		unsigned found = 0;

		// A group goes before the category of the same name: "staff" is whom the policy
		// counts as staff.
		for (int g = 0; name && g < l->group_count; g++)
			if (strcmp(l->groups[g].name, name) == 0)
				found = l->groups[g].categories;
		if (!found && category >= 0)
			found = 1u << category;
		if (!found)
			return loading_refuse(
				l, "\"who\" names \"%s\", no group or category", name ? name : "?");
		who |= found;
	}
	*where = (*where & ~all) | (uint64_t)who << BIT_CATEGORY;
	return 0;
}

static int read_if(struct loading *l, const json_t *value, struct clause *c)
{
	if (!json_is_array(value))
		return loading_refuse(l, "\"if\" is not a list of facts");
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *text = json_string_value(json_array_get(value, i));
		bool not = text && strncmp(text, "not ", 4) == 0;
		int fact = -1;

		for (int f = 0; text && f < FACT_COUNT; f++)
			if (strcmp(fact_names[f], text + (not ? 4 : 0)) == 0)
				fact = f;
		if (fact < 0)
			return loading_refuse(l, "\"if\" asks for \"%s\", no fact we know",
				text ? text : "something that is no text");
		if (not )
			c->never |= UINT32_C(1) << fact;
		else
			c->needs |= UINT32_C(1) << fact;
	}
	if (c->needs & c->never)
		return loading_refuse(l, "\"if\" asks for a fact and for its opposite");
	return 0;
}

// The longest a sentence can become must fit the locker's display; the last of the list must need
// nothing that a request may not know.
static int check_say(struct loading *l, const char *sentence, bool last)
{
	struct request longest;
	char say[SAY_MAX];

	request_init(&longest);
	longest.device = DEVICE_RECORDER;
	if (!last) {
		longest.custody.door = 24;
		longest.day.home_time = 15 * 3600;
	}
	for (const char *byte = sentence; *byte; byte++) {
		if (*byte < ' ' || *byte > '~')
			return loading_refuse(
				l, "\"%s\" has a character no display shows", sentence);
	}
	if (!say_print(sentence, &longest, say))
		return loading_refuse(l, "\"%s\" is too long, or %s", sentence,
			last ? "needs a door or time that may not be known"
			     : "has an unknown {word}");
	if (!say_fits_locker(say))
		return loading_refuse(l, "\"%s\" does not fit four lines of 16", sentence);
	return 0;
}

static int read_say(struct loading *l, const json_t *value, struct clause *c)
{
	size_t count = json_is_array(value) ? json_array_size(value) : 1;

	if (count < 1 || count > SAYS_MAX)
		return loading_refuse(l, "\"say\" has none or more than %d sentences", SAYS_MAX);
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;

		c->says[i] = json_string_value(one);
		if (!c->says[i])
			return loading_refuse(l, "has no \"say\", or one that is no sentence");
		if (check_say(l, c->says[i], i + 1 == count) < 0)
			return -ERR_FORMAT;
	}
	return 0;
}

// The end of a grant is an end only where a grant is asked for.
static int read_return_by(struct loading *l, const json_t *value, struct clause *c)
{
	const uint32_t exceptional = UINT32_C(1) << FACT_EXCEPTIONAL;
	const uint32_t visit = UINT32_C(1) << FACT_VISIT;
	unsigned bits;

	if (!json_is_string(value))
		return loading_refuse(l, "\"return_by\" is not loan, exceptional or visit");
	if (loading_words(l, "return_by", value, &return_bys, &bits) < 0)
		return -ERR_FORMAT;
	c->return_by = bits & 1	  ? RETURN_BY_LOAN
		       : bits & 2 ? RETURN_BY_EXCEPTIONAL
				  : RETURN_BY_VISIT;
	if ((c->return_by == RETURN_BY_EXCEPTIONAL && !(c->needs & exceptional)) ||
		(c->return_by == RETURN_BY_VISIT && !(c->needs & visit)))
		return loading_refuse(
			l, "\"return_by\" names a grant that \"if\" does not ask for");
	return 0;
}

static int read_answer(struct loading *l, const json_t *clause, struct clause *c)
{
	const json_t *outcome = json_object_get(clause, "outcome");
	const json_t *lifted = json_object_get(clause, "lifted_by");
	const json_t *obligations = json_object_get(clause, "obligations");
	const json_t *return_by = json_object_get(clause, "return_by");
	unsigned bits = 0;

	if (!json_is_string(outcome) ||
		loading_words(l, "outcome", outcome, &outcome_words, &bits) < 0)
		return loading_refuse(l, "\"outcome\" is not allow, refuse or refer");
	c->outcome = bits & 1 ? OUTCOME_ALLOW : bits & 2 ? OUTCOME_REFUSE : OUTCOME_REFER;
	c->lifted_by = c->outcome == OUTCOME_REFER ? 1u << ROLE_OFFICE : 0;
	if ((c->outcome == OUTCOME_REFUSE) != (lifted != NULL))
		return loading_refuse(l, "a refusal, and only a refusal, says who lifts it");
	// An empty list says that nobody can.
	if (lifted && !(json_is_array(lifted) && json_array_size(lifted) == 0) &&
		loading_words(l, "lifted_by", lifted, &role_words, &c->lifted_by) < 0)
		return -ERR_FORMAT;
	if (obligations && c->outcome != OUTCOME_ALLOW)
		return loading_refuse(l, "only an allow creates \"obligations\"");
	if (obligations && loading_words(l, "obligations", obligations, &obligation_words,
				   &c->obligations) < 0)
		return -ERR_FORMAT;
	if ((c->obligations >> MUST_RETURN_BY & 1) != (return_by != NULL))
		return loading_refuse(l, "return-by and \"return_by\" go together");
	if (return_by && read_return_by(l, return_by, c) < 0)
		return -ERR_FORMAT;
	return read_say(l, json_object_get(clause, "say"), c);
}

static int check_keys(struct loading *l, const json_t *clause)
{
	static const char *const others[] = {"rule", "who", "if", "outcome", "say", "lifted_by",
		"obligations", "return_by", "ours", "note"};
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)clause, key, value)
	{
		bool known = false;

		for (size_t i = 0; i < FIELDS; i++)
			known = known || strcmp(fields[i].key, key) == 0;
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			known = known || strcmp(others[i], key) == 0;
		if (!known)
			return loading_refuse(l, "a clause has no \"%s\"", key);
	}
	return 0;
}

static int read_where(struct loading *l, const json_t *clause, struct clause *c)
{
	c->where = (UINT64_C(1) << BIT_END) - 1;
	for (size_t i = 0; i < FIELDS; i++) {
		const json_t *value = json_object_get(clause, fields[i].key);
		uint64_t all = ((UINT64_C(1) << fields[i].words->count) - 1) << fields[i].bit;
		unsigned bits;

		if (!value)
			continue;
		if (loading_words(l, fields[i].key, value, fields[i].words, &bits) < 0)
			return -ERR_FORMAT;
		c->where = (c->where & ~all) | (uint64_t)bits << fields[i].bit;
	}
	return 0;
}

static bool asks_only(const struct clause *c, int first_bit, int count, int word)
{
	uint64_t all = ((UINT64_C(1) << count) - 1) << first_bit;

	return (c->where & all) == UINT64_C(1) << (first_bit + word);
}

// What stands on a level is what that level is for; otherwise a slip of the pen would go before
// everything below it.
static int check_level(struct loading *l, enum level level, const struct clause *c)
{
	const uint32_t bans = UINT32_C(1) << FACT_PHONE_BAN | UINT32_C(1) << FACT_IT_BAN;
	const uint64_t deposit = UINT64_C(1) << (BIT_ACTION + ACTION_COLLECT) |
				 UINT64_C(1) << (BIT_OWNER + OWNER_PERSONAL);

	// Nobody else has a year, so that a clause without "who" would answer them all.
	if ((c->where >> BIT_YEAR & ((1u << year_words.count) - 1)) !=
			(1u << year_words.count) - 1 &&
		!asks_only(c, BIT_CATEGORY, category_words.count, CATEGORY_PUPIL))
		return loading_refuse(l, "asks for a \"year\", and not \"who\": pupil alone");
	if (level == LEVEL_ALWAYS && c->outcome != OUTCOME_ALLOW)
		return loading_refuse(l, "\"always\" is for what is always allowed");
	if (level == LEVEL_EVIDENCE &&
		(c->outcome == OUTCOME_ALLOW ||
			!asks_only(c, BIT_CUSTODY, custody_kind_words.count, CUSTODY_EVIDENCE)))
		return loading_refuse(
			l, "\"evidence\" is for an evidence hold, which nothing gives back");
	if (level == LEVEL_HOLD &&
		!asks_only(c, BIT_CUSTODY, custody_kind_words.count, CUSTODY_HELD))
		return loading_refuse(l, "\"hold\" is for \"custody\": held");
	if (level == LEVEL_BAN && !(c->needs & bans))
		return loading_refuse(l, "\"ban\" is for phone-ban and school-it-ban");
	if (level == LEVEL_BAN && (c->where & deposit) == deposit)
		return loading_refuse(l, "a ban never keeps a deposit: it may not answer collect");
	return 0;
}

int loading_clause(struct loading *l, enum level level, const json_t *clause)
{
	const char *rule = json_string_value(json_object_get(clause, "rule"));
	const json_t *who = json_object_get(clause, "who");
	const json_t *facts = json_object_get(clause, "if");
	const json_t *note = json_object_get(clause, "note");
	const struct policy_rule *known;
	struct clause *c = &l->policy->clauses[l->policy->clause_count];

	l->rule = rule ? rule : "a clause without a rule";
	if (l->policy->clause_count == CLAUSES_MAX)
		return loading_refuse(l, "more than %d clauses", CLAUSES_MAX);
	known = rule ? policy_rule(l->policy, rule) : NULL;
	if (!rule || (!known && strcmp(rule, "school") != 0))
		return loading_refuse(l, "no such rule is stated among \"rules\"");
	memset(c, 0, sizeof(*c));
	memcpy(c->rule, rule, strlen(rule) + 1);
	if (note && !json_is_string(note))
		return loading_refuse(l, "\"note\" is no text");
	if (loading_flag(l, clause, "ours", &c->ours) < 0)
		return -ERR_FORMAT;
	c->ours = c->ours || !known || known->ours;
	if (check_keys(l, clause) < 0 || read_where(l, clause, c) < 0)
		return -ERR_FORMAT;
	if ((who && read_who(l, who, &c->where) < 0) || (facts && read_if(l, facts, c) < 0))
		return -ERR_FORMAT;
	if (read_answer(l, clause, c) < 0 || check_level(l, level, c) < 0)
		return -ERR_FORMAT;
	l->policy->clause_count++;
	return 0;
}
