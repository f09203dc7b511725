// SPDX-License-Identifier: GPL-3.0-or-later
// A request printed as text is read back by `hometime decide` to one that every policy answers
// alike.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "api/decide.h"
#include "base/err.h"
#include "policy/load.h"
#include "policy/request_print.h"

#define POLICIES 5
#define REQUESTS 40000

static struct policy *policies[POLICIES];
static struct decider *decider;

static int open_all(void **state)
{
	char why[POLICY_WHY_MAX];
	int err = decider_open(&decider);

	(void)state;
	for (int i = 0; err == 0 && i < POLICIES; i++)
		err = policy_open(policy_builtin(i), &policies[i], why);
	return err;
}

static int close_all(void **state)
{
	(void)state;
	for (int i = 0; i < POLICIES; i++)
		policy_close(policies[i]);
	decider_close(decider);
	return 0;
}

static uint32_t dice;

// 0 to below - 1; the same sequence in every run.
static int32_t any(int32_t below)
{
	dice = dice * 1664525u + 1013904223u;
	return (int32_t)(dice >> 8) % below;
}

static struct local_time moment(void)
{
	struct local_fields f = {2026, 11, 23, 0, 0, 0};
	struct local_time time;

	assert_int_equal(local_time_make(&f, &time), 0);
	time.s += any(4 * 24 * 3600) - 2 * 24 * 3600;
	return time;
}

static struct day_span a_span(void)
{
	int32_t from = any(1380) * 60;

	return (struct day_span){from, from + any(60) * 60 + any(2)};
}

static void fill_person(struct request_person *p)
{
	static const char *const ids[] = {NULL, "12", "a \"quoted\\ one\"", "other"};
	int32_t today = local_date_of(moment()).day;

	p->category = any(2) ? CATEGORY_PUPIL : (enum category)any(12);
	if (p->category == CATEGORY_PUPIL)
		p->year = (enum year)any(8);
	p->id = ids[any(4)];
	if (any(2))
		p->walker = (struct walker){{today - any(40)},
			{any(8) ? today + any(30) - 10 : INT32_MIN}, (uint8_t)any(128)};
	for (p->ban_count = any(3); p->ban_count > 0 && any(4) == 0;)
		p->ban_count--;
	for (int i = 0; i < p->ban_count; i++)
		p->bans[i] =
			(struct ban){{any(2), true}, {any(4) ? today - any(10) + 2 : INT32_MIN},
				{any(2) ? today + any(10) - 5 : DATE_UNBOUNDED}};
	p->contact = (enum contact)any(3);
	p->contact_count = p->contact == CONTACT_ENTERED ? 1 + any(3) : 0;
	for (int i = 0; i < p->contact_count; i++)
		p->contacts[i] = a_span();
	if (any(4) == 0)
		p->arrived = any(86400);
}

static void fill_custody(struct request *r)
{
	struct request_custody *c = &r->custody;
	static const char *const ids[] = {"12", "13"};

	c->kind = (enum custody_kind)any(5);
	// One that begins after the request is none that a sound clock makes.
	if (any(3)) {
		c->since = moment();
		if (local_time_before(r->at, c->since))
			c->since = r->at;
	}
	c->release_count = any(3);
	for (int i = 0; i < c->release_count; i++)
		c->release_to[i] = ids[i];
	c->of_child = any(4) == 0;
	c->door = any(25);
}

static void fill_grants(struct request *r)
{
	static const int roles[] = {
		-1, ROLE_OFFICE, ROLE_SLT, ROLE_HEADTEACHER, ROLE_PARENT, ROLE_SLT};

	r->grant_count = any(3);
	for (int i = 0; i < r->grant_count; i++) {
		struct grant *g = &r->grants[i];

		*g = (struct grant){.kind = (enum grant_kind)any(6),
			.by = roles[any(6)],
			.by_id = any(2) ? "12" : NULL,
			.from = any(8) ? moment() : NEVER_BEGINS,
			.until = any(8) ? moment() : ALREADY_ENDED,
			.parent_request = any(2)};
		g->names_room = any(2);
		g->names_staff_room = g->names_room && any(2);
	}
}

static void fill(struct request *r)
{
	request_init(r);
	r->action = (enum action)any(5);
	r->place = (enum place)any(2);
	r->at = moment();
	r->device = (enum device_kind)any(7);
	r->owner = any(4) ? OWNER_PERSONAL : OWNER_SCHOOL;
	r->day.kind = any(2) ? DAY_SCHOOL : (enum day_kind)any(4);
	if (any(4))
		r->day.start = 8 * 3600 + any(7200);
	if (any(4))
		r->day.home_time = 14 * 3600 + any(7200);
	if (any(4))
		r->day.hand_in_until = 8 * 3600 + any(7200);
	r->day.session_count = any(4);
	for (int i = 0; i < r->day.session_count; i++)
		r->day.sessions[i] = a_span();
	fill_person(&r->person);
	fill_custody(r);
	fill_grants(r);
	r->switched_off = (enum attested)any(3);
	r->internet_off = (enum attested)any(3);
	r->supervised = (enum attested)any(3);
	r->pupils = (enum pupils_setting)any(4);
	r->staff = (enum staff_setting)any(5);
}

