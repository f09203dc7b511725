// SPDX-License-Identifier: GPL-3.0-or-later
// The routes that are no request of requests.def, who is signed in, and how answers end.
#include "api/web.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/token.h"
#include "api/access.h"
#include "api/web_parts.h"
#include "base/err.h"

void web_refuse(struct web_call *call, int status, const char *format, ...)
{
	char sentence[400];
	json_t *text;
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof sentence, format, args);
	va_end(args);
	text = json_string(sentence);
	json_t *answer = json_pack("{s:b, s:o}", "ok", 0, "error",
		text ? text : json_string("Something in it is not UTF-8."));

	call->answer->status = status;
	free(call->answer->text);
	call->answer->text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
	json_decref(answer);
}

void web_done(struct web_call *call, json_t *answer)
{
	json_object_set_new(answer, "ok", json_true());
	call->answer->status = 200;
	free(call->answer->text);
	call->answer->text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
	json_decref(answer);
}

void web_failed(struct web_call *call, int err)
{
	web_refuse(call, 500, "It could not be done (%s), and nothing was changed.", err_str(err));
	call->answer->keep = false;
}

const char *web_text(struct web_call *call, const char *name, size_t most)
{
	const json_t *value = json_object_get(call->body, name);
	const char *text = json_string_value(value);

	if (!text || !*text)
		web_refuse(call, 400, "\"%s\" is missing.", name);
	else if (json_string_length(value) > most || strlen(text) != json_string_length(value))
		web_refuse(call, 400, "\"%s\" has more than %zu bytes, or a zero among them.", name,
			most);
	else
		return text;
	return NULL;
}

static const struct {
	const char *method, *path;
	bool open; // no session asked for
	bool half; // a session without its second factor will do
	void (*run)(struct web_call *call);
} routes[] = {
	{"POST", "/api/sign-in", true, true, web_sign_in},
	{"POST", "/api/sign-in/code", false, true, web_code},
	{"POST", "/api/sign-in/set-up", false, true, web_set_up},
	{"POST", "/api/sign-out", false, true, web_sign_out},
	{"GET", "/api/me", false, true, web_me},
	{"GET", "/api/welcome", true, true, web_welcome},
	{"POST", "/api/welcome", true, true, web_choose},
	{"POST", "/api/password", false, false, web_change},
	{"POST", "/api/reader", false, false, web_reader},
};

bool web_body(struct web_call *call, size_t most)
{
	const struct web_request *request = call->request;

	if (request->body_len > most) {
		web_refuse(call, 413, "That is more than this request may hold.");
		return false;
	}
	if (request->body_len > 0 && !request->body) {
		web_refuse(call, 503, "This came before the box knew you. Please send it again.");
		return false;
	}
	if (request->body_len == 0) {
		call->body = json_object();
		return call->body != NULL;
	}
	call->body = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(call->body))
		return true;
	json_decref(call->body);
	call->body = NULL;
	web_refuse(call, 400, "The body must be one JSON object.");
	return false;
}

static void remember(struct web *web, const uint8_t token[ACCOUNT_HASH])
{
	for (size_t i = 0; i < WEB_SEEN; i++) {
		if (memcmp(web->seen[i], token, ACCOUNT_HASH) == 0)
			return;
	}
	memcpy(web->seen[web->seen_next], token, ACCOUNT_HASH);
	web->seen_next = (web->seen_next + 1) % WEB_SEEN;
}

static void remember_new(struct web_call *call)
{
	uint8_t token[ACCOUNT_HASH];

	if (token_hash(call->answer->session, token) == 0)
		remember(call->web, token);
}

bool web_has_seen(const struct web *web, const char *session)
{
	uint8_t token[ACCOUNT_HASH];

	if (token_hash(session, token) < 0)
		return false;
	for (size_t i = 0; i < WEB_SEEN; i++) {
		if (memcmp(web->seen[i], token, ACCOUNT_HASH) == 0)
			return true;
	}
	return false;
}

