#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/architecture.md names files; each of them must be there, or the page tells of another house."""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", (source / "docs/architecture.md").read_text()))
missing = sorted(name for name in named if not (source / name).exists())
print(f"{len(named)} files and folders named")
for name in missing:
    print(f"docs/architecture.md names {name}, which is not there")
sys.exit(1 if missing or len(named) < 30 else 0)
