// SPDX-License-Identifier: GPL-3.0-or-later
// The line server: who asks, in which pieces, how much, and what a slow or vanished client costs.
#include "service/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	struct env env;
	struct mono_time now;
	struct loop *loop;
	struct server *server;
	char path[64];
	int requests;
	unsigned client;
	uid_t user;
	char line[64];
	size_t line_len;
};

static struct mono_time fake_mono(void *context)
{
	return ((struct fixture *)context)->now;
}

static void took_request(void *arg, unsigned client, uid_t user, const char *line, size_t len)
{
	struct fixture *f = arg;

	f->requests++;
	f->client = client;
	f->user = user;
	f->line_len = len;
	snprintf(f->line, sizeof f->line, "%s", line);
}

static int set_up(void **state)
{
	static const struct server_events events = {took_request};
	struct fixture *f = calloc(1, sizeof *f);
	char folder[] = "/tmp/hometime-server-XXXXXX";

	f->env = (struct env){.mono = fake_mono, .context = f};
	assert_non_null(mkdtemp(folder));
	snprintf(f->path, sizeof f->path, "%s/s", folder);
	assert_int_equal(loop_open(&f->loop, &f->env), 0);
	assert_int_equal(server_open(&f->server, f->loop, f->path, &events, f), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	server_close(f->server);
	assert_int_not_equal(access(f->path, F_OK), 0);
	*strrchr(f->path, '/') = '\0';
	rmdir(f->path);
	loop_close(f->loop);
	free(f);
	return 0;
}

static void turns(struct fixture *f)
{
	for (int i = 0; i < 8; i++)
		loop_run_once(f->loop, 0);
}

static int connect_client(struct fixture *f)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", f->path);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	turns(f);
	return fd;
}

// Whether the server has hung up on fd.
static int hung_up(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

static void a_line_is_filed_whole_however_it_comes_with_the_user_who_sent_it(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);

	for (const char *c = "{\"request\":1}\n"; *c; c++) {
		assert_int_equal(f->requests, 0);
		assert_int_equal(send(fd, c, 1, 0), 1);
		turns(f);
	}
	assert_int_equal(f->requests, 1);
	assert_string_equal(f->line, "{\"request\":1}");
	assert_int_equal(f->line_len, 13);
	assert_int_equal(f->user, getuid());
	close(fd);
}

static void the_second_line_waits_until_the_first_is_answered(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);
	char got[16] = "";

	assert_int_equal(send(fd, "a\nb\n", 4, 0), 4);
	turns(f);
	assert_int_equal(f->requests, 1);
	server_reply(f->server, f->client, "done a", 6);
	assert_int_equal(f->requests, 2);
	assert_string_equal(f->line, "b");
	assert_int_equal(recv(fd, got, sizeof got, 0), 7);
	assert_string_equal(got, "done a\n");
	close(fd);
}

static void nobody_but_the_owner_may_connect(void **state)
{
	struct fixture *f = *state;
	struct stat is;

	assert_int_equal(stat(f->path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
}

static void a_seventeenth_client_is_hung_up_on_and_the_others_are_served(void **state)
{
	struct fixture *f = *state;
	int fds[SERVER_CLIENTS + 1];

	for (int i = 0; i <= SERVER_CLIENTS; i++)
		fds[i] = connect_client(f);
	assert_true(hung_up(fds[SERVER_CLIENTS]));
	assert_int_equal(send(fds[0], "x\n", 2, 0), 2);
	turns(f);
	assert_int_equal(f->requests, 1);
	for (int i = 0; i <= SERVER_CLIENTS; i++)
		close(fds[i]);
}

static void a_client_that_says_half_a_line_is_dropped_after_ten_seconds(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);

	assert_int_equal(send(fd, "half", 4, 0), 4);
	turns(f);
	f->now = mono_after_ms(f->now, SERVER_PATIENCE_MS - 1);
	turns(f);
	assert_false(hung_up(fd));
	f->now = mono_after_ms(f->now, 1);
	turns(f);
	assert_true(hung_up(fd));
	close(fd);
}

static void a_client_that_waits_for_us_is_not_dropped(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);

	assert_int_equal(send(fd, "x\n", 2, 0), 2);
	turns(f);
	f->now = mono_after_ms(f->now, 10 * SERVER_PATIENCE_MS);
	turns(f);
	assert_false(hung_up(fd));
	close(fd);
}

static void a_client_that_does_not_read_its_answer_is_dropped(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);
	size_t len = 4u << 20;
	char *big = calloc(1, len);

	memset(big, 'x', len);
	assert_int_equal(send(fd, "x\n", 2, 0), 2);
	turns(f);
	server_reply(f->server, f->client, big, len);
	turns(f);
	f->now = mono_after_ms(f->now, SERVER_PATIENCE_MS);
	turns(f);
	while (recv(fd, big, len, MSG_DONTWAIT) > 0)
		;
	assert_true(hung_up(fd));
	free(big);
	close(fd);
}

static void a_line_longer_than_a_request_may_be_is_never_filed(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);
	static char block[4096];

	memset(block, 'x', sizeof block);
	for (size_t sent = 0; sent < 2u * SERVER_REQUEST_MAX; sent += sizeof block) {
		if (send(fd, block, sizeof block, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
			break;
		loop_run_once(f->loop, 0);
	}
	turns(f);
	assert_int_equal(f->requests, 0);
	assert_int_equal(send(fd, "\n", 1, MSG_NOSIGNAL), -1);
	close(fd);
}

static void an_answer_for_a_client_that_left_reaches_nobody_else(void **state)
{
	struct fixture *f = *state;
	int fd = connect_client(f);
	unsigned left;

	assert_int_equal(send(fd, "x\n", 2, 0), 2);
	turns(f);
	left = f->client;
	close(fd);
	turns(f);
	fd = connect_client(f);
	assert_int_equal(send(fd, "y\n", 2, 0), 2);
	turns(f);
	assert_int_not_equal(f->client, left);
	server_reply(f->server, left, "secret", 6);
	turns(f);
	assert_false(hung_up(fd));
	assert_int_equal(recv(fd, f->line, 1, MSG_DONTWAIT), -1);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_line_is_filed_whole_however_it_comes_with_the_user_who_sent_it, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			the_second_line_waits_until_the_first_is_answered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nobody_but_the_owner_may_connect, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_seventeenth_client_is_hung_up_on_and_the_others_are_served, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_client_that_says_half_a_line_is_dropped_after_ten_seconds, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_client_that_waits_for_us_is_not_dropped, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_client_that_does_not_read_its_answer_is_dropped, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_line_longer_than_a_request_may_be_is_never_filed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_answer_for_a_client_that_left_reaches_nobody_else, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
