// SPDX-License-Identifier: GPL-3.0-or-later
// Which edges of osdp/ the corpora walk: only those files are compiled with the counters in. Plays
// every corpus of the wire, prints what was walked file by file and each line that was not, and
// fails under 90 of 100.
//	fuzz-edges CORPORA [--missed]
#include "fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EDGES_MAX 8192
#define LEAST	  90

// clang's, for -fsanitize-coverage=trace-pc-guard,pc-table.
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop);
void __sanitizer_cov_trace_pc_guard(uint32_t *guard);
void __sanitizer_cov_pcs_init(const uintptr_t *begin, const uintptr_t *end);
void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, size_t size);

static uint32_t guards;
static bool walked[EDGES_MAX];
static uintptr_t places[EDGES_MAX];
static bool enters[EDGES_MAX]; // a function begins here
static uint32_t place_count;

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop)
{
	if (start == stop || *start)
		return;
	for (uint32_t *guard = start; guard < stop && guards + 1 < EDGES_MAX; guard++)
		*guard = ++guards;
}

void __sanitizer_cov_trace_pc_guard(uint32_t *guard)
{
	walked[*guard] = true;
}

// Pairs of address and flags, in the order of the guards.
void __sanitizer_cov_pcs_init(const uintptr_t *begin, const uintptr_t *end)
{
	for (; begin + 1 < end && place_count + 1 < EDGES_MAX; begin += 2) {
		places[++place_count] = begin[0];
		enters[place_count] = begin[1] & 1;
	}
}

static const struct {
	const char *corpus;
	void (*play)(const uint8_t *data, size_t size);
} fuzzers[] = {
	{"frames", fuzz_frames},
	{"messages", fuzz_messages},
	{"sealed", fuzz_sealed},
	{"secure_pd", fuzz_secure_pd},
	{"secure_acu", fuzz_secure_acu},
};

static void play_file(const char *path, void (*play)(const uint8_t *data, size_t size))
{
	static uint8_t data[1 << 16];
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file) {
		perror(path);
		exit(1);
	}
	size = fread(data, 1, sizeof data, file);
	fclose(file);
	play(data, size);
}

static void play_corpus(const char *corpora, unsigned which)
{
	char path[1024];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof path, "%s/%s", corpora, fuzzers[which].corpus);
	folder = opendir(path);
	if (!folder) {
		perror(path);
		exit(1);
	}
	while ((entry = readdir(folder)) != NULL) {
		char name[1400];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		play_file(name, fuzzers[which].play);
	}
	closedir(folder);
}

static void print_file(const char *file, unsigned done, unsigned all)
{
	const char *slash = strrchr(file, '/');

	if (all)
		printf("%4u of %4u edges  %s\n", done, all, slash ? slash + 1 : file);
}

static void print_files(bool missed)
{
	char file[256] = "", last[256] = "";
	unsigned all = 0, done = 0;

	for (uint32_t i = 1; i <= guards; i++) {
		char line[300];

		// What messages.def brings in belongs to the function it stands in.
		if (enters[i])
			__sanitizer_symbolize_pc((void *)places[i], "%s", file, sizeof file);
		if (strcmp(file, last) != 0) {
			print_file(last, done, all);
			all = done = 0;
			snprintf(last, sizeof last, "%s", file);
		}
		all++;
		done += walked[i];
		if (missed && !walked[i]) {
			__sanitizer_symbolize_pc((void *)places[i], "%s:%l %f", line, sizeof line);
			printf("  not walked: %s\n", line);
		}
	}
	print_file(last, done, all);
}

int main(int argc, char **argv)
{
	unsigned done = 0;

	if (argc < 2)
		return 2;
	for (unsigned i = 0; i < sizeof fuzzers / sizeof *fuzzers; i++)
		play_corpus(argv[1], i);
	for (uint32_t i = 1; i <= guards; i++)
		done += walked[i];
	print_files(argc > 2);
	printf("%u of %u edges of osdp/, %.1f in 100\n", done, guards,
		guards ? 100.0 * done / guards : 0.0);
	return guards == 0 || guards != place_count || done * 100 < guards * LEAST;
}
