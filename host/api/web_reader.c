// SPDX-License-Identifier: GPL-3.0-or-later
// One desk, one reader, perhaps several screens: a card that is held to it opens a person at one of
// them alone, or it would take a colleague's page away. The screen that asked first has the reader
// until it gives it back or another one takes it; nothing of this is kept over a restart.
#include <string.h>

#include "api/access.h"
#include "api/names.h"
#include "api/web_parts.h"

void web_reader(struct web_call *call)
{
	struct web_reader *reader = &call->web->reader;
	const char *screen = web_text(call, "screen", sizeof reader->screen - 1);
	const char *take = screen ? web_text(call, "take", 8) : NULL;
	char name[NAME_TEXT] = "";

	if (!take)
		return;
	if (access_of("desk card", call->session.account.role) != ACCESS_YES) {
		web_refuse(call, 403, "Your account may not do that.");
		return;
	}
	bool mine = strcmp(reader->screen, screen) == 0;

	if (strcmp(take, "yes") == 0 || (strcmp(take, "free") == 0 && !reader->screen[0])) {
		strcpy(reader->screen, screen);
		reader->by = call->session.person.id;
	} else if (strcmp(take, "no") == 0 && mine) {
		reader->screen[0] = '\0';
		reader->by = 0;
	} else if (strcmp(take, "yes") != 0 && strcmp(take, "free") != 0 &&
		   strcmp(take, "no") != 0 && strcmp(take, "ask") != 0) {
		web_refuse(call, 400, "\"take\" is yes, free, no or ask.");
		return;
	}
	name_person(call->api->store, reader->by, name);
	// Where no card was ever read nobody need think of a reader.
	const struct desk_card *card = call->api->desk_card;

	web_done(
		call, json_pack("{s:b, s:b, s:s, s:b}", "mine", strcmp(reader->screen, screen) == 0,
			      "free", reader->screen[0] == '\0', "by", name, "used",
			      card && card->number > 0));
}
