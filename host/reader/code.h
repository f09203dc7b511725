// SPDX-License-Identifier: GPL-3.0-or-later
// From what a reader wrote to a card's UID, or to the reason why it is none. Pure: bytes in, a
// value out; every byte string is answered.
#ifndef READER_CODE_H
#define READER_CODE_H

#include "reader/profile.h"

#define READER_UID_BYTES 10
#define READER_UID	 21 // in hex, with the ending zero

struct reader_code {
	// In ISO 14443-3 order. Where it is no UID, what could be made of it all the same, for
	// `reader test`; 0 bytes where nothing could.
	uint8_t bytes[READER_UID_BYTES];
	size_t len;
	bool uid;
	// "" for a UID; otherwise one sentence, without any of the number in it.
	char why[READER_WHY];
};

// `text` is what came between two Enters or silences; its letters may be anything.
void reader_code(struct reader_code *out_code, const struct reader_profile *profile,
	const char *text, size_t len);

// Bytes that come as bytes, from a PC/SC reader: the same checks.
void reader_code_bytes(struct reader_code *out_code, const uint8_t *bytes, size_t len);

void reader_uid_text(const struct reader_code *code, char out_text[READER_UID]);

// Whether these bytes are the beginning or the end, either way round, of a longer UID: then they
// are ambiguous, since another card may have the same.
bool reader_is_part_of(const struct reader_code *code, const uint8_t *uid, size_t uid_len);
#define READER_AMBIGUOUS                                                                           \
	"Four bytes of a card that has seven: another card may share them. Set the reader to "     \
	"hexadecimal, all bytes, or use a PC/SC reader."

#endif
