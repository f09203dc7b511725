// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways a host reaches the bank: UART0 behind the USB chip, USART1 behind the RS-485
// transceiver, whose driver is on only while something is sent.
#ifndef BOARD_UART_H
#define BOARD_UART_H

#include <stdbool.h>
#include <stdint.h>

enum uart { UART_USB, UART_LINE, UART_COUNT };

// Also sets another rate later; what was received and not fetched is forgotten.
void uart_init(enum uart uart, uint32_t rate);

// The oldest byte received, or -1. 255 are kept.
int16_t uart_get(enum uart uart);

// There is one. Asked with interrupts off before going to sleep.
bool uart_waiting(enum uart uart);

// Sends from the caller's buffer, which stays as it is until uart_sending is false. Not while a
// transmission is under way.
void uart_send(enum uart uart, const uint8_t *bytes, uint16_t len);

// True until the last stop bit has left the chip (and the driver is off).
bool uart_sending(enum uart uart);

#endif
