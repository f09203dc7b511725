// SPDX-License-Identifier: GPL-3.0-or-later
// The properties, and the plain search that the reader is compared with.
#include "properties.h"

#include "bank/hello.h"
#include "fake_bank.h"
#include "osdp/acu.h"
#include "osdp/crc.h"
#include "osdp/frame.h"
#include "osdp/message.h"
#include "osdp/pd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define must(condition) ((condition) ? (void)0 : broken(#condition, __LINE__))

static void broken(const char *what, int line)
{
	fprintf(stderr, "properties.c:%d: does not hold: %s\n", line, what);
	abort();
}

static void records(const uint8_t *data, size_t len, uint8_t *out)
{
	for (size_t n = 0; (n + 1) * OSDP_OUT_SIZE <= len && n < 256; n++) {
		struct osdp_out record = osdp_read_out(data, (uint8_t)n);

		must(osdp_write_out(out, &record) == OSDP_OUT_SIZE);
		must(memcmp(out, data + n * OSDP_OUT_SIZE, OSDP_OUT_SIZE) == 0);
	}
	for (size_t n = 0; (n + 1) * OSDP_LED_SIZE <= len && n < 256; n++) {
		struct osdp_led record = osdp_read_led(data, (uint8_t)n);

		must(osdp_write_led(out, &record) == OSDP_LED_SIZE);
		must(memcmp(out, data + n * OSDP_LED_SIZE, OSDP_LED_SIZE) == 0);
	}
}

void property_payload(const uint8_t *data, size_t full)
{
	static uint8_t out[OSDP_FRAME_LEN_MAX + 16];
	uint16_t len = (uint16_t)(full > OSDP_FRAME_LEN_MAX ? OSDP_FRAME_LEN_MAX : full);
	struct osdp_buz buz;
	struct osdp_text text;
	struct osdp_com com;
	struct osdp_pdid pdid;
	struct osdp_raw raw;
	struct osdp_cap cap;
	struct osdp_lstatr status;
	struct bank_hello hello;

	records(data, len, out);
	if (osdp_read_buz(data, len, &buz))
		must(osdp_write_buz(out, &buz) == len && !memcmp(out, data, len));
	if (osdp_read_text(data, len, &text))
		must(osdp_write_text(out, &text) == len && !memcmp(out, data, len));
	if (osdp_read_com(data, len, &com))
		must(osdp_write_com(out, &com) == len && !memcmp(out, data, len));
	if (osdp_read_pdid(data, len, &pdid))
		must(osdp_write_pdid(out, &pdid) == len && !memcmp(out, data, len));
	if (osdp_read_raw(data, len, &raw))
		must(osdp_write_raw(out, &raw) == len && !memcmp(out, data, len));
	if (osdp_read_lstatr(data, len, &status))
		must(osdp_write_lstatr(out, &status) == len && out[0] == !!data[0] &&
			out[1] == !!data[1]);
	if (len && osdp_find_cap(data, len, data[0], &cap))
		must(osdp_write_cap(out, &cap) == OSDP_CAP_SIZE && !memcmp(out, data, 3));
	if (bank_read_hello(data, len, &hello) == BANK_HELLO_GOOD)
		must(bank_write_hello(out, &hello) == BANK_HELLO_REPLY_SIZE &&
			!memcmp(out, data,
				len < BANK_HELLO_REPLY_SIZE ? BANK_HELLO_FIRST_SIZE
							    : BANK_HELLO_REPLY_SIZE));
}

// The next well-checked frame at or behind *at, by a search that has all the bytes.
static size_t plain_search(const uint8_t *data, size_t len, size_t *at)
{
	for (; *at < len; ++*at) {
		const uint8_t *som = data + *at;
		size_t have = len - *at, size;
		uint16_t crc;

		if (som[0] != OSDP_SOM)
			continue;
		if (have < 5)
			return 0;
		size = som[2] + 256u * som[3];
		if (size < (som[4] & 4 ? 8u : 7u) || size > OSDP_FRAME_LEN_MAX)
			continue;
		// It may still become a frame: a reader waits here.
		if (size > have)
			return 0;
		crc = osdp_crc16(OSDP_CRC_SEED, som, size - 2);
		if (som[4] & 4 ? som[size - 2] == (crc & 255) && som[size - 1] == crc >> 8
			       : osdp_checksum(som, size) == 0)
			return size;
	}
	return 0;
}

static size_t piece(uint32_t *pieces)
{
	*pieces = *pieces * 1664525u + 1013904223u;
	// Mostly single bytes and handfuls, as drivers deliver them; now and then a heap.
	return 1 + (*pieces >> 16) % (*pieces >> 30 == 3 ? 700 : 9);
}

