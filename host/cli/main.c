// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime`: builds the environment, finds the command, runs it. The only place in the host that
// reads a clock or asks for randomness.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "cli/jobs.h"
#include "cli/parse.h"

static struct mono_time mono_clock(void *context)
{
	struct timespec t;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (struct mono_time){(int64_t)t.tv_sec * 1000000000 + t.tv_nsec};
}

static struct wall_time wall_clock(void *context)
{
	struct timespec t;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &t);
	return (struct wall_time){(int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000};
}

static int kernel_random(void *context, void *out, size_t len)
{
	(void)context;
	for (char *at = out; len > 0;) {
		ssize_t got = getrandom(at, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_from_errno(errno);
		at += got;
		len -= (size_t)got;
	}
	return 0;
}

// The kernel counts how long each thread has waited for a processor. context: the descriptor.
static int64_t lost_to_others(void *context)
{
	char text[80];
	ssize_t len = pread(*(int *)context, text, sizeof text - 1, 0);
	char *ran;

	text[len > 0 ? len : 0] = '\0';
	ran = strchr(text, ' ');
	return ran ? strtoll(ran, NULL, 10) : 0;
}

int main(int argc, char **argv)
{
	int waited = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	const struct env env = {mono_clock, wall_clock, kernel_random, &waited, lost_to_others};
	struct call call;
	int status;

	umask(0077);		  // a record of children is its owner's alone
	signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error to report, not a death
	status = job_run(argc, argv, &env);
	if (status >= 0)
		return status;
	status = parse_call(argc, argv, &env, &call);
	if (status < 0)
		status = call.command->run ? call.command->run(&call)
					   : call_ask(&call, call_request(&call));
	// What a program reads must have arrived whole: a full disk behind a redirection is no
	// success.
	if (fflush(stdout) != 0 || ferror(stdout))
		return call_fail(
			EXIT_REFUSED, "the output could not be written; is the disk full?");
	return status;
}