static void decided_alike(const struct request *r, const struct request *read, const char *text)
{
	for (int i = 0; i < POLICIES; i++) {
		struct decision was, is;

		policy_decide(policies[i], r, &was);
		policy_decide(policies[i], read, &is);
		if (was.outcome != is.outcome || strcmp(was.rule, is.rule) != 0 ||
			strcmp(was.say, is.say) != 0 || was.lifted_by != is.lifted_by ||
			was.obligations != is.obligations || was.return_by.s != is.return_by.s)
			fail_msg("%s answers otherwise: %s", policy_builtin(i), text);
	}
}

static void what_is_printed_is_read_back_to_the_same_answers_and_the_same_text(void **state)
{
	(void)state;
	dice = 7;
	for (int i = 0; i < REQUESTS; i++) {
		struct request r, read;
		const struct policy *policy;
		char text[REQUEST_TEXT_MAX], again[REQUEST_TEXT_MAX], why[DECIDE_WHY_MAX];
		int len;

		fill(&r);
		len = request_print(&r, policy_builtin(i % POLICIES), text, sizeof text);
		assert_int_equal(len, (int)strlen(text));
		if (decider_read(decider, text, (size_t)len, &read, &policy, why) < 0)
			fail_msg("%s: %s", why, text);
		assert_string_equal(policy_name(policy), policy_builtin(i % POLICIES));
		decided_alike(&r, &read, text);
		assert_int_equal(
			request_print(&read, policy_name(policy), again, sizeof again), len);
		assert_string_equal(again, text);
	}
}

static void the_longest_request_fits_and_one_byte_less_is_refused(void **state)
{
	static const char longest[] = "123456789012345678901234";
	struct request r;
	char text[REQUEST_TEXT_MAX];
	int len;

	(void)state;
	fill(&r);
	r.person.category = CATEGORY_PUPIL;
	r.person.id = longest;
	r.person.walker = (struct walker){{20000}, {20400}, 127};
	r.person.contact = CONTACT_ENTERED;
	r.person.contact_count = r.day.session_count = REQUEST_SPANS;
	for (int i = 0; i < REQUEST_SPANS; i++)
		r.person.contacts[i] = r.day.sessions[i] = (struct day_span){40001, 50001};
	r.person.ban_count = REQUEST_BANS;
	for (int i = 0; i < REQUEST_BANS; i++)
		r.person.bans[i] = (struct ban){{false, true}, {20000}, {20400}};
	r.custody.release_count = REQUEST_RELEASE;
	for (int i = 0; i < REQUEST_RELEASE; i++)
		r.custody.release_to[i] = longest;
	r.grant_count = REQUEST_GRANTS;
	for (int i = 0; i < REQUEST_GRANTS; i++)
		r.grants[i] = (struct grant){GRANT_EMERGENCY_RELEASE, ROLE_HEADTEACHER, longest,
			moment(), moment(), true, true, true};
	len = request_print(&r, "christ-church", text, sizeof text);
	assert_in_range(len, 8000, REQUEST_TEXT_MAX - 1);
	assert_int_equal(request_print(&r, "christ-church", text, (size_t)len), -ERR_FULL);
	assert_string_equal(text, "");
	assert_int_equal(request_print(&r, "christ-church", text, (size_t)len + 1), len);
	assert_int_equal(request_print(&r, "christ-church", text, 0), -ERR_FULL);
}

static void a_custody_from_after_the_request_is_printed_without_its_beginning(void **state)
{
	struct request r;
	char text[REQUEST_TEXT_MAX];

	(void)state;
	request_init(&r);
	r.action = ACTION_COLLECT;
	r.place = PLACE_DESK;
	r.at = moment();
	r.day.kind = DAY_SCHOOL;
	r.person.category = CATEGORY_STAFF;
	r.device = DEVICE_PHONE;
	r.owner = OWNER_PERSONAL;
	r.custody.kind = CUSTODY_DEPOSIT;
	r.custody.since = (struct local_time){r.at.s + 1};
	assert_true(request_print(&r, "flixton", text, sizeof text) > 0);
	assert_null(strstr(text, "since"));
	r.custody.since = r.at;
	assert_true(request_print(&r, "flixton", text, sizeof text) > 0);
	assert_non_null(strstr(text, "\"custody\":{\"kind\":\"deposit\",\"since\":\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_is_printed_is_read_back_to_the_same_answers_and_the_same_text),
		cmocka_unit_test(the_longest_request_fits_and_one_byte_less_is_refused),
		cmocka_unit_test(a_custody_from_after_the_request_is_printed_without_its_beginning),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
