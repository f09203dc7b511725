#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_pure.py LIBOSDP.a IMAGE.elf: the wire calls nothing but memory functions: no heap, no stdio,
no clock, no randomness; and the image made of it on the AVR holds no heap, stdio or 32-bit division."""
import re
import subprocess
import sys

MEMORY = {"memcpy", "memmove", "memset", "memchr", "memcmp", "bcmp"}
# What compilers add by themselves.
ADDED = ("__stack_chk", "__asan", "__ubsan", "__sanitizer", "__memcpy_chk", "__memset_chk",
         "__memmove_chk", "_GLOBAL_OFFSET_TABLE_", "__gcov", "__llvm")
HEAVY = re.compile(r"_*([mc]alloc|realloc|free|v?s?n?f?printf|f?puts|fputc|u?divmodsi4)")


def symbols(path, tool="nm"):
    listing = subprocess.run([tool, "-P", path], capture_output=True, text=True, check=True).stdout
    return [line.split()[:2] for line in listing.splitlines() if len(line.split()) > 1]


wrong = []
host = symbols(sys.argv[1])
own = {name for name, kind in host if kind in "TtDdRrBb"}
called = {name for name, kind in host if kind == "U"} - own
wrong += [f"{sys.argv[1]}: calls {name}" for name in sorted(called - MEMORY)
          if not name.startswith(ADDED)]
for name, _ in symbols(sys.argv[2], "avr-nm"):
    if HEAVY.fullmatch(name):
        wrong.append(f"{sys.argv[2]}: holds {name}")
print(f"{len(own)} symbols of our own, calling {' '.join(sorted(called & MEMORY))}")
for line in wrong:
    print(line)
sys.exit(bool(wrong) or not own)
