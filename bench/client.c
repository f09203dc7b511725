// SPDX-License-Identifier: GPL-3.0-or-later
// Plain sockets and epoll: each connection asks, reads to the end of the answer, and asks again.
#include "client.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "samples.h"

static const struct pattern {
	const char *name;
	int connections, addresses;
	const char *path, *body;
	size_t nothing; // bytes of a body that is nothing but blanks
	bool closes, reads;
} patterns[] = {
	{"nobody asks", 0, 1, "", NULL, 0, false, false},
#define PATTERN(name, ...) {__VA_ARGS__},
#include "client_patterns.def"
#undef PATTERN
};

struct connection {
	int fd;
	char head[512];
	size_t head_len, sent, to_send; // of head, then of the body
	char answer[2048];
	size_t got;	// of the answer, as long as its head is not whole
	long long left; // of the answer's body, once its head is
	bool headed;
	int status;
};

static struct client *shared;
static struct connection connections[CLIENT_CONNECTIONS];
static int epoll = -1;
static char blanks[65536];

const char *client_name(enum client_pattern pattern)
{
	return patterns[pattern].name;
}

static const char *path_of(const struct pattern *pattern, int index)
{
	if (!pattern->reads && index >= 40)
		return "/lib/govuk-frontend.min.css";
	if (pattern == &patterns[CLIENT_ONE] && index % 4 == 1)
		return "/api/status";
	if (pattern == &patterns[CLIENT_ONE] && index % 4 == 2)
		return "/api/people/find?text=gi";
	return pattern->path;
}

static void ask(const struct pattern *pattern, int index)
{
	struct connection *c = &connections[index];
	bool nobody = pattern == &patterns[CLIENT_STRANGERS];
	size_t body = pattern->nothing ? pattern->nothing
		      : pattern->body  ? strlen(pattern->body)
				       : 0;
	int len = snprintf(c->head, sizeof c->head,
		"%s %s HTTP/1.1\r\nHost: localhost\r\nCookie: session=%s\r\n%s%sContent-Length: "
		"%zu\r\n\r\n%s",
		pattern->body ? "POST" : "GET", path_of(pattern, index),
		nobody ? "nobody" : shared->session,
		pattern->body ? "X-Hometime: 1\r\nContent-Type: application/json\r\n" : "",
		pattern->closes ? "Connection: close\r\n" : "", body,
		pattern->body ? pattern->body : "");

	c->head_len = (size_t)len;
	c->to_send = c->head_len + pattern->nothing;
	c->sent = c->got = 0;
	c->headed = false;
}

static void connect_one(const struct pattern *pattern, int index)
{
	struct connection *c = &connections[index];
	struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.u32 = (uint32_t)index};
	int small = 2048;

	from.sin_addr.s_addr = htonl(0x7F000100u + 2 + (unsigned)(index % pattern->addresses));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(shared->port);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (!pattern->reads)
		setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	if (c->fd < 0 || bind(c->fd, (struct sockaddr *)&from, sizeof from) < 0 ||
		(connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) ||
		epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event) < 0)
		bench_give_up("a client cannot connect (%s)", strerror(errno));
	ask(pattern, index);
}

static void hang_up(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

static void want(int index, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.u32 = (uint32_t)index};

	epoll_ctl(epoll, EPOLL_CTL_MOD, connections[index].fd, &event);
}

// False: the server has cut it off.
static bool send_more(const struct pattern *pattern, int index)
{
	struct connection *c = &connections[index];

	while (c->sent < c->to_send) {
		bool head = c->sent < c->head_len;
		const char *from = head ? c->head + c->sent : blanks;
		size_t len = head ? c->head_len - c->sent : c->to_send - c->sent;
		ssize_t put =
			send(c->fd, from, len < sizeof blanks ? len : sizeof blanks, MSG_NOSIGNAL);

		if (put < 0)
			return errno == EAGAIN;
		c->sent += (size_t)put;
		if (!head)
			shared->bytes[pattern - patterns] += (size_t)put;
	}
	want(index, pattern->reads ? EPOLLIN : 0);
	if (!pattern->reads)
		shared->answered[pattern - patterns][1]++;
	return true;
}

static void read_head(struct connection *c)
{
	char *end, *length;

	c->answer[c->got] = '\0';
	end = strstr(c->answer, "\r\n\r\n");
	if (!end)
		return;
	length = strcasestr(c->answer, "\r\nContent-Length:");
	c->headed = true;
	c->status = atoi(c->answer + 9);
	c->left = (length && length < end ? atoll(length + 17) : 0) -
		  (long long)(c->got - (size_t)(end + 4 - c->answer));
}

