// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, refusing, locking, committing and the chain, on real files.
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "store/banks.h"
#include "store/cards.h"
#include "store/events.h"
#include "store/sql.h"

struct place {
	char folder[64];
	char path[96];
	char why[STORE_WHY];
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	strcpy(place->folder, "/tmp/hometime-store-XXXXXX");
	if (!mkdtemp(place->folder))
		return -1;
	snprintf(place->path, sizeof place->path, "%s/school.db", place->folder);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", place->folder);
	int result = system(command);

	free(place);
	return result;
}

static struct store *open_store(struct place *place, enum store_mode mode)
{
	struct store *store = NULL;

	assert_int_equal(store_open(&store, place->path, mode, place->why), 0);
	return store;
}

static void edit(struct place *place, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void a_new_database_says_whose_it_is_and_how_it_is_kept(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);
	int64_t value;

	assert_int_equal(sql_one(store, &value, "PRAGMA application_id", ""), 0);
	assert_int_equal(value, STORE_APPLICATION_ID);
	assert_int_equal(sql_one(store, &value, "PRAGMA user_version", ""), 0);
	assert_int_equal(value, store_version());
	assert_int_equal(sql_one(store, &value, "PRAGMA synchronous", ""), 0);
	assert_int_equal(value, 2);
	assert_int_equal(sql_one(store, &value, "PRAGMA foreign_keys", ""), 0);
	assert_int_equal(value, 1);
	assert_int_equal(sql_one(store, &value,
				 "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND "
				 "type = 'table'"
				 " AND strict = 0 AND name NOT LIKE 'sqlite_%'",
				 ""),
		0);
	assert_int_equal(value, 0);
	store_close(store);
	assert_int_equal(store_open(&store, place->path, STORE_CREATE, place->why), -ERR_EXISTS);
	assert_non_null(strstr(place->why, "there already"));
}

static void what_is_not_ours_is_refused_with_a_sentence_and_not_touched(void **state)
{
	struct place *place = *state;
	struct store *store = NULL;

	assert_int_equal(store_open(&store, place->path, STORE_WRITE, place->why), -ERR_NOT_FOUND);
	assert_non_null(strstr(place->why, "hometime init"));
	FILE *file = fopen(place->path, "w");

	fputs("this is a letter to the parents, not a database, and long enough to be read as one",
		file);
	fclose(file);
	assert_int_equal(store_open(&store, place->path, STORE_WRITE, place->why), -ERR_FORMAT);
	unlink(place->path);
	edit(place, "CREATE TABLE theirs (a)");
	assert_int_equal(store_open(&store, place->path, STORE_WRITE, place->why), -ERR_FORMAT);
	assert_non_null(strstr(place->why, "not a Hometime database"));
	assert_null(store);
}

static void a_database_from_a_newer_version_is_refused(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);

	store_close(store);
	edit(place, "PRAGMA user_version = 99");
	assert_int_equal(store_open(&store, place->path, STORE_WRITE, place->why), -ERR_NEWER);
	assert_non_null(strstr(place->why, "newer"));
	assert_int_equal(store_open(&store, place->path, STORE_READ, place->why), -ERR_NEWER);
}

static void a_second_writer_is_refused_and_a_reader_is_not(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE), *other = NULL;

	assert_int_equal(store_open(&other, place->path, STORE_WRITE, place->why), -ERR_BUSY);
	assert_non_null(strstr(place->why, "another hometime"));
	other = open_store(place, STORE_READ);
	assert_true(store_setting_put(other, "site", "x") < 0);
	store_close(other);
	store_close(store);
	store_close(open_store(place, STORE_WRITE));
}

static void a_rollback_leaves_nothing_and_the_chain_goes_on_from_before(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);
	struct event event = {.at = {1000}, .kind = "opened", .facts = "{\"n\":1}"};
	int64_t seq = -1;

	store_setting_put(store, "site", "roby");
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(store_changes(store), 0);
	assert_int_equal(event_append(store, &event), 1);
	assert_int_equal(store_changes(store), 1);
	assert_int_equal(store_commit(store), 0);
	assert_int_equal(store_begin(store), 0);
	event.at.ms = 2000;
	assert_int_equal(event_append(store, &event), 2);
	store_rollback(store);
	assert_int_equal(event_last_at(store).ms, 1000);
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(event_append(store, &event), 2);
	assert_int_equal(store_commit(store), 0);
	assert_int_equal(event_verify(store, &seq), 0);
	assert_int_equal(seq, 2);
	store_close(store);
	store = open_store(place, STORE_WRITE);
	assert_int_equal(event_last_at(store).ms, 2000);
	assert_int_equal(event_append(store, &event), 3);
	assert_int_equal(event_verify(store, &seq), 0);
	store_close(store);
}

