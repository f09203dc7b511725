// SPDX-License-Identifier: GPL-3.0-or-later
// How fast `hometime decide` is, as a ratio: the same distinct, shuffled lines are parsed by
// jansson and answered by a constant, and decided by us, turn by turn in one run. Beside it a
// decision alone, and a day's decisions for 2,000 people one by one, and how often they allocated.
#include <jansson.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/decide.h"
#include "policy/load.h"

#define LINES	 20000
#define LINE_MAX 1024
#define ROUNDS	 9

static const char constant[] =
	"{\"outcome\":\"refer\",\"rule\":\"school\",\"say\":\"Please see the "
	"office.\",\"lifted_by\":[\"office\"],\"obligations\":[]}\n";

struct line {
	char *text;
	size_t len;
};

// A fixed sequence, so that every run and every machine decides the same lines.
static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char *pick(uint32_t *seed, const char *const *list, uint32_t count)
{
	return list[next(seed) % count];
}

static void make_line(struct line *line, uint32_t *seed, int number)
{
	static const char *const policies[] = {
		"roby-park", "flixton", "balfour", "helsby", "christ-church"};
	static const char *const actions[] = {"hand-in", "collect", "collect", "keep"};
	static const char *const places[] = {"locker", "desk"};
	static const char *const people[] = {"\"pupil\",\"year\":\"6\"", "\"pupil\",\"year\":\"3\"",
		"\"pupil\",\"year\":\"R\"", "\"staff\"", "\"slt\"", "\"volunteer\""};
	static const char *const grants[] = {"early-leave", "exceptional", "safekeeping", "visit"};
	static const char *const roles[] = {"office", "slt", "headteacher", "parent"};
	char text[LINE_MAX];
	unsigned hour = 8 + next(seed) % 8, minute = next(seed) % 60;
	int len = snprintf(text, sizeof(text),
		"{\"policy\":\"%s\",\"action\":\"%s\",\"place\":\"%s\",\"at\":\"2026-11-%02uT%02u:%"
		"02u:%"
		"02u\",\"day\":{\"kind\":\"school\",\"start\":\"08:45\",\"home_time\":\"15:15\","
		"\"sessions\":[[\"08:45\",\"12:00\"],[\"13:00\",\"15:15\"]],\"hand_in\":[\"08:30\","
		"\"09:00\"]},\"person\":{\"category\":%s,\"id\":\"p%d\",\"walker\":{\"from\":"
		"\"2026-"
		"09-01\",\"until\":\"2027-07-21\",\"days\":\"mon-fri\"},\"bans\":[],\"contact\":[]}"
		","
		"\"device\":{\"kind\":\"phone\",\"owner\":\"personal\"},\"custody\":{\"kind\":"
		"\"deposit\",\"since\":\"2026-11-01T08:%02u:00\",\"door\":%u},\"attest\":{"
		"\"switched_"
		"off\":true,\"internet_off\":true},\"grants\":[{\"kind\":\"%s\",\"by\":\"%s\","
		"\"from\":\"2026-11-23T%02u:45:00\",\"until\":\"2026-11-23T15:15:00\"}]}",
		pick(seed, policies, 5), pick(seed, actions, 4), pick(seed, places, 2),
		2 + next(seed) % 28, hour, minute, next(seed) % 60, pick(seed, people, 6), number,
		next(seed) % 60, 1 + next(seed) % 24, pick(seed, grants, 4), pick(seed, roles, 4),
		8 + next(seed) % 6);

	line->len = (size_t)len;
	line->text = strdup(text);
	if (!line->text || len >= LINE_MAX)
		abort();
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double time_constant(const struct line *lines, char *out)
{
	double start = seconds();
	char *at = out;

	for (int i = 0; i < LINES; i++) {
		json_t *root = json_loadb(lines[i].text, lines[i].len, 0, NULL);

		if (!root)
			abort();
		json_decref(root);
		memcpy(at, constant, sizeof(constant) - 1);
		at += sizeof(constant) - 1;
	}
	return seconds() - start;
}

static double time_decided(struct decider *decider, const struct line *lines, char *out)
{
	double start = seconds();
	char *at = out;

	for (int i = 0; i < LINES; i++)
		at += decider_answer(decider, lines[i].text, lines[i].len, at);
	return seconds() - start;
}

static void alone(struct decider *decider, const struct line *lines)
{
	static struct request requests[512];
	static const struct policy *policies[512];
	struct decision decision;
	char why[DECIDE_WHY_MAX];
	unsigned answers = 0;
	struct mallinfo2 before, after;
	double start;

	// Requests that borrow no id: each line's ids die at the next.
	for (int i = 0; i < 512; i++) {
		if (decider_read(decider, lines[i].text, lines[i].len, &requests[i], &policies[i],
			    why) < 0)
			abort();
		requests[i].person.id = NULL;
	}
	before = mallinfo2();
	start = seconds();
	for (int round = 0; round < 2000; round++)
		for (int i = 0; i < 512; i++) {
			policy_decide(policies[i], &requests[i], &decision);
			answers += (unsigned)decision.outcome;
		}
	start = seconds() - start;
	after = mallinfo2();
	printf("a decision alone: %.0f ns (budget 2000), %lld bytes allocated in %d (%u)\n",
		start / (2000 * 512) * 1e9, (long long)(after.uordblks - before.uordblks),
		2000 * 512, answers);
}

// Each call of the program for memory comes here first (bench/CMakeLists.txt); what shared
// libraries take for themselves does not, and no decision calls one that does.
static long allocations;
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
	allocations++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	allocations++;
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	allocations++;
	return __real_realloc(old, size);
}

