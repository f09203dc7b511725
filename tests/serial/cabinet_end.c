// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet's end of an emulated cable.
#include "cabinet_end.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "osdp/message.h"

void cabinet_end_give_up(const char *what)
{
	fprintf(stderr, "bridge: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
		cabinet_end_give_up(path);
	return fd;
}

void cabinet_end_open(struct cabinet_end *end, const char *line, const char *control)
{
	end->line = connect_to(line);
	end->control = connect_to(control);
	end->armed = false;
	osdp_frame_reader_init(&end->reader, end->room, sizeof end->room, OSDP_GAP_MS);
}

void cabinet_end_replug(struct cabinet_end *end)
{
	osdp_frame_reader_reset(&end->reader);
}

static bool has_unlock(struct cabinet_end *end, const uint8_t *bytes, size_t len)
{
	struct osdp_frame frame;
	bool found = false;

	while (len > 0) {
		size_t took = osdp_frame_reader_feed(&end->reader, bytes, len, 0);
		enum osdp_read read;

		while ((read = osdp_frame_reader_next(&end->reader, 0, &frame)) != OSDP_PENDING)
			found = found || (read == OSDP_READY && frame.code == OSDP_OUT);
		bytes += took;
		len -= took;
	}
	return found;
}

bool cabinet_end_carry(struct cabinet_end *end, const uint8_t *bytes, size_t len)
{
	bool unlock = has_unlock(end, bytes, len) && end->armed;

	if (write(end->line, bytes, len) != (ssize_t)len)
		cabinet_end_give_up("to the cabinet");
	end->armed = end->armed && !unlock;
	return unlock;
}

void cabinet_end_reset(struct cabinet_end *end)
{
	if (write(end->control, "reset dtr\n", 10) != 10)
		cabinet_end_give_up("reset");
}

void cabinet_end_answers(struct cabinet_end *end)
{
	char answers[256];

	if (read(end->control, answers, sizeof answers) <= 0)
		cabinet_end_give_up("the cabinet went away");
}
