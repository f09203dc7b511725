// SPDX-License-Identifier: GPL-3.0-or-later
// Cards given, taken back, lost and replaced at the desk.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/cards.h"
#include "store/card_admin.h"
#include "store/people.h"

#define NOW moment("2026-11-23T09:00")

static enum card_state state_of(struct school *s, const char *uid)
{
	struct card card;

	assert_int_equal(card_find(s->store, uid, &card), 0);
	return card.state;
}

static void a_card_is_given_once_and_recorded_without_its_number(void **state)
{
	struct school *s = *state;

	assert_int_equal(cards_give(s->store, &s->office, NOW, "04:a1:b2:c3", "P6", s->why), 0);
	assert_int_equal(state_of(s, "04A1B2C3"), CARD_ACTIVE);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'card given'"), 1);
	assert_int_equal(school_count(s, "event WHERE facts LIKE '%04A1%'"), 0);
}

static void a_card_in_use_is_not_given_to_another(void **state)
{
	struct school *s = *state;

	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(
		cards_give(s->store, &s->office, NOW, "04A1B2C3", "P5", s->why), -ERR_EXISTS);
	assert_non_null(strstr(s->why, "P6's"));
	assert_int_equal(cards_end(s->store, &s->office, NOW, "04A1B2C3", s->why), 0);
	assert_int_equal(state_of(s, "04A1B2C3"), CARD_ENDED);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P5", s->why), 0);
}

static void a_lost_card_is_lost_once_and_may_be_given_again_when_found(void **state)
{
	struct school *s = *state;

	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(cards_lost(s->store, &s->office, NOW, "04A1B2C3", s->why), 0);
	assert_int_equal(cards_lost(s->store, &s->office, NOW, "04A1B2C3", s->why), 0);
	assert_int_equal(state_of(s, "04A1B2C3"), CARD_LOST);
	assert_int_equal(school_count(s, "event WHERE kind = 'card lost'"), 1);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(state_of(s, "04A1B2C3"), CARD_ACTIVE);
}

static void a_replacement_makes_every_card_in_use_a_lost_one(void **state)
{
	struct school *s = *state;

	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C4", "P6", s->why), 0);
	assert_int_equal(cards_replace(s->store, &s->office, NOW, "04A1B2C5", "P6", s->why), 0);
	assert_int_equal(state_of(s, "04A1B2C3"), CARD_LOST);
	assert_int_equal(state_of(s, "04A1B2C4"), CARD_LOST);
	assert_int_equal(state_of(s, "04A1B2C5"), CARD_ACTIVE);
	assert_int_equal(
		cards_replace(s->store, &s->office, NOW, "04A1B2C5", "P6", s->why), -ERR_EXISTS);
	assert_int_equal(
		cards_replace(s->store, &s->office, NOW, "04A1B2C5", "P5", s->why), -ERR_EXISTS);
	assert_int_equal(state_of(s, "04A1B2C5"), CARD_ACTIVE);
}

static void what_is_no_card_or_nobody_is_refused_with_a_sentence(void **state)
{
	struct school *s = *state;
	struct person_record person;

	assert_int_equal(
		cards_give(s->store, &s->office, NOW, "08A1B2C3", "P6", s->why), -ERR_FORMAT);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "nobody", s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(cards_end(s->store, &s->office, NOW, "04A1B2C3", s->why), -ERR_NOT_FOUND);
	assert_int_equal(person_find(s->store, "P5", &person), 0);
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(cards_give(s->store, &s->office, NOW, "04A1B2C3", "P5", s->why), -ERR_ARG);
	assert_int_equal(school_count(s, "card"), 0);
}

static void only_office_and_leadership_handle_cards(void **state)
{
	struct school *s = *state;
	struct actor nobody = {0};

	assert_int_equal(
		cards_give(s->store, &s->teacher, NOW, "04A1B2C3", "P6", s->why), -ERR_DENIED);
	assert_non_null(strstr(s->why, "Only the office or the leadership team may give out"));
	assert_int_equal(cards_give(s->store, &nobody, NOW, "04A1B2C3", "P6", s->why), -ERR_DENIED);
	assert_int_equal(cards_give(s->store, &s->head, NOW, "04A1B2C3", "P6", s->why), 0);
	assert_int_equal(cards_give(s->store, &s->slt, NOW, "04A1B2C4", "P6", s->why), 0);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(a_card_is_given_once_and_recorded_without_its_number),
		IN_SCHOOL(a_card_in_use_is_not_given_to_another),
		IN_SCHOOL(a_lost_card_is_lost_once_and_may_be_given_again_when_found),
		IN_SCHOOL(a_replacement_makes_every_card_in_use_a_lost_one),
		IN_SCHOOL(what_is_no_card_or_nobody_is_refused_with_a_sentence),
		IN_SCHOOL(only_office_and_leadership_handle_cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
