// SPDX-License-Identifier: GPL-3.0-or-later
// The serial port against libserialport and a USB adapter of umockdev's: who it is, bytes, busy,
// unplugged, and found again under another name. The port lives in a child process, because only
// a child sees the testbed's /dev.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../serial/adapter.h"
#include "port/port.h"

#define WAIT_MS 20000

static struct mono_time mono(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct mono_time){(int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
}

// The child: opens, says who it opened, echoes, and opens again after the adapter went away.
struct echo {
	struct port *port;
	bool gone, over;
};

static void echo_bytes(void *arg, const uint8_t *data, size_t len)
{
	struct echo *echo = arg;

	echo->over = memchr(data, 'q', len) != NULL;
	port_send(echo->port, data, len);
}

static void echo_gone(void *arg, enum err why)
{
	((struct echo *)arg)->gone = why == ERR_GONE;
}

static void say_opened(const struct echo *echo, const struct port_identity *identity)
{
	char link[64];
	char terminal[128] = "";

	snprintf(link, sizeof link, "/proc/self/fd/%d", port_descriptor(echo->port));
	if (readlink(link, terminal, sizeof terminal - 1) < 0)
		terminal[0] = '?';
	printf("OPEN %04x:%04x %s %s\n", (unsigned)identity->vid, (unsigned)identity->pid,
		identity->serial, terminal);
	fflush(stdout);
}

static int run_child(void)
{
	static const struct port_events events = {echo_bytes, echo_gone};
	const struct env env = {.mono = mono};
	const struct timespec pause = {.tv_nsec = 20000000};
	struct port_identity identity = {0};
	struct echo echo = {0};
	struct port *second;
	struct loop *loop;
	char why[PORT_WHY];

	if (loop_open(&loop, &env) < 0)
		return 1;
	while (!echo.over) {
		echo.gone = false;
		while (port_open(&echo.port, loop, "serial:/dev/ttyUSB0@38400", &identity, &events,
			       &echo, why) < 0)
			nanosleep(&pause, NULL);
		say_opened(&echo, &identity);
		if (port_open(&second, loop, "serial:/dev/ttyUSB0", NULL, &events, &echo, why) ==
			-ERR_BUSY)
			printf("BUSY %s\n", why);
		else
			printf("NOT BUSY %s\n", why);
		fflush(stdout);
		while (!echo.gone && !echo.over)
			loop_run_once(loop, 100);
		port_close(echo.port);
		if (echo.gone)
			printf("GONE\n");
		fflush(stdout);
	}
	loop_close(loop);
	return 0;
}

static const char *program;

static FILE *start_child(pid_t *out_pid)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	*out_pid = fork();
	assert_true(*out_pid >= 0);
	if (*out_pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(program, program, "child", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	return fdopen(ends[0], "r");
}

static void expect_line(FILE *from, char *line, size_t size, const char *start)
{
	struct pollfd wait = {.fd = fileno(from), .events = POLLIN};

	assert_true(poll(&wait, 1, WAIT_MS) == 1);
	assert_non_null(fgets(line, (int)size, from));
	if (strncmp(line, start, strlen(start)) != 0)
		fail_msg("not %s but %s", start, line);
}

static void pass_bytes(struct adapter *adapter)
{
	uint8_t sent[200];
	uint8_t back[200];
	size_t got = 0;

	for (size_t i = 0; i < sizeof sent; i++)
		sent[i] = (uint8_t)(i == 'q' ? 0xFF : i);
	assert_int_equal(write(adapter_fd(adapter), sent, sizeof sent), sizeof sent);
	while (got < sizeof back) {
		struct pollfd wait = {.fd = adapter_fd(adapter), .events = POLLIN};
		ssize_t n;

		assert_true(poll(&wait, 1, WAIT_MS) == 1);
		n = read(adapter_fd(adapter), back + got, sizeof back - got);
		assert_true(n > 0);
		got += (size_t)n;
	}
	assert_memory_equal(back, sent, sizeof sent);
}

static void on_dtr(void *arg, bool on)
{
	(void)arg;
	(void)on;
}

static void an_adapter_is_opened_busy_unplugged_and_found_under_another_name(void **state)
{
	struct adapter_identity identity = {.name = "ttyUSB0",
		.vid = 0x0403,
		.pid = 0x6001,
		.serial = "HT000123",
		.socket = 1,
		.address = 5};
	struct adapter *adapter = adapter_open(NULL);
	char terminal[128];
	char line[512];
	FILE *child;
	pid_t pid;
	int status;

	(void)state;
	adapter_plug(adapter, &identity, on_dtr, NULL);
	child = start_child(&pid);
	setvbuf(child, NULL, _IONBF, 0);
	expect_line(child, line, sizeof line, "OPEN 0403:6001 HT000123 ");
	adapter_terminal(adapter, terminal, sizeof terminal);
	assert_non_null(strstr(line, terminal));
	expect_line(child, line, sizeof line, "BUSY");
	assert_non_null(strstr(line, "in use by another program"));
	pass_bytes(adapter);
	adapter_unplug(adapter);
	expect_line(child, line, sizeof line, "GONE");
	identity.name = "ttyUSB1";
	identity.address = 6;
	adapter_plug(adapter, &identity, on_dtr, NULL);
	expect_line(child, line, sizeof line, "OPEN 0403:6001 HT000123 ");
	expect_line(child, line, sizeof line, "NOT BUSY /dev/ttyUSB0 ");
	pass_bytes(adapter);
	assert_int_equal(write(adapter_fd(adapter), "q", 1), 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	fclose(child);
	adapter_close(adapter);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_adapter_is_opened_busy_unplugged_and_found_under_another_name),
	};

	program = argv[0];
	if (argc > 1 && !strcmp(argv[1], "child"))
		return run_child();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
