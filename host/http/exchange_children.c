// SPDX-License-Identifier: GPL-3.0-or-later
// What takes longer than a turn may: a password checked or hashed (one at a time), a report made (a
// few), each in a child of this program.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "http/exchange.h"

#define PASSWORD_PATIENCE_MS 20000
#define REPORT_PATIENCE_MS   60000
#define REPORT_MAX	     (16u << 20)

// At its end, and false where that is full.
static bool queue(struct exchange **queue, struct exchange *exchange)
{
	int waiting = 0;

	while (*queue) {
		queue = &(*queue)->next;
		waiting++;
	}
	if (waiting >= HTTP_WAITING)
		return false;
	exchange->next = NULL;
	*queue = exchange;
	return true;
}

static struct exchange *take(struct exchange **queue)
{
	struct exchange *exchange = *queue;

	*queue = exchange->next;
	return exchange;
}

void lobby_busy(struct exchange *exchange)
{
	if (exchange->answer.next == WEB_PASSWORD)
		web_not_checked(exchange->lobby->config->web, &exchange->answer.password);
	exchange->answer.retry_after_s = 2;
	exchange_refuse(exchange, 503, "Many ask at once. Please try again in a moment.");
	exchange->state = EXCHANGE_ASKED;
	exchange_ready(exchange);
}

// Passwords.

static void password_line(void *arg, char *line, size_t len)
{
	struct password_check *check = arg;
	json_t *said = json_loadb(line, len, 0, NULL);
	const char *hash = json_string_value(json_object_get(said, "hash"));

	check->told = json_is_boolean(json_object_get(said, "right"));
	check->right = json_is_true(json_object_get(said, "right"));
	if (hash && strlen(hash) < sizeof check->hash)
		strcpy(check->hash, hash);
	json_decref(said);
	explicit_bzero(line, len);
}

static void password_gone(void *arg, int how)
{
	struct password_check *check = arg;
	struct exchange *exchange = check->exchange;

	child_close(check->child);
	check->child = NULL;
	check->err = how < 0 ? how : check->told ? 0 : -ERR_IO;
	exchange_checked(exchange);
	// Its answer is read in the next turn, from check: the next password begins after that.
}

static const struct child_events password_events = {password_line, password_gone};

static void start_password(struct lobby *lobby)
{
	const char *const words[] = {"--job", lobby->config->password_job, NULL};
	const struct child_config child = {CHILD_SELF, words, 4096, PASSWORD_PATIENCE_MS};
	struct password_check *check = &lobby->check;
	const struct web_password *password = &check->exchange->answer.password;
	char *line;
	int err = child_start(&check->child, lobby->config->loop, &child, &password_events, check);

	if (err == 0) {
		json_t *asked = json_pack("{s:s, s:s, s:s}", "hash", password->hash, "given",
			password->given, "wanted", password->wanted);

		line = asked ? json_dumps(asked, JSON_COMPACT) : NULL;
		err = line ? child_send(check->child, line, strlen(line)) : -ERR_FORMAT;
		if (err == 0)
			err = child_send(check->child, "\n", 1);
		child_send_end(check->child);
		if (line)
			explicit_bzero(line, strlen(line));
		free(line);
		json_decref(asked);
	}
	if (err < 0)
		password_gone(check, err);
}

static void next_password(struct lobby *lobby)
{
	if (lobby->check.exchange || !lobby->passwords || lobby->closing)
		return;
	lobby->check = (struct password_check){.lobby = lobby, .exchange = take(&lobby->passwords)};
	start_password(lobby);
}

static bool is_stranger(const struct web_password *password)
{
	return password->what == WEB_SIGN_IN && !password->known_browser;
}

// Who guesses from elsewhere must not keep the office waiting: a browser that the account knows, or
// a link, goes before those that it does not, and these never fill the queue.
static bool queue_password(struct exchange **queue, struct exchange *exchange)
{
	bool known = !is_stranger(&exchange->answer.password);
	int waiting = 0, strangers = 0, of_one_place = 0;
	struct exchange **place = NULL;

	for (; *queue; queue = &(*queue)->next) {
		const struct web_password *other = &(*queue)->answer.password;

		if (known && is_stranger(other) && !place)
			place = queue;
		waiting++;
		strangers += is_stranger(other);
		of_one_place +=
			is_stranger(other) && other->address == exchange->answer.password.address;
	}
	if (waiting >= HTTP_WAITING ||
		(!known && (strangers >= HTTP_STRANGERS || of_one_place >= HTTP_ONE_PLACE)))
		return false;
	place = place ? place : queue;
	exchange->next = *place;
	*place = exchange;
	return true;
}

