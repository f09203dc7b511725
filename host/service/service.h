// SPDX-License-Identifier: GPL-3.0-or-later
// The turn: what ports, timers and requests brought, one commit, then what has to leave. The only
// room that knows both custody and line (design.md section 2).
//
// The program's loop is
//	while (!stop) {
//		loop_run_once(loop, service_has_news(service) ? 0 : -1);
//		service_turn(service);
//	}
// and a test's is the same with a wait of 0 and a clock of its own.
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include <sys/types.h>

#include "base/child.h"
#include "base/loop.h"
#include "base/pace.h"
#include "custody/custody.h"
#include "line/line.h"
#include "reader/code.h"
#include "service/log.h"

#define SERVICE_LINES	32  // serial or USB connections at the most
#define SERVICE_BANKS	128 // cabinets on all of them
#define SERVICE_READERS 4   // on the desk

struct service;

struct service_line {
	const char *address;	// for port_open; as in the banks' rows
	port_opener *open_port; // NULL: port_open; a test's memory otherwise
	void *open_arg;
};

// A request that came through the socket, or that a test asks.
struct service_asked {
	uid_t user; // of the operating system, from SO_PEERCRED
	const char *text;
	size_t len;
	struct now now;
};

// Work for somebody outside (http) that has to be done inside a turn's transaction.
struct service_job {
	// Inside a transaction of its own. Returns whether what it wrote is to be kept.
	bool (*run)(void *arg, struct now now);
	// Once, after the commit. err 0: what run wrote and kept is on the disk; negative: nothing
	// was written, or run was never called (the service is closing).
	void (*done)(void *arg, int err);
	void *arg;
};
// So many may wait, and so many are run in one turn, fewer where they take their time
// (base/pace.h), so that whoever asks much delays no door.
#define SERVICE_JOBS	  256
#define SERVICE_JOBS_TURN 4

// Something on the screens may have changed: told after the commit, or when a line says something
// new of a bank. door 0: the bank as a whole; bank 0: the record has new events.
typedef void service_changed(void *arg, int64_t bank, int door);

struct service_config {
	const struct env *env;
	struct loop *loop;
	struct store *store; // opened for writing
	const struct policy *policy;
	// The lines to open. None: those the banks' rows name, each once.
	const struct service_line *lines;
	size_t line_count;
	int poll_ms; // as in line.h
	// The desk's readers, as reader_open has them. At most SERVICE_READERS.
	const char *const *readers;
	size_t reader_count;
	struct log log;
	const char *socket; // path, or NULL: no socket
	// FILE.keys (keys/keys.h), read at open and as banks appear; damaged or open to others it
	// is an error of service_open. NULL: no keys, so only banks that obey anybody.
	const char *keys;
	// Whether the system's clock is set by the network (or was by hand) since it started; NULL:
	// not known, so the banks' own clocks are asked.
	bool (*clock_synced)(void *arg);
	void *clock_arg;
	// Answers a request inside a transaction that the service has opened; the answer is freed
	// with free(). NULL: no memory. *out_keep false: what was written is rolled back.
	char *(*answer)(void *arg, const struct service_asked *asked, bool *out_keep);
	void *answer_arg;
	// Whether a request may be one that only looks and takes long; such are given to a child
	// (service/looks.c: a line of the user's number, a line of the request; it says a line, "-"
	// where the request is not for looking only). look_child NULL: the loop does everything.
	bool (*looks)(const char *text, size_t len);
	const struct child_config *look_child; // borrowed
	struct pace *pace;		       // of the jobs; borrowed, NULL: they never rest
	service_changed *changed;	       // NULL: nobody looks
	void *changed_arg;
	// A card was held to the desk's reader, the so-manieth since the start; whose is for
	// whoever may ask (service_desk_card). NULL: nobody looks.
	void (*desk_card)(void *arg, int64_t number);
	void *desk_card_arg;
};

// Opens the lines and the socket and makes custody's mirror; opens no door. Everything in config is
// borrowed and outlives the service, config itself is copied. A port that is missing is tried again
// and no error. On failure why holds one sentence.
int service_open(
	struct service **out_service, const struct service_config *config, char why[STORE_WHY]);
// Answers what waits for an answer, lets nothing more leave, closes lines and socket. NULL is fine.
void service_close(struct service *service);

// Runs what was filed since the last turn, commits once, sends. Commits nothing where nothing was
// filed. 0, or the negative enum err of a commit that failed: nothing of that turn has left.
int service_turn(struct service *service);
// Whether the next turn has work already, so that the loop must not wait.
bool service_has_news(const struct service *service);

// Files a job for the next turn; copied. -ERR_FULL: too many wait.
int service_file(struct service *service, const struct service_job *job);

struct custody *service_custody(struct service *service);

// What is known of a bank beyond its row and its doors.
struct service_bank {
	int64_t bank;
	bool online;
	bool tamper, on_battery;
	char saying[PORT_WHY]; // what is wrong with it or with its line, or ""
	char firmware[16];
	struct line_counters counters;
};
// In order of bank id, at most max. Returns how many.
size_t service_banks(const struct service *service, struct service_bank *out_banks, size_t max);

// What was last held to one of the desk's readers. It opens nothing by itself, and is kept nowhere.
struct service_desk_card {
	char uid[READER_UID]; // "" where it was none
	char why[READER_WHY]; // why it was none: one sentence, nothing of the number in it
	struct mono_time at;
	int64_t number; // of readings since the start; 0: none yet
};
const struct service_desk_card *service_desk_card(const struct service *service);
// What is wrong with a reader of the desk, or "".
const char *service_desk_trouble(const struct service *service);

// For tests and the bench.
struct service_counters {
	uint64_t commits, failed_commits, taps, unlocks;
};
const struct service_counters *service_counters(const struct service *service);

#endif
