#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The unmodified program on `--line serial:/dev/ttyUSB0`: libserialport, an adapter of umockdev's, a
cable of bytes, and the real firmware behind it; unplugged, and plugged in again under another name."""
import datetime
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))
from cabinet import Cabinet  # noqa: E402
from school import PROGRAM, SchoolCase  # noqa: E402

BRIDGE = os.environ["SERIAL_BRIDGE"]
LINE = "serial:/dev/ttyUSB0@38400"
TEACHER_CARD = "04000000000180"


class SerialLine(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        today = datetime.date.today()
        for day in (today, today + datetime.timedelta(days=1)):
            self.done("calendar", "day", day, "holiday", "--by", "O1")
        self.done("bank", "add", "A", "--line", LINE, "--address", "1", "--by", "O1")
        self.cabinet = Cabinet(self, "A", 1, line=f"unix:{self.folder}/A.line")
        self.service = subprocess.Popen(
            ["umockdev-wrapper", BRIDGE, self.folder / "A.line", self.folder / "A.control", PROGRAM,
             "serve", "--line", LINE], env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.services.append(self.service)

    def tell(self, words):
        self.service.stdin.write(words + "\n")
        self.service.stdin.flush()
        self.assertEqual(self.service.stdout.readline(), "ok\n")

    def hand_in_or_collect(self, verb, event):
        self.cabinet.say(f"tap {TEACHER_CARD}")
        door = int(self.wait_log(self.service, "opened").split("door ")[1].split(",")[0])
        self.cabinet.untap()
        self.assertTrue(self.cabinet.say(f"{verb} {door - 1}").startswith("ok"))
        self.wait_log(self.service, event)
        self.assertTrue(self.cabinet.say(f"close {door - 1}").startswith("ok"))
        self.wait_log(self.service, "intent ended")

    def test_a_day_over_a_usb_adapter_that_is_unplugged_and_comes_back_as_another(self):
        self.wait_log(self.service, "bank online")
        self.hand_in_or_collect("put", "custody began")
        self.tell("unplug")
        self.wait_log(self.service, "bank offline")
        self.tell("plug ttyUSB1")
        self.wait_log(self.service, "bank A is online")
        self.wait_log(self.service, "bank online")
        self.hand_in_or_collect("take", "custody ended")
        self.assertEqual(self.json("status")["in"], [])
        self.service.stdin.close()
        self.assertEqual(self.service.wait(timeout=20), 0)


if __name__ == "__main__":
    unittest.main()
