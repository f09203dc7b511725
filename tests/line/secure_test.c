// SPDX-License-Identifier: GPL-3.0-or-later
// A bank with a key: who proves what, what is said where it is not proved, and somebody on the
// wire.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"

#define CODE_CLEAR 6 // offset of a clear frame's code behind the mark byte

static void open_keyed(struct rig *rig)
{
	rig_keyed = true;
	rig_init(rig, 1);
}

static void assert_named(const struct rig *rig, enum line_trouble kind)
{
	assert_false(line_is_online(rig->line, 1));
	assert_int_equal(rig_count(rig, RIG_TROUBLE, 1), 1);
	assert_int_equal(rig_last(rig, RIG_TROUBLE, 1)->value, kind);
	assert_true(rig_last(rig, RIG_TROUBLE, 1)->sentence[0]);
	assert_int_equal(rig->outs, 0);
}

static void give_line_key(struct rig *rig, unsigned n)
{
	uint8_t key[OSDP_KEY_SIZE];

	model_key(n, key);
	assert_int_equal(line_set_keys(rig->line, 1, key, NULL), 0);
}

static void a_bank_that_proves_its_key_is_online(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	assert_int_equal(line_counters(rig.line, 1)->handshakes, 1);
	rig_run_ms(&rig, 60000);
	assert_int_equal(line_counters(rig.line, 1)->sessions, 1);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
	rig_release(&rig);
}

static void a_bank_that_wants_a_key_and_has_none_here_is_named(void **state)
{
	struct rig rig;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	model_key(0, key);
	for (int keyed = 0; keyed <= 1; keyed++) {
		rig_keyed = false;
		rig_init(&rig, 1);
		model_set_key(&rig.banks[0], keyed ? key : NULL);
		rig_keyed = true;
		rig_run_ms(&rig, 60000);
		assert_named(&rig, LINE_TROUBLE_NO_KEY);
		rig_release(&rig);
	}
}

static void a_bank_that_says_it_obeys_anybody_is_not_used_either(void **state)
{
	struct rig rig;

	(void)state;
	rig_keyed = false;
	rig_init(&rig, 1); // a bank of before Secure Channel
	assert_true(rig.banks[0].hello.flags & BANK_FLAG_PLAIN_WIRE);
	rig_keyed = true; // and from here nothing but who it is is asked in the clear
	rig_run_ms(&rig, 30000);
	assert_named(&rig, LINE_TROUBLE_NO_KEY);
	rig_release(&rig);
}

static void a_bank_with_another_key_is_named_and_found_when_it_is_set_right(void **state)
{
	struct rig rig;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	open_keyed(&rig);
	give_line_key(&rig, 5);
	rig_run_ms(&rig, 60000);
	assert_named(&rig, LINE_TROUBLE_WRONG_KEY);
	model_key(5, key);
	model_set_key(&rig.banks[0], key);
	rig_run_ms(&rig, 11000);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_NONE);
	rig_release(&rig);
}

static void a_bank_that_lost_its_key_is_named_and_never_keyed_or_used(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	rig.banks[0].button = true; // it would even take the default key
	model_set_key(&rig.banks[0], NULL);
	rig_run_ms(&rig, 120000);
	assert_named(&rig, LINE_TROUBLE_KEY_GONE);
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 1)->value, LINE_OFF_KEY);
	assert_int_equal(rig.banks[0].keysets, 0);
	assert_int_equal(rig_count(&rig, RIG_ONLINE, 1), 1);
	rig_release(&rig);
}

static void a_plain_bank_in_the_place_of_a_keyed_one_is_never_obeyed_to(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	model_init(&rig.banks[0], 0); // says that it obeys anybody
	rig_run_ms(&rig, 60000);
	assert_named(&rig, LINE_TROUBLE_KEY_GONE);
	rig_release(&rig);
}