#define PEOPLE	2000
#define MOMENTS 4

// One person in seven is staff; each moment of the day asks something of everybody.
static void day_request(struct decider *decider, int person, int moment, struct request *out,
	const struct policy **out_policy)
{
	static const char *const asks[MOMENTS] = {"hand-in\",\"at\":\"2026-11-23T08:40:00",
		"keep\",\"at\":\"2026-11-23T10:00:00", "collect\",\"at\":\"2026-11-23T14:50:00",
		"collect\",\"at\":\"2026-11-23T15:15:00"};
	static const char *const policies[] = {
		"roby-park", "flixton", "balfour", "helsby", "christ-church"};
	char text[LINE_MAX], who[64], why[DECIDE_WHY_MAX];
	int len;

	snprintf(who, sizeof(who), "\"category\":\"pupil\",\"year\":\"%d\"", 1 + person % 6);
	len = snprintf(text, sizeof(text),
		"{\"policy\":\"%s\",\"action\":\"%s\",\"place\":\"locker\",\"day\":{\"kind\":"
		"\"school\",\"start\":\"08:45\",\"home_time\":\"15:15\",\"sessions\":[[\"08:45\","
		"\"12:00\"],[\"13:00\",\"15:15\"]],\"hand_in\":[\"08:30\",\"09:00\"]},\"person\":{%"
		"s,"
		"\"walker\":{\"from\":\"2026-09-01\",\"until\":\"2027-07-21\",\"days\":\"mon-fri\"}"
		"},"
		"\"device\":{\"kind\":\"phone\",\"owner\":\"personal\"}%s}",
		policies[person % 5], asks[moment],
		person % 7 == 3 ? "\"category\":\"staff\"" : who,
		moment < 2 ? ""
			   : ",\"custody\":{\"kind\":\"deposit\",\"since\":\"2026-11-23T08:20:"
			     "00\",\"door\":7}");
	if (decider_read(decider, text, (size_t)len, out, out_policy, why) < 0)
		abort();
	out->person.id = NULL;
}

// The slowest of a day is the request whose best of eleven turns took longest: what a decision
// costs, and not what else the machine did meanwhile.
static void a_day(struct decider *decider)
{
	static struct request requests[PEOPLE * MOMENTS];
	static const struct policy *policies[PEOPLE * MOMENTS];
	static double best[PEOPLE * MOMENTS];
	struct decision decision;
	double sum = 0, slowest = 0;
	long before;

	for (int i = 0; i < PEOPLE * MOMENTS; i++) {
		day_request(decider, i / MOMENTS, i % MOMENTS, &requests[i], &policies[i]);
		best[i] = 1;
	}
	before = allocations;
	for (int round = 0; round < 11; round++)
		for (int i = 0; i < PEOPLE * MOMENTS; i++) {
			double start = seconds(), took;

			policy_decide(policies[i], &requests[i], &decision);
			took = seconds() - start;
			best[i] = took < best[i] ? took : best[i];
		}
	before = allocations - before;
	for (int i = 0; i < PEOPLE * MOMENTS; i++) {
		sum += best[i];
		slowest = best[i] > slowest ? best[i] : slowest;
	}
	printf("a day for %d people, %d decisions: %.0f ns each, the slowest %.0f ns (budget "
	       "2000), %ld allocations\n",
		PEOPLE, PEOPLE * MOMENTS, sum / (PEOPLE * MOMENTS) * 1e9, slowest * 1e9, before);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 && strcmp(argv[1], "-q") == 0 ? 3 : ROUNDS;
	static struct line lines[LINES];
	struct decider *decider;
	char *out = malloc((size_t)LINES * DECIDE_ANSWER_MAX);
	double best_constant = 1e9, best_decided = 1e9;
	uint32_t seed = 1;

	if (!out || decider_open(&decider) < 0)
		return 1;
	for (int i = 0; i < LINES; i++)
		make_line(&lines[i], &seed, i);
	for (int round = 0; round < rounds; round++) {
		double c = time_constant(lines, out), d = time_decided(decider, lines, out);

		best_constant = c < best_constant ? c : best_constant;
		best_decided = d < best_decided ? d : best_decided;
	}
	printf("jansson and a constant answer: %.2f us a line; decided: %.2f us a line\n",
		best_constant / LINES * 1e6, best_decided / LINES * 1e6);
	printf("ratio of the rates: %.2f (goal 0.60 or more), best of %d turns of %d lines\n",
		best_constant / best_decided, rounds, LINES);
	alone(decider, lines);
	a_day(decider);
	for (int i = 0; i < LINES; i++)
		free(lines[i].text);
	free(out);
	decider_close(decider);
	return 0;
}
