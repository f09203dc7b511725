#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the card to the row through everything that is shipped: the real image behind its boot loader,
the unmodified program, the dynamic libserialport, an adapter that is pulled out at bad moments."""
import os
import unittest
from pathlib import Path

from cable import IDENTITY, CableCase


class Chain(CableCase):
    def setUp(self):
        super().setUp()
        self.cable.plug("ttyUSB0")
        self.service = self.start()
        self.opened = self.wait_log(self.service, "open as")
        self.until_bank_is("online")

    def comes_back(self, name):
        self.cable.plug(name)
        said = self.wait_log(self.service, "open as")
        self.assertIn(f"open as /dev/{name}, {IDENTITY}", said)
        self.until_bank_is("online")

    def descriptors(self):
        """Of the program, those that are the adapter's terminal."""
        folder = f"/proc/{self.service.pid}/fd"
        return [fd for fd in os.listdir(folder) if os.readlink(f"{folder}/{fd}") == self.cable.terminal]

    def test_a_phone_goes_in_over_the_adapter_that_was_opened_once_and_reset_once(self):
        self.assertIn(f"open as /dev/ttyUSB0, {IDENTITY}", self.opened)
        # Two openings, the first only to ask for the lock; one descriptor is left, which has the lock.
        # A whole hand-in goes through it below: so it is the one that is polled.
        self.assertEqual(len(self.descriptors()), 1)
        node = os.stat(self.cable.terminal)
        file = f"{os.major(node.st_dev):02x}:{os.minor(node.st_dev):02x}:{node.st_ino}"
        rows = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        self.assertEqual([int(row[4]) for row in rows if row[1] == "FLOCK" and row[5] == file],
                         [self.service.pid])
        use = self.cable.use()
        # The boot loader listens for less than a second and stays for any byte it hears in it.
        self.assertGreater(use.pop("quiet_ms"), 1000)
        self.assertEqual(use, {"held": 1, "dtr_rises": 1, "dtr": 1, "hang_up": 0, "rate": 115200})
        self.assertEqual(self.resets(), {"power": 1, "dtr": 1, "watchdog": 0})

        door = self.tap_opens(self.service)
        self.does("put", door)
        self.wait_log(self.service, "custody began")
        self.does("close", door)
        self.wait_log(self.service, "intent ended")
        self.assertEqual([(row["person"], row["place"], row["known"]) for row in self.json("status")["in"]],
                         [("Tom Teacher (T1)", f"A door {door}", "seen")])
        self.assertIn("custody began", [event["kind"] for event in self.events()])

        # A service that is started again finds DTR as it left it: the cabinet is not reset again.
        self.assertEqual(self.stop(self.service), 0)
        self.assertEqual((self.cable.use()["held"], self.cable.use()["dtr"]), (0, 1))
        self.service = self.start()
        self.until_bank_is("online")
        self.assertEqual(self.cable.use()["dtr_rises"], 1)
        self.assertEqual(self.resets()["dtr"], 1)
        self.assertEqual(self.pulses(), 1)

    def test_pulled_out_while_a_door_is_open_it_comes_back_as_another_and_the_phone_is_in_custody(self):
        door = self.tap_opens(self.service)
        self.cable.unplug()
        self.until_bank_is("offline")
        self.assertEqual(self.descriptors(), [])
        view = self.door(door)
        self.assertEqual((view["open"], view["inside"], view["free"], view["online"]),
                         ("unknown", "unknown", False, False))
        self.assertRegex(self.bank()["saying"], "check (the cable|that the adapter)")
        self.does("put", door)
        # Another adapter of the same make has taken its name meanwhile.
        self.assertTrue(self.cable.say("other ttyUSB0").startswith("ok"))
        self.comes_back("ttyUSB1")
        self.wait_log(self.service, "custody began")
        self.does("close", door)
        self.wait_log(self.service, "intent ended")
        self.assertEqual([row["place"] for row in self.json("status")["in"]], [f"A door {door}"])
        self.assertEqual(self.door(door)["open"], "no")
        self.assertEqual(len(self.descriptors()), 1)
        self.assertEqual(self.pulses(), 1)

    def test_pulled_out_between_an_unlock_and_its_reply_the_unlock_is_never_sent_again(self):
        self.assertEqual(self.cable.say("unplug after-unlock"), "armed")
        self.cabinet.say("tap 04000000000180")
        self.assertEqual(self.cable.hear(), "ok")
        self.cabinet.untap()
        self.until_bank_is("offline")
        self.until("an open door", lambda: any(door["open"] for door in self.cabinet.state()["doors"]))
        door = 1 + [door["open"] for door in self.cabinet.state()["doors"]].index(True)
        self.does("put", door)
        self.comes_back("ttyUSB1")
        self.wait_log(self.service, "custody began")
        self.does("close", door)
        self.wait_log(self.service, "intent ended")
        self.assertEqual([row["place"] for row in self.json("status")["in"]], [f"A door {door}"])
        self.assertEqual(self.pulses(), 1)


if __name__ == "__main__":
    unittest.main()
