// SPDX-License-Identifier: GPL-3.0-or-later
// The line and the real firmware image in emulated cabinets on one RS-485 bus, in lock step: a tap,
// an unlock, power cuts and two cabinets at one address.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emulator/bus.h"
#include "line/line.h"
#include "port/memory.h"

#define CABINETS 3

struct hall {
	struct env env;
	struct mono_time now;
	uint8_t dice;
	struct loop *loop;
	struct port_memory memory;
	struct line *line;
	struct bus *bus;
	struct cabinet *cabinets[CABINETS];
	unsigned online, offline, cards, restarted, ends[LINE_UNKNOWN + 1];
	enum line_trouble trouble[CABINETS + 1];
	int64_t card_bank;
	uint8_t uid[10];
	size_t uid_len;
	struct mono_time card_at;
	struct line_facts facts[CABINETS + 1];
	struct line_inputs inputs[CABINETS + 1];
	uint32_t energised[CABINETS + 1];
};

static void on_online(void *arg, int64_t bank, const struct line_facts *facts)
{
	struct hall *hall = arg;

	hall->online++;
	hall->facts[bank] = *facts;
}

static void on_restarted(void *arg, int64_t bank, const struct line_facts *facts)
{
	struct hall *hall = arg;

	hall->restarted++;
	hall->facts[bank] = *facts;
}

static void on_offline(void *arg, int64_t bank, enum line_offline why)
{
	(void)bank;
	(void)why;
	((struct hall *)arg)->offline++;
}

static void on_card(void *arg, int64_t bank, const uint8_t *uid, size_t len)
{
	struct hall *hall = arg;

	hall->cards++;
	hall->card_bank = bank;
	memcpy(hall->uid, uid, len);
	hall->uid_len = len;
	hall->card_at = hall->now;
}

static void on_inputs(void *arg, int64_t bank, const struct line_inputs *inputs)
{
	((struct hall *)arg)->inputs[bank] = *inputs;
}

static void on_outputs(void *arg, int64_t bank, uint32_t energised)
{
	((struct hall *)arg)->energised[bank] |= energised;
}

static void on_unlock(void *arg, int64_t bank, uint64_t ticket, enum line_unlock_end end)
{
	(void)bank;
	(void)ticket;
	((struct hall *)arg)->ends[end]++;
}

static void on_status(void *arg, int64_t bank, bool tamper, bool on_battery)
{
	(void)arg;
	(void)bank;
	(void)tamper;
	(void)on_battery;
}

static void on_trouble(void *arg, int64_t bank, enum line_trouble kind, const char *sentence)
{
	((struct hall *)arg)->trouble[bank] = kind;
	if (*sentence)
		print_message("[  NAMED   ] %s\n", sentence);
}

static void on_key(void *arg, int64_t bank, enum line_key_news news)
{
	(void)arg;
	(void)bank;
	(void)news;
}

static void on_clock(void *arg, int64_t bank, const struct line_clock *clock)
{
	(void)arg;
	(void)bank;
	(void)clock;
}

static void on_moved(void *arg, int64_t bank, uint8_t address, uint32_t rate)
{
	(void)arg;
	(void)bank;
	(void)address;
	(void)rate;
}

static void on_port_opened(void *arg, const char *address, const struct port_identity *identity)
{
	(void)arg;
	(void)address;
	(void)identity;
}

static const struct line_events events = {on_online, on_restarted, on_offline, on_card, on_inputs,
	on_outputs, on_unlock, on_status, on_trouble, on_key, on_clock, on_moved, on_port_opened};

static struct mono_time mono(void *context)
{
	return ((struct hall *)context)->now;
}

static struct wall_time wall(void *context)
{
	return (struct wall_time){
		INT64_C(1795000000000) + ((struct hall *)context)->now.ns / 1000000};
}

static int dice(void *context, void *out, size_t len)
{
	struct hall *hall = context;

	for (uint8_t *byte = out; len > 0; len--)
		*byte++ = hall->dice++;
	return 0;
}

static void make_key(uint32_t serial, uint8_t key[OSDP_KEY_SIZE])
{
	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		key[i] = (uint8_t)(serial + i * 13);
}

static void sent(void *arg, const uint8_t *data, size_t len)
{
	bus_send(((struct hall *)arg)->bus, data, len);
}

static void run_ms(struct hall *hall, int64_t ms)
{
	struct mono_time until = mono_after_ms(hall->now, ms);

	while (mono_before(hall->now, until)) {
		struct mono_time next = until;
		struct mono_time timer;
		struct cabinet_byte byte;

		if (loop_next_timer(hall->loop, &timer) && mono_before(timer, next))
			next = timer;
		// The bus stops at a whole cycle of the chips, 62.5 ns, just short of the time
		// asked.
		hall->now.ns = (int64_t)bus_run_until_heard(hall->bus, (uint64_t)next.ns + 63);
		while (bus_take(hall->bus, &byte, 1))
			port_memory_feed(&hall->memory, &byte.value, 1);
		loop_run_once(hall->loop, 0);
	}
}

