// SPDX-License-Identifier: GPL-3.0-or-later
// A school's policy file: taken whole, or refused in one sentence that names the file.
#include "fuzz.h"
#include "input.h"
#include "policy/load.h"

#include <string.h>

void fuzz_policy(const uint8_t *data, size_t size)
{
	struct policy *policy = NULL;
	char why[POLICY_WHY_MAX] = "";

	if (policy_open_text("school.json", (const char *)data, size, &policy, why) < 0) {
		must(!policy && strstr(why, "school.json") && !strchr(why, '\n'));
		return;
	}
	must(policy && !why[0]);
	policy_close(policy);
}
