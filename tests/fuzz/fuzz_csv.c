// SPDX-License-Identifier: GPL-3.0-or-later
// A table: every row read, written again in quotes and read once more, is the same; after a
// refusal nothing more comes, and it is one sentence.
#include "fuzz.h"
#include "input.h"
#include "register/csv.h"

#include <string.h>

static char quoted[2 * CSV_ROW + 4 * CSV_FIELDS];

static size_t write_row(const struct csv_row *row)
{
	size_t len = 0;

	for (size_t i = 0; i < row->fields; i++) {
		if (i)
			quoted[len++] = ',';
		quoted[len++] = '"';
		for (const char *at = row->field[i]; *at; at++) {
			if (*at == '"')
				quoted[len++] = '"';
			quoted[len++] = *at;
		}
		quoted[len++] = '"';
	}
	quoted[len++] = '\n';
	return len;
}

static void same_again(const struct csv_row *row)
{
	static struct csv_row again;
	struct csv csv;
	char why[CSV_WHY];

	csv_init(&csv, quoted, write_row(row));
	must(csv_next(&csv, &again, why) == 1);
	must(again.fields == row->fields);
	for (size_t i = 0; i < row->fields; i++)
		must(strcmp(again.field[i], row->field[i]) == 0);
	must(csv_next(&csv, &again, why) == 0);
}

void fuzz_csv(const uint8_t *data, size_t size)
{
	static struct csv_row row;
	struct csv csv;
	char why[CSV_WHY] = "";
	unsigned line = 0;
	int next;

	if (text_file_check((const char *)data, size, why) < 0)
		must(why[0] && !strchr(why, '\n'));
	csv_init(&csv, (const char *)data, size);
	while ((next = csv_next(&csv, &row, why)) == 1) {
		must(row.fields > 0 && row.fields <= CSV_FIELDS);
		must(row.line > line);
		line = row.line;
		same_again(&row);
		csv_column(&row, "UPN");
	}
	if (next < 0) {
		must(why[0] && !strchr(why, '\n'));
		must(csv_next(&csv, &row, why) == 0);
	}
}
