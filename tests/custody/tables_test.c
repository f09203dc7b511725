// SPDX-License-Identifier: GPL-3.0-or-later
// The pure tables, every cell of them: the door's, reconcile's, the tap's, the questions' words.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "custody/door.h"
#include "custody/questions.h"
#include "custody/reconcile.h"
#include "custody/tap.h"
#include "custody/text.h"

static bool is_open(enum door_state state)
{
	return state == DOOR_STANDING || state == IN_OPEN || state == IN_HELD ||
	       state == OUT_OPEN || state == OUT_EMPTY || state == OUT_BLIND || state == OUT_GONE ||
	       state == STAFF_OPEN;
}

static void every_state_answers_every_event_exactly_once(void **state)
{
	int steps = 0;

	(void)state;
	for (int from = 0; from < DOOR_STATES; from++) {
		for (int event = 0; event < DOOR_EVENTS; event++) {
			bool ignored = false;
			int listed = door_listed(
				(enum door_state)from, (enum door_event)event, &ignored);
			struct door_step step =
				door_next((enum door_state)from, (enum door_event)event);

			if (listed != 1)
				print_error("state %d, event %d: listed %d times\n", from, event,
					listed);
			assert_int_equal(listed, 1);
			if (ignored)
				assert_true((int)step.to == from && step.does == 0);
			steps += !ignored;
		}
	}
	print_message("%d pairs, %d of them steps\n", DOOR_STATES * DOOR_EVENTS, steps);
}

static void a_door_is_open_after_it_opened_and_shut_after_it_closed(void **state)
{
	(void)state;
	for (int from = 0; from < DOOR_STATES; from++) {
		for (int event = DOOR_OPENED_FULL; event <= DOOR_OPENED_BLIND; event++)
			assert_true(is_open(
				door_next((enum door_state)from, (enum door_event)event).to));
		for (int event = DOOR_CLOSED_FULL; event <= DOOR_CLOSED_BLIND; event++)
			assert_false(is_open(
				door_next((enum door_state)from, (enum door_event)event).to));
	}
}

static void custody_ends_only_where_the_device_was_seen_to_go_or_there_is_no_sensor(void **state)
{
	(void)state;
	for (int from = 0; from < DOOR_STATES; from++) {
		for (int event = 0; event < DOOR_EVENTS; event++) {
			unsigned does =
				door_next((enum door_state)from, (enum door_event)event).does;

			if (does & DOES_END)
				assert_true(from >= IN_ASKED && from < STAFF_ASKED &&
					    (event == DOOR_EMPTIED || event == DOOR_CLOSED_EMPTY));
			if (does & DOES_END_ASSUMED)
				assert_true(from == OUT_BLIND && event == DOOR_CLOSED_BLIND);
			if (does & DOES_BEGIN)
				assert_true(event == DOOR_INSIDE || event == DOOR_OPENED_FULL ||
					    event == DOOR_CLOSED_FULL);
		}
	}
}

static void no_amount_of_time_closes_an_intent_whose_door_stands_open(void **state)
{
	const enum door_event clocks[] = {
		DOOR_TEN, DOOR_TEN_AGAIN, DOOR_TWENTY, DOOR_SIXTY, DOOR_MINUTE};

	(void)state;
	for (int from = 0; from < DOOR_STATES; from++) {
		for (size_t i = 0;
			is_open((enum door_state)from) && i < sizeof clocks / sizeof *clocks; i++)
			assert_int_equal(door_next((enum door_state)from, clocks[i]).to, from);
	}
}

// The design's table, typed again from its page: rows hand-in, collect, none with custody, none
// without; columns closed empty, closed something, open something, open empty, closed no sensor,
// unknown.
static void reconcile_says_what_the_design_says_cell_by_cell(void **state)
{
	static const enum inputs_say columns[] = {SEEN_CLOSED_EMPTY, SEEN_CLOSED_FULL,
		SEEN_OPEN_FULL, SEEN_OPEN_EMPTY, SEEN_CLOSED_BLIND, SEEN_UNKNOWN};
	static const struct {
		enum rows_say rows;
		enum verdict verdicts[6];
	} design[] = {
		{SAY_HAND_IN, {SETTLE_ASIDE, SETTLE_CUSTODY, SETTLE_CUSTODY_OPEN,
				      SETTLE_HAND_IN_OPEN, SETTLE_ASK_BLIND, SETTLE_WAITS}},
		{SAY_COLLECT, {SETTLE_ENDED, SETTLE_GOES_ON, SETTLE_COLLECT_OPEN, SETTLE_ENDED_OPEN,
				      SETTLE_ASK_BLIND, SETTLE_WAITS}},
		{SAY_CUSTODY, {SETTLE_ASK_GONE, SETTLE_NOTHING, SETTLE_FORCED, SETTLE_FORCED_ASK,
				      SETTLE_NOTHING, SETTLE_WAITS}},
		{SAY_NOTHING, {SETTLE_NOTHING, SETTLE_ASK_INSIDE, SETTLE_ASK_INSIDE,
				      SETTLE_LEFT_OPEN, SETTLE_NOTHING, SETTLE_WAITS}},
	};

	(void)state;
	for (size_t row = 0; row < sizeof design / sizeof *design; row++) {
		for (size_t column = 0; column < 6; column++)
			assert_int_equal(reconcile(design[row].rows, columns[column]),
				design[row].verdicts[column]);
	}
}

