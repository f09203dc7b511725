// SPDX-License-Identifier: GPL-3.0-or-later
// See rig.h.
#include "rig.h"

#include "base/err.h"
#include "osdp/crc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#define RATE 38400

bool rig_keyed = true;

static struct rig_news *add_news(struct rig *rig, enum rig_kind kind, int64_t bank, unsigned value)
{
	struct rig_news *news = &rig->news[rig->news_count++];

	assert_true(rig->news_count < RIG_NEWS);
	memset(news, 0, sizeof *news);
	news->kind = kind;
	news->bank = bank;
	news->value = value;
	news->at = rig->now;
	return news;
}

static void on_online(void *arg, int64_t bank, const struct line_facts *facts)
{
	add_news(arg, RIG_ONLINE, bank, facts->serial)->facts = *facts;
}

static void on_restarted(void *arg, int64_t bank, const struct line_facts *facts)
{
	add_news(arg, RIG_RESTARTED, bank, facts->serial)->facts = *facts;
}

static void on_offline(void *arg, int64_t bank, enum line_offline why)
{
	add_news(arg, RIG_OFFLINE, bank, why);
}

static void on_card(void *arg, int64_t bank, const uint8_t *uid, size_t len)
{
	memcpy(add_news(arg, RIG_CARD, bank, (unsigned)len)->uid, uid, len);
}

static void on_inputs(void *arg, int64_t bank, const struct line_inputs *inputs)
{
	add_news(arg, RIG_INPUTS, bank, inputs->doors)->inputs = *inputs;
}

static void on_outputs(void *arg, int64_t bank, uint32_t energised)
{
	add_news(arg, RIG_OUTPUTS, bank, energised);
}

static void on_unlock(void *arg, int64_t bank, uint64_t ticket, enum line_unlock_end end)
{
	add_news(arg, RIG_UNLOCK, bank, end)->ticket = ticket;
}

static void on_status(void *arg, int64_t bank, bool tamper, bool on_battery)
{
	add_news(arg, RIG_STATUS, bank, (unsigned)tamper | (unsigned)on_battery << 1);
}

static void on_trouble(void *arg, int64_t bank, enum line_trouble kind, const char *sentence)
{
	struct rig_news *news = add_news(arg, RIG_TROUBLE, bank, kind);

	snprintf(news->sentence, sizeof news->sentence, "%s", sentence);
}

static void on_key(void *arg, int64_t bank, enum line_key_news news)
{
	add_news(arg, RIG_KEY, bank, news);
}

static void on_clock(void *arg, int64_t bank, const struct line_clock *clock)
{
	add_news(arg, RIG_CLOCK, bank, clock->set)->ahead_s = clock->ahead_s;
}

static void on_moved(void *arg, int64_t bank, uint8_t address, uint32_t rate)
{
	add_news(arg, RIG_MOVED, bank, address)->ticket = rate;
}

static void on_port_opened(void *arg, const char *address, const struct port_identity *identity)
{
	(void)arg;
	(void)address;
	(void)identity;
}

const struct line_events rig_line_events = {on_online, on_restarted, on_offline, on_card, on_inputs,
	on_outputs, on_unlock, on_status, on_trouble, on_key, on_clock, on_moved, on_port_opened};

static struct mono_time mono(void *context)
{
	return ((struct rig *)context)->now;
}

static struct wall_time wall(void *context)
{
	const struct rig *rig = context;

	return (struct wall_time){rig->wall.ms + rig->now.ns / 1000000};
}

static int dice(void *context, void *out, size_t len)
{
	struct rig *rig = context;
	uint8_t *bytes = out;

	rig->dice_thrown++;
	for (size_t i = 0; i < len; i++)
		bytes[i] = rig->dice++;
	return rig->no_dice ? -ERR_IO : 0;
}

static void put_on_wire(
	struct rig *rig, bool to_host, struct mono_time at, const uint8_t *data, size_t len)
{
	struct rig_wait *wait = &rig->waits[rig->wait_count++];

