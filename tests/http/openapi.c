// SPDX-License-Identifier: GPL-3.0-or-later
// Prints docs/openapi.json from the tables that the program itself works by: the requests, the
// commands of the same words (their operands and options are a request's fields), and who may ask
// what. scripts/openapi writes the file; openapi_test.py holds it against what this prints, and
// what it says against a server that runs.
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "api/access.h"
#include "api/api.h"
#include "cli/command.h"
#include "cli/parse.h"

static const struct {
	const char *name;
	enum api_kind kind;
} requests[] = {
#define REQUEST(name, function, kind) {name, kind},
#include "api/requests.def"
#undef REQUEST
};

// Fields that no command has as an operand or option: the text of a file the command reads.
static const struct {
	const char *request, *field, *about;
} texts[] = {
	{"import people", "csv", "the file's text"},
	{"import contact", "csv", "the file's text"},
	{"import terms", "ics", "the file's text"},
	{"map save", "map", "the map's text"},
	{"map guess", "csv", "the file's text"},
};

// The routes of api/web.c that are no requests, and what they take.
static const struct {
	const char *method, *path, *about, *fields; // "person* password*": * is needed
	bool open;				    // without a session
} routes[] = {
	{"post", "/api/sign-in", "Signs in; next says whether a code is still owed",
		"person* password*", true},
	{"post", "/api/sign-in/code", "Gives the second factor's code", "code*", false},
	{"post", "/api/sign-in/set-up", "A new second factor, as an otpauth URI", "", false},
	{"post", "/api/sign-out", "Ends the session", "", false},
	{"get", "/api/me", "Who is signed in, and what they may ask", "", false},
	{"get", "/api/welcome", "Whose one-time link it is", "link*", true},
	{"post", "/api/welcome", "Chooses a password by a one-time link", "link* password*", true},
	{"post", "/api/password", "Changes one's own password", "old* new*", false},
	{"post", "/api/reader",
		"Which computer the desk's reader opens people at: yes takes it, free where nobody "
		"has it, no gives it back, ask only asks",
		"screen* take*", false},
	{"get", "/api/changes", "Changes as they happen, as server-sent events (text/event-stream)",
		"", false},
};

static json_t *text_schema(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

static json_t *answer_schema(const char *about)
{
	return json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", about, "content",
		"application/json", "schema", "$ref", "#/components/schemas/Answer");
}

static json_t *responses(void)
{
	json_t *all = json_object();

	json_object_set_new(all, "200", answer_schema("Done, or what was asked for"));
	json_object_set_new(all, "default",
		answer_schema("Refused: 400 not understood, 401 not signed in, 403 not theirs to "
			      "ask, 422 said no, 429 too much, 503 try again; error is one "
			      "sentence that says what to do"));
	return all;
}

// One field more, in the body or the query.
static void add_field(json_t *operation, bool post, const char *name, const char *type,
	const char *about, bool needed)
{
	char field[64];

	snprintf(field, sizeof field, "%s", name);
	for (char *p = field; *p; p++)
		*p = *p == '-' ? '_' : *p;
	if (!post) {
		json_t *parameters = json_object_get(operation, "parameters");

		if (!parameters) {
			parameters = json_array();
			json_object_set_new(operation, "parameters", parameters);
		}
		json_array_append_new(
			parameters, json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", field, "in",
					    "query", "required", needed, "description", about,
					    "schema", text_schema(type)));
		return;
	}
	json_t *body = json_object_get(operation, "requestBody");

	if (!body) {
		body = json_pack("{s:{s:{s:{s:s, s:{}, s:[]}}}}", "content", "application/json",
			"schema", "type", "object", "properties", "required");
		json_object_set_new(operation, "requestBody", body);
	}
	json_t *schema = json_object_get(
		json_object_get(json_object_get(body, "content"), "application/json"), "schema");
	json_t *property = strcmp(type, "array") == 0 ? json_pack("{s:s, s:{s:s}}", "type", "array",
								"items", "type", "string")
						      : text_schema(type);

	json_object_set_new(property, "description", json_string(about));
	json_object_set_new(json_object_get(schema, "properties"), field, property);
	if (needed)
		json_array_append_new(json_object_get(schema, "required"), json_string(field));
}

static const struct command *find_command(const char *words)
{
	for (size_t i = 0; command_families[i]; i++) {
		for (const struct command *c = command_families[i]; c->words; c++) {
			if (strcmp(c->words, words) == 0)
				return c;
		}
	}
	return NULL;
}

static bool is_file(const char *operand)
{
	return strchr(operand, '.') || strcmp(operand, "FILE") == 0;
}

static void add_operands(json_t *operation, bool post, const char *operands)
{
	char name[40];
	size_t len;

	for (; operands && *operands; operands += len + (operands[len] == ' ')) {
		const char *word = operands + (*operands == '[');
		size_t inner = strcspn(word, " ]");

		len = strcspn(operands, " ");
		snprintf(name, sizeof name, "%.*s", (int)inner, word);
		if (is_file(name))
			continue;
		for (char *p = name; *p; p++)
			*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		add_field(operation, post, name, "string", "", *operands != '[');
	}
}

static void add_options(json_t *operation, bool post, const struct command_option *options)
{
	static const char *const types[] = {[OPTION_TEXT] = "string",
		[OPTION_NEEDED] = "string",
		[OPTION_NUMBER] = "integer",
		[OPTION_FLAG] = "boolean",
		[OPTION_MANY] = "array"};

	for (; options && options->name; options++)
		add_field(operation, post, options->name, types[options->kind], options->about,
			options->kind == OPTION_NEEDED);
}

