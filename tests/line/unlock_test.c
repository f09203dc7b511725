// SPDX-License-Identifier: GPL-3.0-or-later
// An unlock: accepted, refused, expired or withdrawn, and never a second pulse.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rig.h"

static const struct rig_news *ended(const struct rig *rig)
{
	assert_int_equal(rig_count(rig, RIG_UNLOCK, 1), 1);
	return rig_last(rig, RIG_UNLOCK, 1);
}

// Sends the unlock, and loses every reply from then on.
static void send_and_hear_nothing(struct rig *rig, unsigned door)
{
	assert_int_equal(rig_unlock(rig, 1, door, 1), 0);
	while (!rig->outs)
		rig_run_ms(rig, 1);
	rig->drop_replies = true;
}

static void an_unlock_is_accepted_when_the_coil_was_said_to_be_on(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	assert_int_equal(rig_unlock(&rig, 1, 7, 42), 0);
	rig_run_ms(&rig, 100);
	assert_int_equal(ended(&rig)->value, LINE_ACCEPTED);
	assert_int_equal(ended(&rig)->ticket, 42);
	assert_int_equal(rig_last(&rig, RIG_OUTPUTS, 1)->value, 1u << 7);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	rig_run_ms(&rig, 5000);
	assert_int_equal(rig.outs, 1);
	rig_release(&rig);
}

static void an_unlock_leaves_at_once_when_the_line_is_free(void **state)
{
	struct rig rig;
	unsigned before;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig_run_ms(&rig, 15);
	before = rig.outs;
	assert_int_equal(rig_unlock(&rig, 1, 0, 1), 0);
	// The exchange that is out ends first, never a whole poll interval.
	rig_run_ms(&rig, 9);
	assert_int_equal(rig.outs, before + 1);
	rig_release(&rig);
}

static void a_lost_reply_is_asked_for_again_and_pulses_once(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	send_and_hear_nothing(&rig, 7);
	rig_run_ms(&rig, 100);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	rig.drop_replies = false;
	rig_run_ms(&rig, 1000);
	assert_int_equal(ended(&rig)->value, LINE_ACCEPTED);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	assert_int_equal(rig.outs, 2);
	rig_release(&rig);
}

static void an_unlock_not_accepted_in_two_seconds_is_withdrawn_and_never_sent_again(void **state)
{
	struct rig rig;
	unsigned sent;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.drop_commands = true;
	assert_int_equal(rig_unlock(&rig, 1, 7, 1), 0);
	rig_run_ms(&rig, 2050);
	sent = rig.outs;
	assert_true(sent >= 2);
	assert_int_equal(rig_count(&rig, RIG_UNLOCK, 1), 0);
	rig_forget(&rig);
	rig.drop_commands = false;
	rig_run_ms(&rig, 6000);
	assert_int_equal(ended(&rig)->value, LINE_WITHDRAWN);
	// What is believed was asked anew before: inputs and outputs stand before the end.
	assert_int_equal(rig.news[0].kind, RIG_INPUTS);
	assert_int_equal(rig.news[1].kind, RIG_OUTPUTS);
	assert_int_equal(rig.outs, sent);
	assert_int_equal(model_pulses(&rig.banks[0]), 0);
	rig_release(&rig);
}

static void an_unlock_whose_replies_are_all_lost_is_withdrawn_after_one_pulse(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	send_and_hear_nothing(&rig, 7);
	rig_run_ms(&rig, 3000);
	rig.drop_replies = false;
	rig_run_ms(&rig, 6000);
	assert_int_equal(ended(&rig)->value, LINE_WITHDRAWN);
	assert_int_equal(model_pulses(&rig.banks[0]), 1);
	assert_true(line_is_online(rig.line, 1));
	rig_release(&rig);
}

