// SPDX-License-Identifier: GPL-3.0-or-later
// The two-wire master after the ATmega2560 data sheet (Atmel-2549, section 24), in place of
// simavr's: TWINT that goes away, the right status codes, time by TWBR and TWPS (avr.md 6: 2, 3).
// The slaves are the DS3231 (68h), the FRAM (50h) and the display's PCF8574 (27h). A chip reset in
// the middle of a read leaves the slave holding SDA: no START goes out until nine clocks by hand
// have freed it.
#include "inside.h"

#include <string.h>

enum { TWIE = 0x01, TWEN = 0x04, TWSTO = 0x10, TWSTA = 0x20, TWEA = 0x40, TWINT = 0x80 };
enum phase { PHASE_IDLE, PHASE_ADDRESS, PHASE_WRITE, PHASE_READ };

static uint64_t bit_cycles(const struct cabinet *c)
{
	static const uint8_t scale[4] = {1, 4, 16, 64};
	uint8_t prescaler = c->avr->data[c->twi->r_twsr] & 3;
	return 16U + 2U * c->avr->data[c->twi->r_twbr] * scale[prescaler];
}

static void set_status(struct cabinet *c, uint8_t status)
{
	uint8_t *r = &c->avr->data[c->twi->r_twsr];
	*r = (uint8_t)((*r & 3) | status);
}

static bool slave_start(struct cabinet *c, uint8_t address_byte)
{
	bool read = address_byte & 1;
	c->twi_slave = address_byte >> 1;
	switch (c->twi_slave) {
	case DS3231_ADDRESS:
		ds3231_start(&c->clock, read, now_of(c));
		return true;
	case 0x50:
		fram_start(c, read);
		return true;
	case HD44780_ADDRESS:
		return true;
	default:
		return false;
	}
}

static void slave_write(struct cabinet *c, uint8_t value)
{
	if (c->twi_slave == DS3231_ADDRESS)
		ds3231_write(&c->clock, value, now_of(c));
	else if (c->twi_slave == HD44780_ADDRESS)
		hd44780_write(&c->display, value, now_of(c));
	else
		fram_write(c, value);
}

static uint8_t slave_read(struct cabinet *c)
{
	if (c->twi_slave == DS3231_ADDRESS)
		return ds3231_read(&c->clock, now_of(c));
	if (c->twi_slave == HD44780_ADDRESS)
		return hd44780_read(&c->display, now_of(c));
	return fram_read(c);
}

void twi_done(struct cabinet *c)
{
	set_status(c, c->twi_status);
	avr_raise_interrupt(c->avr, &c->twi->twi);
}

// Decides now what the bus will have said when the byte is over.
static void transfer(struct cabinet *c, uint8_t control)
{
	uint8_t *data = &c->avr->data[c->twi->r_twdr];
	switch ((enum phase)c->twi_phase) {
	case PHASE_ADDRESS: {
		bool read = *data & 1, known = slave_start(c, *data);
		c->twi_status = read ? (known ? 0x40 : 0x48) : (known ? 0x18 : 0x20);
		c->twi_phase = !known ? PHASE_IDLE : read ? PHASE_READ : PHASE_WRITE;
		break;
	}
	case PHASE_WRITE:
		slave_write(c, *data);
		c->twi_status = 0x28;
		break;
	case PHASE_READ:
		*data = slave_read(c);
		c->twi_status = control & TWEA ? 0x50 : 0x58;
		break;
	case PHASE_IDLE:
		*data = 0xFF;
		c->twi_status = 0x30;
		break;
	}
	alarm_set(c, ALARM_TWI, now_of(c) + 9 * bit_cycles(c));
}

static void control_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct cabinet *c = param;
	uint8_t before = avr->data[address];
	if (!(value & TWINT)) {
		avr->data[address] = (uint8_t)((value & 0x75) | (before & TWINT));
		if ((before & TWINT) && (value & TWIE) && !(before & TWIE))
			avr_raise_interrupt(avr, &c->twi->twi);
	} else {
		avr->data[address] = value & 0x75;
		c->twi->twi.pending = 0;
	}
	if (!(value & TWEN)) {
		c->twi_phase = PHASE_IDLE;
		alarm_set(c, ALARM_TWI, NEVER);
		set_status(c, 0xF8);
		return;
	}
	if (!(value & TWINT))
		return;
	if (value & TWSTO) {
		avr->data[address] &= (uint8_t)~TWSTO;
		c->twi_phase = PHASE_IDLE;
		set_status(c, 0xF8);
		if (!(value & TWSTA))
			return;
	}
	if (!(value & TWSTA)) {
		transfer(c, value);
		return;
	}
	if (c->twi_stuck)
		return; // the bus is not free: the master waits
	c->twi_status = c->twi_phase == PHASE_IDLE ? 0x08 : 0x10;
	c->twi_phase = PHASE_ADDRESS;
	alarm_set(c, ALARM_TWI, now_of(c) + 2 * bit_cycles(c));
}

static void data_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	(void)param;
	avr->data[address] = value;
}

static void status_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	(void)param;
	avr->data[address] = (uint8_t)((avr->data[address] & 0xF8) | (value & 3));
}

void twi_clock(struct cabinet *c)
{
	if (c->twi_stuck && !(c->avr->data[c->twi->r_twcr] & TWEN))
		c->twi_stuck--;
}

void twi_reset(struct cabinet *c, bool power)
{
	bool reading = c->twi_phase == PHASE_READ && c->alarms[ALARM_TWI] != NEVER;
	c->twi_stuck = power ? 0 : reading ? 9 : c->twi_stuck;
	c->twi_phase = PHASE_IDLE;
	alarm_set(c, ALARM_TWI, NEVER);
	c->avr->data[c->twi->r_twsr] = 0xF8;
}

void twi_attach(struct cabinet *c)
{
	for (struct avr_io_t *io = c->avr->io_port; io; io = io->next)
		if (!strcmp(io->kind, "twi"))
			c->twi = (struct avr_twi_t *)io;
	const struct {
		uint16_t at;
		avr_io_write_t write;
	} registers[] = {{c->twi->r_twcr, control_written}, {c->twi->r_twdr, data_written},
		{c->twi->r_twsr, status_written}, {c->twi->r_twbr, data_written}};
	for (unsigned i = 0; i < sizeof registers / sizeof *registers; i++) {
		unsigned at = AVR_DATA_TO_IO(registers[i].at);
		c->avr->io[at].w.c = registers[i].write;
		c->avr->io[at].r.c = NULL;
		c->avr->io[at].w.param = c;
	}
}
