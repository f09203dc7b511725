#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every `hometime` command that a document shows is one the program understands.

Each is typed, in the order of its document, at a made-up school; it may be refused (a door that is
not there), but not for how it was written: exit 2 is bad usage. Nor may one of another document's
commands have gone: how many were found is held against the list below.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

DOCUMENTS = {"docs/operating.md": 25, "docs/people.md": 10, "docs/exceptions.md": 35,
             "docs/calendar.md": 6}
PEOPLE = """ref,given,family,category,year,class,walker_from,walker_until,walker_days,card
O1,Olive,Reed,office,,,,,,
H1,Helen,Marsh,headteacher,,,,,,
L1,Louise,Grant,slt,,,,,,
T1,Tom,Hale,staff,,,,,,
T014,Tara,Singh,staff,,,,,,
P4,Ben,Bold,pupil,4,4A,,,,
P6,Ann,Able,pupil,6,6A,,,,
"""


def commands(text):
    """In code blocks and between single backticks, comments and continued lines undone."""
    text = re.sub(r"\\\n\s*", "", text)
    for found in re.finditer(r"^    (hometime .*)$|`(hometime [^`]*)`", text, re.M):
        words = shlex.split(found[1] or found[2], comments=True)
        if len(words) > 1 and words[1] != "serve" and "..." not in words:
            yield words[1:]


def main(root, program):
    wrong = 0
    for document, least in DOCUMENTS.items():
        with tempfile.TemporaryDirectory() as folder:
            env = dict(os.environ, HOMETIME_DB=folder + "/school.db")
            (Path(folder) / "people.csv").write_text(PEOPLE)
            (Path(folder) / "FILE.csv").write_text(PEOPLE)
            found = list(commands((Path(root) / document).read_text()))
            if ["init", "--policy", "roby-park"] not in found:
                found[:0] = [["init", "--policy", "roby-park"],
                             ["import", "people", "FILE.csv", "--by", "O1", "--apply"]]
            for words in found:
                words = ["O1" if word == "PERSON" else word for word in words]
                done = subprocess.run([program, *words], env=env, cwd=folder, text=True,
                                      capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
                if done.returncode not in (0, 1):
                    print(f"{document}: hometime {shlex.join(words)}: {done.stderr.strip()}")
                    wrong += 1
                elif os.environ.get("VERBOSE"):
                    print(f"{done.returncode} hometime {shlex.join(words)}: {done.stderr.strip()}")
            if len(found) < least:
                print(f"{document}: only {len(found)} commands found")
                wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
