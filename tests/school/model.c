// SPDX-License-Identifier: GPL-3.0-or-later
// The school's physical truth held against its rows.
#include "model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/events.h"

#define PULSE_MAX_NS 500500000 // 500 ms, and the timer tick it is cut at
#define GAP_MIN_NS   300000000
#define LIFE_NS	     2300000000 // 2 s from the commit, and the wire's and this watch's own time

bool model_trace;

void model_note(struct model *model, const char *format, ...)
{
	char *line = model->trace[model->traced++ % 64];
	va_list args;
	int start =
		snprintf(line, 96, "%4d %9.3f ", model->step, (double)model->world->mono_ns / 1e9);

	va_start(args, format);
	vsnprintf(line + start, 96 - (size_t)start, format, args);
	va_end(args);
	if (model_trace)
		print_message("%s\n", line);
}

void model_fail(struct model *model, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	for (unsigned i = model->traced > 64 ? model->traced - 64 : 0; i < model->traced; i++)
		print_error("%s\n", model->trace[i % 64]);
	print_error("seed %llu, step %d: %s\n", (unsigned long long)model->seed, model->step, text);
	fail();
	abort();
}

int model_person(const struct model *model, int64_t id)
{
	for (int i = 0; i < MODEL_PEOPLE; i++) {
		if (model->ids[i] == id)
			return i;
	}
	return -1;
}

void model_open(struct model *model, uint64_t seed)
{
	static const char *const refs[MODEL_PEOPLE] = {
		"P1", "P2", "P3", "P4", "P5", "P6", "Y4", "T1", "T2"};

	*model = (struct model){.seed = seed, .said = tmpfile()};
	assert_non_null(model->said);
	model->world = world_open((struct world_options){.cabinets = MODEL_CABINETS,
		.doors = MODEL_DOORS,
		.in_sight = true,
		.log = model->said});
	for (int i = 0; i < MODEL_PEOPLE; i++) {
		model->refs[i] = refs[i];
		if (refs[i][0] == 'P')
			world_walker(model->world, refs[i]);
		else if (refs[i][0] == 'Y')
			world_pupil(model->world, refs[i], "4");
		else
			world_staff(model->world, refs[i], "staff");
		model->ids[i] =
			row_number(model->world, "SELECT id FROM person WHERE ref='%s'", refs[i]);
		model->holds[i] = true;
	}
}

void model_close(struct model *model)
{
	world_close(model->world);
	fclose(model->said);
}

static void read_asked(struct model *model)
{
	struct world *world = model->world;
	int64_t last = row_number(world, "SELECT max(seq) FROM event");

	if (last == model->seq_seen)
		return;
	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++) {
			struct model_door *door = &model->doors[c][d];
			int64_t count = row_number(world,
				"SELECT count(*) FROM event WHERE seq > %lld AND kind='asked' AND "
				"bank=%d AND door=%d",
				(long long)model->seq_seen, c + 1, d + 1);

			if (count > 0) {
				door->asked += (unsigned)count;
				door->asked_ns = world->mono_ns;
			}
		}
	}
	model->seq_seen = last;
}

