// SPDX-License-Identifier: GPL-3.0-or-later
// The properties on made-up input: streams of good frames that are bent, cut, joined and repeated,
// and payloads of every length. Always the same ones, so a failure can be looked at.
#include "osdp/frame.h"
#include "osdp/message.h"
#include "properties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STREAMS = 6000, MOST = 6000 };

static uint32_t seed;

static uint32_t roll(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

// In memory of its own, so that a sanitizer sees the first byte read past the end.
static uint8_t *copy_of(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	if (len)
		memcpy(copy, data, len);
	return copy;
}

static size_t make_frame(uint8_t *out, size_t room)
{
	static const uint8_t codes[] = {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer) code,
#define OSDP_REPLY(code, name, min, max, unit, profile)		       code,
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	};
	static uint8_t data[1500];
	struct osdp_frame frame = {
		.address = (uint8_t)(roll(3) ? 1 : roll(128)),
		.reply = roll(3) == 0,
		.sqn = (uint8_t)roll(4),
		.has_scb = roll(8) == 0,
		.scb_len = (uint8_t)(2 + roll(2)),
		.scb_type = (uint8_t)(0x11 + roll(9)),
		.code = codes[roll(sizeof codes)],
		.data = data,
		.len = (uint16_t)roll(roll(10) ? 40 : 1400),
	};

	for (size_t n = 0; n < frame.len; n++)
		data[n] = (uint8_t)(roll(6) ? roll(256) : OSDP_SOM);
	// Records and texts that a bank would execute, too.
	if (roll(3) == 0) {
		frame.code = OSDP_OUT;
		frame.len = OSDP_OUT_SIZE;
		data[0] = (uint8_t)roll(9);
		data[1] = (uint8_t)roll(8);
	}
	if (frame.has_scb && frame.scb_type >= 0x15 && frame.scb_type <= 0x18)
		frame.mac = data;
	return osdp_frame_write(out, (uint16_t)(room > 1441 ? 1441 : room), &frame);
}

static size_t make_stream(uint8_t *out)
{
	size_t len = 0;

	while (len < MOST - 1500 && roll(12)) {
		size_t size = make_frame(out + len, MOST - len);

		switch (roll(8)) {
		case 0: // cut
			size = roll((uint32_t)size + 1);
			break;
		case 1: // bent
			out[len + roll((uint32_t)size)] ^= (uint8_t)(1 << roll(8));
			break;
		case 2: // a length that promises more than comes
			out[len + 3] = (uint8_t)roll(256);
			out[len + 4] = (uint8_t)roll(6);
			break;
		default:
			break;
		}
		len += size;
		while (roll(4) == 0)
			out[len++] = (uint8_t)(roll(2) ? OSDP_SOM : roll(256));
	}
	return len;
}

static void made_up_streams_keep_the_properties(void **state)
{
	static uint8_t stream[MOST + 1600];
	size_t bytes = 0;

	(void)state;
	for (seed = 0; seed < STREAMS; seed++) {
		uint32_t began = seed;
		size_t len = make_stream(stream);
		uint8_t *copy = copy_of(stream, len);

		property_stream(copy, len, began);
		property_sessions(copy, len, began);
		free(copy);
		bytes += len;
		seed = began;
	}
	print_message("%d streams, %zu bytes\n", STREAMS, bytes);
}

static void made_up_payloads_keep_the_properties(void **state)
{
	uint8_t data[300];

	(void)state;
	for (size_t len = 0; len < sizeof data; len++) {
		for (int n = 0; n < 200; n++) {
			uint8_t *copy;

			for (size_t at = 0; at < len; at++)
				data[at] = (uint8_t)roll(256);
			// Lengths that fit, where a length is inside.
			if (n & 1 && len >= 6)
				data[5] = (uint8_t)(len - 6);
			if (n & 2 && len >= 4) {
				data[2] = (uint8_t)((len - 4) * 8 - roll(2) * 3);
				data[3] = (uint8_t)((len - 4) * 8 >> 8);
			}
			if (n & 4 && len >= 5)
				memcpy(data, "NHT\1\1", 5);
			copy = copy_of(data, len);
			property_payload(copy, len);
			if (n < 40)
				property_sealed(copy, len);
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_up_streams_keep_the_properties),
		cmocka_unit_test(made_up_payloads_keep_the_properties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
