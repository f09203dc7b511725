// SPDX-License-Identifier: GPL-3.0-or-later
// A line, its banks and the wire between them in one process on one simulated clock: bytes take
// their time at the line's rate, and any one of them can be lost or damaged.
#ifndef TESTS_LINE_RIG_H
#define TESTS_LINE_RIG_H

#include "line/line.h"
#include "model.h"
#include "port/memory.h"

#define RIG_BANKS 40
#define RIG_NEWS  4096
#define RIG_WAITS 64

enum rig_kind {
	RIG_ONLINE,
	RIG_RESTARTED,
	RIG_OFFLINE,
	RIG_CARD,
	RIG_INPUTS,
	RIG_OUTPUTS,
	RIG_UNLOCK,
	RIG_STATUS,
	RIG_TROUBLE,
	RIG_KEY,
	RIG_CLOCK,
	RIG_MOVED, // value the address, ticket the rate
};

// One piece of news; value is the facts' serial, the reason, the UID's length, the coils, the end,
// tamper, the kind of trouble, what became of a key, or whether a clock is set.
struct rig_news {
	enum rig_kind kind;
	int64_t bank;
	unsigned value;
	uint64_t ticket;
	uint8_t uid[10];
	struct mono_time at;
	struct line_facts facts;
	struct line_inputs inputs;
	int64_t ahead_s;
	char sentence[256];
};

enum rig_fault { RIG_FAULT_NONE, RIG_FAULT_LOSE, RIG_FAULT_FLIP };

struct rig_wait {
	struct mono_time at;
	bool to_host;
	uint8_t bytes[300];
	size_t len;
};

struct rig {
	struct env env;
	struct mono_time now;
	struct wall_time wall; // at now 0; moves along with it
	uint8_t dice;	       // the next random byte
	unsigned dice_thrown;
	bool no_dice;
	struct loop *loop;
	struct port_memory memory;
	struct line *line;
	struct model banks[RIG_BANKS];
	unsigned bank_count;
	struct rig_news *news; // RIG_NEWS of them
	unsigned news_count;
	struct rig_wait waits[RIG_WAITS];
	unsigned wait_count;
	int reply_us; // how long a bank thinks
	// Counts every byte in both directions; the one numbered fault_at suffers `fault`.
	unsigned long byte_number;
	unsigned long fault_at;
	enum rig_fault fault;
	bool drop_replies;  // every reply is lost
	bool drop_commands; // every command is lost
	bool spoil_replies; // every reply is damaged
	bool twice;	    // every reply comes twice, as from two banks alike
	// Somebody on the wire: sees each transmission and may change it; may lengthen it to 300.
	void (*tap)(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len);
	void *tap_arg;
	unsigned outs; // frames with OUT sent
	unsigned long frames;
};

// A rig with banks at addresses 0.., ids 1.., known by serial 1000 + address, at 38400.
void rig_init(struct rig *rig, unsigned banks);
// Whether rig_init gives both ends keys, bank i that of model_key(i), and holds the host to what it
// may say in the clear. True at first.
extern bool rig_keyed;
// What files the rig's news; their arg is the rig.
extern const struct line_events rig_line_events;
// Bytes from nobody's mouth, to the host (or the banks) at once.
void rig_inject(struct rig *rig, bool to_host, const uint8_t *bytes, size_t len);
// The key of bank i (id i + 1) at both ends.
void rig_give_key(struct rig *rig, unsigned i);
// Length and check characters of a transmission, mark byte first, as they should be.
void rig_make_good(uint8_t *bytes, size_t len);
void rig_release(struct rig *rig);
void rig_run_ms(struct rig *rig, int64_t ms);
// Until the bank is online; fails after 30 s.
void rig_wait_online(struct rig *rig, int64_t bank);
int rig_unlock(struct rig *rig, int64_t bank, unsigned door, uint64_t ticket);
unsigned rig_count(const struct rig *rig, enum rig_kind kind, int64_t bank);
const struct rig_news *rig_last(const struct rig *rig, enum rig_kind kind, int64_t bank);
void rig_forget(struct rig *rig);

#endif
