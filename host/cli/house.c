// SPDX-License-Identifier: GPL-3.0-or-later
// Opens what a command works on.
#include "cli/house.h"

#include <stdio.h>

#include "base/err.h"

int house_open(struct house *out_house, const char *path, enum store_mode mode)
{
	struct house house = {0};
	char why[STORE_WHY];
	char name[64];
	int err = store_open(&house.store, path, mode, why);

	if (err < 0)
		return call_fail(EXIT_REFUSED, "%s", why);
	err = store_setting(house.store, "policy", name, sizeof name);
	if (err < 0)
		snprintf(why, sizeof why,
			"%.200s names no policy (%s); was `hometime init` cut short?", path,
			err_str(err));
	else
		err = policy_open(name, &house.policy, why);
	if (err < 0) {
		house_close(&house);
		return call_fail(EXIT_REFUSED, "%s", why);
	}
	*out_house = house;
	return -1;
}

void house_close(struct house *house)
{
	policy_close(house->policy);
	store_close(house->store);
}

int house_socket(const char *path, char *out, size_t size)
{
	int len = snprintf(out, size, "%s.sock", path);

	return len < 0 || (size_t)len >= size
		       ? call_fail(EXIT_USAGE, "the path of the database is too long.")
		       : -1;
}