static void what_was_written_to_is_known_by_its_tables(void **state)
{
	struct store *store = open_store(*state, STORE_CREATE);
	const struct event event = {.at = {1000}, .kind = "opened"};

	store_moved_clear(store);
	store_begin(store);
	assert_string_equal(store_moved(store), "");
	assert_true(event_append(store, &event) > 0);
	assert_int_equal(store_setting_put(store, "name", "A school"), 0);
	assert_true(event_append(store, &event) > 0);
	assert_int_equal(store_commit(store), 0);
	assert_string_equal(store_moved(store), " event setting ");
	store_moved_clear(store);
	assert_int_equal(
		sql_run(store, "UPDATE setting SET value = 'x' WHERE name = 'none'", ""), 0);
	assert_int_equal(sql_run(store, "DELETE FROM club WHERE id = 1", ""), 0);
	assert_int_equal(
		sql_run(store, "INSERT OR IGNORE INTO bank(name) SELECT 'x' WHERE 0", ""), 0);
	assert_string_equal(store_moved(store), " setting club bank ");
	// Whatever is written in other words may be anything.
	assert_int_equal(
		sql_run(store, "REPLACE INTO setting (name, value) VALUES ('a', 'b')", ""), 0);
	assert_non_null(strstr(store_moved(store), " * "));
	store_close(store);
}

static void a_changed_row_breaks_the_chain_at_its_place(void **state)
{
	static const char *const changes[] = {"UPDATE event SET facts = '{\"n\":2}' WHERE seq = 2",
		"UPDATE event SET at = at + 1 WHERE seq = 2",
		"UPDATE event SET person = 7 WHERE seq = 2",
		"UPDATE event SET kind = 'closed' WHERE seq = 2", "DELETE FROM event WHERE seq = 2",
		"UPDATE event SET bank = 1, door = NULL WHERE seq = 2"};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct store *store = open_store(place, STORE_CREATE);
		struct event event = {
			.at = {1000}, .kind = "opened", .door = 3, .facts = "{\"n\":1}"};
		int64_t seq = 0;

		for (int n = 0; n < 3; n++)
			assert_int_equal(event_append(store, &event), n + 1);
		store_close(store);
		edit(place, changes[i]);
		store = open_store(place, STORE_WRITE);
		assert_int_equal(event_verify(store, &seq), -ERR_FORMAT);
		assert_int_equal(seq, 2);
		store_close(store);
		unlink(place->path);
	}
}

static void the_operating_systems_user_may_be_forgotten_without_breaking_the_chain(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);
	struct event event = {.at = {1000}, .kind = "opened", .by_user = "amy"};
	int64_t seq;

	assert_int_equal(event_append(store, &event), 1);
	store_close(store);
	edit(place, "UPDATE event SET by_user = NULL");
	store = open_store(place, STORE_WRITE);
	assert_int_equal(event_verify(store, &seq), 0);
	store_close(store);
}

static void a_bank_is_taken_over_once_with_its_doors(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);
	struct bank_row bank = {.name = "A", .line = "stream:/a", .address = 1}, got;
	int64_t id = bank_add(store, &bank), doors = 0;

	assert_true(id > 0);
	assert_int_equal(bank_add(store, &bank), -ERR_EXISTS);
	assert_int_equal(bank_seen(store, id, 77, 8, (struct wall_time){5}), 0);
	assert_int_equal(bank_seen(store, id, 77, 8, (struct wall_time){5}), 0);
	assert_int_equal(bank_seen(store, id, 78, 8, (struct wall_time){5}), -ERR_EXISTS);
	assert_int_equal(bank_seen(store, id, 77, 16, (struct wall_time){5}), -ERR_EXISTS);
	assert_int_equal(bank_find(store, "A", &got), 0);
	assert_int_equal(got.serial, 77);
	assert_int_equal(sql_one(store, &doors, "SELECT count(*) FROM door", ""), 0);
	assert_int_equal(doors, 8);
	store_close(store);
}

static void a_uid_is_hex_of_4_7_or_10_bytes_and_not_a_random_one(void **state)
{
	(void)state;
	assert_int_equal(card_uid_check("04A1B2C3"), 0);
	assert_int_equal(card_uid_check("04A1B2C3D4E5F6"), 0);
	assert_int_equal(card_uid_check("08A1B2C3D4E5F6"), 0);
	assert_int_equal(card_uid_check("08A1B2C3"), -ERR_ARG);
	assert_int_equal(card_uid_check("04a1b2c3"), -ERR_FORMAT);
	assert_int_equal(card_uid_check("04A1B2C"), -ERR_FORMAT);
	assert_int_equal(card_uid_check(""), -ERR_FORMAT);
}

static void the_reserve_is_made_and_counts_as_room(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place, STORE_CREATE);
	char reserve[128];

	snprintf(reserve, sizeof reserve, "%s.reserve", place->path);
	assert_int_equal(access(reserve, F_OK), 0);
	assert_int_not_equal(store_disk(store), STORE_DISK_OUT);
	// Removed behind our back: made again where there is room.
	unlink(reserve);
	assert_int_not_equal(store_disk_check(store), STORE_DISK_OUT);
	assert_int_equal(access(reserve, F_OK), 0);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(a_new_database_says_whose_it_is_and_how_it_is_kept),
		TEST(what_is_not_ours_is_refused_with_a_sentence_and_not_touched),
		TEST(a_database_from_a_newer_version_is_refused),
		TEST(a_second_writer_is_refused_and_a_reader_is_not),
		TEST(a_rollback_leaves_nothing_and_the_chain_goes_on_from_before),
		TEST(what_was_written_to_is_known_by_its_tables),
		TEST(a_changed_row_breaks_the_chain_at_its_place),
		TEST(the_operating_systems_user_may_be_forgotten_without_breaking_the_chain),
		TEST(a_bank_is_taken_over_once_with_its_doors),
		TEST(a_uid_is_hex_of_4_7_or_10_bytes_and_not_a_random_one),
		TEST(the_reserve_is_made_and_counts_as_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
