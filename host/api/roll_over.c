// SPDX-License-Identifier: GPL-3.0-or-later
// September.
#include "register/roll_over.h"
#include "api/handler.h"
#include "base/err.h"

static void tell_plan(struct api_call *call, const struct roll_over *plan)
{
	static const char *const words[] = {"moves", "leaves", "refused"};
	size_t count;
	const struct roll_over_row *rows = roll_over_rows(plan, &count);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "ref", rows[i].ref, "act",
						    words[rows[i].act], "what", rows[i].what));
		api_line(call, "%s%s: %s", rows[i].act == ROLL_OVER_REFUSED ? "refused: " : "",
			rows[i].ref, rows[i].what);
	}
	json_object_set_new(call->answer, "rows", list);
	json_object_set_new(
		call->answer, "walkers", json_integer((json_int_t)roll_over_walkers(plan)));
}

static int apply(struct api_call *call, const struct roll_over *plan)
{
	struct actor by = api_actor(call);
	char why[CSV_WHY] = "";
	int changed;

	changed = roll_over_apply(call->api->store, plan, &by, call->api->now.wall, why);
	return changed < 0 ? api_end(call, changed, why, "")
			   : api_say(call, "The school year is begun: %d pupils written.", changed);
}

int request_roll_over(struct api_call *call)
{
	struct local_date today = api_today(call), date;
	bool mapped = json_object_get(call->request, "map") != NULL;
	const char *classes = mapped ? api_text(call, "map", NULL) : NULL;
	struct roll_over *plan;
	char why[CSV_WHY] = "";
	int err;

	if ((mapped && !classes) || !api_date(call, "date", &today, &date))
		return -1;
	err = roll_over_plan(call->api->store, classes, date, &plan, why);
	if (err < 0)
		return api_end(call, err, why, "");
	tell_plan(call, plan);
	if (roll_over_count(plan, ROLL_OVER_REFUSED) > 0)
		err = api_refuse(call,
			"%zu pupils are refused, so nothing %s written; put the table of classes "
			"right.",
			roll_over_count(plan, ROLL_OVER_REFUSED),
			api_flag(call, "apply") ? "was" : "would be");
	else if (api_flag(call, "apply"))
		err = apply(call, plan);
	else
		err = api_say(call,
			"A preview: %zu move up, %zu leave, %zu walker permissions end. Nothing is "
			"written before it is applied.",
			roll_over_count(plan, ROLL_OVER_MOVES),
			roll_over_count(plan, ROLL_OVER_LEAVES), roll_over_walkers(plan));
	roll_over_close(plan);
	return err;
}
