// SPDX-License-Identifier: GPL-3.0-or-later
// bench-flood: card event at the host to unlock command on the wire while the screens' server is
// flooded, beside the same with nobody asking, A B A B in one run; and how long the loop's turns
// get. Exit 0 where the goals hold.
#include <getopt.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "host.h"
#include "samples.h"
#include "watch.h"

#define GOAL_RATIO    1.2
#define GOAL_REQUESTS 10000
#define GOAL_MIB      64
#define TAPS	      12 // in a slice
#define SETTLE_NS     100000000
#define SLICE_MAX_NS  2000000000

// What was seen of the taps and the loop, flooded by a pattern or in the slices of rest beside it.
struct seen {
	struct samples taps;
	uint64_t turns[WATCH_TURNS];
	uint64_t longest_ns;
	int64_t cpu_ns, ns;
};

struct run {
	struct host host;
	struct client *client;
	struct watch *watch;
	struct seen flooded[CLIENT_PATTERNS], rest[CLIENT_PATTERNS], all_flooded, all_rest;
};

static uint16_t free_port(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		bench_give_up("no port is free");
	close(fd);
	return ntohs(address.sin_port);
}

// What stands between two texts of an answer.
static void between(const char *text, const char *from, const char *to, char *out, size_t size)
{
	const char *at = strstr(text, from);
	const char *end = at ? strstr(at + strlen(from), to) : NULL;

	if (!end || (size_t)(end - at) - strlen(from) >= size)
		bench_give_up("no %s in: %.200s", from, text);
	snprintf(out, size, "%.*s", (int)(end - at - (long)strlen(from)), at + strlen(from));
}

// An account for the office, signed in as its first browser would.
static void sign_in(struct host *host, char session[64])
{
	char command[1200], said[8192] = "", link[100], body[300], answer[8192];
	FILE *made;

	snprintf(command, sizeof command,
		"'%s' account make S0 --role administrator --by OFFICE >/dev/null && "
		"'%s' account make OFFICE --role office --by S0 --json",
		host->program, host->program);
	made = popen(command, "r");
	if (!made || !fgets(said, sizeof said, made) || pclose(made) != 0)
		bench_give_up("the office's account cannot be made");
	between(said, "\"link\":\"", "\"", link, sizeof link);
	snprintf(body, sizeof body, "{\"link\":\"%s\",\"password\":\"three plain words\"}", link);
	client_ask(host->http_port, "POST", "/api/welcome", body, answer, sizeof answer);
	client_ask(host->http_port, "POST", "/api/sign-in",
		"{\"person\":\"OFFICE\",\"password\":\"three plain words\"}", answer,
		sizeof answer);
	between(answer, "session=", ";", session, 64);
}

static void take_turns(const struct watch *watch, struct seen *seen)
{
	for (unsigned i = 0; i < WATCH_TURNS; i++)
		seen->turns[i] += watch->turns[i];
	if (watch->longest_turn_ns > seen->longest_ns)
		seen->longest_ns = watch->longest_turn_ns;
}

static void slice(struct run *run, enum client_pattern pattern, struct seen *seen, struct seen *all)
{
	int64_t from, cpu;

	client_do(run->client, pattern);
	host_serve(bench_now_ns() + SETTLE_NS, NULL,
		NULL); // what was under way ends, what comes begins
	memset(run->watch->turns, 0, sizeof run->watch->turns);
	run->watch->longest_turn_ns = 0;
	from = bench_now_ns();
	cpu = host_cpu_ns(&run->host);
	for (int i = 0; i < TAPS && bench_now_ns() - from < SLICE_MAX_NS; i++) {
		int64_t took = host_tap(&run->host, 0);

		samples_add(&seen->taps, took);
		samples_add(&all->taps, took);
	}
	seen->ns += bench_now_ns() - from;
	seen->cpu_ns += host_cpu_ns(&run->host) - cpu;
	take_turns(run->watch, seen);
	take_turns(run->watch, all);
}

static uint64_t answered(
	const struct client *client, enum client_pattern pattern, int from, int until)
{
	uint64_t sum = 0;

	for (int status = from; status < until; status++)
		sum += client->answered[pattern][status];
	return sum;
}

static double ratio(struct seen *flooded, struct seen *rest, double percentile)
{
	return samples_us(&flooded->taps, percentile) / samples_us(&rest->taps, percentile);
}

static void line_of(struct run *run, enum client_pattern pattern)
{
	struct seen *seen = &run->flooded[pattern], *rest = &run->rest[pattern];
	const struct client *client = run->client;

	printf("%-34s %5zu %7.0f %7.0f %7.0f %6.2f %6.2f %6.2f %7.1f %7lu %6lu %6lu %6lu %6lu\n",
		client_name(pattern), seen->taps.count, samples_us(&seen->taps, 50),
		samples_us(&seen->taps, 99), samples_us(&seen->taps, 100), ratio(seen, rest, 50),
		ratio(seen, rest, 99), (double)seen->cpu_ns / (double)seen->ns,
		(double)seen->longest_ns / 1e6, (unsigned long)answered(client, pattern, 200, 400),
		(unsigned long)answered(client, pattern, 400, 429),
		(unsigned long)client->answered[pattern][429],
		(unsigned long)answered(client, pattern, 430, CLIENT_STATUS_MAX),
		(unsigned long)client->answered[pattern][0]);
}

