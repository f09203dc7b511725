// SPDX-License-Identifier: GPL-3.0-or-later
// The emulated cabinet from inside: what its chips share. Private to this folder; tests use
// cabinet.h. Times in here are the chip's cycles (62.5 ns) since the cabinet was opened.
#ifndef EMULATOR_INSIDE_H
#define EMULATOR_INSIDE_H

#include "cabinet.h"
#include "ds3231.h"
#include "hd44780.h"
#include "mfrc522.h"

#include <avr_eeprom.h>
#include <avr_ioport.h>
#include <avr_spi.h>
#include <avr_twi.h>
#include <avr_uart.h>
#include <sim_avr.h>

#define EEPROM_SIZE 4096
#define FRAM_SIZE   32768
#define US(us)	    ((uint64_t)(us)*CABINET_CYCLES_PER_US)
#define MS(ms)	    US((ms)*1000ULL)
#define NEVER	    UINT64_MAX

// Everything that happens at a time of its own. The avr's own timers die with each reset and know
// nothing of a cabinet without power, so the world outside the chip has these.
enum alarm {
	ALARM_UART_SENT, // + port
	ALARM_UART_FED = ALARM_UART_SENT + 2,
	ALARM_SPI = ALARM_UART_FED + 2,
	ALARM_TWI,
	ALARM_EEPROM,
	ALARM_READER_START,
	ALARM_READER_SENT,
	ALARM_READER_HEARD,
	ALARM_READER_TIMER,
	ALARM_READER_CRC,
	ALARM_ONE_SHOT,
	ALARM_BUTTON,
	ALARM_DOOR, // + door
	ALARM_COUNT = ALARM_DOOR + CABINET_DOORS_MAX
};

struct port {
	char name;
	uint16_t r_pin, r_ddr, r_port;
	uint8_t level; // what the world sees on the pins
	uint32_t edges[8];
};

#define UART_QUEUE 4096
struct uart {
	struct avr_uart_t *module; // its vectors; none of its callbacks is left in use
	uint16_t r_a, r_b, r_c, r_baud_low, r_baud_high, r_data;
	uint8_t sending, waiting;
	bool is_sending, is_waiting;
	uint64_t sent_at;
	bool driven; // the transceiver drove the pair from the start bit on
	struct {
		uint8_t value, flags;
	} heard[3]; // two of the FIFO and the shift register
	unsigned heard_count;
	bool overrun;
	uint8_t feed[UART_QUEUE];
	unsigned feed_head, feed_count;
	struct cabinet_byte *taken; // grows
	size_t taken_count, taken_room;
};

struct door {
	bool open, something, jammed;
	bool coil, gate;   // current flows; the chip asks for it
	uint64_t moved_at; // the contact bounces for a while after
	int stuck[2];	   // by enum cabinet_sensor; -1: not
	uint64_t coil_from, coil_total, coil_longest;
	uint32_t pulses;
};

// What a bus hears of a cabinet's transceiver. `arg` is the bus's.
struct line_hooks {
	void (*sends)(void *arg, uint8_t value, uint64_t from, uint64_t until, bool driven);
	void (*drives)(void *arg, bool on, uint64_t at);
	void *arg;
	enum cabinet_port port;
};

struct core;

struct cabinet {
	avr_t *avr;
	struct core *core;
	uint64_t random;
	uint64_t stop; // run no further than this
	uint64_t alarms[ALARM_COUNT], next_alarm;
	uint64_t slept;
	unsigned doors;
	enum cabinet_lock lock;
	bool powered, stopped, chain_cut, tampered, button, on_battery, stub_cut;
	double battery, noise;
	uint32_t bootloader;
	uint64_t reset_counts[4]; // by bit of MCUSR: power, external, brown-out, watchdog
	struct port ports['L' - 'A' + 1];
	struct uart uarts[2]; // by enum cabinet_port
	struct line_hooks line;
	uint64_t fought;

	struct avr_spi_t *spi;
	uint8_t spi_sent;
	bool spi_busy;