// Whose session it is, if it is one; a route that needs none takes whoever comes.
static bool check_session(struct web_call *call, bool open, bool half)
{
	bool again = call->request->again && strcmp(call->request->method, "GET") == 0;
	char why[ACTOR_WHY] = "";
	int err = (again ? sessions_again : sessions_find)(
		call->api->store, call->api->now.wall, call->request->session, &call->session, why);

	call->signed_in = err == 0;
	if (err == 0) {
		remember(call->web, call->session.token);
		call->answer->keep = true; // that it was used
	}
	if (open || (err == 0 && (half || call->session.full)))
		return true;
	if (err == 0)
		web_refuse(call, 401, "Your code is still to be given: finish signing in.");
	else if (err == -ERR_NOT_FOUND && why[0])
		web_refuse(call, 401, "%s", why);
	else
		web_failed(call, err);
	return false;
}

static void route(struct web_call *call)
{
	const struct web_request *request = call->request;
	bool path_known = false;

	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		if (strcmp(routes[i].path, request->path) != 0)
			continue;
		path_known = true;
		if (strcmp(routes[i].method, request->method) != 0)
			continue;
		if (check_session(call, routes[i].open, routes[i].half) && web_body(call, WEB_OPEN))
			routes[i].run(call);
		return;
	}
	if (path_known)
		web_refuse(call, 405, "That is not asked like this: %s.", request->method);
	else if (check_session(call, false, false))
		web_ask(call);
}

void web_answer(struct web *web, const struct api *api, const struct web_request *request,
	struct web_answer *out_answer)
{
	struct api counted = *api;
	struct web_call call = {
		.web = web, .api = &counted, .request = request, .answer = out_answer};

	counted.attempts = &web->attempts;
	*out_answer = (struct web_answer){.status = 500};
	if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "POST") != 0)
		web_refuse(&call, 405, "Only GET and POST are spoken here.");
	else if (strcmp(request->method, "POST") == 0 && request->origin_trouble)
		web_refuse(&call, 403, "%s", request->origin_trouble);
	else
		route(&call);
	json_decref(call.body);
	remember_new(&call);
}

void web_checked(struct web *web, const struct api *api, const struct web_password *password,
	bool right, const char *hash, int err, struct web_answer *out_answer)
{
	static const struct web_request none;
	struct web_call call = {.web = web, .api = api, .request = &none, .answer = out_answer};

	*out_answer = (struct web_answer){.status = 500, .keep = true};
	if (err < 0)
		web_not_checked(web, password);
	else if (right)
		web_right(web, password);
	if (err < 0)
		web_failed(&call, err);
	else if (!right)
		web_not_right(&call, password);
	else if (password->what == WEB_SIGN_IN)
		web_begin(&call, password);
	else
		web_password_set(&call, password, hash);
	remember_new(&call);
}

bool web_may_watch(struct web *web, const struct api *api, const char *session,
	struct web_answer *out_answer, bool *out_today)
{
	// A browser opens a stream anew by itself.
	const struct web_request request = {.method = "GET", .session = session, .again = true};
	struct web_call call = {.web = web, .api = api, .request = &request, .answer = out_answer};

	*out_answer = (struct web_answer){.status = 500};
	*out_today = false;
	if (!check_session(&call, false, false))
		return false;
	*out_today = access_of("today", call.session.account.role) == ACCESS_YES;
	if (access_of("changes", call.session.account.role) == ACCESS_YES)
		return true;
	web_refuse(&call, 403, "Your account does not show the lockers.");
	return false;
}

bool web_may_go_on(const struct api *api, const char *session, bool *out_today)
{
	char why[ACTOR_WHY] = "";
	struct session found;

	*out_today = false;
	if (sessions_look(api->store, api->now.wall, session, &found, why) != 0 || !found.full)
		return false;
	*out_today = access_of("today", found.account.role) == ACCESS_YES;
	return access_of("changes", found.account.role) == ACCESS_YES;
}