static void no_value_that_is_none_is_taken_for_a_key(void **state)
{
	struct rig rig;
	uint8_t key[OSDP_KEY_SIZE], none[OSDP_KEY_SIZE];

	(void)state;
	open_keyed(&rig);
	model_key(3, key);
	for (unsigned value = 0; value < 256; value++) {
		memset(none, (int)value, sizeof none);
		assert_int_equal(line_set_keys(rig.line, 1, none, NULL), -ERR_ARG);
		assert_int_equal(line_set_keys(rig.line, 1, key, none), -ERR_ARG);
	}
	osdp_default_key(none);
	assert_int_equal(line_set_keys(rig.line, 1, none, NULL), -ERR_ARG);
	assert_int_equal(line_set_keys(rig.line, 9, key, NULL), -ERR_NOT_FOUND);
	rig_release(&rig);
}

// ---- what goes over the wire

struct spy {
	uint8_t challenge[64][OSDP_RND_SIZE];
	unsigned challenges;
	unsigned lose; // so many CHLNG are lost
};

static void spy_on_challenges(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len)
{
	struct spy *spy = rig->tap_arg;

	if (to_host || *len < 18 || bytes[7] != OSDP_SCS_CHLNG || !(bytes[5] & 8))
		return;
	memcpy(spy->challenge[spy->challenges++ % 64], bytes + 10, OSDP_RND_SIZE);
	if (spy->lose) {
		spy->lose--;
		*len = 0;
	}
}

static void each_challenge_has_its_own_random_number_and_its_repeat_the_same(void **state)
{
	struct rig rig;
	struct spy spy = {.lose = 1};

	(void)state;
	open_keyed(&rig);
	rig.tap = spy_on_challenges;
	rig.tap_arg = &spy;
	rig_wait_online(&rig, 1);
	assert_int_equal(spy.challenges, 2);
	assert_memory_equal(spy.challenge[0], spy.challenge[1], OSDP_RND_SIZE);
	for (unsigned i = 2; i < 20; i++) {
		model_power_up(&rig.banks[0]);
		rig_run_ms(&rig, 1500);
		assert_int_equal(spy.challenges, i + 1);
		for (unsigned j = 1; j < i; j++)
			assert_memory_not_equal(spy.challenge[i], spy.challenge[j], OSDP_RND_SIZE);
	}
	rig_release(&rig);
}

static void without_randomness_there_is_no_session_and_nothing_in_the_clear(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig.no_dice = true;
	rig_run_ms(&rig, 20000);
	assert_false(line_is_online(rig.line, 1));
	rig.no_dice = false;
	rig_run_ms(&rig, 3000);
	assert_true(line_is_online(rig.line, 1));
	rig_release(&rig);
}

static void a_bank_that_begins_again_is_proved_again_before_anything_else(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	model_power_up(&rig.banks[0]);
	rig.banks[0].inputs[3] = 1;
	rig_run_ms(&rig, 1500);
	assert_int_equal(line_counters(rig.line, 1)->handshakes, 2);
	assert_int_equal(rig_count(&rig, RIG_RESTARTED, 1), 1);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	assert_int_equal(rig_last(&rig, RIG_INPUTS, 1)->inputs.contact[3], LINE_CONTACT_OPEN);
	rig_release(&rig);
}

// ---- every answer to every step of the handshake

struct answer {
	uint8_t to;	// this command's reply
	int nak;	// 0: silence
	unsigned times; // so often
};

static void answer_instead(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len)
{
	struct answer *answer = rig->tap_arg;
	static uint8_t asked;

	if (!to_host) {
		asked = bytes[bytes[5] & 8 ? 6 + bytes[6] : 6];
		return;
	}
	if (asked != answer->to || !answer->times || *len < 9)
		return;
	answer->times--;
	*len = 0;
	if (answer->nak) {
		bytes[5] &= (uint8_t)~8;
		bytes[CODE_CLEAR] = OSDP_NAK;
		bytes[CODE_CLEAR + 1] = (uint8_t)answer->nak;
		*len = CODE_CLEAR + 4;
		rig_make_good(bytes, *len);
	}
}

