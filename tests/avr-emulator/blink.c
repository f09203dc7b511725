// SPDX-License-Identifier: GPL-3.0-or-later
// Toggles the alive LED every 10 ms and does nothing else: any image runs in the emulated cabinet.
#include "pins.h"

#include <util/delay.h>

int main(void)
{
	ALIVE_DDR |= (uint8_t)(1U << ALIVE_BIT);
	for (;;) {
		ALIVE_PORT ^= (uint8_t)(1U << ALIVE_BIT);
		_delay_ms(10);
	}
}
