// SPDX-License-Identifier: GPL-3.0-or-later
// A fuzzer's bytes read as orders: how many, which, with what. At their end everything reads as 0.
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct input {
	const uint8_t *next;
	size_t left;
};

static inline uint8_t input_byte(struct input *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return *input->next++;
}

// Up to `most` bytes, as many as the next byte says; *out leads into the input.
static inline uint16_t input_bytes(struct input *input, uint16_t most, const uint8_t **out)
{
	size_t len = input_byte(input);

	len = len < input->left ? len : input->left;
	len = len < most ? len : most;
	*out = input->next;
	input->next += len;
	input->left -= len;
	return (uint16_t)len;
}

// What must hold for any input whatever.
#define must(condition) ((condition) ? (void)0 : input_broken(#condition, __FILE__, __LINE__))

static inline void input_broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

#endif
