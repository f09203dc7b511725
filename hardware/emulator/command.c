// SPDX-License-Identifier: GPL-3.0-or-later
// The control socket's language (design.md section 6): one line in, one line out. Doors are 0..N-1,
// as on the wire.
#include "inside.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 5

static bool number(const char *text, unsigned *out_number)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || value > 1000)
		return false;
	*out_number = (unsigned)value;
	return true;
}

static bool is_either(const char *word, const char *yes, const char *no, bool *out_yes)
{
	*out_yes = !strcmp(word, yes);
	return *out_yes || !strcmp(word, no);
}

static const char *door_command(
	struct cabinet *c, const char *verb, unsigned count, char *const *words)
{
	static const struct {
		const char *name;
		const char *(*act)(struct cabinet *, unsigned);
	} acts[] = {{"open", cabinet_open_door}, {"close", cabinet_close_door},
		{"put", cabinet_put}, {"take", cabinet_take_out}, {"force", cabinet_force},
		{"key", cabinet_turn_key}};
	unsigned door;
	bool on;
	if (count < 2 || !number(words[1], &door))
		return "say which door, 0 up to the last";
	for (unsigned i = 0; i < sizeof acts / sizeof *acts; i++)
		if (!strcmp(verb, acts[i].name))
			return acts[i].act(c, door);
	if (!strcmp(verb, "jam")) {
		if (count < 3 || !is_either(words[2], "on", "off", &on))
			return "say: jam N on|off";
		return cabinet_jam(c, door, on);
	}
	if (count < 5 || strcmp(words[3], "stuck") ||
		(strcmp(words[4], "0") && strcmp(words[4], "1") && strcmp(words[4], "ok")) ||
		!is_either(words[2], "inside", "contact", &on))
		return "say: sensor N inside|contact stuck 0|1|ok";
	return cabinet_stick(c, door, on ? SENSOR_INSIDE : SENSOR_CONTACT,
		words[4][0] == 'o' ? -1 : words[4][0] - '0');
}

static bool is_door_command(const char *verb)
{
	static const char *const verbs[] = {
		"open", "close", "put", "take", "force", "key", "jam", "sensor"};
	for (unsigned i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(verb, verbs[i]))
			return true;
	return false;
}

static const char *measure(struct cabinet *c, const char *verb, unsigned count, char *const *words)
{
	char *end;
	double value = count > 1 ? strtod(words[1], &end) : -1;
	bool battery = !strcmp(verb, "battery");
	if (value < 0 || *end || value > (battery ? 15 : 1))
		return battery ? "say: battery VOLTS, 0 to 15" : "say: noise P, 0 to 1";
	if (battery)
		cabinet_battery(c, value);
	else
		cabinet_noise(c, value);
	return NULL;
}

static const char *switch_command(
	struct cabinet *c, const char *verb, unsigned count, char *const *words)
{
	static const struct {
		const char *name, *yes, *no;
		void (*act)(struct cabinet *, bool);
		const char *usage;
	} acts[] = {{"chain", "cut", "ok", cabinet_cut_chain, "say: chain cut|ok"},
		{"tamper", "on", "off", cabinet_tamper, "say: tamper on|off"},
		{"mains", "on", "off", cabinet_mains, "say: mains on|off"},
		{"power", "restore", "cut", cabinet_power, "say: power cut|restore"},
		{"stub", "cut", "restore", cabinet_cut_stub, "say: stub cut|restore"}};
	bool yes;
	for (unsigned i = 0; i < sizeof acts / sizeof *acts; i++) {
		if (strcmp(verb, acts[i].name))
			continue;
		if (count != 2 || !is_either(words[1], acts[i].yes, acts[i].no, &yes))
			return acts[i].usage;
		acts[i].act(c, yes);
		return NULL;
	}
	if (!strcmp(verb, "reset")) {
		if (count != 2 || !is_either(words[1], "dtr", "watchdog", &yes))
			return "say: reset dtr|watchdog";
		cabinet_reset(c, yes ? RESET_DTR : RESET_WATCHDOG);
		return c->powered ? NULL : "the cabinet has no power";
	}
	if (!strcmp(verb, "battery") || !strcmp(verb, "noise"))
		return measure(c, verb, count, words);
	return "unknown command: tap, untap, open, close, put, take, force, key, jam, sensor, "
	       "chain, tamper, button, battery, mains, power, reset, stub, adapter, noise, state, "
	       "log";
}

