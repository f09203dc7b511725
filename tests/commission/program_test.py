#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A technician's afternoon with the program as it is shipped and a cabinet that runs the real image:
scan, adopt, a wire put right, the certificate, a child's phone, a new key."""
import os
import queue
import re
import stat
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))
from cabinet import Cabinet  # noqa: E402
from school import PROGRAM, SchoolCase  # noqa: E402


class Technician:
    """Does with the cabinet what the program asks, and types what it has to be told."""

    def __init__(self, case, cabinet, *words):
        self.case, self.cabinet = case, cabinet
        self.program = subprocess.Popen([PROGRAM, "bank", "adopt", *words], env=case.env, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = []
        self.lines = queue.SimpleQueue()  # and an empty one for the end
        self.again = {}  # how often a door was walked once more

    def type(self, words):
        self.program.stdin.write(words + "\n")
        self.program.stdin.flush()

    def hand(self, act, door):
        self.cabinet.say(f"{act} {int(door) - 1}")  # the emulator counts from 0

    def opened(self, door):
        """None where the program went on by itself meanwhile, and asks something else by now."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if self.cabinet.state()["doors"][door - 1]["open"]:
                return True
            if not self.lines.empty():
                return None
            time.sleep(0.01)
        return False

    def obey(self, line, quit_at, dead):
        if "commissioning button" in line:
            self.cabinet.say("button")
            self.cabinet.state()
            self.type("")
        elif asked := re.match(r"Door (\d+) was told to open", line):
            door = int(asked[1])
            opened = door == quit_at or self.opened(door)
            if opened is not None:
                self.type("quit" if door == quit_at else "y" if opened else "n")
        elif asked := re.match(r"Put something into door (\d+)", line):
            self.hand("put", asked[1])
            if int(asked[1]) in dead:
                self.type("n")
        elif asked := re.match(r"Take it out of door (\d+)", line):
            self.hand("take", asked[1])
        elif asked := re.match(r"Close door (\d+)\.", line):
            self.hand("close", asked[1])
        elif re.match(r"Does the light", line):
            self.type("y")
        elif asked := re.match(r"That is noted for door (\d+)", line):
            self.hand("take", asked[1])
            self.hand("close", asked[1])
            # A machine that is busy may let an unlock's two seconds pass: whoever stands there says
            # so. What is wrong with the door itself is wrong each time.
            door = int(asked[1])
            self.again[door] = self.again.get(door, 0) + 1
            self.type("" if door in dead or self.again[door] > 3 else "again")
        elif re.match(r"Close door \d+ and leave it empty", line):
            self.type("y")

    def read(self):
        for line in self.program.stdout:
            self.lines.put(line)
        self.lines.put("")

    def work(self, quit_at=0, dead=()):
        reader = threading.Thread(target=self.read)
        reader.start()
        while line := self.lines.get():
            self.said.append(line.rstrip())
            self.obey(line, quit_at, dead)
        reader.join()
        errors = self.program.stderr.read()
        for end in (self.program.stdin, self.program.stdout, self.program.stderr):
            end.close()
        return self.program.wait(timeout=60), "\n".join(self.said), errors


class Adoption(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        self.line = f"stream:{self.folder}/A.line"
        self.cabinet = Cabinet(self, "A", 3, serial=0x5EA1, keyed=False)
        self.done("bank", "add", "A", "--line", self.line, "--address", "1", "--in-sight", "--by", "O1")

    def adopt(self, *words, **how):
        return Technician(self, self.cabinet, "A", "--by", "O1", *words).work(**how)

    def test_a_cabinet_out_of_the_box_is_found_adopted_and_serves(self):
        # Found, unkeyed, at the address it left the bench with.
        found = self.json("line", "scan", "--line", self.line)["found"]
        self.assertEqual([(f["address"], f["serial"], f["doors"], f["key"], f["button"]) for f in found],
                         [(3, "00005EA1", 8, "none", False)])
        # One sensor is dead; the technician goes home in the middle.
        self.cabinet.say("sensor 1 inside stuck 0")
        status, said, errors = self.adopt("--address", "1", quit_at=5, dead={2})
        self.assertEqual(status, 1, said + errors)
        self.assertIn("The bank has a key of its own.", said)
        self.assertIn("The bank has address 1.", said)
        self.assertIn("WRONG: door 2: its inside sensor does not follow", said)
        self.assertIn("door 4: good", said)
        keys = self.database.with_name("school.db.keys")
        self.assertEqual(stat.S_IMODE(os.stat(keys).st_mode), 0o600)
        # What was never walked takes no phone.
        doors = {q["door"]: q for q in self.events() if q["kind"] in ("door proved", "door wired wrong")}
        self.assertEqual(sorted(doors), [1, 2, 3, 4])
        self.assertEqual(doors[2]["kind"], "door wired wrong")
        # Put right and gone on with: only what was not proved is walked.
        self.cabinet.say("sensor 1 inside stuck ok")
        self.cabinet.say("close 4")
        status, said, errors = self.adopt()
        self.assertEqual(status, 0, said + errors)
        self.assertNotIn("Door 1 was told", said)
        self.assertIn("door 2: good", said)
        self.assertIn("8 of 8 doors proved", said)
        # The certificate holds no key, and neither do the record or the database.
        page = self.folder / "certificate.html"
        self.done("bank", "certificate", "A", "--html", page)
        self.assertIn("<td>00005EA1</td>", page.read_text())
        secrets = re.findall(r"own ([0-9A-F]{32})", keys.read_text())
        self.assertEqual(len(secrets), 1)
        text = said + page.read_text() + self.done("log", "--json") + self.done("bank", "certificate", "A", "--json")
        self.assertNotIn(secrets[0], text.upper())
        self.assertNotIn(bytes.fromhex(secrets[0]), self.database.read_bytes())
        # It serves, and the line is the service's now.
        service = self.serve()
        self.wait_log(service, "bank A is online")
        for words in (("line", "scan", "--line", self.line), ("bank", "adopt", "A", "--by", "O1"),
                      ("bank", "rekey", "A", "--by", "O1")):
            said = self.run_words(*words, stdin="")
            self.assertEqual(said.returncode, 1, words)
            self.assertEqual(said.stderr.count("\n"), 1, (words, said.stdout, said.stderr))
        self.stop(service)
        # Another key, and it still serves.
        self.done("bank", "rekey", "A", "--by", "O1")
        self.assertNotIn(secrets[0], keys.read_text())
        service = self.serve()
        self.wait_log(service, "bank A is online")
        self.stop(service)

    def test_a_damaged_keys_file_stops_the_service_with_one_sentence(self):
        keys = self.database.with_name("school.db.keys")
        keys.write_text("hometime keys 1\nnonsense\n")
        os.chmod(keys, 0o600)
        self.assertIn("is damaged", self.refused("serve"))
        os.chmod(keys, 0o644)
        self.assertIn("chmod 600", self.refused("serve"))

    def test_only_the_office_and_the_leadership_adopt(self):
        self.assertIn("adopt a bank", self.refused("bank", "adopt", "A", "--by", "T1", stdin=""))


if __name__ == "__main__":
    unittest.main()