static void what_is_unknown_waits_and_nothing_ends_custody_that_was_not_seen_to_go(void **state)
{
	(void)state;
	for (int rows = 0; rows < ROWS_SAYS; rows++) {
		assert_int_equal(reconcile((enum rows_say)rows, SEEN_UNKNOWN), SETTLE_WAITS);
		for (int inputs = 0; inputs < SEEN_UNKNOWN; inputs++) {
			enum verdict verdict =
				reconcile((enum rows_say)rows, (enum inputs_say)inputs);

			assert_int_not_equal(verdict, SETTLE_WAITS);
			if (verdict == SETTLE_ENDED || verdict == SETTLE_ENDED_OPEN)
				assert_true(
					(rows == SAY_COLLECT || rows == SAY_WITHDRAWN_COLLECT ||
						rows == SAY_LATE_COLLECT || rows == SAY_BORROW ||
						rows == SAY_WITHDRAWN_BORROW ||
						rows == SAY_LATE_BORROW) &&
					(inputs == SEEN_CLOSED_EMPTY || inputs == SEEN_OPEN_EMPTY));
			// Blind, nothing was seen at all.
			if (inputs == SEEN_CLOSED_BLIND || inputs == SEEN_OPEN_BLIND)
				assert_true(verdict != SETTLE_CUSTODY &&
					    verdict != SETTLE_CUSTODY_OPEN &&
					    verdict != SETTLE_ENDED &&
					    verdict != SETTLE_ENDED_OPEN);
		}
	}
}

// A school device goes out as a phone is collected and comes in as one is handed in: cell by cell,
// but for a return found closed and empty, which puts nobody's device in doubt.
static void a_loan_is_reconciled_as_what_its_door_does_and_an_empty_return_sets_nothing_aside(
	void **state)
{
	static const struct {
		enum rows_say loan, like;
	} pairs[] = {{SAY_BORROW, SAY_COLLECT}, {SAY_BORROW_GONE, SAY_COLLECT_GONE},
		{SAY_RETURN, SAY_HAND_IN}, {SAY_RETURN_BACK, SAY_HAND_IN_HELD},
		{SAY_WITHDRAWN_BORROW, SAY_WITHDRAWN_COLLECT},
		{SAY_WITHDRAWN_RETURN, SAY_WITHDRAWN_HAND_IN}, {SAY_LATE_BORROW, SAY_LATE_COLLECT},
		{SAY_LATE_RETURN, SAY_LATE_HAND_IN}};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		for (int inputs = 0; inputs < INPUTS_SAYS; inputs++) {
			enum verdict like = reconcile(pairs[i].like, (enum inputs_say)inputs);

			assert_int_equal(reconcile(pairs[i].loan, (enum inputs_say)inputs),
				like == SETTLE_ASIDE ? SETTLE_PASSED : like);
		}
	}
	assert_int_equal(reconcile(SAY_RETURN, SEEN_CLOSED_EMPTY), SETTLE_PASSED);
	for (int rows = 0; rows < ROWS_SAYS; rows++)
		assert_int_equal(reconcile_is_late((enum rows_say)rows),
			rows == SAY_LATE_HAND_IN || rows == SAY_LATE_COLLECT ||
				rows == SAY_LATE_BORROW || rows == SAY_LATE_RETURN);
}

static void nothing_known_of_a_person_keeps_a_loan_from_its_door(void **state)
{
	(void)state;
	for (unsigned facts = 0; facts < 1u << TAP_FACTS; facts++) {
		unsigned at_a_door = TAP_HAS_OPENING | TAP_HAS_UNOPENED | TAP_HAS_ASIDE;

		if (facts & TAP_HAS_LOAN_HERE && !(facts & at_a_door))
			assert_int_equal(tap_mean(facts), TAP_RETURN);
		// And a tap lends nowhere but where a tap is meant to.
		if (tap_mean(facts) == TAP_BORROW)
			assert_true(facts & TAP_AT_LOAN_CABINET);
		if (facts & TAP_AT_LOAN_CABINET)
			assert_int_not_equal(tap_mean(facts), TAP_HAND_IN);
	}
}

