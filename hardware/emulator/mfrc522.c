// SPDX-License-Identifier: GPL-3.0-or-later
// The reader chip's registers; mfrc522.h says after what. The air is in mfrc522_air.c.
#include "mfrc522.h"
#include "inside.h"
#include "mfrc522_registers.h"

#include <string.h>

static const struct {
	uint8_t at, value;
} after_reset[] = {{COMMAND, 0x20}, {COM_IEN, 0x80}, {COM_IRQ, 0x14}, {STATUS_1, 0x21},
	{WATER_LEVEL, 0x08}, {CONTROL, 0x10}, {COLL, 0xA0}, {MODE, 0x3F}, {TX_CONTROL, 0x80},
	{0x16, 0x10}, {0x17, 0x84}, {0x18, 0x84}, {0x19, 0x4D}, {0x1C, 0x62}, {0x1F, 0xEB},
	{CRC_HIGH, 0xFF}, {CRC_LOW, 0xFF}, {0x24, 0x26}, {0x26, 0x48}, {0x27, 0x88}, {0x28, 0x20},
	{0x29, 0x20}, {VERSION, 0x92}};

// Crystal start-up of about a millisecond after power, 1024 clocks of 27.12 MHz after a soft reset.
static void start_over(struct cabinet *c, uint64_t ready_in)
{
	struct mfrc522 *r = &c->reader;
	memset(r->reg, 0, sizeof r->reg);
	for (unsigned i = 0; i < sizeof after_reset / sizeof *after_reset; i++)
		r->reg[after_reset[i].at] = after_reset[i].value;
	r->level = 0;
	r->timer_period = 0;
	r->starting = true;
	mfrc522_field(c, false);
	for (unsigned alarm = ALARM_READER_SENT; alarm <= ALARM_READER_CRC; alarm++)
		alarm_set(c, alarm, NEVER);
	alarm_set(c, ALARM_READER_START, now_of(c) + ready_in);
}

void mfrc522_started(struct cabinet *c)
{
	c->reader.starting = false;
}

void mfrc522_power(struct cabinet *c, bool on)
{
	c->reader.powered = on;
	start_over(c, MS(1));
}

void mfrc522_select(struct cabinet *c, bool on)
{
	c->reader.selected = on;
	c->reader.addressed = false;
}

static uint16_t timer_value(const struct cabinet *c)
{
	const struct mfrc522 *r = &c->reader;
	if (!r->timer_period)
		return 0;
	uint64_t ran = (now_of(c) - r->timer_from) * (r->timer_reload + 1ULL) / r->timer_period;
	return ran > r->timer_reload ? 0 : (uint16_t)(r->timer_reload - ran);
}

void mfrc522_timer(struct cabinet *c, bool on)
{
	struct mfrc522 *r = &c->reader;
	r->timer_period = 0;
	alarm_set(c, ALARM_READER_TIMER, NEVER);
	if (!on)
		return;
	uint64_t prescaler = (r->reg[T_MODE] & 0x0FU) << 8 | r->reg[T_PRESCALER];
	r->timer_reload = (uint16_t)(r->reg[T_RELOAD_HIGH] << 8 | r->reg[T_RELOAD_LOW]);
	// (2 prescaler + 1) * (reload + 1) clocks of 13.56 MHz, in cycles of 16 MHz
	r->timer_period = (2 * prescaler + 1) * (r->timer_reload + 1ULL) * 1600 / 1356 + 1;
	r->timer_from = now_of(c);
	alarm_set(c, ALARM_READER_TIMER, now_of(c) + r->timer_period);
}

void mfrc522_timed_out(struct cabinet *c)
{
	struct mfrc522 *r = &c->reader;
	r->reg[COM_IRQ] |= IRQ_TIMER;
	mfrc522_timer(c, r->reg[T_MODE] & 0x10);
}

void mfrc522_crc_done(struct cabinet *c)
{
	struct mfrc522 *r = &c->reader;
	static const uint16_t preset[4] = {0x0000, 0x6363, 0xA671, 0xFFFF};
	uint16_t crc = card_crc(r->fifo, r->level, preset[r->reg[MODE] & 3]);
	r->level = 0;
	r->reg[CRC_LOW] = (uint8_t)crc;
	r->reg[CRC_HIGH] = (uint8_t)(crc >> 8);
	r->reg[DIV_IRQ] |= 0x04;
	r->reg[STATUS_1] |= 0x20;
}

