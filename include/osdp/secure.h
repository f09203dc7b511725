// SPDX-License-Identifier: GPL-3.0-or-later
// Secure Channel's own arithmetic (osdp.md section 7), the same for both ends: session keys,
// cryptograms, the chain of MACs, enciphered data, and a frame sealed and opened. Pure: keys and
// random numbers come in as arguments. Who may say what and when is secure_pd.h and secure_acu.h.
#ifndef OSDP_SECURE_H
#define OSDP_SECURE_H

#include "osdp/aes.h"
#include "osdp/frame.h"

#include <stdbool.h>
#include <stdint.h>

#define OSDP_KEY_SIZE  16
#define OSDP_RND_SIZE  8
#define OSDP_CUID_SIZE 8
#define OSDP_MAC_SIZE  16 // kept; the first 4 travel
// Bytes of a sealed frame beside its enciphered data, mark byte included, and where that data
// stands in a transmission.
#define OSDP_SEALED_OVERHEAD 15
#define OSDP_SEALED_DATA_AT  9
// The data of KEYSET: type 1, length 16, key.
#define OSDP_KEYSET_SIZE 18

// Which key a handshake uses: third byte of its security block.
enum { OSDP_BY_DEFAULT_KEY = 0, OSDP_BY_OWN_KEY = 1 };
// Third byte of RMAC_I's security block; anything but good is refused.
enum { OSDP_PROOF_GOOD = 0x01, OSDP_PROOF_WRONG = 0xFF };

// Security block types.
enum osdp_scs {
	OSDP_SCS_CHLNG = 0x11,
	OSDP_SCS_CCRYPT = 0x12,
	OSDP_SCS_SCRYPT = 0x13,
	OSDP_SCS_RMAC_I = 0x14,
	OSDP_SCS_COMMAND = 0x15,      // no data; with data 17
	OSDP_SCS_REPLY = 0x16,	      // no data; with data 18
	OSDP_SCS_COMMAND_DATA = 0x17, // data enciphered
	OSDP_SCS_REPLY_DATA = 0x18,
};

// One session's keys, and where its chain of MACs stands. `reply` is the MAC of the last reply
// that was made or believed (RMAC_I's data at first): what the next command is sealed on.
// `command` is that of the command being answered: what its reply is sealed on. Only a reply moves
// `reply`, so a command that was not executed (BUSY) or is sent again changes nothing.
struct osdp_secure {
	uint8_t cipher[OSDP_KEY_SIZE]; // S-ENC
	uint8_t mac1[OSDP_KEY_SIZE];   // S-MAC1
	uint8_t mac2[OSDP_KEY_SIZE];   // S-MAC2
	uint8_t command[OSDP_MAC_SIZE];
	uint8_t reply[OSDP_MAC_SIZE];
};

// The public key of install mode, SCBK-D.
void osdp_default_key(uint8_t *out);

// Whether 16 bytes may be anybody's own key: not all alike (an erased memory, a forgotten value),
// not the default key. Both ends ask before they keep or use one (osdp.md 7.8).
bool osdp_key_usable(const uint8_t *key);

// The data of KEYSET (room: OSDP_KEYSET_SIZE); returns its length, 0 for a key that is none.
uint16_t osdp_write_keyset(uint8_t *out, const uint8_t *key);

// Session keys from a base key and the panel's random number; the chain is nothing yet.
void osdp_secure_derive(struct osdp_secure *secure, const uint8_t *key, const uint8_t *rnd_a);

// E(S-ENC, first | second), 8 bytes each: the client's cryptogram of (RND.A, RND.B), the server's
// of (RND.B, RND.A).
void osdp_secure_cryptogram(const struct osdp_secure *secure, const uint8_t *first,
	const uint8_t *second, uint8_t *out);

// Begins the chain: secure->reply is R-MAC-I, made of the server's cryptogram.
void osdp_secure_begin(struct osdp_secure *secure, const uint8_t *server_cryptogram);

