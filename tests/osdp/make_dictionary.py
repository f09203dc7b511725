#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_dictionary.py MESSAGES.def OUT.dict: whole frames for libFuzzer, which cannot guess a CRC: each
command to address 1 with each number, and each reply, with the least data the table allows."""
import re
import sys

sys.dont_write_bytecode = True
from vector_crc import crc16

with open(sys.argv[2], "w") as out:
    for kind, row in re.findall(r"^OSDP_(COMMAND|REPLY)\(([^)]*)\)", open(sys.argv[1]).read(), re.M):
        code, name, least = [cell.strip() for cell in row.split(",")][:3]
        for number in range(4):
            size = 8 + int(least)
            body = bytes([0x53, 1 | (0x80 if kind == "REPLY" else 0), size, 0, number | 4,
                          int(code, 16)]) + bytes(int(least))
            crc = crc16(body)
            text = "".join(f"\\x{b:02x}" for b in body + bytes([crc & 255, crc >> 8]))
            out.write(f'{kind}_{name}_{number}="{text}"\n')
