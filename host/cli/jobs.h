// SPDX-License-Identifier: GPL-3.0-or-later
// What this program does as a child of itself (base/child.h): `hometime --job NAME`, lines in on
// standard input, lines out on standard output. No command for people, so no help lists it.
#ifndef CLI_JOBS_H
#define CLI_JOBS_H

#include "base/env.h"

#define JOB_WORD "--job"

// The first of the words of a child_config whose job this is: {JOB_WORD, "name", ..., NULL}.
struct job {
	const char *name;
	// words are what follows the name, ended by NULL. Returns the exit status; ends when its
	// input ends.
	int (*run)(const struct env *env, char **words);
	int nice; // how far it stands behind the service where both want the processor
};

// The jobs, each in a file of its own name.
int password_job(const struct env *env, char **words);
int pcsc_job(const struct env *env, char **words); // readers.c

// A file each.
int job_look(const struct env *env, char **words);
int job_read(const struct env *env, char **words);

// Runs the job that argv names. Its exit status; -1 where argv asks for no job.
int job_run(int argc, char **argv, const struct env *env);

#endif
