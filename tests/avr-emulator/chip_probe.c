// SPDX-License-Identifier: GPL-3.0-or-later
// Measures, with timer 1 at 16 MHz, what libsimavr 1.6 gets wrong and the emulated cabinet puts
// right, and leaves it in `seen`. Then obeys single bytes on UART0, for the tests that need a hand
// on the chip: each command below says what it does.
#include "pins.h"

#include <avr/interrupt.h>
#include <avr/wdt.h>
#include <bank/bench.h>
#include <string.h>
#include <util/delay.h>

struct seen {
	uint16_t spi_2, spi_16, spi_128;    // cycles a byte at SCK = clock/2, /16, /128
	uint8_t twi[6];			    // START, SLA+W, data, repeated START, SLA+R, last data
	uint8_t twi_nobody;		    // SLA+W to an address nobody has
	uint16_t twi_byte;		    // cycles a byte at 100 kHz
	uint16_t eeprom_both, eeprom_erase; // ticks of 4 us a byte
	uint8_t eeprom_value, eeprom_erased;
	uint16_t uart_byte, uart_byte_2x; // cycles a byte at 38400, at 115200 with U2X
	uint8_t reset_cause;
	uint8_t clock_seconds[3];
	uint8_t inputs[7];
	uint8_t tamper_pins; // PINF
	uint16_t battery, noise;
	uint8_t done;
};
volatile struct seen seen;
volatile uint8_t unset __attribute__((section(".noinit")));

static void stopwatch(uint8_t clock)
{
	TCCR1B = clock;
	TCNT1 = 0;
}

static uint16_t spi_byte(uint8_t control, uint8_t status)
{
	SPCR = (uint8_t)(1U << SPE | 1U << MSTR | control);
	SPSR = status;
	stopwatch(1U << CS10);
	SPDR = 0xA5;
	while (!(SPSR & (1U << SPIF)))
		;
	uint16_t took = TCNT1;
	(void)SPDR;
	return took;
}

static uint8_t twi(uint8_t control)
{
	TWCR = (uint8_t)(1U << TWINT | 1U << TWEN | control);
	if (control & (1U << TWSTO))
		return 0;
	for (uint16_t i = 0; !(TWCR & (1U << TWINT)); i++)
		if (i == 20000)
			return 0xFF;
	return TWSR & 0xF8;
}

static uint8_t twi_byte(uint8_t value)
{
	TWDR = value;
	return twi(0);
}

static void probe_twi(void)
{
	TWBR = 72;
	seen.twi[0] = twi(1U << TWSTA);
	seen.twi[1] = twi_byte(0xD0);
	stopwatch(1U << CS10);
	seen.twi[2] = twi_byte(0x00);
	seen.twi_byte = TCNT1;
	seen.twi[3] = twi(1U << TWSTA);
	seen.twi[4] = twi_byte(0xD1);
	for (uint8_t i = 0; i < 3; i++) {
		seen.twi[5] = twi(i < 2 ? 1U << TWEA : 0);
		seen.clock_seconds[i] = TWDR;
	}
	twi(1U << TWSTO);
	twi(1U << TWSTA);
	seen.twi_nobody = twi_byte(0x42);
	twi(1U << TWSTO);
}

static uint16_t eeprom_write(uint8_t at, uint8_t value, uint8_t mode)
{
	while (EECR & (1U << EEPE))
		;
	EEAR = at;
	EEDR = value;
	EECR = mode;
	EECR |= (uint8_t)(1U << EEMPE);
	EECR |= (uint8_t)(1U << EEPE);
	stopwatch(1U << CS11 | 1U << CS10);
	while (EECR & (1U << EEPE))
		;
	return TCNT1;
}

static uint8_t eeprom_read(uint8_t at)
{
	EEAR = at;
	EECR |= (uint8_t)(1U << EERE);
	return EEDR;
}

static void usb_send(uint8_t value)
{
	while (!(UCSR0A & (1U << UDRE0)))
		;
	UDR0 = value;
}

static uint16_t uart_byte(uint16_t divisor, uint8_t twice)
{
	UCSR0A = twice;
	UCSR0B = 1U << TXEN0 | 1U << RXEN0;
	UBRR0 = divisor;
	usb_send('U');
	stopwatch(1U << CS10);
	while (!(UCSR0A & (1U << TXC0)))
		;
	UCSR0A |= (uint8_t)(1U << TXC0);
	return TCNT1;
}

static void line_start(void)
{
	LINE_DRIVE_DDR |= (uint8_t)(1U << LINE_DRIVE_BIT);
	UBRR1 = 25;
	UCSR1B = 1U << TXEN1 | 1U << RXEN1;
}

static void line_send(uint8_t value, uint8_t driven)
{
	if (driven)
		LINE_DRIVE_PORT |= (uint8_t)(1U << LINE_DRIVE_BIT);
	UCSR1A |= (uint8_t)(1U << TXC1);
	UDR1 = value;
	while (!(UCSR1A & (1U << TXC1)))
		;
	LINE_DRIVE_PORT &= (uint8_t) ~(1U << LINE_DRIVE_BIT);
}

// What it hears of itself meanwhile is thrown away.
static void line_send_all(void)
{
	for (uint8_t i = 0; i < 20; i++)
		line_send((uint8_t)(0x30 + i), 1);
	while (UCSR1A & (1U << RXC1))
		(void)UDR1;
}

