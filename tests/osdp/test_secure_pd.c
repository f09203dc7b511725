// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's end of Secure Channel: keys, the commissioning window, what is let through, and what a
// session outlives (osdp.md 7.6 to 7.8).
#include "secure_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t own[OSDP_KEY_SIZE] = {9, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
static const uint8_t other[OSDP_KEY_SIZE] = {1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144};
static const uint8_t nobodys[OSDP_KEY_SIZE] = {7, 7, 7, 7, 8};
static const uint8_t pulse[] = {2, OSDP_OUT_PULSE, 5, 0};

static struct secure_rig rig;

#define heard(sealed, sqn, code, first)                                                            \
	assert_true(secure_rig_heard(&rig, sealed, sqn, code, first))

static void open_up(void)
{
	secure_rig_open(&rig, own);
	assert_true(secure_rig_shake(&rig, own));
}

static void goes_on(void)
{
	assert_true(secure_rig_sealed(&rig, OSDP_OSTAT, NULL, 0));
	heard(true, rig.sqn, OSDP_OSTATR, 0);
}

static void is_gone(void)
{
	assert_false(rig.channel.up);
	assert_true(secure_rig_sealed(&rig, OSDP_OUT, pulse, sizeof pulse));
	heard(false, rig.sqn, OSDP_NAK, OSDP_NAK_SECURE);
	assert_int_equal(rig.bank.executed, 0);
}

