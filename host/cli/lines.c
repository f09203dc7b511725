// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime line scan`: who answers on a line.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/loop.h"
#include "cli/families.h"
#include "commission/scan.h"

struct scanning {
	const struct call *call;
	json_t *found;
	unsigned count;
	bool progress, over;
	char why[PORT_WHY];
};

static void print_found(const struct scan_found *found)
{
	static const char *const keys[] = {
		[SCAN_KEY_UNKNOWN] = "says nothing of keys",
		[SCAN_KEY_NONE] = "no key",
		[SCAN_KEY_OWN] = "has a key",
	};

	printf("address %u", found->address);
	if (found->rate)
		printf(" at %ld", found->rate);
	if (found->several)
		printf(": two boards answer, or the line is noisy: unplug one and scan again\n");
	else if (!found->ours)
		printf(": no Hometime bank (vendor %02X %02X %02X)\n", found->vendor[0],
			found->vendor[1], found->vendor[2]);
	else
		printf(": serial %08X, firmware %u.%u.%u, %u doors%s, %s%s\n",
			(unsigned)found->serial, found->firmware[0], found->firmware[1],
			found->firmware[2], found->doors,
			found->has_inside ? " with inside sensors" : "", keys[found->key],
			found->button ? ", its button is pressed" : "");
	fflush(stdout);
}

static void took_found(void *arg, const struct scan_found *found)
{
	static const char *const keys[] = {
		[SCAN_KEY_UNKNOWN] = "unknown", [SCAN_KEY_NONE] = "none", [SCAN_KEY_OWN] = "own"};
	struct scanning *scanning = arg;
	char serial[16];

	scanning->count++;
	if (scanning->progress)
		fprintf(stderr, "\r\033[K");
	if (!scanning->call->json)
		print_found(found);
	snprintf(serial, sizeof serial, "%08X", (unsigned)found->serial);
	json_array_append_new(scanning->found,
		json_pack("{s:i, s:I, s:b, s:b, s:s, s:i, s:b, s:s, s:b}", "address",
			found->address, "rate", (json_int_t)found->rate, "several", found->several,
			"ours", found->ours, "serial", serial, "doors", found->doors, "inside",
			found->has_inside, "key", keys[found->key], "button", found->button));
}

static void took_asking(void *arg, long rate, unsigned address)
{
	const struct scanning *scanning = arg;

	if (scanning->progress)
		fprintf(stderr, "\rasking address %u at %ld ... ", address, rate);
}

static void took_end(void *arg, const char *why)
{
	struct scanning *scanning = arg;

	scanning->over = true;
	snprintf(scanning->why, sizeof scanning->why, "%s", why);
	if (scanning->progress)
		fprintf(stderr, "\r\033[K");
}

static const struct scan_events events = {took_found, took_asking, took_end};

static int print_end(struct scanning *scanning)
{
	if (scanning->call->json) {
		json_t *answer = json_pack("{s:O}", "found", scanning->found);

		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(answer);
	}
	if (scanning->why[0])
		return call_fail(EXIT_REFUSED, "%s", scanning->why);
	if (scanning->count == 0)
		return call_fail(EXIT_REFUSED,
			"nothing answers on this line; look at the power, the cable and its ends.");
	return EXIT_DONE;
}

static int scan_run(const struct call *call)
{
	const char *address = call_option(call, "line");
	struct scanning scanning = {
		.call = call, .found = json_array(), .progress = isatty(STDERR_FILENO)};
	// Only an adapter has a rate of its own to set.
	bool rates = strncmp(address, "serial:", 7) == 0 && !strchr(address, '@');
	const struct scan_config config = {.address = address, .rates = rates ? scan_rates : NULL};
	struct loop *loop = NULL;
	struct scan *scan = NULL;
	char why[PORT_WHY];
	int err = port_check_address(address, why);
	int status = err < 0 ? call_fail(EXIT_USAGE, "--line %s: %s", address, why) : -1;

	if (status < 0 && loop_open(&loop, call->env) < 0)
		status = call_fail(EXIT_REFUSED, "there is not enough memory.");
	if (status < 0)
		err = scan_open(&scan, loop, &config, &events, &scanning, why);
	if (status < 0 && err == -ERR_BUSY)
		status = call_fail(EXIT_REFUSED,
			"%s Where that is the service, stop it while you work on this line.", why);
	else if (status < 0 && err < 0)
		status = call_fail(EXIT_REFUSED, "%s", why);
	while (status < 0 && !scanning.over)
		status = loop_run_once(loop, -1) < 0 ? EXIT_REFUSED : -1;
	if (status < 0)
		status = print_end(&scanning);
	scan_close(scan);
	loop_close(loop);
	json_decref(scanning.found);
	return status;
}

static const struct command_option options[] = {
	{"line", "LINE",
		"serial:/dev/ttyUSB0[@RATE], usb:VID:PID[:SERIAL] or stream:PATH; without @RATE "
		"every rate is tried",
		OPTION_NEEDED},
	{0},
};

const struct command line_commands[] = {
	{"line scan", NULL,
		"who answers on a line that no service runs: banks, addresses, rates, keys",
		COMMAND_JSON, options, scan_run, NULL},
	{0},
};
