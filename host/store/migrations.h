// SPDX-License-Identifier: GPL-3.0-or-later
// The files of db/migrations, in the program: a service needs no path to its own schema.
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include "store/store.h"

extern const char *const migrations[]; // [0] makes version 1; ended by NULL
extern const int migration_count;

struct sqlite3;

// Brings db from its user_version to migration_count, each step one transaction that carries
// application_id and user_version with it. Before the first step of an existing database, a copy
// goes to PATH.before-N. why as in store_open.
int migrate(struct sqlite3 *db, const char *path, char why[STORE_WHY]);

#endif
