// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of intents.
#include "store/intents.h"

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

static const char *const kinds[] = {"hand-in", "collect", "staff", "borrow", "return", NULL};
static const char *const holds[] = {NULL, "parent", "evidence", NULL};
static const char *const attests[] = {"yes", "no", NULL};

#define COLUMNS                                                                                    \
	"id, kind, person, bank, door, custody, decision, by_person, asked_at, pulses, "           \
	"accepted_at,"                                                                             \
	" opened_at, moved_at, closed_at, beside, to_person, device, hold, off_attested, "         \
	"internet_attested, loan"

static void read_row(sqlite3_stmt *rows, struct intent_row *row)
{
	*row = (struct intent_row){.id = sql_int(rows, 0),
		.kind = (enum intent_kind)sql_word(rows, 1, kinds),
		.person = sql_int(rows, 2),
		.bank = sql_int(rows, 3),
		.door = (int)sql_int(rows, 4),
		.custody = sql_int(rows, 5),
		.decision = sql_int(rows, 6),
		.by_person = sql_int(rows, 7),
		.asked_at = sql_wall(rows, 8),
		.pulses = (int)sql_int(rows, 9),
		.accepted_at = sql_wall(rows, 10),
		.opened_at = sql_wall(rows, 11),
		.moved_at = sql_wall(rows, 12),
		.closed_at = sql_wall(rows, 13)};
	sql_text(rows, 14, row->beside, sizeof row->beside);
	row->to_person = sql_int(rows, 15);
	row->device = sql_int(rows, 16);
	row->loan = sql_int(rows, 20);
	int hold = sql_word(rows, 17, holds + 1), off = sql_word(rows, 18, attests),
	    internet = sql_word(rows, 19, attests);

	row->custody_kind = hold < 0	? CUSTODY_DEPOSIT
			    : hold == 0 ? CUSTODY_HELD
					: CUSTODY_EVIDENCE;
	row->off = off < 0 ? ATTESTED_NOT : off == 0 ? ATTESTED_YES : ATTESTED_NO;
	row->internet = internet < 0 ? ATTESTED_NOT : internet == 0 ? ATTESTED_YES : ATTESTED_NO;
}

static const char *attest_word(enum attested_how how)
{
	return how == ATTESTED_YES ? "yes" : how == ATTESTED_NO ? "no" : NULL;
}

int64_t intent_add(struct store *store, const struct intent_row *row)
{
	int hold = row->custody_kind == CUSTODY_HELD	   ? 1
		   : row->custody_kind == CUSTODY_EVIDENCE ? 2
							   : 0;

	return sql_insert(store,
		"INSERT INTO intent (kind, person, bank, door, custody, decision, by_person, "
		"to_person, device, loan,"
		" hold, off_attested, internet_attested, asked_at, beside)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"tiidnnnnnntttwt", kinds[row->kind], row->person, row->bank, row->door,
		row->custody, row->decision, row->by_person, row->to_person, row->device, row->loan,
		holds[hold], attest_word(row->off), attest_word(row->internet), row->asked_at,
		row->beside);
}

int intent_put(struct store *store, const struct intent_row *row)
{
	return sql_run(store,
		"UPDATE intent SET custody = ?, decision = ?, by_person = ?, asked_at = ?, pulses "
		"= ?,"
		" accepted_at = ?, opened_at = ?, moved_at = ?, closed_at = ?, beside = ? WHERE id "
		"= ?",
		"nnnwdmmmmti", row->custody, row->decision, row->by_person, row->asked_at,
		row->pulses, row->accepted_at, row->opened_at, row->moved_at, row->closed_at,
		row->beside, row->id);
}

int intent_end(
	struct store *store, const struct intent_row *row, struct wall_time at, const char *as)
{
	int err = sql_run(store,
		"UPDATE intent SET custody = ?, pulses = ?, accepted_at = ?, opened_at = ?, "
		"moved_at = ?,"
		" closed_at = ?, ended_at = ?, ended_as = ? WHERE id = ? AND ended_at IS NULL",
		"ndmmmmwti", row->custody, row->pulses, row->accepted_at, row->opened_at,
		row->moved_at, row->closed_at, at, as, row->id);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

int intent_get(struct store *store, int64_t id, struct intent_row *out_intent)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT " COLUMNS " FROM intent WHERE id = ?", "i", id);

	if (err == 0)
		read_row(rows, out_intent);
	sql_end(rows);
	return err;
}

int intent_each_open(
	struct store *store, int (*each)(void *arg, const struct intent_row *intent), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS
		" FROM intent INDEXED BY one_intent_a_door WHERE ended_at IS NULL",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct intent_row row;

		read_row(rows, &row);
		count++;
		int stop = each(arg, &row);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	sql_end(rows);
	return got < 0 ? got : count;
}
