// SPDX-License-Identifier: GPL-3.0-or-later
// Lights, buzzer and text: the latest wish of each, told to the bank between its polls.
#include <string.h>

#include "line/bank.h"

// LED records of 14 bytes that fit, sealed, the frame every peripheral takes.
#define LIGHTS_A_FRAME 7

static void hurry(struct bank *bank)
{
	struct mono_time now = line_now(bank->line);

	if (bank->step != BANK_READY)
		return;
	if (!bank->acu.waiting && mono_before(now, bank->due))
		bank->due = now;
	line_turn(bank->line, now);
}

int line_light(struct line *line, int64_t id, unsigned light, const struct line_light *want)
{
	struct bank *bank = line_bank(line, id);
	struct light *kept;

	if (!bank)
		return -ERR_NOT_FOUND;
	if (light >= BANK_LIGHTS || (bank->known && light > bank->facts.doors))
		return -ERR_ARG;
	kept = &bank->show.lights[light];
	if (want->for_ds) {
		kept->passing = *want;
		kept->tell_passing = bank->online;
	} else {
		kept->steady = *want;
		kept->has_steady = kept->tell_steady = true;
		kept->tell_passing = false;
	}
	hurry(bank);
	return 0;
}

int line_buzz(struct line *line, int64_t id, uint8_t on_ds, uint8_t off_ds, uint8_t count)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	bank->show.buzz[0] = on_ds;
	bank->show.buzz[1] = off_ds;
	bank->show.buzz[2] = count;
	bank->show.tell_buzz = bank->online;
	hurry(bank);
	return 0;
}

// Places words into rows; a word longer than a row is broken.
static void wrap(char out[BANK_TEXT], const char *text)
{
	unsigned row = 0;
	unsigned column = 0;

	memset(out, ' ', BANK_TEXT);
	while (*text && row < LINE_TEXT_ROWS) {
		size_t space = strspn(text, " ");
		size_t word = strcspn(text + space, " ");

		if (column > 0 && column + 1 + word > LINE_TEXT_COLUMNS) {
			row++;
			column = 0;
			continue;
		}
		text += space;
		column += column > 0;
		for (; word > 0 && row < LINE_TEXT_ROWS; word--) {
			out[row * LINE_TEXT_COLUMNS + column++] = *text++;
			if (column == LINE_TEXT_COLUMNS && word > 1) {
				row++;
				column = 0;
			}
		}
	}
}

int line_text(struct line *line, int64_t id, const char *text, uint8_t seconds)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	for (const char *c = text; *c; c++) {
		if (*c < ' ' || *c > '~')
			return -ERR_FORMAT;
	}
	if (seconds) {
		wrap(bank->show.passing, text);
		bank->show.passing_s = seconds;
		bank->show.tell_passing = bank->online;
	} else {
		wrap(bank->show.steady, text);
		bank->show.has_steady = bank->show.tell_steady = true;
	}
	hurry(bank);
	return 0;
}

static bool light_waits(const struct light *light)
{
	return light->tell_steady || light->tell_passing;
}

static bool any_light_waits(const struct bank *bank)
{
	for (unsigned i = 0; i < BANK_LIGHTS && i <= bank->facts.doors; i++) {
		if (light_waits(&bank->show.lights[i]))
			return true;
	}
	return false;
}

bool show_waits(const struct bank *bank)
{
	const struct show *show = &bank->show;

	return show->tell_buzz || show->tell_steady || show->tell_passing || any_light_waits(bank);
}

bool show_is_urgent(const struct bank *bank)
{
	const struct show *show = &bank->show;

	if (show->tell_buzz || show->tell_passing)
		return true;
	for (unsigned i = 0; i < BANK_LIGHTS && i <= bank->facts.doors; i++) {
		if (show->lights[i].tell_passing)
			return true;
	}
	return false;
}

static struct osdp_led_phase phase(uint8_t control, const struct line_light *light)
{
	return (struct osdp_led_phase){.control = control,
		.on = light->on_ds ? light->on_ds : 1,
		.off = light->off_ds,
		.on_colour = (uint8_t)light->on,
		.off_colour = (uint8_t)light->off};
}

static struct osdp_led led_record(unsigned index, struct light *light)
{
	struct osdp_led led = {.light = (uint8_t)index};

	if (light->tell_steady) {
		led.permanent = phase(OSDP_LED_SET, &light->steady);
		led.temporary.control = OSDP_LED_TEMP_CANCEL;
	}
	if (light->tell_passing) {
		led.temporary = phase(OSDP_LED_TEMP_SET, &light->passing);
		led.timer = light->passing.for_ds;
	}
	light->tell_steady = light->tell_passing = false;
	return led;
}

static uint16_t lights_command(struct bank *bank)
{
	uint8_t data[LIGHTS_A_FRAME * OSDP_LED_SIZE];
	uint16_t len = 0;

	for (unsigned i = 0; i < BANK_LIGHTS && i <= bank->facts.doors; i++) {
		struct light *light = &bank->show.lights[i];
		struct osdp_led led;

		if (!light_waits(light) || len == sizeof data)
			continue;
		led = led_record(i, light);
		len = (uint16_t)(len + osdp_write_led(data + len, &led));
	}
	bank->purpose = BANK_FOR_LIGHTS;
	return osdp_acu_command(&bank->acu, OSDP_LED, data, len);
}

static uint16_t buzz_command(struct bank *bank)
{
	const uint8_t *wish = bank->show.buzz;
	struct osdp_buz buz = {.tone = wish[0] ? OSDP_TONE_DEFAULT : OSDP_TONE_OFF,
		.on = wish[0],
		.off = wish[1],
		.count = wish[2]};
	uint8_t data[OSDP_BUZ_SIZE];

	bank->show.tell_buzz = false;
	bank->purpose = BANK_FOR_BUZZ;
	return osdp_acu_command(&bank->acu, OSDP_BUZ, data, (uint16_t)osdp_write_buz(data, &buz));
}

// The steady text first: a passing one told after it lies over it.
static uint16_t text_command(struct bank *bank)
{
	struct show *show = &bank->show;
	bool steady = show->tell_steady;
	struct osdp_text text = {
		.command = steady ? OSDP_TEXT_PERMANENT_WRAP : OSDP_TEXT_TEMPORARY_WRAP,
		.seconds = steady ? 0 : show->passing_s,
		.row = 1,
		.column = 1,
		.len = BANK_TEXT,
		.chars = steady ? show->steady : show->passing};
	uint8_t data[OSDP_TEXT_HEAD + BANK_TEXT];

	if (steady)
		show->tell_steady = false;
	else
		show->tell_passing = false;
	bank->purpose = BANK_FOR_TEXT;
	return osdp_acu_command(
		&bank->acu, OSDP_TEXT, data, (uint16_t)osdp_write_text(data, &text));
}

uint16_t show_command(struct bank *bank)
{
	if (any_light_waits(bank))
		return lights_command(bank);
	if (bank->show.tell_buzz)
		return buzz_command(bank);
	return text_command(bank);
}

void show_renew(struct bank *bank, bool forgot)
{
	struct show *show = &bank->show;

	for (unsigned i = 0; i < BANK_LIGHTS; i++) {
		show->lights[i].tell_steady = show->lights[i].has_steady;
		show->lights[i].tell_passing &= !forgot;
	}
	show->tell_steady = show->has_steady;
	show->tell_buzz &= !forgot;
	show->tell_passing &= !forgot;
}
