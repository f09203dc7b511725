// SPDX-License-Identifier: GPL-3.0-or-later
// A bus over several processes in real time: the hub is the process that has the line's end and the
// bus; each other process links its one cabinet to it through a Unix socket (SOCK_SEQPACKET). A
// link tells each byte as it starts and each move of its driver, stamped with CLOCK_MONOTONIC; the
// hub runs BUS_LINK_LAG_NS behind the clock, so that it knows of all of them in time, and tells
// each link what the pair carries. A link that is gone or silent costs the others nothing.
#ifndef EMULATOR_BUS_LINK_H
#define EMULATOR_BUS_LINK_H

#include "bus.h"

#include <poll.h>

#define BUS_LINK_LAG_NS	 5000000
#define BUS_LINK_FDS_MAX (BUS_MEMBERS_MAX + 1)

struct bus_hub;
struct bus_link;

// 0, or -1 with one sentence in `why` (another emulator already is this bus's end). `*origin_ns` is
// the CLOCK_MONOTONIC at which the bus's time was 0, and may be moved by the caller.
int bus_hub_open(const char *path, struct bus *bus, const uint64_t *origin_ns, char *why,
	size_t why_size, struct bus_hub **out_hub);
void bus_hub_close(struct bus_hub *hub);
bool bus_hub_has_links(const struct bus_hub *hub);
// Takes what the links said; then file descriptors to wait on, at most BUS_LINK_FDS_MAX.
unsigned bus_hub_turn(struct bus_hub *hub, struct pollfd *out_fds);

// Never fails: while there is no hub at `path` the cabinet hears silence, and tries again.
struct bus_link *bus_link_open(
	const char *path, struct cabinet *cabinet, const uint64_t *origin_ns);
void bus_link_close(struct bus_link *link);
unsigned bus_link_turn(struct bus_link *link, struct pollfd *out_fds);

#endif
