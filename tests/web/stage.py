#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole school for the screens' tests, and nothing made up but its people: the demo's school with
two emulated cabinets of the real firmware, the real service with its screens, and an account for
each kind of role.

    stage.py BUILD [HH:MM]      (from an empty working directory)

prints one line of JSON when everything runs, and stops it all when its standard input ends. A line
"clock HH:MM [DATE]" on standard input moves the school's clock; "words JSON-LIST" runs one hometime
command and prints its output as one JSON string."""
import json
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / "demo"), str(HERE.parents[1] / "http")]
import town  # noqa: E402
from school import School  # noqa: E402
from web import Browser, free_port, totp  # noqa: E402

DAY = "2026-11-23"
ROLES = {"L2": "administrator", "O1": "office", "L1": "slt", "H1": "headteacher", "T1": "staff"}
PASSWORD = "three plain words"


def make_accounts(school, port):
    """A password for each, and a second factor where the role asks for one."""
    people = {}
    for ref, role in ROLES.items():
        link = json.loads(school.hometime("account", "make", ref, "--role", role, "--by",
                                          "O1" if role == "administrator" else "L2", "--json"))["link"]
        browser = Browser(port)
        assert browser.post("/api/welcome", {"link": link, "password": PASSWORD}).status == 200
        people[ref] = {"role": role, "password": PASSWORD, "link": link}
        answer = json.loads(browser.post("/api/sign-in", {"person": ref, "password": PASSWORD}).text)
        if answer["next"] == "set-up":
            uri = json.loads(browser.post("/api/sign-in/set-up", {}).text)["uri"]
            people[ref]["uri"] = uri
            # By the school's clock, which is not ours.
            now = json.loads(school.hometime("today", "--json"))
            at = time.mktime(time.strptime(f"{now['date']} {now['now']}", "%Y-%m-%d %H:%M")) - time.timezone
            for guess in range(-2, 5):
                if browser.post("/api/sign-in/code", {"code": totp(uri, at + 30 * guess)}).status == 200:
                    break
            else:
                raise RuntimeError(f"no code of {ref}'s was taken")
        people[ref]["cookies"] = browser.cookies
    return people


def main():
    build, at = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "08:40"
    school = School(build, DAY)
    school.clock(at)
    school.found()
    cabinets = school.start_cabinets()
    port = free_port()
    school.serve("--http", f"127.0.0.1:{port}")
    school.wait_for("the cabinets to be online", lambda: school.banks_online() == 2)
    people = make_accounts(school, port)
    cards = {row[0]: row[-1] for row in town.people()}
    print(json.dumps({"url": f"http://127.0.0.1:{port}", "port": port, "people": people, "cards": cards,
                      "controls": {c.letter: str(Path(f"{c.letter}.control").resolve()) for c in cabinets},
                      "database": str(school.database.resolve()), "pids": {n: p.pid for n, p in school.running}}),
          flush=True)
    for line in sys.stdin:
        words = line.split(maxsplit=1)
        if words and words[0] == "clock":
            school.clock(*words[1].split())
            print(json.dumps("ok"), flush=True)
        elif words and words[0] == "words":
            try:
                print(json.dumps(school.hometime(*json.loads(words[1]))), flush=True)
            except RuntimeError as error:
                print(json.dumps(f"refused: {error}"), flush=True)
    school.stop()


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(1)