static void written_again(const struct osdp_frame *frame)
{
	static uint8_t out[OSDP_FRAME_LEN_MAX + 1];
	uint16_t size;

	// What we never write: checksums, reserved bits, strange security blocks.
	if (!frame->use_crc || frame->bytes[4] & 0xF0 || (frame->has_scb && frame->scb_len > 3))
		return;
	size = osdp_frame_write(out, sizeof out, frame);
	must(size == frame->size + 1);
	must(memcmp(out + 1, frame->bytes, frame->size) == 0);
}

void property_stream(const uint8_t *data, size_t len, uint32_t pieces)
{
	static uint8_t buf[OSDP_FRAME_LEN_MAX];
	struct osdp_frame_reader reader;
	struct osdp_frame frame;
	size_t fed = 0, at = 0;

	osdp_frame_reader_init(&reader, buf, sizeof buf, OSDP_GAP_MS);
	while (fed < len) {
		size_t want = piece(&pieces);
		enum osdp_read found;

		want = want < len - fed ? want : len - fed;
		fed += osdp_frame_reader_feed(&reader, data + fed, want, 0);
		while ((found = osdp_frame_reader_next(&reader, 0, &frame)) != OSDP_PENDING) {
			size_t size = plain_search(data, len, &at);

			must(size && size == frame.size);
			must(memcmp(frame.bytes, data + at, size) == 0);
			must(found == OSDP_READY || frame.bad == OSDP_BAD_FORM);
			must(frame.address == (data[at + 1] & 0x7F));
			if (found == OSDP_READY)
				written_again(&frame);
			at += size;
		}
	}
	must(plain_search(data, len, &at) == 0);
}

struct two {
	struct fake_bank bank;
	struct osdp_pd pd;
	struct osdp_acu acu;
	struct osdp_frame_reader reader;
	uint8_t buf[128], pd_tx[257], acu_tx[257];
};

static void open_two(struct two *two)
{
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = true,
		.app = &fake_bank_app,
		.bank = &two->bank,
		.tx = two->pd_tx,
		.tx_cap = sizeof two->pd_tx,
	};

	memset(two, 0, sizeof *two);
	two->bank.events = 200;
	osdp_pd_init(&two->pd, &config);
	osdp_acu_init(&two->acu, 1, two->acu_tx, sizeof two->acu_tx);
	osdp_frame_reader_init(&two->reader, two->buf, sizeof two->buf, OSDP_GAP_MS);
}

static void judge(struct two *two, enum osdp_read found, struct osdp_frame *frame, uint32_t ms)
{
	struct osdp_frame reply;
	const uint8_t *out;
	uint16_t before = two->bank.executed, len;
	bool command =
		found == OSDP_READY && !frame->reply &&
		(frame->address == two->pd.config.address || frame->address == OSDP_ADDRESS_ANY);
	uint8_t address = frame->address;

	if (found == OSDP_READY) {
		if (!two->acu.waiting)
			osdp_acu_command(&two->acu, OSDP_POLL, NULL, 0);
		osdp_acu_hear(&two->acu, frame);
	}
	len = osdp_pd_take(&two->pd, found, frame, ms, &out);
	must(two->bank.executed - before <= command);
	if (!len)
		return;
	must(out[0] == OSDP_MARK && osdp_frame_parse(out + 1, (uint16_t)(len - 1), &reply));
	must(reply.reply && reply.use_crc && reply.address == address);
	must(osdp_reply_fit(reply.code, reply.len) == OSDP_FIT_GOOD);
	if (found == OSDP_BAD)
		must(reply.code == OSDP_NAK);
	osdp_pd_sent(&two->pd);
}

void property_sessions(const uint8_t *data, size_t len, uint32_t pieces)
{
	static struct two two;
	struct osdp_frame frame;
	uint32_t ms = 0;
	size_t fed = 0;

	open_two(&two);
	while (fed < len) {
		size_t want = piece(&pieces);
		enum osdp_read found;

		want = want < len - fed ? want : len - fed;
		ms += pieces % 31 == 0 ? 25 : pieces % 1021 == 0 ? 9000 : 1;
		fed += osdp_frame_reader_feed(&two.reader, data + fed, want, ms);
		while ((found = osdp_frame_reader_next(&two.reader, ms, &frame)) != OSDP_PENDING)
			judge(&two, found, &frame, ms);
		osdp_pd_tick(&two.pd, ms);
	}
}
