// SPDX-License-Identifier: GPL-3.0-or-later
// The bus between processes; bus_link.h tells how.
#include "bus_link.h"
#include "inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RETRY_NS    100000000
#define CATCH_UP_NS 2000000000U

struct message {
	char kind; // 'B' byte, 'D' driver, 'F' count of bytes driven against another
	uint8_t value;
	uint8_t flag; // driven, on, framed
	uint8_t spare[5];
	uint64_t from_ns;  // or the bit time, or the count
	uint64_t until_ns; // of CLOCK_MONOTONIC, both
};

struct hub_member {
	struct bus_hub *hub;
	int fd, member;
	uint64_t told_fought;
	// A process that was kept waiting tells of its bytes too late for where they were: the
	// whole burst, from its driver's rise on, is moved behind what has already been.
	uint64_t shift, last;
};

struct bus_hub {
	struct bus *bus;
	const uint64_t *origin;
	int fd;
	char path[108];
	struct hub_member *members[BUS_MEMBERS_MAX];
	unsigned count;
};

struct bus_link {
	struct cabinet *cabinet;
	const uint64_t *origin;
	int fd;
	uint64_t retry_at;
	struct sockaddr_un address;
};

static bool address_of(const char *path, struct sockaddr_un *out_address)
{
	memset(out_address, 0, sizeof *out_address);
	out_address->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof out_address->sun_path)
		return false;
	memcpy(out_address->sun_path, path, strlen(path) + 1);
	return true;
}

static int new_socket(void)
{
	return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static void tell(int fd, const struct message *message)
{
	// A full socket is a stopped process: what it does not hear is lost to it alone.
	if (fd >= 0 && send(fd, message, sizeof *message, MSG_NOSIGNAL) < 0)
		return;
}

int bus_hub_open(const char *path, struct bus *bus, const uint64_t *origin_ns, char *why,
	size_t why_size, struct bus_hub **out_hub)
{
	struct sockaddr_un address;
	int fd = new_socket();
	if (!address_of(path, &address) || fd < 0) {
		snprintf(why, why_size, "the bus path %s is too long for a socket", path);
		close(fd);
		return -1;
	}
	if (!connect(fd, (struct sockaddr *)&address, sizeof address)) {
		snprintf(why, why_size,
			"another emulator already has the line's end of the bus %s: give this one "
			"--bus "
			"without --line",
			path);
		close(fd);
		return -1;
	}
	close(fd);
	unlink(path);
	fd = new_socket();
	if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, BUS_MEMBERS_MAX)) {
		snprintf(why, why_size, "cannot make the bus %s: %s", path, strerror(errno));
		close(fd);
		return -1;
	}
	struct bus_hub *hub = calloc(1, sizeof *hub);
	if (!hub)
		abort();
	hub->bus = bus;
	hub->origin = origin_ns;
	hub->fd = fd;
	snprintf(hub->path, sizeof hub->path, "%s", path);
	*out_hub = hub;
	return 0;
}

static void drop(struct bus_hub *hub, struct hub_member *m)
{
	bus_leave_foreign(hub->bus, m->member);
	close(m->fd);
	free(m);
}

void bus_hub_close(struct bus_hub *hub)
{
	if (!hub)
		return;
	for (unsigned i = 0; i < hub->count; i++) {
		drop(hub, hub->members[i]);
	}
	close(hub->fd);
	unlink(hub->path);
	free(hub);
}

bool bus_hub_has_links(const struct bus_hub *hub)
{
	return hub->count > 0;
}

static void to_link(void *arg, uint8_t value, bool framed, uint64_t bit_ns)
{
	const struct hub_member *m = arg;
	tell(m->fd, &(struct message){.kind = 'B',
			    .value = value,
			    .flag = framed,
			    .from_ns = bit_ns,
			    .until_ns = *m->hub->origin + bus_now_ns(m->hub->bus)});
}

