// SPDX-License-Identifier: GPL-3.0-or-later
// The panel's end of Secure Channel: what it will say, and whom it believes (osdp.md 7.2, 8.1).
#include "osdp/secure_acu.h"
#include "secure_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t own[OSDP_KEY_SIZE] = {9, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};

static struct secure_rig rig;
static struct osdp_acu acu;
static struct osdp_secure_acu channel;
static uint8_t tx[OSDP_FRAME_LEN_MAX + 1];
static struct osdp_frame reply;

static void open_both(void)
{
	secure_rig_open(&rig, own);
	osdp_acu_init(&acu, 1, tx, sizeof tx);
	osdp_acu_secure(&acu, &channel);
}

// What the bank says to what the panel made.
static void carry(uint16_t size)
{
	assert_int_not_equal(size, 0);
	memcpy(rig.sent, tx, size);
	rig.sent_len = size;
	assert_true(secure_rig_send(&rig));
}

static enum osdp_acu_heard hear_bytes(const uint8_t *bytes, uint16_t len)
{
	static uint8_t copy[257];

	memcpy(copy, bytes, len);
	assert_true(osdp_frame_parse(copy + 1, (uint16_t)(len - 1), &reply));
	return osdp_acu_hear(&acu, &reply);
}

static enum osdp_acu_heard hear(void)
{
	return hear_bytes(rig.said, rig.said_len);
}

static void challenge(void)
{
	osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
	carry(osdp_acu_challenge(&acu, own, rig.rnd_a));
}

static void come_up(void)
{
	open_both();
	challenge();
	assert_int_equal(hear(), OSDP_ACU_REPLY);
	assert_false(osdp_acu_up(&acu));
	carry(osdp_acu_prove(&acu));
	assert_int_equal(hear(), OSDP_ACU_REPLY);
	assert_true(osdp_acu_up(&acu));
}

static void goes_on(void)
{
	carry(osdp_acu_command(&acu, OSDP_OSTAT, NULL, 0));
	assert_int_equal(hear(), OSDP_ACU_REPLY);
	assert_int_equal(reply.code, OSDP_OSTATR);
	assert_int_equal(reply.len, FAKE_OUTPUTS);
}

static enum osdp_acu_heard hear_clear(uint8_t sqn, uint8_t code, uint16_t len, uint8_t first)
{
	uint8_t data[64] = {first}, bytes[257];
	struct osdp_frame frame = {
		.address = 1, .reply = true, .sqn = sqn, .code = code, .data = data, .len = len};

	return hear_bytes(bytes, osdp_frame_write(bytes, sizeof bytes, &frame));
}

static void without_a_session_only_identity_is_asked(void **state)
{
	static const uint8_t data[16];

	(void)state;
	open_both();
	for (unsigned code = 0; code < 256; code++) {
		for (uint16_t len = 0; len <= 16; len++) {
			bool allowed = code == OSDP_ID || code == OSDP_CAP;
			uint16_t size = osdp_acu_command(&acu, (uint8_t)code, data, len);

			assert_int_equal(size != 0, allowed);
			osdp_acu_restart(&acu);
		}
	}
	// Nor between challenge and proof, nor once a session is over.
	challenge();
	assert_int_equal(hear(), OSDP_ACU_REPLY);
	assert_int_equal(osdp_acu_command(&acu, OSDP_POLL, NULL, 0), 0);
	come_up();
	osdp_acu_restart(&acu);
	assert_false(osdp_acu_up(&acu));
	assert_int_equal(osdp_acu_command(&acu, OSDP_POLL, NULL, 0), 0);
}

static void a_key_that_is_none_is_not_used(void **state)
{
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	open_both();
	memset(key, 0, sizeof key);
	assert_int_equal(osdp_acu_challenge(&acu, key, rig.rnd_a), 0);
	memset(key, 0xFF, sizeof key);
	assert_int_equal(osdp_acu_challenge(&acu, key, rig.rnd_a), 0);
	osdp_default_key(key);
	assert_int_equal(osdp_acu_challenge(&acu, key, rig.rnd_a), 0);
	assert_int_equal(osdp_acu_prove(&acu), 0);
}

