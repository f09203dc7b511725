// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/changes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void changes_open(struct changes *changes, uint64_t boot)
{
	*changes = (struct changes){.boot = boot, .next = 1};
}

void changes_close(struct changes *changes)
{
	for (size_t i = 0; i < HTTP_CHANGES; i++)
		free(changes->ring[i].text);
	changes_open(changes, 0);
}

bool changes_add(struct changes *changes, const char *event, const char *json, bool apart)
{
	size_t slot = changes->next % HTTP_CHANGES;
	char *text;
	int len = asprintf(&text, "id: %" PRIx64 "-%" PRIu64 "\nevent: %s\ndata: %s\n\n",
		changes->boot, changes->next, event, json);

	free(changes->ring[slot].text);
	changes->ring[slot].text = len < 0 ? NULL : text;
	changes->ring[slot].len = len < 0 ? 0 : (size_t)len;
	changes->ring[slot].apart = apart;
	changes->next++;
	return len >= 0;
}

static uint64_t oldest(const struct changes *changes)
{
	return changes->next > HTTP_CHANGES ? changes->next - HTTP_CHANGES : 1;
}

void changes_begin(
	const struct changes *changes, const char *last_id, struct changes_reader *out_reader)
{
	uint64_t boot = 0, number = 0;
	char end;
	bool known = last_id &&
		     sscanf(last_id, "%" SCNx64 "-%" SCNu64 "%c", &boot, &number, &end) == 2 &&
		     boot == changes->boot && number < changes->next &&
		     number + 1 >= oldest(changes);

	*out_reader = (struct changes_reader){.next = known ? number + 1 : changes->next};
	// The id tells the browser where to go on, should it lose us before the first change.
	snprintf(out_reader->note, sizeof out_reader->note,
		"retry: 1000\nid: %" PRIx64 "-%" PRIu64 "\nevent: %s\ndata: {}\n\n", changes->boot,
		out_reader->next - 1, known ? "again" : "reset");
}

// Behind what is not for this reader; one that is begun is read to its end.
static uint64_t next_for(const struct changes *changes, const struct changes_reader *reader)
{
	uint64_t next = reader->next;

	while (!reader->told && reader->at == 0 && next < changes->next &&
		next >= oldest(changes) && changes->ring[next % HTTP_CHANGES].apart)
		next++;
	return next;
}

bool changes_ready(const struct changes *changes, const struct changes_reader *reader)
{
	return reader->note[0] || next_for(changes, reader) < changes->next;
}

static int copy(const char *text, size_t len, struct changes_reader *reader, char *out, size_t max)
{
	size_t part = len - reader->at < max ? len - reader->at : max;

	memcpy(out, text + reader->at, part);
	reader->at += part;
	return (int)part;
}

int changes_read(
	const struct changes *changes, struct changes_reader *reader, char *out, size_t max)
{
	size_t slot;
	int count;

	if (reader->note[0]) {
		size_t len = strlen(reader->note);

		count = copy(reader->note, len, reader, out, max);
		if (reader->at == len)
			reader->note[0] = '\0', reader->at = 0;
		return count;
	}
	reader->next = next_for(changes, reader);
	slot = reader->next % HTTP_CHANGES;
	if (reader->next >= changes->next)
		return 0;
	if (reader->next < oldest(changes) || !changes->ring[slot].text)
		return -ERR_GONE;
	count = copy(changes->ring[slot].text, changes->ring[slot].len, reader, out, max);
	if (reader->at == changes->ring[slot].len)
		reader->next++, reader->at = 0;
	return count;
}
