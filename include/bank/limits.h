// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that a bank keeps and its host counts on. Each says where it comes from; changing
// one is a change of the protocol between firmware and host.
#ifndef BANK_LIMITS_H
#define BANK_LIMITS_H

// Doors of one bank: 8, 16 or 24, found at start from the sensor chain (design.md section 4).
#define BANK_DOORS_MAX	24
#define BANK_DOORS_STEP 8
// Contacts and inside sensors, each one input.
#define BANK_INPUTS_MAX (2 * BANK_DOORS_MAX)

// A coil is on no longer than this, whatever was asked (design.md section 4) ...
#define BANK_PULSE_MS 500
// ... or, should the program have stopped, than the 74HC123 lets it.
#define BANK_ONE_SHOT_MS 600
// Rest between two pulses, of whatever doors; one coil at a time. Asked meanwhile: BUSY.
#define BANK_PULSE_GAP_MS 300

// A card not fetched by then is forgotten: nobody stands there any more.
#define BANK_CARD_FETCH_MS 3000
// UID bytes of a card: 4, 7 or 10.
#define BANK_UID_MAX 10

// Display: four lines of 16 (a 20x4 display shows them centred).
#define BANK_TEXT_ROWS	  4
#define BANK_TEXT_COLUMNS 16

// Largest frame a bank takes; also in PDCAP function 10. Without the mark byte.
#define BANK_RECEIVE_MAX 256
// Largest reply a bank sends.
#define BANK_SEND_MAX 256
// What the host takes, said by ACURXSIZE.
#define HOST_RECEIVE_MAX 1440

// No valid exchange for so long: offline, on both sides (osdp.md section 1).
#define BANK_OFFLINE_MS 8000
// A bank begins its reply within this, or the host asks again; the time on the wire comes on top.
#define BANK_REPLY_MS 200
// What the bank itself aims at for a plain command (design.md section 9).
#define BANK_REPLY_AIM_MS 3
// An unlock not accepted so long after its commit is withdrawn, never repeated (design.md 3).
#define BANK_UNLOCK_LIFE_MS 2000

// Contacts and inside sensors are read every 4 ms and believed after 5 equal reads.
#define BANK_INPUT_SCAN_MS 4
#define BANK_INPUT_SAMPLES 5

// Line rates. On RS-485 a bank leaves the bench at 38400: 115200 is 2.1 % fast on a 16 MHz AVR.
#define BANK_BAUD_RS485 38400
#define BANK_BAUD_USB	115200

#endif