static void keys_that_are_none_are_refused(void **state)
{
	uint8_t keys[4][OSDP_KEY_SIZE], data[OSDP_KEYSET_SIZE];

	(void)state;
	memset(keys[0], 0x00, OSDP_KEY_SIZE);
	memset(keys[1], 0xFF, OSDP_KEY_SIZE);
	memset(keys[2], 0x5A, OSDP_KEY_SIZE);
	osdp_default_key(keys[3]);
	for (int n = 0; n < 4; n++) {
		open_up();
		assert_int_equal(osdp_write_keyset(data, keys[n]), 0);
		assert_int_equal(osdp_write_keyset(data, other), OSDP_KEYSET_SIZE);
		memcpy(data + 2, keys[n], OSDP_KEY_SIZE);
		secure_rig_sealed(&rig, OSDP_KEYSET, data, sizeof data);
		heard(true, rig.sqn, OSDP_NAK, OSDP_NAK_RECORD);
		assert_int_equal(rig.keeps, 0);
		goes_on();
		assert_false(osdp_secure_pd_set_key(&rig.channel, keys[n]));
		assert_false(secure_rig_shake(&rig, keys[n]));
		heard(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	}
}

// Every command there is, with data of a good length, keyed or not, in the window or not.
static void in_the_clear_only_identity_is_spoken(void **state)
{
	static const uint8_t data[16] = {1};

	(void)state;
	for (int how = 0; how < 4; how++) {
		for (unsigned code = 0; code < 256; code++) {
			bool keyed = how & 1, window = how & 2;
			bool allowed = code == OSDP_ID || code == OSDP_CAP ||
				       (code == OSDP_COMSET && (!keyed || window));
			uint16_t len = 0;

			while (len < 16 && osdp_command_fit((uint8_t)code, len) == OSDP_FIT_LENGTH)
				len++;
			secure_rig_open(&rig, keyed ? own : NULL);
			osdp_secure_pd_commission(&rig.channel, window);
			secure_rig_clear(&rig, 0, OSDP_ID, 0, 0, NULL, 0);
			heard(false, 0, OSDP_PDID, 0xEE);
			secure_rig_clear(&rig, 1, (uint8_t)code, 0, 0, data, len);
			if (!allowed)
				heard(false, 1, OSDP_NAK,
					code == OSDP_CHLNG || code == OSDP_SCRYPT
						? OSDP_NAK_SECURITY
						: OSDP_NAK_SECURE);
			else
				assert_int_not_equal(rig.reply.code, OSDP_NAK);
			assert_int_equal(rig.bank.executed, code == OSDP_COMSET && allowed);
		}
	}
}

static void the_default_key_is_for_commissioning_only(void **state)
{
	uint8_t data[OSDP_KEYSET_SIZE];

	(void)state;
	secure_rig_open(&rig, NULL);
	assert_false(secure_rig_shake(&rig, NULL));
	heard(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	osdp_secure_pd_commission(&rig.channel, true);
	assert_true(secure_rig_shake(&rig, NULL));
	secure_rig_sealed(&rig, OSDP_OUT, pulse, sizeof pulse);
	heard(true, 2, OSDP_NAK, OSDP_NAK_SECURE);
	assert_int_equal(rig.bank.executed, 0);
	goes_on();
	osdp_secure_pd_commission(&rig.channel, false);
	is_gone();
	osdp_secure_pd_commission(&rig.channel, true);
	assert_true(secure_rig_shake(&rig, NULL));
	osdp_write_keyset(data, other);
	secure_rig_sealed(&rig, OSDP_KEYSET, data, sizeof data);
	heard(true, 2, OSDP_ACK, -1);
	assert_memory_equal(rig.kept, other, sizeof other);
	goes_on();
	assert_false(secure_rig_shake(&rig, NULL));
	heard(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	assert_true(secure_rig_shake(&rig, other));
	secure_rig_sealed(&rig, OSDP_OUT, pulse, sizeof pulse);
	heard(true, 2, OSDP_OSTATR, 0);
	assert_int_equal(rig.bank.executed, 1);
}

static void a_challenge_waits_for_fresh_dice_and_leaves_the_session_meanwhile(void **state)
{
	(void)state;
	open_up();
	assert_true(osdp_secure_pd_wants_roll(&rig.channel));
	secure_rig_clear(&rig, 2, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, rig.rnd_a, 8);
	heard(false, 0, OSDP_BUSY, -1);
	rig.sqn = 1;
	goes_on();
	secure_rig_clear(&rig, 3, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, rig.rnd_a, 8);
	heard(false, 0, OSDP_BUSY, -1);
	osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
	secure_rig_clear(&rig, 3, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, rig.rnd_a, 8);
	assert_int_equal(rig.reply.code, OSDP_CCRYPT);
	is_gone();
}

static void a_challenge_that_is_none_leaves_the_session(void **state)
{
	static const struct {
		uint8_t type, selector, len;
	} rows[] = {{OSDP_SCS_CHLNG, OSDP_BY_DEFAULT_KEY, 8}, {OSDP_SCS_CHLNG, 2, 8},
		{OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, 7}, {OSDP_SCS_CCRYPT, OSDP_BY_OWN_KEY, 8},
		{0, 0, 8}};

	(void)state;
	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		open_up();
		osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
		secure_rig_clear(&rig, 2, OSDP_CHLNG, rows[n].type, rows[n].selector, rig.rnd_a,
			rows[n].len);
		heard(false, 2, OSDP_NAK, OSDP_NAK_SECURITY);
		rig.sqn = 1;
		goes_on();
	}
}

static void a_proof_counts_once(void **state)
{
	uint8_t proof[OSDP_MAC_SIZE] = {0};

	(void)state;
	open_up();
	secure_rig_clear(&rig, 2, OSDP_SCRYPT, OSDP_SCS_SCRYPT, OSDP_BY_OWN_KEY, proof, 16);
	heard(false, 2, OSDP_NAK, OSDP_NAK_SECURITY);
	rig.sqn = 1;
	goes_on();
	osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
	secure_rig_clear(&rig, 0, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, rig.rnd_a, 8);
	osdp_secure_cryptogram(&rig.host, rig.rnd_b, rig.rnd_a, proof);
	proof[15] ^= 1;
	secure_rig_clear(&rig, 1, OSDP_SCRYPT, OSDP_SCS_SCRYPT, OSDP_BY_OWN_KEY, proof, 16);
	assert_int_equal(rig.reply.scb_data, OSDP_PROOF_WRONG);
	proof[15] ^= 1;
	secure_rig_clear(&rig, 2, OSDP_SCRYPT, OSDP_SCS_SCRYPT, OSDP_BY_OWN_KEY, proof, 16);
	heard(false, 2, OSDP_NAK, OSDP_NAK_SECURITY);
	assert_false(rig.channel.up);
}

static void identity_in_the_clear_neither_ends_a_session_nor_takes_its_events(void **state)
{
	(void)state;
	open_up();
	rig.bank.events = 1;
	secure_rig_sealed(&rig, OSDP_POLL, NULL, 0);
	heard(true, 2, OSDP_LSTATR, 0);
	secure_rig_clear(&rig, 3, OSDP_ID, 0, 0, NULL, 0);
	heard(false, 3, OSDP_PDID, 0xEE);
	assert_int_equal(rig.bank.taken, 0);
	secure_rig_sealed(&rig, OSDP_POLL, NULL, 0);
	heard(true, 1, OSDP_LSTATR, 0);
	goes_on();
	assert_int_equal(rig.bank.taken, 1);
}

static void a_key_being_written_is_busy_and_kept_once(void **state)
{
	uint8_t data[OSDP_KEYSET_SIZE];

	(void)state;
	open_up();
	osdp_write_keyset(data, other);
	rig.keep_answer = OSDP_PD_BUSY;
	secure_rig_sealed(&rig, OSDP_KEYSET, data, sizeof data);
	heard(false, 0, OSDP_BUSY, -1);
	secure_rig_send(&rig);
	heard(false, 0, OSDP_BUSY, -1);
	assert_memory_equal(rig.channel.key, own, sizeof own);
	rig.keep_answer = 0;
	secure_rig_send(&rig);
	heard(true, 2, OSDP_ACK, -1);
	secure_rig_send(&rig);
	assert_int_equal(rig.keeps, 1);
	goes_on();
	assert_false(secure_rig_shake(&rig, own));
	assert_true(secure_rig_shake(&rig, other));
}

static void set_key(const uint8_t *key)
{
	uint8_t data[OSDP_KEYSET_SIZE];

	osdp_write_keyset(data, key);
	secure_rig_sealed(&rig, OSDP_KEYSET, data, sizeof data);
	heard(true, rig.sqn, OSDP_ACK, -1);
}

static unsigned tries_until_in(const uint8_t *first, const uint8_t *second)
{
	for (unsigned tries = 1; tries <= 8; tries++)
		if (secure_rig_shake(&rig, tries % 2 ? first : second))
			return tries;
	return 0;
}

// The host that sent it may have lost it, or its answer.
static void until_a_handshake_with_the_new_key_the_old_one_is_good_too(void **state)
{
	(void)state;
	for (unsigned phase = 0; phase < 4; phase++) {
		const uint8_t *const hosts[][2] = {
			{other, other}, {own, own}, {other, own}, {own, other}};

		for (unsigned host = 0; host < 4; host++) {
			open_up();
			set_key(other);
			assert_true(rig.channel.pending);
			// Challenges of somebody who has neither.
			for (unsigned n = 0; n < phase; n++)
				assert_false(secure_rig_shake(&rig, nobodys));
			assert_in_range(tries_until_in(hosts[host][0], hosts[host][1]), 1, 3);
			goes_on();
			assert_int_equal(rig.channel.pending, rig.channel.by_before);
		}
	}
	open_up();
	set_key(other);
	assert_int_equal(tries_until_in(own, own), 3);
	assert_true(rig.channel.pending);
	assert_in_range(tries_until_in(other, other), 1, 3);
	assert_false(rig.channel.pending);
	assert_int_equal(tries_until_in(own, own), 0);
}

// Whatever was before, two keys at most are good: the session's and the newest.
static void a_second_new_key_takes_the_place_of_the_first(void **state)
{
	static const uint8_t third[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5, 9, 2, 6};

	(void)state;
	open_up();
	set_key(other);
	assert_int_equal(tries_until_in(own, own), 3);
	set_key(third);
	assert_int_equal(tries_until_in(other, other), 0);
	assert_in_range(tries_until_in(own, own), 1, 3);
	assert_in_range(tries_until_in(third, third), 1, 3);
	assert_int_equal(tries_until_in(own, own), 0);
	// The same once more is nothing new.
	assert_true(secure_rig_shake(&rig, third));
	set_key(third);
	assert_false(rig.channel.pending);
	// A bank that had none has no other.
	secure_rig_open(&rig, NULL);
	osdp_secure_pd_commission(&rig.channel, true);
	assert_true(secure_rig_shake(&rig, NULL));
	set_key(third);
	assert_false(rig.channel.pending);
	assert_true(secure_rig_shake(&rig, third));
}

// A bank of another kind: the firmware's, which does one block a turn.
static void a_frame_of_the_session_in_steps_is_the_same_frame(void **state)
{
	static struct secure_rig whole;
	uint8_t data[200] = {0x4E, 0x48, 0x54}, takes[] = {0, 1};
	struct osdp_frame frame;
	enum osdp_read found;
	const uint8_t *out;
	uint16_t said = 0;
	unsigned steps = 0;

	(void)state;
	open_up();
	secure_rig_sealed(&rig, OSDP_ACURXSIZE, takes, sizeof takes);
	rig.bank.mfg_answer = 210;
	whole = rig;
	whole.pd.config.bank = &whole;
	whole.pd.config.tx = whole.tx;
	whole.pd.config.channel = &whole.channel;
	osdp_frame_reader_init(&whole.reader, whole.buffer, sizeof whole.buffer, OSDP_GAP_MS);
	assert_true(secure_rig_sealed(&whole, OSDP_MFG, data, sizeof data));
	osdp_frame_reader_feed(&rig.reader, whole.sent, whole.sent_len, rig.ms);
	found = osdp_frame_reader_next(&rig.reader, rig.ms, &frame);
	assert_int_equal(osdp_pd_begin(&rig.pd, found, &frame, rig.ms, &out), 0);
	while (osdp_pd_working(&rig.pd)) {
		assert_int_equal(said, 0);
		// Not a moment before its MAC and padding are known to be right.
		assert_int_equal(rig.bank.executed, steps > 14 + 13 - 1);
		// As long as it takes it is neither late nor lost.
		osdp_pd_tick(&rig.pd, rig.ms + 9000);
		said = osdp_pd_step(&rig.pd, &out);
		steps++;
	}
	assert_int_equal(steps, 14 + 13 + 14 + 15);
	assert_int_equal(said, whole.said_len);
	assert_memory_equal(out, whole.said, said);
	assert_int_equal(rig.bank.offline, 0);
	assert_int_equal(osdp_pd_step(&rig.pd, &out), 0);
}

static void only_the_host_keeps_a_session_alive(void **state)
{
	(void)state;
	open_up();
	for (uint8_t n = 0; n < 10; n++) {
		rig.ms += 900;
		secure_rig_clear(&rig, (uint8_t)(n % 3 + 1), OSDP_ID, 0, 0, NULL, 0);
	}
	assert_false(rig.channel.up);
	assert_int_equal(rig.bank.offline, 1);
	open_up();
	for (uint8_t n = 0; n < 10; n++) {
		rig.ms += 900;
		goes_on();
	}
	for (uint8_t n = 0; n < 10; n++) {
		rig.ms += 900;
		secure_rig_send(&rig);
	}
	assert_int_equal(rig.bank.offline, 1);
	is_gone();
}

static void a_new_address_or_rate_ends_the_session(void **state)
{
	static const uint8_t com[] = {1, 0x80, 0x25, 0, 0};

	(void)state;
	open_up();
	secure_rig_sealed(&rig, OSDP_COMSET, com, sizeof com);
	heard(true, 2, OSDP_COM, 1);
	assert_int_equal(rig.bank.moved_to, 1);
	rig.bank.executed = 0;
	is_gone();
}

static void a_number_out_of_turn_leaves_the_session(void **state)
{
	uint8_t first[64];
	uint16_t len;

	(void)state;
	open_up();
	secure_rig_sealed(&rig, OSDP_OUT, pulse, sizeof pulse);
	len = rig.sent_len;
	memcpy(first, rig.sent, len);
	goes_on();
	memcpy(rig.sent, first, len);
	rig.sent_len = len;
	secure_rig_send(&rig);
	heard(false, 2, OSDP_NAK, OSDP_NAK_SEQUENCE);
	assert_int_equal(rig.bank.executed, 1);
	goes_on();
}

// What is left of a session when it is over are zeros: nobody's keys.
static void a_frame_sealed_by_a_wiped_sessions_zeros_is_refused(void **state)
{
	struct osdp_frame frame = {.address = 1, .code = OSDP_OSTAT};

	(void)state;
	secure_rig_open(&rig, own);
	memset(&rig.host, 0, sizeof rig.host);
	rig.sent_len = osdp_secure_seal(&rig.host, rig.sent, sizeof rig.sent, &frame);
	secure_rig_send(&rig);
	heard(false, 0, OSDP_NAK, OSDP_NAK_SECURE);
	assert_int_equal(rig.channel.refused, 0);
}

// A frame of the session as no encoder of ours makes it, its MAC good.
static void craft(uint8_t type, const uint8_t *data, uint16_t len)
{
	uint8_t mac[OSDP_MAC_SIZE] = {0};
	struct osdp_frame frame = {
		.address = 1,
		.sqn = 2,
		.has_scb = true,
		.scb_len = 2,
		.scb_type = type,
		.code = OSDP_OUT,
		.data = data,
		.len = len,
		.mac = mac,
	};

	rig.sqn = 2;
	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
	osdp_secure_mac(&rig.host, rig.host.reply, rig.sent + 1, (uint16_t)(rig.sent_len - 7), mac);
	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
	secure_rig_send(&rig);
}

static void a_good_mac_does_not_excuse_the_form(void **state)
{
	static const uint8_t zeros[32];
	uint8_t block[32];

	(void)state;
	memcpy(block, pulse, sizeof pulse);
	open_up();
	assert_int_equal(osdp_secure_encipher(&rig.host, rig.host.reply, block, sizeof pulse), 16);
	craft(OSDP_SCS_COMMAND_DATA, block, 16);
	heard(true, 2, OSDP_OSTATR, 0);
	assert_int_equal(rig.bank.executed, 1);
	for (unsigned n = 0; n < 5; n++) {
		static const struct {
			uint8_t type, len;
		} rows[] = {{OSDP_SCS_COMMAND_DATA, 8}, {OSDP_SCS_COMMAND_DATA, 17},
			{OSDP_SCS_COMMAND, 16}, {OSDP_SCS_REPLY_DATA, 16}, {OSDP_SCS_REPLY, 0}};

		open_up();
		memcpy(block, pulse, sizeof pulse);
		osdp_secure_encipher(&rig.host, rig.host.reply, block, sizeof pulse);
		craft(rows[n].type, block, rows[n].len);
		heard(false, 2, OSDP_NAK, OSDP_NAK_SECURE);
		is_gone();
	}
	// Deciphered to something without padding.
	open_up();
	craft(OSDP_SCS_COMMAND_DATA, zeros, 32);
	heard(false, 2, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone();
}

static void half_a_block_is_not_deciphered_over_its_end(void **state)
{
	struct osdp_secure secure;
	struct osdp_frame frame;
	uint8_t room[96], data[31] = {0};

	(void)state;
	for (uint16_t len = 1; len < sizeof data; len++) {
		open_up();
		secure = rig.host;
		craft(OSDP_SCS_COMMAND_DATA, data, len);
		memset(room, 0xEE, sizeof room);
		memcpy(room, rig.sent + 1, rig.sent_len - 1u);
		assert_true(osdp_frame_parse(room, (uint16_t)(rig.sent_len - 1), &frame));
		assert_false(osdp_secure_open(&secure, &frame));
		for (size_t n = rig.sent_len - 1u; n < sizeof room; n++)
			assert_int_equal(room[n], 0xEE);
	}
}

static void sealed_frames_carry_what_the_table_says(void **state)
{
	static const uint16_t rows[][2] = {
		{8, 0}, {14, 0}, {29, 0}, {30, 15}, {46, 31}, {128, 111}, {256, 239}, {1440, 1423}};
	uint8_t takes[] = {0, 1};

	(void)state;
	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++)
		assert_int_equal(osdp_secure_room(rows[n][0]), rows[n][1]);
	open_up();
	rig.bank.mfg_answer = 112;
	secure_rig_sealed(&rig, OSDP_MFG, own, sizeof own);
	heard(true, 2, OSDP_NAK, OSDP_NAK_RECORD);
	rig.bank.mfg_answer = 111;
	secure_rig_sealed(&rig, OSDP_MFG, own, sizeof own);
	heard(true, 3, OSDP_MFGREP, own[0]);
	assert_int_equal(rig.said_len, 127);
	secure_rig_sealed(&rig, OSDP_ACURXSIZE, takes, sizeof takes);
	rig.bank.mfg_answer = 239;
	secure_rig_sealed(&rig, OSDP_MFG, own, sizeof own);
	heard(true, 2, OSDP_MFGREP, own[0]);
	assert_int_equal(rig.said_len, 255);
	assert_int_equal(rig.reply.len, 239);
}

static void secrets_are_wiped_when_a_session_ends(void **state)
{
	static const struct osdp_secure nothing;

	(void)state;
	open_up();
	assert_memory_not_equal(&rig.channel.session, &nothing, sizeof nothing);
	osdp_pd_tick(&rig.pd, rig.ms + 8000);
	assert_memory_equal(&rig.channel.session, &nothing, sizeof nothing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_that_are_none_are_refused),
		cmocka_unit_test(in_the_clear_only_identity_is_spoken),
		cmocka_unit_test(the_default_key_is_for_commissioning_only),
		cmocka_unit_test(a_challenge_waits_for_fresh_dice_and_leaves_the_session_meanwhile),
		cmocka_unit_test(a_challenge_that_is_none_leaves_the_session),
		cmocka_unit_test(a_proof_counts_once),
		cmocka_unit_test(identity_in_the_clear_neither_ends_a_session_nor_takes_its_events),
		cmocka_unit_test(a_key_being_written_is_busy_and_kept_once),
		cmocka_unit_test(until_a_handshake_with_the_new_key_the_old_one_is_good_too),
		cmocka_unit_test(a_second_new_key_takes_the_place_of_the_first),
		cmocka_unit_test(a_frame_of_the_session_in_steps_is_the_same_frame),
		cmocka_unit_test(only_the_host_keeps_a_session_alive),
		cmocka_unit_test(a_new_address_or_rate_ends_the_session),
		cmocka_unit_test(a_number_out_of_turn_leaves_the_session),
		cmocka_unit_test(a_frame_sealed_by_a_wiped_sessions_zeros_is_refused),
		cmocka_unit_test(a_good_mac_does_not_excuse_the_form),
		cmocka_unit_test(half_a_block_is_not_deciphered_over_its_end),
		cmocka_unit_test(sealed_frames_carry_what_the_table_says),
		cmocka_unit_test(secrets_are_wiped_when_a_session_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
