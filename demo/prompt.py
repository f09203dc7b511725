# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompt at the end of the demo: the reader taps cards and moves doors."""

HELP = """  people [WORD]         who there is, and their ref
  tap A REF             hold REF's card to cabinet A's reader (tap A lost: a card nobody has)
  open|close|put|take|force|key|jam A N [on|off]
                        what hands do at door N of cabinet A
  cabinet A WORDS       any other command of the emulated cabinet (stub cut, tamper on, power cut ...)
  clock HH:MM           move the school's clock forward
  show [A]              how the cabinet stands, and its display
  status | log | hometime WORDS ...
                        what the office sees; any hometime command (--by O1 for the office)
  help, quit"""


def show(cabinet):
    from cabinet import display
    state = cabinet.state()
    doors = []
    for index, door in enumerate(state["doors"], 1):
        word = "open" if door["open"] else "closed"
        doors.append(f"{index}:{word}{'+phone' if door['inside'] else ''}")
    print(f"  cabinet {cabinet.letter}: " + " ".join(d for d in doors if d.split(":")[1] != "closed"))
    print(f"  display: {display(state)!r}")


def one(line, school, day, town):
    words = line.split()
    cabinets = {c.letter: c for c in day.cabinets}
    verb = words[0]
    if verb == "help":
        print(HELP)
    elif verb == "people":
        for person in town.people():
            text = f"{person[0]:5} {day.name(person[0])}{', walks home' if person[6] else ''}"
            if len(words) == 1 or words[1].lower() in text.lower():
                print("  " + text)
    elif verb in ("status", "log"):
        print(school.hometime(*words))
    elif verb == "hometime":
        print(school.hometime(*words[1:], ok=(0, 1, 2)))
    elif verb == "clock" and len(words) == 2:
        school.clock(words[1])
    elif verb == "show":
        for cabinet in cabinets.values():
            if len(words) == 1 or words[1].upper() == cabinet.letter:
                show(cabinet)
    elif len(words) >= 3 and words[1].upper() in cabinets:
        cabinet = cabinets[words[1].upper()]
        if verb == "tap":
            cabinet.tap("04FFFFFFFFFFFF" if words[2] == "lost" else day.card(words[2].upper()))
        elif verb == "cabinet":
            print("  " + cabinet.ask(" ".join(words[2:])))
        else:
            print("  " + cabinet.hand(verb, *words[2:]))
    else:
        print("  Not understood; 'help' lists what there is.")


def run(school, day, town):
    print("\nYour turn. Try: tap A P033, then show, put A 7, close A 7, status. 'help' lists more.")
    while True:
        try:
            line = input("hometime> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if line in ("quit", "exit"):
            return
        if not line:
            continue
        try:
            one(line, school, day, town)
        except (RuntimeError, KeyError, IndexError) as problem:
            print(f"  {problem}")
