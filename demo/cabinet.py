# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulated cabinet, held by its control socket (design.md section 6): hands and eyes, no brain."""
import json
import select
import socket
import time

# Of the cabinet's own time, which on a busy machine runs behind ours. No hand is quicker; a door that
# opened and shut between two looks would be a contact fault.
HAND_MS = 200
CARD_MS = 250       # a card held to the reader
CARD_GONE_MS = 200  # until the reader has seen that it is gone
CYCLES_A_MS = 16_000


class Cabinet:
    def __init__(self, letter, control):
        self.letter = letter
        self.socket = socket.socket(socket.AF_UNIX)
        # Its name is there a moment before anybody listens under it.
        for left in reversed(range(100)):
            try:
                self.socket.connect(str(control))
                break
            except ConnectionRefusedError:
                if left == 0:
                    raise
                time.sleep(0.05)
        self.buffer = b""

    def ask(self, command):
        """Sends one command, returns the one line it answers; a refusal is an exception."""
        self.socket.sendall(command.encode() + b"\n")
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([self.socket], [], [], 10)
            piece = self.socket.recv(65536) if ready else b""
            if not piece:
                raise RuntimeError(f"cabinet {self.letter} does not answer '{command}'")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\n", 1)
        answer = line.decode()
        if answer.startswith("error"):
            raise RuntimeError(f"cabinet {self.letter}: {command}: {answer}")
        return answer

    def state(self):
        answer = self.ask("state")
        return json.loads(answer[answer.index("{"):])

    def hand(self, verb, door, *words):
        """What a hand does at a door. Doors are numbered from 1 here, as on the doors; the control
        socket counts them from 0, as the wire does."""
        self.passes(HAND_MS)
        return self.ask(" ".join([verb, str(int(door) - 1), *words]))

    def wait(self, what, condition, seconds=15.0):
        """Looks until condition(state) holds; what is the sentence for when it never does."""
        end = time.monotonic() + seconds
        while True:
            state = self.state()
            found = condition(state)
            if found:
                return found
            if time.monotonic() > end:
                raise RuntimeError(f"cabinet {self.letter}: waited {seconds:.0f} s for {what}; "
                                   f"it shows {display(state)!r}")
            time.sleep(0.02)

    def wait_door_open(self, seconds=15.0):
        return self.wait("a door to open", open_door, seconds)

    def wait_display(self, *words, seconds=15.0):
        """Until every one of words stands on the display; returns its text on one line."""
        def shown(state):
            text = display(state)
            return text if all(word.lower() in text.lower() for word in words) else None
        return self.wait("the display to say " + " ".join(words), shown, seconds)

    def passes(self, ms):
        """Until so much of the cabinet's own time has passed."""
        until = self.state()["cycles"] + CYCLES_A_MS * ms
        self.wait("time to pass", lambda state: state["cycles"] >= until, 60.0)

    def tap(self, uid):
        """A card held to the reader for a moment, and taken away for as long as the reader needs to
        see that it is gone: one presentation is one read."""
        self.ask(f"tap {uid}")
        self.passes(CARD_MS)
        self.ask("untap")
        self.passes(CARD_GONE_MS)


def display(state):
    """The display's four lines as one."""
    return " ".join(" ".join(state["display"]).split())


def open_door(state):
    """The number of a door that stands open, else None."""
    return next((n for n, door in enumerate(state["doors"], 1) if door["open"]), None)
