// SPDX-License-Identifier: GPL-3.0-or-later
// The sensor chain alone: where the guard may stand, and what a sensor must do to be believed.
#include "inputs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void chain_of(uint8_t boards, uint8_t fill, uint8_t chain[INPUTS_CHAIN_BYTES])
{
	memset(chain, 0, INPUTS_CHAIN_BYTES);
	memset(chain, fill, 2u * boards);
	chain[2 * boards] = INPUTS_GUARD;
}

static void samples(struct inputs *inputs, const uint8_t *chain, unsigned n)
{
	while (n--)
		inputs_sample(inputs, chain);
}

static void the_guards_place_says_how_many_boards_whatever_the_sensors_say(void **state)
{
	(void)state;
	for (unsigned boards = 1; boards <= INPUTS_BOARDS; boards++)
		for (unsigned fill = 0; fill < 256; fill++) {
			uint8_t chain[INPUTS_CHAIN_BYTES];

			chain_of((uint8_t)boards, (uint8_t)fill, chain);
			assert_int_equal(inputs_boards_in(chain), boards);
		}
}

static void every_single_byte_wrong_in_place_of_the_guard_is_no_chain(void **state)
{
	(void)state;
	for (unsigned boards = 1; boards <= INPUTS_BOARDS; boards++)
		for (unsigned wrong = 0; wrong < 256; wrong++) {
			uint8_t chain[INPUTS_CHAIN_BYTES];

			chain_of((uint8_t)boards, 0xFF, chain);
			chain[2 * boards] = (uint8_t)wrong;
			assert_int_equal(
				inputs_boards_in(chain), wrong == INPUTS_GUARD ? boards : 0);
		}
}

static void a_chain_shifted_by_a_bit_or_stuck_at_either_level_is_no_chain(void **state)
{
	(void)state;
	uint8_t chain[INPUTS_CHAIN_BYTES];

	memset(chain, 0x00, sizeof chain);
	assert_int_equal(inputs_boards_in(chain), 0);
	memset(chain, 0xFF, sizeof chain);
	assert_int_equal(inputs_boards_in(chain), 0);
	for (unsigned boards = 1; boards <= INPUTS_BOARDS; boards++) {
		chain_of((uint8_t)boards, 0x00, chain);
		for (unsigned i = 0; i < sizeof chain; i++)
			chain[i] = (uint8_t)(chain[i] << 1);
		assert_int_equal(inputs_boards_in(chain), 0);
	}
}

static void a_sensor_is_believed_after_five_equal_samples_and_not_before(void **state)
{
	(void)state;
	struct inputs inputs;
	uint8_t closed[INPUTS_CHAIN_BYTES], open[INPUTS_CHAIN_BYTES];

	chain_of(2, 0x00, closed);
	chain_of(2, 0x00, open);
	open[2] = 0x20; // door 13's contact
	inputs_init(&inputs);
	// The chain is believed at its fifth whole sample, and from then on the sensors are
	// counted.
	samples(&inputs, closed, INPUTS_EQUAL - 1);
	assert_int_equal(inputs.boards, 0);
	samples(&inputs, closed, INPUTS_EQUAL);
	assert_int_equal(inputs.boards, 2);
	assert_true(inputs_whole(&inputs));
	assert_int_equal(inputs_contact(&inputs, 13), INPUT_INACTIVE);
	for (unsigned run = 1; run < INPUTS_EQUAL; run++) {
		samples(&inputs, open, run);
		assert_int_equal(inputs_contact(&inputs, 13), INPUT_INACTIVE);
		samples(&inputs, closed, 1);
		assert_int_equal(inputs_contact(&inputs, 13), INPUT_INACTIVE);
	}
	samples(&inputs, open, INPUTS_EQUAL);
	assert_int_equal(inputs_contact(&inputs, 13), INPUT_ACTIVE);
	for (uint8_t door = 0; door < 16; door++) {
		assert_int_equal(inputs_contact(&inputs, door), door == 13);
		assert_int_equal(inputs_inside(&inputs, door), INPUT_INACTIVE);
	}
	assert_int_equal(inputs_contact(&inputs, 16), INPUT_UNKNOWN);
}

static void each_sensor_has_its_own_bit(void **state)
{
	(void)state;
	for (uint8_t byte = 0; byte < 6; byte++)
		for (uint8_t bit = 0; bit < 8; bit++) {
			struct inputs inputs;
			uint8_t chain[INPUTS_CHAIN_BYTES];

			chain_of(3, 0, chain);
			chain[byte] = (uint8_t)(1 << bit);
			inputs_init(&inputs);
			samples(&inputs, chain, 2 * INPUTS_EQUAL);
			for (uint8_t door = 0; door < 24; door++) {
				bool mine = door == byte / 2 * 8 + bit;

				assert_int_equal(
					inputs_contact(&inputs, door), mine && byte % 2 == 0);
				assert_int_equal(
					inputs_inside(&inputs, door), mine && byte % 2 == 1);
			}
		}
}

static void a_cut_chain_makes_everything_unknown_until_each_sensor_was_read_afresh(void **state)
{
	(void)state;
	struct inputs inputs;
	uint8_t whole[INPUTS_CHAIN_BYTES], cut[INPUTS_CHAIN_BYTES], other[INPUTS_CHAIN_BYTES];

	chain_of(1, 0x0F, whole);
	chain_of(2, 0x0F, other);
	memset(cut, 0xFF, sizeof cut);
	inputs_init(&inputs);
	samples(&inputs, whole, 10);
	samples(&inputs, cut, INPUTS_EQUAL - 1);
	assert_int_equal(inputs_contact(&inputs, 0), INPUT_ACTIVE); // a spark
	samples(&inputs, cut, 1);
	for (uint8_t door = 0; door < 8; door++) {
		assert_int_equal(inputs_contact(&inputs, door), INPUT_UNKNOWN);
		assert_int_equal(inputs_inside(&inputs, door), INPUT_UNKNOWN);
	}
	samples(&inputs, other, 50); // a chain of another length is not this cabinet's
	assert_int_equal(inputs.boards, 1);
	assert_false(inputs_whole(&inputs));
	assert_int_equal(inputs_contact(&inputs, 0), INPUT_UNKNOWN);
	samples(&inputs, whole, INPUTS_EQUAL - 1);
	assert_int_equal(inputs_contact(&inputs, 0), INPUT_UNKNOWN);
	samples(&inputs, whole, 1);
	assert_int_equal(inputs_contact(&inputs, 0), INPUT_ACTIVE);
	assert_int_equal(inputs_contact(&inputs, 7), INPUT_INACTIVE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_guards_place_says_how_many_boards_whatever_the_sensors_say),
		cmocka_unit_test(every_single_byte_wrong_in_place_of_the_guard_is_no_chain),
		cmocka_unit_test(a_chain_shifted_by_a_bit_or_stuck_at_either_level_is_no_chain),
		cmocka_unit_test(a_sensor_is_believed_after_five_equal_samples_and_not_before),
		cmocka_unit_test(each_sensor_has_its_own_bit),
		cmocka_unit_test(
			a_cut_chain_makes_everything_unknown_until_each_sensor_was_read_afresh),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