static struct cabinet *open_cabinet(uint8_t address, uint32_t serial)
{
	uint8_t key[OSDP_KEY_SIZE];
	struct cabinet_options options = {.image = AVR_IMAGES "/bank.elf",
		.doors = 8,
		.seed = serial,
		.started = 1795000000,
		.bench = true,
		.address = address,
		.serial = serial,
		.key = key};
	struct cabinet *cabinet;
	char why[200];

	make_key(serial, key);
	if (cabinet_open(&options, why, sizeof why, &cabinet))
		fail_msg("%s", why);
	return cabinet;
}

static struct hall *open_hall(unsigned count)
{
	struct line_config config = {.address = "memory", .open_port = port_memory_open};
	struct hall *hall = calloc(1, sizeof *hall);
	uint8_t key[OSDP_KEY_SIZE];
	char why[PORT_WHY];

	assert_non_null(hall);
	hall->env = (struct env){.mono = mono, .wall = wall, .random = dice, .context = hall};
	hall->memory.rate = 38400;
	hall->memory.sent = sent;
	hall->memory.sent_arg = hall;
	hall->bus = bus_open(CABINET_RS485, 1);
	config.open_arg = &hall->memory;
	assert_int_equal(loop_open(&hall->loop, &hall->env), 0);
	assert_int_equal(line_open(&hall->line, hall->loop, &config, &events, hall, why), 0);
	for (unsigned i = 0; i < count; i++) {
		hall->cabinets[i] = open_cabinet((uint8_t)(i + 1), 500 + i);
		assert_int_equal(bus_join(hall->bus, hall->cabinets[i]), 0);
		assert_int_equal(line_add_bank(hall->line, i + 1, (uint8_t)(i + 1), 500 + i), 0);
		make_key(500 + i, key);
		assert_int_equal(line_set_keys(hall->line, i + 1, key, NULL), 0);
	}
	return hall;
}

static void close_hall(struct hall *hall)
{
	print_message("[  RAN     ] %.1f simulated s\n", (double)hall->now.ns / 1e9);
	line_close(hall->line);
	loop_close(hall->loop);
	bus_close(hall->bus);
	for (unsigned i = 0; i < CABINETS; i++) {
		if (hall->cabinets[i])
			cabinet_close(hall->cabinets[i]);
	}
	free(hall);
}

static void two_cabinets_come_online_and_a_tap_opens_the_door_asked_for(void **state)
{
	static const uint8_t uid[7] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
	struct hall *hall = open_hall(2);
	struct mono_time tapped;

	(void)state;
	run_ms(hall, 3000);
	assert_int_equal(hall->online, 2);
	assert_int_equal(hall->facts[1].serial, 500);
	assert_int_equal(hall->facts[2].doors, 8);
	assert_true(hall->facts[1].has_inside);
	assert_true(hall->facts[1].chain_ok);
	assert_int_equal(hall->inputs[2].contact[7], LINE_CONTACT_CLOSED);
	assert_int_equal(hall->inputs[2].inside[7], LINE_INSIDE_EMPTY);
	tapped = hall->now;
	assert_null(cabinet_tap(hall->cabinets[1], "04A1B2C3D4E5F6", NULL));
	run_ms(hall, 500);
	assert_int_equal(hall->cards, 1);
	assert_int_equal(hall->card_bank, 2);
	assert_int_equal(hall->uid_len, 7);
	assert_memory_equal(hall->uid, uid, sizeof uid);
	print_message("[  TOOK    ] card placed to host: %lld ms\n",
		(long long)mono_ms_between(tapped, hall->card_at));
	assert_int_equal(line_unlock(hall->line, 2, 3, 1, mono_after_ms(hall->now, 2000)), 0);
	run_ms(hall, 1500);
	assert_int_equal(hall->ends[LINE_ACCEPTED], 1);
	assert_int_equal(hall->energised[2], 1u << 3);
	assert_int_equal(hall->energised[1], 0);
	assert_true(cabinet_door_is_open(hall->cabinets[1], 3));
	assert_int_equal(hall->inputs[2].contact[3], LINE_CONTACT_OPEN);
	assert_null(cabinet_put(hall->cabinets[1], 3));
	assert_null(cabinet_close_door(hall->cabinets[1], 3));
	run_ms(hall, 500);
	assert_int_equal(hall->inputs[2].inside[3], LINE_INSIDE_SOMETHING);
	assert_int_equal(hall->inputs[2].contact[3], LINE_CONTACT_CLOSED);
	assert_int_equal(line_counters(hall->line, 1)->repeats, 0);
	assert_int_equal(line_counters(hall->line, 2)->repeats, 0);
	close_hall(hall);
}

