// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of decisions.
#include "store/decisions.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "policy/request_print.h"
#include "store/sql.h"

// ["return-by","attest-off"]
static const char *obligations_json(unsigned obligations, char *out, size_t size)
{
	size_t at = 0;

	if (obligations == 0)
		return "[]";
	for (int i = 0; i < obligation_words.count; i++) {
		if (obligations & 1u << i)
			at += (size_t)snprintf(out + at, size - at, "%s\"%s\"", at ? "," : "[",
				word_text(&obligation_words, i));
	}
	snprintf(out + at, size - at, "]");
	return out;
}

int64_t decision_add(struct store *store, const struct decision_row *decision)
{
	char obligations[256], request[REQUEST_TEXT_MAX];
	bool asked = decision->request && request_print(decision->request, decision->policy,
						  request, sizeof request) >= 0;

	return sql_insert(store,
		"INSERT INTO decision (at, person, bank, action, place, outcome, rule, say, "
		"obligations, request)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"wnnttttttt", decision->at, decision->person, decision->bank, decision->action,
		word_text(&place_words, (int)decision->place),
		word_text(&outcome_words, (int)decision->outcome), decision->rule, decision->say,
		obligations_json(decision->obligations, obligations, sizeof obligations),
		asked ? request : NULL);
}

int decision_say(struct store *store, int64_t decision, char out_say[DECISION_SAY])
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT say FROM decision WHERE id = ?", "i", decision);

	if (err == 0)
		sql_text(rows, 0, out_say, DECISION_SAY);
	sql_end(rows);
	return err;
}
