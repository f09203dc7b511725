// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of calendar_word.
#include "store/calendar_words.h"

#include "base/err.h"
#include "store/sql.h"

const char *const calendar_meanings[] = {
	"term", "term begins", "term ends", "inset", "holiday", "school", "nothing", NULL};

int calendar_word_put(struct store *store, const struct calendar_word *word)
{
	return sql_run(store,
		"INSERT INTO calendar_word (word, means) VALUES (?, ?) "
		"ON CONFLICT (word) DO UPDATE SET means = excluded.means",
		"tt", word->word, calendar_meanings[word->means]);
}

int calendar_word_remove(struct store *store, const char *word)
{
	int64_t there;
	int result =
		sql_one(store, &there, "SELECT 1 FROM calendar_word WHERE word = ?", "t", word);

	if (result < 0)
		return result;
	return sql_run(store, "DELETE FROM calendar_word WHERE word = ?", "t", word);
}

int calendar_word_list(struct store *store, struct calendar_word *out_words, int max)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT word, means FROM calendar_word ORDER BY word LIMIT ?", "d", max);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		int means = sql_word(rows, 1, calendar_meanings);

		if (means < 0) {
			sql_end(rows);
			return means;
		}
		out_words[count].means = (enum calendar_meaning)means;
		sql_text(rows, 0, out_words[count++].word, CALENDAR_WORD);
	}
	return result < 0 ? result : count;
}