	struct avr_twi_t *twi;
	int twi_phase;
	uint8_t twi_status, twi_slave;
	unsigned twi_stuck; // clocks a slave cut off in the middle of a byte still holds SDA low

	struct avr_eeprom_t *eeprom_module;
	uint8_t *eeprom;
	bool eeprom_busy;
	uint16_t eeprom_address;
	uint8_t eeprom_value, eeprom_mode;
	uint64_t eeprom_enabled, eeprom_from, eeprom_until;

	uint8_t *fram;
	uint16_t fram_address;
	unsigned fram_bytes;

	struct mfrc522 reader;
	struct ds3231 clock;
	struct hd44780 display;
	struct door door[CABINET_DOORS_MAX];
	uint64_t inputs;	       // 74HC165 chain; the next bit out is bit 63
	uint64_t lights, lights_shift; // 74HC595 chain; chip 0 (nearest) in the low byte
	bool lights_on;
	bool armed; // 74HC123 output
	uint64_t longest_pulse;

	char **log;
	size_t log_count, log_room;
	char sha256[65];
	struct {
		char *name;
		uint32_t address;
	} * symbols;
	size_t symbol_count;
};

static inline uint64_t now_of(const struct cabinet *c)
{
	return c->avr->cycle;
}
static inline uint64_t cycles_to_ns(uint64_t cycles)
{
	return cycles * 125 / 2;
}

// alarms.c: `when` is a time, NEVER cancels.
void alarm_set(struct cabinet *c, unsigned alarm, uint64_t when);
void alarms_fire(struct cabinet *c);

// cabinet.c
void run_to(struct cabinet *c, uint64_t until);
uint8_t random_byte(struct cabinet *c);
bool chance(struct cabinet *c, double probability);
void raise_level(struct cabinet *c, avr_int_vector_t *vector, bool level);

// journal.c: one JSON object a line; `format` is what follows the time.
void note(struct cabinet *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

// bench.c
int bench_check(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size);

// wires.c: the chip's pins and what hangs on them.
void wires_attach(struct cabinet *c);
void wires_settle_all(struct cabinet *c);
bool wire_level(const struct cabinet *c, char port, unsigned bit);

// uart.c
void uart_attach(struct cabinet *c);
void uart_reset(struct cabinet *c);
void uart_sent(struct cabinet *c, unsigned port);
void uart_fed(struct cabinet *c, unsigned port);
void uart_hear(struct cabinet *c, unsigned port, uint8_t value, bool framed);
uint64_t uart_bit_cycles(const struct cabinet *c, unsigned port);
uint64_t uart_byte_cycles(const struct cabinet *c, unsigned port);

// spi.c, twi.c, eeprom.c, adc.c
void spi_attach(struct cabinet *c);
void spi_done(struct cabinet *c);
void twi_attach(struct cabinet *c);
void twi_done(struct cabinet *c);
void twi_reset(struct cabinet *c, bool power);
void twi_clock(struct cabinet *c);
void eeprom_attach(struct cabinet *c);
void eeprom_done(struct cabinet *c);
void eeprom_cut(struct cabinet *c, bool power);
void adc_attach(struct cabinet *c);

// hc165.c, hc595.c, hc123.c
void hc165_load(struct cabinet *c);
void hc165_shift(struct cabinet *c);
bool hc165_out(const struct cabinet *c);
void hc595_shift(struct cabinet *c, uint8_t value);
void hc595_latch(struct cabinet *c);
void hc123_trigger(struct cabinet *c);
void hc123_end(struct cabinet *c);

// door.c
void doors_gate(struct cabinet *c, unsigned first, uint8_t level);
void doors_gated(struct cabinet *c);
void door_released(struct cabinet *c, unsigned door);
bool door_contact(const struct cabinet *c, unsigned door); // true: open
bool door_inside(const struct cabinet *c, unsigned door);  // true: something

// fram.c
void fram_start(struct cabinet *c, bool read);
void fram_write(struct cabinet *c, uint8_t value);
uint8_t fram_read(struct cabinet *c);

#endif
