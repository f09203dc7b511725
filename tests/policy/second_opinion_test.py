#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""second_opinion_test.py PROGRAM
Many thousand requests, drawn from a fixed seed so that every boundary and exception meets every
other, are decided by PROGRAM and by second_opinion.py; they must agree on outcome, rule and
obligations. mutants.py breaks the rules and looks whether these requests notice."""
import json
import random
import subprocess
import sys

import second_opinion

TIMES = ["08:29:59", "08:44:00", "08:59:59", "09:00:00", "10:30:00", "11:59:59", "12:00:00",
         "12:30:00", "13:00:00", "15:14:59", "15:15:00", "16:30:00"]
KINDS = ["phone"] * 4 + ["smart watch", "tablet", "camera", "recorder", "console", "other"]
PEOPLE = ["pupil"] * 8 + ["staff"] * 5 + ["headteacher", "slt", "office", "governor", "volunteer",
          "contractor", "trainee", "supply", "visitor"] + ["parent"] * 4


def grant(rnd, at, q):
    likely = ["medical", "emergency-release", "early-leave"]
    if q["person"]["category"] == "pupil":
        likely += ["safekeeping"] * 6 if q["action"] == "hand-in" else ["early-leave"] * 4
    elif q["person"]["category"] == "parent":
        likely += ["early-leave"] * 4
    elif q["action"] == "hand-in":
        likely += ["safekeeping"] * 6
    else:
        likely += ["exceptional"] * 3 + ["visit"] * 3
    g = {"kind": rnd.choice(likely + ["safekeeping", "exceptional", "visit"]),
         "by": rnd.choice(["headteacher", "headteacher", "slt", "slt", "office", "parent"]),
         "from": rnd.choice(["2026-11-23T08:00:00", at, "2026-11-23T15:00:00"]),
         "until": rnd.choice(["2026-11-23T17:00:00"] * 3 + [at])}
    if rnd.random() < 0.7:
        g["rooms"] = rnd.choice([["staff room"], ["office", "PPA room"], ["playground"],
                                 "PPA room", "library", []])
    if rnd.random() < 0.7:
        g["parent_request"] = rnd.random() < 0.7
    if rnd.random() < 0.4:
        g["by_id"] = rnd.choice(["p1", "h1"])
    return g


def person(rnd):
    p = {"category": rnd.choice(PEOPLE)}
    if p["category"] == "pupil":
        p["year"] = rnd.choice(["N", "R", "1", "5", "6", "6", "6"])
    if rnd.random() < 0.5:
        p["walker"] = {"from": rnd.choice(["2026-09-01", "2026-11-23", "2026-11-24"]),
                       "until": rnd.choice(["2027-07-21", "2026-11-23", "2026-11-22"]),
                       "days": rnd.choice(["mon-fri", "mon", "tue,thu", "mon,wed", "tue-sun"])}
    if rnd.random() < 0.25:
        p["bans"] = [{"kind": rnd.choice(["phone", "school-it"]),
                      "from": rnd.choice(["2026-11-01", "2026-11-23", "2026-11-24"])}]
        if rnd.random() < 0.5:
            p["bans"][0]["until"] = rnd.choice(["2026-11-22", "2026-11-23", "2026-12-31"])
    if rnd.random() < 0.5:
        p["contact"] = rnd.choice(["none", [], [["12:00", "13:00"]], [["10:00", "11:00"]]])
    if rnd.random() < 0.8:
        p["id"] = rnd.choice(["p1", "m1"])
    if rnd.random() < 0.15:
        p["arrived"] = rnd.choice(["09:10", "10:30", "12:15"])
    return p


def custody(rnd, at, parent):
    c = {"kind": rnd.choice(["deposit"] * 6 + ["held", "held", "loan"])}
    if rnd.random() < 0.8:
        c["since"] = rnd.choice(["2026-11-23T08:00:00", "2026-11-20T08:41:00", at])
    if c["kind"] == "held":
        c["hold"] = rnd.choice(["parent", "parent", "evidence"])
        if rnd.random() < 0.6:
            c["release_to"] = rnd.choice([[], ["m1"], ["x1", "p1"]])
    if rnd.random() < (0.8 if parent else 0.2):
        c["whose"] = rnd.choice(["child", "child", "own"])
    if rnd.random() < 0.7:
        c["door"] = rnd.randint(1, 24)
    return c


def request(rnd):
    at = "2026-11-23T" + rnd.choice(TIMES)
    day = {"kind": rnd.choice(["school"] * 4 + ["inset", "holiday", "weekend"])}
    for key, value in (("start", "08:45"), ("home_time", "15:15"), ("hand_in", ["08:30", "09:00"]),
                       ("sessions", [["08:45", "12:00"], ["13:00", "15:15"]])):
        if rnd.random() < 0.93:
            day[key] = value
    q = {"policy": rnd.choice(["roby-park", "flixton"]),
         "action": rnd.choice(["hand-in"] * 3 + ["collect"] * 4 + ["keep"] * 3 + ["borrow", "return"]),
         "place": rnd.choice(["locker", "desk"]), "at": at, "day": day, "person": person(rnd),
         "device": {"kind": rnd.choice(KINDS),
                    "owner": rnd.choice(["personal"] * 6 + ["school"])}}
    if q["action"] in ("borrow", "return") and rnd.random() < 0.9:
        q["device"]["owner"] = "school"
    if rnd.random() < 0.8:
        q["custody"] = custody(rnd, at, q["person"]["category"] == "parent")
    attest = {k: rnd.random() < 0.5 for k in ("switched_off", "internet_off", "supervised")
              if rnd.random() < 0.5}
    if attest:
        q["attest"] = attest
    if rnd.random() < 0.6:
        q["grants"] = [grant(rnd, at, q) for _ in range(rnd.choice([1, 1, 1, 2]))]
    # Roby Park leaves one choice; of what else a school may set, cases.jsonl speaks.
    if q["policy"] == "roby-park" and rnd.random() < 0.3:
        q["school"] = {"staff": rnd.choice(["contact", "sessions", "day"])}
        if q["device"]["kind"] in ("tablet", "console", "other") or q["action"] == "borrow":
            del q["school"]
    return q


def answers(program, lines, policy=None):
    command = [program] + ([policy] if policy else [])
    result = subprocess.run(command, input=lines, capture_output=True, text=True)
    return result.returncode, result.stdout, result.stderr


def disagreement(q, line):
    got = json.loads(line)
    if "error" in got:
        return got["error"]
    mine = (got["outcome"], got["rule"], sorted(o["kind"] for o in got["obligations"]))
    outcome, rule, must = second_opinion.decide(q)
    if mine != (outcome, rule, sorted(must)):
        return f"decided {mine}, second opinion {(outcome, rule, sorted(must))}"
    return None


def drawn(count):
    rnd = random.Random(20261123)
    return [request(rnd) for _ in range(count)]


def main():
    requests = drawn(60000)
    code, out, _ = answers(sys.argv[1], "".join(json.dumps(q) + "\n" for q in requests))
    lines = out.splitlines()
    wrong = [] if code == 0 and len(lines) == len(requests) else ["a request had no answer"]
    wrong += [f"{why}: {json.dumps(q)}" for q, line in zip(requests, lines)
              if (why := disagreement(q, line))]
    print(f"{len(requests)} requests decided twice, {len(wrong)} disagreements")
    for line in wrong[:400]:
        print(line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
