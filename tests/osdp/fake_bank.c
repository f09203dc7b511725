// SPDX-License-Identifier: GPL-3.0-or-later
// What fake_bank.h promises; nothing here knows sequence numbers or repeats.
#include "fake_bank.h"

#include <string.h>

static struct fake_bank *asked(void *bank)
{
	struct fake_bank *fake = bank;

	fake->asked++;
	return fake;
}

static uint8_t done(struct fake_bank *fake)
{
	if (fake->answer)
		return fake->answer;
	fake->executed++;
	return OSDP_PD_DONE;
}

static void id(void *bank, struct osdp_pdid *out)
{
	static const struct osdp_pdid pdid = {{0xee, 0xff, 0xc0}, 0x10, 2, 0x01020304, {1, 2, 3}};

	asked(bank);
	*out = pdid;
}

static uint16_t capabilities(void *bank, uint8_t *out, uint16_t room)
{
	static const struct osdp_cap caps[] = {{1, 1, 8}, {2, 4, 8}, {3, 1, 0}, {4, 4, 2},
		{5, 2, 1}, {6, 1, 1}, {8, 1, 0}, {9, 1, 0}, {10, 0, 1}, {13, 0, 1}, {16, 2, 0}};
	uint16_t len = 0;

	asked(bank);
	for (uint8_t n = 0; n < sizeof caps / sizeof *caps && len + OSDP_CAP_SIZE <= room; n++)
		len = (uint16_t)(len + osdp_write_cap(out + len, &caps[n]));
	return len;
}

static void local_status(void *bank, struct osdp_lstatr *out)
{
	asked(bank);
	*out = (struct osdp_lstatr){true, false};
}

static uint16_t inputs(void *bank, uint8_t *out, uint16_t room)
{
	struct fake_bank *fake = asked(bank);

	if (fake->no_inputs || room < 16)
		return 0;
	memset(out, OSDP_INPUT_UNKNOWN, 16);
	return 16;
}

static uint16_t outputs(void *bank, uint8_t *out, uint16_t room)
{
	struct fake_bank *fake = asked(bank);

	if (room < FAKE_OUTPUTS)
		return 0;
	memcpy(out, fake->on, FAKE_OUTPUTS);
	return FAKE_OUTPUTS;
}

static uint8_t out(void *bank, const uint8_t *records, uint8_t count)
{
	struct fake_bank *fake = asked(bank);

	for (uint8_t n = 0; n < count; n++) {
		struct osdp_out record = osdp_read_out(records, n);

		if (record.output >= FAKE_OUTPUTS || record.control == OSDP_OUT_ON ||
			record.control == OSDP_OUT_ON_LATER || record.control > OSDP_OUT_PULSE)
			return OSDP_NAK_RECORD;
	}
	if (done(fake) != OSDP_PD_DONE)
		return fake->answer;
	for (uint8_t n = 0; n < count; n++) {
		struct osdp_out record = osdp_read_out(records, n);

		fake->on[record.output] = record.control == OSDP_OUT_PULSE;
	}
	return OSDP_PD_DONE;
}

static uint8_t led(void *bank, const uint8_t *records, uint8_t count)
{
	(void)records;
	(void)count;
	return done(asked(bank));
}

static uint8_t buz(void *bank, const struct osdp_buz *wish)
{
	(void)wish;
	return done(asked(bank));
}

static uint8_t text(void *bank, const struct osdp_text *wish)
{
	(void)wish;
	return done(asked(bank));
}

static uint8_t comset(void *bank, struct osdp_com *com)
{
	(void)com;
	return done(asked(bank));
}

static void comset_now(void *bank, const struct osdp_com *com)
{
	asked(bank)->moved_to = com->address;
}

static uint8_t mfg(void *bank, const uint8_t *data, uint16_t len, uint8_t *answer, uint16_t room,
	uint16_t *out_len)
{
	struct fake_bank *fake = asked(bank);

	(void)len;
	if (done(fake) != OSDP_PD_DONE)
		return fake->answer;
	if (fake->mfg_answer > room)
		return OSDP_NAK_RECORD;
	if (fake->mfg_answer)
		memset(answer, data[0], fake->mfg_answer);
	*out_len = fake->mfg_answer;
	return OSDP_PD_DONE;
}

static bool event(void *bank, uint8_t *out_code, uint8_t *data, uint16_t room, uint16_t *out_len)
{
	struct fake_bank *fake = asked(bank);
	struct osdp_lstatr status = {fake->taken & 1, true};

	if (fake->taken == fake->events || room < OSDP_LSTATR_SIZE)
		return false;
	*out_code = OSDP_LSTATR;
	*out_len = (uint16_t)osdp_write_lstatr(data, &status);
	return true;
}

static void event_taken(void *bank)
{
	asked(bank)->taken++;
}

static void offline(void *bank)
{
	asked(bank)->offline++;
}

const struct osdp_pd_app fake_bank_app = {
	.id = id,
	.capabilities = capabilities,
	.local_status = local_status,
	.inputs = inputs,
	.outputs = outputs,
	.out = out,
	.led = led,
	.buz = buz,
	.text = text,
	.comset = comset,
	.comset_now = comset_now,
	.mfg = mfg,
	.event = event,
	.event_taken = event_taken,
	.offline = offline,
};
