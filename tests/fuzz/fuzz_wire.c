// SPDX-License-Identifier: GPL-3.0-or-later
// The wire's own properties (tests/osdp/properties.h), which the suite also tries on made-up input.
#include "fuzz.h"

#include "bank/clock.h"
#include "input.h"
#include "osdp/message.h"
#include "osdp/properties.h"
#include "osdp/secure.h"

#include <string.h>

// All of it as one frame: written again it is the same, where our writer writes such.
static void whole(const uint8_t *data, size_t size)
{
	static uint8_t out[OSDP_FRAME_LEN_MAX + 1];
	struct osdp_frame frame;
	uint16_t again;

	if (size > OSDP_FRAME_LEN_MAX || !osdp_frame_parse(data, (uint16_t)size, &frame))
		return;
	must(frame.size == size && frame.len < size);
	again = osdp_frame_write(out, sizeof out, &frame);
	if (frame.use_crc && !(data[4] & 0xF0) && !(frame.has_scb && frame.scb_len > 3))
		must(again == size + 1 && memcmp(out + 1, data, size) == 0);
}

void fuzz_frames(const uint8_t *data, size_t size)
{
	uint32_t pieces = size ? data[size - 1] : 0;

	whole(data, size);

	property_stream(data, size, pieces);
	property_sessions(data, size, pieces);
}

static void clock_words(const uint8_t *data, size_t size)
{
	uint8_t out[BANK_CLOCK_REPLY_SIZE];
	struct bank_clock clock;
	uint32_t seconds;

	if (bank_read_clock(data, size, &clock)) {
		must(size >= BANK_CLOCK_REPLY_SIZE);
		must(bank_write_clock(out, &clock) == BANK_CLOCK_REPLY_SIZE);
		must(memcmp(out, data, 4) == 0 && memcmp(out + 5, data + 5, 4) == 0);
	}
	switch (bank_clock_wanted(data, size, &seconds)) {
	case BANK_CLOCK_OTHER:
		break;
	case BANK_CLOCK_ASKED:
		must(bank_write_clock_ask(out) <= size && !memcmp(out, data, BANK_CLOCK_ASK_SIZE));
		break;
	case BANK_CLOCK_TO_SET:
		must(bank_write_clock_set(out, seconds) <= size);
		must(!memcmp(out, data, BANK_CLOCK_SET_SIZE));
		break;
	}
}

// A code that fits is in the table, and has a name.
static void table(uint8_t command, uint8_t reply, uint16_t len)
{
	if (osdp_command_fit(command, len) != OSDP_FIT_UNKNOWN)
		must(osdp_command_name(command)[0]);
	else
		must(!osdp_command_in_profile(command));
	if (osdp_reply_fit(reply, len) != OSDP_FIT_UNKNOWN)
		must(osdp_reply_name(reply)[0]);
	else
		must(!osdp_reply_answers(command, reply));
	must(osdp_nak_name(reply)[0]);
}

void fuzz_messages(const uint8_t *data, size_t size)
{
	property_payload(data, size);
	clock_words(data, size);
	for (unsigned code = 0; code < 256 && size; code++)
		table((uint8_t)code, (uint8_t)(code + data[0]), (uint16_t)(size & 0x3FF));
	for (unsigned pair = 0; pair < 65536 && size == 1; pair++)
		table((uint8_t)(pair >> 8), (uint8_t)pair, data[0]);
}

// Data enciphered and deciphered is the same; what nobody enciphered is refused or shorter.
static void ciphers(const uint8_t *data, size_t size)
{
	static const uint8_t key[OSDP_KEY_SIZE] = {1, 6, 1, 8, 0, 3, 3, 9, 8, 8, 7, 4, 9, 8, 9, 4};
	static uint8_t text[512];
	struct osdp_secure secure;
	uint16_t len = (uint16_t)(size < 400 ? size : 400), back, full;

	osdp_secure_derive(&secure, key, key);
	memcpy(text, data, len);
	full = osdp_secure_encipher(&secure, key, text, len);
	must(full % 16 == 0 && full >= len && (full > len || len == 0));
	if (full)
		must(osdp_secure_decipher(&secure, key, text, full, &back) && back == len);
	must(memcmp(text, data, len) == 0);
	len = (uint16_t)(len / 16 * 16); // whole blocks are the caller's to see to
	if (len && osdp_secure_decipher(&secure, key, text, len, &back))
		must(back < len);
}

void fuzz_sealed(const uint8_t *data, size_t size)
{
	ciphers(data, size);
	// What is said to fit does, and no byte more: property_sealed holds the writer to it.
	must(osdp_secure_room((uint16_t)(size & 0x7FF)) < OSDP_FRAME_LEN_MAX || size > 1440);
	property_sealed(data, size);
}
