#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school day with two emulated cabinets, explained as it happens; then its screens, and a prompt.

Every step looks at what the cabinet and the record say and stops with exit 1 where the product did
not do what the sentence claims: this is a demonstration, not a film.
"""
import argparse
import os
import shutil
import stat
import sys
import threading
import time
from pathlib import Path

import prompt
import screens
from day import Day
from school import School

DAY = "2026-11-23"  # a Monday in term


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/demo", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="build/school", help="where the database and logs stay")
    parser.add_argument("--play", action="store_true",
                        help="straight to the prompt, where you tap cards and move doors")
    parser.add_argument("--screens", action="store_true",
                        help="straight to the screens: the virtual locker and the office in a browser")
    parser.add_argument("--fast", action="store_true", help="no pauses for reading")
    return parser.parse_args()


def clear(folder):
    """Yesterday's demo goes; a folder of anything else stays."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "clock").exists():
        raise SystemExit(f"{folder} is not of an earlier demo; give --folder another place")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def wait():
    """Until Ctrl-C, or until whoever started this through a pipe is gone."""
    print("Ctrl-C ends it.", flush=True)
    if stat.S_ISCHR(os.fstat(0).st_mode):
        threading.Event().wait()
    sys.stdin.read()


def main():
    options = arguments()
    began = time.monotonic()
    build, folder = Path(options.build).resolve(), Path(options.folder).resolve()
    clear(folder)
    os.chdir(folder)
    school = locker = None
    try:
        school = School(build, DAY)
        straight = options.play or options.screens
        day = Day(school, fast=options.fast or straight)
        day.open_school()
        if not straight:
            day.play()
            day.close()
        elif options.screens:
            school.clock("08:41")
        locker = screens.open_screens(school, day.cabinets)
        if not sys.stdin.isatty():
            screens.look(locker)
        screens.say_where(locker)
        if options.play or (sys.stdin.isatty() and not options.screens):
            prompt.run(school, day)
        elif options.screens:
            wait()
    except (RuntimeError, OSError) as problem:
        print(f"\nThe demo stopped: {problem}\nLogs and database are in {folder}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        if locker:
            locker.close()
        if school:
            school.stop()
    print(f"\nDone in {time.monotonic() - began:.0f} s. The database stays for you:\n"
          f"  {build}/host/cli/hometime status --db {folder}/school.db")
    return 0


if __name__ == "__main__":
    sys.exit(main())
