// SPDX-License-Identifier: GPL-3.0-or-later
// A database and the policy it names, opened together: what serve and a command alone both need.
#ifndef CLI_HOUSE_H
#define CLI_HOUSE_H

#include <jansson.h>

#include "cli/command.h"
#include "policy/load.h"
#include "store/store.h"

struct house {
	struct store *store;
	struct policy *policy;
};

// Opens path. Returns -1 when out_house is open; otherwise an exit status, the sentence said.
int house_open(struct house *out_house, const char *path, enum store_mode mode);
void house_close(struct house *house);

// "FILE.sock" in out; the exit status where the path is too long, else -1.
int house_socket(const char *path, char *out, size_t size);

#endif
