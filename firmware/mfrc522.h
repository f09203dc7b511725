// SPDX-License-Identifier: GPL-3.0-or-later
// The MFRC522's registers that reader.c uses, by the names and numbers of its data sheet (NXP
// MFRC522, section 9), and the one transaction it is used for.
#ifndef MFRC522_H
#define MFRC522_H

#include <stdbool.h>
#include <stdint.h>

enum mfrc522_answer {
	MFRC522_WAITING,
	MFRC522_SILENCE,   // its timer ran out
	MFRC522_HEARD,	   // whole bytes without an error
	MFRC522_COLLISION, // more than one card at once
	MFRC522_GARBLED,   // parity, protocol, length
};

// Sets up an awake chip for ISO 14443-A and switches its field on. False where no MFRC522 answers.
bool mfrc522_start(void);

// It answers, and its field is on: false after it was unplugged, or reset itself.
bool mfrc522_well(void);

// Sends a frame; last_bits: bits of the last byte, 0 for all 8.
void mfrc522_send(const uint8_t *bytes, uint8_t len, uint8_t last_bits);

// What came back: writes *out_len bytes (at most room) for MFRC522_HEARD.
enum mfrc522_answer mfrc522_take(uint8_t *out, uint8_t room, uint8_t *out_len);

#endif
