// SPDX-License-Identifier: GPL-3.0-or-later
// How a bank comes by its key, through the real image: the button in the tamper switch, ten minutes
// of the default key, KEYSET and the power cut in it, and the random numbers of many starts.
#include "panel.h"

#include <stdio.h>
#include <string.h>

// The image's ten minutes are ten seconds here; that they are ten minutes is test_shows.c's.
enum { WINDOW_MS = 10000 };
enum { STARTS = 200 }; // a thousand, without any noise: test_keys.c

static const uint8_t new_key[OSDP_KEY_SIZE] = {1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144};

static void without_a_key(struct cabinet_options *options)
{
	options->key = NULL;
}

static void in_a_hurry(struct cabinet_options *options)
{
	options->image = AVR_IMAGES "/bank-faulty.elf";
	options->key = NULL;
}

static struct panel *unkeyed(void)
{
	return panel_open(8, without_a_key);
}

static void press(struct panel *p)
{
	cabinet_press_button(p->cabinet);
	panel_run_ms(p, 300);
}

static void clear(struct panel *p, uint8_t code, const void *data, uint16_t len)
{
	panel_restart(p);
	assert_true(panel_ask_clear(p, code, 0, 0, data, len));
}

// CAP's row of function 9, asked in the clear.
static uint8_t security(struct panel *p)
{
	struct osdp_cap cap;

	clear(p, OSDP_CAP, "\0", 1);
	assert_true(osdp_find_cap(p->reply.data, p->reply.len, OSDP_CAP_SECURITY, &cap));
	assert_int_equal(cap.compliance, 1);
	return cap.number;
}

// KEYSET, asked until it is no longer BUSY.
static void set_key(struct panel *p, const uint8_t *key)
{
	uint8_t data[OSDP_KEYSET_SIZE];

	osdp_write_keyset(data, key);
	assert_true(panel_ask(p, OSDP_KEYSET, data, sizeof data));
	for (unsigned n = 0; n < 10 && p->reply.code == OSDP_BUSY; n++) {
		assert_false(p->sealed);
		assert_int_equal(p->reply.sqn, 0);
		panel_run_ms(p, 20);
		assert_true(panel_repeat(p));
	}
	assert_int_equal(p->reply.code, OSDP_ACK);
	assert_true(p->sealed);
}

static void without_a_key_it_says_who_it_is_and_is_moved_and_no_more(void **state)
{
	static const uint8_t pulse[] = {0, OSDP_OUT_PULSE, 1, 0}, com[] = {5, 0, 0x96, 0, 0};
	struct panel *p = unkeyed();

	(void)state;
	panel_run_ms(p, 300);
	clear(p, OSDP_ID, "\0", 1);
	assert_int_equal(p->reply.code, OSDP_PDID);
	assert_int_equal(security(p), 0);
	clear(p, OSDP_COMSET, com, sizeof com);
	assert_int_equal(p->reply.code, OSDP_COM);
	panel_run_ms(p, 5);
	for (unsigned code = OSDP_POLL; code <= OSDP_KEEPACTIVE; code++) {
		bool spoken = code == OSDP_ID || code == OSDP_CAP || code == OSDP_COMSET;
		bool handshake = code == OSDP_CHLNG || code == OSDP_SCRYPT;

		if (spoken)
			continue;
		clear(p, (uint8_t)code, pulse, sizeof pulse);
		assert_int_equal(p->reply.code, OSDP_NAK);
		assert_int_equal(p->reply.data[0], handshake ? OSDP_NAK_SECURITY : OSDP_NAK_SECURE);
	}
	assert_false(panel_shake(p, NULL));
	assert_int_equal(p->reply.data[0], OSDP_NAK_SECURITY);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	panel_close(p);
}

