#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents name files; each of them must be there, or the page tells of another house."""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
pages = {page: (source / page).read_text()
         for page in ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/operating.md")}
NAMED = re.compile(r"`((?:host|db|demo|docs|firmware|hardware|include|osdp|packaging|scripts|tests|bench)/[\w./-]*)`"
                   r"|\]\(([\w./-]+)\)")
wrong = 0
for page, text in pages.items():
    named = {found[1] or found[2] for found in NAMED.finditer(text)}
    print(f"{page}: {len(named)} files and folders named")
    for name in sorted(named):
        if not (source / name).exists():
            print(f"{page} names {name}, which is not there")
            wrong += 1
    if page == "docs/architecture.md" and len(named) < 30:
        wrong += 1
sys.exit(1 if wrong else 0)