static json_t *roles_of(const char *name, enum access wanted)
{
	json_t *roles = json_array();

	for (int role = 0; role < ACCOUNT_ROLES; role++) {
		if (access_of(name, (enum account_role)role) == wanted)
			json_array_append_new(roles, json_string(account_role_word(role)));
	}
	return roles;
}

// Who may ask it of a child of a class that is theirs.
static json_t *roles_of_children(const char *name)
{
	json_t *roles = json_array();

	for (int role = 0; role < ACCOUNT_ROLES; role++) {
		if (access_of_children(name, (enum account_role)role))
			json_array_append_new(roles, json_string(account_role_word(role)));
	}
	return roles;
}

static void path_of(const char *words, char out[128])
{
	snprintf(out, 128, "/api/%s", words);
	for (char *p = out; *p; p++)
		*p = *p == ' ' ? '/' : *p;
}

static json_t *operation_of(const char *name, const char *about)
{
	json_t *operation = json_pack("{s:s, s:s, s:o, s:o, s:o}", "operationId", name, "summary",
		about, "x-roles", roles_of(name, ACCESS_YES), "x-own", roles_of(name, ACCESS_OWN),
		"responses", responses());
	json_t *children = roles_of_children(name);

	if (json_array_size(children) > 0)
		json_object_set(operation, "x-children", children);
	json_decref(children);
	return operation;
}

static void add_request(json_t *paths, const char *name, enum api_kind kind)
{
	const struct command *command = find_command(name);
	bool post = kind == API_CHANGES;
	json_t *operation = operation_of(name, command ? command->about : "");
	char path[128];

	if (command) {
		add_operands(operation, post, command->operands);
		add_options(operation, post, command->options);
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(texts[i].request, name) == 0)
			add_field(operation, post, texts[i].field, "string", texts[i].about, true);
	}
	path_of(name, path);
	json_object_set_new(paths, path, json_pack("{s:o}", post ? "post" : "get", operation));
}

static void add_report(json_t *paths, const char *name)
{
	const struct command *command = find_command(name);
	char path[140];

	for (int html = 0; html < 2; html++) {
		json_t *operation = operation_of(name, command ? command->about : "");

		if (strcmp(name, "report governors") == 0 || strcmp(name, "report evidence") == 0) {
			add_field(operation, false, "from", "string", "the first day", false);
			add_field(operation, false, "until", "string", "the last day", false);
		} else if (command) {
			add_operands(operation, false, command->operands);
		}
		path_of(name, path);
		if (html) {
			strcat(path, ".html");
			json_object_set_new(
				operation, "operationId", json_sprintf("%s as a page", name));
		}
		json_object_set_new(paths, path, json_pack("{s:o}", "get", operation));
	}
}

static void add_route(json_t *paths, size_t i)
{
	bool post = strcmp(routes[i].method, "post") == 0;
	json_t *operation = json_pack("{s:s, s:s, s:o}", "operationId", routes[i].path + 5,
		"summary", routes[i].about, "responses", responses());
	json_t *item = json_object_get(paths, routes[i].path);
	char name[40];
	size_t len;

	if (routes[i].open)
		json_object_set_new(operation, "security", json_array());
	else if (strcmp(routes[i].path, "/api/changes") == 0)
		json_object_set_new(operation, "x-roles", roles_of("changes", ACCESS_YES));
	for (const char *p = routes[i].fields; *p; p += len + (p[len] == ' ')) {
		len = strcspn(p, " ");
		snprintf(name, sizeof name, "%.*s", (int)(len - (p[len - 1] == '*')), p);
		add_field(operation, post, name, "string", "", p[len - 1] == '*');
	}
	if (!item) {
		item = json_object();
		json_object_set_new(paths, routes[i].path, item);
	}
	if (post)
		json_object_set_new(
			operation, "operationId", json_sprintf("%s (change)", routes[i].path + 5));
	json_object_set_new(item, routes[i].method, operation);
}

int main(void)
{
	json_t *paths = json_object();
	const char *name;

	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
		add_route(paths, i);
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		if (access_known(requests[i].name))
			add_request(paths, requests[i].name, requests[i].kind);
	}
	for (size_t i = 0; (name = access_name(i)); i++) {
		if (strncmp(name, "report ", 7) == 0)
			add_report(paths, name);
	}
	json_t *all = json_pack(
		"{s:s, s:{s:s, s:s, s:s}, s:o, s:[{s:[]}], s:{s:{s:{s:s, s:s, s:s}}, s:{s:{s:s, "
		"s:{s:{s:s}, s:{s:s}, s:{s:s}}, s:[s]}}}}",
		"openapi", "3.0.3", "info", "title", "Hometime", "version", HOMETIME_VERSION,
		"description",
		"What the screens ask of the service. A path is a request's words; what changes "
		"something is POST with the headers Content-Type: application/json and X-Hometime: "
		"1, and perhaps Idempotency-Key; who acts is who is signed in. Written by "
		"scripts/openapi from the program's "
		"own tables.",
		"paths", paths, "security", "session", "components", "securitySchemes", "session",
		"type", "apiKey", "in", "cookie", "name", "session", "schemas", "Answer", "type",
		"object", "properties", "ok", "type", "boolean", "say", "type", "string", "error",
		"type", "string", "required", "ok");

	if (!all)
		return 1;
	json_dumpf(all, stdout, JSON_INDENT(1) | JSON_SORT_KEYS);
	putchar('\n');
	json_decref(all);
	return 0;
}
