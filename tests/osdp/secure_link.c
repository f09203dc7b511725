// SPDX-License-Identifier: GPL-3.0-or-later
// What secure_link.h promises.
#include "secure_link.h"

#include "osdp/crc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { REPLY_WAIT = 250, TRIES = 8 };

static uint32_t roll(struct link *link)
{
	link->dice = link->dice * 1664525u + 1013904223u;
	return link->dice >> 16;
}

static void fill(struct link *link, uint8_t *out, size_t len)
{
	for (size_t n = 0; n < len; n++)
		out[n] = (uint8_t)roll(link);
}

static uint8_t keep(void *bank, const uint8_t *key)
{
	const struct link *link = bank;

	assert_true(osdp_key_usable(key));
	return link->bank.answer;
}

void link_open(struct link *link)
{
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = true, // must count for nothing
		.app = &fake_bank_app,
		.bank = link,
		.tx = link->pd_tx,
		.tx_cap = sizeof link->pd_tx,
		.shield = &osdp_secure_shield,
		.channel = &link->bank_channel,
	};

	memset(link, 0, sizeof *link);
	link->ms = 1000;
	link->fault_at = UINT32_MAX;
	fill(link, link->old_key, OSDP_KEY_SIZE);
	fill(link, link->new_key, OSDP_KEY_SIZE);
	osdp_secure_pd_init(&link->bank_channel, keep);
	assert_true(osdp_secure_pd_set_key(&link->bank_channel, link->old_key));
	osdp_pd_init(&link->pd, &config);
	osdp_acu_init(&link->acu, 1, link->acu_tx, sizeof link->acu_tx);
	osdp_acu_secure(&link->acu, &link->channel);
	osdp_frame_reader_init(&link->bank_hears, link->bank_buf, 256, OSDP_GAP_MS);
	osdp_frame_reader_init(&link->host_hears, link->host_buf, 1440, OSDP_GAP_MS);
}

static enum fault strikes(struct link *link)
{
	if (link->noise)
		return roll(link) < link->noise ? (enum fault)(1 + roll(link) % (FAULTS - 1))
						: NO_FAULT;
	return link->carried == link->fault_at ? link->fault : NO_FAULT;
}

static void carry(struct link *link, struct osdp_frame_reader *to, const uint8_t *bytes, size_t len)
{
	for (size_t n = 0; n < len; n++) {
		enum fault fault = strikes(link);
		uint8_t byte = bytes[n], som = OSDP_SOM;

		if (n % 8 == 7)
			link->ms++;
		link->carried++;
		if (fault == LOSE_BYTE)
			continue;
		if (fault == CUT_AFTER)
			return;
		if (fault == FLIP_BIT)
			byte ^= (uint8_t)(1 << link->carried % 8);
		if (fault == ADD_BYTE)
			osdp_frame_reader_feed(to, &som, 1, link->ms);
		if (fault == DOUBLE_BYTE)
			osdp_frame_reader_feed(to, &byte, 1, link->ms);
		osdp_frame_reader_feed(to, &byte, 1, link->ms);
	}
}

static void repair(uint8_t *bytes, uint16_t len)
{
	uint16_t crc = osdp_crc16(OSDP_CRC_SEED, bytes + 1, len - 3u);

	bytes[len - 2] = (uint8_t)(crc & 0xFF);
	bytes[len - 1] = (uint8_t)(crc >> 8);
}

static void bend(struct link *link, uint8_t *bytes, uint16_t len)
{
	unsigned at = 1 + link->variant % (len - 3u);

	bytes[at] ^= (uint8_t)(1 << link->variant % 7);
	repair(bytes, len);
}

// Nothing but this is ever said in the clear, whatever happened before.
static void is_allowed(const uint8_t *bytes, uint16_t len)
{
	struct osdp_frame frame;

	assert_true(osdp_frame_parse(bytes + 1, (uint16_t)(len - 1), &frame));
	if (frame.has_scb ? frame.scb_type == OSDP_SCS_CHLNG || frame.scb_type == OSDP_SCS_SCRYPT
			  : frame.code == OSDP_ID || frame.code == OSDP_CAP)
		return;
	assert_true(frame.has_scb);
	assert_non_null(frame.mac);
}

