#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the migrations as C: `embed_migrations.py OUT.c 0001_x.sql 0002_y.sql ...`.

Bytes, not a string literal: a standard compiler promises no more than 4095 characters of those.
"""
import sys
from pathlib import Path

out, files = sys.argv[1], [Path(name) for name in sys.argv[2:]]
text = ["// Made from db/migrations by host/store/embed_migrations.py.",
        '#include "store/migrations.h"', "", "#include <stddef.h>", ""]
for number, path in enumerate(files, 1):
    if int(path.name[:4]) != number:
        sys.exit(f"{path}: the migrations must be numbered 0001, 0002, ... without a gap")
    data = path.read_bytes() + b"\0"
    text.append(f"static const char m{number}[] = {{{','.join(map(str, data))}}};")
text.append("const char *const migrations[] = {"
            + "".join(f"m{n}, " for n in range(1, len(files) + 1)) + "NULL};")
text.append(f"const int migration_count = {len(files)};")
Path(out).write_text("\n".join(text) + "\n")