void lobby_password(struct lobby *lobby, struct exchange *exchange)
{
	if (!queue_password(&lobby->passwords, exchange))
		lobby_busy(exchange);
	else
		next_password(lobby);
}

void lobby_password_done(struct lobby *lobby)
{
	explicit_bzero(&lobby->check, sizeof lobby->check);
	next_password(lobby);
}

// Reports.

static void next_report(struct lobby *lobby);

static void report_line(void *arg, char *line, size_t len)
{
	struct report_making *making = arg;

	if (making->len + len + 2 > making->room) {
		size_t room = (making->len + len + 2) * 2;
		char *grown = room <= REPORT_MAX ? realloc(making->text, room) : NULL;

		if (!grown) {
			making->too_long = true;
			return;
		}
		making->text = grown;
		making->room = room;
	}
	memcpy(making->text + making->len, line, len);
	making->len += len;
	making->text[making->len++] = '\n';
	making->text[making->len] = '\0';
}

static void report_gone(void *arg, int how)
{
	struct report_making *making = arg;
	struct lobby *lobby = making->lobby;
	struct exchange *exchange = making->exchange;

	child_close(making->child);
	if (how == -ERR_ARG) {
		exchange_refuse(exchange, 422,
			"There is no such report: look at its dates, or whose it is.");
	} else if (how < 0 || making->too_long || !making->text) {
		exchange_refuse(
			exchange, 500, "The report could not be made. Ask for a shorter period.");
	} else {
		free(exchange->answer.text);
		exchange->answer.text = making->text;
		making->text = NULL;
	}
	free(making->text);
	*making = (struct report_making){0};
	exchange->state = EXCHANGE_ASKED;
	exchange_ready(exchange);
	next_report(lobby);
}

static const struct child_events report_events = {report_line, report_gone};

static void start_report(struct lobby *lobby, struct report_making *making)
{
	const char *words[WEB_WORDS + 1] = {NULL};
	const struct child_config child = {CHILD_SELF, words, 1u << 20, REPORT_PATIENCE_MS};
	int err;

	for (int i = 0; i < WEB_WORDS && making->exchange->answer.words[i][0]; i++)
		words[i] = making->exchange->answer.words[i];
	err = child_start(&making->child, lobby->config->loop, &child, &report_events, making);
	if (err < 0)
		report_gone(making, err);
	else
		child_send_end(making->child);
}

static void next_report(struct lobby *lobby)
{
	for (int i = 0; i < HTTP_CHILDREN && lobby->reports && !lobby->closing; i++) {
		if (lobby->making[i].exchange)
			continue;
		lobby->making[i] =
			(struct report_making){.lobby = lobby, .exchange = take(&lobby->reports)};
		start_report(lobby, &lobby->making[i]);
	}
}

void lobby_report(struct lobby *lobby, struct exchange *exchange)
{
	if (!queue(&lobby->reports, exchange))
		lobby_busy(exchange);
	else
		next_report(lobby);
}

void lobby_children_end(struct lobby *lobby)
{
	struct exchange *waiting[] = {
		lobby->check.exchange, lobby->making[0].exchange, lobby->making[1].exchange};

	lobby_reads_end(lobby);
	child_close(lobby->check.child);
	lobby->check = (struct password_check){0};
	for (int i = 0; i < HTTP_CHILDREN; i++) {
		child_close(lobby->making[i].child);
		free(lobby->making[i].text);
		lobby->making[i] = (struct report_making){0};
	}
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		if (waiting[i])
			lobby_busy(waiting[i]);
	}
	while (lobby->passwords)
		lobby_busy(take(&lobby->passwords));
	while (lobby->reports)
		lobby_busy(take(&lobby->reports));
}
