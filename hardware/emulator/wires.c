// SPDX-License-Identifier: GPL-3.0-or-later
// Between the chip's ports and the chips around it, by the pin map (wires.h, generated). Replaces
// simavr's ports: an input reads what hangs on it whatever else its port does (avr.md 6, no. 6),
// and what the world sees is settled again after a reset, which simavr tells nobody (no. 14).
#include "wires.h"
#include "inside.h"

#include <string.h>

#define IS(p, wire) ((p)->name == WIRE_##wire##_PORT)
#define BIT(wire)   (1U << WIRE_##wire##_BIT)

bool wire_level(const struct cabinet *c, char port, unsigned bit)
{
	return c->ports[port - 'A'].level >> bit & 1;
}

// What resistors make of a pin that the chip does not drive.
static uint8_t undriven(const struct cabinet *c, const struct port *p)
{
	uint8_t pulled = c->avr->data[p->r_port];
	switch (p->name) {
	case WIRE_LATCHES_0_PORT:
	case WIRE_LATCHES_1_PORT:
	case WIRE_LATCHES_2_PORT:
		return 0;
	case WIRE_LIGHT_OFF_PORT:
		return (uint8_t)(BIT(LIGHT_OFF) | BIT(SPI_SELECT) | (pulled & ~BIT(READER_RESET)));
	case WIRE_LINE_DRIVE_PORT:
		return (uint8_t)(BIT(I2C_CLOCK) | BIT(I2C_DATA) | (pulled & ~BIT(LINE_DRIVE)));
	case WIRE_LATCH_ARM_PORT:
		return (uint8_t)(pulled & ~BIT(LATCH_ARM));
	default:
		return pulled;
	}
}

static uint8_t port_input(struct cabinet *c, const struct port *p)
{
	uint8_t in = undriven(c, p);
	if (IS(p, INPUT_DATA)) {
		in = (uint8_t)((in & ~BIT(INPUT_DATA)) | (hc165_out(c) ? BIT(INPUT_DATA) : 0));
		in |= BIT(USB_RX);
	}
	if (IS(p, TAMPER)) {
		in &= (uint8_t) ~(BIT(TAMPER) | BIT(MAINS) | BIT(COMMISSION));
		in |= (uint8_t)((c->tampered ? BIT(TAMPER) : 0) | (c->on_battery ? BIT(MAINS) : 0) |
				(c->button ? 0 : BIT(COMMISSION)));
	}
	if (IS(p, I2C_DATA) && c->twi_stuck)
		in &= (uint8_t)~BIT(I2C_DATA);
	return in;
}

static void port_moved(struct cabinet *c, struct port *p, uint8_t changed)
{
	uint8_t up = changed & p->level, down = changed & (uint8_t)~p->level;
	if (IS(p, LATCHES_0))
		doors_gate(c, 0, p->level);
	if (IS(p, LATCHES_1))
		doors_gate(c, 8, p->level);
	if (IS(p, LATCHES_2))
		doors_gate(c, 16, p->level);
	if (IS(p, LATCH_ARM) && (up & BIT(LATCH_ARM)))
		hc123_trigger(c);
	if (IS(p, INPUT_LOAD)) {
		if (changed & BIT(INPUT_LOAD))
			hc165_load(c);
		else if ((up & BIT(INPUT_CLOCK)) && (p->level & BIT(INPUT_LOAD)))
			hc165_shift(c);
	}
	if (IS(p, LIGHT_LATCH)) {
		c->lights_on = !(p->level & BIT(LIGHT_OFF));
		if (up & BIT(LIGHT_LATCH))
			hc595_latch(c);
		if (changed & BIT(SPI_SELECT))
			mfrc522_select(c, down & BIT(SPI_SELECT));
		if (changed & BIT(READER_RESET))
			mfrc522_power(c, up & BIT(READER_RESET));
	}
	if (IS(p, LINE_DRIVE)) {
		if ((changed & BIT(LINE_DRIVE)) && c->line.drives && c->line.port == CABINET_RS485)
			c->line.drives(c->line.arg, up & BIT(LINE_DRIVE), now_of(c));
		if (down & BIT(LINE_DRIVE))
			c->uarts[CABINET_RS485].driven = false;
		if (up & BIT(I2C_CLOCK))
			twi_clock(c);
	}
}

static void settle(struct cabinet *c, struct port *p)
{
	uint8_t ddr = c->avr->data[p->r_ddr];
	uint8_t level = (uint8_t)((c->avr->data[p->r_port] & ddr) | (undriven(c, p) & ~ddr));
	uint8_t changed = level ^ p->level;
	if (!changed)
		return;
	p->level = level;
	for (unsigned bit = 0; bit < 8; bit++)
		p->edges[bit] += changed >> bit & 1;
	port_moved(c, p, changed);
}

static void written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct port *p = param;
	if (address == p->r_pin)
		avr->data[p->r_port] ^= value;
	else
		avr->data[address] = value;
	settle(avr->custom.data, p);
}

static uint8_t pins_read(avr_t *avr, avr_io_addr_t address, void *param)
{
	struct port *p = param;
	uint8_t ddr = avr->data[p->r_ddr];
	(void)address;
	return (uint8_t)((avr->data[p->r_port] & ddr) | (port_input(avr->custom.data, p) & ~ddr));
}

void wires_settle_all(struct cabinet *c)
{
	for (unsigned i = 0; i < sizeof c->ports / sizeof *c->ports; i++)
		if (c->ports[i].name)
			settle(c, &c->ports[i]);
}

void wires_attach(struct cabinet *c)
{
	for (struct avr_io_t *io = c->avr->io_port; io; io = io->next) {
		if (strcmp(io->kind, "port"))
			continue;
		struct avr_ioport_t *module = (struct avr_ioport_t *)io;
		struct port *p = &c->ports[module->name - 'A'];
		*p = (struct port){.name = module->name,
			.r_pin = module->r_pin,
			.r_ddr = module->r_ddr,
			.r_port = module->r_port};
		const uint16_t registers[] = {p->r_pin, p->r_ddr, p->r_port};
		for (unsigned i = 0; i < 3; i++) {
			unsigned at = AVR_DATA_TO_IO(registers[i]);
			c->avr->io[at].w.c = written;
			c->avr->io[at].w.param = p;
			c->avr->io[at].r.c = i ? NULL : pins_read;
			c->avr->io[at].r.param = p;
		}
	}
}

bool cabinet_pin(const struct cabinet *c, char port, unsigned bit)
{
	return wire_level(c, port, bit);
}

uint32_t cabinet_edges(const struct cabinet *c, char port, unsigned bit)
{
	return c->ports[port - 'A'].edges[bit];
}
