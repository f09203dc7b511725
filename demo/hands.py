# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands do at a cabinet, in the page's words, as commands of its control socket."""
import town

# A door's verbs; doors count from 1 here, and Cabinet.hand() takes one off.
DOOR = {"pull": "open", "put": "put", "take": "take", "shut": "close", "force": "force", "key": "key"}
# The cabinet's switches, as the page words them.
SWITCH = {"cut the power": "power cut", "restore the power": "power restore",
          "take the mains away": "mains off", "bring the mains back": "mains on",
          "pull the cable": "stub cut", "plug the cable in": "stub restore",
          "open the housing": "tamper on", "shut the housing": "tamper off",
          "press the commissioning button": "button"}
# What the emulator refuses, said to somebody at a door and not to a programmer.
SAID = {"the door is latched": "Door {door} is latched: pulling does not open it. Only its own card does.",
        "the door is jammed": "Door {door} is jammed: it does not move.",
        "the door is open already": "Door {door} is open already.",
        "the door is closed already": "Door {door} is shut already.",
        "the door is closed": "Door {door} is shut: nobody reaches inside.",
        "there is something inside already": "Door {door} has a phone in it already.",
        "there is nothing inside": "Door {door} is empty."}


def act(cabinet, asked, people):
    """Does it; a ValueError or RuntimeError is the sentence why not."""
    verb, door = asked.get("verb"), asked.get("door")
    if verb == "tap":
        tap(cabinet, asked.get("card"), people)
    elif verb in SWITCH:
        cabinet.ask(SWITCH[verb])
    elif verb in DOOR or verb in ("jam", "free"):
        count = len(cabinet.state()["doors"])
        if not isinstance(door, int) or not 1 <= door <= count:
            raise ValueError(f"cabinet {cabinet.letter} has doors 1 to {count}")
        words = [DOOR[verb]] if verb in DOOR else ["jam"]
        at_door(cabinet, door, words + ([] if verb in DOOR else ["on" if verb == "jam" else "off"]))
    else:
        raise ValueError("no hand does that")


def at_door(cabinet, door, words):
    try:
        cabinet.hand(words[0], door, *words[1:])
    except RuntimeError as refusal:
        for theirs, ours in SAID.items():
            if theirs in str(refusal):
                raise ValueError(ours.format(door=door, letter=cabinet.letter)) from None
        raise


def tap(cabinet, ref, people):
    if ref != "lost" and ref not in people:
        raise ValueError("nobody has that card")
    if not cabinet.state()["powered"]:
        raise ValueError(f"Cabinet {cabinet.letter} has no power: its reader is dark.")
    cabinet.tap(town.LOST_CARD if ref == "lost" else people[ref][7])
