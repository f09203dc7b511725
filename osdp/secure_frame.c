// SPDX-License-Identifier: GPL-3.0-or-later
// Frames sealed and opened: first enciphered, then the MAC over what will travel; first the MAC,
// then deciphered (osdp.md 7.3 to 7.5).
#include "osdp/secure.h"

#include "frame_parts.h"
#include "osdp/aes.h"

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

uint16_t osdp_secure_seal(
	struct osdp_secure *secure, uint8_t *out, uint16_t cap, const struct osdp_frame *frame)
{
	const uint8_t *last = frame->reply ? secure->command : secure->reply;
	struct osdp_frame sealed = *frame;
	uint8_t mac[OSDP_MAC_SIZE];
	uint32_t full = frame->len ? (frame->len / OSDP_AES_BLOCK + 1u) * OSDP_AES_BLOCK : 0u;
	uint16_t at;

	if (full + OSDP_SEALED_OVERHEAD > cap ||
		full + OSDP_SEALED_OVERHEAD > OSDP_FRAME_LEN_MAX + 1)
		return 0;
	sealed.has_scb = true;
	sealed.scb_len = 2;
	sealed.scb_type = type_of(frame);
	sealed.data = out + OSDP_SEALED_DATA_AT;
	if (frame->len) {
		memmove(out + OSDP_SEALED_DATA_AT, frame->data, frame->len);
		sealed.len =
			osdp_secure_encipher(secure, last, out + OSDP_SEALED_DATA_AT, frame->len);
	}
	at = osdp_frame_lay(out, cap, &sealed, FRAME_MAC);
	osdp_secure_mac(secure, last, out + 1, (uint16_t)(at - 1), mac);
	memcpy(frame->reply ? secure->reply : secure->command, mac, sizeof mac);
	memcpy(out + at, mac, FRAME_MAC);
	return osdp_frame_close(out, (uint16_t)(at + FRAME_MAC));
}

bool osdp_secure_open(struct osdp_secure *secure, struct osdp_frame *frame)
{
	const uint8_t *last = frame->reply ? secure->command : secure->reply;
	// The reader's buffer is memory that its owner gave it to write in.
	uint8_t *data = (uint8_t *)(uintptr_t)frame->data;
	uint8_t mac[OSDP_MAC_SIZE];
	uint16_t len = 0;

	// Data under 15 and 16, and none under 17 and 18, are not of the standard (s06, s07).
	if (!frame->use_crc || frame->scb_len != 2 || frame->scb_type != type_of(frame) ||
		!frame->mac || frame->len % OSDP_AES_BLOCK != 0)
		return false;
	osdp_secure_mac(secure, last, frame->bytes, (uint16_t)(frame->mac - frame->bytes), mac);
	if (!osdp_secure_same(mac, frame->mac, FRAME_MAC))
		return false;
	if (frame->len && !osdp_secure_decipher(secure, last, data, frame->len, &len))
		return false;
	memcpy(frame->reply ? secure->reply : secure->command, mac, sizeof mac);
	frame->has_scb = false;
	frame->mac = NULL;
	frame->len = len;
	return true;
}