// A latch is pulsed only after a row that allows it, once for each unlock asked, for whoever that
// row names; and nobody gets a door behind which another's phone lies.
static void latch_goes_on(struct model *model, int c, int d, int64_t at_ns)
{
	struct model_door *door = &model->doors[c][d];
	struct world *world = model->world;

	if (++door->pulses > door->asked)
		model_fail(model, "door %c%d was pulsed %u times and asked %u times", 'A' + c,
			d + 1, door->pulses, door->asked);
	if (at_ns - door->asked_ns > LIFE_NS)
		model_fail(model, "door %c%d was pulsed %.3f s after it was asked", 'A' + c, d + 1,
			(double)(at_ns - door->asked_ns) / 1e9);
	if (model->latch_on[c])
		model_fail(model, "latches %d and %d of one cabinet at once", model->latch_on[c],
			d + 1);
	if (model->latch_off_ns[c] && at_ns - model->latch_off_ns[c] < GAP_MIN_NS)
		model_fail(model, "%.3f s between two pulses",
			(double)(at_ns - model->latch_off_ns[c]) / 1e9);
	model->latch_on[c] = d + 1;

	char whose[64];
	snprintf(whose, sizeof whose, "%s",
		row_text(world,
			"SELECT intent.kind || ' ' || intent.person || ' ' || ifnull(outcome,'-') "
			"|| ' ' "
			"|| "
			"ifnull(by_person,0) FROM intent LEFT JOIN decision ON "
			"decision.id=intent.decision WHERE intent.bank=%d AND intent.door=%d ORDER "
			"BY "
			"intent.id DESC LIMIT 1",
			c + 1, d + 1));
	char kind[16], outcome[16];
	long long person, by;

	if (sscanf(whose, "%15s %lld %15s %lld", kind, &person, outcome, &by) != 4)
		model_fail(model, "door %c%d was pulsed with no intent", 'A' + c, d + 1);
	model_note(model, "  latch %c%d on: %s", 'A' + c, d + 1, whose);
	if (strcmp(outcome, "allow") != 0)
		model_fail(
			model, "door %c%d was pulsed by a decision to %s", 'A' + c, d + 1, outcome);
	if (strcmp(kind, "staff") != 0 && door->lies && model->ids[door->lies - 1] != person &&
		!door->doubt)
		model_fail(model, "door %c%d with %s's phone opens for person %lld", 'A' + c, d + 1,
			model->refs[door->lies - 1], person);
}

static void read_log(struct model *model, int c)
{
	struct cabinet *cabinet = model->world->cabinets[c];

	for (; model->log_at[c] < cabinet_log_count(cabinet); model->log_at[c]++) {
		const char *line = cabinet_log_line(cabinet, model->log_at[c]);
		long long at;
		int door;
		char on[8];

		if (sscanf(line, "{\"t\":%lld,\"what\":\"latch\",\"door\":%d,\"on\":%5[a-z]", &at,
			    &door, on) != 3)
			continue;
		if (on[0] == 't') {
			latch_goes_on(model, c, door, at);
		} else {
			model->latch_on[c] = 0;
			model->latch_off_ns[c] = at;
		}
	}
	if (cabinet_longest_pulse_ns(cabinet) > PULSE_MAX_NS)
		model_fail(model, "a pulse of %.1f ms",
			(double)cabinet_longest_pulse_ns(cabinet) / 1e6);
}

static void read_display(struct model *model, int c)
{
	if (display_says(model->world, (unsigned)c, "given") ||
		display_says(model->world, (unsigned)c, "family"))
		model_fail(model, "cabinet %c shows a name", 'A' + c);
}

static void note_doubt(struct model *model)
{
	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++) {
			struct model_door *door = &model->doors[c][d];

			if (door->stuck || row_number(model->world,
						   "SELECT sensor='none' FROM door WHERE bank=%d "
						   "AND number=%d",
						   c + 1, d + 1))
				door->doubt = true;
			else if (door->doubt && !door->lies &&
				 !row_number(model->world,
					 "SELECT (SELECT count(*) FROM custody WHERE ended_at IS "
					 "NULL "
					 "AND bank=%d AND door=%d) + (SELECT count(*) FROM intent "
					 "WHERE ended_at IS NULL AND bank=%d AND door=%d)",
					 c + 1, d + 1, c + 1, d + 1))
				door->doubt = false;
		}
	}
}

void model_run(struct model *model, int64_t ms)
{
	for (int64_t done = 0; done < ms; done += 10) {
		int64_t before = model->seq_seen;

		world_run_ms(model->world, 10);
		read_asked(model);
		for (int c = 0; c < MODEL_CABINETS; c++)
			read_log(model, c);
		if (model->seq_seen != before) {
			note_doubt(model);
			for (int c = 0; c < MODEL_CABINETS; c++)
				read_display(model, c);
		}
	}
}

