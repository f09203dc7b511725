// SPDX-License-Identifier: GPL-3.0-or-later
// What is out of the ordinary just now, for `status` and Today.
#include "api/now.h"

#include <stdarg.h>
#include <stdio.h>

#include "api/names.h"
#include "api/words.h"
#include "store/permissions.h"

#define LISTED 64

void now_warn(struct api_call *call, json_t *warnings, const char *format, ...)
{
	char text[320];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	json_array_append_new(warnings, json_string(text));
	api_line(call, "! %s", text);
}

// Asked of what is in by now, so that one handed in a moment ago is not called overdue until the
// next sweep.
void now_overdue(struct api_call *call, json_t *warnings)
{
	struct store *store = call->api->store;
	struct permission_record grants[LISTED];
	json_t *list = json_array();
	int count =
		permission_list(store, PERMISSIONS_OVERDUE, call->api->now.wall, grants, LISTED);

	for (int i = 0; i < count; i++) {
		const struct permission_record *grant = &grants[i];
		char person[NAME_TEXT], until[LOCAL_TIME_TEXT];
		struct wall_time out, ended = grant->ended_at.ms ? grant->ended_at : grant->until;

		if (permission_last_out(store, grant->person, &out) < 0 || !out.ms)
			continue;
		name_person(store, grant->person, person);
		local_time_print(local_from_wall(ended), until);
		json_array_append_new(list,
			json_pack("{s:I, s:s, s:s, s:s}", "grant", (json_int_t)grant->id, "person",
				person, "kind", word_text(&grant_kind_words, (int)grant->kind),
				"since", until));
		now_warn(call, warnings, "%s: out since an exception ended at %s: overdue.", person,
			until);
	}
	json_object_set_new(call->answer, "overdue", list);
}