static void the_button_opens_ten_minutes_of_the_default_key_and_shows_them(void **state)
{
	struct panel *p = panel_open(8, in_a_hurry);

	(void)state;
	panel_run_ms(p, 500);
	assert_null(strstr(cabinet_display(p->cabinet, 0), "Commissioning"));
	press(p);
	panel_run_ms(p, 200);
	assert_non_null(strstr(cabinet_display(p->cabinet, 0), "Commissioning"));
	assert_int_equal(security(p), 1);
	assert_true(panel_shake(p, NULL));
	assert_true(panel_hello(p).flags & BANK_FLAG_WINDOW);
	assert_false(panel_hello(p).flags & BANK_FLAG_KEY);
	assert_true(panel_out(p, 0, OSDP_OUT_PULSE, 1));
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_int_equal(p->reply.data[0], OSDP_NAK_SECURE);
	assert_true(p->sealed);
	panel_expect(p, OSDP_OSTAT, NULL, 0, OSDP_OSTATR);
	assert_int_equal(cabinet_longest_pulse_ns(p->cabinet), 0);
	// It ends by itself, and with it the session.
	for (unsigned ms = 1000; ms < WINDOW_MS - 2000; ms += 1000) {
		assert_true(panel_ask(p, OSDP_OSTAT, NULL, 0));
		assert_true(p->sealed);
		panel_run_ms(p, 1000);
	}
	panel_run_ms(p, 3000);
	assert_true(panel_ask(p, OSDP_OSTAT, NULL, 0));
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_false(p->sealed);
	assert_false(panel_shake(p, NULL));
	assert_int_equal(security(p), 0);
	panel_run_ms(p, 200);
	assert_null(strstr(cabinet_display(p->cabinet, 0), "Commissioning"));
	panel_close(p);
}

static void a_key_set_under_the_default_key_ends_it(void **state)
{
	struct panel *p = unkeyed();
	struct bank_hello hello;

	(void)state;
	press(p);
	assert_true(panel_shake(p, NULL));
	set_key(p, new_key);
	// s11: the session goes on, and obeys no output either.
	panel_expect(p, OSDP_OSTAT, NULL, 0, OSDP_OSTATR);
	panel_run_ms(p, 400);
	assert_true(panel_out(p, 0, OSDP_OUT_PULSE, 1));
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_int_equal(security(p), 0);
	assert_false(panel_shake(p, NULL));
	// s12
	assert_true(panel_shake(p, new_key));
	hello = panel_hello(p);
	assert_true(hello.flags & BANK_FLAG_KEY);
	assert_false(hello.flags & BANK_FLAG_WINDOW);
	assert_true(panel_out(p, 0, OSDP_OUT_PULSE, 1));
	assert_int_equal(p->reply.code, OSDP_OSTATR);
	// For good.
	cabinet_power(p->cabinet, false);
	panel_run_ms(p, 20);
	cabinet_power(p->cabinet, true);
	panel_run_ms(p, 150);
	assert_false(panel_shake(p, NULL));
	assert_true(panel_shake(p, new_key));
	// And the button opens the window again.
	press(p);
	assert_int_equal(security(p), 1);
	assert_true(panel_shake(p, NULL));
	panel_close(p);
}

static void comset_in_the_clear_wants_the_button_once_there_is_a_key(void **state)
{
	static const uint8_t com[] = {5, 0, 0x96, 0, 0}; // as it is
	struct panel *p = panel_open(8, NULL);

	(void)state;
	clear(p, OSDP_COMSET, com, sizeof com);
	assert_int_equal(p->reply.code, OSDP_NAK);
	assert_int_equal(p->reply.data[0], OSDP_NAK_SECURE);
	press(p);
	clear(p, OSDP_COMSET, com, sizeof com);
	assert_int_equal(p->reply.code, OSDP_COM);
	panel_close(p);
}

static void the_window_is_told_when_it_opens_and_when_it_closes(void **state)
{
	struct panel *p = panel_open(8, NULL);

	(void)state;
	panel_settle(p);
	cabinet_press_button(p->cabinet);
	panel_poll_for(p, 500, OSDP_LSTATR, 1);
	assert_true(panel_hello(p).flags & BANK_FLAG_WINDOW);
	set_key(p, new_key);
	panel_poll_for(p, 500, OSDP_LSTATR, 1);
	assert_false(panel_hello(p).flags & BANK_FLAG_WINDOW);
	panel_close(p);
}

