// SPDX-License-Identifier: GPL-3.0-or-later
// USART0 and USART1 after the ATmega2560 data sheet (Atmel-2549, section 22), in place of simavr's:
// byte time from UBRR, U2X and the frame format at the moment of sending, UDRE and RXC as levels, a
// receive FIFO of two with the shift register behind it, TXEN that may be cleared (avr.md 6:
// 10-12).
#include "inside.h"

#include <stdlib.h>
#include <string.h>

enum {
	MPCM = 0x01,
	U2X = 0x02,
	UPE = 0x04,
	DOR = 0x08,
	FE = 0x10,
	UDRE = 0x20,
	TXC = 0x40,
	RXC = 0x80
};
enum { UCSZ2 = 0x04, TXEN = 0x08, RXEN = 0x10, UDRIE = 0x20 };

uint64_t uart_bit_cycles(const struct cabinet *c, unsigned port)
{
	const struct uart *u = &c->uarts[port];
	const uint8_t *data = c->avr->data;
	uint64_t divisor = (uint64_t)(data[u->r_baud_low] | (data[u->r_baud_high] & 0x0F) << 8) + 1;
	return divisor * (data[u->r_a] & U2X ? 8 : 16);
}

uint64_t uart_byte_cycles(const struct cabinet *c, unsigned port)
{
	const struct uart *u = &c->uarts[port];
	uint8_t format = c->avr->data[u->r_c];
	unsigned data_bits = 5U + ((format >> 1) & 3U);
	unsigned bits = 1 + data_bits + (format & 0x20 ? 1 : 0) + (format & 0x08 ? 2 : 1);
	return bits * uart_bit_cycles(c, port);
}

static void show_flags(struct cabinet *c, struct uart *u)
{
	uint8_t *a = &c->avr->data[u->r_a];
	*a = (uint8_t)((*a & (U2X | MPCM | TXC)) | (u->is_waiting ? 0 : UDRE) |
		       (u->heard_count ? RXC | u->heard[0].flags : 0));
	raise_level(c, &u->module->udrc, !u->is_waiting);
	raise_level(c, &u->module->rxc, u->heard_count > 0);
}

// Without a bus both ports are the cabinet's own wire.
static bool is_cut(const struct cabinet *c, unsigned port)
{
	return c->stub_cut && (!c->line.sends || c->line.port == port);
}

static void start_sending(struct cabinet *c, unsigned port, uint8_t value)
{
	struct uart *u = &c->uarts[port];
	u->sending = value;
	u->is_sending = true;
	u->sent_at = now_of(c) + uart_byte_cycles(c, port);
	u->driven = port == CABINET_USB || wire_level(c, 'D', 7);
	alarm_set(c, ALARM_UART_SENT + port, u->sent_at);
	if (c->line.sends && c->line.port == port && !c->stub_cut) {
		if (c->noise > 0 && chance(c, c->noise))
			value ^= (uint8_t)(1U << (random_byte(c) & 7));
		c->line.sends(c->line.arg, value, now_of(c), u->sent_at, u->driven);
	}
}

static void keep_taken(struct cabinet *c, struct uart *u, uint8_t value)
{
	if (u->taken_count == u->taken_room) {
		u->taken_room = u->taken_room ? u->taken_room * 2 : 256;
		u->taken = realloc(u->taken, u->taken_room * sizeof *u->taken);
		if (!u->taken)
			abort();
	}
	u->taken[u->taken_count++] =
		(struct cabinet_byte){.at_ns = cycles_to_ns(now_of(c)), .value = value};
}

void uart_sent(struct cabinet *c, unsigned port)
{
	struct uart *u = &c->uarts[port];
	u->is_sending = false;
	if (u->driven && !is_cut(c, port) && !(c->line.sends && c->line.port == port))
		keep_taken(c, u, u->sending);
	if (u->is_waiting) {
		u->is_waiting = false;
		start_sending(c, port, u->waiting);
	} else {
		avr_raise_interrupt(c->avr, &u->module->txc);
	}
	show_flags(c, u);
}

void uart_hear(struct cabinet *c, unsigned port, uint8_t value, bool framed)
{
	struct uart *u = &c->uarts[port];
	if (!c->powered || is_cut(c, port) || !(c->avr->data[u->r_b] & RXEN))
		return;
	if (c->noise > 0 && chance(c, c->noise))
		value ^= (uint8_t)(1U << (random_byte(c) & 7));
	if (u->heard_count == 3) {
		u->overrun = true;
		note(c, "\"what\":\"overrun\",\"port\":\"%s\"",
			port == CABINET_USB ? "usb" : "rs485");
		return;
	}
	uint8_t flags = (uint8_t)((framed ? 0 : FE) | (u->overrun ? DOR : 0));
	u->overrun = false;
	u->heard[u->heard_count].value = value;
	u->heard[u->heard_count++].flags = flags;
	show_flags(c, u);
}

void uart_fed(struct cabinet *c, unsigned port)
{
	struct uart *u = &c->uarts[port];
	uint8_t value = u->feed[u->feed_head];
	u->feed_head = (u->feed_head + 1) % UART_QUEUE;
	if (--u->feed_count)
		alarm_set(c, ALARM_UART_FED + port, now_of(c) + uart_byte_cycles(c, port));
	uart_hear(c, port, value, true);
}

