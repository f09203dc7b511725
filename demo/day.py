# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's school day, scene by scene; each scene says what to look for and checks that it came."""
import textwrap
import time

import town


READING = 30.0  # characters a second, and a second besides


class Day:
    def __init__(self, school, fast):
        self.school, self.fast = school, fast
        self.founded = 0  # the last event before the day begins
        self.at_start = True  # nothing played yet
        self.by_ref = {person[0]: person for person in town.people()}
        self.walkers = [person for person in town.people() if person[6]]
        self.cabinets = []
        self.inside = {}  # ref -> (cabinet, door)

    def say(self, text):
        print(textwrap.fill(text, 88, initial_indent="  ", subsequent_indent="    "), flush=True)
        if not self.fast:
            time.sleep(1.0 + len(text) / READING)

    def scene(self, clock, title):
        self.school.clock(clock)
        print(f"\n{clock}  {title}", flush=True)
        if not self.fast:
            time.sleep(1.0)

    def open_school(self):
        self.say("A made-up primary school: all years, 18 Year 6 children who walk home alone, "
                 "staff, the leadership team.")
        self.say("Policy: Roby Park's. Two cabinets of 16 doors, A and B, on one RS-485 line. "
                 "Nobody here is real.")
        self.school.clock("08:00")
        self.school.found()
        self.cabinets = self.school.start_cabinets()
        self.school.serve("--http", f"127.0.0.1:{self.school.port}")
        self.say("The real firmware boots in both cabinets; the host asks who they are ...")
        self.school.wait_for("both cabinets to come on line", self.both_online)
        self.say("... and both are on line. Nothing opened: no door ever opens on start-up.")
        self.founded = self.school.last_event()

    def both_online(self):
        return self.school.banks_online() == 2

    def name(self, ref):
        _, given, family, category, year, *_ = self.by_ref[ref]
        return f"{given} {family} ({'Year ' + year if year else category})"

    def card(self, ref):
        return self.by_ref[ref][7]

    def hand_in(self, ref, cabinet, quiet=False):
        cabinet.tap(self.card(ref))
        door = cabinet.wait_door_open()
        cabinet.hand("put", door)
        cabinet.hand("close", door)
        self.inside[ref] = (cabinet, door)
        self.school.wait_for("the record to say it is in", lambda: self.settled(ref, True))
        if not quiet:
            self.say(f"{self.name(ref)} taps: door {cabinet.letter}{door} opens, phone in, closed.")

    def collect(self, ref, quiet=False):
        cabinet, expected = self.inside[ref]
        cabinet.tap(self.card(ref))
        door = cabinet.wait_door_open()
        if door != expected:
            raise RuntimeError(f"door {door} opened for {ref}, whose phone is in {expected}")
        cabinet.hand("take", door)
        cabinet.hand("close", door)
        self.school.wait_for("the record to say it is out", lambda: self.settled(ref, False))
        del self.inside[ref]
        if not quiet:
            self.say(f"{self.name(ref)} taps: door {cabinet.letter}{door} opens, phone out.")

    def settled(self, ref, inside):
        """The door shut again, and the phone where it should be."""
        still = any(row["person"] == ref for row in self.school.still_in())
        return still == inside and not self.school.open_intents(ref)

    def refused(self, ref, cabinet):
        """Taps, and looks at the new decision: no door open, and the sentence on the display."""
        before = len(self.school.decisions(ref))
        cabinet.tap(self.card(ref))
        self.school.wait_for(f"an answer to {ref}",
                             lambda: len(self.school.decisions(ref)) > before)
        decision = self.school.decisions(ref)[-1]
        text = cabinet.wait_display(decision["say"])
        if any(door["open"] for door in cabinet.state()["doors"]):
            raise RuntimeError(f"a door opened for {ref}, who was refused")
        self.say(f"{self.name(ref)} taps: no door opens. The display says: \"{text}\"")
        self.say(f"The office reads: {decision['outcome']}, rule {decision['rule']}.")
        return decision

    def play(self):
        a, b = self.cabinets
        self.at_start = False
        self.scene("08:40", "Drop-off")
        self.hand_in("T1", a)
        first = self.walkers[0][0]
        self.hand_in(first, a)
        year4 = next(p[0] for p in town.people() if p[4] == "4")
        self.expect(self.refused(year4, a), "refer", "RP-1")
        self.say("Sixteen more walkers come in, at both cabinets ...")
        for index, person in enumerate(self.walkers[1:17]):
            self.hand_in(person[0], (a, b)[index % 2], quiet=True)
        self.say(f"... {len(self.inside)} phones are in.")

        self.scene("10:10", "Contact time")
        self.expect(self.refused("T1", a), "refuse", "RP-5")
        self.say("Louise Grant of the leadership team agrees an exception until 10:40: his mother "
                 "is in hospital; in the staff room only.")
        self.school.hometime("grant", "exceptional", "T1", "--reason", "mother in hospital",
                             "--rooms", "staff room", "--from", f"{self.school.day}T10:10",
                             "--until", f"{self.school.day}T10:40", "--by", "L1")
        self.collect("T1")
        self.scene("10:38", "Back in time")
        self.hand_in("T1", a)

        self.scene("14:50", "Before home-time")
        early, other = self.walkers[1][0], self.walkers[2][0]
        self.expect(self.refused(other, self.inside[other][0]), "refuse", "RP-4")
        self.say(f"{self.name(early)} is signed out early by the office, for the dentist.")
        self.school.hometime("grant", "early-leave", early, "--reason", "dentist",
                             "--from", f"{self.school.day}T14:45",
                             "--until", f"{self.school.day}T15:15", "--by", "O1")
        self.collect(early)

        self.scene("15:00", "Somebody pulls the cable of cabinet B")
        b.ask("stub cut")
        self.school.wait_for("cabinet B to be shown off line", lambda: not self.both_online())
        self.say("The host says so (hometime status): what is in B is unknown now, not 'as before'. "
                 "A goes on.")
        self.office("B:")
        b.ask("stub restore")
        self.school.wait_for("cabinet B to come back", self.both_online)
        self.say("The cable is back, and so is B, by itself; nothing opened.")

        self.scene("15:15", "Home-time: sixteen children in a row")
        leaving = [ref for ref in self.inside if ref.startswith("P")]
        began = time.monotonic()
        for ref in leaving[:16]:
            self.collect(ref, quiet=True)
        self.say(f"{len(leaving[:16])} children served in {time.monotonic() - began:.0f} s.")

        self.scene("15:40", "Who has not collected?")
        self.say("What the office reads (hometime status):")
        self.office("")

    def office(self, word):
        """The lines of `hometime status` that begin with a word."""
        for line in self.school.hometime("status").splitlines():
            if line.startswith(word):
                self.say("| " + line)

    def expect(self, decision, outcome, rule):
        if (decision["outcome"], decision["rule"]) != (outcome, rule):
            raise RuntimeError(f"expected {outcome} by {rule}, the record says "
                               f"{decision['outcome']} by {decision['rule']}")

    def close(self):
        print(f"\nThe record of the day (hometime log --after {self.founded}):\n")
        print(self.school.hometime("log", "--after", str(self.founded)), end="")
