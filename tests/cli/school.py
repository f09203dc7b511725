# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program in a folder of its own, for tests that type commands at it."""
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["HOMETIME"])
PEOPLE = """ref,given,family,category,year,class,walker_from,walker_until,walker_days,card
H1,Helen,Head,headteacher,,,,,,
O1,Olive,Office,office,,,,,,04000000000080
T1,Tom,Teacher,staff,,,,,,04000000000180
P6,Ann,Able,pupil,6,6A,2020-09-01,2035-07-21,mon-sun,04AABBCCDDEE80
P4,Ben,Bold,pupil,4,4A,,,,11223344
"""


class SchoolCase(unittest.TestCase):
    """A folder, HOMETIME_DB in it, and what every test does with them."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hometime-"))
        self.database = self.folder / "school.db"
        self.env = {**os.environ, "HOMETIME_DB": str(self.database), "TZ": "UTC"}
        self.services = []
        self.serials = set()  # of the cabinets whose keys it knows

    def tearDown(self):
        for service in self.services:
            if service.poll() is None:
                service.terminate()
            service.wait(timeout=20)
            for end in (service.stdout, service.stderr):
                if end:
                    end.close()
        shutil.rmtree(self.folder)

    def run_words(self, *words, env=None, stdin=None):
        return subprocess.run([PROGRAM, *map(str, words)], env=env or self.env, input=stdin,
                              capture_output=True, text=True, timeout=60)

    def done(self, *words, env=None):
        """Runs a command that must succeed; its output."""
        result = self.run_words(*words, env=env)
        self.assertEqual(result.returncode, 0, f"{words}: {result.stderr}")
        self.assertEqual(result.stderr, "", words)
        return result.stdout

    def refused(self, *words, status=1, env=None, stdin=None):
        """Runs a command that must be refused with one sentence on one line; the sentence."""
        result = self.run_words(*words, env=env, stdin=stdin)
        self.assertEqual(result.returncode, status, f"{words}: {result.stdout} {result.stderr}")
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("hometime: "), result.stderr)
        return result.stderr[len("hometime: "):-1]

    def json(self, *words):
        return json.loads(self.done(*words, "--json"))

    def make_school(self, policy="roby-park"):
        self.done("init", "--policy", policy)
        people = self.folder / "people.csv"
        people.write_text(PEOPLE)
        self.done("import", "people", people, "--apply", "--by", "O1")

    def events(self):
        return [json.loads(line) for line in self.done("log", "--json").splitlines()]

    def serve(self, *words, env=None, wrapper=()):
        """Starts the service and waits until it answers; the process, its log as .stderr."""
        service = subprocess.Popen([*wrapper, PROGRAM, "serve", *map(str, words)], env=env or self.env,
                                   stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.services.append(service)
        self.wait_log(service, "serves")
        return service

    def wait_log(self, service, text, seconds=30):
        """Reads the log up to the line with text in it; that line."""
        until = time.monotonic() + seconds
        seen = []
        os.set_blocking(service.stderr.fileno(), False)
        pending = getattr(service, "pending", "")
        while True:
            while "\n" in pending:
                line, pending = pending.split("\n", 1)
                seen.append(line)
                if text in line:
                    service.pending = pending
                    return line
            left = until - time.monotonic()
            if left <= 0 or not select.select([service.stderr], [], [], left)[0]:
                self.fail(f"no {text!r} in the log within {seconds} s:\n" + "\n".join(seen))
            chunk = os.read(service.stderr.fileno(), 65536).decode()
            if not chunk:
                self.fail(f"the service ended ({service.wait()}) without {text!r}:\n" + "\n".join(seen))
            pending += chunk

    def stop(self, service):
        service.send_signal(signal.SIGTERM)
        return service.wait(timeout=20)
