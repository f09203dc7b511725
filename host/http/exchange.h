// SPDX-License-Identifier: GPL-3.0-or-later
// One request of the web on its way: filed for a turn, perhaps waiting for a child, answered. Knows
// nothing of the HTTP library: whoever holds the connection is told by ready() that there is an
// answer, and says by exchange_leave() that the connection has gone.
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "base/child.h"
#include "http/http.h"

enum exchange_state {
	EXCHANGE_READING,  // its body is coming
	EXCHANGE_ASKED,	   // filed for a turn, or waiting for a child
	EXCHANGE_ANSWERED, // answer holds it
	EXCHANGE_WATCHES,  // it may watch: the stream begins
};

// An answer that many are given: there is one of it, however long it is and however many they are.
struct exchange_shared {
	size_t users;
	char text[];
};

struct exchange {
	struct lobby *lobby;
	void *connection; // the library's; NULL: it has gone
	enum exchange_state state;
	bool watch;   // GET /api/changes
	bool today;   // WATCHES: they are told of today as well
	bool seen;    // its session was good when last used: web_has_seen()
	bool entered; // let in by a turn
	struct web_request request;
	char method[8], path[WEB_PATH], session[ACCOUNT_TOKEN], browser[ACCOUNT_TOKEN], last_id[48],
		once[72];
	char *fields; // text that request.fields point into
	char *body;
	size_t body_room;
	struct web_answer answer;
	struct exchange_shared *shared; // its text, instead of answer's; NULL: answer's
	bool keep;
	struct exchange *next; // in a queue
};

// Where exchanges wait: the queue for passwords, which are checked one at a time, and for reports.
struct lobby {
	const struct http_config *config;
	void (*ready)(void *arg, struct exchange *exchange);
	void (*due)(void *arg);
	void *arg;
	struct exchange *leaving; // answered, and waiting for a turn that sends it; oldest first
	struct exchange **leaving_end;
	int room;			// how many more this turn lets in
	struct exchange *entering;	// whole, and waiting to be let in; oldest first
	struct exchange **entering_end; // NULL while there are none
	struct {
		struct child *child; // NULL: not started yet
		struct row_reading {
			struct row_reading *next;
			char *asked;		  // the request, one line
			bool again;		  // its child died: this is the second
			struct exchange *waiting; // all who asked for it
		} * first;			  // oldest first
		size_t count;
		bool begun; // the first one is with the child
		struct loop_timer patience;
	} reads;
	// What "today" answered last: for all who ask while it still would, and to be told of where
	// it would not any more. It goes by the minute too: what is overdue is so by the clock.
	struct {
		void (*tell)(void *arg, const char *json); // the event "today"
		bool (*watched)(void *arg);		   // by anybody, who is to be told
		struct exchange_shared *answer;		   // NULL: not known
		char version[24];      // its ETag, or that of the last; "" before any
		int64_t minute;	       // it was read in
		bool moved;	       // rows were written since
		struct mono_time next; // not read before then without being asked
		struct loop_timer timer;
	} today;
	struct exchange *passwords, *reports; // waiting, oldest first
	struct password_check {
		struct lobby *lobby;
		struct exchange *exchange; // NULL: none under way
		struct child *child;
		bool right, told;
		char hash[ACCOUNT_PASSWORD];
		int err;
	} check;
	size_t long_bodies; // bytes of bodies beyond HTTP_SHORT, of all exchanges
	struct report_making {
		struct lobby *lobby;
		struct exchange *exchange;
		struct child *child;
		char *text;
		size_t len, room;
		bool too_long;
	} making[HTTP_CHILDREN];
	bool closing;
};

// ready: the connection of this one goes on, now. due: lobby_admit has something to do.
void lobby_open(struct lobby *lobby, const struct http_config *config,
	void (*ready)(void *arg, struct exchange *exchange), void (*due)(void *arg), void *arg);
// Ends its children. Exchanges that wait are freed where their connections have gone.
void lobby_close(struct lobby *lobby);

// NULL: no memory. method and path are copied; a path too long is answered as not there.
struct exchange *exchange_make(
	struct lobby *lobby, void *connection, const char *method, const char *path);
// Takes more of its body; what is beyond WEB_BODY is passed over and answered 413 later, and so is
// more than HTTP_SHORT from who is not known: memory is nobody's who has not signed in.
void exchange_body(struct exchange *exchange, const char *data, size_t len);
// Everything has come. False: this turn lets nobody more in, it waits, and ready() says when it
// may.
bool exchange_enter(struct exchange *exchange);
// A turn sends the answers of so many that are answered, and lets in as many as then are left,
// those who wait first. True where others still wait.
bool lobby_admit(struct lobby *lobby, int room);
// Files it. It is answered at once where that cannot be.
void exchange_file(struct exchange *exchange);
// Answers without asking anybody.
void exchange_refuse(struct exchange *exchange, int status, const char *sentence);
// The connection has gone, or is done with it: freed now, or when what it waits for has ended.
void exchange_leave(struct exchange *exchange);

// The text of its answer; NULL: none, for want of memory.
const char *exchange_text(const struct exchange *exchange);
// Of one user. NULL: no memory.
struct exchange_shared *exchange_share(const char *text);
// One user fewer; freed with the last. NULL is fine. As a callback of who sends it.
void exchange_unshare(void *shared);

// exchange_children.c
void lobby_password(struct lobby *lobby, struct exchange *exchange);
void lobby_report(struct lobby *lobby, struct exchange *exchange);
// The answer was read from check: the next one may begin.
void lobby_password_done(struct lobby *lobby);
// No room: to be asked again.
void lobby_busy(struct exchange *exchange);
// exchange_reads.c: answer.text is the request.
void lobby_read(struct lobby *lobby, struct exchange *exchange);
// The one reading of that request which is not begun yet, or a new one, the next: whoever waits
// for it is entered, then lobby_read_on. NULL: no room.
struct row_reading *lobby_reading_soon(struct lobby *lobby, const char *asked);
void lobby_read_on(struct lobby *lobby);
void lobby_reads_end(struct lobby *lobby);
// exchange_today.c: answered from what is known of it, or when it has been read.
void lobby_today(struct lobby *lobby, struct exchange *exchange);
// Rows were written: what is known of it is known no more.
void lobby_moved(struct lobby *lobby);
// A reading of any request begins; and has come, with status 0 where it could not be read: text is
// cut to what is for those who asked.
void lobby_today_begins(struct lobby *lobby, const char *asked);
void lobby_today_came(struct lobby *lobby, const char *asked, int status, char *text);
void lobby_children_end(struct lobby *lobby);
// exchange.c: the turn after a child.
void exchange_checked(struct exchange *exchange);
void exchange_ready(struct exchange *exchange);
void exchange_free(struct exchange *exchange);

#endif
