#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual locker: a page that draws emulated cabinets as they stand and lends you hands.

It speaks to the cabinets' control sockets and to nothing else of the program (design.md section 6);
`hometime` neither serves it nor knows of it. Loopback only. By itself, beside any bank-emulator:

    demo/locker.py --control A=A.control [--control B=B.control] [--port 8090]

scripts/demo adds the school's clock and accounts (Locker's clock and office).
"""
import argparse
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import town
from cabinet import Cabinet
from hands import act

PAGES = Path(__file__).resolve().parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
# As the office's screens: no script but our own files, no frame, no other site.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                               "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}
LOOK_SECONDS = 0.1   # between two looks at a cabinet: quicker than an eye
BODY_MOST = 1024     # bytes of a request
DRAIN_MOST = 65536   # of one too long, read and thrown away
STREAMS_MOST = 32    # pages that watch at once
BEAT_LOOKS = 100     # a comment on a stream where nothing else was to say, so that a dead one is seen

# The cards of the tray: (reference, what is written on it). Anybody else is found by name.
TRAY = [("P057", "Year 6, walks home"), ("P058", "Year 6, walks home"), ("P059", "Year 6, walks home"),
        ("P075", "Year 6, is collected"), ("P041", "Year 4"), ("T1", "teacher"),
        ("L1", "leadership team"), ("H1", "Headteacher"), ("lost", "nobody's: found in the street")]


class Locker:
    """controls: letter -> control socket. people: rows of town.people(). clock: an object with say()
    (the school's time as text) and move(text); office: the demo's accounts. Either may be absent."""

    def __init__(self, controls, people, clock=None, office=None):
        self.controls, self.clock, self.office = controls, clock, office
        self.people = {row[0]: row for row in people}
        self.seen = {letter: None for letter in controls}   # the newest state; None: not there
        self.hands = {letter: threading.Lock() for letter in controls}
        self.streams = threading.BoundedSemaphore(STREAMS_MOST)
        self.over = threading.Event()

    def watch(self, letter):
        """Looks at one cabinet until the end; an emulator that went is tried again."""
        cabinet = None
        while not self.over.wait(LOOK_SECONDS):
            try:
                cabinet = cabinet or Cabinet(letter, self.controls[letter])
                self.seen[letter] = cabinet.state()
            except (OSError, RuntimeError, ValueError):
                self.seen[letter] = cabinet = None
                self.over.wait(1.0)

    def picture(self):
        """Everything a page draws. Doors count from 1, as on the cabinet."""
        return {"cabinets": [shown(letter, state) for letter, state in self.seen.items()],
                "clock": self.clock.say() if self.clock else None}

    def tray(self):
        def one(ref, words):
            name = " ".join(self.people[ref][1:3]) if ref in self.people else "A lost card"
            return {"ref": ref, "name": name, "words": words}
        everybody = [one(ref, f"Year {row[4]}" if row[4] else row[3]) for ref, row in self.people.items()]
        return {"tray": [one(ref, words) for ref, words in TRAY if ref in self.people or ref == "lost"],
                "everybody": everybody, "clock": bool(self.clock), "office": bool(self.office)}

    def hand(self, asked):
        """Does what a hand does; the sentence where it cannot be done."""
        letter = asked.get("cabinet")
        if not all(isinstance(value, (str, int)) for value in asked.values()):
            raise ValueError("a request holds texts and numbers")
        if letter not in self.controls:
            raise ValueError("there is no such cabinet")
        with self.hands[letter]:
            cabinet = Cabinet(letter, self.controls[letter])
            try:
                act(cabinet, asked, self.people)
            finally:
                cabinet.socket.close()

    def serve(self, port):
        """Starts the threads; the port it has (port 0: any)."""
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.locker = self
        for letter in self.controls:
            threading.Thread(target=self.watch, args=[letter], daemon=True).start()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_address[1]

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


def shown(letter, state):
    if state is None:
        return {"letter": letter, "there": False}
    light = "+".join(name for name, on in state["reader_light"].items() if on) or "off"
    return {"letter": letter, "there": True, "display": state["display"], "buzzer": state["buzzer"],
            "reader": light if state["powered"] else "off", "card": state["card"], "powered": state["powered"],
            "mains": state["mains"], "cable": not state["stub_cut"], "housing": state["tamper"],
            "doors": [{"number": n, "open": door["open"], "phone": door["something"], "contact": door["contact"],
                       "sees": door["inside"], "jammed": door["jammed"], "latch": latch["on"], "light": lamp}
                      for n, (door, latch, lamp)
                      in enumerate(zip(state["doors"], state["latches"], state["lights"]), 1)]}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json", **more):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Type": kind, "Content-Length": str(len(data))}).items():
            self.send_header(name, value)
        for name, value in more.get("headers", []):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def port(self):
        return self.server.server_address[1]

    def away(self, address, cookies=()):
        self.answer(303, b"", headers=[("Location", address), *cookies])

    def do_GET(self):
        locker, host, path = self.server.locker, self.headers.get("Host"), self.path.split("?")[0]
        # A browser keeps cookies by host and not by port: the office is 127.0.0.1, this page localhost,
        # and only the door between them answers on the office's side.
        if host == f"127.0.0.1:{self.port()}" and path.startswith("/office/") and locker.office:
            self.open_office(path.removeprefix("/office/"))
        elif host == f"127.0.0.1:{self.port()}":
            self.away(f"http://localhost:{self.port()}/")
        elif host != f"localhost:{self.port()}":
            self.answer(421, {"error": "this is the virtual locker of localhost alone"})
        elif path == "/state":
            self.stream()
        elif path == "/tray":
            self.answer(200, locker.tray())
        elif path == "/accounts":
            self.answer(200, self.accounts())
        else:
            self.page("index.html" if path == "/" else path.removeprefix("/"))

    def page(self, name):
        found = next((file for file in PAGES.iterdir() if file.name == name), None)
        if found:
            self.answer(200, found.read_bytes(), TYPES[found.suffix])
        else:
            self.answer(404, {"error": "there is no such page"})

    def accounts(self):
        return [{"ref": a.ref, "name": a.name, "title": a.title, "password": a.password, "code": a.code(),
                 "open": f"http://127.0.0.1:{self.port()}/office/{a.ref}"}
                for a in (self.server.locker.office or {}).values()]

    def open_office(self, ref):
        """Signs somebody in as any browser would, and hands this browser the session."""
        account = self.server.locker.office.get(ref)
        if not account:
            self.answer(404, {"error": "nobody of that reference has an account"})
            return
        try:
            cookies = account.sign_in()
        except (OSError, RuntimeError) as problem:
            self.answer(503, {"error": str(problem)})
            return
        self.away(f"http://127.0.0.1:{account.school.port}/", [
            ("Set-Cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Strict") for name, value in cookies.items()])

    def stream(self):
        locker, last, quiet = self.server.locker, None, 0
        if not locker.streams.acquire(blocking=False):
            self.answer(503, {"error": "too many pages watch already: close one"})
            return
        try:
            self.send_response(200)
            for name, value in (HEADERS | {"Content-Type": "text/event-stream", "Connection": "close"}).items():
                self.send_header(name, value)
            self.end_headers()
            while not locker.over.is_set():
                now, quiet = json.dumps(locker.picture()), quiet + 1
                if now != last or quiet == BEAT_LOOKS:
                    self.wfile.write(f"data: {now}\n\n".encode())
                    last, quiet = now, 0
                locker.over.wait(LOOK_SECONDS)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self.close_connection = True
            locker.streams.release()

    def do_POST(self):
        locker, length = self.server.locker, self.headers.get("Content-Length", "")
        try:
            # Taken even where it is refused: a connection closed on unread bytes loses the answer.
            body = self.rfile.read(min(int(length), DRAIN_MOST)) if length.isdigit() else b""
            if self.headers.get("Host") != f"localhost:{self.port()}" or \
                    self.headers.get("Origin") != f"http://localhost:{self.port()}":
                raise PermissionError("only the virtual locker's own page may ask for that")
            if not length.isdigit() or int(length) > BODY_MOST:
                raise ValueError(f"a request has at most {BODY_MOST} bytes")
            asked = json.loads(body)
            if not isinstance(asked, dict):
                raise ValueError("a request is a JSON object")
            if self.path == "/hand":
                locker.hand(asked)
            elif self.path == "/clock" and locker.clock:
                locker.clock.move(asked.get("at"))
            else:
                self.answer(404, {"error": "there is nothing of that name to do"})
                return
            self.answer(200, {"ok": True})
        except PermissionError as problem:
            self.answer(403, {"error": str(problem)}, headers=[("Connection", "close")])
        except (ValueError, RuntimeError, OSError) as problem:
            said = "a request is a JSON object" if isinstance(problem, json.JSONDecodeError) else str(problem)
            self.answer(422, {"error": said}, headers=[("Connection", "close")])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--control", action="append", required=True, metavar="LETTER=PATH",
                        help="a cabinet's letter and its bank-emulator's control socket")
    parser.add_argument("--port", type=int, default=8090, help="of 127.0.0.1; 8090 if not given")
    options = parser.parse_args()
    controls = dict(one.split("=", 1) for one in options.control if "=" in one)
    if len(controls) != len(options.control):
        parser.error("--control is LETTER=PATH, each letter once: --control A=A.control")
    locker = Locker(controls, town.people())
    try:
        port = locker.serve(options.port)
    except OSError as problem:
        parser.error(f"port {options.port} cannot be had ({problem.strerror}): give --port another")
    print(f"The virtual locker is at http://localhost:{port}/ until Ctrl-C.", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        locker.close()


if __name__ == "__main__":
    main()
