// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of the line, thousands of them, over school days played with the real image in Secure
// Channel: each kind of fault at each message. Whatever happens, no door opens without a recorded
// allow, nothing is recorded that did not happen, nothing of a session counts twice, nothing is
// said in the clear, and the bank is online again in its time. Prints the table.
//	test-school-faults [--deep] [--seed N] [--faults FIRST LAST]
// --deep strikes 10,000 and more, 200 and more of each kind at unlock, its reply, the card and
// KEYSET, and prints the table after every three weeks; without it a share of them. --faults takes
// the table's rows from FIRST to LAST only, counted from 0.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fault_days.h"

static uint64_t seed = 1;
static unsigned at_the_unlock = 2, elsewhere = 1;
static unsigned first, last = WIRE_FAULT_COUNT - 1;
static bool deep;

static void whatever_the_line_does_doors_and_record_agree_and_the_bank_comes_back(void **state)
{
	static struct fault_days days;

	(void)state;
	days = (struct fault_days){.seed = seed, .trace = deep};
	for (unsigned fault = first; fault <= last && fault < WIRE_FAULT_COUNT; fault++) {
		for (unsigned place = 0; place < WIRE_PLACE_COUNT; place++) {
			bool unlock = place == AT_RAW || place == AT_OUT || place == AT_OSTATR ||
				      place == AT_KEYSET;

			if (wire_can((enum wire_fault)fault, (enum wire_place)place))
				days.wanted[fault][place] = unlock ? at_the_unlock : elsewhere;
		}
	}
	fault_days_play(&days);
	fault_days_print(&days);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			whatever_the_line_does_doors_and_record_agree_and_the_bank_comes_back),
	};

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--deep") == 0) {
			deep = true;
			at_the_unlock = 200;
			elsewhere = 20;
		} else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
			seed = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--faults") == 0 && i + 2 < argc) {
			first = (unsigned)atoi(argv[++i]);
			last = (unsigned)atoi(argv[++i]);
		}
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
