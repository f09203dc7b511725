// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of who may ask what: whole, and as the house has decided.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/access.h"
#include "api/api.h"

static const char *const requests[] = {
#define REQUEST(name, function, kind) name,
#include "api/requests.def"
#undef REQUEST
};

static void every_request_has_its_row_and_every_row_its_request(void **state)
{
	static const char *const others[] = {"report day", "report person", "report governors",
		"report evidence", "report rehearsal", "report sheet", "changes"};
	const char *name;

	(void)state;
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		if (!access_known(requests[i]))
			fail_msg("host/api/access.def has no row for \"%s\"", requests[i]);
	}
	for (size_t i = 0; (name = access_name(i)); i++) {
		bool known = api_kind(name) >= 0;

		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			known = known || strcmp(name, others[k]) == 0;
		if (!known)
			fail_msg("access.def: there is no request \"%s\"", name);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(access_name(k), name);
	}
}

static void an_administrator_decides_nothing_about_phones(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		if (strncmp(requests[i], "desk ", 5) == 0 || strncmp(requests[i], "grant ", 6) == 0)
			assert_int_equal(access_of(requests[i], ACCOUNT_ADMINISTRATOR), ACCESS_NO);
	}
}

static void a_reader_and_staff_change_nothing_but_what_is_their_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		assert_int_equal(access_of(requests[i], ACCOUNT_READER), ACCESS_NO);
		assert_int_not_equal(access_of(requests[i], ACCOUNT_STAFF), ACCESS_YES);
	}
	assert_int_equal(access_of("nothing", ACCOUNT_HEADTEACHER), ACCESS_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_request_has_its_row_and_every_row_its_request),
		cmocka_unit_test(an_administrator_decides_nothing_about_phones),
		cmocka_unit_test(a_reader_and_staff_change_nothing_but_what_is_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