static void a_bank_that_goes_offline_with_an_unlock_leaves_it_unknown(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	send_and_hear_nothing(&rig, 7);
	rig_run_ms(&rig, 10000);
	assert_int_equal(ended(&rig)->value, LINE_UNKNOWN);
	assert_int_equal(rig_unlock(&rig, 1, 7, 2), -ERR_GONE);
	rig.drop_replies = false;
	rig_run_ms(&rig, 15000);
	assert_int_equal(ended(&rig)->value, LINE_UNKNOWN);
	assert_int_equal(model_pulses(&rig.banks[0]), 1);
	rig_release(&rig);
}

static void busy_is_asked_again_and_pulses_once(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.banks[0].busy_for = 5;
	assert_int_equal(rig_unlock(&rig, 1, 7, 1), 0);
	rig_run_ms(&rig, 1500);
	assert_int_equal(ended(&rig)->value, LINE_ACCEPTED);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	assert_int_equal(rig.outs, 6);
	rig_release(&rig);
}

static void a_bank_busy_for_two_seconds_certainly_did_nothing(void **state)
{
	struct rig rig;
	unsigned sessions;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	sessions = line_counters(rig.line, 1)->sessions;
	rig.banks[0].busy_for = 1000;
	assert_int_equal(rig_unlock(&rig, 1, 7, 1), 0);
	rig_run_ms(&rig, 4000);
	assert_int_equal(ended(&rig)->value, LINE_EXPIRED);
	assert_true(rig.banks[0].busy_for > 900);
	assert_int_equal(model_pulses(&rig.banks[0]), 0);
	// After BUSY nothing is in doubt: the session goes on.
	assert_int_equal(line_counters(rig.line, 1)->sessions, sessions);
	rig_release(&rig);
}

static void a_refused_unlock_says_so(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.banks[0].refuse = OSDP_NAK_RECORD;
	assert_int_equal(rig_unlock(&rig, 1, 7, 1), 0);
	rig_run_ms(&rig, 300);
	assert_int_equal(ended(&rig)->value, LINE_REFUSED);
	rig_forget(&rig);
	rig.banks[0].refuse = 0;
	rig.banks[0].never_proves = true;
	assert_int_equal(rig_unlock(&rig, 1, 7, 2), 0);
	rig_run_ms(&rig, 300);
	assert_int_equal(ended(&rig)->value, LINE_REFUSED);
	rig_release(&rig);
}

static void unlocks_are_taken_only_for_doors_of_a_checked_and_adopted_bank(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	assert_int_equal(rig_unlock(&rig, 1, 0, 1), -ERR_GONE);
	rig_wait_online(&rig, 1);
	assert_int_equal(rig_unlock(&rig, 9, 0, 1), -ERR_NOT_FOUND);
	assert_int_equal(rig_unlock(&rig, 1, 16, 1), -ERR_ARG);
	for (unsigned i = 0; i < LINE_UNLOCKS; i++)
		assert_int_equal(rig_unlock(&rig, 1, i, i), 0);
	assert_int_equal(rig_unlock(&rig, 1, 9, 9), -ERR_FULL);
	rig_run_ms(&rig, 4000);
	assert_int_equal(rig_count(&rig, RIG_UNLOCK, 1), LINE_UNLOCKS);
	model_init(&rig.banks[1], 1);
	rig.bank_count = 2;
	assert_int_equal(line_add_bank(rig.line, 2, 1, 0), 0);
	rig_give_key(&rig, 1);
	rig_wait_online(&rig, 2);
	assert_int_equal(rig_unlock(&rig, 2, 0, 1), -ERR_DENIED);
	assert_int_equal(line_adopt(rig.line, 2, rig_last(&rig, RIG_ONLINE, 2)->facts.serial), 0);
	assert_int_equal(rig_unlock(&rig, 2, 0, 1), 0);
	rig_run_ms(&rig, 100);
	assert_int_equal(rig.banks[1].pulses[0], 1);
	rig_release(&rig);
}

