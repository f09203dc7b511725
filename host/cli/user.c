// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the password database, once for each user: it may be slow, and the service waits for it.
#include "cli/user.h"

#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>

void user_name(uid_t uid, char out_name[USER_NAME])
{
	static bool known;
	static uid_t last;
	static char name[USER_NAME];

	if (!known || last != uid) {
		const struct passwd *entry = getpwuid(uid);

		if (entry)
			snprintf(name, sizeof name, "%s", entry->pw_name);
		else
			snprintf(name, sizeof name, "uid %lu", (unsigned long)uid);
		known = true;
		last = uid;
	}
	snprintf(out_name, USER_NAME, "%s", name);
}
