// SPDX-License-Identifier: GPL-3.0-or-later
// The rig's insides.
#include "rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/walltime.h"
#include "store/cards.h"
#include "store/events.h"
#include "store/facts.h"

static void people(struct rig *r)
{
	static const char school[] =
		"INSERT INTO setting VALUES ('site', 'test'), ('policy', 'roby-park');"
		"INSERT INTO term VALUES ('2026-09-01', '2027-07-21', 'the year');"
		"INSERT INTO hours (class, date, start, home_time, sessions, hand_in, reason) "
		"VALUES ('', '', '08:45', '15:15', '08:45-12:00,13:00-15:15', "
		"'08:30-09:00', NULL);"
		"INSERT INTO person (id, ref, given, family, category, year, class)"
		" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12)"
		" SELECT i, 'P' || i, 'Given' || i, 'Family' || i, 'pupil', '6', '6A' FROM n;"
		"INSERT INTO person (id, ref, given, family, category, year, class) VALUES"
		" (13, 'T1', 'Tess', 'Teach', 'staff', NULL, NULL), (14, 'O1', 'Olga', 'Office', "
		"'office', NULL, NULL),"
		" (15, 'H1', 'Hew', 'Head', 'headteacher', NULL, NULL), (16, 'Y1', 'Yan', 'Young', "
		"'pupil', '4', '4A'),"
		" (17, 'M1', 'Mo', 'Mother', 'parent', NULL, NULL);"
		"INSERT INTO walker (person, from_date, until_date, days, by_person, at)"
		" SELECT id, '2026-09-01', '2027-07-21', 'mon-fri', 14, 1 FROM person WHERE year = "
		"'6';"
		"INSERT INTO card (uid, person, state, since, state_at)"
		" SELECT printf('040000%02X', id), id, 'active', 1, 1 FROM person;";
	char *why = NULL;
	sqlite3 *db;

	// Through a connection of its own: the store has no call for a text of many statements.
	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, school, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	sqlite3_close(db);
}

static void start_program(struct rig *r, enum store_mode mode)
{
	assert_int_equal(store_open(&r->store, r->path, mode, r->why), 0);
}

struct rig *rig_make(const char *policy)
{
	struct rig *r = calloc(1, sizeof *r);
	char why[POLICY_WHY_MAX];

	strcpy(r->folder, "/tmp/hometime-custody-XXXXXX");
	assert_non_null(mkdtemp(r->folder));
	snprintf(r->path, sizeof r->path, "%s/school.db", r->folder);
	start_program(r, STORE_CREATE);
	people(r);
	store_close(r->store);
	start_program(r, STORE_WRITE);
	assert_int_equal(policy_open(policy ? policy : "roby-park", &r->policy, why), 0);
	r->outbox = calloc(1, sizeof *r->outbox);
	r->now.mono.ns = 1000000000;
	r->now.wall.ms = 1;
	rig_clock(r, "2026-11-23T08:40");
	for (int b = 0; b < RIG_BANKS; b++) {
		struct bank_row bank = {.address = b, .line = "x"};

		bank.name[0] = (char)('A' + b);
		assert_int_equal(bank_add(r->store, &bank), b + 1);
		assert_int_equal(
			bank_seen(r->store, b + 1, 100 + b, RIG_DOORS, (struct wall_time){1}), 0);
		for (int d = 0; d < RIG_DOORS; d++)
			r->doors[b][d] = (struct rig_door){
				.contact_stuck = -1, .inside_stuck = -1, .sensor = true};
	}
	r->eject = true;
	assert_int_equal(custody_open(&r->c, r->store, r->policy, r->outbox), 0);
	rig_start(r);
	return r;
}

// Every answer of the policy is kept with what it was decided on; the locker's own words are not.
#define KEPT_WRONGLY                                                                               \
	"SELECT count(*) FROM decision WHERE (request IS NULL) <> (rule GLOB '[a-z]*'"             \
	" AND rule <> 'school')"

void rig_replay(struct rig *r, const struct policy *through, struct rehearsal *out)
{
	struct rehearse_ask ask = {.through = through, .pupils = -1, .staff = -1};
	struct local_date first = {0}, last = {100000};
	struct store *store;

	assert_int_equal(store_open(&store, r->path, STORE_READ, r->why), 0);
	assert_int_equal(rehearse_period(store, &ask, first, last, out), 0);
	store_close(store);
}

// Whatever the test played: the policy gives every answer again from what it was decided on.
static void replay_is_identical(struct rig *r)
{
	struct rehearsal rehearsal;

	rig_replay(r, r->policy, &rehearsal);
	assert_int_equal(rehearsal.row_count, 0);
	assert_int_equal(rehearsal.other_rule, 0);
	assert_int_equal(rehearsal.unreadable, 0);
	assert_int_equal(rehearsal.same, rehearsal.decided);
	rehearsal_release(&rehearsal);
}

