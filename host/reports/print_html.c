// SPDX-License-Identifier: GPL-3.0-or-later
// A report for paper: one page of HTML that fetches nothing and runs nothing. Headings of a table
// come again on every sheet, and no row is torn across two.
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
	".n { text-align: right }\n"
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

static void put_table(const struct report *report, const struct report_table *table, FILE *out)
{
	put_in("h2", "", table->title, out);
	putc('\n', out);
	if (report_rows(table) == 0) {
		put_in("p", "", table->empty, out);
		putc('\n', out);
		return;
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
		for (int c = 0; c < table->column_count; c++)
			put_in("td", table->columns[c].kind == COLUMN_NUMBER ? " class=\"n\"" : "",
				report_cell_text(report, table, row, c), out);
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
