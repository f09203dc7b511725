// SPDX-License-Identifier: GPL-3.0-or-later
// What the bank answers to each command of its profile (design.md section 4). Which frame is a
// repeat or out of sequence was decided before, in osdp/pd.c.
#include "bank.h"

#include <string.h>

enum { FIRMWARE_MAJOR = 0, FIRMWARE_MINOR = 1, FIRMWARE_BUILD = 0 };

static void id(void *arg, struct osdp_pdid *out)
{
	const struct bank *bank = arg;

	*out = (struct osdp_pdid){
		.vendor = BANK_VENDOR,
		.model = BANK_MODEL,
		.version = 1,
		.serial = bank->identity.serial,
		.firmware = {FIRMWARE_MAJOR, FIRMWARE_MINOR, FIRMWARE_BUILD},
	};
}

static uint16_t capabilities(void *arg, uint8_t *out, uint16_t room)
{
	const struct bank *bank = arg;
	uint8_t doors = bank_doors(bank);
	uint8_t inputs = (uint8_t)(bank_has_insides(bank) ? 2 * doors : doors);
	const struct osdp_cap caps[] = {
		{OSDP_CAP_INPUTS, 1, inputs},
		{OSDP_CAP_OUTPUTS, 4, doors},
		{OSDP_CAP_CARD, 1, 0},
		{OSDP_CAP_LED, 4, (uint8_t)(doors + 1)},
		{OSDP_CAP_SOUND, 2, 1},
		{OSDP_CAP_TEXT, 3, 1},
		{OSDP_CAP_CHECK, 1, 0},
		{OSDP_CAP_SECURITY, 1, bank_commissioning(bank)},
		{OSDP_CAP_RECEIVE, BANK_RECEIVE_MAX & 0xFF, BANK_RECEIVE_MAX >> 8},
		{OSDP_CAP_READERS, 0, 1},
		{OSDP_CAP_VERSION, 2, 0},
	};
	uint16_t len = 0;

	for (uint8_t i = 0; i < sizeof caps / sizeof *caps && len + OSDP_CAP_SIZE <= room; i++)
		len = (uint16_t)(len + osdp_write_cap(out + len, &caps[i]));
	return len;
}

static void local_status(void *arg, struct osdp_lstatr *out)
{
	const struct bank *bank = arg;

	out->tamper = switches_tamper(&bank->switches);
	out->power = switches_on_battery(&bank->switches);
}

uint16_t bank_inputs(void *arg, uint8_t *out, uint16_t room)
{
	const struct bank *bank = arg;
	uint8_t doors = bank_doors(bank);
	uint8_t count = (uint8_t)(bank_has_insides(bank) ? 2 * doors : doors);

	if (count > room)
		return 0;
	for (uint8_t door = 0; door < doors; door++) {
		out[door] = (uint8_t)inputs_contact(&bank->inputs, door);
		if (count > doors)
			out[doors + door] = (uint8_t)inputs_inside(&bank->inputs, door);
	}
	return count;
}

static uint16_t outputs(void *arg, uint8_t *out, uint16_t room)
{
	const struct bank *bank = arg;
	uint8_t doors = bank_doors(bank);
	uint8_t on = latch_on(&bank->latch);

	if (doors > room)
		return 0;
	memset(out, 0, doors);
	if (on < doors)
		out[on] = 1;
	return doors;
}

static uint8_t out(void *arg, const uint8_t *records, uint8_t count)
{
	struct bank *bank = arg;
	struct osdp_out record = osdp_read_out(records, 0);
	uint16_t ms = record.timer > LATCH_CAP_MS / 100 ? 0 : (uint16_t)(record.timer * 100);

	// A half of two could be done; one at a time is the rule (docs/safety.md).
	if (count != 1 || record.output >= bank_doors(bank))
		return OSDP_NAK_RECORD;
	// A bank that does not know who it is opens nothing.
	if (!bank->identity.set)
		return OSDP_NAK_SECURE;
	switch (record.control) {
	case OSDP_OUT_NOP:
	case OSDP_OUT_OFF_LATER:
		return OSDP_PD_DONE;
	case OSDP_OUT_OFF:
		latch_off(&bank->latch, record.output);
		return OSDP_PD_DONE;
	case OSDP_OUT_PULSE:
		return latch_pulse(&bank->latch, record.output, ms) == LATCH_TAKEN ? OSDP_PD_DONE
										   : OSDP_PD_BUSY;
	}
	return OSDP_NAK_RECORD;
}

