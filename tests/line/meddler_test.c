// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody on the wire of a bank with a key: bends, cuts, replays, lies, and speaks as a panel.
// What he does is refused, counted and said; no door opens and no card is lost by it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "osdp/crc.h"
#include "rig.h"

#define CODE_CLEAR 6 // offset of a clear frame's code behind the mark byte

static void open_keyed(struct rig *rig)
{
	rig_keyed = true;
	rig_init(rig, 1);
}

struct meddler {
	unsigned at;   // this reply (or command) of a session
	bool commands; // meddle with commands
	unsigned byte, bit;
	unsigned cut; // shortened by so many bytes, length and check made right
	unsigned seen;
	bool struck;
	uint8_t kept[300]; // a reply of the session, to be played again
	size_t kept_len;
	bool replay;
	int nak; // every reply of a session becomes this NAK, in the clear
};

static void say_nak(struct meddler *meddler, uint8_t *bytes, size_t *len)
{
	bytes[5] &= (uint8_t)~8;
	bytes[CODE_CLEAR] = OSDP_NAK;
	bytes[CODE_CLEAR + 1] = (uint8_t)meddler->nak;
	*len = CODE_CLEAR + 4;
	rig_make_good(bytes, *len);
}

static void meddle(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len)
{
	struct meddler *meddler = rig->tap_arg;
	bool sealed = *len > 12 && bytes[5] & 8 && bytes[7] >= OSDP_SCS_COMMAND;

	if (meddler->commands == to_host || !sealed)
		return;
	if (meddler->nak) {
		say_nak(meddler, bytes, len);
		return;
	}
	if (meddler->replay && meddler->kept_len && meddler->seen++ == meddler->at) {
		// The old reply under this one's number.
		uint8_t control = bytes[5];

		memcpy(bytes, meddler->kept, meddler->kept_len);
		*len = meddler->kept_len;
		bytes[5] = control;
		rig_make_good(bytes, *len);
		meddler->struck = true;
		return;
	}
	if (meddler->replay) {
		memcpy(meddler->kept, bytes, *len);
		meddler->kept_len = *len;
		return;
	}
	if (meddler->seen++ != meddler->at || meddler->byte + 3 >= *len ||
		*len <= 12 + meddler->cut)
		return;
	*len -= meddler->cut;
	bytes[1 + meddler->byte] ^= (uint8_t)(meddler->cut ? 0 : 1 << meddler->bit);
	rig_make_good(bytes, *len);
	meddler->struck = true;
}

// A card is read and a door opened while the meddler strikes; whatever he does, nothing happens
// that was not asked, nothing is believed that was not said, and the bank is there again.
static bool play_with(struct meddler meddler)
{
	static const uint8_t uid[7] = {0x04, 1, 2, 3, 4, 5, 6};
	struct rig rig;
	unsigned struck;
	bool asked;

	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	rig.tap = meddle;
	rig.tap_arg = &meddler;
	model_tap(&rig.banks[0], uid, sizeof uid);
	rig_run_ms(&rig, 40);
	asked = rig_unlock(&rig, 1, 7, 5) == 0; // else the session is being restarted
	rig_run_ms(&rig, 4000);
	struck = meddler.struck;
	assert_true(rig.banks[0].pulses[7] <= 1);
	assert_int_equal(model_pulses(&rig.banks[0]), rig.banks[0].pulses[7]);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	assert_memory_equal(rig_last(&rig, RIG_CARD, 1)->uid, uid, sizeof uid);
	assert_int_equal(rig_count(&rig, RIG_UNLOCK, 1), asked);
	assert_int_equal(rig.banks[0].pulses[7] == 1 && !asked, false);
	if (asked && rig_last(&rig, RIG_UNLOCK, 1)->value == LINE_ACCEPTED)
		assert_int_equal(rig.banks[0].pulses[7], 1);
	for (unsigned i = 0; i < rig.news_count; i++) {
		for (unsigned door = 0; rig.news[i].kind == RIG_INPUTS && door < 16; door++)
			assert_int_equal(rig.news[i].inputs.contact[door], LINE_CONTACT_CLOSED);
	}
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	assert_true(line_is_online(rig.line, 1));
	rig_release(&rig);
	return struck;
}

static void any_bit_bent_under_a_good_check_is_refused(void **state)
{
	(void)state;
	for (int commands = 0; commands <= 1; commands++) {
		for (unsigned at = 0; at < 4; at++) {
			unsigned struck = 0;

			for (unsigned byte = 0; byte < 40; byte++) {
				// Length is made good again, so bending it is nothing.
				if (byte == 2 || byte == 3)
					continue;
				for (unsigned bit = 0; bit < 8; bit += 3)
					struck += play_with((struct meddler){.at = at,
						.commands = commands,
						.byte = byte,
						.bit = bit});
			}
			assert_true(struck > 20);
		}
	}
}

