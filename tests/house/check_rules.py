#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_rules.py SOURCE: docs/rules.md says of every rule where it is held and by which test, and what
it says is there.

Every id of db/policies/ has exactly one row, of the kind that the data says; where the folder with
policies.md stands beside the source (or SHARED says where), every id of that page too, and as many hard
cases as it lists. A row that says "clauses" has clauses that cite the rule. Every file that is named
exists, and every test that is named stands in its file: a function, or a situation of a table."""
import json
import os
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
shared = next((p for p in (Path(os.environ.get("SHARED", "none")), source.parent / "shared",
                           Path("/work/shared")) if p.is_dir()), None)
NOT_YET = {"LAW-5", "HH-2"}  # retention and purge
TEST = re.compile(r"`(tests/[^`]+)`: ([^;|]+)")
wrong = []


def sections(text):
    """The rows of each table, as lists of cells, under its heading."""
    found, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| ") and not line.startswith("|---"):
            found.setdefault(heading, []).append([c.strip() for c in line.strip("| ").split(" | ")])
    return {heading: rows[1:] for heading, rows in found.items()}


def spoken(name):
    return name.strip().strip("`").strip()


def check_tests(what, cell):
    tests = TEST.findall(cell)
    if not tests:
        wrong.append(f"{what}: names no test")
    for path, name in tests:
        file = source / path
        text = file.read_text().replace('""', '"') if file.is_file() else None
        if text is None:
            wrong.append(f"{what}: {path} is not there")
        elif spoken(name) not in text:
            wrong.append(f'{what}: no "{spoken(name)}" in {path}')
    return len(tests)


def check_files(what, cell):
    for path in re.findall(r"`([a-z]+/[^`]+)`", cell):
        if not (source / path).exists():
            wrong.append(f"{what}: {path} is not there")


tables = sections((source / "docs/rules.md").read_text())
kinds, cited = {}, set()
for file in sorted((source / "db/policies").glob("*.json")):
    policy = json.loads(file.read_text())
    kinds.update({rule["id"]: rule["kind"] for rule in policy["rules"]})
    cited |= {clause["rule"] for level in policy["decide"].values() for clause in level}
rows, tests = {}, 0
for heading, table in tables.items():
    for cells in table:
        what = cells[0]
        if re.fullmatch(r"[A-Z]+-\d+", what):
            if what in rows:
                wrong.append(f"{what}: stands there twice")
            rows[what] = cells
            if len(cells) != 4:
                wrong.append(f"{what}: has {len(cells)} cells, not id, kind, where, test")
                continue
            if cells[1] != kinds.get(what):
                wrong.append(f"{what}: is {kinds.get(what, 'no rule')} in db/policies, not {cells[1]}")
            if ("clauses" in cells[2]) != (what in cited):
                wrong.append(f"{what}: {'has' if what in cited else 'has no'} clauses in db/policies")
            if "not yet" in cells[2] and what not in NOT_YET:
                wrong.append(f"{what}: may not be missing")
        check_files(what, cells[-2])
        tests += check_tests(what, cells[-1])
ids = set(kinds)
if shared:
    page = (shared / "policies.md").read_text()
    ids |= set(re.findall(r"^\| ([A-Z]{2,3}-\d+) \|", page, re.M))
    cases = page.split("Cases that are easy to get wrong")[1].count("\n- ")
    if len(tables.get("Cases that are easy to get wrong", [])) < cases:
        wrong.append(f"policies.md lists {cases} hard cases")
else:
    print("policies.md is not here: ids compared with db/policies alone")
wrong += [f"{name}: has no row in docs/rules.md" for name in sorted(ids - set(rows))]
words = re.search(r"WORDS\(obligation_words,([^;]+)\)", (source / "host/policy/words.c").read_text())[1]
wrong += [f"the obligation {word} has no row" for word in re.findall(r'"([a-z-]+)"', words)
          if word not in {cells[0] for cells in tables.get("Obligations", [])}]
print(f"{len(rows)} rules, {sum(map(len, tables.values())) - len(rows)} other rows, {tests} tests named")
for line in wrong:
    print(line)
sys.exit(1 if wrong else 0)
