# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompt at the end of the demo: the reader taps cards and moves doors."""
import datetime
import re
import readline  # noqa: F401 (gives input() its arrow keys)
import shlex
import time

import town
from cabinet import display, open_door

HELP = """\
  people [WORD]         who there is: name, ref, year (people 6, people staff)
  tap A REF             hold REF's card to cabinet A's reader (tap A lost: a card nobody has)
  put|take|close A [N]  a phone into or out of door N, or the door shut (N: the one that is open)
  force|key|jam A N     force door N, open it with the mechanical key, jam it (jam A N off: free it)
  cabinet A WORDS       anything else of the emulated cabinet: stub cut, stub restore, tamper on,
                        power cut, power restore, sensor 6 inside stuck 0 (it counts doors from 0)
  clock HH:MM           move the school's clock; clock tomorrow 08:40
  show                  how the cabinets stand
  status, log           what the office sees; log: what happened since you came to this prompt
  anything else         is a hometime command: question list, grant --help ... (--by O1: the office)
  help, quit"""

DONE = {"put": "A phone lies in door {} now.", "take": "Door {} is empty now.",
        "close": "Door {} is shut.", "open": "Door {} is open.", "force": "Door {} is forced open.",
        "key": "Door {} is open, by the mechanical key.", "jam": "Door {} jams, or no longer."}

NOT_A_TIME = "a time is HH:MM, after a date 2026-11-24 or 'tomorrow' where it is another day"


class Prompt:
    def __init__(self, school, day):
        self.school, self.day = school, day
        self.cabinets = {cabinet.letter: cabinet for cabinet in day.cabinets}
        self.since = school.last_event()

    def do(self, line):
        words = shlex.split(line)
        verb = words[0].lower()
        if verb in ("tap", "put", "take", "close", "open", "force", "key", "jam", "cabinet"):
            if len(words) < 2 or words[1].upper() not in self.cabinets:
                raise RuntimeError(f"at which cabinet? {verb} A ... or {verb} B ...")
            self.at(verb, self.cabinets[words[1].upper()], words[2:])
        elif verb in ("people", "clock", "show", "log", "help"):
            getattr(self, verb)(words[1:])
        else:
            self.hometime(words[1:] if verb == "hometime" else words)

    def at(self, verb, cabinet, words):
        if verb == "cabinet" and words:
            print("  " + cabinet.ask(" ".join(words)))
        elif verb == "tap" and len(words) == 1:
            self.tap(cabinet, words[0])
        elif verb in ("put", "take", "close") and not words:
            door = open_door(cabinet.state())
            if door is None:
                raise RuntimeError(f"no door of cabinet {cabinet.letter} stands open")
            self.hand(verb, cabinet, door)
        elif words and re.fullmatch(r"[0-9]{1,2}", words[0]):
            rest = words[1:] or (["on"] if verb == "jam" else [])
            self.hand(verb, cabinet, words[0], *rest)
        else:
            raise RuntimeError("a card's REF, please: tap A P057" if verb == "tap" else
                               f"which door? {verb} {cabinet.letter} 7")

    def hand(self, verb, cabinet, door, *words):
        count = len(cabinet.state()["doors"])
        if not 1 <= int(door) <= count:
            raise RuntimeError(f"cabinet {cabinet.letter} has doors 1 to {count}")
        cabinet.hand(verb, door, *words)
        time.sleep(0.5)
        print(f"  {DONE[verb].format(cabinet.letter + str(door))} "
              f"The display: \"{display(cabinet.state())}\"")

    def tap(self, cabinet, ref):
        if ref.lower() == "lost":
            uid = town.LOST_CARD
        elif ref.upper() in self.day.by_ref:
            uid = self.day.card(ref.upper())
        else:
            raise RuntimeError(f"nobody here is {ref}; 'people' lists them")
        was_open = {n for n, door in enumerate(cabinet.state()["doors"], 1) if door["open"]}
        cabinet.tap(uid)
        time.sleep(0.8)  # a latch takes its pulse and a door its spring
        state = cabinet.state()
        for number, door in enumerate(state["doors"], 1):
            if door["open"] and number not in was_open:
                print(f"  Door {cabinet.letter}{number} opens"
                      f"{', a phone inside' if door['inside'] else ', empty'}.")
        print(f"  The display: \"{display(state)}\"")

    def people(self, words):
        for person in town.people():
            text = f"{person[0]:5} {self.day.name(person[0])}{', walks home' if person[6] else ''}"
            if not words or words[0].lower() in text.lower():
                print("  " + text)

    def clock(self, words):
        found = re.fullmatch(r"(?:(tomorrow|\d{4}-\d\d-\d\d) )?(\d\d?:\d\d)", " ".join(words))
        try:
            day = datetime.date.fromisoformat(self.school.day)
            if found and found[1] == "tomorrow":
                day += datetime.timedelta(days=1)
            elif found and found[1]:
                day = datetime.date.fromisoformat(found[1])
            self.school.clock(found[2] if found else "", str(day))
        except ValueError:
            raise RuntimeError(NOT_A_TIME) from None
        print(f"  It is {day:%A} {found[2]}.")

    def show(self, _):
        for letter, cabinet in self.cabinets.items():
            state = cabinet.state()
            marks = ("OPEN with a phone" if door["open"] and door["inside"] else
                     "OPEN" if door["open"] else "phone" if door["inside"] else ""
                     for door in state["doors"])
            busy = [f"{n} {mark}" for n, mark in enumerate(marks, 1) if mark]
            print(f"  Cabinet {letter}: {', '.join(busy) or 'every door closed and empty'}.\n"
                  f"    The display: \"{display(state)}\"")

    def log(self, words):
        print(self.school.hometime("log", *(words or ["--after", str(self.since)]),
                                   ok=(0, 1, 2)), end="")

    def hometime(self, words):
        print(self.school.hometime(*words, ok=(0, 1, 2)), end="")

    def help(self, _):
        print(HELP)


def run(school, day):
    """Begins on a morning, so that everybody's next tap is a hand-in."""
    prompt = Prompt(school, day)
    print("\nYour turn.")
    prompt.clock(["08:40"] if day.at_start else ["tomorrow", "08:40"])
    walker = day.walkers[3][0]
    print(f"  Try: tap A {walker}, put A, close A, status, then clock 10:00, tap A {walker}, "
          f"clock 15:15, tap A {walker}.\n  'help' lists more; 'quit' ends.")
    while True:
        try:
            line = input("\ndemo> ").strip()
            if line in ("quit", "exit"):
                return
            if line:
                prompt.do(line)
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print("  ('quit' ends)")
        except (RuntimeError, ValueError) as problem:
            print(f"  {problem}")
