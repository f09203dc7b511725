// SPDX-License-Identifier: GPL-3.0-or-later
// The vendor message `clock` (include/bank/clock.h has the layout).
#include "bank/clock.h"

#include "osdp/message.h"

#include <string.h>

static const uint8_t prefix[4] = {BANK_VENDOR_0, BANK_VENDOR_1, BANK_VENDOR_2, BANK_CLOCK};

size_t bank_write_clock_ask(uint8_t *out)
{
	memcpy(out, prefix, sizeof prefix);
	return BANK_CLOCK_ASK_SIZE;
}

size_t bank_write_clock_set(uint8_t *out, uint32_t seconds)
{
	memcpy(out, prefix, sizeof prefix);
	osdp_write_u32(out + 4, seconds);
	return BANK_CLOCK_SET_SIZE;
}

enum bank_clock_request bank_clock_wanted(const uint8_t *data, size_t len, uint32_t *out_seconds)
{
	if (len < sizeof prefix || memcmp(data, prefix, sizeof prefix) != 0)
		return BANK_CLOCK_OTHER;
	if (len == BANK_CLOCK_ASK_SIZE)
		return BANK_CLOCK_ASKED;
	if (len < BANK_CLOCK_SET_SIZE)
		return BANK_CLOCK_OTHER;
	*out_seconds = osdp_read_u32(data + 4);
	return BANK_CLOCK_TO_SET;
}

size_t bank_write_clock(uint8_t *out, const struct bank_clock *clock)
{
	memcpy(out, prefix, sizeof prefix);
	out[4] = clock->flags;
	osdp_write_u32(out + 5, clock->seconds);
	return BANK_CLOCK_REPLY_SIZE;
}

bool bank_read_clock(const uint8_t *data, size_t len, struct bank_clock *out)
{
	if (len < BANK_CLOCK_REPLY_SIZE || memcmp(data, prefix, sizeof prefix) != 0)
		return false;
	out->flags = data[4];
	out->seconds = osdp_read_u32(data + 5);
	return true;
}