// False: the answer is whole, or the server has cut it off.
static bool read_more(struct connection *c, bool *out_cut)
{
	static char away[65536];
	ssize_t got;

	do {
		if (c->headed)
			got = recv(c->fd, away, sizeof away, 0);
		else
			got = recv(c->fd, c->answer + c->got, sizeof c->answer - 1 - c->got, 0);
		if (got <= 0)
			break;
		if (c->headed) {
			c->left -= got;
		} else {
			c->got += (size_t)got;
			read_head(c);
		}
	} while (!c->headed || c->left > 0);
	*out_cut = got == 0 || (got < 0 && errno != EAGAIN);
	return !*out_cut && !(c->headed && c->left <= 0);
}

static void go_on(const struct pattern *pattern, int index, uint32_t events)
{
	struct connection *c = &connections[index];
	bool cut = false;

	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
		if (pattern->reads && read_more(c, &cut))
			cut = false;
		else if (!cut && pattern->reads) {
			shared->answered[pattern - patterns][c->status % CLIENT_STATUS_MAX]++;
			// Answered before all of it was sent: the rest would be read as a request.
			if (pattern->closes || c->sent < c->to_send) {
				hang_up(c);
				connect_one(pattern, index);
				return;
			}
			ask(pattern, index);
			want(index, EPOLLIN | EPOLLOUT);
		} else if (events & (EPOLLHUP | EPOLLERR)) {
			cut = true;
		}
	}
	if (!cut && (events & EPOLLOUT))
		cut = !send_more(pattern, index);
	if (!cut)
		return;
	shared->answered[pattern - patterns][0]++;
	hang_up(c);
	connect_one(pattern, index);
}

static void change(const struct pattern *pattern)
{
	for (int i = 0; i < CLIENT_CONNECTIONS; i++)
		hang_up(&connections[i]);
	for (int i = 0; i < pattern->connections; i++)
		connect_one(pattern, i);
}

static _Noreturn void run(void)
{
	struct epoll_event events[64];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpriority(PRIO_PROCESS, 0, 19);
	memset(blanks, ' ', sizeof blanks);
	for (int i = 0; i < CLIENT_CONNECTIONS; i++)
		connections[i].fd = -1;
	epoll = epoll_create1(EPOLL_CLOEXEC);
	while (shared->pattern >= 0) {
		int wanted = shared->pattern;
		int count;

		if (shared->doing != wanted) {
			change(&patterns[wanted]);
			shared->doing = wanted;
		}
		count = epoll_wait(epoll, events, 64, 2);
		for (int i = 0; i < count && shared->pattern == wanted; i++)
			go_on(&patterns[wanted], (int)events[i].data.u32, events[i].events);
	}
	_exit(0);
}

struct client *client_start(uint16_t port, const char *session)
{
	shared = mmap(
		NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		bench_give_up("no memory for the clients");
	shared->port = port;
	snprintf(shared->session, sizeof shared->session, "%s", session);
	fflush(NULL);
	shared->pid = fork();
	if (shared->pid == 0)
		run();
	return shared;
}

void client_do(struct client *client, enum client_pattern pattern)
{
	const struct timespec moment = {0, 1000000};

	client->pattern = (int)pattern;
	while (client->doing != (int)pattern) {
		if (waitpid(client->pid, NULL, WNOHANG) != 0)
			bench_give_up("the clients have ended");
		nanosleep(&moment, NULL);
	}
}

void client_stop(struct client *client)
{
	client->pattern = -1;
	waitpid(client->pid, NULL, 0);
	munmap(client, sizeof *client);
}

void client_ask(uint16_t port, const char *method, const char *path, const char *body, char *out,
	size_t size)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	char head[400];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int len = snprintf(head, sizeof head,
		"%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Hometime: 1\r\n"
		"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
		method, path, strlen(body));
	size_t got = 0;
	ssize_t more;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0 ||
		send(fd, head, (size_t)len, MSG_NOSIGNAL) != len ||
		send(fd, body, strlen(body), MSG_NOSIGNAL) != (ssize_t)strlen(body))
		bench_give_up("%s %s cannot be asked", method, path);
	while (got < size - 1 && (more = recv(fd, out + got, size - 1 - got, 0)) > 0)
		got += (size_t)more;
	out[got] = '\0';
	close(fd);
	if (strncmp(out, "HTTP/1.1 200", 12) != 0)
		bench_give_up("%s %s: %.60s", method, path, out);
}