static void command(struct cabinet *c, uint8_t value)
{
	struct mfrc522 *r = &c->reader;
	uint8_t what = value & 0x0F;
	if (what == COMMAND_NO_CHANGE) {
		r->reg[COMMAND] = (uint8_t)((value & 0x30) | (r->reg[COMMAND] & 0x0F));
		return;
	}
	r->reg[COMMAND] = value & 0x3F;
	for (unsigned alarm = ALARM_READER_SENT; alarm <= ALARM_READER_HEARD; alarm++)
		alarm_set(c, alarm, NEVER);
	alarm_set(c, ALARM_READER_CRC, NEVER);
	switch (what) {
	case COMMAND_SOFT_RESET:
		start_over(c, US(38));
		break;
	case COMMAND_CALC_CRC:
		r->reg[STATUS_1] &= (uint8_t)~0x20;
		alarm_set(c, ALARM_READER_CRC, now_of(c) + US(1 + r->level * 6 / 10));
		break;
	case COMMAND_TRANSMIT:
		mfrc522_transmit(c);
		break;
	case COMMAND_RANDOM:
		for (unsigned i = 0; i < 10; i++)
			r->fifo[i] = random_byte(c);
		r->reg[COMMAND] &= 0x30;
		r->reg[COM_IRQ] |= IRQ_IDLE;
		break;
	case COMMAND_IDLE:
	case COMMAND_RECEIVE:
	case COMMAND_TRANSCEIVE:
	case COMMAND_AUTHENTICATE: // no card here has keys: it runs until stopped
	default:
		break;
	}
}

// IRQ registers: bit 7 says whether the marked bits are set or cleared.
static void write_irq(uint8_t *reg, uint8_t value)
{
	*reg = (uint8_t)(value & 0x80 ? *reg | (value & 0x7F) : *reg & ~value);
}

static void write_fifo(struct mfrc522 *r, uint8_t value)
{
	if (r->level == sizeof r->fifo)
		r->reg[ERROR] |= ERROR_BUFFER;
	else
		r->fifo[r->level++] = value;
}

static void write_register(struct cabinet *c, uint8_t at, uint8_t value)
{
	struct mfrc522 *r = &c->reader;
	switch (at) {
	case COMMAND:
		command(c, value);
		break;
	case COM_IRQ:
	case DIV_IRQ:
		write_irq(&r->reg[at], value);
		break;
	case FIFO_DATA:
		write_fifo(r, value);
		break;
	case FIFO_LEVEL:
		if (value & 0x80) {
			r->level = 0;
			r->reg[ERROR] &= (uint8_t)~ERROR_BUFFER;
		}
		break;
	case CONTROL:
		if (value & 0x80)
			mfrc522_timer(c, false);
		else if (value & 0x40)
			mfrc522_timer(c, true);
		break;
	case BIT_FRAMING:
		r->reg[at] = value & 0x77;
		if ((value & 0x80) && (r->reg[COMMAND] & 0x0F) == COMMAND_TRANSCEIVE)
			mfrc522_transmit(c);
		break;
	case COLL:
		r->reg[at] = (uint8_t)((r->reg[at] & 0x7F) | (value & 0x80));
		break;
	case TX_CONTROL:
		r->reg[at] = value;
		mfrc522_field(c, value & 3);
		break;
	case ERROR:
	case STATUS_1:
	case CRC_HIGH:
	case CRC_LOW:
	case T_COUNTER_HIGH:
	case T_COUNTER_LOW:
	case VERSION:
		break; // read only
	default:
		r->reg[at] = value;
		break;
	}
}

static uint8_t read_fifo(struct mfrc522 *r)
{
	if (!r->level)
		return 0;
	uint8_t value = r->fifo[0];
	memmove(r->fifo, r->fifo + 1, --r->level);
	return value;
}

static uint8_t read_register(struct cabinet *c, uint8_t at)
{
	struct mfrc522 *r = &c->reader;
	unsigned water = r->reg[WATER_LEVEL] & 0x3F;
	switch (at) {
	case COMMAND:
		return (uint8_t)(r->reg[at] | (r->starting ? 0x10 : 0));
	case FIFO_DATA:
		return read_fifo(r);
	case FIFO_LEVEL:
		return (uint8_t)r->level;
	case STATUS_1:
		return (uint8_t)((r->reg[at] & 0x60) | (r->timer_period ? 0x08 : 0) |
				 (64 - r->level <= water ? 0x02 : 0) | (r->level <= water ? 1 : 0));
	case T_COUNTER_HIGH:
		return (uint8_t)(timer_value(c) >> 8);
	case T_COUNTER_LOW:
		return (uint8_t)timer_value(c);
	default:
		return r->reg[at];
	}
}

uint8_t mfrc522_exchange(struct cabinet *c, uint8_t in)
{
	struct mfrc522 *r = &c->reader;
	if (!r->selected || !r->powered)
		return 0xFF;
	uint8_t out = 0;
	if (!r->addressed) {
		r->addressed = true;
		r->reading = in & 0x80;
	} else if (!r->reading) {
		if (!r->starting || r->address == COMMAND)
			write_register(c, r->address, in);
		return 0;
	} else {
		out = read_register(c, r->address);
	}
	r->address = in >> 1 & 0x3F;
	return out;
}