	assert_true(rig->wait_count < RIG_WAITS && len <= sizeof wait->bytes);
	wait->at = (struct mono_time){at.ns + (int64_t)len * 10 * 1000000000 / RATE};
	wait->to_host = to_host;
	wait->len = 0;
	for (size_t i = 0; i < len; i++) {
		bool hit = rig->fault && rig->byte_number++ == rig->fault_at;

		if (!hit)
			wait->bytes[wait->len++] = data[i];
		else if (rig->fault == RIG_FAULT_FLIP)
			wait->bytes[wait->len++] = data[i] ^ 0x10;
	}
	if (to_host && rig->spoil_replies)
		wait->bytes[wait->len - 1] ^= 0x10;
	if (to_host ? rig->drop_replies : rig->drop_commands)
		wait->len = 0;
	if (rig->tap)
		rig->tap(rig, to_host, wait->bytes, &wait->len);
}

// A bank with a key is asked in the clear who it is, and nothing else.
static void assert_nothing_in_the_clear(const uint8_t *data, size_t len)
{
	assert_true(len > 8);
	if (data[5] & 8)
		assert_true(data[7] == OSDP_SCS_CHLNG || data[7] == OSDP_SCS_SCRYPT ||
			    data[7] == OSDP_SCS_COMMAND || data[7] == OSDP_SCS_COMMAND_DATA);
	else
		assert_int_equal(data[6], OSDP_ID);
}

static void sent(void *arg, const uint8_t *data, size_t len)
{
	struct rig *rig = arg;

	rig->frames++;
	if (rig_keyed)
		assert_nothing_in_the_clear(data, len);
	// Mark, SOM, address, two of length, control, in a session the block: then the code.
	rig->outs += len > 8 && data[data[5] & 8 ? 6 + data[6] : 6] == OSDP_OUT;
	put_on_wire(rig, false, rig->now, data, len);
}

// Two banks that answer at once damage each other.
static void garble(struct rig_wait *wait, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len && i < wait->len; i++)
		wait->bytes[i] ^= (uint8_t)(data[i] ^ (i % 3 ? 0x41 : 0));
}

static void banks_hear(struct rig *rig, const uint8_t *data, size_t len)
{
	bool answered = false;

	for (unsigned i = 0; i < rig->bank_count; i++) {
		struct mono_time at = {rig->now.ns + (int64_t)rig->reply_us * 1000};
		const uint8_t *reply;
		uint16_t got = model_hear(
			&rig->banks[i], data, len, (uint32_t)(rig->now.ns / 1000000), &reply);

		if (got && answered)
			garble(&rig->waits[rig->wait_count - 1], reply, got);
		else if (got)
			put_on_wire(rig, true, at, reply, got);
		if (got && rig->twice)
			put_on_wire(rig, true, rig->waits[rig->wait_count - 1].at, reply, got);
		answered = answered || got;
	}
}

static void deliver(struct rig *rig, unsigned index)
{
	struct rig_wait wait = rig->waits[index];

	rig->wait_count--;
	memmove(&rig->waits[index], &rig->waits[index + 1],
		(rig->wait_count - index) * sizeof wait);
	if (wait.to_host)
		port_memory_feed(&rig->memory, wait.bytes, wait.len);
	else
		banks_hear(rig, wait.bytes, wait.len);
}

static void step(struct rig *rig, struct mono_time until)
{
	struct mono_time next = until;
	struct mono_time timer;
	int chosen = -1;

	if (loop_next_timer(rig->loop, &timer) && mono_before(timer, next))
		next = timer;
	for (unsigned i = 0; i < rig->wait_count; i++) {
		if (mono_before(rig->waits[i].at, next)) {
			next = rig->waits[i].at;
			chosen = (int)i;
		}
	}
	// Banks notice damage when the line fell silent: they look at it every 2 ms.
	if (mono_ms_between(rig->now, next) > 2) {
		rig->now = mono_after_ms(rig->now, 2);
		banks_hear(rig, NULL, 0);
		return;
	}
	if (mono_before(rig->now, next))
		rig->now = next;
	if (chosen >= 0)
		deliver(rig, (unsigned)chosen);
	else
		loop_run_once(rig->loop, 0);
}

