// SPDX-License-Identifier: GPL-3.0-or-later
// Hands, clocks and faults of the random school.
#include "acts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const hours[] = {
	"08:40", "09:30", "10:40", "12:20", "14:50", "15:16", "15:50", "17:30"};
static const char *const days[] = {"2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26",
	"2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03",
	"2026-12-04", "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"};
#define HOURS (sizeof hours / sizeof *hours)
#define DAYS  (sizeof days / sizeof *days)

unsigned act_dice(struct acts *acts, unsigned sides)
{
	acts->dice = acts->dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(acts->dice >> 33) % sides;
}

static struct cabinet *at(struct acts *acts, int cabinet)
{
	return acts->model.world->cabinets[cabinet];
}

void acts_open(struct acts *acts, uint64_t seed)
{
	memset(acts, 0, sizeof *acts);
	model_open(&acts->model, seed);
	acts->dice = seed * 2654435761u;
	world_clock(acts->model.world, hours[0]);
}

void acts_close(struct acts *acts)
{
	model_close(&acts->model);
}

// Whom the last latch of that door was pulsed for stands before it.
static void notice_opener(struct acts *acts, int c, int d)
{
	int64_t person = row_number(acts->model.world,
		"SELECT person FROM intent WHERE bank=%d AND door=%d ORDER BY id DESC LIMIT 1",
		c + 1, d + 1);

	acts->opener[c][d] = model_person(&acts->model, person) + 1;
}

static void hold_card(struct acts *acts, int c, const char *uid, const char *second)
{
	if (cabinet_tap(at(acts, c), uid, second))
		return;
	model_run(&acts->model, 300);
	cabinet_untap(at(acts, c));
	model_run(&acts->model, 200);
	for (int d = 0; d < MODEL_DOORS; d++) {
		if (door_is_open(acts->model.world, (unsigned)c, d + 1) && !acts->opener[c][d])
			notice_opener(acts, c, d);
	}
}

void act_tap(struct acts *acts, int c, const char *ref)
{
	char uid[24];

	model_note(&acts->model, "tap %s at %c", ref, 'A' + c);
	snprintf(uid, sizeof uid, "%s", world_card(acts->model.world, ref));
	hold_card(acts, c, uid, NULL);
}

static void tap_something_odd(struct acts *acts, int c)
{
	char uid[24];

	model_note(&acts->model, "an odd card at %c", 'A' + c);
	switch (act_dice(acts, 3)) {
	case 0:
		hold_card(acts, c, "04DEADBEEF0102", NULL);
		break;
	case 1:
		hold_card(acts, c, "08A1B2C3", NULL);
		break;
	default:
		snprintf(uid, sizeof uid, "%s", world_card(acts->model.world, "P1"));
		hold_card(acts, c, uid, world_card(acts->model.world, "P2"));
	}
}

void act_put(struct acts *acts, int c, int d, int person)
{
	if (!acts->model.holds[person] || cabinet_put(at(acts, c), (unsigned)d))
		return;
	model_note(&acts->model, "%s puts into %c%d", acts->model.refs[person], 'A' + c, d + 1);
	acts->model.doors[c][d].lies = person + 1;
	acts->model.holds[person] = false;
	model_run(&acts->model, 150);
}

void act_take(struct acts *acts, int c, int d)
{
	struct model_door *door = &acts->model.doors[c][d];

	if (!door->lies || cabinet_take_out(at(acts, c), (unsigned)d))
		return;
	model_note(&acts->model, "%s taken from %c%d", acts->model.refs[door->lies - 1], 'A' + c,
		d + 1);
	acts->model.holds[door->lies - 1] = true;
	door->lies = 0;
	model_run(&acts->model, 150);
}

void act_shut(struct acts *acts, int c, int d)
{
	if (cabinet_close_door(at(acts, c), (unsigned)d))
		return;
	model_note(&acts->model, "shut %c%d", 'A' + c, d + 1);
	acts->opener[c][d] = 0;
	model_run(&acts->model, 400);
}

