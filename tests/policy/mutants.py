#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""mutants.py BUILD [--every N] [-v] [POLICY ...]: breaks each condition of each clause of a policy file, one at a
time, and names the test that notices. Without names: roby-park and flixton. Whole it takes minutes; CTest
runs every 60th (policy/mutants). BUILD is a build folder with the tests in it.

Made from the data file: a condition dropped or negated, a field widened or turned into its opposite, an outcome turned, an
obligation or a grant's need forgotten, an approver added, a clause gone, and each clause that asks
about a time asked of a minute later and a minute earlier. The boundaries themselves are not in the
file, so such a mutant is put together from four answers: whether the clause is reached, whether it
would match a minute off, what it says, and what is said without it.

Noticed on load (policy/load_mutants), by a row of the tables (policy/situations), a request that second_opinion.py decides
otherwise (policy/second_opinion), or, where only the sentence or who lifts it changes, a case of
cases.jsonl (policy/cases). A mutant that nothing notices fails this script unless mutants.json says
why no request can; all survivors are printed with that reason."""
import copy
import json
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import situations_test
from second_opinion_test import answers, drawn

HERE = Path(__file__).resolve().parent
FIELDS = ["action", "who", "year", "place", "day", "device", "owner", "custody", "pupils", "staff"]
WORDS = {
    "action": ["hand-in", "collect", "keep", "borrow", "return"], "place": ["locker", "desk"],
    "who": ["pupil", "staff", "headteacher", "slt", "office", "governor", "volunteer", "contractor",
            "trainee", "supply", "visitor", "parent"],
    "year": ["N", "R", "1", "2", "3", "4", "5", "6"], "day": ["school", "inset", "holiday", "weekend"],
    "device": ["phone", "smart watch", "tablet", "camera", "recorder", "console", "other"],
    "owner": ["personal", "school"], "custody": ["none", "deposit", "held", "evidence", "loan"],
    "pupils": ["unset", "home-time", "none", "own"],
    "staff": ["unset", "contact", "sessions", "day", "own"]}
OTHER = {"allow": "refuse", "refuse": "allow", "refer": "allow"}
TIMED = {"at-home-time", "signed-out", "medical", "emergency", "safekeeping", "exceptional", "visit",
         "on-time", "late", "in-contact", "in-session", "in-school-day"}
MARK = "Mutant."


def turned(clause):
    other = copy.deepcopy(clause)
    other["outcome"] = OTHER[clause["outcome"]]
    for key in ("lifted_by", "obligations", "return_by"):
        other.pop(key, None)
    if other["outcome"] == "refuse":
        other["lifted_by"] = []
    return f"{clause['outcome']} becomes {other['outcome']}", other


def opposite(field, clause, groups):
    """The words of the field that the clause does not ask for."""
    asked = clause[field] if isinstance(clause[field], list) else [clause[field]]
    if field == "who":
        asked = [word for name in asked for word in groups.get(name, [name])]
    return [word for word in WORDS[field] if word not in asked]


def clause_mutants(clause, groups):
    for i, fact in enumerate(clause.get("if", [])):
        dropped, negated = copy.deepcopy(clause), copy.deepcopy(clause)
        del dropped["if"][i]
        negated["if"][i] = fact[4:] if fact.startswith("not ") else "not " + fact
        yield f"drop {fact}", dropped
        yield f"negate {fact}", negated
    for field in FIELDS:
        if field in clause:
            wider = copy.deepcopy(clause)
            del wider[field]
            yield f"any {field}", wider
            if opposite(field, clause, groups):
                other = copy.deepcopy(clause)
                other[field] = opposite(field, clause, groups)
                yield f"other {field}", other
    yield turned(clause)
    for must in clause.get("obligations", []):
        less = copy.deepcopy(clause)
        less["obligations"].remove(must)
        if must == "return-by":
            del less["return_by"]
        yield f"forget {must}", less


def mutants(policy):
    for kind, entry in policy.get("grants", {}).items():
        for role in {"office", "slt", "headteacher"} - set(entry["by"]):
            wider = copy.deepcopy(policy)
            wider["grants"][kind]["by"].append(role)
            yield f"grant {kind}: also by {role}", wider
        for need in entry.get("needs", []):
            less = copy.deepcopy(policy)
            less["grants"][kind]["needs"].remove(need)
            yield f"grant {kind}: without {need}", less
    for level, clauses in policy["decide"].items():
        for i, clause in enumerate(clauses):
            for what, changed in clause_mutants(clause, policy["groups"]):
                whole = copy.deepcopy(policy)
                whole["decide"][level][i] = changed
                yield f"{level}[{i}] {clause['rule']}: {what}", whole
            gone = copy.deepcopy(policy)
            del gone["decide"][level][i]
            yield f"{level}[{i}] {clause['rule']}: gone", gone


class Requests:
    """Of one policy: the tables' rows first, then the drawn ones; now and a minute off."""

    def __init__(self, name):
        rows = [row for _, row in situations_test.every_row() if row["policy"] == name]
        self.names = [row["situation"] for row in rows]
        self.requests = [situations_test.request(row) for row in rows]
        self.requests += [q for q in drawn(30000) if q["policy"] == name]
        self.lines = {minutes: self.moved(minutes) for minutes in (-1, 0, 1)}

    def moved(self, minutes):
        lines = []
        for q in self.requests:
            at = datetime.fromisoformat(q["at"]) + timedelta(minutes=minutes)
            lines.append(json.dumps({**q, "at": at.isoformat()}) + "\n")
        return lines


