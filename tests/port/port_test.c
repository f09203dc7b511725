// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes through sockets and pseudo-terminals, hang-ups, full queues, and a sentence for each way
// opening fails.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "port/memory.h"
#include "port/port.h"

struct seen {
	uint8_t bytes[65536];
	size_t len;
	unsigned gone;
	enum err why;
};

static struct mono_time still(void *context)
{
	(void)context;
	return (struct mono_time){1};
}

static const struct env env = {.mono = still};

static void on_bytes(void *arg, const uint8_t *data, size_t len)
{
	struct seen *seen = arg;

	assert_true(seen->len + len <= sizeof seen->bytes);
	memcpy(seen->bytes + seen->len, data, len);
	seen->len += len;
}

static void on_gone(void *arg, enum err why)
{
	struct seen *seen = arg;

	seen->gone++;
	seen->why = why;
}

static const struct port_events events = {on_bytes, on_gone};

struct bench {
	struct loop *loop;
	struct seen seen;
	char folder[32];
	char path[64];
	char address[80];
	char why[PORT_WHY];
	struct port *port;
	int listener;
	int far;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	if (!bench)
		return -1;
	strcpy(bench->folder, "/tmp/port-test-XXXXXX");
	assert_non_null(mkdtemp(bench->folder));
	snprintf(bench->path, sizeof bench->path, "%s/line", bench->folder);
	snprintf(bench->address, sizeof bench->address, "stream:%s", bench->path);
	bench->listener = bench->far = -1;
	assert_int_equal(loop_open(&bench->loop, &env), 0);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	port_close(bench->port);
	loop_close(bench->loop);
	if (bench->far >= 0)
		close(bench->far);
	if (bench->listener >= 0)
		close(bench->listener);
	unlink(bench->path);
	rmdir(bench->folder);
	free(bench);
	return 0;
}

static int open_port(struct bench *bench)
{
	return port_open(
		&bench->port, bench->loop, bench->address, NULL, &events, &bench->seen, bench->why);
}

static void listen_at_path(struct bench *bench)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	strcpy(at.sun_path, bench->path);
	bench->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(bench->listener, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(bench->listener, 1), 0);
}

static void open_socket(struct bench *bench)
{
	listen_at_path(bench);
	assert_int_equal(open_port(bench), 0);
	bench->far = accept(bench->listener, NULL, NULL);
	assert_true(bench->far >= 0);
}

static void open_terminal(struct bench *bench)
{
	char name[64];
	int slave;

	assert_int_equal(openpty(&bench->far, &slave, name, NULL, NULL), 0);
	assert_int_equal(symlink(name, bench->path), 0);
	assert_int_equal(open_port(bench), 0);
	close(slave);
}

