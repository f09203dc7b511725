// SPDX-License-Identifier: GPL-3.0-or-later
// A whole school in one process: the host's rooms and emulated cabinets with the real firmware
// image, in lock step on simulated time. Nothing sleeps; between events a test moves the school's
// wall clock alone. Every function fails the test by itself where what it says does not come.
#ifndef SCHOOL_WORLD_H
#define SCHOOL_WORLD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/env.h"
#include "emulator/bus.h"
#include "emulator/cabinet.h"
#include "keys/keys.h"
#include "service/service.h"

#define WORLD_CABINETS 4

struct world_options {
	const char *policy; // roby-park or flixton
	unsigned cabinets;  // 1..WORLD_CABINETS on one RS-485 line, addresses 1, 2, ...
	unsigned doors;	    // of each
	const char *date;   // the day it begins; NULL: 2026-11-23, a Monday in term
	const char *under;  // where its folder is made; NULL: /tmp
	bool in_sight;	    // the first cabinet, of the desk
	FILE *log;	    // what the service says; NULL: silent
};

struct port_memory;
struct sqlite3;

struct world {
	struct world_options options;
	struct env env;
	int64_t mono_ns;
	int64_t wall_offset_ms; // wall = mono + this
	char today[16];
	char folder[64], database[96], keys[KEYS_PATH];
	unsigned drawn; // random bytes

	struct bus *bus;
	struct cabinet *cabinets[WORLD_CABINETS];
	struct port_memory *memory;

	struct loop *loop;
	struct store *store;
	struct policy *policy;
	struct service *service; // NULL while the host is down
	struct sqlite3 *rows;	 // a reader of the database, beside the host
	char *answer;		 // of the last world_ask()
	unsigned cards_given;
	int64_t step_ns;
	bool killed; // set by a test's fault: the host is stopped when this step ends
	// Called for each byte between host and line, where set; it may change the byte, and false
	// loses it. While the host sends, `sending` is the whole of what it sends and `sending_at`
	// says which of it this byte is.
	bool (*carry)(void *arg, bool to_cabinet, uint8_t *byte);
	void *carry_arg;
	const uint8_t *sending;
	size_t sending_at, sending_len;
	// Called in every step, where set, between the cabinets' part of it and the host's.
	void (*turn)(void *arg);
	void *turn_arg;
};

// Makes the database, starts the host and the cabinets, and waits until all banks are on line.
// Defaults: roby-park, one cabinet, 8 doors.
struct world *world_open(struct world_options options);
// Prints simulated seconds, frames exchanged and AVR cycles, and removes the folder.
void world_close(struct world *world);

// The school's local time, GMT or BST as the date has it. Moves the wall clock alone.
void world_clock(struct world *world, const char *hh_mm);
void world_date(struct world *world, const char *date, const char *hh_mm);
// The same by UTC, which knows nothing of summer time: "2026-03-30 14:15".
void world_utc(struct world *world, const char *date_hh_mm);

// The key of the cabinet with that serial number: the host knows it, and nobody else.
void world_key(uint32_t serial, uint8_t out[OSDP_KEY_SIZE]);

// Simulated time passes.
void world_run_ms(struct world *world, int64_t ms);
// Until ready(world, arg) holds; false where that took longer than ms.
bool world_until(
	struct world *world, int64_t ms, bool (*ready)(struct world *world, void *arg), void *arg);

// The host stops as if killed: nothing is flushed, no door is told. And begins again.
void world_kill_host(struct world *world);
void world_start_host(struct world *world);
// Closes the reader that row_number() and row_text() use; the next of them opens it again.
void world_close_rows(struct world *world);
void world_wait_online(struct world *world);

// People, each with a card of their own. A pupil of Year 6 who walks home, another pupil, staff.
void world_walker(struct world *world, const char *ref);
void world_pupil(struct world *world, const char *ref, const char *year);
void world_staff(struct world *world, const char *ref, const char *category);
// The card's number; borrowed until the next call.
const char *world_card(struct world *world, const char *ref);

// Hands at a cabinet (0: the first). Doors are numbered from 1, as on the doors.
void tap(struct world *world, unsigned cabinet, const char *ref);      // held for 300 ms
int tap_opens(struct world *world, unsigned cabinet, const char *ref); // the door that opened
void tap_opens_nothing(struct world *world, unsigned cabinet, const char *ref);
void put(struct world *world, unsigned cabinet, int door);
void take(struct world *world, unsigned cabinet, int door);
void shut(struct world *world, unsigned cabinet, int door); // and 300 ms to settle
// The whole of it; hand_in returns the door.
int hand_in(struct world *world, unsigned cabinet, const char *ref);
void collect(struct world *world, unsigned cabinet, const char *ref);
// How the host shows a door in `status`: door_shows(world, 0, 7, "open", "unknown"). For what is
// true or false the value is "true" or "false".
bool door_shows(
	struct world *world, unsigned cabinet, int door, const char *name, const char *value);
bool door_is_open(struct world *world, unsigned cabinet, int door);
int doors_open(struct world *world, unsigned cabinet); // how many
unsigned pulses(struct world *world, unsigned cabinet, int door);
// Whether the display shows those words now, wherever its lines break.
bool display_says(struct world *world, unsigned cabinet, const char *words);

// What the rows say, asked of the database file beside the running host.
int64_t row_number(struct world *world, const char *sql, ...) __attribute__((format(printf, 2, 3)));
// Borrowed until the next call; "" for no row.
const char *row_text(struct world *world, const char *sql, ...)
	__attribute__((format(printf, 2, 3)));
// "allow RP-2": the last decision about that person.
const char *last_decision(struct world *world, const char *ref);
// Open custodies of that person, and the door of the oldest (0: none).
int in_custody(struct world *world, const char *ref);
int custody_door_of(struct world *world, const char *ref);

// One request of the command line, through the host's own socket; the answer's text, borrowed.
const char *world_ask(struct world *world, const char *request_json);
// The same, which must be answered "ok".
void must(struct world *world, const char *request_json);

// scripts/test --whole (HOMETIME_WHOLE in the environment): every combination at every point. Else
// every point still, with the combinations taken in turn from one to the next.
bool world_whole(void);

#endif
