// SPDX-License-Identifier: GPL-3.0-or-later
// A report for paper: one page of HTML that fetches nothing and runs nothing. Headings of a table
// come again on every sheet, and no row is torn across two.
#include <stdlib.h>
#include <string.h>

#include "reports/printers.h"

static const char head[] =
	"<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>";
static const char style[] =
	"</title>\n<style>\n"
	"@page { size: A4; margin: 15mm }\n"
	"body { font: 10pt/1.35 Arial, sans-serif; color: #000; max-width: 180mm; margin: 0 auto "
	"}\n"
	"h1 { font-size: 16pt } h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid }\n"
	"table { border-collapse: collapse; width: 100% }\n"
	"thead { display: table-header-group } tr { break-inside: avoid }\n"
	"th, td { border-bottom: 1px solid #777; padding: 1mm 2mm 1mm 0; text-align: left; "
	"vertical-align: top; overflow-wrap: anywhere }\n"
	"th { overflow-wrap: break-word } td.n { white-space: nowrap }\n"
	".n { text-align: right } .n span { display: inline-block; min-width: 14mm }\n"
	"</style>\n</head>\n<body>\n";

static void put(const char *text, FILE *out)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			// Control characters have no place in HTML, escaped or not.
			putc((unsigned char)*text < ' ' && *text != '\n' ? '?' : *text, out);
		}
	}
}

static void put_in(const char *tag, const char *attributes, const char *text, FILE *out)
{
	fprintf(out, "<%s%s>", tag, attributes);
	put(text, out);
	fprintf(out, "</%s>", tag);
}

#define BAR_MM	   30
#define BARS_LEAST 2 // fewer are read faster than they are looked at, and many are a table
#define BARS_MOST  30
#define BARS_WIDE  6 // columns

// The column that people look at rather than read: "all", or the first of numbers. -1: none.
static int bar_column(const struct report_table *table)
{
	int found = -1;

	if (report_rows(table) < BARS_LEAST || report_rows(table) > BARS_MOST ||
		table->column_count > BARS_WIDE)
		return -1;
	for (int c = table->column_count - 1; c >= 0; c--) {
		if (table->columns[c].kind == COLUMN_NUMBER &&
			(found < 0 || strcmp(table->columns[found].key, "all") != 0))
			found = c;
	}
	return found;
}

// A number that is written out; what is not one ("under 5") has no bar.
static long long number_of(
	const struct report *report, const struct report_table *table, size_t row, int column)
{
	const char *text = report_cell_text(report, table, row, column);
	char *end;
	long long number = strtoll(text, &end, 10);

	return end == text || *end ? 0 : number;
}

// A bar beside the number it stands for, in black, as a printer has it.
static void put_bar(long long number, long long most, FILE *out)
{
	if (number > 0 && most > 0)
		fprintf(out,
			"<svg width=\"%dmm\" height=\"3mm\" aria-hidden=\"true\"><rect "
			"width=\"%lld%%\" "
			"height=\"100%%\"/></svg> ",
			BAR_MM, number * 100 / most);
}

static void put_table(const struct report *report, const struct report_table *table, FILE *out)
{
	put_in("h2", "", table->title, out);
	putc('\n', out);
	if (report_rows(table) == 0) {
		put_in("p", "", table->empty, out);
		putc('\n', out);
		return;
	}
	int bar = bar_column(table);
	long long most = 0;

	for (size_t row = 0; bar >= 0 && row < report_rows(table); row++) {
		long long number = number_of(report, table, row, bar);

		most = number > most ? number : most;
	}
	fputs("<table>\n<thead><tr>", out);
	for (int c = 0; c < table->column_count; c++)
		put_in("th",
			table->columns[c].kind == COLUMN_NUMBER ? " scope=\"col\" class=\"n\""
								: " scope=\"col\"",
			table->columns[c].title, out);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t row = 0; row < report_rows(table); row++) {
		fputs("<tr>", out);
		for (int c = 0; c < table->column_count; c++) {
			fputs(table->columns[c].kind == COLUMN_NUMBER ? "<td class=\"n\">" : "<td>",
				out);
			if (c == bar) {
				put_bar(number_of(report, table, row, c), most, out);
				put_in("span", "", report_cell_text(report, table, row, c), out);
			} else {
				put(report_cell_text(report, table, row, c), out);
			}
			fputs("</td>", out);
		}
		fputs("</tr>\n", out);
	}
	fputs("</tbody>\n</table>\n", out);
}

void print_html(const struct report *report, FILE *out)
{
	fputs(head, out);
	put(report_title_text(report), out);
	fputs(style, out);
	put_in("h1", "", report_title_text(report), out);
	putc('\n', out);
	for (int i = 0; i < report_note_count(report); i++) {
		put_in("p", "", report_note_text(report, i), out);
		putc('\n', out);
	}
	for (int i = 0; i < report_table_count(report); i++)
		put_table(report, report_table_at(report, i), out);
	fputs("</body>\n</html>\n", out);
}
