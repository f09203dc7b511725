// SPDX-License-Identifier: GPL-3.0-or-later
// One step after the other: alone on the line, under its own key, at its address, door by door.
#include "commission/adopt.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "commission/parts.h"

static void wake(void *arg, struct mono_time now);

void adopt_say(struct adopt *adopt, const char *format, ...)
{
	char sentence[300];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof sentence, format, args);
	va_end(args);
	adopt->events->say(adopt->arg, sentence);
}

void adopt_soon(struct adopt *adopt)
{
	const struct env *env = loop_env(adopt->loop);

	loop_timer_set(adopt->loop, &adopt->timer, env->mono(env->context), wake, adopt);
}

static void end(struct adopt *adopt, enum adopt_end how, const char *why)
{
	if (adopt->step == ADOPT_ENDED)
		return;
	adopt->step = ADOPT_ENDED;
	loop_timer_stop(&adopt->timer);
	adopt->events->ended(adopt->arg, how, why);
}

void adopt_end(struct adopt *adopt, enum adopt_end how)
{
	end(adopt, how, "");
}

void adopt_fail(struct adopt *adopt, const char *format, ...)
{
	char sentence[300];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof sentence, format, args);
	va_end(args);
	end(adopt, ADOPT_FAILED, sentence);
}

// ---- who is there

static void on_found(void *arg, const struct scan_found *found)
{
	struct adopt *adopt = arg;

	if (adopt->found_count++ == 0)
		adopt->found = *found;
}

static void on_asking(void *arg, long rate, unsigned address)
{
	struct adopt *adopt = arg;

	(void)rate;
	if (address == 0)
		adopt_say(adopt, "Looking who answers on the line; some ten seconds.");
}

static void on_scan_ended(void *arg, const char *why)
{
	struct adopt *adopt = arg;

	snprintf(adopt->scan_why, sizeof adopt->scan_why, "%s", why);
	adopt->scanned = true;
	adopt_soon(adopt);
}

static const struct scan_events scan_news = {on_found, on_asking, on_scan_ended};

static void judge_scan(struct adopt *adopt)
{
	const struct scan_found *found = &adopt->found;
	char why[PORT_WHY];

	scan_close(adopt->scan);
	adopt->scan = NULL;
	if (adopt->scan_why[0])
		adopt_fail(adopt, "%s", adopt->scan_why);
	else if (adopt->found_count == 0)
		adopt_fail(adopt, "Nothing answers on this line: look at its power and its cable; "
				  "`hometime line scan` tries the other rates.");
	else if (adopt->found_count > 1)
		adopt_fail(adopt,
			"More than one answers on this line: leave only the bank that is to be "
			"adopted connected; `hometime line scan` names them.");
	else if (found->several)
		adopt_fail(adopt,
			"Two boards answer at one address, or the line is noisy: leave only the "
			"bank that is to be adopted connected.");
	else if (!found->ours || !found->serial)
		adopt_fail(adopt,
			"What answers is no Hometime bank, or has no serial number: set it at "
			"the bench first.");
	else if (adopt->config.serial && adopt->config.serial != found->serial)
		adopt_fail(adopt,
			"The bank that answers has serial number %08X, and %08X is recorded: put "
			"that one there, or `hometime bank release` it first.",
			(unsigned)found->serial, (unsigned)adopt->config.serial);
	else if (adopt_begin_key(adopt, why) < 0)
		adopt_fail(adopt, "%s", why);
}

// ---- what the line says is kept for the next turn

static void on_online(void *arg, int64_t bank, const struct line_facts *facts)
{
	struct adopt *adopt = arg;

	(void)bank;
	adopt->facts = *facts;
}

static void on_offline(void *arg, int64_t bank, enum line_offline why)
{
	struct adopt *adopt = arg;

	(void)bank;
	(void)why;
	adopt->online = false;
	adopt->went = true;
	adopt_soon(adopt);
}

static void on_card(void *arg, int64_t bank, const uint8_t *uid, size_t len)
{
	(void)arg; // nobody is served yet
	(void)bank;
	(void)uid;
	(void)len;
}

static void on_inputs(void *arg, int64_t bank, const struct line_inputs *inputs)
{
	struct adopt *adopt = arg;

	(void)bank;
	// The first thing said by every session that is ready, a new one of the same bank too.
	adopt->online = true;
	adopt->inputs = *inputs;
	adopt->inputs_new = true;
	adopt_soon(adopt);
}

static void on_outputs(void *arg, int64_t bank, uint32_t energised)
{
	(void)arg;
	(void)bank;
	(void)energised;
}

static void on_unlock(void *arg, int64_t bank, uint64_t ticket, enum line_unlock_end end)
{
	struct adopt *adopt = arg;

	(void)bank;
	if (end != LINE_ACCEPTED && ticket == adopt->ticket)
		adopt->refused = true;
	adopt_soon(adopt);
}

static void on_status(void *arg, int64_t bank, bool tamper, bool on_battery)
{
	(void)arg; // its case stands open: the technician is in it
	(void)bank;
	(void)tamper;
	(void)on_battery;
}

static void on_trouble(void *arg, int64_t bank, enum line_trouble kind, const char *sentence)
{
	struct adopt *adopt = arg;

	(void)bank;
	adopt->trouble = kind;
	snprintf(adopt->trouble_says, sizeof adopt->trouble_says, "%s", sentence);
	adopt->trouble_new = true;
	adopt_soon(adopt);
}

static void on_key(void *arg, int64_t bank, enum line_key_news news)
{
	struct adopt *adopt = arg;

	(void)bank;
	adopt->key_taken = news == LINE_KEY_TAKEN;
	adopt->key_refused = news == LINE_KEY_REFUSED;
	adopt_soon(adopt);
}

