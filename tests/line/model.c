// SPDX-License-Identifier: GPL-3.0-or-later
// See model.h.
#include "model.h"

#include <assert.h>
#include <string.h>

static void push_event(struct model *model, uint8_t code, const uint8_t *data, size_t len)
{
	struct model_event *event = &model->events[model->event_count];

	assert(model->event_count < MODEL_EVENTS && len <= MODEL_EVENT);
	event->code = code;
	memcpy(event->data, data, len);
	event->len = (uint16_t)len;
	model->event_count++;
}

static uint16_t input_count(const struct model *model)
{
	return (uint16_t)(model->has_inside ? 2 * model->doors : model->doors);
}

static void id(void *bank, struct osdp_pdid *out)
{
	const struct model *model = bank;

	*out = (struct osdp_pdid){.model = BANK_MODEL, .version = 1, .serial = model->serial};
	memcpy(out->vendor, model->vendor, sizeof out->vendor);
	memcpy(out->firmware, model->hello.firmware, sizeof out->firmware);
}

static uint16_t capabilities(void *bank, uint8_t *out, uint16_t room)
{
	const struct model *model = bank;
	struct osdp_cap caps[] = {{OSDP_CAP_INPUTS, 1, (uint8_t)input_count(model)},
		{OSDP_CAP_OUTPUTS, 4, model->doors}, {OSDP_CAP_CHECK, 1, 0}};
	uint16_t len = sizeof caps / sizeof *caps * OSDP_CAP_SIZE;

	assert(room >= len + model->extra_caps * OSDP_CAP_SIZE);
	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++)
		osdp_write_cap(out + i * OSDP_CAP_SIZE, &caps[i]);
	for (uint8_t i = 0; i < model->extra_caps; i++, len += OSDP_CAP_SIZE)
		osdp_write_cap(out + len, &(struct osdp_cap){(uint8_t)(200 + i), 0xFF, 0xFF});
	return len;
}

static void local_status(void *bank, struct osdp_lstatr *out)
{
	*out = ((struct model *)bank)->status;
}

static uint16_t inputs(void *bank, uint8_t *out, uint16_t room)
{
	const struct model *model = bank;

	assert(room >= input_count(model));
	memcpy(out, model->inputs, input_count(model));
	return input_count(model);
}

static uint16_t outputs(void *bank, uint8_t *out, uint16_t room)
{
	const struct model *model = bank;

	assert(room >= model->doors);
	for (unsigned i = 0; i < model->doors; i++)
		out[i] = model->energised >> i & 1;
	return model->doors;
}

static uint8_t out_command(void *bank, const uint8_t *records, uint8_t count)
{
	struct model *model = bank;
	struct osdp_out record = osdp_read_out(records, 0);

	if (count != 1 || record.control != OSDP_OUT_PULSE || record.output >= model->doors)
		return OSDP_NAK_RECORD;
	if (model->refuse)
		return model->refuse;
	if (model->busy_for) {
		model->busy_for--;
		return OSDP_PD_BUSY;
	}
	model->pulses[record.output]++;
	if (!model->never_proves)
		model->energised |= UINT32_C(1) << record.output;
	model->pulse_end_ms = 0;
	return OSDP_PD_DONE;
}

static uint8_t led(void *bank, const uint8_t *records, uint8_t count)
{
	struct model *model = bank;

	for (uint8_t i = 0; i < count; i++) {
		struct osdp_led record = osdp_read_led(records, i);

		if (record.light > model->doors)
			return OSDP_NAK_RECORD;
		model->leds[record.light] = record;
		model->led_records++;
	}
	return OSDP_PD_DONE;
}

static uint8_t buz(void *bank, const struct osdp_buz *wish)
{
	struct model *model = bank;

	model->buz = *wish;
	model->buzzes++;
	return OSDP_PD_DONE;
}

static uint8_t text(void *bank, const struct osdp_text *wish)
{
	struct model *model = bank;
	char *shown = model->text[wish->command >= OSDP_TEXT_TEMPORARY];

	memcpy(shown, wish->chars, wish->len);
	shown[wish->len] = '\0';
	return OSDP_PD_DONE;
}

static uint8_t comset(void *bank, struct osdp_com *com)
{
	struct model *model = bank;

	if (model->fixed)
		return OSDP_NAK_RECORD;
	(void)com;
	return OSDP_PD_DONE;
}

static void comset_now(void *bank, const struct osdp_com *com)
{
	((struct model *)bank)->address = com->address;
	((struct model *)bank)->moved = true;
}

static uint8_t mfg(void *bank, const uint8_t *data, uint16_t len, uint8_t *out, uint16_t room,
	uint16_t *out_len)
{
	struct model *model = bank;
	uint32_t seconds;

	assert(room >= BANK_HELLO_REPLY_SIZE && model->hello_len <= room);
	switch (model->has_clock ? bank_clock_wanted(data, len, &seconds) : BANK_CLOCK_OTHER) {
	case BANK_CLOCK_TO_SET:
		model->clock = (struct bank_clock){BANK_CLOCK_SET, seconds};
		*out_len = (uint16_t)bank_write_clock(out, &model->clock);
		return OSDP_PD_DONE;
	case BANK_CLOCK_ASKED:
		*out_len = (uint16_t)bank_write_clock(out, &model->clock);
		return OSDP_PD_DONE;
	case BANK_CLOCK_OTHER:
		break;
	}
	if (!bank_is_hello_request(data, len))
		return OSDP_NAK_UNKNOWN;
	memset(out, 0xEE, model->hello_len);
	bank_write_hello(out, &model->hello);
	*out_len = model->hello_len;
	return OSDP_PD_DONE;
}

