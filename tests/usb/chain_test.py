#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the card to the row over the cabinet's own USB chip: the real image behind its boot loader, the
unmodified program, the dynamic libusb, a cable that is pulled out at bad moments."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "serial"))
from cable import CableCase  # noqa: E402

SERIAL = "75431303537351D0E1B2"
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")


class UsbCase(CableCase):
    LINE = "usb:2341:0042"
    BRIDGE = "USB_BRIDGE"

    def comes_back(self):
        self.cable.plug("in")
        said = self.wait_log(self.service, "open as")
        self.assertIn(f"open as {self.cable.terminal}, USB 2341:0042, serial {SERIAL}", said)
        self.until_bank_is("online")

    def hand_in_settles(self, door):
        self.wait_log(self.service, "custody began")
        self.does("close", door)
        self.wait_log(self.service, "intent ended")
        self.assertEqual([row["place"] for row in self.json("status")["in"]], [f"A door {door}"])


class Chain(UsbCase):
    def setUp(self):
        super().setUp()
        self.cable.plug("in")
        self.service = self.start()
        self.opened = self.wait_log(self.service, "open as")
        self.until_bank_is("online")

    def test_a_phone_goes_in_and_the_cabinet_is_never_reset_and_its_driver_is_given_back(self):
        self.assertIn(f"open as /dev/bus/usb/001/005, USB 2341:0042, serial {SERIAL}", self.opened)
        door = self.tap_opens(self.service)
        self.does("put", door)
        self.hand_in_settles(door)
        use = self.cable.use()
        self.assertIn(use.pop("flying"), (0, 1, 2))
        self.assertEqual(use, {"rate": 115200, "codings": 1, "control_lines": 0, "early": 0, "lost": 0,
                               "control": "usbfs", "data": "usbfs"})
        self.assertEqual(self.stop(self.service), 0)
        use = self.cable.use()
        self.assertEqual((use["flying"], use["control"], use["data"]), (0, "cdc_acm", "cdc_acm"))
        # A service that is started again takes it over again, and still resets nothing.
        self.service = self.start()
        self.until_bank_is("online")
        self.assertEqual(self.resets(), {"power": 1, "dtr": 0, "watchdog": 0})
        self.assertEqual(self.pulses(), 1)

    def test_pulled_out_while_a_door_is_open_it_comes_back_under_another_address_and_the_phone_is_in_custody(self):
        door = self.tap_opens(self.service)
        self.cable.unplug()
        self.until_bank_is("offline")
        view = self.door(door)
        self.assertEqual((view["open"], view["inside"], view["free"], view["online"]),
                         ("unknown", "unknown", False, False))
        self.assertRegex(self.bank()["saying"], "check the cable")
        self.does("put", door)
        # Another Mega is plugged in meanwhile: the one that was there before is the one meant.
        self.assertTrue(self.cable.say("other in").startswith("ok"))
        self.comes_back()
        self.hand_in_settles(door)
        self.assertEqual(self.door(door)["open"], "no")
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
        self.comes_back()
        self.hand_in_settles(door)
        self.assertEqual(self.pulses(), 1)

    def test_killed_it_leaves_no_driver_and_the_next_start_gives_it_back_at_its_end(self):
        self.service.kill()
        self.service.wait(timeout=20)
        self.assertEqual(self.cable.say("died"), "ok")
        self.assertEqual(self.cable.use()["control"], "none")
        self.service = self.start()
        self.until_bank_is("online")
        self.assertEqual(self.stop(self.service), 0)
        self.assertEqual(self.cable.use()["control"], "cdc_acm")


class Refused(UsbCase):
    def refused_until(self, service, sentence, mend):
        """Said once in the log, by status for as long as it is so, and right again by itself."""
        self.wait_log(service, sentence)
        self.until("said by status", lambda: sentence in " ".join(self.json("status")["warnings"]))
        self.assertIn(sentence, self.bank()["saying"])
        mend()
        self.wait_log(service, "is right again")
        self.until_bank_is("online")

    def test_a_cabinet_not_plugged_in_is_named_and_taken_when_it_is(self):
        self.refused_until(self.start(), "usb:2341:0042 is not plugged in: check the cable",
                           lambda: self.cable.plug("in"))

    def test_a_cabinet_this_user_may_not_open_is_named_with_the_rule_to_install(self):
        self.cable.plug("in")
        self.cable.say("chmod 0")
        service = self.start(wrapper=WITHOUT_OVERRIDE)
        self.refused_until(service, "install hardware/udev/60-hometime.rules", lambda: self.cable.say("chmod 600"))


if __name__ == "__main__":
    unittest.main()