static void whatever_answers_a_step_of_the_handshake_the_bank_comes_online_after_it(void **state)
{
	static const uint8_t steps[] = {OSDP_ID, OSDP_CHLNG, OSDP_SCRYPT, OSDP_CAP, OSDP_MFG,
		OSDP_ISTAT, OSDP_OSTAT, OSDP_LSTAT};
	static const int naks[] = {0, 1, 2, 3, 4, 5, 6, 9, 0xFF};

	(void)state;
	for (size_t step = 0; step < sizeof steps; step++) {
		for (size_t nak = 0; nak < sizeof naks / sizeof *naks; nak++) {
			for (unsigned times = 1; times < 5; times += 3) {
				struct answer answer = {steps[step], naks[nak], times};
				struct rig rig;

				open_keyed(&rig);
				rig.tap = answer_instead;
				rig.tap_arg = &answer;
				rig_run_ms(&rig, 55000);
				assert_int_equal(answer.times, 0);
				assert_true(line_is_online(rig.line, 1));
				assert_int_equal(rig.outs, 0);
				rig_release(&rig);
			}
		}
	}
}

// ---- two keys

static void a_pending_key_that_the_bank_has_becomes_its_own(void **state)
{
	struct rig rig;
	uint8_t old[OSDP_KEY_SIZE], new[OSDP_KEY_SIZE];

	(void)state;
	model_key(0, old);
	model_key(9, new);
	open_keyed(&rig);
	model_set_key(&rig.banks[0], new);
	assert_int_equal(line_set_keys(rig.line, 1, old, new), 0);
	rig_run_ms(&rig, 2000);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(rig_count(&rig, RIG_KEY, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_KEY, 1)->value, LINE_KEY_TAKEN);
	// From now on it alone counts.
	model_set_key(&rig.banks[0], old);
	rig_run_ms(&rig, 20000);
	assert_false(line_is_online(rig.line, 1));
	rig_release(&rig);
}

static void a_pending_key_that_never_arrived_leaves_the_old_one_in_force(void **state)
{
	struct rig rig;
	uint8_t old[OSDP_KEY_SIZE], new[OSDP_KEY_SIZE];

	(void)state;
	model_key(0, old);
	model_key(9, new);
	open_keyed(&rig);
	assert_int_equal(line_set_keys(rig.line, 1, old, new), 0);
	for (unsigned i = 0; i < 5; i++) {
		rig_run_ms(&rig, 3000);
		assert_true(line_is_online(rig.line, 1));
		model_power_up(&rig.banks[0]);
	}
	assert_int_equal(rig_count(&rig, RIG_KEY, 1), 0);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
	rig_release(&rig);
}

static void a_bank_that_answers_by_both_its_keys_in_turn_is_no_stranger_whichever_turn_it_is(
	void **state)
{
	struct rig rig;
	uint8_t old[OSDP_KEY_SIZE], new[OSDP_KEY_SIZE];

	(void)state;
	model_key(0, old);
	model_key(9, new);
	for (uint8_t turn = 0; turn < 4; turn++) {
		open_keyed(&rig);
		// Given the new one, and then the line was dark.
		rig.drop_commands = true;
		rig_run_ms(&rig, 12000);
		assert_false(line_is_online(rig.line, 1));
		rig_forget(&rig);
		model_set_key(&rig.banks[0], new);
		osdp_secure_pd_set_before(&rig.banks[0].channel, old);
		rig.banks[0].channel.asked = turn;
		assert_int_equal(line_set_keys(rig.line, 1, old, new), 0);
		rig.drop_commands = false;
		rig_run_ms(&rig, 12000);
		assert_true(line_is_online(rig.line, 1));
		assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
		rig_release(&rig);
	}
}

// ---- keys found by the serial number

static bool find_keys(void *arg, uint32_t serial, struct line_keys *out_keys)
{
	(void)arg;
	model_key(0, out_keys->key);
	out_keys->pending = false;
	return serial == 1000;
}

