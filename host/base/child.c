// SPDX-License-Identifier: GPL-3.0-or-later
// A child process as three descriptors in the loop: its input, its output, and itself (pidfd).
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"

#define READ_ONCE 65536

struct child {
	struct loop *loop;
	const struct child_events *events;
	void *arg;
	pid_t pid;
	int process, to, from; // -1: closed
	struct loop_watch *process_watch, *to_watch, *from_watch;
	struct loop_timer patience;
	char *out; // queued for it
	size_t out_len, out_sent;
	bool out_ends;
	char *in; // of its lines, from the last newline on
	size_t in_len, in_room, line_max;
	int killed_for; // a negative enum err, or 0
	int status;	// valid once process is -1
	bool calling, closed;
};

static void close_end(int *fd, struct loop_watch **watch)
{
	loop_unwatch(*watch);
	*watch = NULL;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void forget(struct child *child)
{
	loop_timer_stop(&child->patience);
	close_end(&child->to, &child->to_watch);
	close_end(&child->from, &child->from_watch);
	if (child->process >= 0) {
		kill(child->pid, SIGKILL);
		// A killed process is gone in the time it takes to give its memory back.
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
		close_end(&child->process, &child->process_watch);
	}
	if (child->out) // it may be a register of children, or a password
		explicit_bzero(child->out, child->out_len);
	free(child->out);
	if (child->in)
		explicit_bzero(child->in, child->in_room);
	free(child->in);
	free(child);
}

void child_close(struct child *child)
{
	if (!child)
		return;
	child->closed = true;
	if (!child->calling)
		forget(child);
}

static void kill_for(struct child *child, int why)
{
	if (!child->killed_for)
		child->killed_for = why;
	if (child->process >= 0)
		kill(child->pid, SIGKILL);
}

static int ended_how(const struct child *child)
{
	if (child->killed_for)
		return child->killed_for;
	if (WIFSIGNALED(child->status))
		return -ERR_GONE;
	return WEXITSTATUS(child->status) == 0 ? 0 : -ERR_ARG;
}

// Once the process has ended and all that it wrote was read.
static void say_gone(struct child *child)
{
	if (child->process >= 0 || child->from >= 0)
		return;
	loop_timer_stop(&child->patience);
	close_end(&child->to, &child->to_watch);
	child->calling = true;
	child->events->gone(child->arg, ended_how(child));
	child->calling = false;
	if (child->closed)
		forget(child);
}

static void process_ended(void *arg, short revents)
{
	struct child *child = arg;

	(void)revents;
	if (waitpid(child->pid, &child->status, WNOHANG) != child->pid)
		return;
	close_end(&child->process, &child->process_watch);
	say_gone(child);
}

static void hand_on_lines(struct child *child)
{
	char *at = child->in, *end = child->in + child->in_len, *newline;

	child->calling = true;
	while (!child->closed && (newline = memchr(at, '\n', (size_t)(end - at)))) {
		*newline = 0;
		child->events->line(child->arg, at, (size_t)(newline - at));
		at = newline + 1;
	}
	child->calling = false;
	child->in_len = (size_t)(end - at);
	memmove(child->in, at, child->in_len);
}

static bool make_room(struct child *child)
{
	size_t room = child->in_len + READ_ONCE;
	char *grown;

	if (room <= child->in_room)
		return true;
	if (room < child->in_room * 2)
		room = child->in_room * 2;
	grown = realloc(child->in, room);
	if (!grown)
		return false;
	child->in = grown;
	child->in_room = room;
	return true;
}

static void can_read(void *arg, short revents)
{
	struct child *child = arg;
	ssize_t got;

	(void)revents;
	if (!make_room(child)) {
		kill_for(child, -ERR_NO_MEMORY);
		got = 0;
	} else {
		got = read(child->from, child->in + child->in_len, READ_ONCE);
	}
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		close_end(&child->from, &child->from_watch);
		say_gone(child);
		return;
	}
	child->in_len += (size_t)got;
	hand_on_lines(child);
	if (child->closed) {
		forget(child);
	} else if (child->in_len > child->line_max) {
		kill_for(child, -ERR_FULL);
		close_end(&child->from, &child->from_watch);
	}
}

