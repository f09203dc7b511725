// SPDX-License-Identifier: GPL-3.0-or-later
// A password checked or made into a hash, in a child: one line of JSON in, one out.
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "accounts/password.h"
#include "cli/command.h"
#include "cli/jobs.h"

#define LINE_MAX_BYTES 4096

int password_job(const struct env *env, char **words)
{
	char line[LINE_MAX_BYTES], hash[ACCOUNT_PASSWORD] = "";
	json_t *asked;
	const char *stored, *given, *wanted;
	bool right, failed;

	(void)env;
	(void)words;
	if (!fgets(line, sizeof line, stdin))
		return EXIT_USAGE;
	asked = json_loads(line, 0, NULL);
	explicit_bzero(line, sizeof line);
	if (json_unpack(asked, "{s:s, s:s, s:s}", "hash", &stored, "given", &given, "wanted",
		    &wanted) < 0) {
		json_decref(asked);
		return EXIT_USAGE;
	}
	// Nothing given: a link speaks for them. Else nothing is hashed for whoever is wrong.
	right = (!*given && *wanted) || password_matches(stored, given);
	failed = right && *wanted && password_hash(wanted, hash) < 0;
	json_decref(asked);
	if (failed)
		return EXIT_REFUSED;
	printf("{\"right\":%s,\"hash\":\"%s\"}\n", right ? "true" : "false", hash);
	return EXIT_DONE;
}
