# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated cabinet in real time, for tests of the real program."""
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "hardware/emulator"))
from keyring import key_of, write_keys  # noqa: E402

EMULATOR = os.environ["BANK_EMULATOR"]
IMAGES = Path(os.environ["AVR_IMAGES"])


class Cabinet:
    """One emulated cabinet with a key that its school knows (or none at all), and its control socket."""

    def __init__(self, case, letter, address, serial=1001, image="bank", line=None, extra=(), keyed=True):
        folder = case.folder
        if keyed:
            case.serials.add(serial)
            write_keys(case.database, case.serials)
            extra = ("--key", key_of(serial), *extra)
        self.line = line or folder / f"{letter}.line"
        self.process = subprocess.Popen(
            [EMULATOR, "--firmware", IMAGES / f"{image}.elf", "--doors", "8", "--address", str(address), "--serial",
             str(serial), "--line", self.line, "--control", folder / f"{letter}.control",
             "--state", folder / f"{letter}-{serial}", "--seed", "1", *extra], stdout=subprocess.PIPE, text=True)
        case.addCleanup(self.stop)
        self.stopped = False
        said = self.process.stdout.readline()
        case.assertIn("ready", said)
        self.control = socket.socket(socket.AF_UNIX)
        self.control.connect(str(folder / f"{letter}.control"))
        self.answers = self.control.makefile()

    def say(self, command):
        self.control.sendall(f"{command}\n".encode())
        return self.answers.readline().strip()

    def state(self):
        return json.loads(self.say("state").removeprefix("ok "))

    def untap(self):
        """Takes the card away for as long as the reader needs to see that it is gone."""
        self.say("untap")
        self.passes(400)

    def passes(self, ms):
        """Until so much of the bank's own time has passed. Looked at now and then: whoever asks all the
        time has a core to themselves."""
        until = self.state()["cycles"] + 16_000 * ms
        while self.state()["cycles"] < until:
            time.sleep(0.01)

    def stop(self):
        if self.stopped:
            return
        self.stopped = True
        self.answers.close()
        self.control.close()
        self.process.terminate()
        self.process.communicate(timeout=20)