// The whole MAC of `len` bytes, 1 or more, on the other side's last one.
void osdp_secure_mac(const struct osdp_secure *secure, const uint8_t *last, const uint8_t *bytes,
	uint16_t len, uint8_t *out);

// Pads (80, 00...) and enciphers `len` bytes where they stand; returns the new length, a multiple
// of 16. Room needed: that.
uint16_t osdp_secure_encipher(
	const struct osdp_secure *secure, const uint8_t *last, uint8_t *data, uint16_t len);

// The other way, for len 16, 32, ...; false where there was no padding, *out_len then untouched.
bool osdp_secure_decipher(const struct osdp_secure *secure, const uint8_t *last, uint8_t *data,
	uint16_t len, uint16_t *out_len);

// Writes a clear frame as a sealed one: types 15 and 17 for a command, 16 and 18 for a reply, mark
// byte first. frame->data may stand in `out`, best at OSDP_SEALED_DATA_AT. Moves the chain:
// secure->command by a command, secure->reply by a reply. Returns the bytes written, or 0 where
// they do not fit and nothing was changed.
uint16_t osdp_secure_seal(
	struct osdp_secure *secure, uint8_t *out, uint16_t cap, const struct osdp_frame *frame);

// Opens a sealed frame of the reader's: if type, form, MAC and padding are right it becomes the
// clear frame (no block, data deciphered where it stands, in the reader's buffer), the chain is
// moved, and the answer is true. Else neither is touched, but for data deciphered in vain.
bool osdp_secure_open(struct osdp_secure *secure, struct osdp_frame *frame);

// Sealing or opening one frame, an AES block a step, for a machine on which all of it at once takes
// too long. Fields are private; as secret as the session's keys until osdp_secure_wipe.
struct osdp_secure_work {
	struct osdp_secure *secure;
	struct osdp_frame *frame; // opening: what becomes the clear one
	bool by_reply;		  // a reply's MAC, on a command's
	bool check;		  // the MAC is being made; else the data is being ciphered
	struct osdp_aes aes;
	const uint8_t *bytes;	       // still to go into the MAC
	uint8_t *data;		       // still to be ciphered
	uint16_t left;		       // of either
	uint8_t block[OSDP_AES_BLOCK]; // the MAC so far, or what the next block is chained on
	uint8_t mac[OSDP_MAC_SIZE];    // opening: what it must be, whole
	uint8_t *out;		       // sealing: the transmission, and where its MAC goes
	uint16_t at;
};

enum osdp_work {
	OSDP_WORK_ON, // call again
	OSDP_WORK_DONE,
	OSDP_WORK_REFUSED,
};

// osdp_secure_seal in steps: false where it does not fit and nothing was changed. From then on
// `out` is the work's, and `secure` outlives it; `frame` is no longer needed. The step answers the
// bytes written, 0 while there is more to do; the chain moves with the last.
bool osdp_secure_seal_begin(struct osdp_secure_work *work, struct osdp_secure *secure, uint8_t *out,
	uint16_t cap, const struct osdp_frame *frame);
uint16_t osdp_secure_seal_step(struct osdp_secure_work *work);

// osdp_secure_open in steps: false where its form is wrong. `frame` and its bytes stay where they
// are until the step answers something else than OSDP_WORK_ON.
bool osdp_secure_open_begin(
	struct osdp_secure_work *work, struct osdp_secure *secure, struct osdp_frame *frame);
enum osdp_work osdp_secure_open_step(struct osdp_secure_work *work);

// Most data a sealed frame of `size` bytes (mark not counted) carries.
uint16_t osdp_secure_room(uint16_t size);

// Equality in a time that does not tell where the difference is.
bool osdp_secure_same(const uint8_t *a, const uint8_t *b, uint16_t len);

// Zeros that no optimizer leaves out.
void osdp_secure_wipe(void *secret, uint16_t len);

#endif
