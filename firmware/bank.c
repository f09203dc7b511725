// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a bank between commands: see bank.h. What it answers is in profile.c and events.c.
#include "bank.h"

#include <string.h>

static const char OUT_OF_SERVICE[] = "                "
				     " Not in service "
				     "See the office. "
				     "                ";

static const char COMMISSIONING[] = " Commissioning  "
				    "A key can be set"
				    "for ten minutes."
				    "                ";

static uint8_t keep_key(void *arg, const uint8_t *key)
{
	struct bank *bank = arg;

	return keys_keep(&bank->keys, &bank->channel, key);
}

static void out_of_service(struct bank *bank)
{
	// What the host last showed is no longer true by itself.
	bank->in_service = false;
	lights_init(&bank->lights);
	buzzer_init(&bank->buzzer);
	text_init(&bank->text);
	memcpy(bank->text.permanent, OUT_OF_SERVICE, TEXT_SIZE);
}

void bank_init(struct bank *bank, enum bank_reset reset, uint8_t switches, uint32_t now_ms)
{
	memset(bank, 0, sizeof *bank);
	latch_init(&bank->latch);
	inputs_init(&bank->inputs);
	identity_load(&bank->identity);
	osdp_secure_pd_init(&bank->channel, keep_key);
	keys_load(&bank->keys, &bank->channel, bank->identity.set, bank->identity.bench_check);
	dice_init(&bank->dice, bank->identity.boots);
	analogue_init(&bank->analogue);
	reader_init(&bank->reader, now_ms);
	display_init(&bank->display, now_ms);
	clock_init(&bank->clock, now_ms);
	switches_init(&bank->switches, switches);
	bank->reset = reset;
	bank->now_ms = now_ms;
	out_of_service(bank);
}

uint8_t bank_doors(const struct bank *bank)
{
	uint8_t boards = bank->inputs.boards;

	if (boards)
		return (uint8_t)(8 * boards);
	return bank->identity.doors <= BANK_DOORS_MAX ? bank->identity.doors : 0;
}

bool bank_commissioning(const struct bank *bank)
{
	return bank->channel.commissioning;
}

bool bank_has_insides(const struct bank *bank)
{
	return !(bank->identity.flags & BENCH_FLAG_NO_INSIDE);
}

// The button's ten minutes reach the channel; a KEYSET, which ends them there, reaches the button.
static void commission(struct bank *bank)
{
	if (bank->window && !bank->channel.commissioning) {
		switches_forget_button(&bank->switches);
		bank->window = false;
	}
	if (bank->window != switches_commissioning(&bank->switches)) {
		bank->window = !bank->window;
		osdp_secure_pd_commission(&bank->channel, bank->window);
	}
}

static void read_cards(struct bank *bank)
{
	static const struct osdp_buz refusal = {0, OSDP_TONE_DEFAULT, 1, 1, 2};

	switch (reader_step(&bank->reader, bank->now_ms)) {
	case READER_NOTHING:
	case READER_BACK:
		return;
	case READER_CARD:
		cards_push(&bank->cards, bank->reader.uid, bank->reader.uid_len, bank->now_ms);
		return;
	case READER_TWO:
		// The first of them may have been read a moment before the second came near.
		cards_drop(&bank->cards, bank->offered == OFFERED_CARD ? 1 : 0);
		text_note(&bank->text, "One card please", 3);
		buzzer_set(&bank->buzzer, &refusal);
		return;
	case READER_LOST:
		cards_drop(&bank->cards, bank->offered == OFFERED_CARD ? 1 : 0);
		return;
	}
}

void bank_step(struct bank *bank, uint8_t switches, bool online, uint32_t now_ms)
{
	uint16_t passed = (uint16_t)(now_ms - bank->now_ms);

	bank->now_ms = now_ms;
	if (online && !bank->in_service) {
		bank->in_service = true;
		if (memcmp(bank->text.permanent, OUT_OF_SERVICE, TEXT_SIZE) == 0)
			text_init(&bank->text);
	} else if (!online && bank->in_service) {
		out_of_service(bank);
	}
	read_cards(bank);
	identity_step(&bank->identity);
	keys_step(&bank->keys, &bank->channel);
	dice_step(&bank->dice, &bank->channel);
	if (passed == 0)
		return;
	analogue_step(&bank->analogue, latch_on(&bank->latch), &bank->dice);
	text_step(&bank->text, passed);
	bank->since_switches_ms = (uint8_t)(bank->since_switches_ms + passed);
	if (bank->since_switches_ms >= SWITCHES_SAMPLE_MS) {
		bank->since_switches_ms = 0;
		switches_step(&bank->switches, switches, now_ms);
		commission(bank);
	}
	bank->since_lights_ms = (uint16_t)(bank->since_lights_ms + passed);
	if (bank->since_lights_ms >= LIGHTS_STEP_MS) {
		bank->since_lights_ms = (uint16_t)(bank->since_lights_ms - LIGHTS_STEP_MS);
		lights_step(&bank->lights);
	}
	bank->since_buzzer_ms = (uint16_t)(bank->since_buzzer_ms + passed);
	if (bank->since_buzzer_ms >= BUZZER_STEP_MS) {
		bank->since_buzzer_ms = (uint16_t)(bank->since_buzzer_ms - BUZZER_STEP_MS);
		buzzer_step(&bank->buzzer);
	}
}

void bank_step_slow(struct bank *bank)
{
	if (clock_step(&bank->clock, bank->now_ms))
		return;
	display_step(&bank->display,
		bank_commissioning(bank) ? COMMISSIONING : text_now(&bank->text), bank->now_ms);
}
