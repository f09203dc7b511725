// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of loans.
#include "store/loans.h"

#include "base/err.h"
#include "store/sql.h"

// CROSS JOIN keeps the order of the tables: there are few open custodies, and many loans in time.
#define LOAN                                                                                       \
	"SELECT l.id, l.device, l.person, l.asked_at, l.return_by, l.custody, l.supervised_by,"    \
	" l.authorised_by, l.attests, l.consent, l.images, l.overdue_at,"                          \
	" c.id IS NOT NULL AND c.ended_at IS NULL"
#define BY_LOAN LOAN " FROM loan l LEFT JOIN custody c ON c.id = l.custody"
#define BY_OUT                                                                                     \
	LOAN " FROM custody c INDEXED BY one_custody_a_device CROSS JOIN loan l"                   \
	     " ON l.custody = c.id WHERE c.ended_at IS NULL AND c.kind = 'loan'"

static const char *const attests[] = {NULL, "locker", "yes", "no"};

static enum attested_how read_attest(sqlite3_stmt *rows, int column)
{
	static const char *const words[] = {"yes", "no", NULL};
	int word = sql_word(rows, column, words);

	return word < 0 ? ATTESTED_NOT : word == 0 ? ATTESTED_YES : ATTESTED_NO;
}

static void read_loan(sqlite3_stmt *rows, struct loan_row *loan)
{
	*loan = (struct loan_row){.id = sql_int(rows, 0),
		.device = sql_int(rows, 1),
		.person = sql_int(rows, 2),
		.asked_at = sql_wall(rows, 3),
		.return_by = sql_wall(rows, 4),
		.custody = sql_int(rows, 5),
		.supervised_by = sql_int(rows, 6),
		.authorised_by = sql_int(rows, 7),
		.attests = sql_int(rows, 8) != 0,
		.consent = read_attest(rows, 9),
		.images = read_attest(rows, 10),
		.overdue_at = sql_wall(rows, 11),
		.out = sql_int(rows, 12) != 0};
}

static int one_loan(sqlite3_stmt *rows, int err, struct loan_row *out_loan)
{
	if (err == 0)
		read_loan(rows, out_loan);
	sql_end(rows);
	return err;
}

int64_t loan_add(struct store *store, const struct loan_row *loan)
{
	return sql_insert(store,
		"INSERT INTO loan (device, person, asked_at, return_by, supervised_by,"
		" authorised_by, attests, consent, consent_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"iiwwnndtn", loan->device, loan->person, loan->asked_at, loan->return_by,
		loan->supervised_by, loan->authorised_by, (int)loan->attests,
		attests[loan->consent], loan->consent == ATTESTED_NOT ? (int64_t)0 : loan->person);
}

int loan_get(struct store *store, int64_t id, struct loan_row *out_loan)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, BY_LOAN " WHERE l.id = ?", "i", id);

	return one_loan(rows, err, out_loan);
}

int loan_of_custody(struct store *store, int64_t custody, struct loan_row *out_loan)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, BY_LOAN " WHERE l.custody = ?", "i", custody);

	return one_loan(rows, err, out_loan);
}

int loan_in_doubt(struct store *store, int64_t device, int64_t person, struct loan_row *out_loan)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		BY_LOAN
		" WHERE l.device = ? AND l.person = ? AND l.custody IS NULL"
		" AND EXISTS (SELECT 1 FROM intent WHERE loan = l.id AND ended_as IN ('unseen', "
		"'left inside')) ORDER BY l.id DESC LIMIT 1",
		"ii", device, person);

	return one_loan(rows, err, out_loan);
}

int loan_taken(struct store *store, int64_t id, int64_t custody)
{
	return sql_run(store, "UPDATE loan SET custody = ? WHERE id = ?", "ii", custody, id);
}

int loan_attest_consent(struct store *store, int64_t id, enum attested_how how, int64_t by)
{
	return sql_run(store, "UPDATE loan SET consent = ?, consent_by = ? WHERE id = ?", "tni",
		attests[how], by, id);
}

int loan_attest_images(struct store *store, int64_t id, enum attested_how how, int64_t by)
{
	return sql_run(store, "UPDATE loan SET images = ?, images_by = ? WHERE id = ?", "tni",
		attests[how], by, id);
}

int loan_overdue(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE loan SET overdue_at = ? WHERE id = ?", "wi", at, id);
}

static int begin_list(
	struct store *store, enum loans which, struct wall_time at, sqlite3_stmt **out_rows)
{
	switch (which) {
	case LOANS_OUT:
		return sql_query(store, out_rows, BY_OUT " ORDER BY l.return_by, l.id", "");
	case LOANS_TO_ATTEST:
		return sql_query(store, out_rows,
			BY_LOAN " WHERE l.attests = 1 AND l.custody IS NOT NULL"
				" AND (l.consent IS NULL OR l.images IS NULL) ORDER BY l.id",
			"");
	case LOANS_TO_REMIND:
		break;
	}
	return sql_query(store, out_rows,
		BY_OUT " AND l.overdue_at IS NULL AND l.return_by <= ? ORDER BY l.id", "w", at);
}

int loan_each(struct store *store, enum loans which, struct wall_time at,
	int (*each)(void *arg, const struct loan_row *loan), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = begin_list(store, which, at, &rows);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct loan_row loan;

		read_loan(rows, &loan);
		count++;
		int stop = each(arg, &loan);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	return got < 0 ? got : count;
}