static void on_clock(void *arg, int64_t bank, const struct line_clock *clock)
{
	struct adopt *adopt = arg;

	(void)bank;
	adopt->clock_wrong = !clock->set || clock->ahead_s > 1 || clock->ahead_s < -1;
	adopt_soon(adopt);
}

static void on_moved(void *arg, int64_t bank, uint8_t address, uint32_t rate)
{
	struct adopt *adopt = arg;

	(void)bank;
	adopt->moved = true;
	adopt->moved_to = rate ? address : -1;
	adopt_soon(adopt);
}

static void on_port(void *arg, const char *address, const struct port_identity *identity)
{
	(void)arg;
	(void)address;
	(void)identity;
}

const struct line_events adopt_line_events = {on_online, on_online, on_offline, on_card, on_inputs,
	on_outputs, on_unlock, on_status, on_trouble, on_key, on_clock, on_moved, on_port};

// ---- the turn

static void tell_trouble(struct adopt *adopt)
{
	adopt->trouble_new = false;
	if (adopt->trouble == LINE_TROUBLE_NONE || adopt_key_trouble(adopt))
		return;
	// A line that goes away later comes back by itself; one that cannot be opened does not.
	if (adopt->trouble == LINE_TROUBLE_PORT && adopt->step == ADOPT_KEYING && !adopt->online)
		adopt_fail(adopt, "%s", adopt->trouble_says);
	else if (adopt->trouble == LINE_TROUBLE_BUTTON)
		adopt->events->ask(
			adopt->arg, adopt->trouble_says, "Enter when it was pressed; quit");
	else
		adopt_say(adopt, "%s", adopt->trouble_says);
}

static void wake(void *arg, struct mono_time now)
{
	struct adopt *adopt = arg;

	(void)now;
	if (adopt->step == ADOPT_SCANNING && adopt->scanned)
		judge_scan(adopt);
	if (adopt->step == ADOPT_ENDED)
		return;
	if (adopt->trouble_new)
		tell_trouble(adopt);
	if (adopt->step == ADOPT_ENDED)
		return;
	if (adopt->clock_wrong && adopt->online) {
		adopt->clock_wrong = false;
		line_set_clock(adopt->line, ADOPT_BANK);
	}
	if (adopt->step == ADOPT_KEYING)
		adopt_turn_key(adopt);
	if (adopt->step == ADOPT_MOVING)
		adopt_turn_move(adopt);
	if (adopt->step == ADOPT_WALKING)
		adopt_turn_walk(adopt);
}

static bool read_answer(const char *text, enum walk_answer *out, unsigned *out_number)
{
	*out_number = 0;
	if (!*text || !strcmp(text, "y") || !strcmp(text, "yes"))
		*out = WALK_YES;
	else if (!strcmp(text, "n") || !strcmp(text, "no"))
		*out = WALK_NO;
	else if (!strcmp(text, "again") || !strcmp(text, "a"))
		*out = WALK_AGAIN;
	else if (isdigit((unsigned char)*text) && strlen(text) < 3) {
		*out = WALK_NUMBER;
		*out_number = (unsigned)atoi(text);
	} else
		return false;
	return true;
}

void adopt_answer(struct adopt *adopt, const char *text)
{
	enum walk_answer answer;
	unsigned number;

	if (adopt->step == ADOPT_ENDED)
		return;
	if (!strcmp(text, "q") || !strcmp(text, "quit")) {
		adopt_say(adopt, "Left off. `hometime bank adopt` goes on from here.");
		adopt_end(adopt, ADOPT_QUIT);
		return;
	}
	if (adopt->step == ADOPT_KEYING && adopt->trouble == LINE_TROUBLE_BUTTON) {
		adopt->trouble = LINE_TROUBLE_NONE;
		adopt_try_default(adopt);
		return;
	}
	if (adopt->step != ADOPT_WALKING)
		return;
	if (!read_answer(text, &answer, &number) || !walk_answer(&adopt->walk, answer, number))
		adopt_say(adopt, "That is no answer to this.");
	adopt->asked = ADOPT_NOT_ASKED;
	adopt_soon(adopt);
}

int adopt_open(struct adopt **out_adopt, struct loop *loop, const struct adopt_config *config,
	const struct adopt_events *events, void *arg, char why[PORT_WHY])
{
	const struct scan_config scan = {config->line, NULL, config->open_port, config->open_arg};
	struct adopt *adopt = calloc(1, sizeof *adopt);
	int err = 0;

	if (!adopt) {
		snprintf(why, PORT_WHY, "There is not enough memory.");
		return -ERR_NO_MEMORY;
	}
	adopt->loop = loop;
	adopt->config = *config;
	adopt->events = events;
	adopt->arg = arg;
	adopt->asked = ADOPT_NOT_ASKED;
	if (config->others) {
		adopt->found = (struct scan_found){
			.address = (uint8_t)config->known_address, .serial = config->serial};
		err = adopt_begin_key(adopt, why);
	} else {
		err = scan_open(&adopt->scan, loop, &scan, &scan_news, adopt, why);
	}
	if (err < 0) {
		adopt_close(adopt);
		return err;
	}
	*out_adopt = adopt;
	return 0;
}

const struct walk *adopt_walk(const struct adopt *adopt)
{
	return &adopt->walk;
}

void adopt_close(struct adopt *adopt)
{
	if (!adopt)
		return;
	loop_timer_stop(&adopt->timer);
	scan_close(adopt->scan);
	line_close(adopt->line);
	osdp_secure_wipe(adopt->key, sizeof adopt->key);
	free(adopt);
}
