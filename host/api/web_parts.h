// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of web.h share. Inside the room only.
#ifndef API_WEB_PARTS_H
#define API_WEB_PARTS_H

#include "api/web.h"

struct web_call {
	struct web *web;
	const struct api *api;
	const struct web_request *request;
	json_t *body; // once web_body() has read it: an object, empty where there was none
	struct session session;
	bool signed_in; // session is somebody's, though perhaps not full
	struct web_answer *answer;
};

// Reads the body into call->body, at most most bytes of it. False: refused. Only once it is known
// who asks: JSON of a megabyte is long work, and the doors wait for it.
bool web_body(struct web_call *call, size_t most);
// Ends with a sentence and no more.
void web_refuse(struct web_call *call, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
// Ends with an answer (stolen) and "ok": true.
void web_done(struct web_call *call, json_t *answer);
// A text field of the body; refused (NULL) where it is missing or longer than most bytes.
const char *web_text(struct web_call *call, const char *name, size_t most);
// The database failed, or memory: 500.
void web_failed(struct web_call *call, int err);

// web_sign_in.c
void web_sign_in(struct web_call *call);
void web_code(struct web_call *call);
void web_set_up(struct web_call *call);
void web_sign_out(struct web_call *call);
void web_me(struct web_call *call);
// web_welcome.c
void web_welcome(struct web_call *call);
void web_choose(struct web_call *call);
void web_change(struct web_call *call);
void web_password_set(struct web_call *call, const struct web_password *password, const char *hash);
// Tries are counted before they are hashed, and taken back where they were right.
void web_count(struct web_call *call, const struct web_password *password);
void web_right(struct web *web, const struct web_password *password);
// web_sign_in.c: the password was right.
void web_begin(struct web_call *call, const struct web_password *password);
void web_not_right(struct web_call *call, const struct web_password *password);
// web_report.c: name is "report day", ...
void web_report(struct web_call *call, const char *name, enum web_form form, json_t *fields);
// web_once.c: a change under the key of who asks (request->once) is done once.
// Whether answers to this request may be kept at all.
bool web_once_known(const char *name);
// True: it was asked before, or wrongly, and is answered by that.
bool web_once_before(struct web_call *call, const char *name, const json_t *fields);
// Keeps what was answered beside what was written; no key: nothing. 0 or negative.
int web_once_after(struct web_call *call, const char *name, const json_t *fields,
	const json_t *answer, int status);
// web_kept.c
// True: answered with what was answered before. Only where the request may be asked by this
// session.
bool web_kept_before(struct web_call *call, const char *name);
void web_kept_after(struct web_call *call, const char *name);
// web_reader.c
void web_reader(struct web_call *call);
// web_request.c
void web_ask(struct web_call *call);

#endif