// A phone behind a door is in its owner's custody, or the door is in question. "" where it is so.
static const char *lost_phone(struct model *model)
{
	static char why[128];

	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++) {
			const struct model_door *door = &model->doors[c][d];

			if (model->cut[c] || door->doubt)
				continue;
			bool asked = row_number(model->world,
				"SELECT (SELECT count(*) FROM question WHERE answered_at IS NULL "
				"AND "
				"bank=%d AND door=%d) + (SELECT count(*) FROM door WHERE bank=%d "
				"AND "
				"number=%d AND aside_person IS NOT NULL)",
				c + 1, d + 1, c + 1, d + 1);
			int64_t person = row_number(model->world,
				"SELECT person FROM custody WHERE ended_at IS NULL AND bank=%d AND "
				"door=%d AND began_how <> 'assumed'",
				c + 1, d + 1);
			int64_t lies = door->lies ? model->ids[door->lies - 1] : 0;

			if (!asked && lies != person &&
				!(lies == 0 &&
					row_number(model->world,
						"SELECT count(*) FROM custody WHERE ended_at IS "
						"NULL AND bank=%d AND door=%d AND "
						"began_how='assumed'",
						c + 1, d + 1))) {
				snprintf(why, sizeof why,
					"door %c%d: %s lies in it, the record says person %lld",
					'A' + c, d + 1,
					door->lies ? model->refs[door->lies - 1] : "nothing",
					(long long)person);
				return why;
			}
		}
	}
	return "";
}

static void check_ends(struct model *model)
{
	struct world *world = model->world;
	int64_t wrong = row_number(world,
		"SELECT count(*) FROM custody WHERE ended_how='said' AND ended_by IS NULL OR "
		"began_how='said' AND began_by IS NULL");

	if (wrong)
		model_fail(model, "a custody began or ended by the word of nobody");
	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++) {
			const struct model_door *door = &model->doors[c][d];

			if (!door->lies || door->doubt || model->cut[c])
				continue;
			// The last custody of that door and person has ended by sight, and the
			// phone lies there still.
			if (row_number(world,
				    "SELECT ended_how IS 'seen' AND NOT EXISTS (SELECT 1 FROM "
				    "question "
				    "WHERE answered_at IS NULL AND bank=%d AND door=%d) FROM "
				    "custody "
				    "WHERE bank=%d AND door=%d AND person=%lld ORDER BY id DESC "
				    "LIMIT 1",
				    c + 1, d + 1, c + 1, d + 1,
				    (long long)model->ids[door->lies - 1]))
				model_fail(model,
					"the custody in door %c%d ended as seen, and the "
					"phone is there",
					'A' + c, d + 1);
		}
	}
}

static void check_rows(struct model *model)
{
	struct world *world = model->world;

	if (world->service && store_in_transaction(world->store))
		model_fail(model, "a transaction is left open between turns");
	if (row_number(world,
		    "SELECT count(*) FROM (SELECT 1 FROM custody WHERE ended_at IS NULL AND "
		    "door IS NOT NULL GROUP BY bank, door HAVING count(*) > 1)") ||
		row_number(world,
			"SELECT count(*) FROM (SELECT 1 FROM intent WHERE ended_at IS NULL "
			"GROUP BY bank, door HAVING count(*) > 1)"))
		model_fail(model, "two custodies or two intents at one door");
	if (row_number(world, "SELECT count(*) FROM intent LEFT JOIN decision ON decision.id="
			      "intent.decision WHERE outcome IS NOT 'allow'"))
		model_fail(model, "an intent without a decision that allows it");
}

void model_check(struct model *model)
{
	check_rows(model);
	if (!model->world->service || model->noisy)
		return;
	// What is on its way gets a moment to arrive, a withdrawn unlock and a restart theirs.
	static const int moments[] = {0, 300, 3000, 12000};
	const char *why = "";

	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		model_run(model, moments[i]);
		why = lost_phone(model);
		if (!*why)
			break;
	}
	if (*why)
		model_fail(model, "%s", why);
	check_ends(model);
}

void model_check_record(struct model *model)
{
	struct world *world = model->world;
	char line[1024];
	int64_t seq;

	if (event_verify(world->store, &seq) != 0)
		model_fail(model, "the chain breaks at event %lld", (long long)seq);
	if (seq != row_number(world, "SELECT count(*) FROM event") ||
		seq != row_number(world, "SELECT max(seq) FROM event"))
		model_fail(model, "a gap in the events");
	fflush(model->said);
	rewind(model->said);
	while (fgets(line, sizeof line, model->said)) {
		if (strstr(line, "04A0B0C0D0") || strstr(line, "Given") || strstr(line, "Family") ||
			strstr(line, "04DEADBEEF"))
			model_fail(model, "the log file says %s", line);
		if (strstr(line, "taken back") || strstr(line, "nothing of this turn"))
			model_fail(model, "a turn was taken back: %s", line);
	}
	fseek(model->said, 0, SEEK_END);
}