static bool find_open(struct acts *acts, int *out_c, int *out_d)
{
	unsigned from = act_dice(acts, MODEL_CABINETS * MODEL_DOORS);

	for (unsigned i = 0; i < MODEL_CABINETS * MODEL_DOORS; i++) {
		unsigned n = (from + i) % (MODEL_CABINETS * MODEL_DOORS);

		*out_c = (int)(n / MODEL_DOORS);
		*out_d = (int)(n % MODEL_DOORS);
		if (door_is_open(acts->model.world, (unsigned)*out_c, *out_d + 1))
			return true;
	}
	return false;
}

static void use_door(struct acts *acts, int c, int d)
{
	int who = acts->opener[c][d] - 1;

	// Now and then they forget what they came for.
	if (act_dice(acts, 6) == 0)
		model_run(&acts->model, 500);
	else if (acts->model.doors[c][d].lies)
		act_take(acts, c, d);
	else if (who >= 0)
		act_put(acts, c, d, who);
	if (act_dice(acts, 8))
		act_shut(acts, c, d);
}

// Somebody does something at a door that stands open; mostly what they came for.
static void move_something(struct acts *acts)
{
	int c, d;

	if (!find_open(acts, &c, &d))
		return;
	switch (act_dice(acts, 5)) {
	case 0:
		act_shut(acts, c, d);
		break;
	case 1:
		model_run(&acts->model, 1000);
		break;
	default:
		use_door(acts, c, d);
	}
}

// The whole of what somebody comes for, as most of them do.
static void come_and_go(struct acts *acts)
{
	int c = (int)act_dice(acts, MODEL_CABINETS), who = (int)act_dice(acts, MODEL_PEOPLE);

	act_tap(acts, c, acts->model.refs[who]);
	for (int d = 0; d < MODEL_DOORS; d++) {
		if (door_is_open(acts->model.world, (unsigned)c, d + 1) &&
			acts->opener[c][d] == who + 1 && act_dice(acts, 6))
			use_door(acts, c, d);
	}
}

static void next_time(struct acts *acts)
{
	struct world *world = acts->model.world;

	if (++acts->hour == (int)HOURS) {
		if (acts->day + 1 == (int)DAYS) {
			acts->hour--;
			return;
		}
		acts->hour = 0;
		world_date(world, days[++acts->day], hours[0]);
	} else {
		world_clock(world, hours[acts->hour]);
	}
	model_note(&acts->model, "it is %s %s", days[acts->day], hours[acts->hour]);
}

static void restart_host(struct acts *acts)
{
	struct world *world = acts->model.world;

	model_note(&acts->model, "the host is killed");
	world_kill_host(world);
	if (act_dice(acts, 2))
		move_something(acts);
	model_run(&acts->model, act_dice(acts, 3000));
	model_note(&acts->model, "the host begins");
	world_start_host(world);
	model_run(&acts->model, 1500);
}

static void stick(struct acts *acts, int c, int d, enum cabinet_sensor sensor, int level)
{
	struct model_door *door = &acts->model.doors[c][d];

	cabinet_stick(at(acts, c), (unsigned)d, sensor, level);
	model_note(&acts->model, "%s of %c%d stuck %d",
		sensor == SENSOR_INSIDE ? "inside" : "contact", 'A' + c, d + 1, level);
	door->stuck = door->doubt = true;
	model_run(&acts->model, 200);
}

static bool all_well(const struct acts *acts)
{
	for (int c = 0; c < MODEL_CABINETS; c++) {
		if (acts->model.cut[c])
			return false;
		for (int d = 0; d < MODEL_DOORS; d++) {
			if (acts->model.doors[c][d].stuck)
				return false;
		}
	}
	return !acts->model.noisy;
}