static void a_handshake_that_fails_says_why(void **state)
{
	uint8_t bytes[257], wrong[OSDP_KEY_SIZE];
	struct osdp_frame frame;

	(void)state;
	open_both();
	osdp_secure_pd_set_key(&rig.channel, NULL);
	challenge();
	assert_int_equal(hear(), OSDP_ACU_NAK);
	assert_int_equal(channel.trouble, OSDP_SECURE_NO_KEY);
	open_both();
	memcpy(wrong, own, sizeof wrong);
	wrong[15] ^= 1;
	osdp_secure_pd_set_key(&rig.channel, wrong);
	challenge();
	assert_int_equal(hear(), OSDP_ACU_RESTART);
	assert_int_equal(channel.trouble, OSDP_SECURE_WRONG_KEY);
	assert_int_equal(osdp_acu_prove(&acu), 0);
	// A right cryptogram for the other selector (n29).
	open_both();
	challenge();
	memcpy(bytes, rig.said, rig.said_len);
	assert_true(osdp_frame_parse(bytes + 1, (uint16_t)(rig.said_len - 1), &frame));
	frame.scb_data = OSDP_BY_DEFAULT_KEY;
	osdp_frame_write(rig.said, sizeof rig.said, &frame);
	assert_int_equal(hear(), OSDP_ACU_RESTART);
	assert_int_equal(channel.trouble, OSDP_SECURE_WRONG_KEY);
}

static void a_chain_not_begun_as_ours_is_not_gone_on_with(void **state)
{
	(void)state;
	for (int how = 0; how < 4; how++) {
		uint8_t bytes[257];
		struct osdp_frame frame;

		open_both();
		challenge();
		assert_int_equal(hear(), OSDP_ACU_REPLY);
		carry(osdp_acu_prove(&acu));
		memcpy(bytes, rig.said, rig.said_len);
		assert_true(osdp_frame_parse(bytes + 1, (uint16_t)(rig.said_len - 1), &frame));
		if (how == 0)
			frame.scb_data = OSDP_PROOF_WRONG;
		else if (how == 1)
			frame.scb_data = 0;
		else if (how == 2)
			bytes[1 + 5 + 3 + 1 + 15] ^= 1;
		else
			frame.len = 0;
		rig.said_len = osdp_frame_write(rig.said, sizeof rig.said, &frame);
		assert_int_equal(hear(), OSDP_ACU_RESTART);
		assert_int_equal(channel.trouble, OSDP_SECURE_UNPROVED);
		assert_false(osdp_acu_up(&acu));
	}
}

static void a_reply_to_an_earlier_challenge_is_not_taken(void **state)
{
	uint8_t rnd_a[OSDP_RND_SIZE] = {7};
	uint8_t first[257];
	uint16_t len;

	(void)state;
	open_both();
	challenge();
	len = rig.said_len;
	memcpy(first, rig.said, len);
	// The same number, another random number: its cryptogram does not fit.
	osdp_acu_challenge(&acu, own, rnd_a);
	assert_int_equal(hear_bytes(first, len), OSDP_ACU_RESTART);
	assert_false(osdp_acu_up(&acu));
}

// Every reply code in the clear, every number, every reason.
static void in_a_session_nothing_clear_is_an_answer(void **state)
{
	(void)state;
	for (unsigned code = 0; code < 256; code++) {
		for (uint8_t sqn = 0; sqn < 4; sqn++) {
			uint16_t len = 0;

			while (len < 64 && osdp_reply_fit((uint8_t)code, len) == OSDP_FIT_LENGTH)
				len++;
			if (code == OSDP_NAK || code == OSDP_BUSY)
				continue;
			come_up();
			osdp_acu_command(&acu, OSDP_POLL, NULL, 0);
			assert_int_equal(
				hear_clear(sqn, (uint8_t)code, len, 0), OSDP_ACU_UNEXPECTED);
			assert_true(acu.waiting);
			assert_int_equal(channel.refused, 1);
			carry(osdp_acu_repeat(&acu));
			assert_int_equal(hear(), OSDP_ACU_REPLY);
		}
	}
}

