// SPDX-License-Identifier: GPL-3.0-or-later
// What a technician sets at the bench, as it lies at the start of the bank's EEPROM: written by the
// bench (or by bank-emulator into a new --state), read by the firmware at start. The one layout
// both keep to. Everything from byte 64 on is the firmware's own.
#ifndef BANK_BENCH_H
#define BANK_BENCH_H

// All numbers little-endian. A block whose marks or check are wrong is no block: the bank then
// answers at address 0 with serial number 0, so that it can be found and named, and opens nothing.
#define BENCH_MARK_0  0	 // 0x48 'H'
#define BENCH_MARK_1  1	 // 0x54 'T'
#define BENCH_LAYOUT  2	 // 1
#define BENCH_ADDRESS 3	 // OSDP address 0..126
#define BENCH_SERIAL  4	 // 4 bytes: the serial number PDID answers
#define BENCH_RATE    8	 // 4 bytes: bits per second on RS-485; leaves the bench at 38400
#define BENCH_FLAGS   12 // BENCH_FLAG_*
#define BENCH_DOORS   13 // 8, 16 or 24: what was built; the bank itself counts its chain
#define BENCH_SPARE   14 // 2 bytes, 0
#define BENCH_KEY     16 // 16 bytes, meaningless without BENCH_FLAG_KEY
#define BENCH_CHECK   32 // 2 bytes: CRC-16 of bytes 0..31, polynomial 0x1021, start 0x1D0F
#define BENCH_SIZE    34
// Behind the block: 16 random bytes that nobody is told, from which, with the boot count, the bank
// makes random numbers nobody foresees. Written once, never read out.
#define BENCH_SECRET	  34
#define BENCH_SECRET_SIZE 16

#define BENCH_FLAG_KEY	     0x01 // "no key" is this flag absent, never a key's value
#define BENCH_FLAG_NO_INSIDE 0x02 // this cabinet has no inside sensors

#define BENCH_LAYOUT_1	    1
#define BENCH_RATE_AT_START 38400UL

#endif