static void mend(struct acts *acts)
{
	for (int c = 0; c < MODEL_CABINETS; c++) {
		cabinet_cut_chain(at(acts, c), false);
		cabinet_cut_stub(at(acts, c), false);
		cabinet_noise(at(acts, c), 0);
		for (int d = 0; d < MODEL_DOORS; d++) {
			if (!acts->model.doors[c][d].stuck)
				continue;
			cabinet_stick(at(acts, c), (unsigned)d, SENSOR_INSIDE, -1);
			cabinet_stick(at(acts, c), (unsigned)d, SENSOR_CONTACT, -1);
			acts->model.doors[c][d].stuck = false;
		}
		for (int d = 0; d < MODEL_DOORS; d++)
			cabinet_jam(at(acts, c), (unsigned)d, false);
		acts->model.cut[c] = false;
	}
	acts->model.noisy = false;
	model_note(&acts->model, "everything is mended");
	model_run(&acts->model, 1000);
	for (int i = 0; i < 20; i++) {
		struct service_bank banks[MODEL_CABINETS];

		if (service_banks(acts->model.world->service, banks, MODEL_CABINETS) == 2 &&
			banks[0].online && banks[1].online)
			return;
		model_run(&acts->model, 1000);
	}
	model_fail(&acts->model, "a cabinet that is whole again does not come on line in 20 s");
}

static void cut_power(struct acts *acts, int c)
{
	model_note(&acts->model, "%c has no power", 'A' + c);
	cabinet_power(at(acts, c), false);
	acts->model.latch_on[c] = 0;
	acts->model.cut[c] = true;
	model_run(&acts->model, act_dice(acts, 2000));
	if (act_dice(acts, 2))
		move_something(acts);
	cabinet_power(at(acts, c), true);
	model_note(&acts->model, "%c has power", 'A' + c);
	model_run(&acts->model, 1000);
	acts->model.cut[c] = false;
}

static void break_something(struct acts *acts)
{
	int c = (int)act_dice(acts, MODEL_CABINETS), d = (int)act_dice(acts, MODEL_DOORS);

	switch (act_dice(acts, 11)) {
	case 0:
		stick(acts, c, d, SENSOR_INSIDE, (int)act_dice(acts, 2));
		break;
	case 1:
		stick(acts, c, d, SENSOR_CONTACT, (int)act_dice(acts, 2));
		break;
	case 2:
		model_note(&acts->model, "%c%d jams", 'A' + c, d + 1);
		cabinet_jam(at(acts, c), (unsigned)d, true);
		break;
	case 3:
		model_note(&acts->model, "%c%d is forced", 'A' + c, d + 1);
		cabinet_force(at(acts, c), (unsigned)d);
		model_run(&acts->model, 200);
		break;
	case 4:
		model_note(&acts->model, "chain of %c cut", 'A' + c);
		cabinet_cut_chain(at(acts, c), true);
		acts->model.cut[c] = true;
		model_run(&acts->model, 500);
		break;
	case 5:
		model_note(&acts->model, "stub of %c cut", 'A' + c);
		cabinet_cut_stub(at(acts, c), true);
		acts->model.cut[c] = true;
		model_run(&acts->model, act_dice(acts, 12000));
		break;
	case 6:
		model_note(&acts->model, "noise at %c", 'A' + c);
		cabinet_noise(at(acts, c), 0.002);
		acts->model.noisy = true;
		break;
	case 7:
	case 8:
		cut_power(acts, c);
		break;
	default:
		restart_host(acts);
	}
}

static void clock_goes_back(struct acts *acts)
{
	struct world *world = acts->model.world;

	model_note(&acts->model, "the clock is an hour back");
	world->wall_offset_ms -= 3600000;
	come_and_go(acts);
	world->wall_offset_ms += 3600000;
	model_note(&acts->model, "the clock is right");
}

bool act_ask(struct acts *acts, const char *format, ...)
{
	char request[512];
	va_list args;

	va_start(args, format);
	vsnprintf(request, sizeof request, format, args);
	va_end(args);
	const char *answer = world_ask(acts->model.world, request);

	model_run(&acts->model, 10);
	model_note(&acts->model, "%.80s", request + 11);
	model_note(&acts->model, "  %.80s", answer);
	return strncmp(answer, "{\"ok\":true", 10) == 0 || strstr(answer, "\"ok\":true");
}