static void a_clear_refusal_is_a_lost_session_or_nothing(void **state)
{
	(void)state;
	for (unsigned reason = 0; reason < 256; reason++) {
		enum osdp_acu_heard wanted = reason == OSDP_NAK_CHECK ? OSDP_ACU_AGAIN
					     : reason == OSDP_NAK_SEQUENCE ||
							     reason == OSDP_NAK_SECURITY ||
							     reason == OSDP_NAK_SECURE
						     ? OSDP_ACU_RESTART
						     : OSDP_ACU_UNEXPECTED;

		come_up();
		osdp_acu_command(&acu, OSDP_POLL, NULL, 0);
		assert_int_equal(hear_clear(acu.sqn, OSDP_NAK, 1, (uint8_t)reason), wanted);
		assert_int_equal(osdp_acu_up(&acu), wanted != OSDP_ACU_RESTART);
		if (wanted == OSDP_ACU_RESTART) {
			assert_int_equal(channel.trouble, OSDP_SECURE_LOST);
			continue;
		}
		carry(osdp_acu_repeat(&acu));
		assert_int_equal(hear(), OSDP_ACU_REPLY);
		goes_on();
	}
}

static void busy_leaves_the_chain_for_the_same_bytes_or_others(void **state)
{
	static const uint8_t buz[OSDP_BUZ_SIZE] = {0, 2, 1, 1, 1};

	(void)state;
	come_up();
	for (int withdrawn = 0; withdrawn < 2; withdrawn++) {
		rig.bank.answer = OSDP_PD_BUSY;
		carry(osdp_acu_command(&acu, OSDP_BUZ, buz, sizeof buz));
		assert_int_equal(hear(), OSDP_ACU_BUSY);
		rig.bank.answer = 0;
		if (withdrawn) {
			osdp_acu_withdraw(&acu);
			assert_true(osdp_acu_up(&acu));
			goes_on();
			continue;
		}
		carry(osdp_acu_repeat(&acu));
		assert_int_equal(hear(), OSDP_ACU_REPLY);
	}
	goes_on();
	assert_int_equal(rig.bank.executed, 1);
}

static void a_command_that_may_have_been_done_ends_the_session(void **state)
{
	(void)state;
	come_up();
	osdp_acu_command(&acu, OSDP_POLL, NULL, 0);
	osdp_acu_withdraw(&acu);
	assert_false(osdp_acu_up(&acu));
}

static void a_reply_counts_once(void **state)
{
	(void)state;
	come_up();
	goes_on();
	assert_int_equal(hear(), OSDP_ACU_UNEXPECTED);
	osdp_acu_command(&acu, OSDP_OSTAT, NULL, 0);
	// Of the command before, and of three before with this one's number.
	assert_int_equal(hear(), OSDP_ACU_UNEXPECTED);
	assert_true(acu.waiting);
}

static void a_refusal_of_the_session_is_an_answer(void **state)
{
	(void)state;
	come_up();
	carry(osdp_acu_command(&acu, 0x5F, NULL, 0));
	assert_int_equal(hear(), OSDP_ACU_NAK);
	assert_int_equal(reply.data[0], OSDP_NAK_UNKNOWN);
	goes_on();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_session_only_identity_is_asked),
		cmocka_unit_test(a_key_that_is_none_is_not_used),
		cmocka_unit_test(a_handshake_that_fails_says_why),
		cmocka_unit_test(a_chain_not_begun_as_ours_is_not_gone_on_with),
		cmocka_unit_test(a_reply_to_an_earlier_challenge_is_not_taken),
		cmocka_unit_test(in_a_session_nothing_clear_is_an_answer),
		cmocka_unit_test(a_clear_refusal_is_a_lost_session_or_nothing),
		cmocka_unit_test(busy_leaves_the_chain_for_the_same_bytes_or_others),
		cmocka_unit_test(a_command_that_may_have_been_done_ends_the_session),
		cmocka_unit_test(a_reply_counts_once),
		cmocka_unit_test(a_refusal_of_the_session_is_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
