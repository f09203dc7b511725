#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PC/SC readers through the real pcscd, with vsmartcard's virtual reader and a card of our own in it.

pcscd has one fixed place for its socket, so everything here runs in a mount namespace whose /run is its
own, on a port of its own: other sessions, and a pcscd of the machine's, are left alone."""
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))
sys.path.insert(0, str(Path(__file__).parent.parent / "http"))
from school import PROGRAM, SchoolCase  # noqa: E402
from web import Browser, free_port, wait_port  # noqa: E402

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
ATR = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
INSIDE = "HOMETIME_OWN_RUN"
MISSING = ("pcscd or vsmartcard-vpcd is not installed" if not (shutil.which("pcscd") and DRIVER.exists()) else
           "no mount namespace can be made here" if os.environ.get(INSIDE) == "no" else None)


def enter_own_run():
    """Runs this file again where /run is a file system of its own; also as somebody who is not root."""
    if INSIDE in os.environ:
        return
    way = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    mount = "mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/pcscd"
    if subprocess.run([*way, "sh", "-c", mount], capture_output=True).returncode != 0:
        os.environ[INSIDE] = "no"
        return
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", [*way, "sh", "-c", mount + ' && exec "$@"', "sh", sys.executable, *sys.argv])


class Card:
    """A contactless card held to the virtual reader; answers FF CA 00 00 00."""

    def __init__(self, port, answer):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.answer = answer
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        try:
            while True:
                asked = self.message()
                if asked == b"\x04":
                    self.say(ATR)
                elif len(asked) > 1:
                    self.say(self.answer if asked.startswith(b"\xff\xca\0\0") else b"\x6d\0")
        except (OSError, EOFError):
            pass

    def bytes(self, count):
        got = b""
        while len(got) < count:
            more = self.socket.recv(count - len(got))
            if not more:
                raise EOFError
            got += more
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return got

    def message(self):
        return self.bytes(struct.unpack(">H", self.bytes(2))[0])

    def say(self, what):
        self.socket.sendall(struct.pack(">H", len(what)) + what)

    def take_away(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join()
        self.socket.close()


@unittest.skipIf(MISSING, MISSING)
class PcscCase(SchoolCase):
    def setUp(self):
        super().setUp()
        self.daemon = None
        self.cards = []
        self.port = free_port()
        config = self.folder / "readers"
        config.mkdir()
        (config / "vpcd").write_text(f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self.port:#x}\n'
                                     f"LIBPATH {DRIVER}\nCHANNELID {self.port:#x}\n")

    def tearDown(self):
        for card in self.cards:
            card.take_away()
        self.kill_pcscd()
        super().tearDown()

    def start_pcscd(self):
        for left in ("pcscd.comm", "pcscd.pid"):
            Path("/run/pcscd", left).unlink(missing_ok=True)
        self.daemon = subprocess.Popen(["pcscd", "--foreground", "-c", self.folder / "readers"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill_pcscd(self):
        if self.daemon:
            self.daemon.kill()
            self.daemon.wait()
        self.daemon = None

    def hold(self, answer):
        self.cards.append(Card(self.port, bytes.fromhex(answer)))
        return self.cards[-1]

    def start_test(self, device="pcsc"):
        """`hometime reader test`; what it says, errors too, is read like a service's log."""
        process = subprocess.Popen([PROGRAM, "reader", "test", "--device", device, "--cards", "99"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, env={name: value for name, value in self.env.items()
                                                   if name != "HOMETIME_DB"})
        process.stderr, process.stdout = process.stdout, None
        self.services.append(process)
        return process


class Cards(PcscCase):
    def test_each_card_held_is_read_once_with_all_its_bytes(self):
        self.start_pcscd()
        test = self.start_test()
        self.wait_log(test, "Hold a card to pcsc.")
        for uid in ("04A1B2C3D4E5F6", "1A2B3C4D", "04112233445566778899"):
            card = self.hold(uid + "9000")
            self.wait_log(test, f"UID: {uid} ({len(uid) // 2} bytes)")
            card.take_away()
        # The last again, at once: the same presentation, so the next number is the next card's. (It may be gone
        # before it is read, and be said to be.)
        self.hold("041122334455667788999000").take_away()
        self.hold("049988776655449000")
        self.assertIn("UID: 04998877665544", self.wait_log(test, "UID: 04"))

    def test_a_phones_random_number_and_a_card_without_one_are_refused(self):
        self.start_pcscd()
        test = self.start_test()
        self.wait_log(test, "Hold a card to pcsc.")
        card = self.hold("081234569000")
        self.wait_log(test, "no UID: This is a random number that changes at every tap")
        card.take_away()
        self.hold("6A81")
        self.wait_log(test, "no UID: The reader cannot tell this card's number")

    def test_without_pcscd_it_waits_and_a_killed_pcscd_is_named_and_found_again(self):
        test = self.start_test()
        self.wait_log(test, "The smart card service does not answer: install and start pcscd")
        self.start_pcscd()
        self.wait_log(test, "Hold a card to pcsc.")
        self.kill_pcscd()
        self.wait_log(test, "The smart card service does not answer")
        self.start_pcscd()
        self.wait_log(test, "Hold a card to pcsc.")
        self.hold("1A2B3C4D9000")
        self.wait_log(test, "UID: 1A2B3C4D (4 bytes)")

    def test_a_name_that_no_reader_has_is_said_and_the_list_shows_those_there_are(self):
        self.start_pcscd()
        test = self.start_test()
        self.wait_log(test, "Hold a card to pcsc.")
        self.assertIn("pcsc:Virtual PCD 00 00", self.done("reader", "list"))
        other = self.start_test(device="pcsc:ACR122")
        self.wait_log(other, "No PC/SC reader has that in its name: see the list of readers.")


class Desk(PcscCase):
    def test_the_service_says_whose_card_it_was_and_logs_no_number(self):
        self.make_school()
        self.start_pcscd()
        service = self.serve("--reader", "pcsc")
        self.wait_log(service, "desk reader pcsc: ready")
        self.assertIn("No card was held", self.done("desk", "card"))
        card = self.hold("04AABBCCDDEE809000")
        log = [self.wait_log(service, "a card was read")]
        answer = self.json("desk", "card")
        self.assertEqual((answer["uid"], answer["person"], answer["state"], answer["number"]),
                         ("04AABBCCDDEE80", "Ann Able (P6)", "in use", 1))
        self.assertLess(answer["age_ms"], 60000)
        card.take_away()
        # Four bytes of her card, from a reader that cuts numbers, are nobody's and said to be ambiguous.
        card = self.hold("04AABBCC9000")
        log.append(self.wait_log(service, "a card was read"))
        answer = self.json("desk", "card")
        self.assertEqual((answer["person"], answer["ambiguous"]), (None, True))
        self.assertIn("four bytes of a card that has more", self.done("desk", "card"))
        card.take_away()
        self.hold("081122339000")
        log.append(self.wait_log(service, "desk reader: This is a random number"))
        self.assertIn("random number", self.done("desk", "card"))
        self.assertEqual(self.stop(service), 0)
        log.append(service.stderr.read() or "")
        for said in log:
            for number in ("04AABBCC", "08112233", "Able"):
                self.assertNotIn(number, said)
        self.assertNotIn("04AABBCCDDEE80", json.dumps(self.events()[5:]))

    def test_a_card_is_told_live_to_the_screens_by_its_count_alone(self):
        self.make_school()
        self.json("account", "make", "T1", "--role", "administrator", "--by", "O1")
        link = self.json("account", "make", "O1", "--role", "office", "--by", "T1")["link"]
        self.start_pcscd()
        port = free_port()
        service = self.serve("--reader", "pcsc", "--http", f"127.0.0.1:{port}")
        wait_port(port, service)
        self.wait_log(service, "desk reader pcsc: ready")
        browser = Browser(port)
        browser.post("/api/welcome", {"link": link, "password": "three plain words"})
        browser.post("/api/sign-in", {"person": "O1", "password": "three plain words"})
        connection = browser.connection()
        connection.request("GET", "/api/changes", headers={"Cookie": "; ".join(
            f"{name}={value}" for name, value in browser.cookies.items())})
        stream = connection.getresponse()
        self.hold("04AABBCCDDEE809000")
        told = ""
        while "event: card" not in told:
            told = stream.readline().decode()
        self.assertEqual(stream.readline().decode(), 'data: {"number":1}\n')
        self.assertEqual(json.loads(browser.get("/api/desk/card").text)["ref"], "P6")
        connection.close()


if __name__ == "__main__":
    enter_own_run()
    unittest.main()
