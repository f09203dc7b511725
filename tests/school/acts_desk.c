// SPDX-License-Identifier: GPL-3.0-or-later
// The random school's office: it takes in, gives back, writes down, looks and answers, truthfully.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acts.h"

static const char *truth(const struct model_door *door, const char *kind)
{
	bool full = door->lies;

	if (strcmp(kind, "set aside") == 0 || strcmp(kind, "handed in unseen") == 0)
		return full ? "something inside" : "empty";
	if (strcmp(kind, "left inside") == 0)
		return full ? "left behind" : "taken";
	if (strcmp(kind, "gone") == 0 || strcmp(kind, "forced") == 0 ||
		strcmp(kind, "collected unseen") == 0)
		return full ? "still inside" : "taken";
	if (strcmp(kind, "inside") == 0)
		return full ? "belongs to" : "nothing there";
	return "mended";
}

void act_answer_question(struct acts *acts)
{
	struct model *model = &acts->model;
	int64_t open =
		row_number(model->world, "SELECT count(*) FROM question WHERE answered_at IS NULL");

	if (open == 0)
		return;
	char kind[32];
	long long id, bank, door_number;

	if (sscanf(row_text(model->world,
			   "SELECT id || ' ' || bank || ' ' || door FROM question WHERE "
			   "answered_at IS "
			   "NULL ORDER BY id LIMIT 1 OFFSET %u",
			   act_dice(acts, (unsigned)open)),
		    "%lld %lld %lld", &id, &bank, &door_number) != 3)
		return;
	snprintf(kind, sizeof kind, "%s",
		row_text(model->world, "SELECT kind FROM question WHERE id=%lld", id));
	int c = (int)bank - 1, d = (int)door_number - 1;
	struct model_door *door = &model->doors[c][d];
	const char *answer = truth(door, kind);

	// Who looks mends what can be seen to be broken.
	cabinet_jam(model->world->cabinets[c], (unsigned)d, false);
	cabinet_stick(model->world->cabinets[c], (unsigned)d, SENSOR_CONTACT, -1);
	act_ask(acts,
		"{\"request\":\"question "
		"answer\",\"by\":\"O1\",\"id\":%lld,\"answer\":\"%s\"%s%s%s}",
		id, answer, strcmp(answer, "belongs to") == 0 ? ",\"person\":\"" : "",
		strcmp(answer, "belongs to") == 0 ? model->refs[door->lies - 1] : "",
		strcmp(answer, "belongs to") == 0 ? "\"" : "");
}

static void by_hand_out(struct acts *acts)
{
	struct model *model = &acts->model;
	int c = (int)act_dice(acts, MODEL_CABINETS), d = (int)act_dice(acts, MODEL_DOORS);
	int who = model->doors[c][d].lies - 1;

	if (who < 0)
		return;
	model_note(model, "key to %c%d", 'A' + c, d + 1);
	cabinet_turn_key(model->world->cabinets[c], (unsigned)d);
	model_run(model, 200);
	act_take(acts, c, d);
	act_shut(acts, c, d);
	act_ask(acts,
		"{\"request\":\"desk "
		"by-hand\",\"by\":\"O1\",\"did\":\"collect\",\"person\":\"%s\"}",
		model->refs[who]);
}

static void into_safe(struct acts *acts, int who)
{
	if (!acts->model.holds[who])
		return;
	if (act_ask(acts,
		    "{\"request\":\"desk "
		    "hand-in\",\"by\":\"O1\",\"person\":\"%s\",\"safe\":\"safe\","
		    "\"envelope\":\"%u\",\"switched_off\":true}",
		    acts->model.refs[who], ++acts->envelopes)) {
		acts->model.holds[who] = false;
		acts->model.in_safe[who] = true;
	}
}

static void at_cabinet(struct acts *acts, int who)
{
	int c = (int)act_dice(acts, MODEL_CABINETS);
	bool in = act_dice(acts, 2) && acts->model.holds[who];
	if (in)
		act_ask(acts,
			"{\"request\":\"desk "
			"hand-in\",\"by\":\"O1\",\"person\":\"%s\",\"bank\":\"%c\"}",
			acts->model.refs[who], 'A' + c);
	else
		act_ask(acts, "{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"%s\"}",
			acts->model.refs[who]);
	if (acts->model.in_safe[who] && !row_number(acts->model.world,
						"SELECT count(*) FROM custody WHERE ended_at IS "
						"NULL AND safe IS NOT NULL AND "
						"person=%lld",
						(long long)acts->model.ids[who])) {
		acts->model.in_safe[who] = false;
		acts->model.holds[who] = true;
	}
	// The child may be quicker than the office; the office may have gone to the wrong cabinet.
	if (act_dice(acts, 3) == 0)
		act_tap(acts, c, acts->model.refs[who]);
	if (act_dice(acts, 4))
		act_tap(acts, (int)act_dice(acts, MODEL_CABINETS), "O1");
	model_run(&acts->model, 500);
}

void act_at_desk(struct acts *acts, unsigned what)
{
	struct model *model = &acts->model;
	int who = (int)act_dice(acts, MODEL_PEOPLE);

	switch (what) {
	case 0:
		by_hand_out(acts);
		break;
	case 1:
		into_safe(acts, who);
		break;
	case 2:
		act_ask(acts,
			"{\"request\":\"grant early-leave\",\"by\":\"O1\",\"person\":\"%s\","
			"\"reason\":\"dentist\",\"from\":\"%s\",\"until\":\"%s\"}",
			model->refs[who], "08:00", "23:00");
		break;
	case 3:
		act_ask(acts, "{\"request\":\"grant exceptional\",\"by\":\"L1\",\"person\":\"T1\","
			      "\"reason\":\"hospital\",\"rooms\":\"staff "
			      "room\",\"from\":\"08:00\",\"until\":"
			      "\"23:00\"}");
		break;
	case 4:
		act_ask(acts, "{\"request\":\"calendar sign-in\",\"by\":\"O1\",\"person\":\"%s\"}",
			model->refs[who]);
		break;
	default:
		at_cabinet(acts, who);
	}
}