static void turns_of(const char *name, const struct seen *seen)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < WATCH_TURNS; i++)
		all += seen->turns[i];
	printf("%-34s", name);
	for (unsigned i = 0; i < WATCH_TURNS; i++)
		printf(" %8.4f", all ? 100.0 * (double)seen->turns[i] / (double)all : 0.0);
	printf("\n");
}

static bool held(const char *what, bool holds, double measured)
{
	printf("%s  %s: %.2f\n", holds ? "met   " : "MISSED", what, measured);
	return holds;
}

static bool tell(struct run *run)
{
	double mib = (double)host_memory(&run->host) / 1024, worst = 0;
	uint64_t requests = 0;
	bool met;

	printf("%-34s %5s %7s %7s %7s %6s %6s %6s %7s %7s %6s %6s %6s %6s\n", "card to unlock, us",
		"taps", "p50", "p99", "max", "p50 x", "p99 x", "cores", "turn ms", "2xx 3xx", "4xx",
		"429", "5xx", "cut");
	printf("%-34s %5zu %7.0f %7.0f %7.0f %6.2f %6.2f\n", "nobody asks",
		run->all_rest.taps.count, samples_us(&run->all_rest.taps, 50),
		samples_us(&run->all_rest.taps, 99), samples_us(&run->all_rest.taps, 100), 1.0,
		1.0);
	for (int i = CLIENT_REST + 1; i < CLIENT_PATTERNS; i++) {
		if (run->flooded[i].taps.count == 0)
			continue;
		line_of(run, (enum client_pattern)i);
		requests += answered(run->client, (enum client_pattern)i, 0, CLIENT_STATUS_MAX);
		if (ratio(&run->flooded[i], &run->rest[i], 50) > worst)
			worst = ratio(&run->flooded[i], &run->rest[i], 50);
	}
	printf("%-34s   0.1 ms  0.2 ms   0.5 ms     1 ms     2 ms     5 ms    10 ms   longer\n",
		"turns, processor time, in % up to");
	turns_of("nobody asks", &run->all_rest);
	turns_of("flooded", &run->all_flooded);
	met = held("all flooded beside nobody asking, p50 x (goal 1.20)",
		ratio(&run->all_flooded, &run->all_rest, 50) < GOAL_RATIO,
		ratio(&run->all_flooded, &run->all_rest, 50));
	met = held("all flooded beside nobody asking, p99 x (goal 1.20)",
		      ratio(&run->all_flooded, &run->all_rest, 99) < GOAL_RATIO,
		      ratio(&run->all_flooded, &run->all_rest, 99)) &&
	      met;
	met = held("the worst flood beside the rest next to it, p50 x (goal 1.20)",
		      worst < GOAL_RATIO, worst) &&
	      met;
	met = held("requests answered or cut off (at least 10,000)", requests >= GOAL_REQUESTS,
		      (double)requests) &&
	      met;
	met = held("resident memory afterwards, MiB (goal 64)", mib < GOAL_MIB, mib) && met;
	return met;
}

static void flood(struct run *run, const struct school *school, const char *preload,
	unsigned rounds, int only)
{
	char counts[400], session[64];

	host_prepare(&run->host, school);
	snprintf(counts, sizeof counts, "%s/counts", school->folder);
	run->watch = watch_open(counts);
	setenv("BENCH_WATCH", counts, 1);
	run->host.preload = preload;
	run->host.poll_ms = 5;
	run->host.http_port = free_port();
	host_start(&run->host);
	unsetenv("BENCH_WATCH");
	sign_in(&run->host, session);
	host_await_banks(&run->host); // a password takes seconds where many want the processors
	for (unsigned i = 0; i < 40; i++)
		host_tap(&run->host, 0); // caches and prepared statements: not measured
	run->client = client_start(run->host.http_port, session);
	for (unsigned round = 0; round < rounds; round++) {
		for (int i = CLIENT_REST + 1; i < CLIENT_PATTERNS; i++) {
			if (only && i != only)
				continue;
			slice(run, CLIENT_REST, &run->rest[i], &run->all_rest);
			slice(run, (enum client_pattern)i, &run->flooded[i], &run->all_flooded);
		}
	}
	client_do(run->client, CLIENT_REST);
}

int main(int argc, char **argv)
{
	static struct run run;
	const char *program = NULL, *folder = NULL, *preload = NULL;
	unsigned rounds = 16;
	int option, only = 0;
	bool met;

	while ((option = getopt(argc, argv, "qo:p:d:w:")) != -1) {
		if (option == 'q')
			rounds = 2;
		else if (option == 'o')
			only = atoi(optarg);
		else if (option == 'p')
			program = optarg;
		else if (option == 'd')
			folder = optarg;
		else if (option == 'w')
			preload = optarg;
	}
	if (!program || !folder || !preload) {
		fprintf(stderr,
			"usage: bench-flood -p HOMETIME -w WATCH.so -d FOLDER [-q] [-o PATTERN]\n");
		return 2;
	}
	const struct school school = {program, folder, 600, 1, 1, 24};

	flood(&run, &school, preload, rounds, only);
	met = tell(&run);
	client_stop(run.client);
	host_stop(&run.host);
	host_close(&run.host);
	return met ? 0 : 1;
}
