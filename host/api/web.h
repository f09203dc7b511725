// SPDX-License-Identifier: GPL-3.0-or-later
// The API of the screens (design.md section 8), as a pure function from a request of the web to its
// answer: who is signed in, what they may ask, and the request of requests.def behind it. No
// socket, no header, no thread: http/ has those.
//
// A path is a request's words: "desk hand-in" is POST /api/desk/hand-in, its fields the JSON
// object of the body; what only reads is GET /api/status?field=value as well. The rest:
//	POST /api/sign-in		{"person": REF, "password": TEXT}
//	POST /api/sign-in/code		{"code": "123456"}		the second factor
//	POST /api/sign-in/set-up	{}				a new second factor's URI
//	POST /api/sign-out		{}
//	GET  /api/me			who is signed in and what they may ask
//	GET  /api/welcome?link=L	whose one-time link it is
//	POST /api/welcome		{"link": L, "password": TEXT}
//	POST /api/password		{"old": TEXT, "new": TEXT}
//	POST /api/reader		{"screen": TEXT, "take": "yes", "free", "no" or "ask"}
//	GET  /api/report/day?...	by a child process, as JSON; /api/report/day.html a page for
//					paper, /api/report/day.csv for a spreadsheet
// All of it is in docs/openapi.json, which a test holds against what is here.
#ifndef API_WEB_H
#define API_WEB_H

#include "accounts/attempts.h"
#include "accounts/password.h"
#include "accounts/second.h"
#include "accounts/sessions.h"
#include "api/api.h"

#define WEB_PATH   128	      // bytes of a path, with the ending zero
#define WEB_FIELDS 24	      // of a query
#define WEB_BODY   (1u << 20) // bytes of a body: a file to be imported
#define WEB_ASKED  (1u << 16) // of one that asks anything else
#define WEB_OPEN   (1u << 12) // of one from who is not signed in
#define WEB_SEEN   128	      // sessions remembered as good when last used
#define WEB_WORDS  12

// Which screen the desk's reader opens people at, and who sits there; "" and 0: none.
struct web_reader {
	char screen[40];
	int64_t by;
};

// What `status` was last answered, for as long as it cannot have changed (web_kept.c).
struct web_kept {
	char *text; // NULL: nothing
	int status;
	int64_t second, moved; // of the wall clock; store_total_changes()
};

// What outlives one request. Caller-owned; zeroed, then filled in; web_release() at the end.
struct web {
	struct web_reader reader;
	struct web_kept kept;
	const struct env *env;
	bool hands_on;	      // what only reads rows is answered WEB_READ
	const char *database; // the path, for reports and for FILE.secret; borrowed
	struct attempts attempts;
	uint8_t seen[WEB_SEEN][ACCOUNT_HASH];
	size_t seen_next;
};

struct web_field {
	const char *name, *value;
};

// Everything is borrowed for the call. Strings are as they came: anything.
struct web_request {
	const char *method; // "GET", "POST", ...
	const char *path;
	struct web_field fields[WEB_FIELDS];
	size_t field_count;
	const char *body; // NULL: none, or passed over: too long for who was not known
	size_t body_len;
	const char *session, *browser; // cookies, or NULL
	const char *origin_trouble;    // a sentence where the request may not come from our own
				       // pages, else NULL: then it changes nothing
	bool again;		       // the page reads it again by itself: no use of the session
	const char *once;	       // a key of the browser's own, to be done once; or NULL
	uint64_t address;	       // of the client, hashed
};

enum web_form { WEB_JSON, WEB_HTML, WEB_CSV };

// The reading whose changes the stream tells (docs/api.md).
#define WEB_TODAY_ASKED "{\"request\":\"today\"}"

enum web_next {
	WEB_ANSWERED,
	WEB_PASSWORD, // a child has to check or make a password's hash: then web_checked()
	WEB_READ,   // text is a request that reads rows, to be asked elsewhere: its answer is ours
	WEB_TODAY,  // as WEB_READ of WEB_TODAY_ASKED, which is the same whoever asks
	WEB_REPORT, // a child has to run this program with words: its output is the answer
};

// What waits while a child is at a password. Wiped by its keeper.
struct web_password {
	enum { WEB_SIGN_IN, WEB_WELCOME, WEB_CHANGE } what;
	int64_t account;
	char hash[ACCOUNT_PASSWORD];	// to be checked against given; "" never fits
	char given[PASSWORD_MOST + 1];	// "" : nothing to check
	char wanted[PASSWORD_MOST + 1]; // "" : nothing to hash
	char link[ACCOUNT_TOKEN];	// WELCOME
	uint8_t session[ACCOUNT_HASH];	// CHANGE: stays
	bool known_browser;
	char browser_token[ACCOUNT_TOKEN]; // of the browser's cookie, or ""
	uint64_t browser, person, address; // what failures are counted on: a known browser's, or
					   // else both the reference's and the address's
};

struct web_answer {
	enum web_next next;
	int status;	   // of HTTP: 200, 400, 401, 403, 404, 405, 422, 429, 500, 503
	char *text;	   // JSON; freed by the caller. NULL: no memory
	bool keep;	   // what was written is to be committed
	int retry_after_s; // with 429
	// Cookies: set where not "", taken away where end is set.
	char session[ACCOUNT_TOKEN], browser[ACCOUNT_TOKEN];
	bool end_session;
	struct web_password password; // WEB_PASSWORD
	char words[WEB_WORDS][512];   // WEB_REPORT; ended by ""
	enum web_form form;	      // of its output
};

// A door or a bank is not what it was: told after the commit that made it so.
void web_moved(struct web *web);
void web_release(struct web *web);

// Answers inside the caller's transaction. api->user is NULL: nobody of the operating system asks.
void web_answer(struct web *web, const struct api *api, const struct web_request *request,
	struct web_answer *out_answer);

// A child has checked the password. right: given fits hash, or there was nothing to check; hash:
// that of wanted, or "". err: it could not be done.
void web_checked(struct web *web, const struct api *api, const struct web_password *password,
	bool right, const char *hash, int err, struct web_answer *out_answer);

// No child came to check the password: what was counted for the try is taken back.
void web_not_checked(struct web *web, const struct web_password *password);

// Whether the cookie is of a session that was good when last used in this run: how much of a body
// is worth keeping before anything is looked up, and whose connection makes room for others last.
// It lets nobody in.
bool web_has_seen(const struct web *web, const char *session);

// Whether the session of that cookie may watch the stream of changes; else the answer says why not.
// *out_today: whether it may be told there what "today" would answer.
bool web_may_watch(struct web *web, const struct api *api, const char *session,
	struct web_answer *out_answer, bool *out_today);
// Whether a stream that began may go on. Looking is no use of the session: it writes nothing.
bool web_may_go_on(const struct api *api, const char *session, bool *out_today);

#endif
