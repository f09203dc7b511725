// SPDX-License-Identifier: GPL-3.0-or-later
// Chain decoding and debouncing: see inputs.h.
#include "inputs.h"

#include <string.h>

void inputs_init(struct inputs *inputs)
{
	memset(inputs, 0, sizeof *inputs);
	inputs->fresh = true;
}

uint8_t inputs_boards_in(const uint8_t chain[INPUTS_CHAIN_BYTES])
{
	// From the far end: behind the guard there is nothing but zeros, so the last byte that is
	// not zero has to be the guard.
	uint8_t at = INPUTS_CHAIN_BYTES - 1;

	while (at && chain[at] == 0)
		at--;
	if (at == 0 || (at & 1) || chain[at] != INPUTS_GUARD)
		return 0;
	return at / 2;
}

static void forget(struct inputs *inputs)
{
	for (uint8_t i = 0; i < 2 * INPUTS_BOARDS; i++)
		inputs->known[i] = 0;
	inputs->fresh = true;
}

// Eight sensors at once: a counter of three bit planes counts equal samples and stops at
// INPUTS_EQUAL - 1 equals, which is INPUTS_EQUAL samples that agree.
static void debounce(struct inputs *inputs, uint8_t i, uint8_t sample)
{
	uint8_t equal = inputs->fresh ? 0 : (uint8_t) ~(sample ^ inputs->last[i]);
	uint8_t one = inputs->count[0][i] & equal;
	uint8_t two = inputs->count[1][i] & equal;
	uint8_t four = inputs->count[2][i] & equal;
	uint8_t add = equal & (uint8_t)~four;
	uint8_t carry = one & add;

	one ^= add;
	four |= two & carry;
	two ^= carry;
	inputs->count[0][i] = one;
	inputs->count[1][i] = two;
	inputs->count[2][i] = four;
	inputs->last[i] = sample;
	inputs->steady[i] = (uint8_t)((inputs->steady[i] & ~four) | (sample & four));
	inputs->known[i] |= four;
}

void inputs_sample(struct inputs *inputs, const uint8_t chain[INPUTS_CHAIN_BYTES])
{
	uint8_t boards = inputs_boards_in(chain);

	if (boards != inputs->candidate) {
		inputs->candidate = boards;
		inputs->streak = 0;
	}
	if (inputs->streak < INPUTS_EQUAL)
		inputs->streak++;
	if (inputs->streak == INPUTS_EQUAL && boards && !inputs->boards)
		inputs->boards = boards;
	if (boards == 0 || boards != inputs->boards) {
		// One noisy scan is skipped; a chain that stays broken makes everything unknown.
		if (inputs->streak == INPUTS_EQUAL)
			forget(inputs);
		return;
	}
	for (uint8_t i = 0; i < 2 * boards; i++)
		debounce(inputs, i, chain[i]);
	inputs->fresh = false;
}

bool inputs_whole(const struct inputs *inputs)
{
	return inputs->boards && inputs->known[0] != 0;
}

void inputs_view(const struct inputs *inputs, uint8_t out[INPUTS_VIEW])
{
	for (uint8_t i = 0; i < INPUTS_VIEW / 2; i++) {
		out[i] = inputs->known[i];
		out[INPUTS_VIEW / 2 + i] = inputs->steady[i] & out[i];
	}
}

static enum input value(const struct inputs *inputs, uint8_t byte, uint8_t mask)
{
	if (byte >= 2 * INPUTS_BOARDS || !(inputs->known[byte] & mask))
		return INPUT_UNKNOWN;
	return inputs->steady[byte] & mask ? INPUT_ACTIVE : INPUT_INACTIVE;
}

enum input inputs_contact(const struct inputs *inputs, uint8_t door)
{
	return value(inputs, (uint8_t)(door / 8 * 2), (uint8_t)(1 << (door & 7)));
}

enum input inputs_inside(const struct inputs *inputs, uint8_t door)
{
	return value(inputs, (uint8_t)(door / 8 * 2 + 1), (uint8_t)(1 << (door & 7)));
}