static void hub_accept(struct bus_hub *hub)
{
	int fd;
	while ((fd = accept4(hub->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct hub_member *m = calloc(1, sizeof *m);
		if (!m)
			abort();
		*m = (struct hub_member){.hub = hub, .fd = fd};
		m->member =
			hub->count < BUS_MEMBERS_MAX ? bus_join_foreign(hub->bus, to_link, m) : -1;
		if (m->member >= 0) {
			hub->members[hub->count++] = m;
		} else {
			close(fd);
			free(m);
		}
	}
}

static uint64_t shifted(
	const struct bus_hub *hub, struct hub_member *m, const struct message *message)
{
	uint64_t now = bus_now_ns(hub->bus);
	uint64_t stamp = message->from_ns > *hub->origin ? message->from_ns - *hub->origin : 0;
	bool starts = message->kind == 'D' && message->flag;
	uint64_t earliest = starts && m->last > now ? m->last : now;
	if (starts)
		m->shift = 0;
	if (stamp + m->shift < earliest)
		m->shift = earliest - stamp;
	uint64_t until = message->kind == 'B' ? message->until_ns - message->from_ns : 0;
	if (stamp + m->shift + until > m->last)
		m->last = stamp + m->shift + until;
	return stamp + m->shift;
}

// Whether the link is still there.
static bool hub_hear(struct bus_hub *hub, struct hub_member *m)
{
	struct message message;
	ssize_t got;
	while ((got = recv(m->fd, &message, sizeof message, 0)) == sizeof message) {
		uint64_t from = shifted(hub, m, &message);
		if (message.kind == 'B')
			bus_foreign_sends(hub->bus, m->member, message.value, from,
				from + message.until_ns - message.from_ns, message.flag);
		else if (message.kind == 'D')
			bus_foreign_drives(hub->bus, m->member, message.flag, from);
	}
	return got < 0 && (errno == EAGAIN || errno == EINTR);
}

unsigned bus_hub_turn(struct bus_hub *hub, struct pollfd *out_fds)
{
	unsigned kept = 0;
	hub_accept(hub);
	for (unsigned i = 0; i < hub->count; i++) {
		struct hub_member *m = hub->members[i];
		if (!hub_hear(hub, m)) {
			drop(hub, m);
			continue;
		}
		uint64_t fought = bus_foreign_fought(hub->bus, m->member);
		if (fought != m->told_fought) {
			m->told_fought = fought;
			tell(m->fd, &(struct message){.kind = 'F', .from_ns = fought});
		}
		hub->members[kept] = m;
		out_fds[kept++] = (struct pollfd){.fd = m->fd, .events = POLLIN};
	}
	hub->count = kept;
	out_fds[kept] = (struct pollfd){.fd = hub->fd, .events = POLLIN};
	return kept + 1;
}

static void link_sends(void *arg, uint8_t value, uint64_t from, uint64_t until, bool driven)
{
	struct bus_link *link = arg;
	const struct message message = {.kind = 'B',
		.value = value,
		.flag = driven,
		.from_ns = *link->origin + cycles_to_ns(from),
		.until_ns = *link->origin + cycles_to_ns(until)};
	tell(link->fd, &message);
}

static void link_drives(void *arg, bool on, uint64_t at)
{
	struct bus_link *link = arg;
	tell(link->fd, &(struct message){.kind = 'D',
			       .flag = on && !link->cabinet->stub_cut,
			       .from_ns = *link->origin + cycles_to_ns(at)});
}

struct bus_link *bus_link_open(const char *path, struct cabinet *cabinet, const uint64_t *origin_ns)
{
	struct bus_link *link = calloc(1, sizeof *link);
	if (!link)
		abort();
	link->cabinet = cabinet;
	link->origin = origin_ns;
	link->fd = -1;
	if (!address_of(path, &link->address)) {
		free(link);
		return NULL;
	}
	cabinet->line = (struct line_hooks){
		.sends = link_sends, .drives = link_drives, .arg = link, .port = CABINET_RS485};
	return link;
}

void bus_link_close(struct bus_link *link)
{
	if (!link)
		return;
	memset(&link->cabinet->line, 0, sizeof link->cabinet->line);
	if (link->fd >= 0)
		close(link->fd);
	free(link);
}

static void link_hear(struct bus_link *link, const struct message *message)
{
	struct cabinet *c = link->cabinet;
	if (message->kind == 'F') {
		c->fought = message->from_ns;
		return;
	}
	// A cabinet kept waiting first lives up to the moment in which it hears this.
	uint64_t at = message->until_ns - *link->origin, now = cabinet_now_ns(c);
	if (at > now && at - now < CATCH_UP_NS)
		cabinet_run_until(c, at);
	uint64_t mine = cycles_to_ns(uart_bit_cycles(c, CABINET_RS485));
	uint64_t apart =
		mine > message->from_ns ? mine - message->from_ns : message->from_ns - mine;
	uint8_t value = message->value;
	if (!message->flag || apart * 25 > message->from_ns)
		value = (uint8_t)(value ^ (random_byte(c) | 1));
	cabinet_feed(c, CABINET_RS485, &value, 1);
}

unsigned bus_link_turn(struct bus_link *link, struct pollfd *out_fds)
{
	struct message message;
	uint64_t now = cabinet_now_ns(link->cabinet);
	if (link->fd < 0 && now >= link->retry_at) {
		link->retry_at = now + RETRY_NS;
		link->fd = new_socket();
		if (connect(link->fd, (struct sockaddr *)&link->address, sizeof link->address)) {
			close(link->fd);
			link->fd = -1;
		}
	}
	if (link->fd < 0)
		return 0;
	ssize_t got;
	while ((got = recv(link->fd, &message, sizeof message, 0)) == sizeof message)
		link_hear(link, &message);
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
		close(link->fd);
		link->fd = -1;
		return 0;
	}
	out_fds[0] = (struct pollfd){.fd = link->fd, .events = POLLIN};
	return 1;
}
