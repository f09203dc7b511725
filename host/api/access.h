// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask what at the screens (access.def).
#ifndef API_ACCESS_H
#define API_ACCESS_H

#include "store/accounts.h"

enum access { ACCESS_NO, ACCESS_OWN, ACCESS_YES };

// ACCESS_OWN: of themselves only. A name that is not in the table: ACCESS_NO.
enum access access_of(const char *request, enum account_role role);
// Whether they may ask it of a child of a class of theirs, too.
bool access_of_children(const char *request, enum account_role role);
bool access_known(const char *request);
// The table's rows in order, for the screens and for tests; NULL past its end.
const char *access_name(size_t index);

#endif
