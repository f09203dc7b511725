// SPDX-License-Identifier: GPL-3.0-or-later
// The child of rig.h, and the conversation with it.
#include "rig.h"

#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reader/reader.h"

static struct mono_time mono(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct mono_time){(int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
}

static void say_read(void *arg, const struct reader_read *read)
{
	char uid[READER_UID];

	(void)arg;
	reader_uid_text(read->code, uid);
	printf("read %s %s %s.\n", read->raw, read->code->uid ? uid : "-", read->code->why);
}

static void say_trouble(void *arg, const char *sentence)
{
	(void)arg;
	printf("trouble %s.\n", sentence);
}

static void over(void *arg, short revents)
{
	(void)revents;
	*(bool *)arg = true;
}

int rig_child(const char *address)
{
	static const struct reader_events events = {say_read, say_trouble};
	const struct env env = {.mono = mono};
	struct loop *loop;
	struct loop_watch *watch;
	struct reader *reader;
	bool ended = false;
	char why[READER_WHY];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (loop_open(&loop, &env) < 0 ||
		loop_watch(loop, STDIN_FILENO, POLLIN, over, &ended, &watch) < 0 ||
		reader_open(&reader, loop, address, &events, NULL, why) < 0)
		return 1;
	while (!ended)
		loop_run_once(loop, -1);
	reader_close(reader);
	loop_close(loop);
	return 0;
}

void rig_start(struct reading_child *child, const char *program, const char *address, bool weak)
{
	int to[2], from[2];

	assert_int_equal(pipe(to), 0);
	assert_int_equal(pipe(from), 0);
	child->pid = fork();
	assert_true(child->pid >= 0);
	if (child->pid == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		if (weak && geteuid() == 0)
			execlp("setpriv", "setpriv",
				"--bounding-set=-dac_override,-dac_read_search", program, "child",
				address, (char *)NULL);
		else
			execl(program, program, "child", address, (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	child->end = to[1];
	child->from = fdopen(from[0], "r");
	setvbuf(child->from, NULL, _IONBF, 0);
}

void rig_end(struct reading_child *child)
{
	int status;

	if (!child->pid)
		return;
	close(child->end);
	fclose(child->from);
	assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
	child->pid = 0;
	assert_int_equal(status, 0);
}

void rig_expect(struct reading_child *child, const char *words)
{
	struct pollfd answer = {.fd = fileno(child->from), .events = POLLIN};
	char line[512];

	assert_int_equal(poll(&answer, 1, RIG_WAIT_MS), 1);
	assert_non_null(fgets(line, sizeof line, child->from));
	if (!strstr(line, words))
		fail_msg("heard \"%s\", expected \"%s\"", line, words);
}