static void read_inputs(void)
{
	INPUT_LOAD_DDR |= (uint8_t)(1U << INPUT_LOAD_BIT | 1U << INPUT_CLOCK_BIT);
	INPUT_LOAD_PORT &= (uint8_t) ~(1U << INPUT_LOAD_BIT);
	INPUT_LOAD_PORT |= (uint8_t)(1U << INPUT_LOAD_BIT);
	for (uint8_t i = 0; i < 7; i++)
		for (uint8_t bit = 0; bit < 8; bit++) {
			uint8_t level = INPUT_DATA_PIN >> INPUT_DATA_BIT & 1;
			seen.inputs[i] = (uint8_t)(seen.inputs[i] << 1 | level);
			INPUT_CLOCK_PORT |= (uint8_t)(1U << INPUT_CLOCK_BIT);
			INPUT_CLOCK_PORT &= (uint8_t) ~(1U << INPUT_CLOCK_BIT);
		}
}

static uint16_t convert(uint8_t channel)
{
	ADMUX = (uint8_t)(1U << REFS0 | channel);
	ADCSRA = 1U << ADEN | 1U << ADSC | 7U;
	while (ADCSRA & (1U << ADSC))
		;
	return ADC;
}

static void probe(void)
{
	PORTF = 0x1C;
	DDRB |= (uint8_t)(1U << SPI_SELECT_BIT | 1U << SPI_CLOCK_BIT | 1U << SPI_MOSI_BIT);
	seen.spi_2 = spi_byte(0, 1U << SPI2X);
	seen.spi_16 = spi_byte(1U << SPR0, 0);
	seen.spi_128 = spi_byte(1U << SPR1 | 1U << SPR0, 0);
	probe_twi();
	seen.eeprom_both = eeprom_write(100, 0x5A, 0);
	seen.eeprom_value = eeprom_read(100);
	seen.eeprom_erase = eeprom_write(100, 0, 1U << EEPM0);
	seen.eeprom_erased = eeprom_read(100);
	seen.uart_byte = uart_byte(25, 0);
	seen.uart_byte_2x = uart_byte(16, 1U << U2X0);
	seen.battery = convert(BATTERY_ADC);
	seen.noise = convert(7);
	read_inputs();
	seen.tamper_pins = PINF;
}

static void obey(uint8_t command)
{
	switch (command) {
	case 'L': // latch 3 on and never off, armed once
		LATCHES_0_PORT = 0x08;
		LATCHES_0_DDR = 0xFF;
		LATCH_ARM_DDR |= (uint8_t)(1U << LATCH_ARM_BIT);
		LATCH_ARM_PORT |= (uint8_t)(1U << LATCH_ARM_BIT);
		LATCH_ARM_PORT &= (uint8_t) ~(1U << LATCH_ARM_BIT);
		break;
	case 'A': // armed once more
		LATCH_ARM_PORT |= (uint8_t)(1U << LATCH_ARM_BIT);
		LATCH_ARM_PORT &= (uint8_t) ~(1U << LATCH_ARM_BIT);
		break;
	case 'E': // start writing 0x00 over 0xAA at 200
		eeprom_write(200, 0xAA, 0);
		EEAR = 200;
		EEDR = 0x00;
		EECR = 0;
		EECR |= (uint8_t)(1U << EEMPE);
		EECR |= (uint8_t)(1U << EEPE);
		break;
	case 'T': // twenty bytes on RS-485
		line_send_all();
		break;
	case 'M': // one byte on RS-485 with the driver off
		line_send('m', 0);
		break;
	case 'H': // the driver on, and nothing sent
		LINE_DRIVE_PORT |= (uint8_t)(1U << LINE_DRIVE_BIT);
		break;
	case 'R': // reads from the clock chip for ever
		twi(1U << TWSTA);
		twi_byte(0xD1);
		for (;;)
			twi(1U << TWEA);
	case 'C': // nine clocks by hand
		TWCR = 0;
		for (uint8_t i = 0; i < 9; i++) {
			I2C_CLOCK_DDR |= (uint8_t)(1U << I2C_CLOCK_BIT);
			_delay_us(5);
			I2C_CLOCK_DDR &= (uint8_t) ~(1U << I2C_CLOCK_BIT);
			_delay_us(5);
		}
		break;
	case 'I':
		read_inputs();
		break;
	case 'W': // hang with the watchdog on
		wdt_enable(WDTO_120MS);
		for (;;)
			;
	default:
		break;
	}
	usb_send((uint8_t)(command | 0x20));
}

int main(void)
{
	(void)unset; // or the linker drops it
	seen.reset_cause = MCUSR;
	MCUSR = 0;
	wdt_disable();
	line_start();
	uint8_t my_address = eeprom_read(BENCH_ADDRESS);
	probe();
	seen.done++;
	for (;;) {
		if (UCSR0A & (1U << RXC0))
			obey(UDR0);
		if (UCSR1A &
			(1U << RXC1)) { // what RS-485 hears goes to USB; P + my address is a call
			uint8_t heard = UDR1;
			usb_send(heard);
			if (heard == 'P' + my_address)
				line_send_all();
		}
	}
}
