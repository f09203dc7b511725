// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a bank into service, with a technician in front of it (docs/commissioning.md): looks that
// exactly one bank answers on the line, gives it a key of its own and its address, sets its clock
// and walks its doors. Killed at any point it is begun again: the keys file knows what was given,
// and doors proved before are not walked twice.
//
// The line is this object's alone. Everything happens on the loop; what it has to say comes by
// events, what the technician types goes in by adopt_answer.
#ifndef COMMISSION_ADOPT_H
#define COMMISSION_ADOPT_H

#include "commission/walk.h"
#include "keys/keys.h"
#include "line/line.h"

struct adopt;

struct adopt_bank {
	uint8_t address;
	uint32_t serial;
	uint8_t firmware[3];
	uint8_t doors;
	bool has_inside;
	bool new_key;
	char fingerprint[KEYS_FINGERPRINT];
};

enum adopt_end {
	ADOPT_DONE,   // keyed, and every door proved
	ADOPT_FAULTS, // keyed and walked, and not every door is as it should be
	ADOPT_QUIT,   // the technician left off; may be gone on with
	ADOPT_FAILED,
};

// None may call an adopt_ function but adopt_close's owner's own bookkeeping; all finish at once or
// by themselves.
struct adopt_events {
	void (*say)(void *arg, const char *sentence);
	// hint: what may be typed, or "".
	void (*ask)(void *arg, const char *question, const char *hint);
	// It has proved its key, at its address: to be recorded. False: not recorded, why said; the
	// adoption ends.
	bool (*keyed)(void *arg, const struct adopt_bank *bank);
	// A door was walked: to be recorded. False as above.
	bool (*door)(void *arg, unsigned number, const struct walk_door *door);
	// Once, and nothing after it. why: one sentence for ADOPT_FAILED ("" where `keyed` or
	// `door` said it), else "".
	void (*ended)(void *arg, enum adopt_end end, const char *why);
};

struct adopt_config {
	const char *line;
	port_opener *open_port; // NULL: port_open
	void *open_arg;
	const char *keys;  // FILE.keys
	uint32_t serial;   // recorded for this bank, or 0
	int address;	   // wanted; -1: as it is
	bool rekey;	   // a new key even where it has a good one
	bool no_walk;	   // the key (and address) only
	bool others;	   // other banks may answer too: the one with `serial` alone is spoken to
	int known_address; // with `others`: where it is
	uint32_t proved;   // bit n: door n + 1 was proved before
};

// config is copied, what it points to borrowed. Fails as scan_open does, with why.
int adopt_open(struct adopt **out_adopt, struct loop *loop, const struct adopt_config *config,
	const struct adopt_events *events, void *arg, char why[PORT_WHY]);
// A line the technician typed: y, n, a number, again, quit, or nothing.
void adopt_answer(struct adopt *adopt, const char *text);
// The walk so far; borrowed.
const struct walk *adopt_walk(const struct adopt *adopt);
// NULL is fine. Not from inside an event.
void adopt_close(struct adopt *adopt);

#endif
