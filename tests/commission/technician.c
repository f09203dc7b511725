// SPDX-License-Identifier: GPL-3.0-or-later
// See technician.h.
#include "technician.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void on_say(void *arg, const char *sentence)
{
	struct job *job = arg;
	size_t len = strlen(job->said);

	snprintf(job->said + len, sizeof job->said - len, "%s\n", sentence);
}

static void on_ask(void *arg, const char *question, const char *hint)
{
	struct job *job = arg;

	(void)hint;
	snprintf(job->question, sizeof job->question, "%s", question);
	job->asked = true;
	job->asked_at = job->rig.now;
}

static bool on_keyed(void *arg, const struct adopt_bank *bank)
{
	struct job *job = arg;

	job->bank = *bank;
	job->keyed++;
	return !job->refuse_record;
}

static bool on_door(void *arg, unsigned number, const struct walk_door *door)
{
	struct job *job = arg;

	job->door[number] = *door;
	job->recorded++;
	return true;
}

static void on_ended(void *arg, enum adopt_end end, const char *why)
{
	struct job *job = arg;

	assert_false(job->ended);
	job->ended = true;
	on_say(job, why);
	job->end = end;
}

static const struct adopt_events events = {on_say, on_ask, on_keyed, on_door, on_ended};

void job_hear_contact(struct job *job, int door)
{
	int input = job->wiring.contact[door];

	if (input >= 0)
		model_input(&job->rig.banks[0], (unsigned)input,
			job->open[door] != job->wiring.contact_inverted[door]);
}

static void hear_inside(struct job *job, int door)
{
	int input = job->wiring.inside[door];

	if (input >= 0 && job->rig.banks[0].has_inside)
		model_input(&job->rig.banks[0], DOORS + (unsigned)input,
			job->full[door] != job->wiring.inside_inverted[door]);
}

void job_open(struct job *job)
{
	*job = (struct job){.press = true, .quit_after = -1};
	rig_keyed = false;
	rig_init(&job->rig, 1);
	line_close(job->rig.line);
	job->rig.line = NULL;
	job->rig.banks[0].doors = job->rig.banks[0].hello.doors = DOORS;
	for (int i = 0; i < DOORS; i++)
		job->wiring.latch[i] = job->wiring.contact[i] = job->wiring.inside[i] =
			job->wiring.light[i] = i;
	model_set_key(&job->rig.banks[0], NULL);
}

void job_close(struct job *job)
{
	adopt_close(job->adopt);
	rig_release(&job->rig);
}

// The inverted ones say so from the start.
static void settle(struct job *job)
{
	for (int i = 0; i < DOORS; i++) {
		struct model *model = &job->rig.banks[0];

		if (job->wiring.contact_inverted[i])
			model->inputs[i] = 1;
		if (job->wiring.inside_inverted[i])
			model->inputs[DOORS + i] = 1;
	}
}

static void springs(struct job *job)
{
	for (int latch = 0; latch < DOORS; latch++) {
		int door = job->wiring.latch[latch];

		if (job->rig.banks[0].pulses[latch] == job->pulses[latch])
			continue;
		job->pulses[latch] = job->rig.banks[0].pulses[latch];
		if (door < 0 || job->open[door])
			continue;
		job->open[door] = true;
		job_hear_contact(job, door);
	}
}

static int open_door(const struct job *job)
{
	for (int door = 0; door < DOORS; door++) {
		if (job->open[door])
			return door;
	}
	return -1;
}

static void reply(struct job *job, const char *text)
{
	job->asked = false;
	adopt_answer(job->adopt, text);
}

// What the technician does first, and then, where the program did not notice, types.
static void obey(struct job *job, int64_t waited)
{
	unsigned door = 0;
	char number[16];

	if (strstr(job->question, "button")) {
		if (!job->press) {
			reply(job, "quit");
			return;
		}
		job->rig.banks[0].button = true;
		osdp_secure_pd_commission(&job->rig.banks[0].channel, true);
		reply(job, "");
	} else if (sscanf(job->question, "Door %u was told", &door) == 1) {
		if (job->quit_after >= 0 && door > (unsigned)job->quit_after) {
			reply(job, "quit");
			return;
		}
		snprintf(number, sizeof number, "%d", open_door(job) + 1);
		reply(job, open_door(job) < 0		     ? "n"
			   : open_door(job) == (int)door - 1 ? "y"
							     : number);
	} else if (sscanf(job->question, "Put something into door %u", &door) == 1 ||
		   sscanf(job->question, "Take it out of door %u", &door) == 1) {
		bool put = job->question[0] == 'P';

		if (job->full[door - 1] != put) {
			job->full[door - 1] = put;
			hear_inside(job, (int)door - 1);
		} else if (waited > 1500) {
			reply(job, "n");
		}
	} else if (sscanf(job->question, "Close door %u", &door) == 1 && job->open[door - 1]) {
		job->open[door - 1] = false;
		job_hear_contact(job, (int)door - 1);
	} else if (sscanf(job->question, "Does the light of door %u", &door) == 1) {
		int lit = -1;

		for (int i = 0; i < DOORS; i++) {
			const struct osdp_led *led =
				&job->rig.banks[0].leds[1 + job->wiring.light[i]];

			if (job->wiring.light[i] >= 0 && led->permanent.off_colour == OSDP_GREEN &&
				led->permanent.on_colour == OSDP_RED && led->permanent.off)
				lit = i;
		}
		snprintf(number, sizeof number, "%d", lit + 1);
		reply(job, lit < 0 ? "n" : lit == (int)door - 1 ? "y" : number);
	} else if (strncmp(job->question, "That is noted", 13) == 0) {
		for (int i = 0; i < DOORS; i++) {
			if (job->open[i]) {
				job->open[i] = false;
				job_hear_contact(job, i);
			}
			if (job->full[i]) {
				job->full[i] = false;
				hear_inside(job, i);
			}
		}
		reply(job, "");
	} else if (strncmp(job->question, "Waiting", 7) == 0) {
		if (waited > 1500)
			reply(job, "n");
	} else if (waited > 1500) {
		reply(job, strncmp(job->question, "Close door", 10) == 0 &&
					   !strstr(job->question, "leave it")
				   ? "n"
				   : "y");
	}
}

void job_work(struct job *job, const char *keys, int address, bool rekey, uint32_t proved)
{
	const struct adopt_config config = {.line = "memory",
		.open_port = port_memory_open,
		.open_arg = &job->rig.memory,
		.keys = keys,
		.address = address,
		.rekey = rekey,
		.no_walk = rekey,
		.proved = proved};
	char why[PORT_WHY];

	settle(job);
	job->ended = job->asked = false;
	adopt_close(job->adopt);
	assert_int_equal(adopt_open(&job->adopt, job->rig.loop, &config, &events, job, why), 0);
	for (int i = 0; i < 40000 && !job->ended; i++) {
		int64_t waited;

		rig_run_ms(&job->rig, 10);
		springs(job);
		waited = mono_ms_between(job->asked_at, job->rig.now);
		if (job->asked && waited > 300)
			obey(job, waited);
	}
	if (!job->ended)
		print_message("%s\n? %s\n", job->said, job->question);
	assert_true(job->ended);
}
