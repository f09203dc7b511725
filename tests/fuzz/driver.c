// SPDX-License-Identifier: GPL-3.0-or-later
// Plays corpora where there is no libFuzzer: every file of every folder named, each in memory of
// its own. A folder without a file is a failure: it would test nothing.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void play(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	long size;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
		perror(path);
		exit(1);
	}
	rewind(file);
	data = malloc(size ? (size_t)size : 1);
	if (!data || fread(data, 1, (size_t)size, file) != (size_t)size)
		exit(1);
	fclose(file);
	LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
}

int main(int argc, char **argv)
{
	unsigned played = 0;

	for (int i = 1; i < argc; i++) {
		DIR *folder;
		struct dirent *entry;

		if (argv[i][0] == '-') // -runs=0, as libFuzzer has it
			continue;
		folder = opendir(argv[i]);
		if (!folder) {
			perror(argv[i]);
			return 1;
		}
		while ((entry = readdir(folder)) != NULL) {
			char path[1024];

			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
			play(path);
			played++;
		}
		closedir(folder);
	}
	printf("%u inputs\n", played);
	return played == 0;
}
