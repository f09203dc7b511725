// SPDX-License-Identifier: GPL-3.0-or-later
// Every page that is open asks `status` when something has moved, all in the same moment, and so
// does whoever asks as fast as they can. Making it is a few hundred microseconds of the loop; what
// it says is the same for all who may ask, until a row, a door, a bank or the second is another.
#include <stdlib.h>
#include <string.h>

#include "api/web_parts.h"

static int64_t second_of(const struct web_call *call)
{
	return call->api->now.wall.ms / 1000;
}

void web_moved(struct web *web)
{
	free(web->kept.text);
	web->kept = (struct web_kept){0};
}

void web_release(struct web *web)
{
	web_moved(web);
}

bool web_kept_before(struct web_call *call, const char *name)
{
	const struct web_kept *kept = &call->web->kept;

	if (strcmp(name, "status") != 0 || !kept->text || kept->second != second_of(call) ||
		kept->moved != store_total_changes(call->api->store))
		return false;
	call->answer->text = strdup(kept->text);
	call->answer->status = kept->status;
	return call->answer->text != NULL;
}

void web_kept_after(struct web_call *call, const char *name)
{
	if (strcmp(name, "status") != 0 || !call->answer->text)
		return;
	web_moved(call->web);
	call->web->kept = (struct web_kept){strdup(call->answer->text), call->answer->status,
		second_of(call), store_total_changes(call->api->store)};
}