void rig_run_ms(struct rig *rig, int64_t ms)
{
	struct mono_time until = mono_after_ms(rig->now, ms);

	while (mono_before(rig->now, until))
		step(rig, until);
}

void rig_give_key(struct rig *rig, unsigned i)
{
	uint8_t key[OSDP_KEY_SIZE];

	model_key(i, key);
	model_set_key(&rig->banks[i], key);
	assert_int_equal(line_set_keys(rig->line, i + 1, key, NULL), 0);
}

void rig_init(struct rig *rig, unsigned banks)
{
	struct line_config config = {
		.address = "memory", .open_port = port_memory_open, .open_arg = &rig->memory};
	char why[PORT_WHY];

	memset(rig, 0, sizeof *rig);
	rig->env = (struct env){.mono = mono, .wall = wall, .random = dice, .context = rig};
	rig->wall = (struct wall_time){INT64_C(1795000000000)};
	rig->now = (struct mono_time){INT64_C(1000000000000)};
	rig->news = calloc(RIG_NEWS, sizeof *rig->news);
	rig->reply_us = 1000;
	rig->memory.rate = RATE;
	rig->memory.sent = sent;
	rig->memory.sent_arg = rig;
	assert_non_null(rig->news);
	assert_int_equal(loop_open(&rig->loop, &rig->env), 0);
	assert_int_equal(line_open(&rig->line, rig->loop, &config, &rig_line_events, rig, why), 0);
	for (unsigned i = 0; i < banks; i++) {
		model_init(&rig->banks[i], (uint8_t)i);
		assert_int_equal(line_add_bank(rig->line, i + 1, (uint8_t)i, 1000 + i), 0);
		if (rig_keyed)
			rig_give_key(rig, i);
	}
	rig->bank_count = banks;
}

void rig_inject(struct rig *rig, bool to_host, const uint8_t *bytes, size_t len)
{
	if (to_host)
		port_memory_feed(&rig->memory, bytes, len);
	else
		banks_hear(rig, bytes, len);
}

void rig_make_good(uint8_t *bytes, size_t len)
{
	uint16_t crc;

	bytes[3] = (uint8_t)(len - 1);
	bytes[4] = (uint8_t)((len - 1) >> 8);
	crc = osdp_crc16(OSDP_CRC_SEED, bytes + 1, len - 3);
	bytes[len - 2] = (uint8_t)crc;
	bytes[len - 1] = (uint8_t)(crc >> 8);
}

void rig_release(struct rig *rig)
{
	line_close(rig->line);
	loop_close(rig->loop);
	free(rig->news);
}

void rig_wait_online(struct rig *rig, int64_t bank)
{
	for (int i = 0; i < 3000 && !line_is_online(rig->line, bank); i++)
		rig_run_ms(rig, 10);
	assert_true(line_is_online(rig->line, bank));
}

int rig_unlock(struct rig *rig, int64_t bank, unsigned door, uint64_t ticket)
{
	return line_unlock(
		rig->line, bank, door, ticket, mono_after_ms(rig->now, LINE_UNLOCK_LIFE_MS));
}

unsigned rig_count(const struct rig *rig, enum rig_kind kind, int64_t bank)
{
	unsigned count = 0;

	for (unsigned i = 0; i < rig->news_count; i++)
		count += rig->news[i].kind == kind && rig->news[i].bank == bank;
	return count;
}

const struct rig_news *rig_last(const struct rig *rig, enum rig_kind kind, int64_t bank)
{
	for (unsigned i = rig->news_count; i > 0; i--) {
		if (rig->news[i - 1].kind == kind && rig->news[i - 1].bank == bank)
			return &rig->news[i - 1];
	}
	return NULL;
}

void rig_forget(struct rig *rig)
{
	rig->news_count = 0;
}
