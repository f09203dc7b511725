// SPDX-License-Identifier: GPL-3.0-or-later
// A cabinet running chip-probe.elf, for the tests that need a hand on the chip.
#ifndef TESTS_PROBE_H
#define TESTS_PROBE_H

#include <emulator/bus.h>
#include <emulator/cabinet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// As avr-emulator/chip_probe.c lays it out; avr-gcc packs.
struct __attribute__((packed)) seen {
	uint16_t spi_2, spi_16, spi_128;
	uint8_t twi[6];
	uint8_t twi_nobody;
	uint16_t twi_byte;
	uint16_t eeprom_both, eeprom_erase;
	uint8_t eeprom_value, eeprom_erased;
	uint16_t uart_byte, uart_byte_2x;
	uint8_t reset_cause;
	uint8_t clock_seconds[3];
	uint8_t inputs[7];
	uint8_t tamper_pins;
	uint16_t battery, noise;
	uint8_t done;
};

struct probe {
	struct cabinet *cabinet;
};

static inline void probe_run(struct probe *p, unsigned ms)
{
	cabinet_run_until(p->cabinet, cabinet_now_ns(p->cabinet) + ms * 1000000ULL);
}

static inline struct seen seen_by(struct probe *p)
{
	struct seen seen;
	uint16_t at = cabinet_symbol(p->cabinet, "seen");
	assert_int_not_equal(at, 0);
	memcpy(&seen, cabinet_ram(p->cabinet, at), sizeof seen);
	return seen;
}

static inline struct probe *probe_open(uint64_t seed, unsigned doors, const char *folder)
{
	char why[200];
	struct cabinet_byte dropped;
	struct probe *p = calloc(1, sizeof *p);
	const struct cabinet_options options = {.image = AVR_IMAGES "/chip-probe.elf",
		.doors = doors,
		.seed = seed,
		.state = folder,
		.started = 1795000000};
	assert_non_null(p);
	if (cabinet_open(&options, why, sizeof why, &p->cabinet))
		fail_msg("%s", why);
	probe_run(p, 50);
	assert_int_equal(seen_by(p).done, 1);
	while (cabinet_take(p->cabinet, CABINET_USB, &dropped, 1))
		;
	return p;
}

static inline void probe_close(struct probe *p)
{
	cabinet_close(p->cabinet);
	free(p);
}

static inline void probe_feed(struct probe *p, char command)
{
	const uint8_t byte = (uint8_t)command;
	cabinet_feed(p->cabinet, CABINET_USB, &byte, 1);
}

// Gives a command and waits until the image says it is done.
static inline void probe_say(struct probe *p, char command)
{
	struct cabinet_byte answer = {0, 0};
	probe_feed(p, command);
	for (unsigned i = 0; i < 200 && answer.value != (command | 0x20); i++) {
		probe_run(p, 1);
		cabinet_take(p->cabinet, CABINET_USB, &answer, 1);
	}
	assert_int_equal(answer.value, command | 0x20);
}

#endif
