#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums ctest's results into one line, names what failed and what was skipped.

What failed beside others and passed alone afterwards (alone.xml beside the results) has passed, and is named.
A program counts as skipped where it skipped any of its cases. In CI (CI=true), where every tool has
been installed, that is a failure. Exit 0 where nothing failed.
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

SKIPPED = re.compile(r"\[  SKIPPED \]|\(skipped=")  # as cmocka and unittest say it


def is_failed(case):
    return case.find("failure") is not None or case.get("status") == "fail"


def passed_alone(path):
    if not os.path.exists(path):
        return set()
    return {case.get("name") for case in ET.parse(path).getroot().iter("testcase")
            if case.get("status") == "run" and not is_failed(case)}


def main(paths):
    passed, failed, skipped = 0, [], []
    for path in paths:
        preset = path.split("/")[-2]
        alone = passed_alone(os.path.join(os.path.dirname(path), "alone.xml"))
        for case in ET.parse(path).getroot().iter("testcase"):
            name = f"{case.get('name')} ({preset})"
            if is_failed(case) and case.get("name") in alone:
                print(f"failed beside others, passed alone: {name}")
                passed += 1
            elif is_failed(case):
                failed.append(name)
            elif (case.get("status") in ("notrun", "disabled")
                  or SKIPPED.search(case.findtext("system-out") or "")):
                skipped.append(name)
            else:
                passed += 1
    if os.environ.get("CI") == "true":
        failed, skipped = failed + skipped, []
    for word, names in (("failed", failed), ("skipped", skipped)):
        for name in names:
            print(f"{word}: {name}")
    print(f"{passed} passed, {len(failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