static void an_unlock_waiting_behind_another_that_never_left_expires(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	send_and_hear_nothing(&rig, 7);
	assert_int_equal(rig_unlock(&rig, 1, 8, 2), 0);
	rig_run_ms(&rig, 2100);
	assert_int_equal(ended(&rig)->ticket, 2);
	assert_int_equal(ended(&rig)->value, LINE_EXPIRED);
	rig.drop_replies = false;
	rig_run_ms(&rig, 4000);
	assert_int_equal(rig.banks[0].pulses[8], 0);
	rig_release(&rig);
}

static void a_bank_that_restarts_in_the_middle_gets_nothing_again(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	send_and_hear_nothing(&rig, 7);
	rig_run_ms(&rig, 100);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	model_power_up(&rig.banks[0]);
	rig.drop_replies = false;
	rig_run_ms(&rig, 5000);
	assert_int_equal(ended(&rig)->value, LINE_WITHDRAWN);
	assert_int_equal(rig.banks[0].pulses[7], 1);
	assert_int_equal(rig_count(&rig, RIG_RESTARTED, 1), 1);
	rig_release(&rig);
}

// An unlock whose command is lost for good: after two seconds the session begins again.
static void lose_the_session(struct rig *rig)
{
	rig->drop_commands = true;
	assert_int_equal(rig_unlock(rig, 1, 7, 1), 0);
	while (!rig->outs)
		rig_run_ms(rig, 1);
	rig_run_ms(rig, 2100);
	rig->drop_commands = false;
}

static const uint8_t uid[4] = {1, 2, 3, 4};

static void a_card_said_again_after_the_session_was_lost_is_filed_once(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig_run_ms(&rig, 200);
	model_tap(&rig.banks[0], uid, sizeof uid);
	while (!rig_count(&rig, RIG_CARD, 1))
		rig_run_ms(&rig, 1);
	// The bank never learns that its card arrived, and says it again in the new session.
	lose_the_session(&rig);
	assert_int_equal(rig.banks[0].event_count, 1);
	rig_run_ms(&rig, 3000);
	assert_int_equal(rig.banks[0].event_count, 0);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	rig_release(&rig);
}

static void a_card_that_comes_while_the_session_begins_again_is_not_lost(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig_run_ms(&rig, 200);
	lose_the_session(&rig);
	model_tap(&rig.banks[0], uid, sizeof uid);
	rig_run_ms(&rig, 3000);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	// Not before the identity was checked anew: inputs are filed first.
	assert_true(rig_last(&rig, RIG_CARD, 1) > rig_last(&rig, RIG_INPUTS, 1));
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unlock_is_accepted_when_the_coil_was_said_to_be_on),
		cmocka_unit_test(an_unlock_leaves_at_once_when_the_line_is_free),
		cmocka_unit_test(a_lost_reply_is_asked_for_again_and_pulses_once),
		cmocka_unit_test(
			an_unlock_not_accepted_in_two_seconds_is_withdrawn_and_never_sent_again),
		cmocka_unit_test(an_unlock_whose_replies_are_all_lost_is_withdrawn_after_one_pulse),
		cmocka_unit_test(a_bank_that_goes_offline_with_an_unlock_leaves_it_unknown),
		cmocka_unit_test(busy_is_asked_again_and_pulses_once),
		cmocka_unit_test(a_bank_busy_for_two_seconds_certainly_did_nothing),
		cmocka_unit_test(a_refused_unlock_says_so),
		cmocka_unit_test(unlocks_are_taken_only_for_doors_of_a_checked_and_adopted_bank),
		cmocka_unit_test(an_unlock_waiting_behind_another_that_never_left_expires),
		cmocka_unit_test(a_bank_that_restarts_in_the_middle_gets_nothing_again),
		cmocka_unit_test(a_card_said_again_after_the_session_was_lost_is_filed_once),
		cmocka_unit_test(a_card_that_comes_while_the_session_begins_again_is_not_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
