#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds includes and symbols to cmake/rooms.txt: no room reaches past its neighbours.

Includes are read from the sources; symbols from the built libraries, so that a hand-written
`extern` cannot get round the rule. A room missing from rooms.txt is a failure, not a pass.
"""
import re
import subprocess
import sys
from pathlib import Path

source, build = Path(sys.argv[1]), Path(sys.argv[2])
allowed = {}
for line in (source / "cmake/rooms.txt").read_text().splitlines():
    line = line.split("#")[0].strip()
    if line:
        room, uses = line.split(":")
        allowed[room.strip()] = set(uses.split())

folders = {"osdp": source / "osdp", "emulator": source / "hardware/emulator"}
folders |= {p.name: p for p in (source / "host").iterdir() if p.is_dir() and any(p.rglob("*.c"))}
wrong, includes_read, symbols_read = [], 0, 0

for room, folder in folders.items():
    if room not in allowed:
        wrong.append(f"{folder}: room {room} is not in cmake/rooms.txt")
        continue
    for path in sorted([*folder.rglob("*.c"), *folder.rglob("*.h")]):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+["<]([a-z_]+)/', line)
            if not found or found[1] not in allowed:
                continue
            includes_read += 1
            if found[1] != room and found[1] not in allowed[room]:
                wrong.append(f"{path.relative_to(source)}:{number}: {room} may not include {found[1]}")

defined, undefined = {}, {}
for room in folders:
    for archive in build.rglob(f"lib{room}.a"):
        listing = subprocess.run(["nm", "-P", archive], capture_output=True, text=True).stdout
        for line in listing.splitlines():
            word = line.split()
            if len(word) < 2:
                continue
            if word[1] == "U":
                undefined.setdefault(room, set()).add(word[0])
            elif word[1] in "TDBR":
                defined.setdefault(word[0], room)
for room, names in undefined.items():
    for name in sorted(names):
        home = defined.get(name)
        if home is None:
            continue
        symbols_read += 1
        if home != room and home not in allowed.get(room, set()):
            wrong.append(f"lib{room}.a: uses {name} of {home}, which {room} may not use")

print(f"{len(folders)} rooms, {includes_read} includes and {symbols_read} symbols between rooms")
for line in wrong:
    print(line)
sys.exit(1 if wrong else 0)