static uint8_t led(void *arg, const uint8_t *records, uint8_t count)
{
	struct bank *bank = arg;
	struct osdp_led record;

	for (uint8_t i = 0; i < count; i++) {
		record = osdp_read_led(records, i);
		if (!lights_valid(&record, bank_doors(bank)))
			return OSDP_NAK_RECORD;
	}
	for (uint8_t i = 0; i < count; i++) {
		record = osdp_read_led(records, i);
		lights_set(&bank->lights, &record);
	}
	return OSDP_PD_DONE;
}

static uint8_t buz(void *arg, const struct osdp_buz *wish)
{
	struct bank *bank = arg;

	if (!buzzer_set(&bank->buzzer, wish))
		return OSDP_NAK_RECORD;
	bank->since_buzzer_ms = 0;
	return OSDP_PD_DONE;
}

static uint8_t text(void *arg, const struct osdp_text *wish)
{
	struct bank *bank = arg;

	// The host's first words replace the bank's own, wherever on the display they go.
	if (!bank->in_service) {
		bank->in_service = true;
		text_init(&bank->text);
	}
	return text_set(&bank->text, wish) ? OSDP_PD_DONE : OSDP_NAK_RECORD;
}

static bool rate_possible(uint32_t baud)
{
	// What 16 MHz / 8 / n comes within 2.1 % of.
	return baud == 9600 || baud == 19200 || baud == 38400 || baud == 57600 || baud == 115200;
}

static uint8_t comset(void *arg, struct osdp_com *com)
{
	const struct bank *bank = arg;

	if (bank->over_usb)
		com->baud = BANK_BAUD_USB; // has one rate
	else if (!rate_possible(com->baud))
		com->baud = bank->identity.rate;
	return OSDP_PD_DONE;
}

static void comset_now(void *arg, const struct osdp_com *com)
{
	struct bank *bank = arg;

	identity_set_line(
		&bank->identity, com->address, bank->over_usb ? bank->identity.rate : com->baud);
	bank->line_changed = true;
}

static uint16_t hello(const struct bank *bank, uint8_t *out)
{
	struct bank_hello hello = {
		.protocol = BANK_PROTOCOL,
		.firmware = {FIRMWARE_MAJOR, FIRMWARE_MINOR, FIRMWARE_BUILD},
		.boots = bank->identity.boots,
		.reset = (uint8_t)bank->reset,
		.doors = bank_doors(bank),
		.chain = inputs_whole(&bank->inputs) ? BANK_CHAIN_GOOD : BANK_CHAIN_CUT,
		.refused = bank->channel.refused,
		.battery_mv = bank->analogue.battery_mv,
		.coil_ma = bank->analogue.coil_ma,
	};

	if (bank_has_insides(bank))
		hello.flags |= BANK_FLAG_INSIDE;
	if (bank_commissioning(bank))
		hello.flags |= BANK_FLAG_WINDOW;
	if (bank->channel.keyed)
		hello.flags |= BANK_FLAG_KEY;
	return (uint16_t)bank_write_hello(out, &hello);
}

static uint8_t mfg(void *arg, const uint8_t *data, uint16_t len, uint8_t *out, uint16_t room,
	uint16_t *out_len)
{
	struct bank *bank = arg;
	struct bank_clock now;
	uint32_t seconds;

	if (room < BANK_HELLO_REPLY_SIZE)
		return OSDP_NAK_LENGTH;
	if (bank_is_hello_request(data, len)) {
		*out_len = hello(bank, out);
		return OSDP_PD_DONE;
	}
	switch (bank_clock_wanted(data, len, &seconds)) {
	case BANK_CLOCK_OTHER:
		return OSDP_NAK_UNKNOWN;
	case BANK_CLOCK_TO_SET:
		if (!clock_set(&bank->clock, seconds))
			return OSDP_NAK_RECORD;
		break;
	case BANK_CLOCK_ASKED:
		break;
	}
	now = clock_now(&bank->clock);
	*out_len = (uint16_t)bank_write_clock(out, &now);
	return OSDP_PD_DONE;
}

static void offline(void *arg)
{
	struct bank *bank = arg;

	cards_drop(&bank->cards, 0);
	bank->offered = OFFERED_NOTHING;
}

const struct osdp_pd_app bank_app = {
	.id = id,
	.capabilities = capabilities,
	.local_status = local_status,
	.inputs = bank_inputs,
	.outputs = outputs,
	.out = out,
	.led = led,
	.buz = buz,
	.text = text,
	.comset = comset,
	.comset_now = comset_now,
	.mfg = mfg,
	.event = bank_event,
	.event_taken = bank_event_taken,
	.offline = offline,
};
