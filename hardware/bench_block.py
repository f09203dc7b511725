#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a technician sets at the bench (include/bank/bench.h), as an EEPROM file for avrdude.

    hardware/bench_block.py --serial 1001 --address 1 --doors 16 > bench.bin
    avrdude -p m2560 -c wiring -P /dev/ttyACM0 -b 115200 -D -U eeprom:w:bench.bin:r
"""
import argparse
import secrets
import struct
import sys


def crc16(data):
    crc = 0x1D0F
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def number(lowest, highest):
    def parse(text):
        value = int(text, 0)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{text} is not {lowest} to {highest}")
        return value
    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--serial", type=number(1, 0xFFFFFFFF), required=True,
                        help="the cabinet's own number, never used twice")
    parser.add_argument("--address", type=number(0, 126), required=True, help="on its line")
    parser.add_argument("--doors", type=int, choices=(8, 16, 24), required=True)
    parser.add_argument("--rate", type=int, choices=(9600, 19200, 38400, 57600, 115200),
                        default=38400, help="bits a second on RS-485 (38400)")
    parser.add_argument("--no-inside", action="store_true", help="it has no inside sensors")
    parser.add_argument("--key-file", type=argparse.FileType(),
                        help="file of 32 hexadecimal digits: the key it has from the bench; without, it has "
                             "none, and `hometime bank adopt` gives it one")
    options = parser.parse_args()
    key = bytes(16)
    if options.key_file:
        try:
            key = bytes.fromhex(options.key_file.read())
        except ValueError:
            key = b""
        if len(key) != 16 or len(set(key)) == 1 or key == bytes(range(0x30, 0x40)):
            parser.error("--key-file: 32 hexadecimal digits, not all bytes alike, not the default key")
    flags = (1 if options.key_file else 0) | (2 if options.no_inside else 0)
    block = struct.pack("<2sBBIIBB2x16s", b"HT", 1, options.address, options.serial, options.rate,
                        flags, options.doors, key)
    if sys.stdout.isatty():
        parser.error("write it to a file: > bench.bin")
    # The secret its random numbers are made of: nobody else's, and kept nowhere else.
    sys.stdout.buffer.write(block + struct.pack("<H", crc16(block)) + secrets.token_bytes(16))


if __name__ == "__main__":
    main()
