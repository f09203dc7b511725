#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""rules_stated_test.py SOURCE: every rule of policies.md is stated by a file of db/policies/ and
none is made up; every document named as a source is there. Where the folder with policies.md does
not stand beside the source, only the files themselves are compared, and it says so."""
import json
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
shared = next((p for p in (source.parent / "shared", Path("/work/shared")) if p.is_dir()), None)
stated, documents, clauses, wrong = {}, set(), 0, []
for file in sorted((source / "db/policies").glob("*.json")):
    policy = json.loads(file.read_text())
    for rule in policy["rules"]:
        if rule["id"] in stated:
            wrong.append(f"{file.name}: {rule['id']} is stated in {stated[rule['id']]} too")
        stated[rule["id"]] = file.name
        documents.add(rule["source"]["document"])
    clauses += sum(len(level) for level in policy["decide"].values())
if shared:
    text = (shared / "policies.md").read_text()
    ids = set(re.findall(r"^\| ([A-Z]{2,3}-\d+) \|", text, re.M))
    wrong += [f"{name}: in policies.md, in no file" for name in sorted(ids - set(stated))]
    wrong += [f"{name}: not in policies.md" for name in sorted(set(stated) - ids)]
    wrong += [f"{name}: no such document" for name in sorted(documents)
              if not (shared / name).exists() and not (shared / "seeds" / name).exists()]
else:
    print("policies.md is not here: ids and documents not compared with it")
print(f"{len(stated)} rules stated, {clauses} clauses")
for line in wrong:
    print(line)
sys.exit(1 if wrong or not stated else 0)
