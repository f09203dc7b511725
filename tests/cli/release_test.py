#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emergency release and a lock-down as staff type them, at an emulated cabinet with the real firmware."""
import unittest

from cabinet import Cabinet
from school import SchoolCase

HEAD_CARD = "04000000000280"
TEACHER_CARD = "04000000000180"


class Release(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        self.done("card", "add", HEAD_CARD, "H1", "--by", "O1")
        self.cabinet = Cabinet(self, "A", 1)
        self.done("bank", "add", "A", "--line", f"stream:{self.cabinet.line}", "--address", "1", "--by", "O1")
        self.service = self.serve()
        self.wait_log(self.service, "bank online")

    def door_of(self, line):
        return int(line.split("door ")[1].split(",")[0])

    def do(self, *commands):
        for command in commands:
            self.assertTrue(self.cabinet.say(command).startswith("ok"), command)

    def hand_in(self, person):
        """The office's hands at the cabinet: asked at the desk, opened by the office's card."""
        self.done("desk", "hand-in", person, "--bank", "A", "--switched-off", "yes", "--by", "O1")
        self.cabinet.say("tap 04000000000080")
        door = self.door_of(self.wait_log(self.service, "opened, bank A"))
        self.cabinet.untap()
        self.do(f"put {door - 1}")
        self.wait_log(self.service, "custody began")
        self.do(f"close {door - 1}")
        self.wait_log(self.service, "intent ended")
        return door

    def test_everything_in_a_cabinet_goes_out_by_the_headteachers_card_and_is_counted(self):
        doors = [self.hand_in("P4"), self.hand_in("P6")]
        self.assertIn("leadership team", self.refused("release", "bank", "A", "--reason", "smoke", "--by", "O1"))
        self.refused("release", "bank", "A", "--by", "H1", status=2)
        said = self.json("release", "bank", "A", "--reason", "smoke in the hall", "--by", "H1")
        self.assertTrue(said["pending"])
        self.assertEqual(self.json("release", "status")["releases"][0]["state"], "waits for the card")
        self.cabinet.say(f"tap {HEAD_CARD}")
        for n, door in enumerate(sorted(doors)):
            self.assertEqual(self.door_of(self.wait_log(self.service, "opened, bank A")), door)
            if n == 0:
                self.cabinet.untap()
            row = self.json("status")["releases"][0]
            self.assertEqual((row["state"], row["of"], row["opened"], row["collected"], row["inside"]),
                             ("running", 2, n + 1, n, 2 - n))
            self.assertIn(f"{n + 1} of 2 opened, {n} collected", self.done("release", "status"))
            self.do(f"take {door - 1}")
            self.wait_log(self.service, "custody ended")
            self.do(f"close {door - 1}")
        self.wait_log(self.service, "release ended")
        self.assertEqual(self.json("release", "status")["releases"], [])
        opened = [event for event in self.events() if event["kind"] == "opened" and event["by"] == "Helen Head (H1)"]
        self.assertEqual(len(opened), 2)
        self.assertEqual(self.json("status")["in"], [])
        self.refused("release", "bank", "A", "--reason", "smoke", "--by", "H1")
        self.assertEqual(self.stop(self.service), 0)

    def test_self_service_is_closed_until_it_is_lifted_across_a_restart(self):
        self.refused("lockdown", "start", "--reason", "a stranger", "--by", "O1")
        self.done("lockdown", "start", "--reason", "a stranger in the yard", "--by", "H1")
        self.refused("lockdown", "start", "--reason", "again", "--by", "H1")
        self.stop(self.service)
        self.service = self.serve()
        self.wait_log(self.service, "bank online")
        self.assertEqual(self.json("status")["lockdowns"][0]["by"], "Helen Head (H1)")
        self.assertIn("Self-service is closed at every bank", self.done("status"))
        self.cabinet.say(f"tap {TEACHER_CARD}")
        self.wait_log(self.service, "referred")
        self.cabinet.untap()
        self.assertIn('lock-down: "Please see the office."', self.done("log"))
        self.hand_in("P4")  # the desk still works
        self.done("lockdown", "end", "--by", "H1")
        self.assertEqual(self.json("status")["lockdowns"], [])
        self.cabinet.say(f"tap {TEACHER_CARD}")
        self.wait_log(self.service, "opened, bank A")
        self.assertEqual(self.stop(self.service), 0)


if __name__ == "__main__":
    unittest.main()
