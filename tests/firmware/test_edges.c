// SPDX-License-Identifier: GPL-3.0-or-later
// The rows n02 to n12 and n20 to n22, in a session, and n27 to n33 and s01 to s17 of osdp.md 9.1,
// last column, put to the bank's own image in the emulated cabinet. The bytes others sent are
// tests/osdp/secure_edges.c's; a real bank's random numbers are its own, so here they are made.
#include "panel.h"

#include <string.h>

static struct panel *p;

static void open_bank(const uint8_t *key)
{
	p = panel_open(8, NULL);
	p->key = key;
}

static void up(void)
{
	open_bank(PANEL_KEY);
	panel_settle(p);
	assert_true(panel_shake(p, PANEL_KEY));
	panel_expect(p, OSDP_POLL, NULL, 0, OSDP_ACK);
}

static void is(bool sealed, uint8_t sqn, uint8_t code, int first)
{
	assert_int_equal(p->sealed, sealed);
	assert_int_equal(p->reply.sqn, sqn);
	assert_int_equal(p->reply.code, code);
	if (first >= 0)
		assert_int_equal(p->reply.data[0], first);
}

static void clear(
	uint8_t sqn, uint8_t code, uint8_t type, uint8_t selector, const void *data, uint16_t len)
{
	p->sqn = sqn;
	assert_true(panel_ask_clear(p, code, type, selector, data, len));
}

// The session is there, and its chain is where the host's is, for the number `sqn`.
static void goes_on(uint8_t sqn)
{
	p->sqn = sqn;
	assert_true(panel_ask(p, OSDP_OSTAT, NULL, 0));
	is(true, sqn, OSDP_OSTATR, -1);
	panel_close(p);
}

static void is_gone(uint8_t sqn)
{
	p->sqn = sqn;
	assert_true(panel_ask(p, OSDP_POLL, NULL, 0));
	is(false, sqn, OSDP_NAK, OSDP_NAK_SECURE);
	panel_close(p);
}

// A frame of the session as no encoder of ours makes it, its MAC good.
static void craft(uint8_t code, uint8_t type, const uint8_t *data, uint16_t len)
{
	uint8_t mac[OSDP_MAC_SIZE] = {0};
	struct osdp_frame frame = {.address = p->address,
		.sqn = p->sqn,
		.has_scb = true,
		.scb_len = 2,
		.scb_type = type,
		.code = code,
		.data = data,
		.len = len,
		.mac = mac};

	p->last_len = osdp_frame_write(p->last, sizeof p->last, &frame);
	osdp_secure_mac(
		&p->session, p->session.reply, p->last + 1, (uint16_t)(p->last_len - 7), mac);
	memcpy(p->session.command, mac, sizeof mac);
	p->last_len = osdp_frame_write(p->last, sizeof p->last, &frame);
	assert_true(panel_repeat(p));
}

// What n02 to n05, n10 to n12 and n20 to n22 send in the clear.
static void n02_and_the_like_are_answered_the_same_in_a_session(void **state)
{
	static const struct {
		uint8_t code, len, data[8], answer;
		int first;
	} rows[] = {
		{0x6F, 0, {0}, OSDP_NAK, OSDP_NAK_UNKNOWN},
		{OSDP_XWR, 2, {0, 1}, OSDP_NAK, OSDP_NAK_UNKNOWN},
		{OSDP_OUT, 3, {0, 5, 1}, OSDP_NAK, OSDP_NAK_LENGTH},
		{OSDP_ID, 0, {0}, OSDP_PDID, BANK_VENDOR_0},
		{OSDP_OUT, 4, {9, 5, 1, 0}, OSDP_NAK, OSDP_NAK_RECORD},
		{OSDP_OUT, 4, {0, 7, 1, 0}, OSDP_NAK, OSDP_NAK_RECORD},
		{OSDP_OUT, 8, {0, 5, 1, 0, 1, 5, 1, 0}, OSDP_NAK, OSDP_NAK_RECORD},
		{OSDP_ACURXSIZE, 2, {0, 1}, OSDP_ACK, -1},
		{OSDP_KEEPACTIVE, 2, {0, 1}, OSDP_NAK, OSDP_NAK_UNKNOWN},
		{OSDP_ABORT, 0, {0}, OSDP_ACK, -1},
	};

	(void)state;
	up();
	for (unsigned n = 0; n < sizeof rows / sizeof *rows; n++) {
		uint8_t sqn = p->sqn;

		assert_true(panel_ask(p, rows[n].code, rows[n].data, rows[n].len));
		is(true, sqn, rows[n].answer, rows[n].first);
	}
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	goes_on(p->sqn);
}

