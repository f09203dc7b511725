#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports that cannot be had: one sentence that says what to do, and they are tried again by themselves."""
import fcntl
import os
import termios
import unittest

from cable import CableCase

# What root may do to any file; without, root is refused as anybody is.
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")


class Refused(CableCase):
    def refused(self, service, sentence):
        """Said once in the log, and by status for as long as it is so."""
        said = self.wait_log(service, sentence)
        self.assertIn("warning: /dev/ttyUSB0 ", said)
        self.until("said by status", lambda: sentence in " ".join(self.json("status")["warnings"]))
        bank = self.bank()
        self.assertEqual(bank["state"], "offline")
        self.assertIn(sentence, bank["saying"])

    def served_at_last(self, service):
        self.wait_log(service, "is right again")
        self.until_bank_is("online")
        self.assertEqual(self.bank()["saying"], "")
        self.assertNotIn("warning: /dev/ttyUSB0", service.pending)

    def test_a_port_that_does_not_exist_is_named_and_taken_when_it_is_plugged_in(self):
        service = self.start()
        self.refused(service, "does not exist: check that the adapter is plugged in")
        self.cable.plug("ttyUSB0")
        self.served_at_last(service)

    def test_a_port_another_program_has_locked_is_named_left_alone_and_taken_when_it_is_free(self):
        self.cable.plug("ttyUSB0")
        with open(self.cable.terminal, "rb+", buffering=0) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            attributes = termios.tcgetattr(holder)
            attributes[2] &= ~termios.HUPCL
            attributes[4] = attributes[5] = termios.B38400
            attributes[6][termios.VMIN] = 7
            termios.tcsetattr(holder, termios.TCSANOW, attributes)
            attributes = termios.tcgetattr(holder)
            service = self.start()
            self.refused(service, "is in use by another program: end that one first")
            self.assertEqual(termios.tcgetattr(holder), attributes)
            self.assertEqual(self.cable.use()["dtr_rises"], 1)
        self.served_at_last(service)

    def test_a_port_this_user_may_not_open_is_named_with_the_group_that_may(self):
        self.cable.plug("ttyUSB0")
        os.chmod(self.cable.terminal, 0)
        service = self.start(wrapper=WITHOUT_OVERRIDE if os.geteuid() == 0 else ())
        self.refused(service, "may not be opened by this user: add the user to the group dialout")
        os.chmod(self.cable.terminal, 0o600)
        self.served_at_last(service)


if __name__ == "__main__":
    unittest.main()