static enum tap_meaning by_the_page(unsigned f)
{
	if (f & TAP_HAS_OPENING)
		return TAP_SAME_AGAIN;
	if (f & (TAP_HAS_UNOPENED | TAP_HAS_ASIDE))
		return TAP_PULSE;
	if (f & TAP_HAS_LOAN_HERE)
		return TAP_RETURN;
	if (f & TAP_HAS_ASIDE_LONG)
		return TAP_ASIDE_COLLECT;
	if (f & TAP_AT_LOAN_CABINET)
		return f & TAP_HAS_HERE ? TAP_COLLECT : TAP_BORROW;
	if ((f & TAP_HAS_EARLIER_DAY) && (f & TAP_DURING_HAND_IN))
		return TAP_OLD_FIRST;
	if (f & TAP_HAS_HERE)
		return TAP_COLLECT;
	if (f & TAP_HAS_ELSEWHERE)
		return TAP_ELSEWHERE;
	if (f & TAP_HAS_IN_SAFE)
		return TAP_AT_OFFICE;
	return f & TAP_IS_PUPIL_DONE ? TAP_DONE : TAP_HAND_IN;
}

static void every_set_of_facts_has_the_meaning_of_its_first_row(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (unsigned facts = 0; facts < 1u << TAP_FACTS; facts++) {
		assert_int_equal(tap_mean(facts), by_the_page(facts));
		seen |= 1u << tap_mean(facts);
	}
	assert_int_equal(seen, (1u << (TAP_HAND_IN + 1)) - 1);
}

static void every_question_has_a_sentence_and_two_or_three_answers(void **state)
{
	(void)state;
	for (int kind = 0; kind < QUESTION_KINDS; kind++) {
		char sentence[160], answers[96];
		int commas = 0;

		question_sentence((enum question)kind, 7, sentence, sizeof sentence);
		question_answers((enum question)kind, answers, sizeof answers);
		assert_non_null(strstr(sentence, "oor 7"));
		assert_true(strlen(sentence) < sizeof sentence - 1 &&
			    strlen(answers) < sizeof answers - 1);
		for (const char *p = answers; *p; p++)
			commas += *p == ',';
		assert_in_range(commas, 1, 2);
		assert_int_equal(question_find(question_word((enum question)kind)), kind);
		assert_int_equal(question_answer_does((enum question)kind, "perhaps"), 0);
	}
}

static void a_sentence_wraps_between_words_into_four_lines_of_sixteen(void **state)
{
	char lines[OUTBOX_LINES][OUTBOX_WIDTH + 1];

	(void)state;
	assert_true(text_wrap("Nothing seen in door 7: tap again, or see the office", lines));
	assert_string_equal(lines[0], "Nothing seen in");
	assert_string_equal(lines[1], "door 7: tap");
	assert_string_equal(lines[2], "again, or see");
	assert_string_equal(lines[3], "the office");
	assert_true(text_wrap("  exactly sixteen!", lines));
	assert_string_equal(lines[0], "exactly sixteen!");
	assert_true(text_wrap("exactly sixteen..", lines));
	assert_string_equal(lines[1], "sixteen..");
	assert_true(text_wrap("", lines));
	assert_string_equal(lines[0], "");
	assert_false(text_wrap(
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
		lines));
	assert_false(text_wrap("antidisestablishmentarianism", lines));
	assert_string_equal(lines[0], "antidisestablish");
	assert_true(text_wrap("caf\xc3\xa9", lines));
	assert_string_equal(lines[0], "caf??");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_answers_every_event_exactly_once),
		cmocka_unit_test(a_door_is_open_after_it_opened_and_shut_after_it_closed),
		cmocka_unit_test(
			custody_ends_only_where_the_device_was_seen_to_go_or_there_is_no_sensor),
		cmocka_unit_test(no_amount_of_time_closes_an_intent_whose_door_stands_open),
		cmocka_unit_test(reconcile_says_what_the_design_says_cell_by_cell),
		cmocka_unit_test(
			what_is_unknown_waits_and_nothing_ends_custody_that_was_not_seen_to_go),
		cmocka_unit_test(
			a_loan_is_reconciled_as_what_its_door_does_and_an_empty_return_sets_nothing_aside),
		cmocka_unit_test(nothing_known_of_a_person_keeps_a_loan_from_its_door),
		cmocka_unit_test(every_set_of_facts_has_the_meaning_of_its_first_row),
		cmocka_unit_test(every_question_has_a_sentence_and_two_or_three_answers),
		cmocka_unit_test(a_sentence_wraps_between_words_into_four_lines_of_sixteen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