static void answer_state(struct cabinet *c, char *answer, size_t size)
{
	json_t *state = cabinet_state(c);
	char *text = json_dumps(state, JSON_COMPACT);
	snprintf(answer, size, "ok %s", text ? text : "{}");
	free(text);
	json_decref(state);
}

// One line as everything else: a JSON array of the last lines that fit.
static void answer_log(struct cabinet *c, char *answer, size_t size)
{
	size_t used = strlen("ok []") + 1, first = c->log_count;
	while (first && used + strlen(c->log[first - 1]) + 1 < size)
		used += strlen(c->log[--first]) + 1;
	size_t at = (size_t)snprintf(answer, size, "ok [");
	for (size_t i = first; i < c->log_count; i++)
		at += (size_t)snprintf(
			answer + at, size - at, "%s%s", i > first ? "," : "", c->log[i]);
	snprintf(answer + at, size - at, "]");
}

void cabinet_command(struct cabinet *c, const char *line, char *answer, size_t size)
{
	char copy[256], *words[WORDS_MAX], *rest = copy;
	unsigned count = 0;
	const char *wrong = NULL;
	snprintf(copy, sizeof copy, "%s", line);
	for (char *word; (word = strsep(&rest, " \t\r\n"));)
		if (*word && count < WORDS_MAX)
			words[count++] = word;
	if (!count) {
		snprintf(answer, size, "error an empty line: say state, log, tap UID ...");
		return;
	}
	if (!strcmp(words[0], "state")) {
		answer_state(c, answer, size);
		return;
	}
	if (!strcmp(words[0], "log")) {
		answer_log(c, answer, size);
		return;
	}
	if (!strcmp(words[0], "tap"))
		wrong = count < 2 ? "say: tap UID [UID]"
				  : cabinet_tap(c, words[1], count > 2 ? words[2] : NULL);
	else if (!strcmp(words[0], "untap"))
		wrong = cabinet_untap(c);
	else if (!strcmp(words[0], "button"))
		cabinet_press_button(c);
	else if (is_door_command(words[0]))
		wrong = door_command(c, words[0], count, words);
	else
		wrong = switch_command(c, words[0], count, words);
	snprintf(answer, size, wrong ? "error %s" : "ok", wrong);
}

void cabinet_cut_chain(struct cabinet *c, bool cut)
{
	c->chain_cut = cut;
	note(c, "\"what\":\"chain\",\"cut\":%s", cut ? "true" : "false");
}

void cabinet_tamper(struct cabinet *c, bool opened)
{
	c->tampered = opened;
	note(c, "\"what\":\"tamper\",\"opened\":%s", opened ? "true" : "false");
}

void cabinet_press_button(struct cabinet *c)
{
	c->button = true;
	alarm_set(c, ALARM_BUTTON, now_of(c) + MS(200));
	note(c, "\"what\":\"button\"");
}

// A battery is only read as one when the mains is away: below the float charge's 13.0 V it is.
void cabinet_battery(struct cabinet *c, double volts)
{
	c->battery = volts;
	cabinet_mains(c, volts >= 13.0);
}

void cabinet_mains(struct cabinet *c, bool on)
{
	c->on_battery = !on;
	note(c, "\"what\":\"mains\",\"on\":%s", on ? "true" : "false");
}

void cabinet_cut_stub(struct cabinet *c, bool cut)
{
	c->stub_cut = cut;
	note(c, "\"what\":\"stub\",\"cut\":%s", cut ? "true" : "false");
}

void cabinet_noise(struct cabinet *c, double probability)
{
	c->noise = probability;
}
