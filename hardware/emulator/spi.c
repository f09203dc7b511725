// SPDX-License-Identifier: GPL-3.0-or-later
// The SPI master after the ATmega2560 data sheet (Atmel-2549, section 21), in place of simavr's 100
// us a byte: eight SCK periods by SPR and SPI2X (avr.md 6, no. 4). On the pins hang the card reader
// and the light chain; nothing drives MISO while the reader is not selected.
#include "inside.h"

#include <string.h>

enum { SPIF = 0x80, WCOL = 0x40, SPI2X = 0x01, SPE = 0x40, MSTR = 0x10 };

static uint64_t byte_cycles(const struct cabinet *c)
{
	static const uint8_t divider[4] = {4, 16, 64, 128};
	unsigned cycles = 8U * divider[c->avr->data[c->spi->r_spcr] & 3];
	return c->avr->data[c->spi->r_spsr] & SPI2X ? cycles / 2 : cycles;
}

static void data_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct cabinet *c = param;
	uint8_t *status = &avr->data[c->spi->r_spsr];
	uint8_t control = avr->data[c->spi->r_spcr];
	if (c->spi_busy) {
		*status |= WCOL;
		return;
	}
	avr->data[address] = value;
	if ((control & (SPE | MSTR)) != (SPE | MSTR))
		return;
	avr_clear_interrupt(avr, &c->spi->spi);
	*status &= (uint8_t) ~(SPIF | WCOL);
	c->spi_busy = true;
	c->spi_sent = value;
	alarm_set(c, ALARM_SPI, now_of(c) + byte_cycles(c));
}

void spi_done(struct cabinet *c)
{
	c->spi_busy = false;
	hc595_shift(c, c->spi_sent);
	c->spi->input_data_register = mfrc522_exchange(c, c->spi_sent);
	avr_raise_interrupt(c->avr, &c->spi->spi);
}

static uint8_t data_read(avr_t *avr, avr_io_addr_t address, void *param)
{
	struct cabinet *c = param;
	(void)address;
	avr->data[c->spi->r_spsr] &= (uint8_t) ~(SPIF | WCOL);
	return c->spi->input_data_register;
}

static void status_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	(void)param;
	avr->data[address] = (uint8_t)((avr->data[address] & ~SPI2X) | (value & SPI2X));
}

void spi_attach(struct cabinet *c)
{
	for (struct avr_io_t *io = c->avr->io_port; io; io = io->next)
		if (!strcmp(io->kind, "spi"))
			c->spi = (struct avr_spi_t *)io;
	unsigned data = AVR_DATA_TO_IO(c->spi->r_spdr), status = AVR_DATA_TO_IO(c->spi->r_spsr);
	c->avr->io[data].w.c = data_written;
	c->avr->io[data].r.c = data_read;
	c->avr->io[data].w.param = c->avr->io[data].r.param = c;
	c->avr->io[status].w.c = status_written;
	c->avr->io[status].r.c = NULL;
}