// A forged clear frame with the number that is wanted, or with 0.
static uint16_t forge(struct link *link, uint8_t *out, bool reply, const uint8_t *codes)
{
	static const uint8_t data[16] = {3, OSDP_OUT_PULSE, 5};
	uint8_t code = codes[link->variant / 2], sqn = link->variant % 2 ? 0 : link->acu.sqn;
	uint16_t len = 0;
	struct osdp_frame frame = {.address = 1, .reply = reply, .sqn = sqn, .code = code};

	while ((reply ? osdp_reply_fit(code, len) : osdp_command_fit(code, len)) != OSDP_FIT_GOOD)
		len++;
	frame.data = data;
	frame.len = len;
	if (code == OSDP_CHLNG) {
		frame.has_scb = true;
		frame.scb_len = 3;
		frame.scb_type = OSDP_SCS_CHLNG;
		frame.scb_data = OSDP_BY_OWN_KEY;
	}
	return osdp_frame_write(out, 64, &frame);
}

static bool now(const struct link *link, enum attack attack, unsigned count)
{
	return link->attack == attack && count == link->strike;
}

static void send_reply(struct link *link, const uint8_t *bytes, uint16_t len)
{
	static const uint8_t lies[] = {OSDP_ACK, OSDP_OSTATR, OSDP_LSTATR, OSDP_RAW, OSDP_PDID};
	uint8_t frame[257], lie[64];
	unsigned number = link->replies++;

	memcpy(frame, bytes, len);
	if (link->late_len) {
		carry(link, &link->host_hears, link->late, link->late_len);
		link->late_len = 0;
	}
	if (now(link, LATE, number)) {
		memcpy(link->late, bytes, len);
		link->late_len = len;
		return;
	}
	if (now(link, LIAR, number))
		carry(link, &link->host_hears, lie, forge(link, lie, true, lies));
	if (now(link, BEND_REPLY, number))
		bend(link, frame, len);
	carry(link, &link->host_hears, frame, len);
}

static void bank_turn(struct link *link)
{
	const uint8_t *bytes;
	uint16_t len, before = link->bank.executed;
	bool up = link->bank_channel.up;

	if (osdp_secure_pd_wants_roll(&link->bank_channel)) {
		uint8_t rnd_b[OSDP_RND_SIZE];

		fill(link, rnd_b, sizeof rnd_b);
		osdp_secure_pd_roll(&link->bank_channel, rnd_b);
	}
	link->bank.answer = link->moody && roll(link) % 2 ? OSDP_PD_BUSY : OSDP_PD_DONE;
	len = osdp_pd_turn(&link->pd, &link->bank_hears, link->ms, &bytes);
	// Nothing is executed outside a session.
	assert_true(link->bank.executed == before || up);
	if (len)
		send_reply(link, bytes, len);
	link->ms++;
}

static void send_command(struct link *link, uint16_t size)
{
	static const uint8_t orders[] = {
		OSDP_POLL, OSDP_OUT, OSDP_ID, OSDP_CAP, OSDP_COMSET, OSDP_CHLNG, OSDP_KEYSET};
	uint8_t frame[257];
	unsigned number = link->commands++;

	is_allowed(link->acu_tx, size);
	memcpy(frame, link->acu_tx, size);
	if (link->recorded < 64 && size <= 64) {
		memcpy(link->record[link->recorded], frame, size);
		link->record_len[link->recorded++] = size;
	}
	if (now(link, OTHER_MASTER, number)) {
		uint8_t order[64];

		carry(link, &link->bank_hears, order, forge(link, order, false, orders));
		bank_turn(link);
	}
	if (now(link, BEND_COMMAND, number))
		bend(link, frame, size);
	carry(link, &link->bank_hears, frame, size);
	if (now(link, REPLAY, number)) {
		bank_turn(link);
		carry(link, &link->bank_hears, link->record[link->variant % link->recorded],
			link->record_len[link->variant % link->recorded]);
	}
}

// A millisecond at both ends; what the host makes of what it hears.
static enum osdp_acu_heard tick(struct link *link, struct osdp_frame *out)
{
	enum osdp_read found;

	bank_turn(link);
	while ((found = osdp_frame_reader_next(&link->host_hears, link->ms, out)) != OSDP_PENDING) {
		enum osdp_acu_heard heard;

		if (found != OSDP_READY)
			continue;
		heard = osdp_acu_hear(&link->acu, out);
		if (heard != OSDP_ACU_UNEXPECTED && heard != OSDP_ACU_FOREIGN)
			return heard;
	}
	return OSDP_ACU_UNEXPECTED;
}

