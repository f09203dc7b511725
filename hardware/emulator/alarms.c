// SPDX-License-Identifier: GPL-3.0-or-later
// When the world around the chip does the next thing. A flat table: at most 40 entries, and only
// the earliest is ever looked at between two instructions.
#include "inside.h"

void alarm_set(struct cabinet *c, unsigned alarm, uint64_t when)
{
	uint64_t before = c->alarms[alarm];
	c->alarms[alarm] = when;
	if (when <= c->next_alarm) {
		c->next_alarm = when;
	} else if (before == c->next_alarm) {
		c->next_alarm = NEVER;
		for (unsigned i = 0; i < ALARM_COUNT; i++)
			if (c->alarms[i] < c->next_alarm)
				c->next_alarm = c->alarms[i];
	}
	// Set from inside an instruction: the core may have been told to run past it.
	if (when != NEVER) {
		uint64_t left = when > now_of(c) ? when - now_of(c) : 1;
		if (c->avr->run_cycle_count > left)
			c->avr->run_cycle_count = left;
	}
}

static void fire(struct cabinet *c, unsigned alarm)
{
	switch (alarm) {
	case ALARM_UART_SENT:
	case ALARM_UART_SENT + 1:
		uart_sent(c, alarm - ALARM_UART_SENT);
		break;
	case ALARM_UART_FED:
	case ALARM_UART_FED + 1:
		uart_fed(c, alarm - ALARM_UART_FED);
		break;
	case ALARM_SPI:
		spi_done(c);
		break;
	case ALARM_TWI:
		twi_done(c);
		break;
	case ALARM_EEPROM:
		eeprom_done(c);
		break;
	case ALARM_READER_START:
		mfrc522_started(c);
		break;
	case ALARM_READER_SENT:
		mfrc522_sent(c);
		break;
	case ALARM_READER_HEARD:
		mfrc522_heard(c);
		break;
	case ALARM_READER_TIMER:
		mfrc522_timed_out(c);
		break;
	case ALARM_READER_CRC:
		mfrc522_crc_done(c);
		break;
	case ALARM_ONE_SHOT:
		hc123_end(c);
		break;
	case ALARM_BUTTON:
		c->button = false;
		break;
	default:
		door_released(c, alarm - ALARM_DOOR);
		break;
	}
}

void alarms_fire(struct cabinet *c)
{
	while (c->next_alarm <= now_of(c)) {
		unsigned due = 0;
		for (unsigned i = 1; i < ALARM_COUNT; i++)
			if (c->alarms[i] < c->alarms[due])
				due = i;
		alarm_set(c, due, NEVER);
		fire(c, due);
	}
}
