// SPDX-License-Identifier: GPL-3.0-or-later
// Finds frames in what a line really delivers: pieces, noise, damage, pauses, frames for others
// longer than we could keep. osdp.md section 2 has the five steps this follows.
#include "osdp/frame.h"

#include "frame_parts.h"
#include "osdp/crc.h"

#include <string.h>

void osdp_frame_reader_init(
	struct osdp_frame_reader *reader, uint8_t *buf, uint16_t cap, uint16_t gap_ms)
{
	memset(reader, 0, sizeof *reader);
	reader->buf = buf;
	reader->cap = cap;
	reader->gap_ms = gap_ms;
}

void osdp_frame_reader_reset(struct osdp_frame_reader *reader)
{
	reader->start = reader->fill = reader->edge = 0;
	reader->skip_len = 0;
	reader->held = reader->lost = false;
}

uint16_t osdp_frame_reader_refused(const struct osdp_frame_reader *reader)
{
	return reader->refused;
}

// After a pause nothing heard before it can still grow: what lies before the edge is complete, or
// is not a frame.
static void note_pause(struct osdp_frame_reader *reader, uint32_t now_ms)
{
	bool counted = reader->skip_len && !reader->skip_left;

	if (counted || reader->fill == reader->start || now_ms - reader->last_ms <= reader->gap_ms)
		return;
	reader->lost = reader->skip_len != 0;
	reader->skip_len = 0;
	reader->edge = reader->fill;
}

// A frame found late, in what a false beginning had swallowed, has others behind it. A byte or two
// that is not one is what a pair without bias makes of the host letting go of it.
static bool followed(const struct osdp_frame_reader *reader, uint16_t end)
{
	uint16_t behind = (uint16_t)(reader->fill - end);

	if (reader->lost && end <= reader->edge)
		return true;
	return behind >= FRAME_LEN_MIN || (behind && memchr(reader->buf + end, OSDP_SOM, behind));
}

static void make_room(struct osdp_frame_reader *reader)
{
	uint16_t start = reader->start;

	if (start == 0)
		return;
	memmove(reader->buf, reader->buf + start, (size_t)(reader->fill - start));
	reader->fill = (uint16_t)(reader->fill - start);
	reader->edge = reader->edge > start ? (uint16_t)(reader->edge - start) : 0;
	reader->start = 0;
}

// The check runs two bytes behind, so that at the end the last two are what it is compared with.
static void skip_byte(struct osdp_frame_reader *reader, uint8_t byte)
{
	reader->skip_crc = osdp_crc16(reader->skip_crc, &reader->skip_tail[0], 1);
	reader->skip_tail[0] = reader->skip_tail[1];
	reader->skip_tail[1] = byte;
	reader->skip_sum = (uint8_t)(reader->skip_sum + byte);
	reader->skip_left--;
}

size_t osdp_frame_reader_feed(
	struct osdp_frame_reader *reader, const uint8_t *bytes, size_t len, uint32_t now_ms)
{
	size_t taken = 0;

	if (len == 0)
		return 0;
	note_pause(reader, now_ms);
	reader->last_ms = now_ms;
	if (reader->skip_len) {
		while (reader->skip_left && taken < len)
			skip_byte(reader, bytes[taken++]);
		return taken;
	}
	if (len > (size_t)(reader->cap - reader->fill))
		make_room(reader);
	taken = (size_t)(reader->cap - reader->fill);
	if (taken > len)
		taken = len;
	memcpy(reader->buf + reader->fill, bytes, taken);
	reader->fill = (uint16_t)(reader->fill + taken);
	return taken;
}

// Drops the SOM at start, and with it the belief that a frame began there.
static void refuse(struct osdp_frame_reader *reader)
{
	reader->start++;
	reader->refused++;
}

static void hold(struct osdp_frame_reader *reader)
{
	// The first damaged one: candidates after it lie inside it.
	if (!reader->held)
		memcpy(reader->held_head, reader->buf + reader->start, FRAME_HEAD);
	reader->held = true;
}

