// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/seats.h"

#include <stddef.h>

struct seat *seats_take(struct seats *seats, int fd, uint64_t client, struct mono_time now)
{
	for (int i = 0; i < HTTP_CLIENTS; i++) {
		struct seat *seat = &seats->rows[i];

		if (seat->used)
			continue;
		*seat = (struct seat){.used = true, .fd = fd, .client = client, .since = now};
		return seat;
	}
	return NULL;
}

void seats_give_back(struct seat *seat)
{
	if (seat)
		seat->used = false;
}

// The oldest that may be told to go, of client alone where that is not NULL, and how many there
// are.
static struct seat *oldest(struct seats *seats, const uint64_t *client, int *out_count)
{
	struct seat *found = NULL;

	*out_count = 0;
	for (int i = 0; i < HTTP_CLIENTS; i++) {
		struct seat *seat = &seats->rows[i];

		if (!seat->used || seat->leaving || (client && seat->client != *client))
			continue;
		++*out_count;
		if (!seat->busy && !seat->seen &&
			(!found || mono_before(seat->since, found->since)))
			found = seat;
	}
	return found;
}

struct seat *seats_make_room(struct seats *seats, uint64_t client)
{
	int count;
	struct seat *seat = oldest(seats, &client, &count);

	if (count <= HTTP_CLIENTS_ONE - SEATS_SPARE) {
		seat = oldest(seats, NULL, &count);
		if (count <= HTTP_CLIENTS - SEATS_SPARE)
			return NULL;
	}
	if (seat)
		seat->leaving = true;
	return seat;
}