static void a_bank_not_recorded_yet_comes_online_under_the_key_kept_for_its_number(void **state)
{
	struct line_config config = {
		.address = "memory", .open_port = port_memory_open, .find_keys = find_keys};
	struct rig rig;
	char why[PORT_WHY];

	(void)state;
	open_keyed(&rig);
	line_close(rig.line);
	config.open_arg = &rig.memory;
	assert_int_equal(line_open(&rig.line, rig.loop, &config, &rig_line_events, &rig, why), 0);
	assert_int_equal(line_add_bank(rig.line, 1, 0, 0), 0);
	rig_run_ms(&rig, 3000);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_ONLINE, 1)->facts.serial, 1000);
	rig_release(&rig);
}

// ---- the clock

static void the_bank_s_clock_is_asked_in_the_session_and_set_on_request(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig.banks[0].has_clock = true;
	rig_wait_online(&rig, 1);
	assert_int_equal(rig_count(&rig, RIG_CLOCK, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_CLOCK, 1)->value, false);
	assert_int_equal(line_set_clock(rig.line, 1), 0);
	rig_run_ms(&rig, 200);
	assert_int_equal(rig_count(&rig, RIG_CLOCK, 1), 2);
	assert_int_equal(rig_last(&rig, RIG_CLOCK, 1)->value, true);
	assert_int_equal(rig_last(&rig, RIG_CLOCK, 1)->ahead_s, 0);
	rig.banks[0].clock.seconds += 400;
	model_power_up(&rig.banks[0]);
	rig_run_ms(&rig, 2000);
	assert_in_range(rig_last(&rig, RIG_CLOCK, 1)->ahead_s, 395, 400);
	rig_release(&rig);
}

static void a_bank_without_a_clock_is_asked_and_left_alone(void **state)
{
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	assert_int_equal(rig_count(&rig, RIG_CLOCK, 1), 0);
	assert_int_equal(line_set_clock(rig.line, 1), 0);
	rig_run_ms(&rig, 500);
	assert_int_equal(line_counters(rig.line, 1)->naks, 1);
	assert_int_equal(rig_count(&rig, RIG_CLOCK, 1), 0);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bank_that_proves_its_key_is_online),
		cmocka_unit_test(a_bank_that_wants_a_key_and_has_none_here_is_named),
		cmocka_unit_test(a_bank_that_says_it_obeys_anybody_is_not_used_either),
		cmocka_unit_test(a_bank_with_another_key_is_named_and_found_when_it_is_set_right),
		cmocka_unit_test(a_bank_that_lost_its_key_is_named_and_never_keyed_or_used),
		cmocka_unit_test(a_plain_bank_in_the_place_of_a_keyed_one_is_never_obeyed_to),
		cmocka_unit_test(no_value_that_is_none_is_taken_for_a_key),
		cmocka_unit_test(each_challenge_has_its_own_random_number_and_its_repeat_the_same),
		cmocka_unit_test(without_randomness_there_is_no_session_and_nothing_in_the_clear),
		cmocka_unit_test(a_bank_that_begins_again_is_proved_again_before_anything_else),
		cmocka_unit_test(
			whatever_answers_a_step_of_the_handshake_the_bank_comes_online_after_it),
		cmocka_unit_test(a_pending_key_that_the_bank_has_becomes_its_own),
		cmocka_unit_test(a_pending_key_that_never_arrived_leaves_the_old_one_in_force),
		cmocka_unit_test(
			a_bank_that_answers_by_both_its_keys_in_turn_is_no_stranger_whichever_turn_it_is),
		cmocka_unit_test(
			a_bank_not_recorded_yet_comes_online_under_the_key_kept_for_its_number),
		cmocka_unit_test(the_bank_s_clock_is_asked_in_the_session_and_set_on_request),
		cmocka_unit_test(a_bank_without_a_clock_is_asked_and_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
