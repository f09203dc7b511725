// SPDX-License-Identifier: GPL-3.0-or-later
// A path that is a request's words: may they ask it, and then the request itself, by whoever is
// signed in and nobody else.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/access.h"
#include "api/web_parts.h"
#include "store/class_teachers.h"

// "/api/desk/hand-in" -> "desk hand-in". False: no such words.
static bool words_of(const char *path, char out_name[WEB_PATH])
{
	size_t len = strlen(path);

	if (strncmp(path, "/api/", 5) != 0 || len >= WEB_PATH)
		return false;
	memcpy(out_name, path + 5, len - 4);
	for (char *p = out_name; *p; p++)
		*p = *p == '/' ? ' ' : *p;
	return true;
}

// NULL: refused. A field that is no text must not count as one that was left out.
static json_t *fields_of(struct web_call *call)
{
	json_t *fields = json_object();

	for (size_t i = 0; i < call->request->field_count; i++) {
		if (json_object_set_new(fields, call->request->fields[i].name,
			    json_string(call->request->fields[i].value)) == 0)
			continue;
		json_decref(fields);
		web_refuse(call, 400, "Something in the address is not UTF-8.");
		return NULL;
	}
	return fields;
}

// Requests that take a whole file.
static size_t most_of(const char *name)
{
	static const char *const files[] = {"import people", "import terms", "import contact",
		"register roll-over", "file check", "map guess"};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (strcmp(files[i], name) == 0)
			return WEB_BODY;
	}
	return WEB_ASKED;
}

// Whether person, if there is such a one, is a child of a class that is theirs.
static bool child_of_theirs(struct web_call *call, const char *person)
{
	struct person_record child;

	return person_find(call->api->store, person, &child) == 0 && child.class[0] &&
	       class_teacher_has(call->api->store, call->session.person.id, child.class) == 1;
}

// True where they may; the person they may ask it of is themselves only where own, or a child of
// theirs.
static bool may(struct web_call *call, const char *name, json_t *fields)
{
	enum access access = access_of(name, call->session.account.role);
	const char *person = json_string_value(json_object_get(fields, "person"));

	// Of several at once nobody asks for themselves only.
	if (access == ACCESS_OWN && json_object_get(fields, "staff"))
		person = NULL;
	else if (access == ACCESS_OWN && !json_object_get(fields, "person")) {
		json_object_set_new(fields, "person", json_string(call->session.person.ref));
		return true;
	}
	if (access == ACCESS_YES ||
		(access == ACCESS_OWN && person && strcmp(person, call->session.person.ref) == 0))
		return true;
	bool children = access_of_children(name, call->session.account.role);

	if (children && person && child_of_theirs(call, person))
		return true;
	web_refuse(call, 403, "Your account may ask that of yourself%s only.",
		children ? ", and of the children of your own class," : "");
	return false;
}

static void ask(struct web_call *call, const char *name, json_t *fields)
{
	bool keep = false, once = api_kind(name) == API_CHANGES && web_once_known(name);

	if ((once && web_once_before(call, name, fields)) || web_kept_before(call, name))
		return;
	json_t *asked = once ? json_copy(fields) : NULL;

	if (call->web->hands_on && strcmp(name, "today") == 0 && json_object_size(fields) == 0) {
		call->answer->next = WEB_TODAY;
		call->answer->status = 200;
		return;
	}
	json_object_set_new(fields, "request", json_string(name));
	json_object_set_new(fields, "by", json_string(call->session.person.ref));
	if (call->web->hands_on && api_kind(name) == API_READS) {
		call->answer->next = WEB_READ;
		call->answer->status = 200;
		call->answer->text = json_dumps(fields, JSON_COMPACT);
		return;
	}
	json_t *answer = api_answer(call->api, fields, &keep);

	if (!answer) {
		json_decref(asked);
		return;
	}
	// What the request wrote, or the use of the session beside a request that wrote nothing.
	call->answer->keep = keep;
	call->answer->status = json_is_true(json_object_get(answer, "ok")) ? 200 : 422;
	call->answer->text = json_dumps(answer, JSON_COMPACT);
	int err =
		once && keep ? web_once_after(call, name, asked, answer, call->answer->status) : 0;

	if (err < 0)
		web_failed(call, err);
	else
		web_kept_after(call, name);
	json_decref(asked);
	json_decref(answer);
}

void web_ask(struct web_call *call)
{
	const struct web_request *request = call->request;
	bool post = strcmp(request->method, "POST") == 0;
	char name[WEB_PATH];
	size_t len;
	enum web_form form = WEB_JSON;
	int kind;

	if (!words_of(request->path, name)) {
		web_refuse(call, 404, "There is nothing at this address.");
		return;
	}
	len = strlen(name);
	if (len > 5 && strcmp(name + len - 5, ".html") == 0)
		form = WEB_HTML;
	else if (len > 4 && strcmp(name + len - 4, ".csv") == 0)
		form = WEB_CSV;
	name[len - (form == WEB_HTML ? 5 : form == WEB_CSV ? 4 : 0)] = '\0';
	kind = strncmp(name, "report ", 7) == 0 ? API_READS : api_kind(name);
	if (kind < 0 || !access_known(name) ||
		(form != WEB_JSON && strncmp(name, "report ", 7) != 0)) {
		web_refuse(call, 404, "There is nothing at this address.");
		return;
	}
	if (!post && kind == API_CHANGES) {
		web_refuse(call, 405, "That changes something: POST it.");
		return;
	}
	if (access_of(name, call->session.account.role) == ACCESS_NO) {
		web_refuse(call, 403, "Your account may not do that.");
		return;
	}
	if (!web_body(call, most_of(name)))
		return;
	if (json_object_get(call->body, "by") || json_object_get(call->body, "request")) {
		web_refuse(call, 400,
			"Who acts is who is signed in, and what is in the address: "
			"leave \"by\" and \"request\" out.");
		return;
	}
	json_t *fields = post ? json_incref(call->body) : fields_of(call);

	if (fields && may(call, name, fields)) {
		if (strncmp(name, "report ", 7) == 0)
			web_report(call, name, form, fields);
		else
			ask(call, name, fields);
	}
	json_decref(fields);
}
