// SPDX-License-Identifier: GPL-3.0-or-later
// EEPROM writing after the ATmega2560 data sheet (Atmel-2549, section 8.3), in place of simavr's,
// which takes no time: EEMPE opens four cycles, EEPE stays for 3.4 ms (erase and write) or 1.8 ms
// (one of the two), and power cut in between leaves the byte erased or half programmed (avr.md 6,
// no. 5).
#include "inside.h"

#include <string.h>

enum { EERE = 0x01, EEPE = 0x02, EEMPE = 0x04, EERIE = 0x08, EEPM = 0x30 };
enum mode { MODE_ERASE_AND_WRITE, MODE_ERASE, MODE_WRITE };

// The window is four cycles after the instruction that sets EEMPE, which itself is two.
static bool enabled(const struct cabinet *c)
{
	return c->eeprom_enabled && now_of(c) - c->eeprom_enabled <= 6;
}

void eeprom_done(struct cabinet *c)
{
	uint8_t *byte = &c->eeprom[c->eeprom_address];
	switch (c->eeprom_mode) {
	case MODE_ERASE:
		*byte = 0xFF;
		break;
	case MODE_WRITE:
		*byte &= c->eeprom_value;
		break;
	default:
		*byte = c->eeprom_value;
		break;
	}
	c->eeprom_busy = false;
	uint8_t *control = &c->avr->data[c->eeprom_module->r_eecr];
	*control &= (uint8_t)~EEPE;
	raise_level(c, &c->eeprom_module->ready, true);
}

// A reset lets the write finish; a power cut does not: before its half the byte is only erased,
// after it some of the bits that should be programmed are not yet.
void eeprom_cut(struct cabinet *c, bool power)
{
	if (!c->eeprom_busy)
		return;
	if (!power) {
		eeprom_done(c);
	} else {
		uint8_t *byte = &c->eeprom[c->eeprom_address];
		bool erasing = c->eeprom_mode != MODE_WRITE &&
			       now_of(c) - c->eeprom_from < (c->eeprom_until - c->eeprom_from) / 2;
		uint8_t target = c->eeprom_mode == MODE_ERASE ? 0xFF : c->eeprom_value;
		*byte = erasing ? 0xFF : (uint8_t)(target | random_byte(c));
		note(c, "\"what\":\"torn\",\"memory\":\"eeprom\",\"address\":%u,\"left\":%u",
			c->eeprom_address, *byte);
	}
	c->eeprom_busy = false;
	alarm_set(c, ALARM_EEPROM, NEVER);
}

static void start_writing(struct cabinet *c, uint16_t address)
{
	avr_t *avr = c->avr;
	c->eeprom_busy = true;
	c->eeprom_address = address;
	c->eeprom_value = avr->data[c->eeprom_module->r_eedr];
	c->eeprom_mode = (avr->data[c->eeprom_module->r_eecr] & EEPM) >> 4;
	c->eeprom_from = now_of(c);
	c->eeprom_until = now_of(c) + US(c->eeprom_mode == MODE_ERASE_AND_WRITE ? 3400 : 1800);
	alarm_set(c, ALARM_EEPROM, c->eeprom_until);
}

static void control_written(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
	struct cabinet *c = param;
	uint8_t before = avr->data[address];
	uint16_t at = (uint16_t)((avr->data[c->eeprom_module->r_eearl] |
					 avr->data[c->eeprom_module->r_eearh] << 8) &
				 (EEPROM_SIZE - 1));
	bool open = enabled(c);
	uint8_t keep = c->eeprom_busy ? (before & EEPM) : (value & EEPM);
	avr->data[address] = (uint8_t)(keep | (value & EERIE) | (c->eeprom_busy ? EEPE : 0));
	if ((value & EEPE) && open && !c->eeprom_busy) {
		avr->data[address] |= EEPE;
		c->eeprom_enabled = 0;
		start_writing(c, at);
	} else if ((value & EEMPE) && !open) {
		c->eeprom_enabled = now_of(c);
	}
	if ((value & EERE) && !c->eeprom_busy)
		avr->data[c->eeprom_module->r_eedr] = c->eeprom[at];
	raise_level(c, &c->eeprom_module->ready, !c->eeprom_busy);
}

static uint8_t control_read(avr_t *avr, avr_io_addr_t address, void *param)
{
	const struct cabinet *c = param;
	return (uint8_t)(avr->data[address] | (enabled(c) ? EEMPE : 0));
}

static void served(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct cabinet *c = param;
	(void)irq;
	if (!value)
		raise_level(c, &c->eeprom_module->ready, !c->eeprom_busy);
}

void eeprom_attach(struct cabinet *c)
{
	for (struct avr_io_t *io = c->avr->io_port; io; io = io->next)
		if (!strcmp(io->kind, "eeprom"))
			c->eeprom_module = (struct avr_eeprom_t *)io;
	unsigned at = AVR_DATA_TO_IO(c->eeprom_module->r_eecr);
	c->avr->io[at].w.c = control_written;
	c->avr->io[at].r.c = control_read;
	c->avr->io[at].w.param = c->avr->io[at].r.param = c;
	avr_irq_register_notify(c->eeprom_module->ready.irq + AVR_INT_IRQ_RUNNING, served, c);
}