void rig_free(struct rig *r)
{
	char command[128];

	if (!r->unreplayed) {
		assert_int_equal(rig_count(r, KEPT_WRONGLY), 0);
		replay_is_identical(r);
	}
	custody_close(r->c);
	store_close(r->store);
	policy_close(r->policy);
	free(r->outbox);
	snprintf(command, sizeof command, "rm -rf %s", r->folder);
	assert_int_equal(system(command), 0);
	free(r);
}

void rig_clock(struct rig *r, const char *when)
{
	char whole[LOCAL_TIME_TEXT + 8];
	struct local_time t;

	if (strlen(when) == 5) {
		local_time_print(local_from_wall(r->now.wall), whole);
		memcpy(whole + 11, when, 5);
		memcpy(whole + 16, ":00", 4);
		when = whole;
	}
	assert_int_equal(local_time_parse(when, strlen(when), &t), 0);
	r->now.wall = local_to_wall(t);
}

static void view(struct rig *r, int bank, struct bank_view *out)
{
	out->doors = RIG_DOORS;
	for (int d = 0; d < RIG_DOORS; d++) {
		struct rig_door *door = &r->doors[bank - 1][d];
		bool open = door->contact_stuck < 0 ? door->open : door->contact_stuck;
		bool inside = door->inside_stuck < 0 ? door->device_of != 0 : door->inside_stuck;

		out->open[d] = open ? READING_YES : READING_NO;
		out->inside[d] = !door->sensor ? READING_NONE : inside ? READING_YES : READING_NO;
		out->coil[d] = READING_NO;
	}
}

static void deliver(struct rig *r);

void rig_begin(struct rig *r)
{
	outbox_clear(r->outbox);
	assert_int_equal(store_begin(r->store), 0);
}

static bool dies_here(struct rig *r)
{
	r->dead = r->dead || ++r->stops == r->stop_at;
	return r->dead;
}

int rig_end(struct rig *r, int err)
{
	if (dies_here(r))
		return 0;
	if (err == 0 && !r->commit_fails && !r->outbox->overflow) {
		assert_int_equal(store_commit(r->store), 0);
		if (!dies_here(r))
			deliver(r);
		return 0;
	}
	r->commit_fails = false;
	store_rollback(r->store);
	outbox_clear(r->outbox);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	return err;
}

// No unlock precedes its row: what leaves has an open intent and a decision to allow it, committed.
static void check_unlock(struct rig *r, const struct outbox_item *item)
{
	int64_t count = 0;

	assert_int_equal(
		sql_one(r->store, &count,
			"SELECT count(*) FROM intent JOIN decision ON decision.id = intent.decision"
			" WHERE intent.id = ? AND ended_at IS NULL AND outcome = 'allow'"
			" AND intent.bank = ? AND door = ?",
			"iid", item->intent, item->bank, item->door),
		0);
	assert_int_equal(count, 1);
}

static void open_latch(struct rig *r, int bank, int door)
{
	struct rig_door *d = &r->doors[bank - 1][door - 1];

	if (r->eject && !d->jammed)
		d->open = true;
}

static void deliver(struct rig *r)
{
	struct outbox_item unlocks[16];
	int count = 0;

	for (size_t i = 0; i < r->outbox->count; i++) {
		const struct outbox_item *item = &r->outbox->items[i];

		if (item->kind == OUTBOX_UNLOCK) {
			check_unlock(r, item);
			assert_true(count < 16);
			unlocks[count++] = *item;
		} else if (item->kind == OUTBOX_BUZZER) {
			r->buzzers[item->buzzer]++;
		} else if (item->kind == OUTBOX_READER_LIGHT) {
			r->light = item->light;
		} else if (item->kind == OUTBOX_TEXT) {
			snprintf(r->text, sizeof r->text, "%s %s %s %s", item->text[0],
				item->text[1], item->text[2], item->text[3]);
		}
	}
	outbox_clear(r->outbox);
	for (int i = 0; i < count; i++) {
		r->unlocks++;
		r->last_bank = (int)unlocks[i].bank;
		r->last_door = unlocks[i].door;
		r->last_intent = unlocks[i].intent;
		if (!r->online[r->last_bank - 1] || r->reply == REPLY_NONE)
			continue;
		if (dies_here(r)) { // sent, and nobody there to hear the answer
			open_latch(r, (int)unlocks[i].bank, unlocks[i].door);
			return;
		}
		if (r->reply == REPLY_REFUSE) {
			TURN(r, custody_unlock_refused(r->c, r->now, unlocks[i].intent));
			continue;
		}
		TURN(r, custody_unlock_accepted(r->c, r->now, unlocks[i].intent));
		open_latch(r, (int)unlocks[i].bank, unlocks[i].door);
		rig_look(r, (int)unlocks[i].bank);
	}
}

