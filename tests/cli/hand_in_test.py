#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program and the real firmware in real time: a card, a door, a phone, a row."""
import datetime
import unittest

from cabinet import Cabinet
from school import SchoolCase

TEACHER_CARD = "04000000000180"


class HandIn(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        # Two days that are no school days, so that a teacher is served whatever the clock says now.
        today = datetime.date.today()
        for day in (today, today + datetime.timedelta(days=1)):
            self.done("calendar", "day", day, "holiday", "--by", "O1")
        self.cabinet = Cabinet(self, "A", 1)
        self.done("bank", "add", "A", "--line", f"stream:{self.cabinet.line}", "--address", "1",
                  "--by", "O1")

    def door_of(self, line):
        """The number on the door; on the wire and in the emulator doors begin at 0."""
        return int(line.split("door ")[1].split(",")[0])

    def test_a_teacher_hands_in_and_collects_and_both_are_on_record(self):
        service = self.serve()
        self.wait_log(service, "bank online")
        self.cabinet.say(f"tap {TEACHER_CARD}")
        door = self.door_of(self.wait_log(service, "opened"))
        self.cabinet.untap()
        self.assertTrue(self.cabinet.say(f"put {door - 1}").startswith("ok"))
        self.wait_log(service, "custody began")
        self.assertTrue(self.cabinet.say(f"close {door - 1}").startswith("ok"))
        self.wait_log(service, "intent ended")
        inside = self.json("status")["in"]
        self.assertEqual([(row["person"], row["place"], row["known"]) for row in inside],
                         [("Tom Teacher (T1)", f"A door {door}", "seen")])

        self.cabinet.say(f"tap {TEACHER_CARD}")
        self.assertEqual(self.door_of(self.wait_log(service, "opened")), door)
        self.cabinet.untap()
        self.assertTrue(self.cabinet.say(f"take {door - 1}").startswith("ok"))
        self.wait_log(service, "custody ended")
        self.assertTrue(self.cabinet.say(f"close {door - 1}").startswith("ok"))
        self.wait_log(service, "intent ended")
        self.assertEqual(self.json("status")["in"], [])
        self.assertEqual(self.stop(service), 0)

    def test_the_desk_keeps_a_phone_in_its_safe_and_gives_it_back_with_no_service_running(self):
        self.done("desk", "hand-in", "P4", "--safe", "Office", "--envelope", "7", "--switched-off", "yes",
                  "--by", "O1")
        inside = self.json("status")["in"]
        self.assertEqual([(row["person"], row["place"], row["known"]) for row in inside],
                         [("Ben Bold (P4)", "Office envelope 7", "said")])
        self.refused("desk", "collect", "P6", "--by", "O1")
        self.refused("desk", "hand-in", "P6", "--by", "O1")
        self.refused("desk", "hand-in", "P6", "--bank", "A", "--by", "O1")
        self.done("desk", "by-hand", "P4", "--did", "collect", "--by", "O1")
        self.assertEqual(self.json("status")["in"], [])
        self.assertEqual(self.events()[-1]["by"], "Olive Office (O1)")

    def test_a_door_outside_the_desks_sight_waits_for_the_staffs_own_card(self):
        service = self.serve()
        self.wait_log(service, "bank online")
        said = self.json("desk", "open", "A", "3", "--by", "O1")
        self.assertTrue(said["pending"])
        self.cabinet.say("tap 04000000000080")
        self.assertEqual(self.door_of(self.wait_log(service, "opened, bank A")), 3)
        self.cabinet.untap()
        self.assertEqual(self.cabinet.state()["doors"][2]["open"], True)
        self.assertTrue(self.cabinet.say("close 2").startswith("ok"))
        self.wait_log(service, "intent ended")

    def test_an_unknown_card_opens_nothing_and_a_random_one_is_not_even_recorded(self):
        service = self.serve()
        self.wait_log(service, "bank online")
        before = len(self.events())
        self.cabinet.say("tap 08AABBCC")
        self.cabinet.untap()
        self.cabinet.say("tap 04FFFFFFFFFF80")
        self.wait_log(service, "event")
        self.assertEqual(len(self.events()), before + 1)
        self.assertNotIn("04FFFF", self.done("log"))
        self.assertEqual(self.json("status")["in"], [])


if __name__ == "__main__":
    unittest.main()