static void bytes_pass_both_ways(struct bench *bench)
{
	uint8_t all[256];
	uint8_t back[256];

	for (unsigned i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	assert_int_equal(port_send(bench->port, all, sizeof all), 0);
	assert_int_equal(read(bench->far, back, sizeof back), sizeof back);
	assert_memory_equal(back, all, sizeof all);
	assert_int_equal(write(bench->far, all, sizeof all), sizeof all);
	while (bench->seen.len < sizeof all)
		assert_true(loop_run_once(bench->loop, 1000) > 0);
	assert_memory_equal(bench->seen.bytes, all, sizeof all);
}

static void a_socket_carries_every_byte_value_both_ways(void **state)
{
	open_socket(*state);
	bytes_pass_both_ways(*state);
}

static void a_pseudo_terminal_behind_a_link_carries_every_byte_value_both_ways(void **state)
{
	open_terminal(*state);
	bytes_pass_both_ways(*state);
}

static void gone_once(struct bench *bench)
{
	close(bench->far);
	bench->far = -1;
	for (int i = 0; i < 5; i++)
		loop_run_once(bench->loop, 0);
	assert_int_equal(bench->seen.gone, 1);
	assert_int_equal(bench->seen.why, ERR_GONE);
	assert_int_equal(port_send(bench->port, (const uint8_t *)"x", 1), -ERR_GONE);
	for (int i = 0; i < 5; i++)
		loop_run_once(bench->loop, 0);
	assert_int_equal(bench->seen.gone, 1);
}

static void a_closed_socket_is_told_once(void **state)
{
	open_socket(*state);
	gone_once(*state);
}

static void a_pulled_terminal_is_told_once(void **state)
{
	open_terminal(*state);
	gone_once(*state);
}

static void a_write_that_fails_is_told_in_the_next_turn_and_not_before(void **state)
{
	struct bench *bench = *state;

	open_socket(bench);
	close(bench->far);
	bench->far = -1;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(port_send(bench->port, (const uint8_t *)"x", 1), -ERR_GONE);
	assert_int_equal(bench->seen.gone, 0);
	for (int i = 0; i < 5; i++)
		loop_run_once(bench->loop, 0);
	assert_int_equal(bench->seen.gone, 1);
}

static void a_far_end_that_takes_nothing_fills_the_queue_and_then_gets_all_in_order(void **state)
{
	struct bench *bench = *state;
	static uint8_t sent[1 << 20];
	static uint8_t got[1 << 20];
	size_t len = 0;
	size_t back = 0;
	int code;

	open_socket(bench);
	for (size_t i = 0; i < sizeof sent; i++)
		sent[i] = (uint8_t)(i * 7 + (i >> 8));
	do {
		code = port_send(bench->port, sent + len, 1000);
		len += code == 0 ? 1000 : 0;
	} while (code == 0 && len + 1000 < sizeof sent);
	assert_int_equal(code, -ERR_FULL);
	assert_true(port_waiting(bench->port) > 0);
	assert_true(port_waiting(bench->port) <= PORT_QUEUE);
	while (back < len) {
		ssize_t n = recv(bench->far, got + back, sizeof got - back, MSG_DONTWAIT);

		back += n > 0 ? (size_t)n : 0;
		loop_run_once(bench->loop, 0);
	}
	assert_int_equal(back, len);
	assert_memory_equal(got, sent, len);
	assert_int_equal(port_waiting(bench->port), 0);
	assert_int_equal(bench->seen.gone, 0);
}

static void a_terminal_in_use_is_busy_and_free_again_when_closed(void **state)
{
	struct bench *bench = *state;
	struct port *second = NULL;

	open_terminal(bench);
	assert_int_equal(port_open(&second, bench->loop, bench->address, NULL, &events,
				 &bench->seen, bench->why),
		-ERR_BUSY);
	assert_non_null(strstr(bench->why, "in use by another program"));
	assert_null(second);
	bytes_pass_both_ways(bench);
}

static void each_failure_to_open_has_its_sentence(void **state)
{
	static const struct {
		const char *address;
		int code;
		const char *says;
	} cases[] = {
		{"serial:/dev/ttyUSB99", -ERR_NOT_FOUND, "does not exist"},
		{"serial:/dev/null", -ERR_NOT_FOUND, "is no serial port"},
		{"serial:/dev/ttyUSB0@fast", -ERR_ARG, "bits per second"},
		{"serial:/dev/ttyUSB0@0", -ERR_ARG, "bits per second"},
		{"serial:", -ERR_ARG, "empty"},
		{"stream:/nowhere/at/all", -ERR_NOT_FOUND, "does not exist"},
		{"stream:/dev/null", -ERR_ARG, "neither a socket nor a terminal"},
		{"/dev/ttyUSB0", -ERR_ARG, "serial:/dev/NAME"},
		{"", -ERR_ARG, "serial:/dev/NAME"},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct port *port = NULL;

		assert_int_equal(port_open(&port, bench->loop, cases[i].address, NULL, &events,
					 &bench->seen, bench->why),
			cases[i].code);
		assert_null(port);
		assert_non_null(strstr(bench->why, cases[i].says));
	}
	assert_int_equal(bench->seen.gone, 0);
}

static void a_socket_nobody_listens_on_says_so(void **state)
{
	struct bench *bench = *state;

	listen_at_path(bench);
	close(bench->listener);
	bench->listener = -1;
	assert_int_equal(open_port(bench), -ERR_NOT_FOUND);
	assert_non_null(strstr(bench->why, "nobody listens"));
}

static void a_port_without_permission_names_the_group(void **state)
{
	struct bench *bench = *state;

	listen_at_path(bench);
	assert_int_equal(chmod(bench->path, 0), 0);
	// Root may open anything, so a test run by root asks as somebody else.
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(open_port(bench), -ERR_DENIED);
	assert_int_equal(seteuid(getuid()), 0);
	assert_non_null(strstr(bench->why, "group dialout"));
}

static void an_address_gives_the_rate_of_the_far_end(void **state)
{
	struct bench *bench = *state;

	listen_at_path(bench);
	strcat(bench->address, "@115200");
	assert_int_equal(open_port(bench), 0);
	assert_int_equal(port_rate(bench->port), 115200);
	assert_int_equal(port_check_address("stream:/x@0", bench->why), 0);
	assert_int_equal(port_check_address("serial:/dev/ttyS0@9600", bench->why), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_socket_carries_every_byte_value_both_ways),
		TEST(a_pseudo_terminal_behind_a_link_carries_every_byte_value_both_ways),
		TEST(a_closed_socket_is_told_once),
		TEST(a_pulled_terminal_is_told_once),
		TEST(a_write_that_fails_is_told_in_the_next_turn_and_not_before),
		TEST(a_far_end_that_takes_nothing_fills_the_queue_and_then_gets_all_in_order),
		TEST(a_terminal_in_use_is_busy_and_free_again_when_closed),
		TEST(each_failure_to_open_has_its_sentence),
		TEST(a_socket_nobody_listens_on_says_so),
		TEST(a_port_without_permission_names_the_group),
		TEST(an_address_gives_the_rate_of_the_far_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
