// SPDX-License-Identifier: GPL-3.0-or-later
// Both USARTs: see uart.h. TXEN is never cleared and U2X is set before UBRR (avr.md 6, no. 10, 11).
#include "uart.h"

#include "pins.h"

#include <avr/interrupt.h>

#define BIT(n) ((uint8_t)(1u << (n)))

static struct {
	uint8_t ring[256]; // the indexes wrap by themselves
	volatile uint8_t in, out;
	const uint8_t *volatile next;
	volatile uint16_t left;
	volatile bool sending;
} port[UART_COUNT];

void uart_init(enum uart uart, uint32_t rate)
{
	// Rounded, for U2X: 8 samples a bit.
	uint16_t divider = (uint16_t)((F_CPU / 4 / rate + 1) / 2 - 1);

	if (uart == UART_USB) {
		UCSR0A = BIT(U2X0);
		UCSR0C = BIT(UCSZ01) | BIT(UCSZ00);
		UBRR0H = (uint8_t)(divider >> 8);
		UBRR0L = (uint8_t)divider;
		UCSR0B = BIT(RXEN0) | BIT(TXEN0) | BIT(RXCIE0) | BIT(TXCIE0);
	} else {
		LINE_DRIVE_PORT &= (uint8_t)~BIT(LINE_DRIVE_BIT);
		LINE_DRIVE_DDR |= BIT(LINE_DRIVE_BIT);
		LINE_RX_PORT |= BIT(LINE_RX_BIT); // RO floats while the transceiver drives
		UCSR1A = BIT(U2X1);
		UCSR1C = BIT(UCSZ11) | BIT(UCSZ10);
		UBRR1H = (uint8_t)(divider >> 8);
		UBRR1L = (uint8_t)divider;
		UCSR1B = BIT(RXEN1) | BIT(TXEN1) | BIT(RXCIE1) | BIT(TXCIE1);
	}
	port[uart].out = port[uart].in;
}

int16_t uart_get(enum uart uart)
{
	uint8_t out = port[uart].out;
	uint8_t byte;

	if (out == port[uart].in)
		return -1;
	byte = port[uart].ring[out];
	port[uart].out = (uint8_t)(out + 1);
	return byte;
}

bool uart_waiting(enum uart uart)
{
	return port[uart].out != port[uart].in;
}

void uart_send(enum uart uart, const uint8_t *bytes, uint16_t len)
{
	port[uart].next = bytes;
	port[uart].left = len;
	port[uart].sending = true;
	if (uart == UART_USB) {
		UCSR0B |= BIT(UDRIE0);
	} else {
		LINE_DRIVE_PORT |= BIT(LINE_DRIVE_BIT);
		UCSR1B |= BIT(UDRIE1);
	}
}

bool uart_sending(enum uart uart)
{
	return port[uart].sending;
}

static void received(enum uart uart, uint8_t byte)
{
	uint8_t in = port[uart].in;

	if ((uint8_t)(in + 1) == port[uart].out)
		return; // full: the frame's check will say so
	port[uart].ring[in] = byte;
	port[uart].in = (uint8_t)(in + 1);
}

ISR(USART0_RX_vect)
{
	received(UART_USB, UDR0);
}

ISR(USART1_RX_vect)
{
	received(UART_LINE, UDR1);
}

// A "transmission complete" from before this byte (its interrupt was late and the shifter ran
// empty) must not be taken for the last one's: the driver would go off in the middle of it.
ISR(USART0_UDRE_vect)
{
	UDR0 = *port[UART_USB].next++;
	UCSR0A = BIT(U2X0) | BIT(TXC0);
	if (--port[UART_USB].left == 0)
		UCSR0B &= (uint8_t)~BIT(UDRIE0);
}

ISR(USART1_UDRE_vect)
{
	UDR1 = *port[UART_LINE].next++;
	UCSR1A = BIT(U2X1) | BIT(TXC1);
	if (--port[UART_LINE].left == 0)
		UCSR1B &= (uint8_t)~BIT(UDRIE1);
}

// Also comes when the next byte was late; only the last one ends the transmission.
ISR(USART0_TX_vect)
{
	if (port[UART_USB].left == 0)
		port[UART_USB].sending = false;
}

ISR(USART1_TX_vect)
{
	if (port[UART_LINE].left)
		return;
	LINE_DRIVE_PORT &= (uint8_t)~BIT(LINE_DRIVE_BIT);
	port[UART_LINE].sending = false;
}
