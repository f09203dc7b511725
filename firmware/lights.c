// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns of light: see lights.h.
#include "lights.h"

#include <string.h>

// OSDP's colours are a number of red, green and blue, but in an order of their own.
enum { RED_PART = 1, GREEN_PART = 2 };
static uint8_t parts(uint8_t colour)
{
	switch ((enum osdp_colour)colour) {
	case OSDP_BLACK:
	case OSDP_BLUE:
		return 0;
	case OSDP_RED:
	case OSDP_MAGENTA:
		return RED_PART;
	case OSDP_GREEN:
	case OSDP_CYAN:
		return GREEN_PART;
	case OSDP_AMBER:
	case OSDP_WHITE:
		return RED_PART | GREEN_PART;
	}
	return 0;
}

void lights_init(struct lights *lights)
{
	memset(lights, 0, sizeof *lights);
}

static bool colours_valid(const struct osdp_led_phase *phase)
{
	return phase->on_colour <= OSDP_WHITE && phase->off_colour <= OSDP_WHITE;
}

bool lights_valid(const struct osdp_led *record, uint8_t doors)
{
	return record->reader == 0 && record->light <= doors && record->light < LIGHTS_COUNT &&
	       record->temporary.control <= OSDP_LED_TEMP_SET &&
	       record->permanent.control <= OSDP_LED_SET && colours_valid(&record->temporary) &&
	       colours_valid(&record->permanent);
}

static void restart(struct light *light)
{
	light->dark = false;
	light->phase = light->has_temporary ? light->temporary.on : light->permanent.on;
}

static struct light_pattern pattern(const struct osdp_led_phase *phase)
{
	return (struct light_pattern){phase->on, phase->off, phase->on_colour, phase->off_colour};
}

void lights_set(struct lights *lights, const struct osdp_led *record)
{
	struct light *light = &lights->light[record->light];
	bool had = light->has_temporary;

	if (record->permanent.control == OSDP_LED_SET)
		light->permanent = pattern(&record->permanent);
	if (record->temporary.control == OSDP_LED_TEMP_SET) {
		light->temporary = pattern(&record->temporary);
		light->temporary_left = record->timer;
		light->for_ever = record->timer == 0;
		light->has_temporary = true;
		restart(light);
	} else if (record->temporary.control == OSDP_LED_TEMP_CANCEL) {
		light->has_temporary = false;
		restart(light);
	} else if (record->permanent.control == OSDP_LED_SET && !had) {
		restart(light);
	}
}

static void step(struct light *light)
{
	const struct light_pattern *now;

	if (light->has_temporary && !light->for_ever && --light->temporary_left == 0) {
		light->has_temporary = false;
		restart(light);
		return;
	}
	now = light->has_temporary ? &light->temporary : &light->permanent;
	if (now->on == 0 || now->off == 0)
		return; // one of the two phases, for good
	if (light->phase > 1) {
		light->phase--;
		return;
	}
	light->dark = !light->dark;
	light->phase = light->dark ? now->off : now->on;
}

void lights_step(struct lights *lights)
{
	for (uint8_t i = 0; i < LIGHTS_COUNT; i++)
		step(&lights->light[i]);
}

enum osdp_colour lights_colour(const struct lights *lights, uint8_t index)
{
	const struct light *light = &lights->light[index];
	const struct light_pattern *now =
		light->has_temporary ? &light->temporary : &light->permanent;
	bool off = now->on == 0 ? now->off != 0 : now->off != 0 && light->dark;

	return (enum osdp_colour)(off ? now->off_colour : now->on_colour);
}

uint8_t lights_chain(const struct lights *lights, uint8_t boards, uint8_t out[LIGHTS_CHAIN_BYTES])
{
	uint8_t len = 0;

	for (uint8_t board = boards; board-- > 0;) {
		uint8_t red = 0, green = 0;

		for (uint8_t door = 8; door-- > 0;) {
			uint8_t colour = parts(
				(uint8_t)lights_colour(lights, (uint8_t)(1 + 8 * board + door)));

			red = (uint8_t)(red << 1 | (colour & RED_PART ? 1 : 0));
			green = (uint8_t)(green << 1 | (colour & GREEN_PART ? 1 : 0));
		}
		out[len++] = green;
		out[len++] = red;
	}
	return len;
}
