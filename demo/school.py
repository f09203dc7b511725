# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the demo's programs and speaks to them: bank-emulators on one bus, two of them for the demo, and `hometime serve`.

hometime has no demo mode: its wall clock is moved from outside by libfaketime, which leaves the
monotonic clock alone, so timeouts on the wire run in real time while the school's day jumps.
"""
import calendar
import glob
import math
import os
import pty
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import town
from browser import free_port
from cabinet import Cabinet

sys.path.insert(0, str(Path(__file__).parents[1] / "hardware/emulator"))
from keyring import key_of, write_keys  # noqa: E402

# Where Debian's libfaketime lies on this machine's architecture.
FAKETIME = next(iter(sorted(glob.glob("/usr/lib/*/faketime/libfaketime.so.1"))), None)
POLICY = "roby-park"


def line_path():
    """A pseudo-terminal, as a serial adapter would be; a socket where the machine has none."""
    try:
        for end in pty.openpty():
            os.close(end)
        return "line"
    except OSError:
        return "unix:line"


def listens(path):
    """Whether somebody listens there: the path alone is there a moment before."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


class School:
    """Its folder is the working directory: paths stay short, as sockets want them."""

    def __init__(self, build, day, policy=POLICY, letters="AB", people=town.people):
        """letters: a cabinet each, all on one line; people: what gives rows as town.people does."""
        if not FAKETIME:
            raise RuntimeError("libfaketime is not installed: scripts/bootstrap demo")
        self.build, self.folder, self.day = Path(build).resolve(), Path(), day
        self.policy = policy
        self.database = self.folder / "school.db"
        self.banks, self.people = {letter: address for address, letter in enumerate(letters, 1)}, people
        self.line = line_path()
        self.running = []
        self.port = free_port()  # of the office's screens
        self.offset = 0
        self.clock_file = self.folder / "clock"
        self.env = dict(os.environ, HOMETIME_DB=str(self.database), LD_PRELOAD=FAKETIME,
                        FAKETIME_TIMESTAMP_FILE=str(self.clock_file.resolve()),
                        FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")

    def clock(self, text, day=None):
        """Sets the school's wall clock to a time of the day (GMT: the demo's days are in winter)."""
        wanted = calendar.timegm(time.strptime(f"{day or self.day} {text}", "%Y-%m-%d %H:%M"))
        self.day = day or self.day
        fresh = self.clock_file.with_suffix(".new")
        self.offset = math.ceil(wanted - time.time())
        fresh.write_text(f"{self.offset:+d}\n")
        fresh.replace(self.clock_file)

    def now(self):
        """The school's wall clock in seconds, as time.time() has ours."""
        return time.time() + self.offset

    def hometime(self, *words, ok=(0,)):
        """Runs one hometime command; its output, or an exception with what it said."""
        done = subprocess.run([self.build / "host/cli/hometime", *words], env=self.env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode not in ok:
            raise RuntimeError(f"hometime {' '.join(words)}: exit {done.returncode}: "
                               f"{done.stderr.strip() or done.stdout.strip()}")
        return done.stdout + (done.stderr if done.returncode else "")

    def rows(self, sql, *values):
        """What the database file says, asked beside the running host: rows as dicts."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)
        try:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]
        finally:
            connection.close()

    def still_in(self):
        """Everybody whose device is in the school's care: person, bank, door."""
        return self.rows("SELECT person.ref AS person, bank.name AS bank, door FROM custody "
                         "JOIN person ON person.id = custody.person "
                         "LEFT JOIN bank ON bank.id = custody.bank "
                         "WHERE ended_at IS NULL ORDER BY bank.name, door")

    def open_intents(self, ref):
        """Doors asked to open for one person and not settled yet."""
        return self.rows("SELECT intent.* FROM intent JOIN person ON person.id = intent.person "
                         "WHERE ref = ? AND ended_at IS NULL", ref)

    def decisions(self, ref):
        """Everything that was decided for one person, oldest first."""
        return self.rows("SELECT decision.* FROM decision JOIN person ON person.id = "
                         "decision.person WHERE ref = ? ORDER BY decision.id", ref)

    def last_event(self):
        return self.rows("SELECT max(seq) AS seq FROM event")[0]["seq"]

    def banks_online(self):
        return self.hometime("bank", "list").count(" online")

    def start(self, name, command, env=None):
        log = open(self.folder / f"{name}.log", "w")
        process = subprocess.Popen(command, env=env or os.environ, stdout=log, stderr=log,
                                   stdin=subprocess.DEVNULL)
        self.running.append((name, process))
        return process

    def wait_for(self, what, condition, seconds=60.0):
        end = time.monotonic() + seconds
        while not condition():
            for name, process in self.running:
                if process.poll() is not None:
                    said = (self.folder / f"{name}.log").read_text().strip()
                    raise RuntimeError(f"{name} stopped with {process.returncode}: {said}")
            if time.monotonic() > end:
                raise RuntimeError(f"waited {seconds:.0f} s for {what}")
            time.sleep(0.02)

    def start_cabinets(self):
        """Cabinets of 16 doors on one RS-485 bus: A is the line's end, the others hang on it."""
        cabinets = []
        for letter, address in self.banks.items():
            control = self.folder / f"{letter}.control"
            command = [self.build / "hardware/emulator/bank-emulator",
                       "--firmware", self.build / "images/bank.elf", "--doors", "16",
                       "--address", str(address), "--serial", str(1000 + address),
                       "--key", key_of(1000 + address),
                       "--bus", self.folder / "bus", "--control", control,
                       "--state", self.folder / f"cabinet-{letter}", "--seed", str(address)]
            if letter == "A":
                command += ["--line", self.line]
            self.start(f"cabinet-{letter}", command)
            self.wait_for(f"cabinet {letter}", lambda path=control: listens(path))
            cabinets.append(Cabinet(letter, control))
        self.wait_for("the line", (self.folder / "line").exists)
        return cabinets

    def found(self):
        """The school's database, its people and cards, its terms and its cabinets."""
        self.hometime("init", "--db", str(self.database), "--policy", self.policy)
        write_keys(self.database, [1000 + address for address in self.banks.values()])
        self.register_people()
        self.hometime("calendar", "term", "School year 2026/27", "--from", town.TERM[0],
                      "--until", town.TERM[1], "--by", "O1")
        self.hometime("calendar", "hours", "--sessions", "08:45-12:00,13:00-15:15",
                      "--home-time", "15:15", "--hand-in", "08:30-09:00", "--by", "O1")
        for letter, address in self.banks.items():
            self.hometime("bank", "add", letter, "--line", f"stream:{self.folder / 'line'}",
                          "--address", str(address), "--by", "O1")

    def register_people(self):
        path = self.folder / "people.csv"
        def row(person):
            ref, given, family, category, year, group, walker, card = person
            walking = (*town.TERM, "mon-fri") if walker else ("", "", "")
            return (ref, given, family, category, year, group, *walking, card)
        town.write_csv(path, self.people(), ("ref", "given", "family", "category", "year", "class",
                              "walker_from", "walker_until", "walker_days", "card"), row)
        self.hometime("import", "people", str(path), "--apply", "--by", "O1")

    def serve(self, *words):
        process = self.start("hometime", [self.build / "host/cli/hometime", "serve",
                                          "--line", f"stream:{self.folder / 'line'}", *words], env=self.env)
        self.wait_for("hometime to answer", Path(f"{self.database}.sock").exists)
        return process

    def serve_again(self, *words):
        """Ends the service as a power cut would, and starts it on the same database."""
        for name, process in self.running[:]:
            if name == "hometime":
                process.kill()
                process.wait()
                self.running.remove((name, process))
        Path(f"{self.database}.sock").unlink(missing_ok=True)
        return self.serve(*words)

    def stop(self):
        for _, process in reversed(self.running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for _, process in reversed(self.running):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        self.running.clear()