void acts_step(struct acts *acts)
{
	unsigned what = act_dice(acts, 100);

	if (what < 40)
		come_and_go(acts);
	else if (what < 46)
		act_tap(acts, (int)act_dice(acts, MODEL_CABINETS),
			acts->model.refs[act_dice(acts, MODEL_PEOPLE)]);
	else if (what < 48)
		tap_something_odd(acts, (int)act_dice(acts, MODEL_CABINETS));
	else if (what < 60)
		move_something(acts);
	else if (what < 63)
		model_run(&acts->model, act_dice(acts, 12000));
	else if (what < 64)
		model_run(&acts->model, 30000 + act_dice(acts, 95000));
	else if (what < 70)
		break_something(acts);
	else if (what < 77 && !all_well(acts))
		mend(acts);
	else if (what < 78)
		clock_goes_back(acts);
	else if (what < 86)
		next_time(acts);
	else if (what < 92)
		act_answer_question(acts);
	else
		act_at_desk(acts, act_dice(acts, 8));
}

void acts_mend_all(struct acts *acts)
{
	mend(acts);
	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++)
			act_shut(acts, c, d);
	}
	for (int i = 0; i < 64; i++)
		act_answer_question(acts);
	model_check(&acts->model);
}

// 0 where it is theirs again.
static bool tap_for(struct acts *acts, int who, int c, int d)
{
	for (int i = 0; i < 3; i++) {
		act_tap(acts, c, acts->model.refs[who]);
		model_run(&acts->model, 1000);
		for (int open = 0; open < MODEL_DOORS; open++) {
			if (!door_is_open(acts->model.world, (unsigned)c, open + 1))
				continue;
			act_take(acts, c, open);
			act_shut(acts, c, open);
		}
		if (acts->model.doors[c][d].lies != who + 1)
			return true;
		model_run(&acts->model, 11000);
	}
	return false;
}

static void fetch(struct acts *acts, int who, int c, int d)
{
	int64_t mine = row_number(acts->model.world,
		"SELECT count(*) FROM custody WHERE ended_at IS NULL AND bank=%d AND door=%d AND "
		"person=%lld",
		c + 1, d + 1, (long long)acts->model.ids[who]);
	bool usable = row_number(acts->model.world,
		"SELECT in_use FROM door WHERE bank=%d AND number=%d", c + 1, d + 1);

	if (tap_for(acts, who, c, d))
		return;
	if (mine && usable)
		model_fail(&acts->model, "%s cannot have their phone back from %c%d: %s",
			acts->model.refs[who], 'A' + c, d + 1,
			last_decision(acts->model.world, acts->model.refs[who]));
	cabinet_turn_key(at(acts, c), (unsigned)d);
	model_run(&acts->model, 300);
	act_take(acts, c, d);
	act_shut(acts, c, d);
	act_ask(acts,
		"{\"request\":\"desk "
		"by-hand\",\"by\":\"O1\",\"did\":\"collect\",\"person\":\"%s\"}",
		acts->model.refs[who]);
}

void acts_everybody_goes_home(struct acts *acts)
{
	struct model *model = &acts->model;

	if (acts->hour < 6)
		world_clock(model->world, hours[acts->hour = 6]);
	model_note(model, "home-time");
	for (int c = 0; c < MODEL_CABINETS; c++) {
		for (int d = 0; d < MODEL_DOORS; d++) {
			if (model->doors[c][d].lies)
				fetch(acts, model->doors[c][d].lies - 1, c, d);
		}
	}
	for (int who = 0; who < MODEL_PEOPLE; who++) {
		if (model->in_safe[who] &&
			!act_ask(acts,
				"{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"%s\"}",
				model->refs[who]))
			model_fail(model, "%s's phone stays in the safe", model->refs[who]);
	}
	for (int i = 0; i < 64; i++)
		act_answer_question(acts);
	model_run(model, 1000);
	int64_t left = row_number(model->world,
		"SELECT count(*) FROM custody WHERE ended_at IS NULL AND began_how <> 'assumed'");

	if (left)
		model_fail(model, "%lld custodies stay open", (long long)left);
	if (row_number(model->world,
		    "SELECT count(*) FROM intent WHERE ended_at IS NULL AND kind<>'staff'"))
		model_fail(model, "an intent stays open");
}
