// SPDX-License-Identifier: GPL-3.0-or-later
// One frame taken apart and put together; finding it among other bytes is reader.c's job.
#include "osdp/frame.h"

#include "frame_parts.h"
#include "osdp/crc.h"

#include <string.h>

bool osdp_frame_sealed(const struct osdp_frame *frame)
{
	return frame->has_scb && frame->scb_type >= 0x15 && frame->scb_type <= 0x18;
}

uint16_t osdp_frame_head_len(const uint8_t *head)
{
	return (uint16_t)(head[2] | (uint16_t)(head[3] << 8));
}

bool osdp_frame_head_possible(const uint8_t *head)
{
	uint16_t len = osdp_frame_head_len(head);

	return len >= FRAME_HEAD + 1 + (head[4] & FRAME_CTRL_CRC ? 2 : 1) &&
	       len <= OSDP_FRAME_LEN_MAX;
}

void osdp_frame_from_head(const uint8_t *head, struct osdp_frame *out)
{
	memset(out, 0, sizeof *out);
	out->address = head[1] & 0x7F;
	out->reply = head[1] & 0x80;
	out->size = osdp_frame_head_len(head);
	// Bits 4 to 7 are sent as 0 and ignored when read (n24).
	out->sqn = head[4] & FRAME_CTRL_SQN;
	out->use_crc = head[4] & FRAME_CTRL_CRC;
	out->has_scb = head[4] & FRAME_CTRL_SCB;
}

bool osdp_frame_check_good(const uint8_t *bytes, uint16_t size)
{
	uint16_t crc;

	if (!(bytes[4] & FRAME_CTRL_CRC))
		return osdp_checksum(bytes, size) == 0;
	crc = osdp_crc16(OSDP_CRC_SEED, bytes, size - 2u);
	return bytes[size - 2] == (crc & 0xFF) && bytes[size - 1] == crc >> 8;
}

bool osdp_frame_from_bytes(const uint8_t *bytes, uint16_t kept, struct osdp_frame *out)
{
	uint16_t at = FRAME_HEAD, end;

	osdp_frame_from_head(bytes, out);
	out->bytes = bytes;
	end = (uint16_t)(out->size - (out->use_crc ? 2 : 1));
	if (kept == out->size)
		out->check = (uint16_t)(bytes[end] |
					(out->use_crc ? (uint16_t)(bytes[end + 1] << 8) : 0));
	out->bad = OSDP_BAD_FORM;
	if (out->has_scb) {
		out->scb_len = bytes[FRAME_HEAD];
		out->scb_type = bytes[FRAME_HEAD + 1];
		// The beginning kept of a frame is always longer than its security block may be.
		if (out->scb_len < 2 || out->scb_len > 64 ||
			end <= (uint16_t)(FRAME_HEAD + out->scb_len))
			return false;
		out->scb_data = out->scb_len > 2 ? bytes[FRAME_HEAD + 2] : 0;
		at = (uint16_t)(at + out->scb_len);
	}
	out->code = bytes[at++];
	if (kept < out->size) {
		out->bad = OSDP_BAD_TOO_LONG;
		return false;
	}
	if (osdp_frame_sealed(out)) {
		if (end < (uint16_t)(at + FRAME_MAC))
			return false;
		end = (uint16_t)(end - FRAME_MAC);
		out->mac = bytes + end;
	}
	out->data = bytes + at;
	out->len = (uint16_t)(end - at);
	return true;
}

bool osdp_frame_parse(const uint8_t *bytes, uint16_t size, struct osdp_frame *out)
{
	struct osdp_frame frame;

	if (size < FRAME_HEAD || bytes[0] != OSDP_SOM || !osdp_frame_head_possible(bytes) ||
		osdp_frame_head_len(bytes) != size || !osdp_frame_check_good(bytes, size) ||
		!osdp_frame_from_bytes(bytes, size, &frame))
		return false;
	*out = frame;
	return true;
}

uint16_t osdp_frame_lay(uint8_t *out, uint16_t cap, const struct osdp_frame *frame, uint16_t mac)
{
	uint16_t scb = frame->has_scb ? frame->scb_len : 0;
	uint16_t size, at = 0;

	if (frame->len > OSDP_FRAME_LEN_MAX || (frame->has_scb && (scb < 2 || scb > 3)))
		return 0;
	size = (uint16_t)(FRAME_HEAD + scb + 1 + frame->len + mac + FRAME_CRC);
	if (size > OSDP_FRAME_LEN_MAX || (uint32_t)size + 1 > cap)
		return 0;
	// First what may already stand in `out`, before anything is written over it.
	if (frame->len)
		memmove(out + 1 + FRAME_HEAD + scb + 1, frame->data, frame->len);
	out[at++] = OSDP_MARK;
	out[at++] = OSDP_SOM;
	out[at++] = (uint8_t)(frame->address | (frame->reply ? 0x80 : 0));
	out[at++] = (uint8_t)(size & 0xFF);
	out[at++] = (uint8_t)(size >> 8);
	out[at++] = (uint8_t)((frame->sqn & FRAME_CTRL_SQN) | FRAME_CTRL_CRC |
			      (scb ? FRAME_CTRL_SCB : 0));
	if (scb) {
		out[at++] = (uint8_t)scb;
		out[at++] = frame->scb_type;
		if (scb > 2)
			out[at++] = frame->scb_data;
	}
	out[at++] = frame->code;
	return (uint16_t)(at + frame->len);
}

uint16_t osdp_frame_close(uint8_t *out, uint16_t at)
{
	uint16_t crc = osdp_crc16(OSDP_CRC_SEED, out + 1, at - 1u);

	out[at++] = (uint8_t)(crc & 0xFF);
	out[at++] = (uint8_t)(crc >> 8);
	return at;
}

uint16_t osdp_frame_write(uint8_t *out, uint16_t cap, const struct osdp_frame *frame)
{
	uint16_t mac = frame->mac ? FRAME_MAC : 0;
	uint16_t at = osdp_frame_lay(out, cap, frame, mac);

	if (!at)
		return 0;
	if (mac)
		memcpy(out + at, frame->mac, FRAME_MAC);
	return osdp_frame_close(out, (uint16_t)(at + mac));
}
