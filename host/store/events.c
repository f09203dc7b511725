// SPDX-License-Identifier: GPL-3.0-or-later
// The chain of events and the hash over it.
#include "store/events.h"

#include <sodium.h>
#include <string.h>

#include "base/err.h"
#include "store/internal.h"

static void hash_number(crypto_generichash_state *state, int64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
	crypto_generichash_update(state, bytes, sizeof bytes);
}

// A length before each text, so that no two different rows make the same bytes.
static void hash_text(crypto_generichash_state *state, const char *text)
{
	hash_number(state, (int64_t)strlen(text));
	crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
}

static void hash_event(const char *site, const unsigned char before[EVENT_HASH], int64_t seq,
	const struct event *event, unsigned char out_hash[EVENT_HASH])
{
	crypto_generichash_state state;
	const int64_t numbers[] = {event->at.ms, event->person, event->bank, event->door,
		event->custody, event->by_person};

	crypto_generichash_init(&state, NULL, 0, EVENT_HASH);
	crypto_generichash_update(&state, before, EVENT_HASH);
	hash_text(&state, site);
	hash_number(&state, seq);
	hash_text(&state, event->kind);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		hash_number(&state, numbers[i]);
	hash_text(&state, event->facts);
	crypto_generichash_final(&state, out_hash, EVENT_HASH);
}

int chain_load(struct store *store)
{
	sqlite3_stmt *rows;
	int got = sql_query(store, &rows,
		"SELECT seq, (SELECT max(at) FROM (SELECT at FROM event ORDER BY seq DESC LIMIT "
		"1000)), hash FROM event ORDER BY seq DESC LIMIT 1",
		"");

	memset(&store->chain, 0, sizeof store->chain);
	if (got == 0)
		got = sql_next(store, rows);
	if (got == 1) {
		store->chain.seq = sql_int(rows, 0);
		store->chain.at = sql_wall(rows, 1);
		memcpy(store->chain.hash, sqlite3_column_blob(rows, 2), EVENT_HASH);
	}
	sql_end(rows);
	store->committed = store->chain;
	return got < 0 ? got : 0;
}

int64_t event_append(struct store *store, const struct event *event)
{
	struct event row = *event;
	struct chain next = {store->chain.seq + 1, row.at, {0}};

	// What is recorded while the clock is behind must not make it look right again.
	if (next.at.ms < store->chain.at.ms)
		next.at = store->chain.at;
	if (!row.facts)
		row.facts = "{}";
	hash_event(store->site, store->chain.hash, next.seq, &row, next.hash);
	int err = sql_run(store,
		"INSERT INTO event (seq, at, kind, person, bank, door, custody, by_person, "
		"by_user, facts, hash)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"iwtnnnnnttb", next.seq, row.at, row.kind, row.person, row.bank, (int64_t)row.door,
		row.custody, row.by_person, row.by_user, row.facts, (const void *)next.hash,
		(size_t)EVENT_HASH);

	if (err < 0)
		return err;
	store->chain = next;
	return next.seq;
}

struct wall_time event_last_at(const struct store *store)
{
	return store->chain.at;
}

int64_t event_last_seq(const struct store *store)
{
	return store->chain.seq;
}

static void read_row(sqlite3_stmt *rows, struct event_row *row)
{
	row->seq = sql_int(rows, 0);
	row->at = sql_wall(rows, 1);
	sql_text(rows, 2, row->kind, sizeof row->kind);
	row->person = sql_int(rows, 3);
	row->bank = sql_int(rows, 4);
	row->door = (int)sql_int(rows, 5);
	row->custody = sql_int(rows, 6);
	row->by_person = sql_int(rows, 7);
	sql_text(rows, 8, row->by_user, sizeof row->by_user);
	sql_text(rows, 9, row->facts, sizeof row->facts);
}

int event_verify(struct store *store, int64_t *out_seq)
{
	unsigned char before[EVENT_HASH] = {0};
	sqlite3_stmt *rows;
	int64_t seq = 0;
	int got = sql_query(store, &rows,
		"SELECT seq, at, kind, person, bank, door, custody, by_person, by_user, facts, hash"
		" FROM event ORDER BY seq",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		unsigned char hash[EVENT_HASH];
		struct event_row row;

		read_row(rows, &row);
		struct event event = {row.at, row.kind, row.person, row.bank, row.door, row.custody,
			row.by_person, NULL, row.facts};

		hash_event(store->site, before, ++seq, &event, hash);
		if (row.seq != seq || sqlite3_column_bytes(rows, 10) != EVENT_HASH ||
			sodium_memcmp(hash, sqlite3_column_blob(rows, 10), EVENT_HASH) != 0) {
			got = -ERR_FORMAT;
			break;
		}
		memcpy(before, hash, sizeof before);
	}
	sql_end(rows);
	if (got == 0 || got == -ERR_FORMAT)
		*out_seq = seq;
	return got < 0 ? got : 0;
}

int event_each(struct store *store, int64_t after, int limit,
	int (*each)(void *arg, const struct event_row *row), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT seq, at, kind, person, bank, door, custody, by_person, by_user, facts"
		" FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
		"id", after, limit);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct event_row row;

		read_row(rows, &row);
		count++;
		if (each(arg, &row) != 0)
			break;
	}
	sql_end(rows);
	return got < 0 ? got : count;
}
