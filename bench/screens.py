#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The school of the screens' benchmark: that of tests/web/stage.py with four cabinets of 16 doors and
as many walkers as the benchmark wants, its service under bench-streams.so.

    screens.py BUILD HH:MM WALKERS     (from an empty working directory; spoken to as stage.py)"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "tests/web"))
import stage  # noqa: E402
import town  # noqa: E402
from school import School  # noqa: E402

STREAMS = "streams"  # what bench-streams.so writes, in the working directory


def begin(school):
    library = school.folder / "streams.so"  # the loader ends a name at a blank or a colon
    library.symlink_to(school.build / "bench/bench-streams.so")
    school.env["LD_PRELOAD"] += f":{library.resolve()}"
    school.env["BENCH_STREAMS"] = str((school.folder / STREAMS).resolve())
    return stage.with_cabinets(school) | {"streams": school.env["BENCH_STREAMS"]}


def main():
    build, at, walkers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    stage.play(School(build, stage.DAY, letters="ABCD", people=lambda: town.people(walkers)), at, begin)


if __name__ == "__main__":
    main()
