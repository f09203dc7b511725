#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cabinets that are not what the record says: named in one sentence, and they open nothing."""
import unittest

from cabinet import Cabinet
from school import SchoolCase

TEACHER_CARD = "04000000000180"


class StrangeBanks(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        self.line = self.folder / "A.line"
        self.done("bank", "add", "A", "--line", f"stream:{self.line}", "--address", "1", "--by", "O1")

    def opens_nothing(self, service, cabinet, text):
        """A card is held to a cabinet that was named for text in the log: no coil moves."""
        said = self.wait_log(service, text)
        cabinet.say(f"tap {TEACHER_CARD}")
        cabinet.untap()
        self.assertEqual(cabinet.state()["longest_pulse_ns"], 0)
        bank = self.json("bank", "list")["banks"][0]
        self.assertEqual(bank["state"], "offline")
        self.assertIn(text, bank["saying"])
        self.assertIn(bank["saying"], " ".join(self.json("status")["warnings"]))
        self.assertEqual(self.json("status")["in"], [])
        return said

    def test_a_bank_with_older_firmware_is_named_and_opens_nothing(self):
        cabinet = Cabinet(self, "A", 1, image="bank-older")
        self.opens_nothing(self.serve(), cabinet, "older")

    def test_a_bank_with_newer_firmware_is_named_and_opens_nothing(self):
        cabinet = Cabinet(self, "A", 1, image="bank-newer")
        self.opens_nothing(self.serve(), cabinet, "newer")

    def test_another_bank_at_a_known_address_opens_nothing_until_the_old_one_is_released(self):
        known = Cabinet(self, "A", 1)
        service = self.serve()
        self.wait_log(service, "bank online")
        known.stop()
        self.wait_log(service, "offline")
        stranger = Cabinet(self, "A", 1, serial=2002)
        self.opens_nothing(service, stranger, "serial")
        self.assertEqual(self.json("bank", "list")["banks"][0]["serial"], "000003E9")
        self.done("bank", "release", "A", "--by", "O1")
        self.wait_log(service, "taken over")
        bank = self.json("bank", "list")["banks"][0]
        self.assertEqual((bank["serial"], bank["state"], bank["saying"]), ("000007D2", "online", ""))


if __name__ == "__main__":
    unittest.main()
