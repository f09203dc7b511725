// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's end of Secure Channel, plugged into struct osdp_pd by its config. Pure: what it
// knows of keys, of the commissioning button and of chance comes in by the functions here; what it
// may say in the clear and what ends a session is osdp.md 7.6 to 7.8 and design.md section 4.
//
// With a channel the bank executes in the clear ID and CAP only, and COMSET while it has no key or
// its commissioning window is open; whether it has a key or not, everything else wants a session.
// Under the default key, which everybody knows, no output is obeyed.
#ifndef OSDP_SECURE_PD_H
#define OSDP_SECURE_PD_H

#include "osdp/pd.h"
#include "osdp/secure.h"

#include <stdbool.h>
#include <stdint.h>

// Stores a new key (16 bytes, usable) for good, both halves of it or neither: OSDP_PD_DONE when it
// is stored; OSDP_PD_BUSY while it is being written (the same key comes again); or an enum
// osdp_nak. `bank` is that of struct osdp_pd_config.
typedef uint8_t (*osdp_keep_key)(void *bank, const uint8_t *key);

// Fields are private but for reading `refused`, `up`, `keyed`, `pending`, `by_before` and
// `commissioning`.
struct osdp_secure_pd {
	struct osdp_secure session;
	struct osdp_secure_work work;
	osdp_keep_key keep;
	bool keyed; // `key` is one; no value of key says so
	uint8_t key[OSDP_KEY_SIZE];
	bool pending; // no handshake with `key` yet, and `before` is the one before it
	uint8_t before[OSDP_KEY_SIZE];
	uint8_t asked;	// challenges answered while pending
	bool by_before; // challenged or up under `before`
	bool commissioning;
	bool dice; // rnd_b has not been used
	uint8_t rnd_b[OSDP_RND_SIZE];
	bool challenged; // CCRYPT was said; session.command is the cryptogram expected
	bool up;
	bool by_default;  // challenged or up under the default key
	uint16_t refused; // frames of a session that were not of it: MAC, form, padding; wraps
};

// What goes into osdp_pd_config.shield.
extern const struct osdp_pd_shield osdp_secure_shield;

void osdp_secure_pd_init(struct osdp_secure_pd *channel, osdp_keep_key keep);

// The key found in memory at start, 16 bytes, or NULL for none. False, and none, where it is no
// usable key. A running session keeps its own.
bool osdp_secure_pd_set_key(struct osdp_secure_pd *channel, const uint8_t *key);

// The key before the one in memory, where no handshake with that has been (`pending` is true until
// one): whether a host that asks for the bank's own key has the new one cannot be told, so the two
// are answered by in turn, twice the new, twice the old. So a host with either comes in within
// three challenges, and one that tries both in turn too. KEYSET makes the key there was this.
// Ignored where it is no usable key, or there is no other.
void osdp_secure_pd_set_before(struct osdp_secure_pd *channel, const uint8_t *key);

// The next RND.B, 8 bytes no one can foresee and never the same (osdp.md 7.9). Each is used for
// one challenge; a challenge that finds none is answered BUSY. Wanted: none is held.
void osdp_secure_pd_roll(struct osdp_secure_pd *channel, const uint8_t *rnd_b);
bool osdp_secure_pd_wants_roll(const struct osdp_secure_pd *channel);

// The commissioning button's ten minutes begin or end. A session under the default key ends with
// them; KEYSET ends them too.
void osdp_secure_pd_commission(struct osdp_secure_pd *channel, bool open);

#endif
