// SPDX-License-Identifier: GPL-3.0-or-later
// The edge cases n01 to n26 once more, to the bank's real image in the emulated cabinet, over both
// its ports: what osdp.md 9.1 demands must be true of the product and not of a fake bank alone. A
// bank without a key says in the clear who it is and what it can, and is moved; what else these
// frames ask for wants a session, where tests/firmware/test_edges.c asks for it.
#include "emulator/cabinet.h"
#include "osdp/frame.h"
#include "osdp/message.h"
#include "vector_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MS 1000000ull

static struct cabinet *open_cabinet(void)
{
	const struct cabinet_options options = {.image = AVR_IMAGES "/bank.elf",
		.doors = 8,
		.seed = 1,
		.started = 1795000000,
		.bench = true,
		.address = 1,
		.serial = 4711};
	struct cabinet *cabinet;
	char why[200];

	if (cabinet_open(&options, why, sizeof why, &cabinet))
		fail_msg("%s", why);
	cabinet_run_until(cabinet, 150 * MS);
	return cabinet;
}

// All that the bank says within 300 ms of hearing the bytes.
static size_t exchange(struct cabinet *cabinet, enum cabinet_port port, const uint8_t *sent,
	size_t len, uint8_t *out, size_t room)
{
	struct cabinet_byte byte;
	size_t said = 0;

	cabinet_feed(cabinet, port, sent, len);
	cabinet_run_until(cabinet, cabinet_now_ns(cabinet) + 300 * MS);
	while (cabinet_take(cabinet, port, &byte, 1)) {
		assert_true(said < room);
		out[said++] = byte.value;
	}
	return said;
}

// A command neither damaged nor out of turn nor of a handshake, and nothing spoken in the clear.
static bool wants_a_session(const struct vector_step *row)
{
	struct osdp_frame frame, demanded;
	const uint8_t *sent = vector_bytes + row->sent_at, *wanted = vector_bytes + row->reply_at;
	const uint8_t *som = memchr(sent, OSDP_SOM, row->sent_len);

	if (!row->reply_len || !som ||
		!osdp_frame_parse(som, (uint16_t)(sent + row->sent_len - som), &frame) ||
		frame.code == OSDP_ID || frame.code == OSDP_CAP || frame.code == OSDP_COMSET)
		return false;
	assert_true(osdp_frame_parse(wanted + 1, (uint16_t)(row->reply_len - 1), &demanded));
	return demanded.code != OSDP_NAK ||
	       (demanded.data[0] != OSDP_NAK_CHECK && demanded.data[0] != OSDP_NAK_SEQUENCE &&
		       demanded.data[0] != OSDP_NAK_SECURITY);
}

static void is_refused(const uint8_t *said, size_t len)
{
	struct osdp_frame frame;

	assert_true(osdp_frame_parse(said + 1, (uint16_t)(len - 1), &frame));
	assert_int_equal(frame.code, OSDP_NAK);
	assert_int_equal(frame.data[0], OSDP_NAK_SECURE);
}

static void is_what_was_demanded(const struct vector_step *row, const uint8_t *said, size_t len)
{
	const uint8_t *wanted = vector_bytes + row->reply_at;
	struct osdp_frame frame, demanded;

	if (!row->reply_len) {
		assert_int_equal(len, 0);
		return;
	}
	// One mark byte and one frame, and nothing else.
	assert_true(len > 1);
	assert_int_equal(said[0], OSDP_MARK);
	assert_true(osdp_frame_parse(said + 1, (uint16_t)(len - 1), &frame));
	assert_true(osdp_frame_parse(wanted + 1, (uint16_t)(row->reply_len - 1), &demanded));
	assert_int_equal(frame.code, demanded.code);
	assert_int_equal(frame.sqn, demanded.sqn);
	assert_int_equal(frame.address, demanded.address);
	// Who answers and what it can is the bank's own to say.
	if (frame.code != OSDP_PDID && frame.code != OSDP_PDCAP) {
		assert_int_equal(len, row->reply_len);
		assert_memory_equal(said, wanted, len);
	}
}

// A damaged frame chooses no port, since whose it was is a guess: a bank that has heard nothing
// good yet is silent. To n01 and n19 it answers once a good ID has come.
static void choose_port(struct cabinet *cabinet, enum cabinet_port port)
{
	static const uint8_t id[] = {0xff, 0x53, 0x01, 0x09, 0x00, 0x04, 0x61, 0x00, 0x60, 0x23};
	uint8_t said[300];

	assert_int_not_equal(exchange(cabinet, port, id, sizeof id, said, sizeof said), 0);
}

static bool is_damaged(const struct vector_step *row)
{
	return strcmp(row->name, "n01") == 0 || strcmp(row->name, "n19") == 0;
}

static void check_port(enum cabinet_port port)
{
	struct cabinet *cabinet = NULL;
	uint8_t said[300];
	unsigned count = sizeof vector_steps / sizeof *vector_steps, refused = 0;

	for (unsigned n = 0; n < count; n++) {
		const struct vector_step *row = &vector_steps[n];
		size_t len;

		if (row->number == 0) {
			cabinet_close(cabinet);
			cabinet = open_cabinet();
		}
		print_message("%s step %u\n", row->name, row->number);
		if (is_damaged(row)) {
			assert_int_equal(exchange(cabinet, port, vector_bytes + row->sent_at,
						 row->sent_len, said, sizeof said),
				0);
			choose_port(cabinet, port);
		}
		len = exchange(cabinet, port, vector_bytes + row->sent_at, row->sent_len, said,
			sizeof said);
		if (wants_a_session(row)) {
			is_refused(said, len);
			refused++;
		} else {
			is_what_was_demanded(row, said, len);
		}
		for (unsigned door = 0; door < 8; door++)
			assert_false(cabinet_latch_on(cabinet, door));
		assert_int_equal(cabinet_longest_pulse_ns(cabinet), 0);
	}
	cabinet_close(cabinet);
	assert_int_equal(refused, 11);
}

static void every_edge_case_over_rs485_is_answered_as_demanded(void **state)
{
	(void)state;
	check_port(CABINET_RS485);
}

static void every_edge_case_over_usb_is_answered_as_demanded(void **state)
{
	(void)state;
	check_port(CABINET_USB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_edge_case_over_rs485_is_answered_as_demanded),
		cmocka_unit_test(every_edge_case_over_usb_is_answered_as_demanded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
