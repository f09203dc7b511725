// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of an adoption share.
#ifndef COMMISSION_PARTS_H
#define COMMISSION_PARTS_H

#include <stdarg.h>

#include "commission/adopt.h"
#include "commission/scan.h"

#define ADOPT_BANK	1 // the id of the only bank on its line
#define ADOPT_NOT_ASKED 255

enum adopt_step {
	ADOPT_SCANNING,
	ADOPT_KEYING,
	ADOPT_MOVING,
	ADOPT_WALKING,
	ADOPT_ENDED,
};

struct adopt {
	struct loop *loop;
	struct adopt_config config;
	const struct adopt_events *events;
	void *arg;
	enum adopt_step step;
	struct loop_timer timer;
	// Who is there.
	struct scan *scan;
	struct scan_found found;
	unsigned found_count;
	bool scanned;
	char scan_why[PORT_WHY];
	// What the line said since the last turn.
	struct line *line;
	struct line_facts facts;
	bool online, went;
	enum line_trouble trouble;
	bool trouble_new;
	char trouble_says[256];
	bool key_taken, key_refused, clock_wrong, moved, refused;
	int moved_to; // -1: it stays
	struct line_inputs inputs;
	bool inputs_new;
	// The key.
	uint8_t key[OSDP_KEY_SIZE];
	bool by_default; // spoken to under the default key
	bool giving;	 // KEYSET is under way
	bool new_key;
	// The address.
	bool move_sent, tried_new;
	// The doors.
	struct walk walk;
	uint64_t ticket;
	unsigned asked, asked_door; // the step asked last
};

// adopt.c
void adopt_say(struct adopt *adopt, const char *format, ...) __attribute__((format(printf, 2, 3)));
void adopt_soon(struct adopt *adopt);
void adopt_end(struct adopt *adopt, enum adopt_end how);
void adopt_fail(struct adopt *adopt, const char *format, ...) __attribute__((format(printf, 2, 3)));
extern const struct line_events adopt_line_events;

// adopt_key.c
int adopt_begin_key(struct adopt *adopt, char why[PORT_WHY]);
void adopt_turn_key(struct adopt *adopt);
void adopt_try_default(struct adopt *adopt);
// A trouble that is this step's to deal with; false: say it.
bool adopt_key_trouble(struct adopt *adopt);

// adopt_move.c
void adopt_turn_move(struct adopt *adopt);

// adopt_walk.c
void adopt_turn_walk(struct adopt *adopt);

#endif
