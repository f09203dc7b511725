// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends on one bad wire. Whatever is lost, bent or cut, no unlock is pulsed twice, none is
// believed that was not accepted, no event is lost or told twice, and the link comes back.
#include "fake_bank.h"
#include "osdp/acu.h"
#include "osdp/pd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
	REPLY_WAIT = 250,
	TRIES = 8,
};

enum fault { NONE, LOSE_BYTE, FLIP_BIT, CUT_AFTER, ADD_BYTE, FAULTS };

struct link {
	struct fake_bank bank;
	struct osdp_pd pd;
	struct osdp_acu acu;
	struct osdp_frame_reader bank_hears, host_hears;
	uint8_t bank_buf[256], host_buf[1440], pd_tx[257], acu_tx[257];
	uint32_t ms;
	enum fault fault;
	unsigned carried, fault_at; // bytes since the start; where the fault strikes
	unsigned sends;
	unsigned told; // events heard by the host, tellings of the same one counted once
	uint32_t dice;
	unsigned noise; // of 65536: the chance of a fault at each byte; with FAULTS
};

static void open_link(struct link *link)
{
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = true,
		.app = &fake_bank_app,
		.bank = &link->bank,
		.tx = link->pd_tx,
		.tx_cap = sizeof link->pd_tx,
	};

	memset(link, 0, sizeof *link);
	link->ms = 1000;
	osdp_pd_init(&link->pd, &config);
	osdp_acu_init(&link->acu, 1, link->acu_tx, sizeof link->acu_tx);
	osdp_frame_reader_init(&link->bank_hears, link->bank_buf, 256, OSDP_GAP_MS);
	osdp_frame_reader_init(&link->host_hears, link->host_buf, 1440, OSDP_GAP_MS);
}

static uint32_t roll(struct link *link)
{
	link->dice = link->dice * 1664525u + 1013904223u;
	return link->dice >> 16;
}

static enum fault strikes(struct link *link)
{
	if (link->noise)
		return roll(link) < link->noise ? (enum fault)(1 + roll(link) % (FAULTS - 1))
						: NONE;
	return link->carried == link->fault_at ? link->fault : NONE;
}

static void carry(struct link *link, struct osdp_frame_reader *to, const uint8_t *bytes, size_t len)
{
	for (size_t n = 0; n < len; n++) {
		enum fault fault = strikes(link);
		uint8_t byte = bytes[n], more = OSDP_SOM;

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
			osdp_frame_reader_feed(to, &more, 1, link->ms);
		osdp_frame_reader_feed(to, &byte, 1, link->ms);
	}
}

// A millisecond at both ends; what the host makes of a frame, or UNEXPECTED for nothing.
static enum osdp_acu_heard tick(struct link *link, struct osdp_frame *out)
{
	const uint8_t *bytes;
	uint16_t len = osdp_pd_turn(&link->pd, &link->bank_hears, link->ms, &bytes);
	enum osdp_acu_heard heard = OSDP_ACU_UNEXPECTED;
	enum osdp_read found;

	if (len)
		carry(link, &link->host_hears, bytes, len);
	while ((found = osdp_frame_reader_next(&link->host_hears, link->ms, out)) != OSDP_PENDING) {
		if (found != OSDP_READY)
			continue;
		heard = osdp_acu_hear(&link->acu, out);
		if (heard != OSDP_ACU_UNEXPECTED)
			break;
	}
	link->ms++;
	return heard;
}

// One command until it is answered, or given up. True: answered by *out.
static bool ask(
	struct link *link, uint8_t code, const uint8_t *data, uint16_t len, struct osdp_frame *out)
{
	uint16_t size = osdp_acu_command(&link->acu, code, data, len);

	for (int try = 0; try < TRIES; try++) {
		uint32_t until = link->ms + REPLY_WAIT;

		// Whatever is still about belongs to an earlier try.
		osdp_frame_reader_reset(&link->host_hears);
		link->sends++;
		carry(link, &link->bank_hears, link->acu_tx, size);
		while (link->ms < until) {
			enum osdp_acu_heard heard = tick(link, out);

			// Event n says n odd or even (fake_bank.h).
			if (heard == OSDP_ACU_REPLY && out->code == OSDP_LSTATR)
				link->told += out->data[0] == (link->told & 1);
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

static void connect(struct link *link)
{
	struct osdp_frame reply;

	for (int n = 0; n < 50; n++) {
		if (!ask(link, OSDP_POLL, NULL, 0, &reply))
			osdp_acu_restart(&link->acu);
		else if (ask(link, OSDP_ID, NULL, 0, &reply))
			return;
	}
	fail_msg("the link did not come back");
}

// A whole little life; returns the bytes it took without faults.
static unsigned live(struct link *link)
{
	static const uint8_t pulse[] = {4, OSDP_OUT_PULSE, 5, 0};
	struct osdp_frame reply;

	link->bank.events = 3;
	connect(link);
	if (ask(link, OSDP_OUT, pulse, sizeof pulse, &reply)) {
		assert_int_equal(reply.code, OSDP_OSTATR);
		assert_int_equal(reply.data[4], 1);
		assert_int_equal(link->bank.executed, 1);
	}
	assert_true(link->bank.executed <= 1);
	for (int n = 0; n < 100 && link->bank.taken < link->bank.events; n++) {
		if (!ask(link, OSDP_POLL, NULL, 0, &reply))
			connect(link);
	}
	// None left the queue that was not told; a restart may tell one again.
	assert_int_equal(link->bank.taken, link->bank.events);
	assert_int_equal(link->told, link->bank.events);
	assert_true(link->bank.executed <= 1);
	return link->carried;
}

static void one_fault_at_any_byte_pulses_no_latch_twice(void **state)
{
	struct link link;
	unsigned bytes;

	(void)state;
	open_link(&link);
	link.fault_at = UINT32_MAX;
	bytes = live(&link);
	assert_int_equal(link.bank.executed, 1);
	for (int fault = LOSE_BYTE; fault < FAULTS; fault++) {
		for (unsigned at = 0; at <= bytes; at++) {
			open_link(&link);
			link.fault = (enum fault)fault;
			link.fault_at = at;
			live(&link);
			// One fault is cured by repeating: the unlock is done, once.
			assert_int_equal(link.bank.executed, 1);
		}
	}
	print_message("%u bytes, %u faults at each\n", bytes, FAULTS - 1);
}

static void a_noisy_line_pulses_no_latch_twice(void **state)
{
	unsigned sends = 0, done = 0, lives = 3000;

	(void)state;
	for (unsigned n = 0; n < lives; n++) {
		struct link link;

		open_link(&link);
		link.dice = n;
		link.noise = 65536 / 25; // every other exchange is hurt
		live(&link);
		sends += link.sends;
		done += link.bank.executed;
	}
	print_message("%u lives, %u commands sent, %u unlocks done\n", lives, sends, done);
	assert_true(done > lives / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_fault_at_any_byte_pulses_no_latch_twice),
		cmocka_unit_test(a_noisy_line_pulses_no_latch_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