static void can_write(void *arg, short revents)
{
	struct child *child = arg;
	ssize_t sent = 0;

	if (child->out_sent < child->out_len)
		sent = write(
			child->to, child->out + child->out_sent, child->out_len - child->out_sent);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent > 0)
		child->out_sent += (size_t)sent;
	// What it does not want to read is no failure: how it ends says more.
	if (sent < 0 || revents & (POLLERR | POLLNVAL)) {
		close_end(&child->to, &child->to_watch);
		return;
	}
	if (child->out_sent < child->out_len)
		return;
	child->out_len = child->out_sent = 0;
	loop_watch_events(child->to_watch, 0);
	if (child->out_ends)
		close_end(&child->to, &child->to_watch);
}

int child_send(struct child *child, const char *data, size_t len)
{
	char *grown;

	if (child->to < 0 || child->out_ends)
		return -ERR_GONE;
	grown = malloc(child->out_len + len + 1);
	if (!grown)
		return -ERR_NO_MEMORY;
	if (child->out) {
		memcpy(grown, child->out, child->out_len);
		explicit_bzero(child->out, child->out_len);
		free(child->out);
	}
	memcpy(grown + child->out_len, data, len);
	child->out = grown;
	child->out_len += len;
	loop_watch_events(child->to_watch, POLLOUT);
	return 0;
}

void child_send_end(struct child *child)
{
	child->out_ends = true;
	if (child->to >= 0)
		loop_watch_events(child->to_watch, POLLOUT);
}

static void out_of_patience(void *arg, struct mono_time now)
{
	(void)now;
	kill_for(arg, -ERR_BUSY);
}

static int spawn(struct child *child, const struct child_config *config, int in, int out)
{
	char *words[CHILD_WORDS + 2] = {(char *)config->program};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int failed;

	for (int i = 0; i < CHILD_WORDS && config->words[i]; i++)
		words[i + 1] = (char *)config->words[i];
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&files, in, 0);
	posix_spawn_file_actions_adddup2(&files, out, 1);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	failed = posix_spawn(&child->pid, config->program, &files, &attributes, words, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	if (failed)
		return err_from_errno(failed);
	child->process = pidfd_open(child->pid, 0);
	if (child->process >= 0)
		return 0;
	failed = err_from_errno(errno);
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	return failed;
}

static int watch(struct child *child, const struct child_config *config)
{
	const struct env *env = loop_env(child->loop);
	int err = loop_watch(
		child->loop, child->process, POLLIN, process_ended, child, &child->process_watch);

	if (err == 0)
		err = loop_watch(
			child->loop, child->from, POLLIN, can_read, child, &child->from_watch);
	if (err == 0)
		err = loop_watch(child->loop, child->to, 0, can_write, child, &child->to_watch);
	if (err == 0 && config->patience_ms > 0)
		err = loop_timer_set(child->loop, &child->patience,
			mono_after_ms(env->mono(env->context), config->patience_ms),
			out_of_patience, child);
	return err;
}

int child_start(struct child **out_child, struct loop *loop, const struct child_config *config,
	const struct child_events *events, void *arg)
{
	struct child *child = malloc(sizeof *child);
	int to[2] = {-1, -1}, from[2] = {-1, -1};
	int err = 0;

	if (!child)
		return -ERR_NO_MEMORY;
	*child = (struct child){.loop = loop,
		.events = events,
		.arg = arg,
		.process = -1,
		.line_max = config->line_max};
	if (pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0)
		err = err_from_errno(errno);
	child->to = to[1];
	child->from = from[0];
	if (err == 0 && (fcntl(child->to, F_SETFL, O_NONBLOCK) < 0 ||
				fcntl(child->from, F_SETFL, O_NONBLOCK) < 0))
		err = err_from_errno(errno);
	if (err == 0)
		err = spawn(child, config, to[0], from[1]);
	if (to[0] >= 0)
		close(to[0]);
	if (from[1] >= 0)
		close(from[1]);
	if (err == 0)
		err = watch(child, config);
	if (err < 0) {
		forget(child);
		return err;
	}
	*out_child = child;
	return 0;
}