static void a_cabinet_without_power_costs_the_others_nothing_and_comes_back(void **state)
{
	struct hall *hall = open_hall(3);
	uint32_t before[2];

	(void)state;
	run_ms(hall, 3000);
	assert_int_equal(hall->online, 3);
	// While they were starting up nobody answered.
	before[0] = line_counters(hall->line, 1)->timeouts;
	before[1] = line_counters(hall->line, 3)->timeouts;
	cabinet_power(hall->cabinets[1], false);
	run_ms(hall, 10000);
	assert_int_equal(hall->offline, 1);
	assert_true(line_is_online(hall->line, 1));
	assert_true(line_is_online(hall->line, 3));
	assert_int_equal(line_counters(hall->line, 1)->timeouts, before[0]);
	assert_int_equal(line_counters(hall->line, 3)->timeouts, before[1]);
	cabinet_power(hall->cabinets[1], true);
	run_ms(hall, 12000);
	assert_true(line_is_online(hall->line, 2));
	assert_true(hall->facts[2].restarted);
	close_hall(hall);
}

static void a_reset_within_the_eight_seconds_is_told_as_a_restart(void **state)
{
	struct hall *hall = open_hall(1);

	(void)state;
	run_ms(hall, 2000);
	cabinet_reset(hall->cabinets[0], RESET_WATCHDOG);
	run_ms(hall, 5000);
	assert_int_equal(hall->offline, 0);
	assert_int_equal(hall->restarted, 1);
	close_hall(hall);
}

static void a_cut_chain_makes_every_input_unknown(void **state)
{
	struct hall *hall = open_hall(1);

	(void)state;
	run_ms(hall, 2000);
	cabinet_cut_chain(hall->cabinets[0], true);
	run_ms(hall, 500);
	for (unsigned i = 0; i < 8; i++) {
		assert_int_equal(hall->inputs[1].contact[i], LINE_CONTACT_UNKNOWN);
		assert_int_equal(hall->inputs[1].inside[i], LINE_INSIDE_UNKNOWN);
	}
	cabinet_cut_chain(hall->cabinets[0], false);
	run_ms(hall, 500);
	assert_int_equal(hall->inputs[1].contact[0], LINE_CONTACT_CLOSED);
	close_hall(hall);
}

static void two_cabinets_at_one_address_spoil_each_other_and_are_named(void **state)
{
	struct hall *hall = open_hall(1);

	(void)state;
	run_ms(hall, 2000);
	assert_int_equal(hall->online, 1);
	hall->cabinets[1] = open_cabinet(1, 900);
	assert_int_equal(bus_join(hall->bus, hall->cabinets[1]), 0);
	run_ms(hall, 15000);
	assert_false(line_is_online(hall->line, 1));
	assert_int_equal(hall->trouble[1], LINE_TROUBLE_DUPLICATE);
	assert_int_equal(
		line_unlock(hall->line, 1, 0, 1, mono_after_ms(hall->now, 2000)), -ERR_GONE);
	assert_true(cabinet_fought(hall->cabinets[0]) > 0);
	close_hall(hall);
}

static void noise_on_the_wire_never_pulses_twice(void **state)
{
	struct hall *hall = open_hall(1);
	unsigned taken = 0;
	unsigned ended = 0;

	(void)state;
	run_ms(hall, 2000);
	cabinet_noise(hall->cabinets[0], 0.01);
	for (unsigned i = 0; i < 10; i++) {
		uint32_t before = cabinet_edges(hall->cabinets[0], 'A', i % 8);

		if (line_unlock(hall->line, 1, i % 8, i, mono_after_ms(hall->now, 2000)) == 0)
			taken++;
		run_ms(hall, 3000);
		// On and off once at most; which unlocks got through is luck.
		assert_in_range(cabinet_edges(hall->cabinets[0], 'A', i % 8) - before, 0, 2);
		if (cabinet_door_is_open(hall->cabinets[0], i % 8))
			assert_null(cabinet_close_door(hall->cabinets[0], i % 8));
	}
	run_ms(hall, 10000);
	for (unsigned end = 0; end <= LINE_UNKNOWN; end++)
		ended += hall->ends[end];
	assert_int_equal(ended, taken);
	assert_true(hall->ends[LINE_ACCEPTED] > 0);
	close_hall(hall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_cabinets_come_online_and_a_tap_opens_the_door_asked_for),
		cmocka_unit_test(a_cabinet_without_power_costs_the_others_nothing_and_comes_back),
		cmocka_unit_test(a_reset_within_the_eight_seconds_is_told_as_a_restart),
		cmocka_unit_test(a_cut_chain_makes_every_input_unknown),
		cmocka_unit_test(two_cabinets_at_one_address_spoil_each_other_and_are_named),
		cmocka_unit_test(noise_on_the_wire_never_pulses_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
