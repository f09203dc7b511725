// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped program as a running host, with model banks at the far end of its lines and hands at
// their doors. Everything here exits with one sentence on failure.
#ifndef BENCH_HOST_H
#define BENCH_HOST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model.h"

#define HOST_BANKS_MAX 48
#define HOST_MAX       4 // running at once
#define HOST_PUPIL                                                                                 \
	"04C0C0C0C0C0C0" // the card of a Year 4 pupil: the locker takes no phone of theirs

// One person at one reader at a time: taps, waits for the door, puts in or takes out, shuts it.
struct hands {
	enum { HANDS_REST, HANDS_TAPPED, HANDS_OPEN, HANDS_MOVED, HANDS_SHUT } step;
	unsigned person;    // whose turn it is
	bool inside;	    // whether that person's phone is in
	unsigned unlocks;   // of the bank, when the card was laid down
	unsigned door;	    // 0..
	int64_t laid_ns;    // when the card was laid down
	int64_t latency_ns; // of the last tap: card event to unlock
};

struct host {
	pid_t pid; // 0: not running
	char program[512], folder[300], database[360];
	unsigned banks, per_line, people;
	unsigned poll_ms;    // serve --poll; 0: the program's own
	const char *preload; // LD_PRELOAD of serve; NULL: none
	uint16_t http_port;  // serve --http 127.0.0.1:PORT; 0: no screens
	struct model models[HOST_BANKS_MAX];
	struct hands hands[HOST_BANKS_MAX];
	bool only_in;	       // everybody hands in and nobody collects
	int64_t first_poll_ns; // from fork to the first byte on a line, of the last start
};

struct school {
	const char *program, *folder; // the real hometime; an empty folder on a real disk
	unsigned people;	      // staff with cards
	unsigned banks, per_line, doors;
};

// Makes that school with the real commands, in a new database in the folder. Today and tomorrow are
// holidays there, so that staff may hand in and collect at whatever hour the bench runs.
void host_prepare(struct host *host, const struct school *school);
// Starts `hometime serve` and waits until every bank is on line and at rest.
void host_start(struct host *host);
// After the banks were left alone for a while: waits until every one is on line again.
void host_await_banks(struct host *host);
// SIGTERM, and the program must end with 0.
void host_stop(struct host *host);
// SIGKILL; then what it had sent is heard to the last byte.
void host_kill(struct host *host);
// Closes the lines.
void host_close(struct host *host);
// Resident memory in KiB; processor time used so far in ns.
long host_memory(const struct host *host);
int64_t host_cpu_ns(const struct host *host);
// One command beside, such as {"hometime", "card", "lost", ..., NULL}.
void host_command(const struct host *host, char *const words[]);

// Serves every line of every running host until `until_ns`, or until done(arg) says so. done may be
// NULL.
void host_serve(int64_t until_ns, bool (*done)(void *arg), void *arg);

void host_uid(unsigned person, char uid[15]);
// The next card at that reader is laid down.
void hands_tap(struct host *host, unsigned bank);
// Goes on where the bank has answered. True when this tap has come to its end.
bool hands_move(struct host *host, unsigned bank);
// A whole tap: nanoseconds from card event to unlock. Comes back when door and record have settled.
int64_t host_tap(struct host *host, unsigned bank);

#endif
