// SPDX-License-Identifier: GPL-3.0-or-later
// Commands run as an office would run them, and hands that follow each unlock.
#include "host.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "keys/keys.h"
#include "samples.h"

void host_command(const struct host *host, char *const words[])
{
	pid_t pid;
	int status;

	fflush(NULL); // or the child would print it again
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout))
			execv(host->program, words);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		bench_give_up("hometime %s %s failed", words[1], words[2]);
}

void host_uid(unsigned person, char uid[15])
{
	snprintf(uid, 15, "04B1C2D3%06X", person & 0xFFFFFF);
}

static void write_people(const struct host *host, const char *path)
{
	FILE *file = fopen(path, "w");
	char uid[15];

	if (!file)
		bench_give_up("cannot write %s", path);
	fprintf(file,
		"ref,given,family,category,year,class,walker_from,walker_until,walker_days,card\n");
	fprintf(file, "OFFICE,Olive,Reed,office,,,,,,\n");
	fprintf(file, "P4,Pat,Pupil,pupil,4,4A,,,," HOST_PUPIL "\n");
	for (unsigned i = 0; i < host->people; i++) {
		host_uid(i, uid);
		fprintf(file, "S%u,Given%u,Family%u,staff,,,,,,%s\n", i, i, i, uid);
	}
	fclose(file);
}

static void enter_holiday(const struct host *host, time_t at)
{
	struct tm day;
	char date[24];

	localtime_r(&at, &day);
	strftime(date, sizeof date, "%Y-%m-%d", &day);
	host_command(host, (char *[]){"hometime", "calendar", "day", date, "holiday", "--name",
				   "bench", "--by", "OFFICE", NULL});
}

static void give_key(const struct host *host, uint32_t serial)
{
	char path[KEYS_PATH], why[KEYS_WHY];
	uint8_t key[OSDP_KEY_SIZE];

	model_key(serial, key);
	if (keys_path(host->database, path) < 0 || keys_set_next(path, serial, key, why) < 0 ||
		keys_promote(path, serial, why) < 0)
		bench_give_up("bank %u cannot be given its key", serial);
}

static void add_bank(struct host *host, unsigned i, unsigned doors)
{
	unsigned line = i / host->per_line, address = i % host->per_line + 1;
	char path[400], stream[420], name[16], number[16];

	snprintf(path, sizeof path, "%s/line%u", host->folder, line);
	snprintf(stream, sizeof stream, "stream:%s@0", path);
	snprintf(name, sizeof name, "B%u", i);
	snprintf(number, sizeof number, "%u", address);
	host_command(host, (char *[]){"hometime", "bank", "add", name, "--line", stream,
				   "--address", number, "--by", "OFFICE", NULL});
	give_key(host, 1000 + i);
	if (address > 1)
		model_join(&host->models[i], &host->models[line * host->per_line], (uint8_t)address,
			1000 + i, doors);
	else if (model_open(&host->models[i], path, 1000 + i, doors) != 0)
		bench_give_up("cannot listen on %s", path);
	// Readers take people from different parts of the list, so that no two meet.
	host->hands[i] = (struct hands){.person = i * (host->people / host->banks)};
}

void host_prepare(struct host *host, const struct school *school)
{
	char csv[400];

	*host = (struct host){
		.banks = school->banks, .per_line = school->per_line, .people = school->people};
	snprintf(host->program, sizeof host->program, "%s", school->program);
	snprintf(host->folder, sizeof host->folder, "%s", school->folder);
	snprintf(host->database, sizeof host->database, "%s/school.db", school->folder);
	snprintf(csv, sizeof csv, "%s/people.csv", school->folder);
	mkdir(host->folder, 0700);
	setenv("HOMETIME_DB", host->database, 1);
	host_command(host, (char *[]){"hometime", "init", "--policy", "roby-park", NULL});
	write_people(host, csv);
	host_command(host,
		(char *[]){"hometime", "import", "people", csv, "--apply", "--by", "OFFICE", NULL});
	enter_holiday(host, time(NULL));
	enter_holiday(host, time(NULL) + 86400);
	for (unsigned i = 0; i < host->banks; i++)
		add_bank(host, i, school->doors);
}

static struct host *running[HOST_MAX];

static void enter(struct host *host, bool runs)
{
	for (unsigned i = 0; i < HOST_MAX; i++) {
		if (running[i] == (runs ? NULL : host)) {
			running[i] = runs ? host : NULL;
			return;
		}
	}
	bench_give_up("too many hosts at once");
}

