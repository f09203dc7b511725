#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole school for the screens' tests, and nothing made up but its people: the demo's school with
two emulated cabinets of the real firmware, the real service with its screens, and an account for
each kind of role.

    stage.py BUILD [HH:MM [POLICY [ADDRESS [CABINETS]]]]     (from an empty working directory)

CABINETS: their letters, AB where not given; none where a test has nothing to do with them.

With an address of the network: no cabinets, the screens over TLS with `hometime tls self-signed`, and
of each account its one-time link, still to be used.

prints one line of JSON when everything runs, and stops it all when its standard input ends. A line
"clock HH:MM [DATE]" on standard input moves the school's clock, and says by how much it is off ours;
"restart" ends the service and starts it again; "words JSON-LIST" runs one hometime command and prints
its output as one JSON string; "rows JSON-LIST" asks the database file: an SQL text
and its values."""
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2] / "demo"))
from office import ROLES, make_accounts  # noqa: E402
from school import School  # noqa: E402

DAY = "2026-11-23"
PASSWORD = "three plain words"
DEFAULTS = ("08:40", "roby-park", "", "AB")


def described(account):
    """What a test needs of somebody: a session that stands, and how to make another."""
    cookies = account.sign_in()
    told = {"role": account.role, "password": account.password, "link": account.link, "cookies": cookies}
    return told | ({"uri": account.uri} if account.uri else {})


def over_tls(school, address):
    """The screens at an address that others can reach; what a test needs to know of them."""
    try:
        school.hometime("serve", "--http", f"{address}:{school.port}")
        refused = ""
    except RuntimeError as error:
        refused = str(error)
    school.hometime("tls", "self-signed", "--cert", "cert.pem", "--key", "key.pem", "--name", address)
    school.serve("--http", f"{address}:{school.port}", "--tls-cert", "cert.pem", "--tls-key", "key.pem")
    make = lambda ref, role, by: json.loads(school.hometime("account", "make", ref, "--role", role, "--by", by, "--json"))
    links = {"L2": make("L2", "administrator", "O1")["link"]}
    links |= {ref: make(ref, role, "L2")["link"] for ref, role in ROLES.items() if ref != "L2"}
    return {"url": f"https://{address}:{school.port}", "plain": refused, "links": links, "people": {},
            "certificate": Path("cert.pem").read_text()}


def with_cabinets(school):
    """The screens on loopback, whoever has an account signed in, and the cabinets to put hands on."""
    cabinets = school.start_cabinets() if school.banks else []
    school.serve("--http", f"127.0.0.1:{school.port}")
    school.wait_for("the cabinets to be online", lambda: school.banks_online() == len(cabinets))
    people = {ref: described(account) for ref, account in make_accounts(school, PASSWORD).items()}
    return {"url": f"http://127.0.0.1:{school.port}", "people": people,
            "controls": {c.letter: str(Path(f"{c.letter}.control").resolve()) for c in cabinets}}


def main():
    build, at, policy, address, letters = *sys.argv[1:], *DEFAULTS[len(sys.argv) - 2:]
    play(School(build, DAY, policy, letters), at, (lambda school: over_tls(school, address)) if address else with_cabinets)


def play(school, at, begin):
    """Opens the school with begin(school), tells of it, and obeys until standard input ends."""
    try:
        obey(school, at, begin)
    finally:
        school.stop()  # whatever went wrong, nothing runs on after this


def obey(school, at, begin):
    school.clock(at)
    school.found()
    told = begin(school)
    cards = {row[0]: row[-1] for row in school.people()}
    print(json.dumps(told | {"port": school.port, "offset": school.offset, "cards": cards, "database": str(school.database.resolve()),
                             "pids": {name: process.pid for name, process in school.running}}), flush=True)
    for line in sys.stdin:
        words = line.split(maxsplit=1)
        if words and words[0] == "clock":
            school.clock(*words[1].split())
            print(json.dumps(school.offset), flush=True)
        elif words and words[0] == "restart":
            print(json.dumps(school.serve_again("--http", f"127.0.0.1:{school.port}").pid), flush=True)
        elif words and words[0] == "rows":
            print(json.dumps(school.rows(*json.loads(words[1]))), flush=True)
        elif words and words[0] == "words":
            try:
                print(json.dumps(school.hometime(*json.loads(words[1]))), flush=True)
            except RuntimeError as error:
                print(json.dumps(f"refused: {error}"), flush=True)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(1)
