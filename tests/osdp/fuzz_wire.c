// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's way in: clang only, for free running (docs/wire.md). What it can find is tried at
// every build on made-up input by test_properties.c.
#include "properties.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t pieces = size ? data[size - 1] : 0;

	property_payload(data, size);
	property_stream(data, size, pieces);
	property_sessions(data, size, pieces);
	property_sealed(data, size);
	return 0;
}