static void a_reply_or_command_cut_short_under_a_good_check_is_refused(void **state)
{
	(void)state;
	for (int commands = 0; commands <= 1; commands++) {
		for (unsigned at = 0; at < 4; at++) {
			for (unsigned cut = 1; cut < 24; cut += 2)
				play_with((struct meddler){
					.at = at, .commands = commands, .cut = cut});
		}
	}
}

static void an_old_reply_or_command_played_again_is_refused(void **state)
{
	(void)state;
	for (int commands = 0; commands <= 1; commands++) {
		for (unsigned at = 0; at < 6; at++)
			assert_true(play_with(
				(struct meddler){.at = at, .commands = commands, .replay = true}));
	}
}

static void what_is_refused_is_counted_and_said_once(void **state)
{
	struct rig rig;
	struct meddler meddler = {.nak = OSDP_NAK_RECORD};

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	rig.tap = meddle;
	rig.tap_arg = &meddler;
	rig_run_ms(&rig, 5000);
	rig.tap = NULL;
	rig_run_ms(&rig, 3000);
	assert_true(line_counters(rig.line, 1)->refused >= 3);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_FORGED);
	assert_true(line_is_online(rig.line, 1));
	// After a quiet minute it is over.
	rig_run_ms(&rig, 62000);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 2);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_NONE);
	rig_release(&rig);
}

static void nothing_a_liar_says_keeps_a_stale_state_for_ten_seconds(void **state)
{
	(void)state;
	for (int nak = 1; nak <= 9; nak++) {
		struct rig rig;
		struct meddler meddler = {.nak = nak};
		struct mono_time began;

		open_keyed(&rig);
		rig_wait_online(&rig, 1);
		rig.tap = meddle;
		rig.tap_arg = &meddler;
		began = rig.now;
		rig_run_ms(&rig, 20000);
		assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 1);
		assert_true(mono_ms_between(began, rig_last(&rig, RIG_OFFLINE, 1)->at) < 10000);
		rig.tap = NULL;
		rig_run_ms(&rig, 12000);
		assert_true(line_is_online(rig.line, 1));
		rig_release(&rig);
	}
}

static void another_panel_on_the_line_is_counted_and_said_once(void **state)
{
	static const uint8_t poll[] = {0xFF, 0x53, 0x01, 0x08, 0x00, 0x04, 0x60, 0xBA, 0x00};
	struct rig rig;

	(void)state;
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	for (unsigned i = 0; i < 10; i++) {
		while (line_counters(rig.line, 1)->polls % 2)
			rig_run_ms(&rig, 1);
		rig_run_ms(&rig, 15); // between two polls
		rig_inject(&rig, true, poll, sizeof poll);
		rig_run_ms(&rig, 200);
	}
	assert_true(line_other_masters(rig.line) >= 3);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 0), 1);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 0)->value, LINE_TROUBLE_MASTER);
	assert_string_equal(
		line_master_trouble(rig.line), rig_last(&rig, RIG_TROUBLE, 0)->sentence);
	rig_run_ms(&rig, 62000);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 0)->value, LINE_TROUBLE_NONE);
	assert_string_equal(line_master_trouble(rig.line), "");
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
	rig_release(&rig);
}

static void a_second_master_who_restarts_the_bank_costs_sessions_and_no_door(void **state)
{
	// POLL to address 0 with number 0: a keyed bank answers NAK 6, and its session is gone.
	uint8_t poll[] = {0xFF, 0x53, 0x00, 0x08, 0x00, 0x04, 0x60, 0, 0};
	struct rig rig;

	(void)state;
	rig_make_good(poll, sizeof poll);
	open_keyed(&rig);
	rig_wait_online(&rig, 1);
	for (unsigned i = 0; i < 10; i++) {
		rig_inject(&rig, false, poll, sizeof poll);
		rig_run_ms(&rig, 1500);
	}
	assert_true(line_counters(rig.line, 1)->lost >= 5);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_FORGED);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(model_pulses(&rig.banks[0]), 0);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_bit_bent_under_a_good_check_is_refused),
		cmocka_unit_test(a_reply_or_command_cut_short_under_a_good_check_is_refused),
		cmocka_unit_test(an_old_reply_or_command_played_again_is_refused),
		cmocka_unit_test(what_is_refused_is_counted_and_said_once),
		cmocka_unit_test(nothing_a_liar_says_keeps_a_stale_state_for_ten_seconds),
		cmocka_unit_test(another_panel_on_the_line_is_counted_and_said_once),
		cmocka_unit_test(a_second_master_who_restarts_the_bank_costs_sessions_and_no_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
