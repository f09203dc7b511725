#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens' server as a browser and as somebody hostile meets it: the real program, real sockets."""
import json
import os
import signal
import socket
import sqlite3
import time
import unittest
from pathlib import Path

from school import PROGRAM, SchoolCase
from web import Browser, free_port, totp, wait_port

WORDS = "three plain words"


def places_of(pid, text):
    """Where a program's memory that it may write holds the text."""
    found = []
    with open(f"/proc/{pid}/mem", "rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area, may = line.split()[:2]
            start, end = (int(part, 16) for part in area.split("-"))
            if not may.startswith("rw"):
                continue
            memory.seek(start)
            at = memory.read(end - start).find(text)
            if at >= 0:
                found.append(f"{start + at:x} {line.split()[-1]}")
    return found


def readers(service):
    """The children of it that read."""
    return [pid for pid in map(int, Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split())
            if b"\0read\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]


class ServerCase(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        self.port = free_port()
        self.link = {"T1": self.json("account", "make", "T1", "--role", "administrator", "--by", "O1")["link"]}
        for ref, role in (("O1", "office"), ("H1", "headteacher")):
            self.link[ref] = self.json("account", "make", ref, "--role", role, "--by", "T1")["link"]
        self.service = self.serve("--http", f"127.0.0.1:{self.port}")
        wait_port(self.port, self.service)

    def browser(self):
        return Browser(self.port)

    def choose(self, ref, words=WORDS):
        response = self.browser().post("/api/welcome", {"link": self.link[ref], "password": words})
        self.assertEqual(response.status, 200, response.text)

    def sign_in(self, ref, browser=None, words=WORDS, status=200):
        browser = browser or self.browser()
        response = browser.post("/api/sign-in", {"person": ref, "password": words})
        self.assertEqual(response.status, status, response.text)
        return browser

    def said(self, response, status, text):
        self.assertEqual(response.status, status, response.text)
        self.assertIn(text, json.loads(response.text).get("error", response.text))


class SigningIn(ServerCase):
    def test_a_link_makes_a_password_and_a_password_a_session_that_is_the_persons_own(self):
        welcome = json.loads(self.browser().get("/api/welcome?link=" + self.link["O1"]).text)
        self.assertEqual(welcome["given"], "Olive")
        self.said(self.browser().post("/api/welcome", {"link": self.link["O1"], "password": "short"}), 422,
                  "at least 12 characters")
        self.choose("O1")
        self.said(self.browser().get("/api/welcome?link=" + self.link["O1"]), 422, "used already")
        olive = self.sign_in("O1")
        me = json.loads(olive.get("/api/me").text)
        self.assertEqual((me["person"], me["role"], me["next"]), ("O1", "office", "in"))
        response = olive.post("/api/desk/hand-in", {"person": "P6", "safe": "Safe", "envelope": "7"})
        self.assertEqual(response.status, 200, response.text)
        begun = [event for event in self.events() if event["kind"] == "custody began"]
        self.assertEqual(begun[0]["by"], "Olive Office (O1)")
        self.said(olive.post("/api/desk/hand-in", {"person": "P6", "by": "H1"}), 400, "Who acts is who is signed in")
        self.assertEqual(olive.post("/api/sign-out", {}).status, 200)
        self.said(olive.get("/api/status"), 401, "sign in")

    def test_a_wrong_password_and_nobodys_reference_are_answered_alike(self):
        self.choose("O1")
        wrong = self.browser().post("/api/sign-in", {"person": "O1", "password": "another three words"})
        nobody = self.browser().post("/api/sign-in", {"person": "X9", "password": "another three words"})
        self.assertEqual((wrong.status, wrong.text), (nobody.status, nobody.text))
        self.assertEqual(wrong.status, 401)

    def test_no_password_stays_in_the_services_memory_once_it_is_answered(self):
        if b"__asan_init" in PROGRAM.read_bytes():
            return  # their allocator is another, which keeps what is given back as it was: looked at under gcc
        self.choose("O1", "one long chosen sentence")
        olive = self.sign_in("O1", words="one long chosen sentence")
        self.sign_in("O1", words="guessed at by somebody", status=401)
        self.assertEqual(olive.post("/api/password", {"old": "one long chosen sentence",
                                                      "new": "another quite long one"}).status, 200)
        # With the connection its memory is given back.
        self.assertEqual(self.browser().post("/api/sign-in", {"person": "O1", "password": "another quite long one"},
                                             headers={"Connection": "close"}).status, 200)
        for words in ("one long chosen sentence", "guessed at by somebody", "another quite long one"):
            self.assertEqual(places_of(self.service.pid, words.encode()), [])
        # What is looked for is found where it is.
        self.assertNotEqual(places_of(self.service.pid, str(self.port).encode()), [])

    def test_guesses_from_elsewhere_lock_nobody_out_of_a_browser_they_know(self):
        self.choose("O1")
        known = self.sign_in("O1")
        stranger = self.browser()
        for _ in range(5):
            self.sign_in("O1", stranger, "a wrong password", 401)
        response = stranger.post("/api/sign-in", {"person": "O1", "password": WORDS})
        self.said(response, 429, "Too many tries")
        self.assertTrue(int(response.headers["Retry-After"]) > 0)
        known.cookies.pop("session")
        self.sign_in("O1", known)

    def test_a_headteacher_gives_a_second_factor_before_anything_else(self):
        self.choose("H1")
        helen = self.sign_in("H1")
        self.assertEqual(json.loads(helen.get("/api/me").text)["next"], "set-up")
        self.said(helen.get("/api/status"), 401, "code is still to be given")
        uri = json.loads(helen.post("/api/sign-in/set-up", {}).text)["uri"]
        self.said(helen.post("/api/sign-in/code", {"code": "000000"}), 401, "not right")
        half = dict(helen.cookies)
        code = totp(uri, time.time())
        self.assertEqual(helen.post("/api/sign-in/code", {"code": code}).status, 200)
        self.assertEqual(helen.get("/api/status").status, 200)
        # The half session is worth nothing afterwards, and the code does not work twice.
        stale = self.browser()
        stale.cookies = half
        self.assertEqual(stale.get("/api/me").status, 401)
        again = self.sign_in("H1")
        self.assertEqual(json.loads(again.get("/api/me").text)["next"], "code")
        self.said(again.post("/api/sign-in/set-up", {}), 422, "set up already")
        self.said(again.post("/api/sign-in/code", {"code": code}), 401, "used already")

    def test_a_password_is_changed_by_whoever_knows_the_old_one_and_everybody_is_signed_out(self):
        self.choose("O1")
        olive, other = self.sign_in("O1"), self.sign_in("O1")
        self.said(olive.post("/api/password", {"old": "not the old one", "new": "four other plain words"}), 401,
                  "old password is not right")
        self.assertEqual(olive.post("/api/password", {"old": WORDS, "new": "four other plain words"}).status, 200)
        self.assertEqual(other.get("/api/me").status, 401)
        self.sign_in("O1", words="four other plain words")

    def test_an_ended_account_is_out_at_once(self):
        self.choose("O1")
        olive = self.sign_in("O1")
        self.done("account", "end", "O1", "--by", "T1")
        self.assertEqual(olive.get("/api/me").status, 401)
        self.sign_in("O1", status=401)


class Once(ServerCase):
    """A change asked for again under its key, because its answer was lost on the way."""
    WHAT = {"person": "P6", "safe": "Safe", "envelope": "7"}

    def setUp(self):
        super().setUp()
        self.choose("O1")
        self.olive = self.sign_in("O1")

    def hand_in(self, key, what=None, browser=None):
        return (browser or self.olive).post("/api/desk/hand-in", what or self.WHAT, headers={"Idempotency-Key": key})

    def begun(self):
        return len([event for event in self.events() if event["kind"] == "custody began"])

    def test_asked_again_under_its_key_it_is_answered_as_it_was_and_not_done_again(self):
        first = json.loads(self.hand_in("k" * 32).text)
        again = self.hand_in("k" * 32)
        self.assertEqual(again.status, 200)
        said = json.loads(again.text)
        self.assertEqual((said["say"], said["custody"], said["ok"]), (first["say"], first["custody"], True))
        self.assertEqual(self.begun(), 1)
        self.assertEqual(self.hand_in("short").status, 400)
        self.assertEqual(self.hand_in("k" * 200).status, 400)
        self.said(self.hand_in("k" * 32, {"person": "P4", "safe": "Safe", "envelope": "8"}), 422, "Something else")
        self.assertEqual(self.begun(), 1)

    def test_a_service_that_ended_in_between_remembers_what_it_did(self):
        first = json.loads(self.hand_in("k" * 32).text)
        self.stop(self.service)
        self.service = self.serve("--http", f"127.0.0.1:{self.port}")
        wait_port(self.port, self.service)
        again = json.loads(self.hand_in("k" * 32).text)
        self.assertEqual((again["ok"], again["custody"]), (True, first["custody"]))
        self.assertEqual(self.begun(), 1)

    def test_two_at_two_desks_take_one_phone_in_once_and_the_slower_one_is_told(self):
        what = {"person": "P6", "safe": "Safe", "in": []}
        first = json.loads(self.hand_in("a" * 32, what).text)
        self.assertEqual(first["envelope"], "1")
        self.said(self.hand_in("b" * 32, what), 422, "It was taken in already, at ")
        self.assertEqual(self.begun(), 1)
        second = self.hand_in("c" * 32, what | {"in": [first["custody"]]})
        self.assertEqual((second.status, json.loads(second.text)["envelope"]), (200, "2"))
        self.said(self.hand_in("d" * 32, {"person": "P4", "safe": "Safe", "envelope": "1"}), 422,
                  "the next free one is 3")
        back = {"person": "P6", "custody": first["custody"]}
        self.assertEqual(self.olive.post("/api/desk/collect", back).status, 200)
        self.said(self.olive.post("/api/desk/collect", back), 422, "It was given back already, at ")

    def test_nobodys_key_is_another_persons_and_no_secret_is_kept(self):
        self.hand_in("k" * 32)
        self.choose("T1")
        anna = self.sign_in("T1")
        said = anna.post("/api/account/make", {"person": "P6", "role": "reader"}, headers={"Idempotency-Key": "k" * 32})
        self.assertNotIn("custody", said.text)
        with sqlite3.connect(self.database) as database:
            kept = database.execute("SELECT text FROM answered").fetchall()
        self.assertEqual(len(kept), 1, kept)


class Reader(ServerCase):
    def test_the_desks_reader_is_one_computers_until_another_takes_it(self):
        self.choose("O1")
        olive = self.sign_in("O1")

        def reader(screen, take):
            told = json.loads(olive.post("/api/reader", {"screen": screen, "take": take}).text)
            return told["mine"], told["free"], told["by"]
        self.assertEqual(reader("a", "ask"), (False, True, ""))
        self.assertEqual(reader("a", "free"), (True, False, "Olive Office (O1)"))
        self.assertEqual(reader("b", "free"), (False, False, "Olive Office (O1)"))
        self.assertEqual(reader("b", "no"), (False, False, "Olive Office (O1)"))
        self.assertEqual(reader("b", "yes"), (True, False, "Olive Office (O1)"))
        self.assertEqual(reader("a", "ask"), (False, False, "Olive Office (O1)"))
        self.said(olive.post("/api/reader", {"screen": "a", "take": "all"}), 400, "yes, free, no or ask")
        olive.post("/api/sign-out", {})
        olive = self.sign_in("O1")
        self.assertEqual(reader("c", "ask"), (False, True, ""))


class Hostile(ServerCase):
    def setUp(self):
        super().setUp()
        self.choose("O1")
        self.olive = self.sign_in("O1")

    def test_what_another_site_sends_changes_nothing(self):
        body = {"person": "P6", "safe": "Safe", "envelope": "7"}
        for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                        {"X-Hometime": None}, {"Content-Type": "text/plain"}):
            response = self.olive.post("/api/desk/hand-in", body, headers=headers)
            self.assertEqual(response.status, 403, headers)
        self.assertEqual(len(self.json("status")["in"]), 0)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(self.olive.post("/api/desk/hand-in", body, headers=headers).status, 200)

    def test_bodies_that_are_too_long_or_no_json_are_refused_and_nothing_breaks(self):
        self.said(self.olive.post("/api/desk/hand-in", "x" * (10 << 20)), 413, "more than one request may hold")
        for body in ("{", "[]", "nul", '{"a":1,"a":2}', "\x00", '{"person":"\\ud800"}', "{" * 9000):
            self.assertIn(self.olive.post("/api/desk/hand-in", body).status, (400, 422), body)
        self.assertEqual(self.olive.get("/api/status").status, 200)

    def test_addresses_methods_and_fields_that_are_none_are_said_so(self):
        self.assertEqual(self.olive.get("/api/nothing").status, 404)
        self.assertEqual(self.olive.get("/api/decide").status, 404)
        self.assertEqual(self.olive.get("/" + "a" * 3000).status, 404)
        self.assertEqual(self.olive.get("/../etc/passwd").status, 404)
        self.assertEqual(self.olive.post("/api/status", {}).status, 200)
        self.assertEqual(self.olive.post("/api/me", {}).status, 405)
        self.assertEqual(self.olive.get("/api/desk/hand-in").status, 405)
        self.assertEqual(self.olive.send("DELETE", "/api/status").status, 405)
        self.assertEqual(self.olive.get("/api/status?" + "&".join(f"f{i}=1" for i in range(100))).status, 400)
        self.said(self.olive.get("/api/report/day?date=--db=x"), 400, "no date")

    def test_nobody_without_a_session_reads_anything(self):
        for path in ("/api/status", "/api/me", "/api/changes", "/api/log", "/api/report/day"):
            self.assertEqual(self.browser().get(path).status, 401, path)
        for token in ("", "x" * 43, "A" * 43, "A" * 5000):
            stranger = self.browser()
            stranger.cookies["session"] = token
            self.assertEqual(stranger.get("/api/status").status, 401)

    def test_every_answer_forbids_frames_scripts_of_others_and_sniffing(self):
        for path in ("/", "/api/me", "/nothing"):
            headers = self.olive.get(path).headers
            self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
            self.assertNotIn("unsafe", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["X-Frame-Options"], "DENY")

    def test_what_is_as_it_was_is_not_sent_again(self):
        for path in ("/", "/api/bank/list"):
            first = self.olive.get(path)
            again = self.olive.get(path, headers={"If-None-Match": first.headers["ETag"]})
            self.assertEqual((first.status, again.status, again.text), (200, 304, ""))

    def test_a_name_of_somebody_elses_that_leads_here_is_no_name_of_the_screens(self):
        for host in ("evil.example", f"evil.example:{self.port}", "127.evil.example", "127.0.0.1.evil.example:80",
                     "localhost.evil.example", "localhostx", "127.0.0.1:80@evil.example", "[::1].evil.example", ""):
            for path in ("/", "/api/me", "/api/welcome?link=x"):
                self.assertEqual(self.olive.get(path, headers={"Host": host}).status, 421, (host, path))
            body = {"person": "O1", "password": WORDS}
            self.assertEqual(self.olive.post("/api/sign-in", body, headers={"Host": host}).status, 421, host)
        for host in ("localhost", "LOCALHOST:9000", "127.0.0.1", f"127.0.0.1:{self.port}", "127.9.9.9:1", "[::1]:80"):
            self.assertEqual(self.olive.get("/api/me", headers={"Host": host}).status, 200, host)

    def test_no_answer_stays_in_a_browser_that_others_sit_at_too(self):
        for path in ("/api/me", "/api/today", "/api/person/show?person=P6", "/api/report/day.html",
                     "/api/report/day.csv", "/api/nothing"):
            self.assertEqual(self.olive.get(path).headers["Cache-Control"], "no-store", path)

    def raw(self, seat):
        return socket.create_connection(("127.0.0.1", self.port), 10, source_address=(f"127.0.0.{seat}", 0))

    def test_who_takes_every_connection_and_says_nothing_keeps_nobody_out(self):
        held = []
        for seat in (30, 31, 32, 1):  # 1 is the office's own machine
            for number in range(150):
                try:
                    held.append(self.raw(seat))
                    # Nothing, half a line, a body that never ends.
                    held[-1].sendall([b"", b"GET /api/sta", b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\n"
                                      b"Transfer-Encoding: chunked\r\n\r\n400\r\n"][number % 3])
                except OSError:
                    pass
        self.assertEqual(self.olive.get("/api/status").status, 200)
        self.sign_in("O1")
        for connection in held:
            connection.close()

    def test_where_no_connection_can_be_had_one_can_be_again_once_they_have_gone(self):
        self.service.terminate()
        self.service.wait(timeout=20)
        self.service = self.serve("--http", f"127.0.0.1:{self.port}", wrapper=("prlimit", "--nofile=40"))
        wait_port(self.port, self.service)
        held = [self.raw(40) for _ in range(60)]
        while len(list(Path(f"/proc/{self.service.pid}/fd").iterdir())) < 40:
            pass
        # All of them go between two of its looks.
        self.service.send_signal(signal.SIGSTOP)
        for connection in held:
            connection.close()
        self.service.send_signal(signal.SIGCONT)
        self.assertEqual(self.olive.get("/api/me").status, 200)

    def test_a_request_without_a_host_or_with_two_lengths_is_none(self):
        for request in (b"GET /api/me HTTP/1.1\r\n\r\n",
                        b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -4\r\n\r\n"):
            with self.raw(1) as connection:
                connection.sendall(request)
                self.assertIn(b" 400 ", connection.recv(100), request)

    def test_a_long_body_is_kept_for_who_is_known_and_for_nobody_else(self):
        long = {"csv": "ref,given,family,category\n" + "".join(f"N{n},Given,Family,staff\n" for n in range(9000))}
        self.said(self.olive.post("/api/import/people", long), 422, "more than 5000 people")
        self.said(self.browser().post("/api/import/people", long), 401, "sign in")
        made_up = self.browser()
        made_up.cookies["session"] = "A" * 43
        self.said(made_up.post("/api/import/people", long), 401, "sign in")
        # After the box began again nobody is known until they ask once more.
        self.service.terminate()
        self.service.wait(timeout=20)
        self.service = self.serve("--http", f"127.0.0.1:{self.port}")
        wait_port(self.port, self.service)
        self.said(self.olive.post("/api/import/people", long), 503, "send it again")
        self.said(self.olive.post("/api/import/people", long), 422, "more than 5000 people")

    def test_connections_that_say_nothing_or_half_a_line_cost_nobody_else_anything(self):
        idle = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(100)]
        for connection in idle[::2]:
            connection.sendall(b"GET /api/sta")
        self.assertEqual(self.olive.get("/api/status").status, 200)
        for connection in idle:
            connection.close()

    def test_a_list_is_read_by_a_child_and_when_that_dies_by_the_next(self):
        self.assertEqual(self.olive.get("/api/today").status, 200)
        first = readers(self.service)
        self.assertEqual(len(first), 1)
        os.kill(first[0], signal.SIGKILL)
        self.assertEqual(self.olive.get("/api/today").status, 200)
        self.assertEqual(self.olive.get("/api/people/find?text=ol").status, 200)
        self.assertEqual(len(readers(self.service)), 1)
        self.assertNotEqual(readers(self.service), first)

    def test_many_who_ask_at_once_are_all_let_in_turn_after_turn(self):
        connections = [self.olive.connection() for _ in range(60)]
        for number, connection in enumerate(connections):
            connection.request("GET", ("/api/today", "/api/status", "/", "/api/me")[number % 4],
                               headers={"Cookie": f"session={self.olive.cookies['session']}"})
        for connection in connections:
            response = connection.getresponse()
            self.assertEqual(response.status, 200)
            self.assertTrue(response.read())
            connection.close()

    def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(self):
        for request in (b"GET /api/report/day HTTP/1.1\r\nHost: localhost\r\nCookie: session=%s\r\n\r\n",
                        b"GET /api/status HTTP/1.1\r\nHost: localhost\r\nCookie: session=%s\r\n\r\n",
                        b"GET /api/changes HTTP/1.1\r\nHost: localhost\r\nCookie: session=%s\r\n\r\n"):
            for _ in range(20):
                with socket.create_connection(("127.0.0.1", self.port)) as connection:
                    connection.sendall(request % self.olive.cookies["session"].encode())
        self.assertEqual(self.olive.get("/api/status").status, 200)
        self.service.terminate()
        self.assertEqual(self.service.wait(timeout=30), 0)


class Watching(ServerCase):
    def stream(self, browser, last_id=None):
        connection = browser.connection()
        headers = {"Cookie": f"session={browser.cookies['session']}"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        connection.request("GET", "/api/changes", headers=headers)
        response = connection.getresponse()
        self.assertEqual(response.headers["Content-Type"], "text/event-stream")
        return response

    def next_event(self, response):
        event = {}
        while True:
            line = response.readline().decode().rstrip("\n")
            self.assertFalse(response.closed)
            if not line and event.get("event"):
                return event
            if ":" in line:
                name, value = line.split(":", 1)
                event[name] = value.strip()

    def test_who_watches_hears_of_what_happens_and_goes_on_where_they_were(self):
        self.choose("O1")
        olive = self.sign_in("O1")
        response = self.stream(olive)
        first = self.next_event(response)
        self.assertEqual(first["event"], "reset")
        olive.post("/api/desk/hand-in", {"person": "P6", "safe": "Safe", "envelope": "7"})
        self.assertEqual(self.next_event(response)["event"], "record")
        response.close()
        again = self.stream(olive, first["id"])
        self.assertEqual(self.next_event(again)["event"], "again")
        self.assertEqual(self.next_event(again)["event"], "record")
        again.close()
        lost = self.stream(olive, "1-1")
        self.assertEqual(self.next_event(lost)["event"], "reset")
        lost.close()


    def events_until(self, response, kind, holding=""):
        events = [self.next_event(response)]
        while events[-1]["event"] != kind or holding not in events[-1]["data"]:
            events.append(self.next_event(response))
        return events

    def test_what_becomes_of_today_is_told_from_one_answer_to_the_next_to_who_may_read_it(self):
        for ref in ("O1", "T1"):
            self.choose(ref)
        olive, admin = self.sign_in("O1"), self.sign_in("T1")
        uri = json.loads(admin.post("/api/sign-in/set-up", {}).text)["uri"]
        self.assertEqual(admin.post("/api/sign-in/code", {"code": totp(uri, time.time())}).status, 200)
        before = olive.get("/api/today")
        response, other = self.stream(olive), self.stream(admin)
        self.assertEqual(olive.get("/api/today").headers["ETag"], before.headers["ETag"])
        olive.post("/api/desk/hand-in", {"person": "P6", "safe": "Safe", "envelope": "7"})
        self.assertIn("custody", json.loads(self.events_until(response, "record")[-1]["data"])["moved"])
        told = json.loads(self.events_until(response, "today")[-1]["data"])
        self.assertEqual(f'"{told["from"]}"', before.headers["ETag"])
        [[at, gone, [row]]] = told["patch"]["lists"]["custodies"]
        self.assertEqual((at, gone, row["ref"], row["state"]), (0, 0, "P6", "in"))
        after = olive.get("/api/today")
        self.assertEqual(f'"{told["to"]}"', after.headers["ETag"])
        self.assertEqual(row, json.loads(after.text)["custodies"][0])
        # An administrator's stream tells of doors and that lists moved, and nothing of whose.
        self.done("account", "end", "O1", "--by", "T1")
        events = self.events_until(other, "record", '"account"')
        self.assertNotIn("today", [event["event"] for event in events])

    def test_what_the_reader_that_died_cannot_tell_is_told_to_be_read(self):
        self.choose("O1")
        olive = self.sign_in("O1")
        before = olive.get("/api/today").headers["ETag"]
        response = self.stream(olive)
        for pid in readers(self.service):
            os.kill(pid, signal.SIGKILL)
        olive.post("/api/desk/hand-in", {"person": "P6", "safe": "Safe", "envelope": "7"})
        told = json.loads(self.events_until(response, "today")[-1]["data"])
        self.assertEqual(f'"{told["from"]}"', before)
        self.assertEqual(f'"{told["to"]}"', olive.get("/api/today").headers["ETag"])
        self.assertNotIn("patch", told)

    def ends(self, response):
        beats = 0
        while line := response.readline():
            beats += line == b"event: beat\n"
            self.assertLess(beats, 4, "it goes on")
        response.close()

    def test_a_stream_ends_with_its_session(self):
        self.choose("O1")
        olive, other = self.sign_in("O1"), self.sign_in("O1")
        streams = [self.stream(olive), self.stream(other)]
        olive.post("/api/sign-out", {})
        self.ends(streams[0])
        # The other one goes on, until the account has ended.
        while self.next_event(streams[1])["event"] != "record":
            pass
        self.done("account", "end", "O1", "--by", "T1")
        self.ends(streams[1])


class Opening(SchoolCase):
    def test_an_address_others_can_reach_is_refused_without_a_certificate(self):
        self.make_school()
        self.assertIn("needs TLS", self.refused("serve", "--http", "0.0.0.0:8443").splitlines()[-1])
        self.assertIn("no address", self.refused("serve", "--http", "nowhere", status=2))
        self.assertIn("belong together", self.refused("serve", "--http", "1", "--tls-cert", "x", status=2))
        self.assertIn("is for --http", self.refused("serve", "--tls-cert", "x", status=2))


if __name__ == "__main__":
    unittest.main()
