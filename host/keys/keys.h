// SPDX-License-Identifier: GPL-3.0-or-later
// FILE.keys, beside the database: the key this school shares with each bank, by the bank's serial
// number (design.md section 4, "Keys"). It is the only place where a key is kept on the host: never
// in the database, in a log or in an answer. Text, so that a damaged file can be looked at:
//
//   hometime keys 1
//   000003E9 own 9C1B52E73064AF8805D37E41F62AC910
//   000003E9 next 0102...
//   check 1A2B
//
// `own` is proved by a handshake; `next` was or is about to be given to the bank by KEYSET and is
// its own from the first handshake with it. The last line is the CRC-16 of all before it
// (osdp/crc.h), so that a file cut short or bent is none: fail closed.
//
// Mode 0600; a file that others may read is refused. Written whole to FILE.keys.new, synced and
// renamed, so that a power cut leaves the old file or the new one. Changes are made under a lock
// (FILE.keys.lock), so that the service and a technician's command cannot lose each other's.
#ifndef KEYS_KEYS_H
#define KEYS_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "osdp/secure.h"

#define KEYS_MAX	 256
#define KEYS_WHY	 256
#define KEYS_PATH	 512
#define KEYS_FINGERPRINT 20 // "1A2B-3C4D-5E6F-7081" and its end

struct key_entry {
	uint32_t serial;
	bool has_own, has_next; // one of them at least
	uint8_t own[OSDP_KEY_SIZE], next[OSDP_KEY_SIZE];
};

struct keys {
	struct key_entry entries[KEYS_MAX];
	int count;
};

// Where the keys of a database lie. -ERR_ARG: its path is too long.
int keys_path(const char *db, char out[KEYS_PATH]);

// Reads them all; no file is no keys. On failure *out holds none and why one sentence that says
// what to do: -ERR_DENIED others may read it, or we may not; -ERR_FORMAT it is damaged; -ERR_IO.
int keys_read(const char *path, struct keys *out, char why[KEYS_WHY]);
// Zeros, that no optimizer leaves out.
void keys_wipe(struct keys *keys);
// Borrowed from keys; NULL where there is none.
const struct key_entry *keys_find(const struct keys *keys, uint32_t serial);

// Changes of the file, each whole or not at all; why as above, -ERR_BUSY: somebody else changes it
// just now, -ERR_FULL, -ERR_ARG: the key is none (osdp_key_usable).

// The key is to be given to the bank. It is on the disk before anything leaves for the bank.
int keys_set_next(const char *path, uint32_t serial, const uint8_t *key, char why[KEYS_WHY]);
// A handshake proved it: `next` becomes `own`, and what was own is gone. No next: nothing to do.
int keys_promote(const char *path, uint32_t serial, char why[KEYS_WHY]);
// Both are gone. None there: nothing to do.
int keys_forget(const char *path, uint32_t serial, char why[KEYS_WHY]);

// What may be shown, printed and filed of a key: 64 bits of its hash.
void keys_fingerprint(const uint8_t *key, char out[KEYS_FINGERPRINT]);

#endif
