#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/openapi.json is what the program's tables say, and what a running server does: every path of it
asked without a session, with a session of each role, with a stale one; and nothing besides answers."""
import json
import os
import subprocess
import time
import unittest
from pathlib import Path

from server_test import WORDS, ServerCase
from web import Browser, totp

FILE = Path(os.environ["SOURCE"]) / "docs/openapi.json"
ROLES = {"O1": "office", "L1": "slt", "H1": "headteacher", "A1": "administrator", "G1": "reader", "T1": "staff"}


def routes():
    for path, item in json.loads(FILE.read_text())["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


class TheFile(unittest.TestCase):
    def test_it_is_what_the_tables_of_the_program_say(self):
        made = subprocess.run([os.environ["OPENAPI"]], capture_output=True, text=True, check=True).stdout
        self.assertEqual(FILE.read_text(), made, "run scripts/openapi and commit docs/openapi.json")


class TheServer(ServerCase):
    def make_school(self, policy="roby-park"):
        super().make_school(policy)
        people = self.folder / "more.csv"
        people.write_text("ref,given,family,category\nL1,Lou,Leader,slt\nA1,Ada,Admin,staff\nG1,Gus,Governor,governor\n")
        self.done("import", "people", people, "--apply", "--by", "O1")

    def signed_in(self, ref, role):
        if ref not in self.link:
            self.link[ref] = self.json("account", "make", ref, "--role", role, "--by", "T1")["link"]
        self.choose(ref)
        browser = self.sign_in(ref)
        if json.loads(browser.get("/api/me").text)["next"] == "set-up":
            uri = json.loads(browser.post("/api/sign-in/set-up", {}).text)["uri"]
            self.assertEqual(browser.post("/api/sign-in/code", {"code": totp(uri, time.time())}).status, 200)
        return browser

    def ask(self, browser, method, path):
        if path == "/api/changes":
            connection = browser.connection()
            cookies = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
            connection.request("GET", path, headers={"Cookie": cookies} if cookies else {})
            status = connection.getresponse().status
            connection.close()
            return status
        return (browser.get(path) if method == "GET" else browser.post(path, {})).status

    def test_every_route_answers_every_role_as_the_table_says(self):
        browsers = {role: self.signed_in(ref, role) for ref, role in ROLES.items() if ref != "T1"}
        # T1 is the administrator of ServerCase; staff signs in last, as that is what T1 is to be here.
        self.done("account", "role", "T1", "--role", "staff", "--by", "A1")
        browsers["staff"] = self.signed_in_again("T1")
        for seat, browser in enumerate(browsers.values(), 2):
            browser.source = (f"127.0.0.{seat}", 0)
        half = Browser(self.port, seat=20)
        half.post("/api/sign-in", {"person": "H1", "password": WORDS})
        stale = Browser(self.port, seat=21)
        stale.cookies = {"session": "A" * 43}
        counted, wrong = 0, []
        # What signs its asker out everywhere is asked last.
        ends = "/api/account/sign-out"
        for path, method, operation in sorted(routes(), key=lambda route: route[0] == ends):
            if path == ends:
                self.assertEqual(browsers["office"].get("/api/status").status, 200)
            if path in ("/api/sign-out", "/api/password"):
                continue  # they end the session they are asked with
            open_to_all = operation.get("security") == []
            for name, browser in (("nobody", Browser(self.port, seat=22)), ("stale", stale), ("half", half)):
                status = self.ask(browser, method, path)
                counted += 1
                inside = name == "half" and path in ("/api/me", "/api/sign-in/code", "/api/sign-in/set-up")
                if not open_to_all and not inside and status != 401:
                    wrong.append((method, path, name, status))
            if "x-roles" not in operation:
                continue
            for role, browser in browsers.items():
                status = self.ask(browser, method, path)
                counted += 1
                allowed = role in operation["x-roles"] or role in operation.get("x-own", [])
                if (status == 403) == allowed or status in (401, 404, 405, 500):
                    wrong.append((method, path, role, status, "allowed" if allowed else "not allowed"))
        print(f"{counted} pairs of route and asker", flush=True)
        self.assertEqual(wrong, [])

    def test_of_a_child_staff_ask_what_the_table_says_and_only_of_their_own_class(self):
        self.signed_in("A1", "administrator")
        self.done("account", "role", "T1", "--role", "staff", "--by", "A1")
        staff = self.signed_in_again("T1")
        own = [(path, method, operation) for path, method, operation in routes() if "staff" in operation.get("x-own", [])
               and path != "/api/account/sign-out"]

        def let_in(person):
            told = {}
            for path, method, _ in own:
                response = staff.get(f"{path}?person={person}") if method == "GET" else staff.post(path, {"person": person})
                told[path] = response.status
            return {path for path, status in told.items() if status != 403}
        self.assertEqual(let_in("P6"), set())
        self.done("class", "teacher", "T1", "6A", "--by", "O1")
        self.assertEqual(let_in("P6"), {path for path, _, operation in own if "staff" in operation.get("x-children", [])})
        self.assertEqual(let_in("P4"), set())
        self.assertEqual(let_in("T2"), set())
        self.assertEqual(let_in("T1"), {path for path, _, _ in own})

    def test_every_route_answers_ten_megabytes_and_broken_json_with_a_refusal_and_goes_on(self):
        office = self.signed_in("O1", "office")
        long, statuses = "x" * (10 << 20), {}
        for seat, (path, method, operation) in enumerate(routes(), 2):
            if method != "POST" or path in ("/api/sign-out",):
                continue
            office.source = (f"127.0.{1 + seat % 4}.{seat % 250 + 1}", 0)
            for what, body, allowed in (("10 MiB", long, (413,)), ("broken", '{"a":', (400, 403)), ("a list", "[1]", (400, 403)),
                                        ("numbers", {"person": 7, "text": [], "id": {}}, (400, 403, 422))):
                response = office.post(path, body)
                statuses[response.status] = statuses.get(response.status, 0) + 1
                self.assertIn(response.status, allowed, (path, what, response.text[:200]))
                self.assertTrue(json.loads(response.text)["error"], (path, what))
        print("statuses:", statuses, flush=True)
        self.assertEqual(office.get("/api/status").status, 200)

    def test_ten_thousand_requests_of_one_client_are_answered_or_told_to_wait_and_others_are_served(self):
        office = self.signed_in("O1", "office")
        cookies = f"session={office.cookies['session']}"
        floods = [Browser(self.port, seat=66).connection() for _ in range(16)]
        counts = {}
        for number in range(10_000 // len(floods)):
            for flood in floods:
                flood.request("GET", ("/api/today", "/", "/api/status", "/")[number % 4], headers={"Cookie": cookies})
            for flood in floods:
                response = flood.getresponse()
                response.read()
                counts[response.status] = counts.get(response.status, 0) + 1
            if number % 60 == 0:
                self.assertEqual(office.get("/api/status").status, 200)
        for flood in floods:
            flood.close()
        print("10,000 requests:", counts, flush=True)
        self.assertEqual(sum(counts.values()), 10_000)
        self.assertEqual(set(counts) - {200, 429}, set())
        self.assertGreater(counts[429], 0)

    def signed_in_again(self, ref):
        self.link[ref] = self.json("account", "link", ref, "--by", "A1")["link"]
        self.choose(ref)
        return self.sign_in(ref)


if __name__ == "__main__":
    unittest.main()
