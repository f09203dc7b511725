// SPDX-License-Identifier: GPL-3.0-or-later
// The one name by which libFuzzer and driver.c know a fuzzer; FUZZ is the function meant.
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FUZZ(data, size);
	return 0;
}
