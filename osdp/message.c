// SPDX-License-Identifier: GPL-3.0-or-later
// The payloads of the bank's profile, byte by byte (osdp.md sections 4 to 6).
#include "osdp/message.h"

#include <string.h>

uint16_t osdp_read_u16(const uint8_t *data)
{
	return (uint16_t)(data[0] | (uint16_t)(data[1] << 8));
}

uint32_t osdp_read_u32(const uint8_t *data)
{
	return osdp_read_u16(data) | (uint32_t)osdp_read_u16(data + 2) << 16;
}

void osdp_write_u16(uint8_t *out, uint16_t value)
{
	out[0] = (uint8_t)(value & 0xFF);
	out[1] = (uint8_t)(value >> 8);
}

void osdp_write_u32(uint8_t *out, uint32_t value)
{
	osdp_write_u16(out, (uint16_t)(value & 0xFFFF));
	osdp_write_u16(out + 2, (uint16_t)(value >> 16));
}

struct osdp_out osdp_read_out(const uint8_t *data, uint8_t index)
{
	const uint8_t *at = data + (size_t)index * OSDP_OUT_SIZE;

	return (struct osdp_out){at[0], at[1], osdp_read_u16(at + 2)};
}

size_t osdp_write_out(uint8_t *out, const struct osdp_out *record)
{
	out[0] = record->output;
	out[1] = record->control;
	osdp_write_u16(out + 2, record->timer);
	return OSDP_OUT_SIZE;
}

static struct osdp_led_phase read_phase(uint8_t control, const uint8_t *at)
{
	return (struct osdp_led_phase){control, at[0], at[1], at[2], at[3]};
}

static void write_phase(uint8_t *at, const struct osdp_led_phase *phase)
{
	at[0] = phase->control;
	at[1] = phase->on;
	at[2] = phase->off;
	at[3] = phase->on_colour;
	at[4] = phase->off_colour;
}

struct osdp_led osdp_read_led(const uint8_t *data, uint8_t index)
{
	const uint8_t *at = data + (size_t)index * OSDP_LED_SIZE;

	return (struct osdp_led){
		.reader = at[0],
		.light = at[1],
		.temporary = read_phase(at[2], at + 3),
		.timer = osdp_read_u16(at + 7),
		.permanent = read_phase(at[9], at + 10),
	};
}

size_t osdp_write_led(uint8_t *out, const struct osdp_led *record)
{
	out[0] = record->reader;
	out[1] = record->light;
	write_phase(out + 2, &record->temporary);
	osdp_write_u16(out + 7, record->timer);
	write_phase(out + 9, &record->permanent);
	return OSDP_LED_SIZE;
}

bool osdp_read_buz(const uint8_t *data, uint16_t len, struct osdp_buz *out)
{
	if (len != OSDP_BUZ_SIZE)
		return false;
	*out = (struct osdp_buz){data[0], data[1], data[2], data[3], data[4]};
	return true;
}

size_t osdp_write_buz(uint8_t *out, const struct osdp_buz *buz)
{
	out[0] = buz->reader;
	out[1] = buz->tone;
	out[2] = buz->on;
	out[3] = buz->off;
	out[4] = buz->count;
	return OSDP_BUZ_SIZE;
}

bool osdp_read_text(const uint8_t *data, uint16_t len, struct osdp_text *out)
{
	if (len < OSDP_TEXT_HEAD || len != OSDP_TEXT_HEAD + (uint16_t)data[5])
		return false;
	*out = (struct osdp_text){data[0], data[1], data[2], data[3], data[4], data[5],
		(const char *)data + OSDP_TEXT_HEAD};
	return true;
}

size_t osdp_write_text(uint8_t *out, const struct osdp_text *text)
{
	if (text->len)
		memmove(out + OSDP_TEXT_HEAD, text->chars, text->len);
	out[0] = text->reader;
	out[1] = text->command;
	out[2] = text->seconds;
	out[3] = text->row;
	out[4] = text->column;
	out[5] = text->len;
	return (size_t)OSDP_TEXT_HEAD + text->len;
}

bool osdp_read_com(const uint8_t *data, uint16_t len, struct osdp_com *out)
{
	if (len != OSDP_COM_SIZE)
		return false;
	*out = (struct osdp_com){data[0], osdp_read_u32(data + 1)};
	return true;
}

size_t osdp_write_com(uint8_t *out, const struct osdp_com *com)
{
	out[0] = com->address;
	osdp_write_u32(out + 1, com->baud);
	return OSDP_COM_SIZE;
}

bool osdp_read_pdid(const uint8_t *data, uint16_t len, struct osdp_pdid *out)
{
	if (len != OSDP_PDID_SIZE)
		return false;
	memcpy(out->vendor, data, 3);
	out->model = data[3];
	out->version = data[4];
	out->serial = osdp_read_u32(data + 5);
	memcpy(out->firmware, data + 9, 3);
	return true;
}

size_t osdp_write_pdid(uint8_t *out, const struct osdp_pdid *pdid)
{
	memcpy(out, pdid->vendor, 3);
	out[3] = pdid->model;
	out[4] = pdid->version;
	osdp_write_u32(out + 5, pdid->serial);
	memcpy(out + 9, pdid->firmware, 3);
	return OSDP_PDID_SIZE;
}

size_t osdp_write_cap(uint8_t *out, const struct osdp_cap *cap)
{
	out[0] = cap->function;
	out[1] = cap->compliance;
	out[2] = cap->number;
	return OSDP_CAP_SIZE;
}

bool osdp_find_cap(const uint8_t *data, uint16_t len, uint8_t function, struct osdp_cap *out)
{
	for (; len >= OSDP_CAP_SIZE; data += OSDP_CAP_SIZE, len = (uint16_t)(len - OSDP_CAP_SIZE)) {
		if (data[0] != function)
			continue;
		*out = (struct osdp_cap){data[0], data[1], data[2]};
		return true;
	}
	return false;
}

bool osdp_read_lstatr(const uint8_t *data, uint16_t len, struct osdp_lstatr *out)
{
	if (len != OSDP_LSTATR_SIZE)
		return false;
	*out = (struct osdp_lstatr){data[0] != 0, data[1] != 0};
	return true;
}

size_t osdp_write_lstatr(uint8_t *out, const struct osdp_lstatr *status)
{
	out[0] = status->tamper;
	out[1] = status->power;
	return OSDP_LSTATR_SIZE;
}

bool osdp_read_raw(const uint8_t *data, uint16_t len, struct osdp_raw *out)
{
	uint16_t bits;

	if (len < OSDP_RAW_HEAD)
		return false;
	bits = osdp_read_u16(data + 2);
	if ((uint16_t)(len - OSDP_RAW_HEAD) != bits / 8 + (bits % 8 != 0))
		return false;
	*out = (struct osdp_raw){data[0], data[1], bits, data + OSDP_RAW_HEAD};
	return true;
}

size_t osdp_write_raw(uint8_t *out, const struct osdp_raw *raw)
{
	size_t bytes = raw->bits / 8u + (raw->bits % 8 != 0);

	if (bytes)
		memmove(out + OSDP_RAW_HEAD, raw->data, bytes);
	out[0] = raw->reader;
	out[1] = raw->format;
	osdp_write_u16(out + 2, raw->bits);
	return OSDP_RAW_HEAD + bytes;
}
