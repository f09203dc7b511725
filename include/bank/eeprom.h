// SPDX-License-Identifier: GPL-3.0-or-later
// What the firmware itself keeps in the EEPROM, behind what the bench wrote (bank/bench.h): how
// often it started, and what COMSET and KEYSET changed. Two slots, written in turn one byte at a
// time; a slot counts only when its mark and check are right, so a power cut at any byte leaves the
// one before.
#ifndef BANK_EEPROM_H
#define BANK_EEPROM_H

#include <stdint.h>

#define EEPROM_SLOTS   2
#define EEPROM_SLOT(n) ((uint16_t)(64 + 32 * (n)))

// Offsets in a slot; numbers little-endian. Of two good slots the one with the later generation
// counts. Order of writing: mark to "not good", body, check, mark.
#define SLOT_MARK	0  // SLOT_GOOD, or anything else
#define SLOT_LAYOUT	1  // 1
#define SLOT_GENERATION 2  // 4 bytes
#define SLOT_BOOTS	6  // 4 bytes: times started
#define SLOT_ADDRESS	10 // as COMSET left it
#define SLOT_RATE	11 // 4 bytes
#define SLOT_BENCH	15 // 2 bytes: BENCH_CHECK these stand on; another: the bench was set anew
#define SLOT_CHECK	17 // 2 bytes: CRC-16 of bytes 1..16, polynomial 0x1021, start 0x1D0F
#define SLOT_SIZE	19

// The key that KEYSET set, in two slots of its own, in the same order of writing. The slot before
// the newest is the key before it, or the bench's where there is none: good too until a handshake
// with the new one is known to have been (KEY_SLOT_PROVED, written later, outside the check).
#define EEPROM_KEY_SLOT(n)  ((uint16_t)(128 + 32 * (n)))
#define KEY_SLOT_MARK	    0  // SLOT_GOOD, or anything else
#define KEY_SLOT_LAYOUT	    1  // 1
#define KEY_SLOT_GENERATION 2  // 4 bytes
#define KEY_SLOT_BENCH	    6  // 2 bytes, as SLOT_BENCH
#define KEY_SLOT_KEY	    8  // 16 bytes
#define KEY_SLOT_CHECK	    24 // 2 bytes: CRC-16 of bytes 1..23
#define KEY_SLOT_PROVED	    26 // SLOT_GOOD: nothing but this key is good
#define KEY_SLOT_SIZE	    27

#define SLOT_GOOD     0x5A
#define SLOT_NOT_GOOD 0x00
#define SLOT_LAYOUT_1 1

#endif