static unsigned gather(struct model *lines[], struct pollfd polled[])
{
	unsigned count = 0;

	for (unsigned i = 0; i < HOST_MAX; i++) {
		struct host *host = running[i];

		for (unsigned j = 0; host && j < host->banks; j += host->per_line) {
			struct model *line = &host->models[j];

			lines[count] = line;
			polled[count] = (struct pollfd){
				line->fd >= 0 ? line->fd : line->listener, POLLIN, 0};
			count++;
		}
	}
	return count;
}

void host_serve(int64_t until_ns, bool (*done)(void *arg), void *arg)
{
	while (!done || !done(arg)) {
		struct pollfd polled[HOST_MAX * HOST_BANKS_MAX];
		struct model *lines[HOST_MAX * HOST_BANKS_MAX];
		unsigned count = gather(lines, polled);
		int64_t now = bench_now_ns();
		struct timespec wait = {
			(until_ns - now) / 1000000000, (until_ns - now) % 1000000000};

		if (now >= until_ns)
			return;
		if (ppoll(polled, count, &wait, NULL) < 0)
			bench_give_up("poll failed");
		now = bench_now_ns();
		for (unsigned i = 0; i < count; i++) {
			if (polled[i].revents)
				model_turn(lines[i], now);
		}
	}
}

static bool heard_anything(void *arg)
{
	const struct host *host = arg;
	unsigned polls = 0;

	for (unsigned i = 0; i < host->banks; i++)
		polls += host->models[i].polls;
	return polls > 0;
}

static bool all_known(void *arg)
{
	const struct host *host = arg;

	for (unsigned i = 0; i < host->banks; i++) {
		if (host->models[i].polls < 6)
			return false;
	}
	return true;
}

static _Noreturn void serve(const struct host *host)
{
	char poll_ms[16], screens[32];

	snprintf(screens, sizeof screens, "127.0.0.1:%u", host->http_port);
	snprintf(poll_ms, sizeof poll_ms, "%u", host->poll_ms ? host->poll_ms : 20);
	if (host->preload) {
		// The loader ends a name at a blank or a colon, which a checkout's path may hold.
		char link[400];

		snprintf(link, sizeof link, "%s/preload.so", host->folder);
		unlink(link);
		if (symlink(host->preload, link) == 0)
			setenv("LD_PRELOAD", link, 1);
	}
	if (getenv("BENCH_LOG") ? freopen(getenv("BENCH_LOG"), "a", stderr)
				: freopen("/dev/null", "w", stderr))
		execl(host->program, "hometime", "serve", "--db", host->database, "--poll", poll_ms,
			host->http_port ? "--http" : (char *)NULL, screens, (char *)NULL);
	_exit(127);
}

static void forget_polls(struct host *host)
{
	for (unsigned i = 0; i < host->banks; i++)
		host->models[i].polls = 0;
}

void host_await_banks(struct host *host)
{
	host_serve(bench_now_ns() + 200000000, NULL, NULL); // what was said while nobody listened
	forget_polls(host);
	host_serve(bench_now_ns() + 60000000000, all_known, host);
	if (!all_known(host))
		bench_give_up("hometime serve did not bring its banks on line in 60 s");
}

void host_start(struct host *host)
{
	int64_t from = bench_now_ns();

	forget_polls(host);
	fflush(NULL);
	host->pid = fork();
	if (host->pid == 0)
		serve(host);
	enter(host, true);
	host_serve(from + 60000000000, heard_anything, host);
	host->first_poll_ns = bench_now_ns() - from;
	host_serve(from + 60000000000, all_known, host);
	if (!all_known(host))
		bench_give_up("hometime serve did not bring its banks on line in 60 s");
}

void host_stop(struct host *host)
{
	int status;

	kill(host->pid, SIGTERM);
	if (waitpid(host->pid, &status, 0) != host->pid || status != 0)
		bench_give_up("hometime serve did not end with 0");
	host->pid = 0;
	enter(host, false);
	for (unsigned i = 0; i < host->banks; i += host->per_line) {
		while (host->models[i].fd >= 0 && model_turn(&host->models[i], bench_now_ns()))
			;
	}
}

void host_kill(struct host *host)
{
	kill(host->pid, SIGKILL);
	waitpid(host->pid, NULL, 0);
	host->pid = 0;
	enter(host, false);
	for (unsigned i = 0; i < host->banks; i += host->per_line) {
		while (host->models[i].fd >= 0 && model_turn(&host->models[i], bench_now_ns()))
			;
	}
}

void host_close(struct host *host)
{
	for (unsigned i = 0; i < host->banks; i += host->per_line)
		model_close(&host->models[i]);
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

int64_t host_cpu_ns(const struct host *host)
{
	clockid_t clock;
	struct timespec used;

	if (clock_getcpuclockid(host->pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
		bench_give_up("the processor time of hometime cannot be read");
	return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}
