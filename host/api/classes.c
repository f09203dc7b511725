// SPDX-License-Identifier: GPL-3.0-or-later
// Which class is whose; and for whoever has one, who of it is still to collect: the names of the
// children whose phone is in, no reason, and nothing of anybody else's.
#include <string.h>

#include "api/classes.h"
#include "api/day_state.h"
#include "api/names.h"
#include "base/err.h"
#include "register/class_teachers.h"
#include "store/asks.h"
#include "store/releases.h"
#include "store/report_day.h"

#define RELEASES    128
#define ASKS_LOOKED 16

json_t *classes_of(struct api_call *call, int64_t person)
{
	struct class_list classes;
	json_t *list = json_array();

	if (class_teacher_classes(call->api->store, person, &classes) < 0)
		classes.count = 0;
	for (int i = 0; i < classes.count; i++)
		json_array_append_new(list, json_string(classes.class[i]));
	return list;
}

// Giving and taking ask the same fields.
static int change(struct api_call *call,
	int (*how)(struct store *store, const struct actor *by, struct wall_time now,
		const char *person_ref, const char *class, char why[ACTOR_WHY]),
	const char *done)
{
	struct actor by = api_actor(call);
	const char *person = api_needed(call, "person");
	const char *class = person ? api_needed(call, "class") : NULL;
	char why[ACTOR_WHY] = "";

	if (!class)
		return -1;
	return api_end(call, how(call->api->store, &by, call->api->now.wall, person, class, why),
		why, done);
}

int request_class_teacher(struct api_call *call)
{
	return change(call, class_teachers_give,
		"The class is theirs: they see who of it is still to collect.");
}

int request_class_teacher_end(struct api_call *call)
{
	return change(call, class_teachers_take, "The class is theirs no more.");
}

struct telling {
	struct api_call *call;
	struct report_day_rows rows;
	struct release_row releases[RELEASES]; // open ones, of classes
	int release_count;
};

static int keep_release(void *arg, const struct release_row *release)
{
	struct telling *t = arg;

	if (release->kind == RELEASE_CLASS && t->release_count < RELEASES)
		t->releases[t->release_count++] = *release;
	return 0;
}

// A class is called at one cabinet; what lies elsewhere is not.
static bool is_called(const struct telling *t, const struct report_custody *c)
{
	for (int i = 0; i < t->release_count; i++) {
		char bank[BANK_NAME];

		if (strcmp(t->releases[i].class, c->person.class) != 0)
			continue;
		name_bank(t->call->api->store, t->releases[i].bank, bank);
		size_t len = strlen(bank);

		if (strncmp(c->place, bank, len) == 0 && strncmp(c->place + len, " door ", 6) == 0)
			return true;
	}
	return false;
}

// The latest early leave asked for today: "asked", "agreed" or "declined"; "" where there is none.
static const char *early_leave(const struct telling *t, int64_t child)
{
	static struct ask_record asks[ASKS_LOOKED]; // one thread, one request at a time
	int count = ask_list_of(t->call->api->store, child, asks, ASKS_LOOKED);

	for (int i = 0; i < count; i++) {
		if (asks[i].kind == GRANT_EARLY_LEAVE && day_has(&t->rows, asks[i].from) &&
			asks[i].state <= ASK_DECLINED)
			return word_text(&ask_state_words, (int)asks[i].state);
	}
	return "";
}

static json_t *child_json(const struct telling *t, const struct report_custody *c)
{
	const char *state = day_state(&t->rows, t->call->api->now.wall, c);
	bool in = strcmp(state, "in") == 0 || strcmp(state, "not collected") == 0;

	// Why it is not to be collected as others are is the office's to say.
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:s}", "ref", c->person.ref, "name",
		c->person.name, "class", c->person.class, "state",
		in			    ? "in"
		: strcmp(state, "out") == 0 ? "collected"
					    : "at the desk",
		"place", in ? c->place : "", "home_time", day_minute(c->hours.home_time), "called",
		in && is_called(t, c), "early_leave", early_leave(t, c->person.id));
}

static void tell(struct telling *t, const struct class_list *classes)
{
	json_t *children = json_array(), *own = json_array();

	for (int i = 0; i < classes->count; i++) {
		int waiting = 0, collected = 0;

		for (size_t k = 0; k < t->rows.custody_count; k++) {
			const struct report_custody *c = &t->rows.custodies[k];

			if (!c->person.pupil || c->kind == CUSTODY_LOAN || c->taken_back ||
				strcmp(c->person.class, classes->class[i]) != 0)
				continue;
			json_array_append_new(children, child_json(t, c));
			collected += c->ended_at.ms != 0;
			waiting += c->ended_at.ms == 0;
		}
		json_array_append_new(own, json_pack("{s:s, s:i, s:i}", "class", classes->class[i],
						   "waiting", waiting, "collected", collected));
		api_line(t->call, "%s: %d still to collect, %d collected.", classes->class[i],
			waiting, collected);
	}
	json_object_set_new(t->call->answer, "classes", own);
	json_object_set_new(t->call->answer, "children", children);
}

int request_class_mine(struct api_call *call)
{
	static struct telling t; // large, and the house has one thread
	struct class_list classes;
	int err;

	if (!api_by(call))
		return -1;
	t = (struct telling){.call = call};
	err = class_teacher_classes(call->api->store, call->by, &classes);
	if (err == 0)
		err = report_day_read(
			call->api->store, api_today(call), call->api->now.wall, &t.rows);
	if (err == 0)
		err = release_each_open(call->api->store, keep_release, &t);
	if (err < 0) {
		report_day_release(&t.rows);
		return api_failed(call, "Reading the class", err);
	}
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
	tell(&t, &classes);
	report_day_release(&t.rows);
	return classes.count ? 0
			     : api_say(call, "No class is yours on the register: the office "
					     "enters which is.");
}