class Mutation:
    def __init__(self, build, folder, policy):
        self.program = str(build / "tests/policy/policy-decide")
        self.cases = str(build / "tests/policy/test-policy-cases")
        self.path = str(Path(folder) / "mutant.json")
        self.policy, self.requests = policy, Requests(policy["policy"])
        self.rows = len(self.requests.names)
        self.whole = self.ask(policy)

    def ask(self, policy, minutes=0, only=None):
        Path(self.path).write_text(json.dumps(policy))
        lines = "".join(self.requests.lines[minutes][:only])
        code, out, err = answers(self.program, lines, self.path)
        if code != 0:
            raise ValueError(err.strip())
        return out.splitlines()

    def where(self, i):
        return f'policy/situations "{self.requests.names[i]}"' if i < self.rows \
            else "policy/second_opinion"

    def noticed(self, mutant):
        """The test that notices, or None."""
        words = False
        for only in (self.rows, None):
            try:
                told = self.ask(mutant, 0, only)
            except ValueError:
                return "policy/load_mutants"  # refused when it is read, with rule and reason
            for i, (was, now) in enumerate(zip(self.whole, told)):
                if was != now:
                    if answered(json.loads(was)) != answered(json.loads(now)):
                        return self.where(i)
                    words = True
        if not words:
            return None
        run = subprocess.run([self.cases, self.path], capture_output=True, text=True)
        failed = [line for line in (run.stdout + run.stderr).splitlines() if "FAILED" in line]
        return "policy/cases" if run.returncode and failed else None

    def noticed_minute_off(self, level, i, minutes):
        clause = self.policy["decide"][level][i]
        mark = {k: v for k, v in clause.items()
                if k not in ("lifted_by", "obligations", "return_by", "ours", "note")}
        mark.update(outcome="allow", say=MARK)  # refused on "always" otherwise
        upto, front, without = (copy.deepcopy(self.policy) for _ in range(3))
        upto["decide"][level][i] = {"rule": clause["rule"], "outcome": "refer", "say": MARK}
        front["decide"]["always"] = [mark] + front["decide"].get("always", [])
        del without["decide"][level][i]
        said = (clause["outcome"], clause["rule"], kept(clause.get("obligations", [])))
        for only in (self.rows, None):
            there = (self.ask(upto, 0, only), self.ask(front, 0, only),
                     self.ask(front, minutes, only), self.ask(without, 0, only))
            for n, (reached, now, off, other) in enumerate(zip(*there)):
                if MARK in reached and (MARK in now) != (MARK in off):
                    if answered(json.loads(other), kept) != said:
                        return self.where(n)
        return None


def kept(obligations):
    return sorted(o for o in obligations if not o.startswith("attest"))


def answered(answer, obliged=sorted):
    return (answer.get("outcome"), answer.get("rule"),
            obliged(o["kind"] for o in answer.get("obligations", [])))


def tried(mutation):
    policy = mutation.policy
    for what, mutant in mutants(policy):
        yield what, lambda mutant=mutant: mutation.noticed(mutant)
    for level, clauses in policy["decide"].items():
        for i, clause in enumerate(clauses):
            if not TIMED & {fact.removeprefix("not ") for fact in clause.get("if", [])}:
                continue
            for minutes in (-1, 1):
                yield (f"{level}[{i}] {clause['rule']}: a minute {'later' if minutes < 0 else 'earlier'}",
                       lambda at=(level, i, minutes): mutation.noticed_minute_off(*at))


def main():
    build, names = Path(sys.argv[1]), [a for a in sys.argv[2:] if a != "-v"]
    every = 1
    if "--every" in names:
        at = names.index("--every")
        every = int(names[at + 1])
        del names[at:at + 2]
    names = names or ["roby-park", "flixton"]
    reasons = json.loads((HERE / "mutants.json").read_text())
    wrong = 0
    for name in names:
        policy = json.loads((HERE.parents[1] / "db/policies" / f"{name}.json").read_text())
        by, survivors = Counter(), 0
        known = {what for what in reasons if what.startswith(name + " ")}
        with tempfile.TemporaryDirectory() as folder:
            for number, (what, test) in enumerate(tried(Mutation(build, folder, policy))):
                what = f"{name} {what}"
                if number % every:
                    known.discard(what)
                    continue
                seen = test()
                by[seen.split(" ")[0] if seen else "nothing"] += 1
                if not seen:
                    survivors += 1
                    wrong += what not in reasons
                    print(f"survives: {what}: {reasons.get(what, 'NO REASON')}", flush=True)
                    known.discard(what)
                elif "-v" in sys.argv:
                    print(f"{what}: {seen}")
        wrong += len(known)
        for what in sorted(known):
            print(f"said to survive, and does not: {what}")
        print(f"{name}: {sum(by.values())} mutants, {survivors} survive; noticed by "
              + ", ".join(f"{test} {n}" for test, n in sorted(by.items()) if test != "nothing"))
    sys.exit(1 if wrong else 0)


main()
