// SPDX-License-Identifier: GPL-3.0-or-later
// A line from outside: open and close, its port and its list of banks.
#include "line/line.h"

#include <stdio.h>
#include <stdlib.h>

#include "line/bank.h"

// A USB adapter may pause so long inside a frame (osdp.md section 1).
#define READER_GAP_MS 150

struct mono_time line_now(const struct line *line)
{
	const struct env *env = loop_env(line->loop);

	return env->mono(env->context);
}

int64_t line_wire_ns(const struct line *line, unsigned len)
{
	long rate = line->port ? port_rate(line->port) : 0;

	return rate > 0 ? (int64_t)len * 10 * 1000000000 / rate : 0;
}

struct bank *line_bank(const struct line *line, int64_t id)
{
	for (unsigned i = 0; i < line->bank_count; i++) {
		if (line->banks[i]->id == id)
			return line->banks[i];
	}
	return NULL;
}

struct bank *line_bank_at(const struct line *line, uint8_t address)
{
	for (unsigned i = 0; i < line->bank_count; i++) {
		if (line->banks[i]->address == address)
			return line->banks[i];
	}
	return NULL;
}

static int open_by_name(void *open_arg, struct port **out_port, struct loop *loop,
	const char *address, struct port_identity *identity, const struct port_events *events,
	void *arg, char why[PORT_WHY])
{
	(void)open_arg;
	return port_open(out_port, loop, address, identity, events, arg, why);
}

static void turn(void *arg, struct mono_time now)
{
	line_mend_port(arg, now);
	line_turn(arg, now);
}

int line_open(struct line **out_line, struct loop *loop, const struct line_config *config,
	const struct line_events *events, void *arg, char why[PORT_WHY])
{
	struct line *line;
	int code = 0;

	if (!config->open_port)
		code = port_check_address(config->address, why);
	if (code < 0)
		return code;
	line = calloc(1, sizeof *line);
	if (!line) {
		snprintf(why, PORT_WHY, "%.80s: out of memory", config->address);
		return -ERR_NO_MEMORY;
	}
	line->loop = loop;
	line->events = events;
	line->arg = arg;
	snprintf(line->address, sizeof line->address, "%s", config->address);
	line->poll_ms = config->poll_ms > 0 ? config->poll_ms : LINE_POLL_MS;
	line->open_port = config->open_port ? config->open_port : open_by_name;
	line->open_arg = config->open_arg;
	line->find_keys = config->find_keys;
	osdp_frame_reader_init(&line->reader, line->rx, sizeof line->rx, READER_GAP_MS);
	line->port_at = line_now(line);
	code = loop_timer_set(loop, &line->timer, line->port_at, turn, line);
	if (code < 0) {
		snprintf(why, PORT_WHY, "%.80s: too many lines are open", config->address);
		free(line);
		return code;
	}
	*out_line = line;
	return 0;
}

static void forget(struct bank *bank)
{
	osdp_secure_wipe(bank, sizeof *bank);
	free(bank);
}

void line_close(struct line *line)
{
	if (!line)
		return;
	loop_timer_stop(&line->timer);
	port_close(line->port);
	while (line->bank_count)
		forget(line->banks[--line->bank_count]);
	free(line);
}

int line_add_bank(struct line *line, int64_t id, uint8_t address, uint32_t serial)
{
	struct bank *bank;

	if (id == 0 || address >= OSDP_ADDRESS_ANY)
		return -ERR_ARG;
	if (line_bank(line, id) || line_bank_at(line, address))
		return -ERR_EXISTS;
	if (line->bank_count == LINE_BANKS)
		return -ERR_FULL;
	bank = calloc(1, sizeof *bank);
	if (!bank)
		return -ERR_NO_MEMORY;
	bank->id = id;
	bank->address = address;
	bank->serial = serial;
	bank->line = line;
	bank->due = line_now(line);
	osdp_acu_init(&bank->acu, address, bank->tx, sizeof bank->tx);
	line->banks[line->bank_count++] = bank;
	// In the loop's next turn, so that its keys may be told first.
	loop_timer_set(line->loop, &line->timer, bank->due, line->timer.fire, line);
	return 0;
}

int line_adopt(struct line *line, int64_t id, uint32_t serial)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (bank->serial && bank->serial != serial)
		return -ERR_EXISTS;
	bank->serial = serial;
	// What was checked before was checked against nothing.
	if (bank->online && bank->facts.serial != serial)
		bank_set_aside(bank, LINE_OFF_STRANGER, LINE_TROUBLE_STRANGER, line_now(line));
	return 0;
}

void line_remove_bank(struct line *line, int64_t id)
{
	for (unsigned i = 0; i < line->bank_count; i++) {
		struct bank *bank = line->banks[i];

		if (bank->id != id)
			continue;
		unlock_go_offline(bank);
		if (line->asked == bank)
			line->asked = NULL;
		if (line->spoken == bank)
			line->spoken = NULL;
		line->banks[i] = line->banks[--line->bank_count];
		forget(bank);
		return;
	}
}

bool line_is_online(const struct line *line, int64_t id)
{
	const struct bank *bank = line_bank(line, id);

	return bank && bank->online;
}

const struct line_counters *line_counters(const struct line *line, int64_t id)
{
	const struct bank *bank = line_bank(line, id);

	return bank ? &bank->counters : NULL;
}

const char *line_address(const struct line *line)
{
	return line->address;
}

unsigned long line_other_masters(const struct line *line)
{
	return line->other_masters;
}

const char *line_port_trouble(const struct line *line)
{
	return line->port_trouble;
}

bool line_port_is_open(const struct line *line)
{
	return line->port && !line->port_gone;
}
