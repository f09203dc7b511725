// SPDX-License-Identifier: GPL-3.0-or-later
// The world's people, its requests, and its reading of the rows.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "api/api.h"
#include "inside.h"
#include "store/cards.h"
#include "store/people.h"

static sqlite3_stmt *prepare(struct world *world, const char *format, va_list values)
{
	sqlite3_stmt *statement;
	char sql[1024];

	vsnprintf(sql, sizeof sql, format, values);
	if (!world->rows)
		assert_int_equal(
			sqlite3_open_v2(world->database, &world->rows, SQLITE_OPEN_READONLY, NULL),
			SQLITE_OK);
	if (sqlite3_prepare_v2(world->rows, sql, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(world->rows));
	return statement;
}

int64_t row_number(struct world *world, const char *sql, ...)
{
	va_list values;
	sqlite3_stmt *statement;
	int64_t number = 0;

	va_start(values, sql);
	statement = prepare(world, sql, values);
	va_end(values);
	if (sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

const char *row_text(struct world *world, const char *sql, ...)
{
	static char text[512];
	va_list values;
	sqlite3_stmt *statement;

	text[0] = '\0';
	va_start(values, sql);
	statement = prepare(world, sql, values);
	va_end(values);
	if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
		snprintf(text, sizeof text, "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return text;
}

void world_close_rows(struct world *world)
{
	sqlite3_close(world->rows);
	world->rows = NULL;
}

static int64_t add_person(
	struct world *world, const char *ref, const char *category, const char *year)
{
	struct person_record person = {0};
	char uid[CARD_UID];
	bool own = !store_in_transaction(world->store);
	int64_t id;

	snprintf(person.ref, sizeof person.ref, "%s", ref);
	snprintf(person.given, sizeof person.given, "Given%s", ref);
	snprintf(person.family, sizeof person.family, "Family");
	snprintf(person.category, sizeof person.category, "%s", category);
	snprintf(person.year, sizeof person.year, "%s", year);
	if (own)
		assert_int_equal(store_begin(world->store), 0);
	id = person_add(world->store, &person);
	assert_true(id > 0);
	snprintf(uid, sizeof uid, "04A0B0C0D0%04X", ++world->cards_given);
	assert_int_equal(card_add(world->store, uid, id, wall_of(world)), 0);
	if (own)
		assert_int_equal(store_commit(world->store), 0);
	return id;
}

void world_walker(struct world *world, const char *ref)
{
	struct walker_record walker = {
		.from = "2026-09-01", .until = "2027-07-31", .days = "mon-fri"};

	assert_int_equal(store_begin(world->store), 0);
	walker.person = add_person(world, ref, "pupil", "6");
	assert_true(walker_add(world->store, &walker,
			    row_number(world, "SELECT id FROM person WHERE ref='O1'"),
			    wall_of(world)) > 0);
	assert_int_equal(store_commit(world->store), 0);
}

void world_pupil(struct world *world, const char *ref, const char *year)
{
	add_person(world, ref, "pupil", year);
}

void world_staff(struct world *world, const char *ref, const char *category)
{
	add_person(world, ref, category, "");
}

const char *world_card(struct world *world, const char *ref)
{
	return row_text(world,
		"SELECT uid FROM card JOIN person ON person.id=card.person WHERE ref='%s'", ref);
}

const char *last_decision(struct world *world, const char *ref)
{
	return row_text(world,
		"SELECT outcome || ' ' || rule FROM decision JOIN person ON person.id="
		"decision.person WHERE ref='%s' ORDER BY decision.id DESC",
		ref);
}

int in_custody(struct world *world, const char *ref)
{
	return (int)row_number(world,
		"SELECT count(*) FROM custody JOIN person ON person.id=custody.person WHERE "
		"ended_at IS NULL AND ref='%s'",
		ref);
}

int custody_door_of(struct world *world, const char *ref)
{
	return (int)row_number(world,
		"SELECT door FROM custody JOIN person ON person.id=custody.person WHERE "
		"ended_at IS NULL AND ref='%s' ORDER BY custody.id",
		ref);
}

char *world_answer(void *arg, const struct service_asked *asked, bool *out_keep)
{
	struct world *world = arg;
	struct service_bank known[WORLD_CABINETS];
	struct bank_snapshot banks[WORLD_CABINETS];
	size_t count = service_banks(world->service, known, WORLD_CABINETS);
	struct api api = {.store = world->store,
		.custody = service_custody(world->service),
		.banks = banks,
		.bank_count = count,
		.user = "test",
		.now = asked->now,
		.policy = world->policy};

	for (size_t i = 0; i < count; i++) {
		banks[i] = (struct bank_snapshot){.bank = known[i].bank, .online = known[i].online};
		snprintf(banks[i].saying, sizeof banks[i].saying, "%s", known[i].saying);
	}
	return api_answer_text(&api, asked->text, asked->len, out_keep);
}

struct asking {
	int fd;
	char text[65536];
	size_t len;
};

static bool answered(struct world *world, void *arg)
{
	struct asking *asking = arg;
	ssize_t got = recv(asking->fd, asking->text + asking->len,
		sizeof asking->text - 1 - asking->len, MSG_DONTWAIT);

	(void)world;
	if (got > 0)
		asking->len += (size_t)got;
	return asking->len > 0 && asking->text[asking->len - 1] == '\n';
}

const char *world_ask(struct world *world, const char *request_json)
{
	struct asking *asking = calloc(1, sizeof *asking);
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof address.sun_path, "%.95s.sock", world->database);
	asking->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(connect(asking->fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_true(dprintf(asking->fd, "%s\n", request_json) > 0);
	if (!world_until(world, 5000, answered, asking))
		fail_msg("no answer to %s", request_json);
	asking->text[asking->len - 1] = '\0';
	free(world->answer);
	world->answer = strdup(asking->text);
	close(asking->fd);
	free(asking);
	return world->answer;
}

void must(struct world *world, const char *request_json)
{
	const char *answer = world_ask(world, request_json);

	if (!strstr(answer, "\"ok\":true") && !strstr(answer, "\"ok\": true"))
		fail_msg("%s: %s", request_json, answer);
}
