// SPDX-License-Identifier: GPL-3.0-or-later
// The service's inside, for the files of this room only.
#ifndef SERVICE_PARTS_H
#define SERVICE_PARTS_H

#include "keys/keys.h"
#include "reader/reader.h"
#include "service/server.h"
#include "service/service.h"

// News of one turn. One loop turn brings a few; a bank that babbles more than this is treated like
// a bank that began again.
#define NEWS_MAX 512

enum news_kind {
	NEWS_CARD,
	NEWS_INPUTS,
	NEWS_ONLINE,
	NEWS_OFFLINE,
	NEWS_ACCEPTED,
	NEWS_REFUSED,
	NEWS_WITHDRAWN,
};

struct news {
	enum news_kind kind;
	int64_t bank;
	int64_t intent;
	char uid[21];
	struct bank_view view;
};

struct cabinet {
	struct bank_row row;
	struct line *line; // NULL: its line is not served
	bool online;
	bool arriving;			  // identity known, inputs and outputs not all asked yet
	bool inputs_known, outputs_known; // since it arrived
	struct line_facts facts;
	struct bank_view view;
	bool tamper, on_battery;
	bool clock_known; // its own, asked
	struct line_clock clock;
	bool key_taken; // its pending key is its own now; the file is to say so
	bool adopt;	// first seen in this turn: its line may obey it after the commit
	char saying[PORT_WHY];
	struct { // as told to whoever looks at the screens
		bool online, tamper, on_battery;
		char saying[PORT_WHY];
	} shown;
};

struct desk_reader {
	struct service *service;
	const char *address;
	struct reader *reader;
	char trouble[READER_WHY];
};

struct waiting {
	unsigned client;
	uid_t user;
	char *text;
	size_t len;
	bool here; // not for a child
};

// A request that a child answers.
#define SERVICE_LOOKS 2
struct look {
	struct service *service; // NULL: free
	struct child *child;
	struct waiting waiting; // text is its own
	bool answered;
};

struct service {
	struct service_config config;
	struct custody *custody;
	struct outbox outbox;
	struct line *lines[SERVICE_LINES];
	size_t line_count;
	struct cabinet cabinets[SERVICE_BANKS];
	size_t cabinet_count;
	struct news news[NEWS_MAX], taken[NEWS_MAX]; // filed; being run
	size_t news_count;
	bool news_lost;
	struct waiting waiting[SERVER_CLIENTS];
	size_t waiting_count;
	struct look looks[SERVICE_LOOKS];
	struct service_job jobs[SERVICE_JOBS]; // a ring
	size_t jobs_from, jobs_count;
	struct server *server;
	struct desk_reader readers[SERVICE_READERS];
	struct service_desk_card desk_card;
	struct loop_timer clocks;
	bool clock_news; // a bank came, went, or said its time
	struct loop_timer due, disk, minute, rested;
	bool disk_due;
	int64_t swept; // the minute of the wall clock whose due exceptions are on record
	enum store_disk disk_was;
	bool clock_doubted;
	int64_t told; // the last event that the log file has
	struct service_counters counters;
};

// news.c: what the lines say, as news.
extern const struct line_events service_line_events;
struct news *news_add(struct service *service, enum news_kind kind, int64_t bank);

// cabinets.c
struct cabinet *cabinet_of(struct service *service, int64_t bank);
int lines_open(struct service *service, char why[STORE_WHY]);
void lines_close(struct service *service);
// Reads the banks' rows again and gives new ones to their lines; returns how many are new.
int cabinets_read(struct service *service);
// Writes down what a bank said of itself when it was first seen; inside a transaction. 1: take it
// over after the commit; 0: nothing new; negative: not as recorded, its sentence said.
int cabinet_seen(struct service *service, struct cabinet *cabinet, struct now now);

// keyring.c: the keys of the banks. lines_open asks first: 0, or why not.
int keyring_check(struct service *service, char why[STORE_WHY]);
bool keyring_find(void *arg, uint32_t serial, struct line_keys *out_keys);
// Gives a bank's line the keys kept for its recorded serial number.
void keyring_give(struct service *service, const struct cabinet *cabinet);
// Writes down the keys that were proved since.
void keyring_turn(struct service *service);

// readers.c
int readers_open(struct service *service, char why[STORE_WHY]);
void readers_close(struct service *service);

// clocks.c: the box's clock held against the banks'.
void clocks_turn(struct service *service, struct now now);

// send.c: the outbox leaves.
void outbox_send(struct service *service);
// Somebody held a card and nothing of it could be written: the cabinet says so, and no more.
void say_unwritten(struct service *service, int64_t bank);

// tell.c: what was committed, for the log file.
void tell_events(struct service *service);

// changed.c: what the lines say of a bank as a whole, for whoever looks.
void changes_tell(struct service *service);

// requests.c: what came through the socket.
extern const struct server_events service_server_events;
void requests_run(struct service *service, struct now now);
// looks.c: whether a child answers this request; then its text may be forgotten.
bool look_begin(struct service *service, const struct waiting *waiting);
void looks_end(struct service *service);
void requests_refuse(struct service *service, const char *sentence);

// jobs.c
// Runs run(arg) in a transaction of its own, commits where it says so, and sends what has to leave.
// Negative: nothing was written.
int turn_alone(
	struct service *service, struct now now, bool (*run)(void *arg, struct now now), void *arg);
void jobs_run(struct service *service, struct now now);
// Whether one waits that may be run now; and a timer for when one may.
bool jobs_wait(const struct service *service);
void jobs_set_timer(struct service *service);
void jobs_refuse(struct service *service);

// turn.c
// Ends the open transaction: commits where something was written, and sends. Otherwise everything
// is undone, custody's mirror too, and why is returned.
int turn_commit(struct service *service, struct now now);
void turn_undo(struct service *service, struct now now);

void service_say(const struct service *service, enum log_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