void rig_accept(struct rig *r)
{
	TURN(r, custody_unlock_accepted(r->c, r->now, r->last_intent));
	open_latch(r, r->last_bank, r->last_door);
	rig_look(r, r->last_bank);
}

void rig_pass(struct rig *r, int ms)
{
	struct mono_time end = mono_after_ms(r->now.mono, ms), due;

	while (custody_next_due(r->c, &due) && !mono_before(end, due)) {
		if (mono_before(r->now.mono, due)) {
			int64_t step = (due.ns - r->now.mono.ns + 999999) / 1000000;

			r->now.wall.ms += step;
			r->now.mono.ns += step * 1000000;
		}
		TURN(r, custody_tick(r->c, r->now));
	}
	if (mono_before(r->now.mono, end)) {
		r->now.wall.ms += (end.ns - r->now.mono.ns) / 1000000;
		r->now.mono = end;
	}
}

void rig_tap(struct rig *r, int bank, int person)
{
	char uid[CARD_UID];

	snprintf(uid, sizeof uid, "040000%02X", (unsigned)person);
	rig_tap_uid(r, bank, uid);
}

void rig_tap_uid(struct rig *r, int bank, const char *uid)
{
	if (r->online[bank - 1])
		TURN(r, custody_card(r->c, r->now, bank, uid));
}

void rig_look(struct rig *r, int bank)
{
	struct bank_view v;

	if (!r->online[bank - 1])
		return;
	view(r, bank, &v);
	TURN(r, custody_inputs(r->c, r->now, bank, &v));
}

void rig_open(struct rig *r, int bank, int door)
{
	r->doors[bank - 1][door - 1].open = true;
	rig_look(r, bank);
}

void rig_shut(struct rig *r, int bank, int door)
{
	r->doors[bank - 1][door - 1].open = false;
	rig_look(r, bank);
}

void rig_put(struct rig *r, int bank, int door, int person)
{
	r->doors[bank - 1][door - 1].device_of = person;
	rig_look(r, bank);
}

void rig_take(struct rig *r, int bank, int door)
{
	r->doors[bank - 1][door - 1].device_of = 0;
	rig_look(r, bank);
}

void rig_offline(struct rig *r, int bank)
{
	r->online[bank - 1] = false;
	TURN(r, custody_bank_offline(r->c, r->now, bank));
}

void rig_online(struct rig *r, int bank)
{
	struct bank_view v;

	r->online[bank - 1] = true;
	view(r, bank, &v);
	TURN(r, custody_bank_online(r->c, r->now, bank, &v));
}

void rig_kill(struct rig *r)
{
	r->dead = false;
	r->stop_at = 0;
	outbox_clear(r->outbox);
	custody_close(r->c);
	store_close(r->store);
	start_program(r, STORE_WRITE);
	assert_int_equal(custody_open(&r->c, r->store, r->policy, r->outbox), 0);
}

void rig_start(struct rig *r)
{
	for (int b = 1; b <= RIG_BANKS; b++)
		rig_online(r, b);
}

struct actor rig_office(void)
{
	return (struct actor){OFFICE, "test"};
}

int rig_hand_in(struct rig *r, int bank, int person)
{
	int before = r->unlocks;

	rig_tap(r, bank, person);
	assert_int_equal(r->unlocks, before + 1);
	int door = r->last_door;

	rig_put(r, bank, door, person);
	rig_shut(r, bank, door);
	return door;
}

int rig_collect(struct rig *r, int bank, int person)
{
	int before = r->unlocks;

	rig_tap(r, bank, person);
	assert_int_equal(r->unlocks, before + 1);
	int door = r->last_door;

	rig_take(r, bank, door);
	rig_shut(r, bank, door);
	return door;
}

int64_t rig_count(struct rig *r, const char *sql)
{
	sqlite3_stmt *rows;
	int64_t value = -1;
	// Texts of tests are made at run time as well, so not through the store's cache by address.
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(r->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(rows) == SQLITE_ROW)
		value = sqlite3_column_int64(rows, 0);
	sqlite3_finalize(rows);
	sqlite3_close(db);
	return value;
}

int64_t rig_custody_of(struct rig *r, int person)
{
	struct custody_row rows[4];
	int count = custody_of_person(r->store, person, rows, 4);

	return count > 0 ? rows[0].id : 0;
}

struct door_view rig_view(struct rig *r, int bank, int door)
{
	struct door_view v;

	assert_int_equal(custody_door(r->c, bank, door, &v), 0);
	return v;
}

int64_t rig_question(struct rig *r, const char *kind, int door)
{
	char sql[256];

	snprintf(sql, sizeof sql,
		"SELECT max(id) FROM question WHERE answered_at IS NULL AND kind = '%s' AND door = "
		"%d",
		kind, door);
	return rig_count(r, sql);
}
