// SPDX-License-Identifier: GPL-3.0-or-later
// One peripheral session on a bench: frames in by hand, replies out taken apart.
#ifndef TESTS_OSDP_BENCH_H
#define TESTS_OSDP_BENCH_H

#include "fake_bank.h"
#include "osdp/pd.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

struct bench {
	struct fake_bank bank;
	struct osdp_pd pd;
	uint8_t tx[257];
	uint32_t ms;
	uint8_t sent[OSDP_FRAME_LEN_MAX + 1]; // the last command
	const uint8_t *said;		      // the last reply as bytes, and
	uint16_t said_len;		      // 0 for silence
	struct osdp_frame reply;	      // taken apart
};

static inline void bench_open(struct bench *bench, bool plain_outputs)
{
	struct osdp_pd_config config = {
		.address = 1,
		.plain_outputs = plain_outputs,
		.app = &fake_bank_app,
		.bank = &bench->bank,
		.tx = bench->tx,
		.tx_cap = sizeof bench->tx,
	};

	memset(bench, 0, sizeof *bench);
	bench->ms = 0xFFFFF000; // so that the count wraps
	osdp_pd_init(&bench->pd, &config);
}

// Hands the session what the reader would, and takes the reply apart. False for silence.
static inline bool bench_take(
	struct bench *bench, enum osdp_read what, const struct osdp_frame *frame)
{
	bench->said_len = osdp_pd_take(&bench->pd, what, frame, bench->ms, &bench->said);
	if (!bench->said_len)
		return false;
	assert_true(
		osdp_frame_parse(bench->said + 1, (uint16_t)(bench->said_len - 1), &bench->reply));
	assert_true(bench->reply.reply);
	assert_true(bench->reply.use_crc);
	assert_int_equal(bench->reply.address, frame->address);
	assert_int_equal(osdp_reply_fit(bench->reply.code, bench->reply.len), OSDP_FIT_GOOD);
	return true;
}

static inline bool bench_send(struct bench *bench, const struct osdp_frame *command)
{
	struct osdp_frame frame;
	uint16_t len = osdp_frame_write(bench->sent, sizeof bench->sent, command);

	assert_int_not_equal(len, 0);
	assert_true(osdp_frame_parse(bench->sent + 1, (uint16_t)(len - 1), &frame));
	return bench_take(bench, OSDP_READY, &frame);
}

// A clear command to address 1.
static inline bool bench_say(
	struct bench *bench, uint8_t sqn, uint8_t code, const uint8_t *data, uint16_t len)
{
	return bench_send(
		bench, &(struct osdp_frame){
			       .address = 1, .sqn = sqn, .code = code, .data = data, .len = len});
}

// The last reply is that one, with that number.
static inline void bench_heard(const struct bench *bench, uint8_t code, uint8_t sqn)
{
	assert_int_not_equal(bench->said_len, 0);
	assert_int_equal(bench->reply.code, code);
	assert_int_equal(bench->reply.sqn, sqn);
}

static inline void bench_refused(const struct bench *bench, uint8_t reason, uint8_t sqn)
{
	bench_heard(bench, OSDP_NAK, sqn);
	assert_int_equal(bench->reply.len, 1);
	assert_int_equal(bench->reply.data[0], reason);
}

#endif
