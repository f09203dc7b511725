// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in the EEPROM, with the power cut at every write and every kind of torn byte.
#include "identity.h"

#include "board/eeprom.h"
#include "osdp/crc.h"
#include "osdp/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static uint8_t memory[4096];
static int writes_left; // before the power goes; negative: it stays
static uint8_t torn;	// what the byte under way then holds

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

static void bench(uint8_t address, uint32_t serial, uint32_t rate)
{
	memory[BENCH_MARK_0] = 'H';
	memory[BENCH_MARK_1] = 'T';
	memory[BENCH_LAYOUT] = BENCH_LAYOUT_1;
	memory[BENCH_ADDRESS] = address;
	osdp_write_u32(memory + BENCH_SERIAL, serial);
	osdp_write_u32(memory + BENCH_RATE, rate);
	memory[BENCH_FLAGS] = 0;
	memory[BENCH_DOORS] = 16;
	osdp_write_u16(memory + BENCH_CHECK, osdp_crc16(OSDP_CRC_SEED, memory, BENCH_CHECK));
}

static void blank(void)
{
	memset(memory, 0xFF, sizeof memory);
	writes_left = -1;
}

static void store(struct identity *identity)
{
	for (unsigned n = 0; n < 100; n++)
		identity_step(identity);
}

static struct identity start(void)
{
	struct identity identity;

	identity_load(&identity);
	store(&identity);
	return identity;
}

static void a_blank_eeprom_is_a_bank_without_a_name(void **state)
{
	(void)state;
	struct identity identity;

	blank();
	identity = start();
	assert_false(identity.set);
	assert_int_equal(identity.serial, 0);
	assert_int_equal(identity.address, 0);
	assert_int_equal(identity.rate, BENCH_RATE_AT_START);
	assert_int_equal(identity.boots, 1);
	assert_int_equal(start().boots, 2);
}

static void every_start_is_counted_and_the_bench_is_never_written(void **state)
{
	(void)state;
	uint8_t before[BENCH_SIZE];

	blank();
	bench(5, 77, 38400);
	memcpy(before, memory, sizeof before);
	for (uint32_t boots = 1; boots <= 70000; boots++) {
		struct identity identity = start();

		assert_int_equal(identity.boots, boots);
		assert_true(identity_stored(&identity));
	}
	assert_memory_equal(before, memory, sizeof before);
}

static void comset_survives_until_the_bench_is_set_anew(void **state)
{
	(void)state;
	struct identity identity;

	blank();
	bench(5, 77, 38400);
	identity = start();
	identity_set_line(&identity, 9, 115200);
	store(&identity);
	identity = start();
	assert_int_equal(identity.address, 9);
	assert_int_equal(identity.rate, 115200);
	bench(6, 77, 38400);
	identity = start();
	assert_int_equal(identity.address, 6);
	assert_int_equal(identity.rate, 38400);
	assert_int_equal(identity.boots, 3);
}

static void a_second_comset_while_the_first_is_written_is_the_one_that_stays(void **state)
{
	(void)state;
	for (unsigned steps = 0; steps < 45; steps++) {
		struct identity identity;

		blank();
		bench(5, 77, 38400);
		identity_load(&identity);
		identity_set_line(&identity, 9, 9600);
		for (unsigned n = 0; n < steps; n++)
			identity_step(&identity);
		identity_set_line(&identity, 10, 19200);
		store(&identity);
		identity = start();
		assert_int_equal(identity.address, 10);
		assert_int_equal(identity.rate, 19200);
	}
}

// The write of a COMSET cut at each of its bytes, that byte torn to each value it can have.
static void a_cut_at_any_byte_leaves_the_old_settings_or_the_new(void **state)
{
	uint8_t before[sizeof memory];
	unsigned old = 0, new = 0;

	(void)state;
	blank();
	bench(5, 77, 38400);
	start();
	start();
	start();
	memcpy(before, memory, sizeof before);
	for (int cut = 1; cut <= SLOT_SIZE + 1; cut++)
		for (unsigned value = 0; value < 256; value++) {
			struct identity identity, after;

			memcpy(memory, before, sizeof before);
			writes_left = -1;
			identity = start();
			writes_left = cut;
			torn = (uint8_t)value;
			identity_set_line(&identity, 9, 115200);
			store(&identity);
			writes_left = -1;
			identity_load(&after);
			assert_int_equal(after.serial, 77);
			assert_int_equal(after.boots, 5);
			if (after.address == 5) {
				assert_int_equal(after.rate, 38400);
				old++;
			} else {
				assert_int_equal(after.address, 9);
				assert_int_equal(after.rate, 115200);
				new ++;
			}
		}
	assert_int_equal(old + new, 256 * (SLOT_SIZE + 1));
	assert_int_equal(new, 1); // only the very last byte, written whole
}

static void any_single_wrong_bit_of_the_bench_block_makes_it_no_block(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 8 * BENCH_SIZE; bit++) {
		struct identity identity;

		blank();
		bench(5, 77, 38400);
		memory[bit / 8] ^= (uint8_t)(1 << bit % 8);
		identity = start();
		assert_false(identity.set);
		assert_int_equal(identity.serial, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_blank_eeprom_is_a_bank_without_a_name),
		cmocka_unit_test(every_start_is_counted_and_the_bench_is_never_written),
		cmocka_unit_test(comset_survives_until_the_bench_is_set_anew),
		cmocka_unit_test(a_second_comset_while_the_first_is_written_is_the_one_that_stays),
		cmocka_unit_test(a_cut_at_any_byte_leaves_the_old_settings_or_the_new),
		cmocka_unit_test(any_single_wrong_bit_of_the_bench_block_makes_it_no_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
