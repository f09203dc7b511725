// SPDX-License-Identifier: GPL-3.0-or-later
// The millisecond, and how long things take.
#ifndef BOARD_TIMER_H
#define BOARD_TIMER_H

#include <stdint.h>

// Starts the 1 ms interrupt (timer 1).
void timer_init(void);

// Supplied by the program: called in the interrupt every millisecond.
void board_tick(void);

// Since timer_init; wraps after 49 days.
uint32_t timer_ms(void);

// A microsecond count that wraps at 65536, for measuring.
uint16_t timer_us(void);

// Called with interrupts off: lets them on and sleeps until the next one, a millisecond at most.
// One that came since they were off is that one.
void timer_sleep(void);

// The longest the tick was ever late and busy together, in microseconds after its millisecond.
extern volatile uint16_t timer_tick_worst_us;

#endif
