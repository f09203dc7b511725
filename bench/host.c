// SPDX-License-Identifier: GPL-3.0-or-later
// Commands run as an office would run them, and hands that follow each unlock.
#include "host.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples.h"

static void give_up(const char *sentence)
{
	fprintf(stderr, "bench: %s\n", sentence);
	exit(1);
}

static void run(const struct host *host, char *const words[])
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		freopen("/dev/null", "w", stdout);
		execv(host->program, words);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0) {
		fprintf(stderr, "bench: hometime %s failed\n", words[1]);
		exit(1);
	}
}

static void uid_of(unsigned person, char uid[15])
{
	snprintf(uid, 15, "04B1C2D3%06X", person & 0xFFFFFF);
}

static void write_people(const struct host *host, const char *path)
{
	FILE *file = fopen(path, "w");
	char uid[15];

	if (!file)
		give_up("cannot write the people file");
	fprintf(file,
		"ref,given,family,category,year,class,walker_from,walker_until,walker_days,card\n");
	fprintf(file, "OFFICE,Olive,Reed,office,,,,,,\n");
	for (unsigned i = 0; i < host->people; i++) {
		uid_of(i, uid);
		fprintf(file, "S%u,Given%u,Family%u,staff,,,,,,%s\n", i, i, i, uid);
	}
	fclose(file);
}

void host_prepare(
	struct host *host, const char *program, const char *folder, unsigned people, unsigned lines)
{
	char csv[480], line[480], name[16];

	*host = (struct host){.lines = lines, .people = people};
	snprintf(host->program, sizeof host->program, "%s", program);
	snprintf(host->folder, sizeof host->folder, "%s", folder);
	snprintf(host->database, sizeof host->database, "%s/school.db", folder);
	snprintf(csv, sizeof csv, "%s/people.csv", folder);
	setenv("HOMETIME_DB", host->database, 1);
	run(host, (char *[]){"hometime", "init", "--db", host->database, "--policy", "roby-park",
			  NULL});
	write_people(host, csv);
	run(host,
		(char *[]){"hometime", "import", "people", csv, "--apply", "--by", "OFFICE", NULL});
	for (unsigned i = 0; i < lines; i++) {
		snprintf(line, sizeof line, "stream:%s/line%u@0", folder, i);
		snprintf(name, sizeof name, "B%u", i);
		run(host, (char *[]){"hometime", "bank", "add", name, "--line", line, "--address",
				  "1", "--by", "OFFICE", NULL});
		snprintf(line, sizeof line, "%s/line%u", folder, i);
		if (model_open(&host->banks[i], line, 1000 + i, 24) != 0)
			give_up("cannot listen on a line's socket");
		// Readers take people from different parts of the list, so that no two meet.
		host->next[i] = i * (people / lines);
	}
}

void host_serve(struct host *host, int64_t until_ns, bool (*done)(void *arg), void *arg)
{
	while (!done || !done(arg)) {
		struct pollfd polled[HOST_LINES_MAX];
		int64_t now = bench_now_ns();

		if (now >= until_ns)
			return;
		for (unsigned i = 0; i < host->lines; i++) {
			const struct model *bank = &host->banks[i];

			polled[i] = (struct pollfd){
				bank->fd >= 0 ? bank->fd : bank->listener, POLLIN, 0};
		}
		if (poll(polled, host->lines, (int)((until_ns - now) / 1000000) + 1) < 0)
			give_up("poll failed");
		now = bench_now_ns();
		for (unsigned i = 0; i < host->lines; i++) {
			if (polled[i].revents)
				model_turn(&host->banks[i], now);
		}
	}
}

static bool all_known(void *arg)
{
	const struct host *host = arg;

	for (unsigned i = 0; i < host->lines; i++) {
		if (host->banks[i].polls < 10)
			return false;
	}
	return true;
}

void host_start(struct host *host)
{
	host->pid = fork();
	if (host->pid == 0) {
		freopen("/dev/null", "w", stderr);
		execl(host->program, "hometime", "serve", "--db", host->database, (char *)NULL);
		_exit(127);
	}
	host_serve(host, bench_now_ns() + 30000000000, all_known, host);
	if (!all_known(host))
		give_up("hometime serve did not bring its banks on line in 30 s");
}

void host_stop(struct host *host)
{
	int status;

	kill(host->pid, SIGTERM);
	if (waitpid(host->pid, &status, 0) != host->pid || status != 0)
		give_up("hometime serve did not end with 0");
}

long host_memory(const struct host *host)
{
	char path[64], text[128];
	long kib = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/status", (int)host->pid);
	file = fopen(path, "r");
	while (file && fgets(text, sizeof text, file)) {
		if (strncmp(text, "VmRSS:", 6) == 0)
			kib = strtol(text + 6, NULL, 10);
	}
	if (file)
		fclose(file);
	return kib;
}

void host_card(const struct host *host, unsigned line, char uid[15])
{
	uid_of(host->next[line], uid);
}

struct waiting {
	const struct model *bank;
	unsigned unlocks;
};

static bool unlocked(void *arg)
{
	const struct waiting *waiting = arg;

	return waiting->bank->unlocks != waiting->unlocks;
}

static bool quiet(void *arg)
{
	return model_is_quiet(((const struct waiting *)arg)->bank);
}

int64_t host_tap(struct host *host, unsigned line)
{
	struct model *bank = &host->banks[line];
	struct waiting waiting = {bank, bank->unlocks};
	int64_t limit = bench_now_ns() + 10000000000;
	unsigned door;
	char uid[15];

	host_card(host, line, uid);
	model_card(bank, uid);
	host_serve(host, limit, unlocked, &waiting);
	if (!unlocked(&waiting))
		give_up("a tap that must be allowed got no unlock in 10 s");
	door = (unsigned)bank->unlocked_door;
	host_serve(host, limit, quiet, &waiting);
	host->inside[line] = !host->inside[line];
	model_put(bank, door, host->inside[line]);
	host_serve(host, limit, quiet, &waiting);
	model_shut(bank, door);
	host_serve(host, limit, quiet, &waiting);
	if (!host->inside[line])
		host->next[line] = (host->next[line] + 1) % host->people;
	return bank->unlock_ns - bank->card_sent_ns;
}