// The long frame at start will not fit: keep its beginning (should it be no frame after all, what
// is kept is searched again) and count the rest.
static void begin_skip(struct osdp_frame_reader *reader, uint16_t len)
{
	uint16_t behind;

	make_room(reader);
	behind = (uint16_t)(reader->fill - 2);
	reader->skip_len = len;
	reader->skip_left = (uint16_t)(len - reader->fill);
	reader->skip_crc = osdp_crc16(OSDP_CRC_SEED, reader->buf, behind);
	reader->skip_sum = (uint8_t)-osdp_checksum(reader->buf, reader->fill);
	memcpy(reader->skip_tail, reader->buf + behind, 2);
}

// The long frame was counted to its end.
static enum osdp_read end_skip(struct osdp_frame_reader *reader, struct osdp_frame *out)
{
	bool crc = reader->buf[4] & FRAME_CTRL_CRC;
	uint16_t check = (uint16_t)(reader->skip_tail[0] | (uint16_t)(reader->skip_tail[1] << 8));

	reader->skip_len = 0;
	if (crc ? check != reader->skip_crc : reader->skip_sum != 0) {
		hold(reader);
		refuse(reader);
		reader->edge = reader->fill;
		reader->lost = true;
		return OSDP_PENDING;
	}
	osdp_frame_from_bytes(reader->buf, reader->fill, out);
	out->check = crc ? check : reader->skip_tail[1];
	reader->start = reader->fill = reader->edge = 0;
	reader->held = false;
	return OSDP_BAD;
}

// What the byte at start is the beginning of, if of anything.
static enum osdp_read judge(struct osdp_frame_reader *reader, struct osdp_frame *out)
{
	const uint8_t *at = reader->buf + reader->start;
	bool closed = reader->start < reader->edge;
	uint16_t have = (uint16_t)((closed ? reader->edge : reader->fill) - reader->start);
	enum osdp_read found;
	uint16_t size;

	if (have < FRAME_HEAD) {
		if (closed)
			refuse(reader);
		return OSDP_PENDING;
	}
	size = osdp_frame_head_len(at);
	if (!osdp_frame_head_possible(at) || (closed && size > have)) {
		refuse(reader);
		return OSDP_PENDING;
	}
	if (size > have) {
		// Not before the buffer is full: most false beginnings are found out by then.
		if (size > reader->cap && have == reader->cap)
			begin_skip(reader, size);
		return OSDP_PENDING;
	}
	if (!osdp_frame_check_good(at, size)) {
		hold(reader);
		refuse(reader);
		return OSDP_PENDING;
	}
	reader->start = (uint16_t)(reader->start + size);
	reader->held = false;
	found = osdp_frame_from_bytes(at, size, out) ? OSDP_READY : OSDP_BAD;
	out->followed = followed(reader, reader->start);
	return found;
}

// All that was heard is judged: is there a damaged frame to report?
static enum osdp_read report(
	struct osdp_frame_reader *reader, uint32_t now_ms, struct osdp_frame *out)
{
	if (!reader->held || reader->start < reader->fill ||
		now_ms - reader->last_ms < OSDP_QUIET_MS)
		return OSDP_PENDING;
	reader->held = false;
	osdp_frame_from_head(reader->held_head, out);
	out->bad = OSDP_BAD_CHECK;
	return OSDP_BAD;
}

enum osdp_read osdp_frame_reader_next(
	struct osdp_frame_reader *reader, uint32_t now_ms, struct osdp_frame *out)
{
	note_pause(reader, now_ms);
	if (reader->skip_len) {
		if (reader->skip_left)
			return OSDP_PENDING;
		if (end_skip(reader, out) == OSDP_BAD)
			return OSDP_BAD;
	}
	while (reader->start < reader->fill) {
		uint16_t before = reader->start;
		const uint8_t *som =
			memchr(reader->buf + before, OSDP_SOM, (size_t)(reader->fill - before));
		enum osdp_read found;

		if (!som) {
			reader->start = reader->fill;
			break;
		}
		reader->start = (uint16_t)(som - reader->buf);
		before = reader->start;
		found = judge(reader, out);
		if (found != OSDP_PENDING)
			return found;
		if (reader->start == before)
			return OSDP_PENDING;
	}
	reader->start = reader->fill = reader->edge = 0;
	reader->lost = false;
	return report(reader, now_ms, out);
}
