// SPDX-License-Identifier: GPL-3.0-or-later
// Which rooms a grant names. RP-6 counts only those designated for staff: staff room, office, PPA
// room.
#include <string.h>
#include <strings.h>

#include "policy/policy.h"

static const char *const staff_rooms[] = {"staff room", "staffroom", "office", "ppa room"};

static bool is_staff_room(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(staff_rooms) / sizeof(staff_rooms[0]); i++)
		if (strlen(staff_rooms[i]) == len && strncasecmp(staff_rooms[i], name, len) == 0)
			return true;
	return false;
}

void grant_name_rooms(struct grant *grant, const char *text)
{
	while (*text) {
		size_t len;

		text += strspn(text, " \t\r\n,;");
		if (strncasecmp(text, "the ", 4) == 0)
			text += 4;
		len = strcspn(text, ",;");
		for (const char *rest = text + len; len > 0 && strchr(" \t\r\n", rest[-1]); rest--)
			len--;
		grant->names_room = grant->names_room || len > 0;
		grant->names_staff_room = grant->names_staff_room || is_staff_room(text, len);
		text += strcspn(text, ",;");
	}
}
