// SPDX-License-Identifier: GPL-3.0-or-later
// The speaker of vhci.h: 48 bytes of header, big endian, and the data behind it.
#include "vhci.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ATTACH	"/sys/devices/platform/vhci_hcd.0/attach"
#define STATUS	"/sys/devices/platform/vhci_hcd.0/status"
#define DEVID	65537 // bus 1, device 1 of the far end
#define FULL	2     // USB_SPEED_FULL
#define WAITING 32

#define URB_ZERO_PACKET 0x40

enum { SUBMIT = 1, UNLINK = 2, SUBMITTED = 3, UNLINKED = 4 };

// As USB/IP numbers them: words 0 to 4 are common, the rest is the command's.
struct header {
	uint32_t words[12];
};
enum { COMMAND, SEQUENCE, DEVICE, DIRECTION, ENDPOINT, FLAGS, LENGTH };
enum { STATUS_WORD = 5, ACTUAL = 6 };

struct waiting {
	uint32_t sequence;
	struct usb_transfer transfer;
	uint8_t *room;
};

struct vhci {
	const struct usb_model *model;
	int fd;
	struct waiting waiting[WAITING];
	size_t count;
};

static void give_up(const char *what)
{
	fprintf(stderr, "vhci: %s: %s\n", what, strerror(errno));
	exit(2);
}

struct vhci *vhci_open(void)
{
	struct vhci *vhci = calloc(1, sizeof *vhci);

	if (!vhci || access(ATTACH, W_OK))
		give_up(ATTACH);
	vhci->fd = -1;
	return vhci;
}

// Port 0 is free where its line in `status` says 004. It is a moment after an unplug.
static bool port_is_free(void)
{
	char line[128];
	FILE *status = fopen(STATUS, "r");
	bool is_free = false;

	while (status && fgets(line, sizeof line, status))
		is_free = is_free || strstr(line, "0000 004") != NULL;
	if (status)
		fclose(status);
	return is_free;
}

void vhci_plug(struct vhci *vhci, const struct usb_model *model)
{
	const struct timespec moment = {.tv_nsec = 20000000};
	int ends[2];
	FILE *attach;

	for (int i = 0; i < 500 && !port_is_free(); i++)
		nanosleep(&moment, NULL);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		give_up("socketpair");
	attach = fopen(ATTACH, "w");
	if (!attach || fprintf(attach, "0 %d %d %d", ends[1], DEVID, FULL) < 0 || fclose(attach))
		give_up(ATTACH);
	close(ends[1]);
	vhci->fd = ends[0];
	vhci->model = model;
}

static void forget(struct vhci *vhci, size_t index)
{
	free(vhci->waiting[index].room);
	vhci->count--;
	memmove(&vhci->waiting[index], &vhci->waiting[index + 1],
		(vhci->count - index) * sizeof *vhci->waiting);
}

void vhci_unplug(struct vhci *vhci)
{
	if (vhci->fd < 0)
		return;
	shutdown(vhci->fd, SHUT_RDWR);
	close(vhci->fd);
	vhci->fd = -1;
	while (vhci->count > 0)
		forget(vhci, 0);
}

int vhci_fd(const struct vhci *vhci)
{
	return vhci->fd;
}

static void send_all(struct vhci *vhci, const void *bytes, size_t len)
{
	if (len > 0 && send(vhci->fd, bytes, len, MSG_NOSIGNAL) != (ssize_t)len)
		give_up("to the kernel");
}

static bool read_all(struct vhci *vhci, void *out, size_t len)
{
	return len == 0 || recv(vhci->fd, out, len, MSG_WAITALL) == (ssize_t)len;
}

static void answer(struct vhci *vhci, uint32_t command, uint32_t sequence, int status,
	const uint8_t *data, size_t actual, size_t len)
{
	struct header header = {{htonl(command), htonl(sequence)}};

	header.words[STATUS_WORD] = htonl((uint32_t)status);
	header.words[ACTUAL] = htonl((uint32_t)actual);
	send_all(vhci, &header, sizeof header);
	send_all(vhci, data, len);
}

static bool is_in(const struct usb_transfer *transfer)
{
	return transfer->control ? transfer->buffer[0] & 0x80 : transfer->endpoint & 0x80;
}

static void run(struct vhci *vhci)
{
	uint8_t blocked[WAITING];
	size_t blocked_count = 0;

	for (size_t i = 0; i < vhci->count;) {
		struct waiting *waiting = &vhci->waiting[i];
		struct usb_transfer *transfer = &waiting->transfer;

		if (!memchr(blocked, transfer->endpoint, blocked_count))
			usb_transfer_run(vhci->model, transfer);
		if (!transfer->over) {
			blocked[blocked_count++] = transfer->endpoint;
			i++;
			continue;
		}
		answer(vhci, SUBMITTED, waiting->sequence, transfer->status,
			transfer->buffer + (transfer->control ? 8 : 0), transfer->done,
			is_in(transfer) ? transfer->done : 0);
		forget(vhci, i);
	}
}

static bool take_submit(struct vhci *vhci, const struct header *header)
{
	struct waiting *waiting = &vhci->waiting[vhci->count];
	uint32_t endpoint = ntohl(header->words[ENDPOINT]);
	bool in = ntohl(header->words[DIRECTION]) != 0;
	size_t length = ntohl(header->words[LENGTH]);
	uint8_t *data;

	if (vhci->count == WAITING)
		give_up("too many transfers");
	*waiting = (struct waiting){
		.sequence = ntohl(header->words[SEQUENCE]), .room = calloc(1, length + 9)};
	if (!waiting->room)
		give_up("memory");
	waiting->transfer = (struct usb_transfer){.endpoint = (uint8_t)(endpoint | (in ? 0x80 : 0)),
		.control = endpoint == 0,
		.zero_packet = ntohl(header->words[FLAGS]) & URB_ZERO_PACKET,
		.buffer = waiting->room,
		.length = length};
	if (endpoint == 0)
		memcpy(waiting->room, &header->words[10], 8);
	data = waiting->room + (endpoint == 0 ? 8 : 0);
	vhci->count++;
	return in || read_all(vhci, data, length);
}

static void take_unlink(struct vhci *vhci, const struct header *header)
{
	uint32_t sequence = ntohl(header->words[5]);
	int status = 0; // it was over already

	for (size_t i = 0; i < vhci->count; i++) {
		if (vhci->waiting[i].sequence != sequence)
			continue;
		forget(vhci, i);
		status = -ECONNRESET;
		break;
	}
	answer(vhci, UNLINKED, ntohl(header->words[SEQUENCE]), status, NULL, 0, 0);
}

void vhci_serve(struct vhci *vhci)
{
	struct pollfd kernel = {.fd = vhci->fd, .events = POLLIN};
	struct header header;

	while (vhci->fd >= 0 && poll(&kernel, 1, 0) > 0) {
		bool whole = read_all(vhci, &header, sizeof header);

		if (whole && ntohl(header.words[COMMAND]) == SUBMIT)
			whole = take_submit(vhci, &header);
		else if (whole)
			take_unlink(vhci, &header);
		if (!whole) {
			vhci_unplug(vhci);
			return;
		}
		run(vhci);
	}
	if (vhci->fd >= 0)
		run(vhci);
}