void cabinet_feed(struct cabinet *c, enum cabinet_port port, const uint8_t *bytes, size_t count)
{
	struct uart *u = &c->uarts[port];
	for (size_t i = 0; i < count && u->feed_count < UART_QUEUE; i++) {
		if (!u->feed_count)
			alarm_set(c, ALARM_UART_FED + port, now_of(c) + uart_byte_cycles(c, port));
		u->feed[(u->feed_head + u->feed_count++) % UART_QUEUE] = bytes[i];
	}
}

size_t cabinet_take(
	struct cabinet *c, enum cabinet_port port, struct cabinet_byte *out_bytes, size_t room)
{
	struct uart *u = &c->uarts[port];
	size_t count = u->taken_count < room ? u->taken_count : room;
	if (!count)
		return 0;
	memcpy(out_bytes, u->taken, count * sizeof *out_bytes);
	u->taken_count -= count;
	memmove(u->taken, u->taken + count, u->taken_count * sizeof *u->taken);
	return count;
}

static void data_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct cabinet *c = avr->custom.data;
	struct uart *u = param;
	unsigned port = (unsigned)(u - c->uarts);
	(void)address;
	if (!(avr->data[u->r_b] & TXEN) || u->is_waiting)
		return;
	if (u->is_sending) {
		u->waiting = value;
		u->is_waiting = true;
	} else {
		start_sending(c, port, value);
	}
	show_flags(c, u);
}

static uint8_t data_read(avr_t *avr, avr_io_addr_t address, void *param)
{
	struct cabinet *c = avr->custom.data;
	struct uart *u = param;
	(void)address;
	if (!u->heard_count)
		return 0;
	uint8_t value = u->heard[0].value;
	u->heard_count--;
	memmove(&u->heard[0], &u->heard[1], u->heard_count * sizeof u->heard[0]);
	show_flags(c, u);
	return value;
}

static void status_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct uart *u = param;
	uint8_t *a = &avr->data[address];
	if (value & TXC) {
		avr_clear_interrupt(avr, &u->module->txc);
		*a &= (uint8_t)~TXC;
	}
	*a = (uint8_t)((*a & ~(U2X | MPCM)) | (value & (U2X | MPCM)));
}

static void control_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct cabinet *c = avr->custom.data;
	struct uart *u = param;
	bool sent_before = (avr->data[u->r_a] & TXC) && !(avr->data[address] & 0x40);
	avr->data[address] = value;
	if (!(value & RXEN))
		u->heard_count = 0;
	if (sent_before && (value & 0x40)) {
		avr_clear_interrupt(avr, &u->module->txc);
		avr_raise_interrupt(avr, &u->module->txc);
	}
	show_flags(c, u);
}

static void served(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct uart *u = param;
	(void)irq;
	if (!value)
		show_flags(u->module->io.avr->custom.data, u);
}

void uart_reset(struct cabinet *c)
{
	for (unsigned port = 0; port < 2; port++) {
		struct uart *u = &c->uarts[port];
		u->is_sending = u->is_waiting = u->overrun = false;
		u->heard_count = 0;
		alarm_set(c, ALARM_UART_SENT + port, NEVER);
		c->avr->data[u->r_a] = UDRE;
		c->avr->data[u->r_b] = 0;
		c->avr->data[u->r_c] = 0x06;
	}
}

void uart_attach(struct cabinet *c)
{
	for (struct avr_io_t *io = c->avr->io_port; io; io = io->next) {
		if (strcmp(io->kind, "uart"))
			continue;
		struct avr_uart_t *module = (struct avr_uart_t *)io;
		module->flags = 0;
		if (module->name != '0' && module->name != '1')
			continue;
		struct uart *u = &c->uarts[module->name == '0' ? CABINET_USB : CABINET_RS485];
		*u = (struct uart){.module = module,
			.r_a = module->r_ucsra,
			.r_b = module->r_ucsrb,
			.r_c = module->r_ucsrc,
			.r_baud_low = module->ubrrl.reg,
			.r_baud_high = module->ubrrh.reg,
			.r_data = module->r_udr};
		const struct {
			uint16_t at;
			avr_io_write_t write;
			avr_io_read_t read;
		} registers[] = {{u->r_data, data_written, data_read},
			{u->r_a, status_written, NULL}, {u->r_b, control_written, NULL},
			{u->r_baud_low, NULL, NULL}};
		for (unsigned i = 0; i < sizeof registers / sizeof *registers; i++) {
			unsigned at = AVR_DATA_TO_IO(registers[i].at);
			c->avr->io[at].w.c = registers[i].write;
			c->avr->io[at].r.c = registers[i].read;
			c->avr->io[at].w.param = c->avr->io[at].r.param = u;
		}
		avr_irq_register_notify(module->rxc.irq + AVR_INT_IRQ_RUNNING, served, u);
		avr_irq_register_notify(module->udrc.irq + AVR_INT_IRQ_RUNNING, served, u);
	}
}
