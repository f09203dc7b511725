// SPDX-License-Identifier: GPL-3.0-or-later
// Keys in the EEPROM, with the power cut at every write and every kind of torn byte; and the random
// numbers made beside them.
#include "dice.h"
#include "keys.h"

#include "bank/bench.h"
#include "board/eeprom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CHECK = 0x1234 };

static uint8_t memory[4096];
static int writes_left; // before the power goes; negative: it stays
static uint8_t torn;	// what the byte under way then holds
static struct osdp_secure_pd channel;
static struct keys keys;

static const uint8_t first[OSDP_KEY_SIZE] = {9, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
static const uint8_t second[OSDP_KEY_SIZE] = {1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144};
static const uint8_t third[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};

bool eeprom_ready(void)
{
	return true;
}

uint8_t eeprom_get(uint16_t address)
{
	return memory[address];
}

void eeprom_put(uint16_t address, uint8_t value)
{
	if (writes_left == 0)
		return;
	if (writes_left > 0 && --writes_left == 0)
		value = torn;
	memory[address] = value;
}

static void bench(const uint8_t *key)
{
	memset(memory, 0xFF, sizeof memory);
	memory[BENCH_FLAGS] = key ? BENCH_FLAG_KEY : 0;
	if (key)
		memcpy(memory + BENCH_KEY, key, OSDP_KEY_SIZE);
	writes_left = -1;
}

static void start(void)
{
	osdp_secure_pd_init(&channel, NULL);
	keys_load(&keys, &channel, true, CHECK);
}

static void settle(void)
{
	for (unsigned n = 0; n < 100; n++)
		keys_step(&keys, &channel);
}

// As osdp/secure_pd.c does when the keeper is done.
static void adopt(const uint8_t *key)
{
	uint8_t before[OSDP_KEY_SIZE];
	bool keyed = channel.keyed;

	memcpy(before, channel.by_before ? channel.before : channel.key, sizeof before);
	osdp_secure_pd_set_key(&channel, key);
	if (keyed)
		osdp_secure_pd_set_before(&channel, before);
}

static void set(const uint8_t *key)
{
	uint8_t answer = OSDP_PD_BUSY;

	for (unsigned n = 0; n < 100 && answer == OSDP_PD_BUSY; n++) {
		keys_step(&keys, &channel);
		answer = keys_keep(&keys, &channel, key);
	}
	assert_int_equal(answer, OSDP_PD_DONE);
	adopt(key);
}

static void has(const uint8_t *key, const uint8_t *before)
{
	assert_int_equal(channel.keyed, key != NULL);
	if (key)
		assert_memory_equal(channel.key, key, OSDP_KEY_SIZE);
	assert_int_equal(channel.pending, before != NULL);
	if (before)
		assert_memory_equal(channel.before, before, OSDP_KEY_SIZE);
}

static void no_key_is_a_flag_and_some_values_are_none(void **state)
{
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	bench(NULL);
	start();
	has(NULL, NULL);
	memcpy(memory + BENCH_KEY, first, sizeof first); // without the flag it is nothing
	start();
	has(NULL, NULL);
	bench(first);
	start();
	has(first, NULL);
	osdp_secure_pd_init(&channel, NULL);
	keys_load(&keys, &channel, false, CHECK);
	has(NULL, NULL);
	assert_int_equal(keys_keep(&keys, &channel, second), OSDP_NAK_SECURE);
	for (unsigned kind = 0; kind < 3; kind++) {
		osdp_default_key(key);
		if (kind < 2)
			memset(key, kind ? 0xFF : 0, sizeof key);
		bench(key);
		start();
		has(NULL, NULL);
	}
}

static void a_new_key_is_pending_until_it_is_proved_and_then_alone(void **state)
{
	(void)state;
	bench(first);
	start();
	set(second);
	has(second, first);
	start();
	has(second, first);
	settle();
	start();
	has(second, first); // nothing but a handshake proves it
	channel.pending = false;
	settle();
	start();
	has(second, NULL);
	set(third);
	has(third, second);
	start();
	has(third, second);
	channel.pending = false;
	settle();
	start();
	has(third, NULL);
	// A bank set anew at the bench has what the bench gave it.
	osdp_secure_pd_init(&channel, NULL);
	keys_load(&keys, &channel, true, CHECK + 1);
	has(first, NULL);
}

static void one_that_was_never_acknowledged_gives_way_to_another(void **state)
{
	(void)state;
	bench(first);
	start();
	set(second);
	channel.pending = false;
	settle();
	// Written, but the host never heard of it; it sends another one instead.
	assert_int_equal(keys_keep(&keys, &channel, third), OSDP_PD_BUSY);
	assert_int_equal(keys_keep(&keys, &channel, first), OSDP_PD_BUSY);
	settle();
	set(first);
	start();
	has(first, second);
	// Under the key before, a third takes the place of the pending one.
	channel.by_before = true;
	set(third);
	has(third, second);
	start();
	has(third, second);
}

// KEYSET cut at each of its bytes, that byte torn to each value it can have, from each place a
// key can stand in: nothing there, the bench's, either slot, the one before a pending one.
static void a_cut_at_any_byte_leaves_a_key_of_the_hosts(void **state)
{
	static uint8_t before[sizeof memory];
	unsigned old = 0, new = 0;

	(void)state;
	for (unsigned from = 0; from < 5; from++) {
		const uint8_t *good = from == 2 || from == 3 ? second : first;

		bench(from ? first : NULL);
		start();
		if (from == 3) {
			set(third);
			channel.pending = false;
			settle();
		}
		if (from >= 2) {
			set(second);
			channel.pending = from == 4;
			settle();
		}
		memcpy(before, memory, sizeof before);
		for (int cut = 1; cut <= KEY_SLOT_SIZE + 1; cut++)
			for (unsigned value = 0; value < 256; value++) {
				uint8_t key[OSDP_KEY_SIZE] = {77, 1};

				memcpy(memory, before, sizeof before);
				writes_left = -1;
				start();
				channel.by_before = from == 4;
				writes_left = cut;
				torn = (uint8_t)value;
				keys_keep(&keys, &channel, key);
				settle();
				writes_left = -1;
				start();
				if (channel.keyed && !memcmp(channel.key, key, sizeof key)) {
					has(key, from ? good : NULL);
					new ++;
				} else if (from == 4 && cut == 1 && value == SLOT_GOOD) {
					has(second, first); // as it was
					old++;
				} else {
					has(from ? good : NULL, NULL);
					old++;
				}
			}
	}
	assert_int_equal(old + new, 5 * 256 * (KEY_SLOT_SIZE + 1));
	assert_int_equal(new, 5); // only the very last byte, written whole
}

// What says that the newest is proved is one byte, torn to whatever: the key is good either way.
static void a_cut_while_the_proof_is_noted_costs_nothing(void **state)
{
	(void)state;
	for (unsigned value = 0; value < 256; value++) {
		bench(first);
		start();
		set(second);
		channel.pending = false;
		writes_left = 1;
		torn = (uint8_t)value;
		settle();
		writes_left = -1;
		start();
		has(second, value == SLOT_GOOD ? NULL : first);
	}
}

// With no noise at all, and the same secret: what was thrown, over starts and within one.
static void numbers_never_come_twice(void **state)
{
	static uint8_t thrown[4000][OSDP_RND_SIZE];
	unsigned count = 0;

	(void)state;
	bench(first);
	for (uint32_t boots = 1; boots <= 1000; boots++) {
		struct dice dice;

		osdp_secure_pd_init(&channel, NULL);
		dice_init(&dice, boots);
		for (unsigned n = 0; n < 4; n++) {
			assert_true(osdp_secure_pd_wants_roll(&channel));
			dice_step(&dice, &channel);
			assert_false(osdp_secure_pd_wants_roll(&channel));
			memcpy(thrown[count], channel.rnd_b, OSDP_RND_SIZE);
			dice_step(&dice, &channel); // one is held: it stays
			assert_memory_equal(thrown[count], channel.rnd_b, OSDP_RND_SIZE);
			for (unsigned before = 0; before < count; before++)
				assert_memory_not_equal(
					thrown[count], thrown[before], OSDP_RND_SIZE);
			count++;
			channel.dice = false;
		}
	}
}

static void secret_and_noise_each_change_them(void **state)
{
	uint8_t plain[OSDP_RND_SIZE];
	struct dice dice;

	(void)state;
	for (unsigned what = 0; what < 2 + BENCH_SECRET_SIZE; what++) {
		bench(first);
		osdp_secure_pd_init(&channel, NULL);
		dice_init(&dice, 7);
		if (what == 1)
			dice_stir(&dice, 0x0100);
		if (what > 1)
			memory[BENCH_SECRET + what - 2] ^= 1;
		dice_step(&dice, &channel);
		if (what == 0)
			memcpy(plain, channel.rnd_b, sizeof plain);
		else
			assert_memory_not_equal(plain, channel.rnd_b, sizeof plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_is_a_flag_and_some_values_are_none),
		cmocka_unit_test(a_new_key_is_pending_until_it_is_proved_and_then_alone),
		cmocka_unit_test(one_that_was_never_acknowledged_gives_way_to_another),
		cmocka_unit_test(a_cut_at_any_byte_leaves_a_key_of_the_hosts),
		cmocka_unit_test(a_cut_while_the_proof_is_noted_costs_nothing),
		cmocka_unit_test(numbers_never_come_twice),
		cmocka_unit_test(secret_and_noise_each_change_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
