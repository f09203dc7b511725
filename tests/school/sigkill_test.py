#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty real SIGKILLs of the real `hometime serve`, at drawn moments of a hand-in or a collection.

The host is started again each time and the rows must say what the cabinet does: what is inside is in
custody, what is not is not, no intent is left open on a closed door, no tap pulsed twice, and a pulse
without a row does not exist. At most the card is held once more.
"""
import datetime
import os
import random
import select
import signal
import sqlite3
import time
import unittest

from cabinet import Cabinet
from school import SchoolCase

CARD = "04000000000180"
KILLS = 20
SEED = 20261123
SECOND = 16_000_000  # cycles of the bank


class Sigkill(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        # Days that are no school days, so that a teacher is served whatever the clock says now.
        today = datetime.date.today()
        for day in (today, today + datetime.timedelta(days=1)):
            self.done("calendar", "day", day, "holiday", "--by", "O1")
        self.cabinet = Cabinet(self, "A", 1)
        self.done("bank", "add", "A", "--line", f"stream:{self.cabinet.line}", "--address", "1",
                  "--by", "O1")
        self.inside = None  # the door the phone is in, from 0

    def row(self, sql):
        rows = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return rows.execute(sql).fetchone()[0]
        finally:
            rows.close()

    def start(self):
        service = self.serve()
        self.wait_log(service, "bank online")
        return service

    def kill(self, service):
        service.send_signal(signal.SIGKILL)
        service.wait(timeout=20)

    def pulses(self, state):
        return sum(latch["pulses"] for latch in state["latches"])

    def use_the_locker(self, service, moment=None):
        """Taps, and does what a person does at the door that opens; kills the service at `moment`
        seconds after the tap. Time is the bank's own."""
        said = self.cabinet.say(f"tap {CARD}")
        self.assertTrue(said.startswith("ok"), said)
        self.alive, self.logged = True, ""
        hands = self.hands(self.inside is None)
        began = next(hands)
        over = False
        while not over or (moment is not None and self.alive):
            state = self.cabinet.state()
            if moment is not None and self.alive and state["cycles"] - began >= moment * SECOND:
                self.kill(service)
                self.alive = False
            self.listen(service)
            over = over or hands.send(state) == "over"
        self.cabinet.untap()

    def listen(self, service):
        # A hundredth of a second between two looks, or this machine's other half has nothing left.
        if not self.alive:
            time.sleep(0.01)
        elif select.select([service.stderr], [], [], 0.01)[0]:
            self.logged += os.read(service.stderr.fileno(), 65536).decode()

    @staticmethod
    def standing(state):
        return next((n for n, door in enumerate(state["doors"]) if door["open"]), None)

    def hands(self, wanted):
        """A generator: told the cabinet's state, it moves the phone and closes the door. No hand is
        quicker than a contact's bounce, nor than a host that is alive, however busy this machine."""
        state = self.cabinet.state()
        began = state["cycles"]
        yield began
        while self.standing(state) is None:
            state = yield "waits"
            # A read that nobody fetched is dropped after 3 s.
            if not self.alive and state["cycles"] - began > 3.5 * SECOND:
                while True:
                    yield "over"
        door = self.standing(state)
        for do, said in ((f"{'put' if wanted else 'take'} {door}", "opened"),
                         (f"close {door}", "custody began" if wanted else "custody ended"),
                         (None, "intent ended")):
            since = state["cycles"]
            while state["cycles"] - since < 0.2 * SECOND or (self.alive and said not in self.logged):
                state = yield do
            if do:
                self.assertTrue(self.cabinet.say(do).startswith("ok"), do)
            if said == "opened":
                self.inside = door if wanted else None
        while True:
            yield "over"

    def check(self, intents, pulses):
        state = self.cabinet.state()
        pulsed = self.pulses(state) - pulses
        self.assertLessEqual(pulsed, 1)
        if pulsed:
            self.assertGreater(self.row("SELECT max(id) FROM intent"), intents)
        self.assertIsNone(self.standing(state))
        self.assertEqual(self.row("SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0)
        self.assertEqual(self.row("SELECT count(*) FROM custody WHERE ended_at IS NULL"),
                         0 if self.inside is None else 1)
        if self.inside is not None:
            self.assertEqual(self.row("SELECT door FROM custody WHERE ended_at IS NULL"), self.inside + 1)
        self.assertEqual(self.row("SELECT coalesce(max(kind || ' ' || door), '') FROM question WHERE "
                                  "answered_at IS NULL AND kind <> 'set aside'"), "")

    def test_twenty_kills_at_drawn_moments_of_hand_ins_and_collections_settle_by_the_table(self):
        draw = random.Random(SEED)
        again = 0
        service = self.start()
        for number in range(KILLS):
            moment = 1.2 * draw.random() ** 2  # more of them before the door is open
            wanted = self.inside is None
            intents = self.row("SELECT coalesce(max(id), 0) FROM intent")
            pulses = self.pulses(self.cabinet.state())
            with self.subTest(kill=number, moment=round(moment, 3), hand_in=wanted):
                self.use_the_locker(service, moment)
                service = self.start()
                self.check(intents, pulses)
                if (self.inside is None) == wanted:
                    # At most the card is held once more.
                    again += 1
                    self.use_the_locker(service)
                    self.assertEqual(self.inside is None, not wanted)
                    self.check(0, self.pulses(self.cabinet.state()) - 1)
        self.assertEqual(self.stop(service), 0)
        self.assertEqual(self.row("PRAGMA integrity_check"), "ok")
        print(f"seed {SEED}: {KILLS} kills, {again} of them needed a second tap, "
              f"{len(self.events())} events on record")


if __name__ == "__main__":
    unittest.main()
