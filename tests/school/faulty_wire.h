// SPDX-License-Identifier: GPL-3.0-or-later
// The wire between the host and the cabinets of a world, which does one thing wrong at one message
// when it is asked to, and mends by itself. Whole frames pass through here in both directions, so
// what is struck is chosen by what it says.
#ifndef SCHOOL_FAULTY_WIRE_H
#define SCHOOL_FAULTY_WIRE_H

#include "world.h"

// X(name, as printed)
#define WIRE_FAULTS(X)                                                                             \
	X(LOST, "lost, a frame or a byte")                                                         \
	X(FLIPPED, "a bit flipped")                                                                \
	X(DOUBLED, "doubled, a frame or a byte")                                                   \
	X(TRUNCATED, "truncated")                                                                  \
	X(DELAYED, "delayed, whole or from a byte")                                                \
	X(REORDERED, "reordered, frames or bytes")                                                 \
	X(NOISE, "noise before and in it")                                                         \
	X(MUTE, "the bank stops in its reply")                                                     \
	X(RESET, "the bank begins again")                                                          \
	X(UNPLUGGED, "the adapter pulled out")                                                     \
	X(CUT, "the line cut, up to 12 s")                                                         \
	X(MASTER, "a second master")                                                               \
	X(REPLAY, "a session's frame replayed")                                                    \
	X(TWIN, "two banks at one address")

// X(name, state of the exchange, message)
#define WIRE_PLACES(X)                                                                             \
	X(IDLE, "idle", "nothing")                                                                 \
	X(ID, "out", "ID")                                                                         \
	X(PDID, "reply", "PDID")                                                                   \
	X(CHLNG, "shake", "CHLNG")                                                                 \
	X(CCRYPT, "shake", "CCRYPT")                                                               \
	X(SCRYPT, "shake", "SCRYPT")                                                               \
	X(RMAC_I, "shake", "RMAC_I")                                                               \
	X(POLL, "out", "POLL")                                                                     \
	X(ACK, "reply", "ACK")                                                                     \
	X(ISTATR, "reply", "ISTATR")                                                               \
	X(RAW, "reply", "RAW")                                                                     \
	X(OUT, "out", "OUT")                                                                       \
	X(OSTATR, "reply", "OSTATR")                                                               \
	X(LED, "out", "LED")                                                                       \
	X(TEXT, "out", "TEXT")                                                                     \
	X(SHOWN, "reply", "ACK, LED")                                                              \
	X(KEYSET, "out", "KEYSET")                                                                 \
	X(KEPT, "reply", "ACK, KEY")

enum wire_fault {
#define X(name, text) WIRE_##name,
	WIRE_FAULTS(X)
#undef X
		WIRE_FAULT_COUNT
};

enum wire_place {
#define X(name, state, message) AT_##name,
	WIRE_PLACES(X)
#undef X
		WIRE_PLACE_COUNT
};

#define WIRE_NOTHING (-1)
#define WIRE_RECORD  32 // frames of sessions kept to be played again, in each direction
#define WIRE_HELD    16

struct wire_frame {
	uint8_t bytes[300];
	size_t len;
};

struct faulty_wire {
	struct world *world;
	struct cabinet *twin; // of the first cabinet's address, with a key of its own; off
	uint64_t dice;
	// What is to be struck: a fault for each message, or WIRE_NOTHING. One trouble at a time.
	int wanted[WIRE_PLACE_COUNT];
	bool in_trouble;
	enum wire_fault fault; // the last one
	enum wire_place place;
	int64_t until_ns;  // when it is to be mended
	int64_t mended_ns; // when the last one was
	int64_t reset_ns;  // the bank is to begin again then; 0: not
	bool hang_up;	   // the host is to be told that its port went away
	int mute_after;	   // bytes of the bank that still pass; negative: all
	unsigned long struck[WIRE_FAULT_COUNT][WIRE_PLACE_COUNT];
	unsigned long faults;
	uint8_t asked; // the code of the command that is out, 0 for none
	struct wire_frame gathering;
	int64_t heard_ns;
	struct {
		bool used, to_cabinet;
		int64_t at_ns;
		struct wire_frame frame;
	} held[WIRE_HELD];
	struct wire_frame late; // passed by the next one
	bool late_to_cabinet;
	int64_t late_ns;
	struct wire_frame commands[WIRE_RECORD], replies[WIRE_RECORD];
	unsigned commands_kept, replies_kept;
};

// The wire is in the world from now on, until it leaves.
void faulty_wire_join(struct faulty_wire *wire, struct world *world, uint64_t seed);
void faulty_wire_leave(struct faulty_wire *wire);
// To be called in every step, from the world's `turn`.
void faulty_wire_turn(struct faulty_wire *wire);
void faulty_wire_want(struct faulty_wire *wire, enum wire_place place, int fault);
void faulty_wire_want_nothing(struct faulty_wire *wire);
// On an idle line there is no frame to lose, double or hold.
bool wire_can(enum wire_fault fault, enum wire_place place);
// Below `sides`, the same in every run of a seed.
unsigned wire_roll(struct faulty_wire *wire, unsigned sides);

#endif
