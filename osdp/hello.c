// SPDX-License-Identifier: GPL-3.0-or-later
// The vendor message `hello` (include/bank/hello.h has the layout).
#include "bank/hello.h"

#include "osdp/message.h"

#include <string.h>

static const uint8_t prefix[4] = {BANK_VENDOR_0, BANK_VENDOR_1, BANK_VENDOR_2, BANK_HELLO};

size_t bank_write_hello_request(uint8_t *out)
{
	memcpy(out, prefix, sizeof prefix);
	out[4] = BANK_PROTOCOL;
	return BANK_HELLO_REQUEST_SIZE;
}

bool bank_is_hello_request(const uint8_t *data, size_t len)
{
	return len >= sizeof prefix && memcmp(data, prefix, sizeof prefix) == 0;
}

size_t bank_write_hello(uint8_t *out, const struct bank_hello *hello)
{
	memcpy(out, prefix, sizeof prefix);
	out[4] = hello->protocol;
	memcpy(out + 5, hello->firmware, 3);
	osdp_write_u32(out + 8, hello->boots);
	out[12] = hello->reset;
	out[13] = hello->doors;
	out[14] = hello->chain;
	out[15] = hello->flags;
	osdp_write_u16(out + 16, hello->refused);
	osdp_write_u16(out + 18, hello->battery_mv);
	osdp_write_u16(out + 20, hello->coil_ma);
	return BANK_HELLO_REPLY_SIZE;
}

enum bank_hello_read bank_read_hello(const uint8_t *data, size_t len, struct bank_hello *out)
{
	if (!bank_is_hello_request(data, len))
		return BANK_HELLO_FOREIGN;
	if (len < BANK_HELLO_FIRST_SIZE)
		return BANK_HELLO_SHORT;
	out->protocol = data[4];
	memcpy(out->firmware, data + 5, 3);
	out->boots = osdp_read_u32(data + 8);
	out->reset = data[12];
	out->doors = data[13];
	out->chain = data[14];
	out->flags = data[15];
	out->refused = len < 18 ? 0 : osdp_read_u16(data + 16);
	out->battery_mv = len < 20 ? 0 : osdp_read_u16(data + 18);
	out->coil_ma = len < 22 ? 0 : osdp_read_u16(data + 20);
	return out->protocol == BANK_PROTOCOL ? BANK_HELLO_GOOD : BANK_HELLO_SKEW;
}
