#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school day with two emulated cabinets, explained as it happens; then a prompt, at a terminal.

Every step looks at what the cabinet and the record say and stops with exit 1 where the product did
not do what the sentence claims: this is a demonstration, not a film.
"""
import argparse
import shutil
import sys
import time
from pathlib import Path

import prompt
import town
from day import Day
from school import School

DAY = "2026-11-23"  # a Monday in term


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/release", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="build/demo", help="where the database and logs stay")
    parser.add_argument("--play", action="store_true", help="skip the day: straight to the prompt")
    parser.add_argument("--picture", help=argparse.SUPPRESS)  # SVG of both cabinets, for the README
    parser.add_argument("--fast", action="store_true", help="no pauses for reading")
    return parser.parse_args()


def main():
    options = arguments()
    began = time.monotonic()
    folder = Path(options.folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    school = School(options.build, folder, DAY)
    try:
        day = Day(school, pause=0.0 if options.fast else 1.2, picture=options.picture)
        day.open_school()
        if not options.play:
            day.play()
            day.close()
        if options.play or sys.stdin.isatty():
            prompt.run(school, day, town)
    except RuntimeError as problem:
        print(f"\nThe demo stopped: {problem}\nLogs and database are in {folder}.", file=sys.stderr)
        return 1
    finally:
        school.stop()
    print(f"\nDone in {time.monotonic() - began:.0f} s. The database stays for you: "
          f"sqlite3 {folder}/school.db, or hometime log --db {folder}/school.db")
    return 0


if __name__ == "__main__":
    sys.exit(main())