// n06, n08: neither a jump nor the same number with other bytes is executed, or ends the session.
static void n06_n08_a_number_out_of_turn_in_a_session(void **state)
{
	struct osdp_secure before;
	uint8_t sqn;

	(void)state;
	up();
	panel_run_ms(p, 400);
	sqn = p->sqn;
	before = p->session;
	for (uint8_t wrong = 1; wrong <= 3; wrong++) {
		if (wrong == sqn)
			continue;
		p->sqn = wrong;
		assert_true(panel_out(p, 0, OSDP_OUT_PULSE, 1));
		is(false, wrong, OSDP_NAK, OSDP_NAK_SEQUENCE);
		p->session = before;
	}
	panel_run_ms(p, 20);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	goes_on(sqn);
}

static void n27_a_clear_poll_of_a_bank_with_a_key(void **state)
{
	(void)state;
	open_bank(NULL);
	clear(0, OSDP_ID, 0, 0, "\0", 1);
	is(false, 0, OSDP_PDID, -1);
	clear(1, OSDP_POLL, 0, 0, NULL, 0);
	is(false, 1, OSDP_NAK, OSDP_NAK_SECURE);
	panel_close(p);
}

static void n28_a_frame_of_a_session_without_one(void **state)
{
	(void)state;
	open_bank(NULL);
	clear(0, OSDP_ID, 0, 0, "\0", 1);
	p->sqn = 1;
	craft(OSDP_POLL, OSDP_SCS_COMMAND, NULL, 0);
	is(false, 1, OSDP_NAK, OSDP_NAK_SECURE);
	panel_close(p);
}

