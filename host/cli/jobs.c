// SPDX-License-Identifier: GPL-3.0-or-later
// The list of jobs. One row each; what it does stands in a file of its own.
#include "cli/jobs.h"

#include <string.h>
#include <sys/resource.h>

#include "cli/command.h"
#include "reader/reader.h"

static const struct job jobs[] = {
	{"look", job_look, 5},
	{"password", password_job, 10},
	{"read", job_read, 5},
	{READER_PCSC_JOB, pcsc_job, 0},
	{0},
};

int job_run(int argc, char **argv, const struct env *env)
{
	const char *name = argc > 2 ? argv[2] : "";

	if (argc < 2 || strcmp(argv[1], JOB_WORD) != 0)
		return -1;
	for (const struct job *job = jobs; job->name; job++) {
		if (strcmp(job->name, name) != 0)
			continue;
		// Where that is refused it works as quickly as the service: no reason not to.
		setpriority(PRIO_PROCESS, 0, job->nice);
		return job->run(env, argv + 3);
	}
	return call_fail(EXIT_USAGE,
		"there is no job \"%.40s\": the service alone starts jobs, people type "
		"`hometime --help`.",
		name);
}
