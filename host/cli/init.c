// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime init`: a new, empty record for one school.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "cli/families.h"
#include "policy/load.h"
#include "register/calendar.h"
#include "store/store.h"

static const struct command_option options[] = {
	{"policy", "NAME", "roby-park, flixton, balfour, helsby or christ-church", OPTION_NEEDED},
	{0},
};

// A number of its own for each school, so that many schools' records can be gathered one day.
static int make_site(const struct env *env, char out_site[17])
{
	unsigned char bytes[8];
	int err = env->random(env->context, bytes, sizeof bytes);

	if (err < 0)
		return err;
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(out_site + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static int known_policy(const char *name)
{
	char why[POLICY_WHY_MAX];
	struct policy *policy;
	int err = policy_open(name, &policy, why);

	if (err == 0)
		policy_close(policy);
	return err == 0 ? -1 : call_fail(EXIT_USAGE, "--policy %s: %s", name, why);
}

static int fill(struct store *store, const struct env *env, const char *policy, const char *site)
{
	struct local_date today = local_date_of(local_from_wall(env->wall(env->context)));
	int err = store_begin(store);

	if (err == 0)
		err = store_setting_put(store, "site", site);
	if (err == 0)
		err = store_setting_put(store, "policy", policy);
	if (err == 0)
		err = calendar_init(store, today);
	if (err >= 0)
		return store_commit(store);
	store_rollback(store);
	return err;
}

static int init(const struct call *call)
{
	const char *policy = call_option(call, "policy");
	char why[STORE_WHY];
	char site[17];
	struct store *store;
	int status = known_policy(policy);
	int err;

	if (status >= 0)
		return status;
	err = make_site(call->env, site);
	if (err < 0)
		return call_fail(
			EXIT_REFUSED, "the system gives no random numbers (%s).", err_str(err));
	err = store_open(&store, call->db, STORE_CREATE, why);
	if (err < 0)
		return call_fail(EXIT_REFUSED, "%s", why);
	err = fill(store, call->env, policy, site);
	store_close(store);
	if (err < 0) {
		unlink(call->db); // made by us a moment ago, and empty
		return call_fail(
			EXIT_REFUSED, "%s could not be written (%s).", call->db, err_str(err));
	}
	printf("%s is ready: policy %s, site %s. Next: hometime import people FILE.csv\n", call->db,
		policy, site);
	return EXIT_DONE;
}

const struct command database_commands[] = {
	{"init", NULL, "make a new record for a school", COMMAND_DB, options, init, NULL},
	{"policy show", NULL, "the policy in force, rule by rule, and what the school chose",
		COMMAND_DB | COMMAND_JSON, NULL, NULL, NULL},
	{"school set", "NAME VALUE",
		"choose where the policy is silent (pupils, staff, mentions), or enter the "
		"school's "
		"name or when the policy was reviewed",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{0},
};
