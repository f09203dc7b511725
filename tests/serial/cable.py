# SPDX-License-Identifier: GPL-3.0-or-later
"""A cabinet on USB, its adapter and its cable, for tests of the program as it is shipped."""
import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))
from cabinet import Cabinet  # noqa: E402
from school import SchoolCase  # noqa: E402

LINE = "serial:/dev/ttyUSB0@115200"
TEACHER_CARD = "04000000000180"
BOOT_LOADER = "/usr/share/arduino/hardware/arduino/avr/bootloaders/stk500v2/stk500boot_v2_mega2560.hex"
IDENTITY = "USB 0403:6001, serial A50285BI"


class Cable:
    """The bridge of bridge.c between an adapter that programs in .env can see, and a cabinet."""

    def __init__(self, case):
        self.bridge = subprocess.Popen(
            ["umockdev-wrapper", os.environ[case.BRIDGE], case.folder / "A.line", case.folder / "A.control"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        case.addCleanup(self.stop)
        ready, root = self.hear().split()
        case.assertEqual(ready, "ready")
        # The sanitizers' runtime minds that the preload comes before it; both work all the same.
        self.env = {**case.env, "UMOCKDEV_DIR": root, "LD_PRELOAD": "libumockdev-preload.so.0",
                    "ASAN_OPTIONS": "verify_asan_link_order=0"}
        self.terminal = None

    def hear(self):
        return self.bridge.stdout.readline().strip()

    def say(self, words):
        self.bridge.stdin.write(words + "\n")
        self.bridge.stdin.flush()
        return self.hear()

    def plug(self, name):
        said, self.terminal = self.say(f"plug {name}").split()
        assert said == "ok", said

    def unplug(self):
        assert self.say("unplug") == "ok"

    def use(self):
        words = (word.split("=") for word in self.say("use").split()[1:])
        return {name: int(value) if value.isdigit() else value for name, value in words}

    def stop(self):
        self.bridge.stdin.close()
        self.bridge.stdout.close()
        self.bridge.wait(timeout=20)


class CableCase(SchoolCase):
    """A school with one cabinet, behind the boot loader its board came with, on a cable not plugged in yet."""
    LINE = LINE
    BRIDGE = "SERIAL_BRIDGE"

    def setUp(self):
        super().setUp()
        self.make_school()
        # No school days, so that a teacher is served whatever the clock says now.
        today = datetime.date.today()
        for day in (today, today + datetime.timedelta(days=1)):
            self.done("calendar", "day", day, "holiday", "--by", "O1")
        self.done("bank", "add", "A", "--line", self.LINE, "--address", "1", "--by", "O1")
        self.cabinet = Cabinet(self, "A", 1, line=f"unix:{self.folder}/A.line",
                               extra=("--port", "usb", "--bootloader", BOOT_LOADER))
        self.cable = Cable(self)

    def start(self, wrapper=()):
        """The program as it is shipped, where it can see the adapter."""
        return self.serve("--line", self.LINE, env=self.cable.env, wrapper=wrapper)

    def until(self, what, check, seconds=30):
        """Asks until check() is true; what it answered."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            answer = check()
            if answer:
                return answer
            time.sleep(0.05)
        self.fail(f"not {what} within {seconds} s: {self.done('status')}")

    def bank(self):
        return self.json("bank", "list")["banks"][0]

    def until_bank_is(self, state):
        return self.until(f"bank {state}", lambda: self.bank()["state"] == state)

    def door(self, number):
        return next(door for door in self.json("status")["doors"] if door["door"] == number)

    def tap_opens(self, service):
        """A teacher's tap; the number of the door that opened."""
        self.cabinet.say(f"tap {TEACHER_CARD}")
        opened = int(self.wait_log(service, "opened").split("door ")[1].split(",")[0])
        self.cabinet.untap()
        return opened

    def does(self, verb, door):
        self.assertTrue(self.cabinet.say(f"{verb} {door - 1}").startswith("ok"))

    def resets(self):
        return self.cabinet.state()["resets"]

    def pulses(self):
        return sum(latch["pulses"] for latch in self.cabinet.state()["latches"])