static bool exchange(struct link *link, uint16_t size, struct osdp_frame *out)
{
	for (int try = 0; size && try < TRIES; try++) {
		uint32_t until = link->ms + REPLY_WAIT;

		// Whatever is still about belongs to an earlier try.
		osdp_frame_reader_reset(&link->host_hears);
		send_command(link, size);
		while (link->ms < until) {
			enum osdp_acu_heard heard = tick(link, out);

			if (heard == OSDP_ACU_REPLY)
				return true;
			if (heard == OSDP_ACU_RESTART || heard == OSDP_ACU_NAK)
				return false;
			if (heard == OSDP_ACU_AGAIN)
				break;
		}
		size = osdp_acu_repeat(&link->acu);
	}
	osdp_acu_withdraw(&link->acu);
	return false;
}

bool link_ask(
	struct link *link, uint8_t code, const uint8_t *data, uint16_t len, struct osdp_frame *out)
{
	if (!exchange(link, osdp_acu_command(&link->acu, code, data, len), out))
		return false;
	// Event n says n odd or even (fake_bank.h).
	if (code == OSDP_POLL && out->code == OSDP_LSTATR)
		link->told += out->data[0] == (link->told & 1);
	return true;
}

static bool shake(struct link *link, const uint8_t *key)
{
	uint8_t rnd_a[OSDP_RND_SIZE];
	struct osdp_frame reply;

	link->handshakes++;
	fill(link, rnd_a, sizeof rnd_a);
	return exchange(link, osdp_acu_challenge(&link->acu, key, rnd_a), &reply) &&
	       exchange(link, osdp_acu_prove(&link->acu), &reply) && osdp_acu_up(&link->acu);
}

void link_connect(struct link *link)
{
	for (int n = 0; n < 50; n++) {
		// The new key first; the old one until the new one has been seen to work.
		if (link->keyset_asked && shake(link, link->new_key)) {
			memcpy(link->old_key, link->new_key, OSDP_KEY_SIZE);
			link->keyset_asked = false;
			return;
		}
		if (shake(link, link->old_key))
			return;
	}
	fail_msg("the link did not come back");
}

static void unlock(struct link *link, uint8_t door, unsigned before)
{
	const uint8_t pulse[] = {door, OSDP_OUT_PULSE, 5, 0};
	struct osdp_frame reply;

	if (link_ask(link, OSDP_OUT, pulse, sizeof pulse, &reply)) {
		assert_int_equal(reply.code, OSDP_OSTATR);
		assert_int_equal(reply.data[door], 1);
		assert_int_equal(link->bank.on[door], 1);
		assert_int_equal(link->bank.executed, before + 1);
	}
	assert_true(link->bank.executed <= before + 1);
}

static void poll(struct link *link)
{
	struct osdp_frame reply;

	if (!osdp_acu_up(&link->acu) || !link_ask(link, OSDP_POLL, NULL, 0, &reply))
		link_connect(link);
}

void link_live(struct link *link)
{
	uint8_t data[OSDP_KEYSET_SIZE];
	struct osdp_frame reply;
	unsigned done;

	link->bank.events = 3;
	link_connect(link);
	unlock(link, 4, 0);
	for (int n = 0; n < 100 && link->bank.taken < link->bank.events; n++)
		poll(link);
	poll(link);
	osdp_write_keyset(data, link->new_key);
	link->keyset_asked = osdp_acu_up(&link->acu);
	link_ask(link, OSDP_KEYSET, data, sizeof data, &reply);
	link_connect(link);
	poll(link);
	done = link->bank.executed;
	unlock(link, 5, done);
	link->attack = NO_ATTACK;
	link->moody = false;
	link->noise = 0;
	link->fault = NO_FAULT;
	link_connect(link);
	assert_true(link_ask(link, OSDP_ISTAT, NULL, 0, &reply));
	assert_int_equal(reply.code, OSDP_ISTATR);
	assert_int_equal(reply.data[0], OSDP_INPUT_UNKNOWN);
	assert_int_equal(link->bank.taken, link->bank.events);
	assert_int_equal(link->told, link->bank.events);
	assert_int_equal(link->bank.executed, link->bank.on[4] + link->bank.on[5]);
	for (int door = 0; door < FAKE_OUTPUTS; door++)
		assert_true(link->bank.on[door] == 0 || door == 4 || door == 5);
	assert_int_equal(link->bank.moved_to, 0);
}