// The host has stored both, and does not know how far the bank came.
static unsigned tries_until_in(struct panel *p, const uint8_t *first, const uint8_t *second)
{
	for (unsigned tries = 1; tries <= 4; tries++)
		if (panel_shake(p, tries % 2 ? first : second))
			return tries;
	return 0;
}

static void a_power_cut_at_any_moment_of_a_keyset_leaves_one_of_the_two_keys(void **state)
{
	uint8_t data[OSDP_KEYSET_SIZE], key[OSDP_KEY_SIZE], next[OSDP_KEY_SIZE];
	struct panel *p = panel_open(8, NULL);
	unsigned kept = 0, changed = 0;

	(void)state;
	memcpy(key, PANEL_KEY, sizeof key);
	for (unsigned at_ms = 0; at_ms < 120; at_ms += at_ms < 85 ? 2 : 1) {
		memcpy(next, new_key, sizeof next);
		next[15] = (uint8_t)(at_ms + 1);
		assert_true(panel_shake(p, key));
		osdp_write_keyset(data, next);
		assert_true(panel_ask(p, OSDP_KEYSET, data, sizeof data));
		assert_int_equal(p->reply.code, OSDP_BUSY);
		panel_run_ms(p, at_ms);
		cabinet_power(p->cabinet, false);
		panel_run_ms(p, 10);
		cabinet_power(p->cabinet, true);
		panel_run_ms(p, 150);
		assert_in_range(tries_until_in(p, next, key), 1, 3);
		// Either may be the one; a rotation that was cut is simply made again.
		if (panel_shake(p, next)) {
			memcpy(key, next, sizeof key);
			changed++;
		} else {
			kept++;
		}
		assert_in_range(tries_until_in(p, key, key), 1, 3);
	}
	print_message("cut in KEYSET: %u times the old key, %u times the new\n", kept, changed);
	assert_true(kept > 30 && changed > 5);
	panel_close(p);
}

static void two_hundred_starts_never_throw_the_same_number(void **state)
{
	static uint8_t thrown[STARTS][OSDP_RND_SIZE];
	struct panel *p = panel_open(8, NULL);

	(void)state;
	for (unsigned n = 0; n < STARTS; n++) {
		cabinet_reset(p->cabinet, RESET_DTR);
		panel_run_ms(p, 90);
		assert_true(panel_shake(p, PANEL_KEY));
		memcpy(thrown[n], p->rnd_b, OSDP_RND_SIZE);
		for (unsigned before = 0; before < n; before++)
			assert_memory_not_equal(thrown[n], thrown[before], OSDP_RND_SIZE);
	}
	panel_close(p);
}

static void a_key_stands_nowhere_in_what_the_emulator_tells(void **state)
{
	static char answer[65536];
	struct panel *p = panel_open(8, NULL);
	char hex[2 * OSDP_KEY_SIZE + 1];

	(void)state;
	for (unsigned n = 0; n < OSDP_KEY_SIZE; n++)
		snprintf(hex + 2 * n, 3, "%02x", PANEL_KEY[n]);
	assert_true(panel_shake(p, PANEL_KEY));
	cabinet_command(p->cabinet, "state", answer, sizeof answer);
	assert_null(strstr(answer, hex));
	cabinet_command(p->cabinet, "button", answer, sizeof answer);
	assert_string_equal(answer, "ok");
	panel_run_ms(p, 300);
	assert_int_equal(security(p), 1);
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_key_it_says_who_it_is_and_is_moved_and_no_more),
		cmocka_unit_test(the_button_opens_ten_minutes_of_the_default_key_and_shows_them),
		cmocka_unit_test(a_key_set_under_the_default_key_ends_it),
		cmocka_unit_test(comset_in_the_clear_wants_the_button_once_there_is_a_key),
		cmocka_unit_test(the_window_is_told_when_it_opens_and_when_it_closes),
		cmocka_unit_test(a_power_cut_at_any_moment_of_a_keyset_leaves_one_of_the_two_keys),
		cmocka_unit_test(two_hundred_starts_never_throw_the_same_number),
		cmocka_unit_test(a_key_stands_nowhere_in_what_the_emulator_tells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
