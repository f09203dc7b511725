// SPDX-License-Identifier: GPL-3.0-or-later
// The checks over the captured frames. On the AVR the tables stay in flash and one row at a time
// is copied to RAM.
#include "vectors.h"

#include "fake_bank.h"
#include "osdp/acu.h"
#include "osdp/crc.h"
#include "osdp/frame.h"
#include "osdp/pd.h"
#include "vector_rows.h"

#include <string.h>

#ifdef __AVR__
#define take_out memcpy_P
#else
#define take_out memcpy
#endif

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { MOST = 256 };

static uint8_t wire[MOST], payload[MOST], buffer[MOST], made[MOST];

static void check_crcs(vector_report report)
{
	for (uint8_t n = 0; n < COUNT(vector_crcs); n++) {
		struct vector_crc row;

		take_out(&row, &vector_crcs[n], sizeof row);
		take_out(wire, vector_bytes + row.at, row.len);
		report("crc", n, "crc", osdp_crc16(OSDP_CRC_SEED, wire, row.len) == row.crc);
	}
}

static int is_row(const struct osdp_frame *frame, const struct vector_frame *row)
{
	return frame->address == row->address && frame->reply == row->reply &&
	       frame->sqn == row->sqn && frame->use_crc && !frame->has_scb &&
	       frame->code == row->code && frame->len == row->payload_len &&
	       memcmp(frame->data, payload, row->payload_len) == 0 && frame->size == row->len - 1;
}

// Read whole when it comes in two pieces, cut anywhere.
static int read_at_every_split(const struct vector_frame *row)
{
	struct osdp_frame_reader reader;
	struct osdp_frame frame;
	int held = 1;

	for (uint16_t cut = 0; cut <= row->len; cut++) {
		osdp_frame_reader_init(&reader, buffer, sizeof buffer, OSDP_GAP_MS);
		osdp_frame_reader_feed(&reader, wire, cut, 0);
		if (cut < row->len && osdp_frame_reader_next(&reader, 0, &frame) != OSDP_PENDING)
			held = 0;
		osdp_frame_reader_feed(&reader, wire + cut, (size_t)(row->len - cut), 1);
		held = held && osdp_frame_reader_next(&reader, 1, &frame) == OSDP_READY &&
		       is_row(&frame, row);
	}
	return held;
}

static int written_again(const uint8_t *bytes, uint16_t len)
{
	struct osdp_frame frame;

	if (!osdp_frame_parse(bytes + 1, (uint16_t)(len - 1), &frame))
		return 0;
	return osdp_frame_write(made, sizeof made, &frame) == len && memcmp(made, bytes, len) == 0;
}

static int of_a_known_length(const struct vector_frame *row)
{
	return (row->reply ? osdp_reply_fit(row->code, row->payload_len)
			   : osdp_command_fit(row->code, row->payload_len)) == OSDP_FIT_GOOD;
}

static void check_frames(vector_report report)
{
	for (uint8_t n = 0; n < COUNT(vector_frames); n++) {
		struct vector_frame row;

		take_out(&row, &vector_frames[n], sizeof row);
		take_out(wire, vector_bytes + row.at, row.len);
		take_out(payload, vector_bytes + row.payload_at, row.payload_len);
		report(row.name, row.number, "read", read_at_every_split(&row));
		report(row.name, row.number, "written", written_again(wire, row.len));
		report(row.name, row.number, "length", of_a_known_length(&row));
	}
}

// Our control panel makes the commands of the session and takes its replies.
static void check_sessions(vector_report report)
{
	struct osdp_acu acu;
	char session = 0;

	for (uint8_t n = 0; n < COUNT(vector_frames); n++) {
		struct vector_frame row;
		struct osdp_frame frame;

		take_out(&row, &vector_frames[n], sizeof row);
		take_out(wire, vector_bytes + row.at, row.len);
		take_out(payload, vector_bytes + row.payload_at, row.payload_len);
		if (row.name[1] != session)
			osdp_acu_init(&acu, row.address, made, sizeof made);
		session = row.name[1];
		acu.address = row.address; // a2 moves the peripheral by COMSET
		if (!row.reply)
			report(row.name, row.number, "made",
				osdp_acu_command(&acu, row.code, payload, row.payload_len) ==
						row.len &&
					memcmp(made, wire, row.len) == 0);
		else
			report(row.name, row.number, "heard",
				osdp_frame_parse(wire + 1, (uint16_t)(row.len - 1), &frame) &&
					osdp_acu_hear(&acu, &frame) == OSDP_ACU_REPLY);
	}
}

// What the bank says to bytes sent at *ms, within 300 ms; the time goes on.
static uint16_t say(struct osdp_pd *pd, struct osdp_frame_reader *reader, uint16_t len,
	uint32_t *ms, const uint8_t **out)
{
	uint32_t until = *ms + 300;
	uint16_t said;

	osdp_frame_reader_feed(reader, wire, len, *ms);
	do {
		said = osdp_pd_turn(pd, reader, *ms, out);
		++*ms;
	} while (!said && *ms < until);
	return said;
}

static void check_edges(vector_report report)
{
	static uint8_t tx[MOST + 1];
	static struct fake_bank bank;
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = true,
		.app = &fake_bank_app,
		.bank = &bank,
		.tx = tx,
		.tx_cap = sizeof tx,
	};
	struct osdp_frame_reader reader;
	struct osdp_pd pd;
	uint32_t ms = 0;

	for (uint8_t n = 0; n < COUNT(vector_steps); n++) {
		struct vector_step row;
		const uint8_t *out;
		uint16_t said;

		take_out(&row, &vector_steps[n], sizeof row);
		if (row.number == 0) {
			memset(&bank, 0, sizeof bank);
			osdp_pd_init(&pd, &config);
			osdp_frame_reader_init(&reader, buffer, sizeof buffer, OSDP_GAP_MS);
		}
		take_out(wire, vector_bytes + row.sent_at, row.sent_len);
		take_out(payload, vector_bytes + row.reply_at, row.reply_len);
		said = say(&pd, &reader, row.sent_len, &ms, &out);
		report(row.name, row.number, "answered",
			said == row.reply_len && (!said || memcmp(out, payload, said) == 0) &&
				bank.executed == 0);
	}
}

#ifndef __AVR__
static void check_secure(vector_report report)
{
	for (unsigned n = 0; n < COUNT(vector_secure); n++)
		report(vector_secure[n].name, vector_secure[n].number, "written",
			written_again(vector_bytes + vector_secure[n].at, vector_secure[n].len));
}
#endif

void vectors_check_all(vector_report report)
{
	check_crcs(report);
	check_frames(report);
	check_sessions(report);
	check_edges(report);
#ifndef __AVR__
	check_secure(report);
#endif
}
