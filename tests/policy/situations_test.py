#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""situations_test.py HOMETIME: the tables beside this file, which a school leader can read, row by
row through `hometime decide`. A row is a situation in words, the same in fields, what is to be
answered, and what it rests on: document, section and a phrase of at most eight words that stands
there, or `ours`. The expectations are written from policies.md and the schools' documents, never
from the engine.

    when      a time of Monday 23 November 2026, or a kind of day before it (weekend: the Saturday)
    facts     separated by "; ": walker [from|until DATE] [on DAYS] · in (handed in today), earlier
              (the Friday before), held [for ID], evidence, loan · child's · ban KIND [from|until
              DATE] · grant KIND by ROLE [asked] [room] [own] [FROM-UNTIL] · off, net off, net on,
              supervised · contact FROM-UNTIL, no contact · arrived TIME · home TIME, no home-time,
              no window, no sessions · pupils SETTING, staff SETTING · id ID
    creates   the obligations, all of them

The phrases are looked for in the folder `shared` beside the source tree, or where SHARED says."""
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SHARED") or next(
    (p for p in (HERE.parents[2] / "shared", Path("/work/shared")) if p.is_dir()), "none"))
DATES = {"school": "2026-11-23", "inset": "2026-11-23", "holiday": "2026-11-23",
         "weekend": "2026-11-28"}
LEAST = 250


def after(words, key, otherwise=None):
    return words[words.index(key) + 1] if key in words else otherwise


def span(words, otherwise):
    return next((w.split("-") for w in words if re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", w)), otherwise)


def a_grant(words, date, q):
    start, end = span(words, ["00:00", "23:59"])
    g = {"kind": words[1], "by": after(words, "by"), "from": f"{date}T{start}:00",
         "until": f"{date}T{end}:00"}
    if "asked" in words:
        g["parent_request"] = True
    if "room" in words:
        g["rooms"] = ["staff room"]
    if "own" in words:
        g["by_id"] = q["person"].setdefault("id", "p1")
    q["grants"].append(g)


def a_fact(fact, date, q):
    words, person, day = fact.split(), q["person"], q["day"]
    first = words[0]
    if first == "walker":
        person["walker"] = {"from": after(words, "from", "2026-09-01"),
                            "until": after(words, "until", "2027-07-21"),
                            "days": after(words, "on", "mon-fri")}
    elif first in ("in", "earlier", "held", "evidence", "loan"):
        kind = {"in": "deposit", "earlier": "deposit", "evidence": "held"}.get(first, first)
        since = "2026-11-20" if first == "earlier" else date
        q.setdefault("custody", {}).update(kind=kind, since=f"{since}T07:45:00", door=7)
        if first == "evidence":
            q["custody"]["hold"] = "evidence"
        if "for" in words:
            q["custody"]["release_to"] = [after(words, "for")]
    elif first == "child's":
        q.setdefault("custody", {})["whose"] = "child"
    elif first == "ban":
        ban = {"kind": words[1], "from": after(words, "from", "2026-11-01")}
        if "until" in words:
            ban["until"] = after(words, "until")
        person.setdefault("bans", []).append(ban)
    elif first == "grant":
        a_grant(words, date, q)
    elif fact in ("off", "supervised", "net off", "net on"):
        key = {"off": "switched_off", "supervised": "supervised"}.get(fact, "internet_off")
        q["attest"][key] = fact != "net on"
    elif first == "contact":
        person["contact"] = [span(words, None)]
    elif fact == "no contact":
        person["contact"] = "none"
    elif first == "arrived":
        person["arrived"] = words[1]
    elif first == "home":
        day["home_time"] = words[1]
    elif fact in ("no home-time", "no window", "no sessions"):
        del day[{"no home-time": "home_time", "no window": "hand_in"}.get(fact, "sessions")]
    elif first in ("pupils", "staff"):
        q.setdefault("school", {})[first] = words[1]
    elif first == "id":
        person["id"] = words[1]
    else:
        raise ValueError(f"no fact: {fact}")


def request(row):
    *kind, time = row["when"].split()
    kind = kind[0] if kind else "school"
    category, *year = row["who"].split()
    owner = "school" if row["device"].startswith("school ") else "personal"
    q = {"policy": row["policy"], "action": row["action"], "place": row["place"],
         "at": f"{DATES[kind]}T{time}:00",
         "day": {"kind": kind, "start": "08:45", "home_time": "15:15", "hand_in": ["08:30", "09:00"],
                 "sessions": [["08:45", "12:00"], ["13:00", "15:15"]]},
         "person": {"category": category}, "attest": {}, "grants": [],
         "device": {"kind": row["device"].removeprefix("school "), "owner": owner}}
    if year:
        q["person"]["year"] = year[0]
    for fact in filter(None, row["facts"].split("; ")):
        a_fact(fact, DATES[kind], q)
    return q


def plain(text):
    return " ".join(re.sub(r"[‘’]", "'", text).lower().split())


def foundation(row, texts):
    """What is wrong with what the row rests on, or None; counts what could be checked."""
    phrase, name = row["phrase"], row["document"]
    if phrase == "ours":
        return "is ours, and names a document" if name or row["section"] else None
    if not (phrase and name and row["section"]) or len(phrase.split()) > 8:
        return "rests on no document, section and phrase of at most eight words"
    if name not in texts:
        paths = [p for p in (SHARED / "seeds" / name, SHARED / name) if p.is_file()]
        texts[name] = plain(paths[0].read_text(errors="replace")) if paths else None
    if texts[name] is not None and plain(phrase) not in texts[name]:
        return f'"{phrase}" does not stand in {name}'
    return None


def told(row, answer):
    got = (answer.get("outcome"), answer.get("rule"),
           sorted(o["kind"] for o in answer.get("obligations", [])))
    want = (row["outcome"], row["rule"], sorted(row["creates"].split()))
    return None if got == want else f"is to be {want}, was {got} {answer.get('error', '')}"


def every_row():
    return [(file.name, row) for file in sorted(HERE.glob("*.csv"))
            for row in csv.DictReader(file.open(newline=""))]


def main():
    rows = every_row()
    lines = "".join(json.dumps(request(row)) + "\n" for _, row in rows)
    result = subprocess.run([sys.argv[1], "decide"], input=lines, capture_output=True, text=True)
    answers = result.stdout.splitlines()
    texts, wrong, seen = {}, [], set()
    if len(answers) != len(rows) or len(rows) < LEAST:
        wrong.append(f"{len(rows)} rows, {len(answers)} answers, at least {LEAST} wanted")
    for (name, row), answer in zip(rows, answers):
        for why in (told(row, json.loads(answer)), foundation(row, texts)):
            if why:
                wrong.append(f"{name}: {row['situation']}: {why}")
        if (name, row["situation"]) in seen:
            wrong.append(f"{name}: {row['situation']}: stands there twice")
        seen.add((name, row["situation"]))
    ours = sum(row["phrase"] == "ours" for _, row in rows)
    there = sum(texts.get(row["document"]) is not None for _, row in rows)
    print(f"{len(rows)} situations: {there} phrases found or missed in their documents, {ours} ours, "
          f"{len(rows) - ours - there} not checked: their documents are not here")
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