static bool event(void *bank, uint8_t *out_code, uint8_t *out, uint16_t room, uint16_t *out_len)
{
	struct model *model = bank;

	model->polls++;
	if (!model->event_count || model->events[0].len > room)
		return false;
	*out_code = model->events[0].code;
	memcpy(out, model->events[0].data, model->events[0].len);
	*out_len = model->events[0].len;
	return true;
}

static void event_taken(void *bank)
{
	struct model *model = bank;

	model->event_count--;
	memmove(model->events, model->events + 1, model->event_count * sizeof *model->events);
}

static void offline(void *bank)
{
	struct model *model = bank;
	unsigned kept = 0;

	for (unsigned i = 0; i < model->event_count; i++) {
		if (model->events[i].code != OSDP_RAW)
			model->events[kept++] = model->events[i];
	}
	model->event_count = kept;
}

static const struct osdp_pd_app app = {id, capabilities, local_status, inputs, outputs, out_command,
	led, buz, text, comset, comset_now, mfg, event, event_taken, offline};

static uint8_t keep_key(void *bank, const uint8_t *key)
{
	struct model *model = bank;

	if (model->refuse_key)
		return model->refuse_key;
	model->pending = model->keyed;
	memcpy(model->before, model->key, sizeof model->before);
	model->keyed = true;
	memcpy(model->key, key, sizeof model->key);
	model->button = false;
	model->keysets++;
	return OSDP_PD_DONE;
}

void model_key(unsigned n, uint8_t key[OSDP_KEY_SIZE])
{
	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		key[i] = (uint8_t)(n * 7 + i * 11 + 1);
}

void model_set_key(struct model *model, const uint8_t *key)
{
	model->shielded = true;
	model->keyed = key;
	model->pending = false;
	if (key)
		memcpy(model->key, key, sizeof model->key);
	model_power_up(model);
}

void model_init(struct model *model, uint8_t address)
{
	static const uint8_t ours[3] = BANK_VENDOR;

	*model = (struct model){.address = address,
		.serial = 1000u + address,
		.doors = 16,
		.has_inside = true,
		.hello_len = BANK_HELLO_REPLY_SIZE,
		.hello = {.protocol = BANK_PROTOCOL,
			.firmware = {0, 1, 0},
			.doors = 16,
			.flags = BANK_FLAG_PLAIN_WIRE | BANK_FLAG_INSIDE}};
	memcpy(model->vendor, ours, sizeof ours);
	model_power_up(model);
}

void model_power_up(struct model *model)
{
	struct osdp_pd_config config = {.address = model->address,
		.plain_outputs = true,
		.app = &app,
		.bank = model,
		.tx = model->tx,
		.tx_cap = sizeof model->tx};
	static const uint8_t woke[OSDP_LSTATR_SIZE] = {0, 1};

	if (model->shielded) {
		config.plain_outputs = false;
		config.shield = &osdp_secure_shield;
		config.channel = &model->channel;
		model->hello.flags &= (uint8_t)~BANK_FLAG_PLAIN_WIRE;
		osdp_secure_pd_init(&model->channel, keep_key);
		osdp_secure_pd_set_key(&model->channel, model->keyed ? model->key : NULL);
		if (model->pending)
			osdp_secure_pd_set_before(&model->channel, model->before);
		osdp_secure_pd_commission(&model->channel, model->button);
	}
	model->hello.boots++;
	model->event_count = 0;
	model->energised = 0;
	model->powered = true;
	osdp_pd_init(&model->pd, &config);
	osdp_frame_reader_init(&model->reader, model->rx, sizeof model->rx, OSDP_GAP_MS);
	push_event(model, OSDP_LSTATR, woke, sizeof woke);
}

uint16_t model_hear(
	struct model *model, const uint8_t *data, size_t len, uint32_t now_ms, const uint8_t **out)
{
	uint16_t reply;
	uint32_t before = model->energised;

	if (!model->powered)
		return 0;
	if (model->shielded && osdp_secure_pd_wants_roll(&model->channel)) {
		uint8_t rnd_b[OSDP_RND_SIZE] = {0};

		memcpy(rnd_b, &(uint32_t){++model->dice}, sizeof(uint32_t));
		osdp_secure_pd_roll(&model->channel, rnd_b);
	}
	while (len > 0) {
		size_t took = osdp_frame_reader_feed(&model->reader, data, len, now_ms);

		data += took;
		len -= took;
		if (len > 0)
			osdp_pd_turn(&model->pd, &model->reader, now_ms, out);
	}
	reply = osdp_pd_turn(&model->pd, &model->reader, now_ms, out);
	osdp_pd_tick(&model->pd, now_ms);
	model->pending = model->pending && model->channel.pending;
	if (model->energised & ~before)
		model->pulse_end_ms = now_ms + BANK_PULSE_MS;
	else if (model->energised && (int32_t)(now_ms - model->pulse_end_ms) >= 0)
		model->energised = 0;
	if (reply)
		osdp_pd_sent(&model->pd);
	if (model->moved && model->moves_silently)
		reply = 0;
	model->moved = false;
	return reply;
}

void model_tap(struct model *model, const uint8_t *uid, uint8_t len)
{
	struct osdp_raw raw = {.bits = (uint16_t)(len * 8), .data = uid};
	uint8_t data[OSDP_RAW_HEAD + BANK_UID_MAX];

	push_event(model, OSDP_RAW, data, osdp_write_raw(data, &raw));
}

void model_input(struct model *model, unsigned input, uint8_t value)
{
	model->inputs[input] = value;
	push_event(model, OSDP_ISTATR, model->inputs, input_count(model));
}

unsigned model_pulses(const struct model *model)
{
	unsigned all = 0;

	for (unsigned i = 0; i < BANK_DOORS_MAX; i++)
		all += model->pulses[i];
	return all;
}
