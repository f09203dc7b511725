# SPDX-License-Identifier: GPL-3.0-or-later
"""The CRC once more, bit by bit and apart from osdp/crc.c, for what the tests are made from."""


def crc16(data):
    register = 0x1D0F
    for byte in data:
        for bit in range(7, -1, -1):
            out = register >> 15 ^ (byte >> bit & 1)
            register = register << 1 & 0xFFFF
            if out:
                register ^= 0x1021
    return register
