#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program and the real firmware in real time: a camera put into its door, lent and brought back."""
import unittest

from cabinet import Cabinet
from school import SchoolCase

OFFICE_CARD = "04000000000080"
TEACHER_CARD = "04000000000180"


class Lending(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def tap(self, service, card):
        """The door that opened, from 1."""
        self.cabinet.say(f"tap {card}")
        door = int(self.wait_log(service, "opened, bank A").split("door ")[1].split(",")[0])
        self.cabinet.untap()
        return door

    def hand(self, service, what, door):
        self.assertTrue(self.cabinet.say(f"{what} {door - 1}").startswith("ok"))
        self.assertTrue(self.cabinet.say(f"close {door - 1}").startswith("ok"))
        self.wait_log(service, "intent ended")

    def test_a_camera_is_put_in_asked_for_borrowed_by_card_and_brought_back(self):
        self.cabinet = Cabinet(self, "A", 1)
        self.done("bank", "add", "A", "--line", f"stream:{self.cabinet.line}", "--address", "1", "--by", "O1")
        service = self.serve()
        self.wait_log(service, "bank online")
        self.done("device", "add", "Camera 1", "--kind", "camera", "--bank", "A", "--door", "7", "--by", "O1")
        self.assertIn("Another", self.refused("device", "add", "Camera 2", "--kind", "camera", "--bank", "A",
                                              "--door", "7", "--by", "O1"))
        self.assertTrue(self.json("device", "place", "Camera 1", "--by", "O1")["pending"])
        self.assertEqual(self.tap(service, OFFICE_CARD), 7)
        self.hand(service, "put", 7)
        self.assertEqual(self.json("device", "list")["devices"][0]["state"], "in its door")
        self.assertEqual(self.json("status")["in"], [])

        asked = self.json("loan", "ask", "Camera 1", "--by", "T1")
        self.assertEqual((asked["pending"], asked["rule"]), (True, "RP-9"))
        self.assertEqual([term["rule"] for term in asked["terms"]], ["RP-17"])
        self.assertEqual(self.tap(service, TEACHER_CARD), 7)
        self.hand(service, "take", 7)
        loan, = self.json("loan", "list")["loans"]
        self.assertEqual((loan["device"], loan["person"], loan["consent"]),
                         ("Camera 1", "Tom Teacher (T1)", "not asked"))
        self.done("loan", "attest", loan["id"], "--consent", "yes", "--by", "T1")
        self.assertEqual(self.json("status")["loans"][0]["consent"], "yes")

        self.assertEqual(self.tap(service, TEACHER_CARD), 7)
        self.hand(service, "put", 7)
        said = self.json("loan", "list")
        self.assertEqual((said["loans"], len(said["to_attest"])), ([], 1))
        self.done("loan", "attest", loan["id"], "--images-moved", "yes", "--by", "O1")
        self.assertEqual(self.json("loan", "list")["to_attest"], [])
        self.assertEqual(self.stop(service), 0)

    def test_a_tablet_of_the_office_is_lent_over_the_counter_and_found_overdue(self):
        self.done("device", "add", "Tablet 1", "--kind", "tablet", "--shelf", "cupboard", "--by", "O1")
        self.assertIn("office", self.refused("loan", "ask", "Tablet 1", "--by", "T1"))
        self.assertIn("Only", self.refused("loan", "borrow", "P6", "Tablet 1", "--by", "T1"))
        self.assertIn("later", self.refused("loan", "borrow", "T1", "Tablet 1", "--until", "2020-01-01", "--by",
                                            "O1"))
        self.done("loan", "borrow", "T1", "Tablet 1", "--by", "O1")
        self.assertIn("lent", self.refused("loan", "borrow", "T1", "Tablet 1", "--by", "O1"))
        self.assertEqual(len(self.json("status")["loans"]), 1)
        self.assertIn("Only", self.refused("loan", "return", "Tablet 1", "--by", "T1"))
        self.done("loan", "return", "Tablet 1", "--by", "O1")
        self.assertIn("not lent", self.refused("loan", "return", "Tablet 1", "--by", "O1"))
        self.assertEqual(self.json("device", "list")["devices"][0]["state"], "office")
        self.assertIn("no device", self.refused("loan", "ask", "Tablet 9", "--by", "T1"))
        self.done("device", "end", "Tablet 1", "--reason", "sold", "--by", "O1")
        self.assertEqual(self.json("device", "list")["devices"], [])


if __name__ == "__main__":
    unittest.main()
