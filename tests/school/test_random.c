// SPDX-License-Identifier: GPL-3.0-or-later
// A school in which anything happens in any order, played with the real image against what is
// physically true (model.h). Every run is made again from its seed:
//	test-school-random [--deep] [--seed N] [--steps N] [--trace]
// --deep plays thousands of steps; without it a few hundred, in the suite's time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts.h"

static uint64_t only_seed;
static int steps = 80;
static int seeds = 3;

static void play(uint64_t seed)
{
	struct acts acts;

	acts_open(&acts, seed);
	for (int step = 0; step < steps; step++) {
		acts.model.step = step;
		acts_step(&acts);
		model_check(&acts.model);
	}
	acts_mend_all(&acts);
	acts_everybody_goes_home(&acts);
	model_check_record(&acts.model);
	acts_close(&acts);
}

static void whatever_happens_every_phone_is_on_record_and_goes_home_with_its_owner(void **state)
{
	(void)state;
	if (only_seed) {
		play(only_seed);
		return;
	}
	for (int i = 1; i <= seeds; i++) {
		print_message("seed %d, %d steps\n", i, steps);
		play((uint64_t)i);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			whatever_happens_every_phone_is_on_record_and_goes_home_with_its_owner),
	};

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--deep") == 0) {
			steps = 1000;
			seeds = 8;
		} else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
			only_seed = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--steps") == 0 && i + 1 < argc) {
			steps = atoi(argv[++i]);
		} else if (strcmp(argv[i], "--trace") == 0) {
			model_trace = true;
		}
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