static void n29_the_default_key_asked_of_a_bank_with_its_own(void **state)
{
	(void)state;
	open_bank(NULL);
	clear(0, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_DEFAULT_KEY, p->rnd_a, 8);
	is(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	panel_close(p);
}

static void without_a_key(struct cabinet_options *options)
{
	options->key = NULL;
}

static void n30_its_own_key_asked_of_a_bank_without(void **state)
{
	(void)state;
	p = panel_open(8, without_a_key);
	clear(0, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, p->rnd_a, 8);
	is(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	cabinet_press_button(p->cabinet);
	panel_run_ms(p, 300);
	clear(0, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, p->rnd_a, 8);
	is(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	panel_close(p);
}

static void n31_a_proof_before_a_challenge(void **state)
{
	static const uint8_t proof[OSDP_MAC_SIZE];

	(void)state;
	open_bank(NULL);
	clear(0, OSDP_ID, 0, 0, "\0", 1);
	clear(1, OSDP_SCRYPT, OSDP_SCS_SCRYPT, OSDP_BY_OWN_KEY, proof, sizeof proof);
	is(false, 1, OSDP_NAK, OSDP_NAK_SECURITY);
	panel_close(p);
}

static void n32_a_wrong_proof(void **state)
{
	static const uint8_t proof[OSDP_MAC_SIZE];

	(void)state;
	open_bank(NULL);
	clear(0, OSDP_CHLNG, OSDP_SCS_CHLNG, OSDP_BY_OWN_KEY, p->rnd_a, 8);
	is(false, 0, OSDP_CCRYPT, -1);
	clear(1, OSDP_SCRYPT, OSDP_SCS_SCRYPT, OSDP_BY_OWN_KEY, proof, sizeof proof);
	is(false, 1, OSDP_RMAC_I, 0);
	assert_int_equal(p->reply.scb_data, OSDP_PROOF_WRONG);
	assert_int_equal(p->reply.len, OSDP_MAC_SIZE);
	assert_memory_equal(p->reply.data, proof, sizeof proof);
	assert_true(panel_shake(p, PANEL_KEY));
	assert_int_equal(panel_hello(p).refused, 1);
	panel_close(p);
}

static void n33_a_block_of_another_kind(void **state)
{
	(void)state;
	open_bank(NULL);
	clear(0, OSDP_POLL, 0x19, 0, NULL, 0);
	is(false, 0, OSDP_NAK, OSDP_NAK_SECURITY);
	panel_close(p);
}

static void s01_a_wrong_mac_ends_the_session(void **state)
{
	struct osdp_secure before;
	struct osdp_frame frame = {.code = OSDP_POLL};

	(void)state;
	up();
	before = p->session;
	frame.address = p->address;
	frame.sqn = p->sqn;
	p->session.mac2[0] ^= 1;
	p->last_len = osdp_secure_seal(&p->session, p->last, sizeof p->last, &frame);
	assert_true(panel_repeat(p));
	is(false, frame.sqn, OSDP_NAK, OSDP_NAK_SECURE);
	p->session = before;
	is_gone(frame.sqn);
}

static void s02_a_clear_poll_changes_nothing(void **state)
{
	uint8_t sqn;

	(void)state;
	up();
	sqn = p->sqn;
	clear(sqn, OSDP_POLL, 0, 0, NULL, 0);
	is(false, sqn, OSDP_NAK, OSDP_NAK_SECURE);
	goes_on(sqn);
}

static void s03_number_0_in_the_clear_ends_it(void **state)
{
	(void)state;
	up();
	clear(0, OSDP_POLL, 0, 0, NULL, 0);
	is(false, 0, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone(1);
}

static void s04_a_repeat_gets_the_same_bytes_and_opens_nothing_twice(void **state)
{
	uint8_t first[300];
	uint16_t size;

	(void)state;
	up();
	panel_run_ms(p, 400);
	assert_true(panel_out(p, 2, OSDP_OUT_PULSE, 1));
	is(true, p->reply.sqn, OSDP_OSTATR, -1);
	// Opened where it stood: what came is told by what does not change, head, MAC and check.
	size = p->reply.size;
	memcpy(first, p->reply_bytes, size);
	panel_run_ms(p, 600);
	assert_true(panel_repeat(p));
	assert_int_equal(p->reply.size, size);
	assert_memory_equal(first, p->reply_bytes, size);
	panel_run_ms(p, 600);
	assert_in_range(cabinet_longest_pulse_ns(p->cabinet), 95000000, 105000000);
	assert_int_equal(cabinet_edges(p->cabinet, 'A', 2), 2);
	goes_on(p->sqn);
}

static void s05_a_block_of_nothing_but_padding(void **state)
{
	uint8_t block[16], sqn;

	(void)state;
	up();
	sqn = p->sqn;
	osdp_secure_encipher(&p->session, p->session.reply, block, 0);
	craft(OSDP_POLL, OSDP_SCS_COMMAND_DATA, block, sizeof block);
	is(true, sqn, OSDP_ACK, -1);
	goes_on(p->sqn);
}

static void s06_no_data_under_the_block_that_has_some(void **state)
{
	uint8_t sqn;

	(void)state;
	up();
	sqn = p->sqn;
	craft(OSDP_POLL, OSDP_SCS_COMMAND_DATA, NULL, 0);
	is(false, sqn, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone(sqn);
}

static void s07_data_in_the_clear_under_the_block_that_has_none(void **state)
{
	static const uint8_t pulse[] = {2, OSDP_OUT_PULSE, 1, 0};
	uint8_t sqn;

	(void)state;
	up();
	panel_run_ms(p, 400);
	sqn = p->sqn;
	craft(OSDP_OUT, OSDP_SCS_COMMAND, pulse, sizeof pulse);
	is(false, sqn, OSDP_NAK, OSDP_NAK_SECURE);
	panel_run_ms(p, 20);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	is_gone(sqn);
}

static void s08_states_are_enciphered(void **state)
{
	static const uint8_t asked[][2] = {
		{OSDP_ISTAT, OSDP_ISTATR}, {OSDP_OSTAT, OSDP_OSTATR}, {OSDP_LSTAT, OSDP_LSTATR}};

	(void)state;
	up();
	for (unsigned n = 0; n < 3; n++) {
		panel_expect(p, asked[n][0], NULL, 0, asked[n][1]);
		assert_true(p->sealed);
		assert_int_equal(p->reply_bytes[6], OSDP_SCS_REPLY_DATA);
	}
	panel_expect_nak(p, OSDP_RSTAT, NULL, 0, OSDP_NAK_UNKNOWN);
	assert_true(p->sealed);
	goes_on(p->sqn);
}

static void s09_s10_a_key_that_is_none(void **state)
{
	uint8_t data[OSDP_KEYSET_SIZE] = {1, OSDP_KEY_SIZE};

	(void)state;
	for (unsigned kind = 0; kind < 6; kind++) {
		up();
		osdp_write_keyset(data, PANEL_KEY);
		if (kind < 2)
			memset(data + 2, kind ? 0xFF : 0, OSDP_KEY_SIZE);
		if (kind == 2)
			osdp_default_key(data + 2);
		if (kind == 3)
			data[0] = 2;
		if (kind == 4)
			data[1] = 15;
		assert_true(panel_ask(p, OSDP_KEYSET, data, kind == 5 ? 17 : sizeof data));
		is(true, p->reply.sqn, OSDP_NAK, OSDP_NAK_RECORD);
		goes_on(p->sqn);
	}
}

static void s13_nine_seconds_of_silence_end_it(void **state)
{
	(void)state;
	up();
	panel_run_ms(p, 9000);
	is_gone(p->sqn);
}

static void s14_a_card_is_enciphered(void **state)
{
	(void)state;
	up();
	assert_null(cabinet_tap(p->cabinet, "DEADBEEF", NULL));
	panel_poll_for(p, 300, OSDP_RAW, 1);
	assert_int_equal(p->reply.len, 8);
	assert_memory_equal(p->reply.data + 4, "\xDE\xAD\xBE\xEF", 4);
	goes_on(p->sqn);
}

static void s15_a_damaged_command_is_asked_again(void **state)
{
	uint8_t sqn;

	(void)state;
	up();
	sqn = p->sqn;
	struct osdp_frame frame = {.address = p->address, .sqn = sqn, .code = OSDP_POLL};

	p->last_len = osdp_secure_seal(&p->session, p->last, sizeof p->last, &frame);
	p->last[p->last_len - 1] ^= 1;
	assert_true(panel_repeat(p));
	is(false, sqn, OSDP_NAK, OSDP_NAK_CHECK);
	p->last[p->last_len - 1] ^= 1;
	assert_true(panel_repeat(p));
	is(true, sqn, OSDP_ACK, -1);
	goes_on(p->sqn);
}

static void s16_an_unknown_command_is_refused_under_seal(void **state)
{
	(void)state;
	up();
	panel_expect_nak(p, 0xA8, NULL, 0, OSDP_NAK_UNKNOWN);
	assert_true(p->sealed);
	goes_on(p->sqn);
}

static void s17_busy_is_clear_has_number_0_and_moves_nothing(void **state)
{
	uint8_t sqn;

	(void)state;
	up();
	panel_run_ms(p, 400);
	assert_true(panel_out(p, 1, OSDP_OUT_PULSE, 1));
	sqn = p->sqn;
	assert_true(panel_out(p, 2, OSDP_OUT_PULSE, 1));
	is(false, 0, OSDP_BUSY, -1);
	panel_run_ms(p, 500);
	assert_true(panel_repeat(p));
	is(true, sqn, OSDP_OSTATR, 0);
	assert_int_equal(p->reply.data[2], 1);
	// Or the host has changed its mind.
	assert_true(panel_out(p, 3, OSDP_OUT_PULSE, 1));
	is(false, 0, OSDP_BUSY, -1);
	goes_on(p->sqn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(n02_and_the_like_are_answered_the_same_in_a_session),
		cmocka_unit_test(n06_n08_a_number_out_of_turn_in_a_session),
		cmocka_unit_test(n27_a_clear_poll_of_a_bank_with_a_key),
		cmocka_unit_test(n28_a_frame_of_a_session_without_one),
		cmocka_unit_test(n29_the_default_key_asked_of_a_bank_with_its_own),
		cmocka_unit_test(n30_its_own_key_asked_of_a_bank_without),
		cmocka_unit_test(n31_a_proof_before_a_challenge),
		cmocka_unit_test(n32_a_wrong_proof),
		cmocka_unit_test(n33_a_block_of_another_kind),
		cmocka_unit_test(s01_a_wrong_mac_ends_the_session),
		cmocka_unit_test(s02_a_clear_poll_changes_nothing),
		cmocka_unit_test(s03_number_0_in_the_clear_ends_it),
		cmocka_unit_test(s04_a_repeat_gets_the_same_bytes_and_opens_nothing_twice),
		cmocka_unit_test(s05_a_block_of_nothing_but_padding),
		cmocka_unit_test(s06_no_data_under_the_block_that_has_some),
		cmocka_unit_test(s07_data_in_the_clear_under_the_block_that_has_none),
		cmocka_unit_test(s08_states_are_enciphered),
		cmocka_unit_test(s09_s10_a_key_that_is_none),
		cmocka_unit_test(s13_nine_seconds_of_silence_end_it),
		cmocka_unit_test(s14_a_card_is_enciphered),
		cmocka_unit_test(s15_a_damaged_command_is_asked_again),
		cmocka_unit_test(s16_an_unknown_command_is_refused_under_seal),
		cmocka_unit_test(s17_busy_is_clear_has_number_0_and_moves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
