// SPDX-License-Identifier: GPL-3.0-or-later
// The SPI bus: the card reader's registers, and the lights' shift registers on the same two wires.
#ifndef BOARD_SPI_H
#define BOARD_SPI_H

#include <stdbool.h>
#include <stdint.h>

// Lights stay dark (/OE high) until the first spi_lights.
void spi_init(void);

// Register 00..3F of the MFRC522.
uint8_t spi_reader_read(uint8_t reg);
void spi_reader_write(uint8_t reg, uint8_t value);

// Its NRSTPD pin: true holds it in reset.
void spi_reader_reset(bool held);

// Shifts the bytes out, first byte first, and shows them.
void spi_lights(const uint8_t *bytes, uint8_t len);

#endif
