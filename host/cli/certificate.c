// SPDX-License-Identifier: GPL-3.0-or-later
// A page the school can file, as text or as HTML.
#include "cli/certificate.h"

#include <errno.h>
#include <string.h>

#include "base/err.h"
#include "commission/walk.h"

static const char *text(const json_t *answer, const char *field)
{
	const char *value = json_string_value(json_object_get(answer, field));

	return value ? value : "";
}

static int number(const json_t *answer, const char *field)
{
	return (int)json_integer_value(json_object_get(answer, field));
}

static const json_t *proof_of(const json_t *answer, int door)
{
	const json_t *proofs = json_object_get(answer, "proofs");

	for (size_t i = 0; i < json_array_size(proofs); i++) {
		const json_t *proof = json_array_get(proofs, i);

		if (number(proof, "door") == door)
			return proof;
	}
	return NULL;
}

// "door 3: good" behind its number; when it was walked. True where it is proved.
static bool say_door(const json_t *answer, int door, char out[240], const char **out_at)
{
	const json_t *proof = proof_of(answer, door);
	struct walk_door result = {.walked = proof != NULL};

	if (proof) {
		result.faults = (unsigned)number(proof, "faults");
		result.other = (uint8_t)number(proof, "other");
	}
	walk_say(&result, (unsigned)door, out);
	*out_at = proof ? text(proof, "at") : "";
	return proof && !result.faults;
}

static void print_escaped(FILE *out, const char *words)
{
	for (; *words; words++) {
		if (*words == '<')
			fputs("&lt;", out);
		else if (*words == '&')
			fputs("&amp;", out);
		else
			fputc(*words, out);
	}
}

static const struct {
	const char *label, *field;
} head[] = {
	{"Bank", "bank"},
	{"Serial number", "serial"},
	{"Firmware", "firmware"},
	{"Line", "line"},
	{"Key fingerprint", "fingerprint"},
	{"Adopted", "at"},
	{"By", "by"},
};

#define HEAD (sizeof head / sizeof *head)

static int print_text(const json_t *answer, FILE *out)
{
	int proved = 0;
	const char *at;
	char says[240];

	fprintf(out, "\nCertificate of a phone locker\n\n");
	for (size_t i = 0; i < HEAD; i++)
		fprintf(out, "%-16s %s\n", head[i].label, text(answer, head[i].field));
	fprintf(out, "%-16s %d\n%-16s %d, %s inside sensors\n\n", "Address",
		number(answer, "address"), "Doors", number(answer, "doors"),
		json_is_true(json_object_get(answer, "inside")) ? "with" : "without");
	for (int door = 1; door <= number(answer, "doors"); door++) {
		proved += say_door(answer, door, says, &at);
		fprintf(out, "%s%s%s\n", says, *at ? ", walked " : "", at);
	}
	fprintf(out, "\n%d of %d doors proved: latch, contact%s and light, both ways.\n", proved,
		number(answer, "doors"),
		json_is_true(json_object_get(answer, "inside")) ? ", inside sensor" : "");
	return proved;
}

static int print_html(const json_t *answer, FILE *out)
{
	int proved = 0;
	const char *at;
	char says[240];

	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<title>Certificate of a phone locker</title>\n<style>\n"
		"@page { size: A4; margin: 20mm }\n"
		"body { font: 11pt/1.4 sans-serif; max-width: 170mm; margin: auto }\n"
		"table { border-collapse: collapse; width: 100%% }\n"
		"th, td { text-align: left; padding: 1mm 3mm; border-bottom: 1px solid #999; "
		"vertical-align: top }\n"
		"</style>\n</head>\n<body>\n<h1>Certificate of a phone locker</h1>\n<table>\n");
	for (size_t i = 0; i < HEAD; i++) {
		fprintf(out, "<tr><th scope=\"row\">%s</th><td>", head[i].label);
		print_escaped(out, text(answer, head[i].field));
		fprintf(out, "</td></tr>\n");
	}
	fprintf(out,
		"<tr><th scope=\"row\">Address</th><td>%d</td></tr>\n</table>\n"
		"<h2>Doors</h2>\n<table>\n<tr><th>Result</th><th>Walked</th></tr>\n",
		number(answer, "address"));
	for (int door = 1; door <= number(answer, "doors"); door++) {
		proved += say_door(answer, door, says, &at);
		fprintf(out, "<tr><td>%s</td><td>%s</td></tr>\n", says, at);
	}
	fprintf(out,
		"</table>\n<p>%d of %d doors proved: latch, contact%s and light, both ways.</p>\n"
		"<p>Signed: ______________________________</p>\n</body>\n</html>\n",
		proved, number(answer, "doors"),
		json_is_true(json_object_get(answer, "inside")) ? ", inside sensor" : "");
	return proved;
}

static int write_html(const json_t *answer, const char *path, int *out_proved)
{
	FILE *out = fopen(path, "w");
	bool bad;

	if (!out)
		return call_fail(EXIT_REFUSED, "%s cannot be written (%s).", path,
			err_str(err_from_errno(errno)));
	*out_proved = print_html(answer, out);
	bad = ferror(out);
	if (fclose(out) != 0 || bad)
		return call_fail(EXIT_REFUSED, "%s could not be written whole.", path);
	printf("%s is written.\n", path);
	return EXIT_DONE;
}

int certificate_print(const struct call *call, const char *bank, const char *html)
{
	json_t *answer = NULL;
	int proved = 0;
	int status = call_answer(call,
		json_pack("{s:s, s:s}", "request", "bank certificate", "name", bank), &answer);

	if (status != EXIT_DONE) {
		if (answer)
			call_fail(
				status, "%s", json_string_value(json_object_get(answer, "error")));
	} else if (call->json) {
		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
	} else if (html) {
		status = write_html(answer, html, &proved);
	} else {
		proved = print_text(answer, stdout);
	}
	if (status == EXIT_DONE && !call->json && proved < number(answer, "doors"))
		status = call_fail(EXIT_REFUSED, "not every door of bank %s is proved.", bank);
	json_decref(answer);
	return status;
}

int certificate_run(const struct call *call)
{
	return certificate_print(call, call->operands[0], call_option(call, "html"));
}
