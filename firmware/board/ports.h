// SPDX-License-Identifier: GPL-3.0-or-later
// The pins that are just pins: latches, the input chain, lamps, buzzer, switches.
#ifndef BOARD_PORTS_H
#define BOARD_PORTS_H

#include <stdbool.h>
#include <stdint.h>

// Latches first, PORT before DDR: off by the resistors before, off by the pins after.
void ports_init(void);

// From the tick only: this coil on and all others off; LATCH_NONE or any number above 23: all off.
// A coil that was off arms the 74HC123, whose 600 ms run out whatever the program does.
void ports_latch(uint8_t door);

// Reads the 74HC165 chain, first shifted first: 7 bytes take about 45 us.
void ports_chain(uint8_t *out, uint8_t len);

// Tamper, battery and button as SWITCH_* bits (switches.h).
uint8_t ports_switches(void);

void ports_reader_light(bool red, bool green, bool blue);
void ports_buzzer(bool on); // 2.7 kHz
void ports_alive(bool on);

#endif
