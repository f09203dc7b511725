// SPDX-License-Identifier: GPL-3.0-or-later
// The operating system's name of a user, as the record keeps it beside --by.
#ifndef CLI_USER_H
#define CLI_USER_H

#include <sys/types.h>

#define USER_NAME 64

// The name, or "uid N" where the system has none.
void user_name(uid_t uid, char out_name[USER_NAME]);

#endif
