// SPDX-License-Identifier: GPL-3.0-or-later
// What can be seen of a cabinet: the `state` of design.md section 6, and the small questions of
// tests.
#include "inside.h"
#include "wires.h"

#include <jansson.h>

#include <string.h>

enum { TCCR4A = 0xA0, TCCR4B = 0xA1 };

// OC4A drives the buzzer while timer 4 runs with its output connected.
static bool buzzing(const struct cabinet *c)
{
	const uint8_t *data = c->avr->data;
	return c->powered && (data[TCCR4A] & 0xC0) && (data[TCCR4B] & 0x07);
}

static const char *light_of(const struct cabinet *c, unsigned door)
{
	static const char *const names[] = {"off", "red", "green", "amber"};
	unsigned board = door / 8, bit = door % 8;
	uint64_t red = c->lights >> (16 * board + bit) & 1;
	uint64_t green = c->lights >> (16 * board + 8 + bit) & 1;
	return c->lights_on && c->powered ? names[red | green << 1] : names[0];
}

static json_t *latches(struct cabinet *c)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < c->doors; i++) {
		const struct door *d = &c->door[i];
		uint64_t running = d->coil ? now_of(c) - d->coil_from : 0;
		json_array_append_new(list,
			json_pack("{s:b,s:I,s:I,s:I}", "on", d->coil, "pulses",
				(json_int_t)d->pulses, "on_ns",
				(json_int_t)cycles_to_ns(d->coil_total + running), "longest_ns",
				(json_int_t)cycles_to_ns(
					running > d->coil_longest ? running : d->coil_longest)));
	}
	return list;
}

static json_t *doors(struct cabinet *c)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < c->doors; i++)
		json_array_append_new(
			list, json_pack("{s:b,s:b,s:b,s:b,s:b}", "open", c->door[i].open, "contact",
				      door_contact(c, i), "something", c->door[i].something,
				      "inside", door_inside(c, i), "jammed", c->door[i].jammed));
	return list;
}

static json_t *lights(struct cabinet *c)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < c->doors; i++)
		json_array_append_new(list, json_string(light_of(c, i)));
	return list;
}

struct json_t *cabinet_state(struct cabinet *c)
{
	json_t *display = json_array();
	for (unsigned i = 0; i < 4; i++)
		json_array_append_new(display, json_string(hd44780_line(&c->display, i)));
	json_t *state = json_pack("{s:s,s:I,s:I,s:I,s:b,s:o,s:o,s:o,s:o,s:b,s:I,s:I}",
		"image_sha256", c->sha256, "now_ns", (json_int_t)cabinet_now_ns(c), "cycles",
		(json_int_t)now_of(c), "awake_cycles", (json_int_t)cabinet_awake_cycles(c),
		"powered", c->powered, "latches", latches(c), "doors", doors(c), "lights",
		lights(c), "display", display, "buzzer", buzzing(c), "longest_pulse_ns",
		(json_int_t)cabinet_longest_pulse_ns(c), "fought_bytes", (json_int_t)c->fought);
	json_object_set_new(state, "resets",
		json_pack("{s:I,s:I,s:I}", "power", (json_int_t)c->reset_counts[0], "dtr",
			(json_int_t)c->reset_counts[1], "watchdog",
			(json_int_t)c->reset_counts[3]));
	json_object_set_new(state, "reader_light",
		json_pack("{s:b,s:b,s:b}", "red",
			wire_level(c, WIRE_READER_RED_PORT, WIRE_READER_RED_BIT), "green",
			wire_level(c, WIRE_READER_GREEN_PORT, WIRE_READER_GREEN_BIT), "blue",
			wire_level(c, WIRE_READER_BLUE_PORT, WIRE_READER_BLUE_BIT)));
	json_object_set_new(state, "card", json_boolean(c->reader.card[0].uid_bytes));
	json_object_set_new(state, "tamper", json_boolean(c->tampered));
	json_object_set_new(state, "mains", json_boolean(!c->on_battery));
	json_object_set_new(state, "battery_volts", json_real(c->battery));
	json_object_set_new(state, "chain_cut", json_boolean(c->chain_cut));
	json_object_set_new(state, "stub_cut", json_boolean(c->stub_cut));
	json_object_set_new(state, "crashed", json_boolean(c->stopped));
	return state;
}

uint64_t cabinet_cycles(const struct cabinet *c)
{
	return now_of(c);
}

uint64_t cabinet_awake_cycles(const struct cabinet *c)
{
	return now_of(c) - c->slept;
}

uint64_t cabinet_fought(const struct cabinet *c)
{
	return c->fought;
}

unsigned cabinet_resets(const struct cabinet *c)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < 4; i++)
		sum += c->reset_counts[i];
	return (unsigned)sum;
}

const char *cabinet_display(struct cabinet *c, unsigned line)
{
	return hd44780_line(&c->display, line);
}

uint8_t *cabinet_eeprom(struct cabinet *c)
{
	return c->eeprom;
}

uint8_t *cabinet_fram(struct cabinet *c)
{
	return c->fram;
}

uint16_t cabinet_symbol(const struct cabinet *c, const char *name)
{
	for (size_t i = 0; i < c->symbol_count; i++)
		if (c->symbols[i].address >> 16 == 0x80 && !strcmp(c->symbols[i].name, name))
			return (uint16_t)c->symbols[i].address;
	return 0;
}

uint8_t *cabinet_ram(struct cabinet *c, uint16_t address)
{
	return &c->avr->data[address];
}

const char *cabinet_image_sha256(const struct cabinet *c)
{
	return c->sha256;
}
