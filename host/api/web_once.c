// SPDX-License-Identifier: GPL-3.0-or-later
// A change is done once, however often it is asked for: a browser whose answer was lost on the way
// asks again under the same key (the header Idempotency-Key), and is answered what it was answered.
// The change and its answer are one transaction, so a restart in between forgets both or neither.
#include <stdlib.h>
#include <string.h>

#include "api/web_parts.h"
#include "base/err.h"
#include "store/answered.h"

// Of an answer the sentence and the ids: enough to go on with, and nothing that is kept elsewhere
// behind a lock of its own.
static const char *const kept[] = {"ok", "say", "error", "outcome", "rule", "custody", "door",
	"pending", "preview", "terms", "id", "person", "bank", "envelope"};
// Whose answer is a secret, or is what it asks to see: asked again, they are answered anew.
static const char *const anew[] = {"account make", "account link", "incident show"};

bool web_once_known(const char *name)
{
	for (size_t i = 0; i < sizeof anew / sizeof *anew; i++) {
		if (strcmp(name, anew[i]) == 0)
			return false;
	}
	return true;
}

static bool is_key(const char *key)
{
	size_t len = strlen(key);

	return len >= ANSWERED_KEY_LEAST && len <= ANSWERED_KEY_MOST &&
	       strspn(key, "0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz-_") ==
		       len;
}

static bool hash_asked(const char *name, const json_t *fields, uint8_t out_hash[ANSWERED_HASH])
{
	char *text = json_dumps(fields, JSON_COMPACT | JSON_SORT_KEYS);

	if (!text)
		return false;
	answered_hash(name, text, out_hash);
	free(text);
	return true;
}

bool web_once_before(struct web_call *call, const char *name, const json_t *fields)
{
	struct answered_row row = {.person = call->session.person.id, .key = call->request->once};
	uint8_t asked[ANSWERED_HASH];
	int err;

	if (!row.key)
		return false;
	if (!is_key(row.key)) {
		web_refuse(call, 400, "Idempotency-Key is 16 to 64 letters, digits, - and _.");
		return true;
	}
	err = answered_find(call->api->store, &row);
	if (err == -ERR_NOT_FOUND)
		return false;
	if (err < 0 || !hash_asked(name, fields, asked))
		web_failed(call, err < 0 ? err : -ERR_NO_MEMORY);
	else if (memcmp(asked, row.asked, sizeof asked) != 0)
		web_refuse(call, 422,
			"Something else was asked under that Idempotency-Key. Nothing was "
			"changed.");
	else {
		call->answer->status = row.status;
		call->answer->text = strdup(row.text);
	}
	return true;
}

// What is too long to be kept is kept as its sentence alone.
static char *short_text(const json_t *answer)
{
	json_t *all = json_object(), *said = json_object();
	char *text;

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		json_t *value = json_object_get(answer, kept[i]);

		if (value)
			json_object_set(all, kept[i], value);
		if (value && i < 3)
			json_object_set(said, kept[i], value);
	}
	text = json_dumps(all, JSON_COMPACT);
	if (text && strlen(text) >= ANSWERED_TEXT) {
		free(text);
		text = json_dumps(said, JSON_COMPACT);
	}
	json_decref(all);
	json_decref(said);
	return text;
}

int web_once_after(struct web_call *call, const char *name, const json_t *fields,
	const json_t *answer, int status)
{
	struct answered_row row = {.person = call->session.person.id,
		.key = call->request->once,
		.at = call->api->now.wall,
		.status = status};
	char *text;

	if (!row.key)
		return 0;
	text = short_text(answer);
	if (!text || strlen(text) >= sizeof row.text || !hash_asked(name, fields, row.asked)) {
		free(text);
		return -ERR_NO_MEMORY;
	}
	strcpy(row.text, text);
	free(text);
	return answered_add(call->api->store, &row);
}
