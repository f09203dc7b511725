// SPDX-License-Identifier: GPL-3.0-or-later
// Frames sealed and opened: first enciphered, then the MAC over what will travel; first the MAC,
// then deciphered (osdp.md 7.3 to 7.5).
#include "osdp/secure.h"

#include "frame_parts.h"
#include "osdp/aes.h"
#include "secure_parts.h"

#include <string.h>

uint16_t osdp_secure_room(uint16_t size)
{
	uint16_t blocks = (uint16_t)((size - (OSDP_SEALED_OVERHEAD - 1u)) / OSDP_AES_BLOCK);

	// At least one byte of the last block is padding.
	return size < OSDP_SEALED_OVERHEAD - 1 || !blocks ? 0
							  : (uint16_t)(blocks * OSDP_AES_BLOCK - 1);
}

static uint8_t type_of(const struct osdp_frame *frame)
{
	uint8_t type = frame->reply ? OSDP_SCS_REPLY : OSDP_SCS_COMMAND;

	return frame->len ? (uint8_t)(type + 2) : type;
}

static uint8_t *chain_of(struct osdp_secure *secure, bool reply)
{
	return reply ? secure->reply : secure->command;
}

// The MAC of the frame that lies in work->out, up to work->at.
static void seal_check(struct osdp_secure_work *work)
{
	work->check = true;
	osdp_secure_mac_begin(work, work->secure, chain_of(work->secure, !work->by_reply),
		work->out + 1, (uint16_t)(work->at - 1));
}

bool osdp_secure_seal_begin(struct osdp_secure_work *work, struct osdp_secure *secure, uint8_t *out,
	uint16_t cap, const struct osdp_frame *frame)
{
	struct osdp_frame sealed = *frame;
	uint32_t full = frame->len ? (frame->len / OSDP_AES_BLOCK + 1u) * OSDP_AES_BLOCK : 0u;

	if (full + OSDP_SEALED_OVERHEAD > cap ||
		full + OSDP_SEALED_OVERHEAD > OSDP_FRAME_LEN_MAX + 1)
		return false;
	work->secure = secure;
	work->out = out;
	work->by_reply = frame->reply;
	sealed.has_scb = true;
	sealed.scb_len = 2;
	sealed.scb_type = type_of(frame);
	sealed.data = out + OSDP_SEALED_DATA_AT;
	if (frame->len) {
		memmove(out + OSDP_SEALED_DATA_AT, frame->data, frame->len);
		sealed.len = osdp_secure_pad(out + OSDP_SEALED_DATA_AT, frame->len);
	}
	work->at = osdp_frame_lay(out, cap, &sealed, FRAME_MAC);
	work->check = false;
	if (frame->len)
		osdp_secure_cipher_begin(work, secure, chain_of(secure, !frame->reply),
			out + OSDP_SEALED_DATA_AT, sealed.len);
	else
		seal_check(work);
	return true;
}

uint16_t osdp_secure_seal_step(struct osdp_secure_work *work)
{
	uint8_t *out = work->out;
	uint16_t at = work->at;

	if (!work->check) {
		if (osdp_secure_encipher_step(work))
			seal_check(work);
		return 0;
	}
	if (!osdp_secure_mac_step(work, work->secure))
		return 0;
	memcpy(chain_of(work->secure, work->by_reply), work->block, OSDP_MAC_SIZE);
	memcpy(out + at, work->block, FRAME_MAC);
	return osdp_frame_close(out, (uint16_t)(at + FRAME_MAC));
}

uint16_t osdp_secure_seal(
	struct osdp_secure *secure, uint8_t *out, uint16_t cap, const struct osdp_frame *frame)
{
	struct osdp_secure_work work;
	uint16_t size = 0;

	if (!osdp_secure_seal_begin(&work, secure, out, cap, frame))
		return 0;
	while (!size)
		size = osdp_secure_seal_step(&work);
	osdp_secure_wipe(&work, sizeof work);
	return size;
}

bool osdp_secure_open_begin(
	struct osdp_secure_work *work, struct osdp_secure *secure, struct osdp_frame *frame)
{
	// Data under 15 and 16, and none under 17 and 18, are not of the standard (s06, s07).
	if (!frame->use_crc || frame->scb_len != 2 || frame->scb_type != type_of(frame) ||
		!frame->mac || frame->len % OSDP_AES_BLOCK != 0)
		return false;
	work->secure = secure;
	work->frame = frame;
	work->by_reply = frame->reply;
	work->check = true;
	osdp_secure_mac_begin(work, secure, chain_of(secure, !frame->reply), frame->bytes,
		(uint16_t)(frame->mac - frame->bytes));
	return true;
}

static enum osdp_work opened(struct osdp_secure_work *work, uint16_t len)
{
	struct osdp_frame *frame = work->frame;

	memcpy(chain_of(work->secure, work->by_reply), work->mac, OSDP_MAC_SIZE);
	frame->has_scb = false;
	frame->mac = NULL;
	frame->len = len;
	return OSDP_WORK_DONE;
}

enum osdp_work osdp_secure_open_step(struct osdp_secure_work *work)
{
	const struct osdp_frame *frame = work->frame;
	// The reader's buffer is memory that its owner gave it to write in.
	uint8_t *data = (uint8_t *)(uintptr_t)frame->data;
	uint16_t len;

	if (work->check) {
		if (!osdp_secure_mac_step(work, work->secure))
			return OSDP_WORK_ON;
		if (!osdp_secure_same(work->block, frame->mac, FRAME_MAC))
			return OSDP_WORK_REFUSED;
		memcpy(work->mac, work->block, sizeof work->mac);
		if (!frame->len)
			return opened(work, 0);
		work->check = false;
		osdp_secure_cipher_begin(work, work->secure,
			chain_of(work->secure, !work->by_reply), data, frame->len);
		return OSDP_WORK_ON;
	}
	if (!osdp_secure_decipher_step(work))
		return OSDP_WORK_ON;
	if (!osdp_secure_strip(data, frame->len, &len))
		return OSDP_WORK_REFUSED;
	return opened(work, len);
}

bool osdp_secure_open(struct osdp_secure *secure, struct osdp_frame *frame)
{
	struct osdp_secure_work work;
	enum osdp_work now = OSDP_WORK_ON;

	if (!osdp_secure_open_begin(&work, secure, frame))
		return false;
	while (now == OSDP_WORK_ON)
		now = osdp_secure_open_step(&work);
	osdp_secure_wipe(&work, sizeof work);
	return now == OSDP_WORK_DONE;
}
