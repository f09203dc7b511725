// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/access.h"

#include <stddef.h>
#include <string.h>

#define OFFICE (1u << ACCOUNT_OFFICE)
#define SLT    (1u << ACCOUNT_SLT)
#define HEAD   (1u << ACCOUNT_HEADTEACHER)
#define ADMIN  (1u << ACCOUNT_ADMINISTRATOR)
#define READER (1u << ACCOUNT_READER)
#define STAFF  (1u << ACCOUNT_STAFF)

static const struct {
	const char *name;
	unsigned roles, own;
} rows[] = {
#define ACCESS(name, roles, own) {name, roles, own},
#define CHILDREN(name, roles)
#include "api/access.def"
#undef CHILDREN
#undef ACCESS
};

static const struct {
	const char *name;
	unsigned roles;
} children[] = {
#define ACCESS(name, roles, own)
#define CHILDREN(name, roles) {name, roles},
#include "api/access.def"
#undef CHILDREN
#undef ACCESS
};

#define ROWS (sizeof rows / sizeof rows[0])

static size_t find(const char *request)
{
	size_t i = 0;

	while (i < ROWS && strcmp(rows[i].name, request) != 0)
		i++;
	return i;
}

enum access access_of(const char *request, enum account_role role)
{
	size_t i = find(request);

	if (i < ROWS && rows[i].roles >> role & 1)
		return ACCESS_YES;
	return i < ROWS && rows[i].own >> role & 1 ? ACCESS_OWN : ACCESS_NO;
}

bool access_of_children(const char *request, enum account_role role)
{
	for (size_t i = 0; i < sizeof children / sizeof children[0]; i++) {
		if (strcmp(children[i].name, request) == 0)
			return children[i].roles >> role & 1;
	}
	return false;
}

bool access_known(const char *request)
{
	return find(request) < ROWS;
}

const char *access_name(size_t index)
{
	return index < ROWS ? rows[index].name : NULL;
}
