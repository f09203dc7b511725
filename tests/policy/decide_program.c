// SPDX-License-Identifier: GPL-3.0-or-later
// decide_lines() with one policy file in the place of its built-in namesake, for the scripts beside
// this file: lines in, lines out.
#include <stdio.h>
#include <unistd.h>

#include "api/decide.h"
#include "policy/load.h"

int main(int argc, char **argv)
{
	char answer[DECIDE_ANSWER_MAX], line[16384], why[POLICY_WHY_MAX];
	struct policy *policy;
	struct decider *decider;

	if (argc < 2)
		return decide_lines(STDIN_FILENO, STDOUT_FILENO) < 0;
	if (decider_open(&decider) < 0)
		return 98;
	if (policy_open_file(argv[1], &policy, why) < 0) {
		fprintf(stderr, "%s\n", why);
		return 99;
	}
	if (decider_replace(decider, policy) < 0)
		return 98;
	while (fgets(line, sizeof(line), stdin)) {
		size_t len = 0;

		while (line[len] && line[len] != '\n')
			len++;
		fwrite(answer, 1, decider_answer(decider, line, len, answer), stdout);
	}
	decider_close(decider);
	return 0;
}
