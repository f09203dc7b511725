# SPDX-License-Identifier: GPL-3.0-or-later
"""The people who use the office's screens, as accounts: each made with a one-time link, a password of
this run's own and, where the role asks for it, a second factor. All of it by what any browser asks."""
import json
import secrets
import threading
import time

import town
from browser import Browser, totp

# The administrator first: whoever comes after is made by them.
ROLES = {"L2": "administrator", "O1": "office", "L1": "slt", "H1": "headteacher", "T1": "staff"}
TITLES = {"L2": "the administrator", "O1": "the office", "L1": "the leadership team",
          "H1": "the Headteacher", "T1": "a teacher"}
# The code of now first; then those beside it, where it was used a moment ago or a clock is off.
STEPS = (0, 1, -1, 2, -2)


def new_password():
    """Nobody's default: made for this run alone."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


class Account:
    def __init__(self, school, ref, role, password):
        self.school, self.ref, self.role, self.password = school, ref, role, password
        self.title = TITLES[ref]
        self.name = next(f"{row[1]} {row[2]}" for row in town.people() if row[0] == ref)
        self.browser, self.uri, self.lock = Browser(school.port), None, threading.Lock()
        maker = "O1" if role == "administrator" else "L2"
        self.link = json.loads(school.hometime("account", "make", ref, "--role", role, "--by", maker,
                                               "--json"))["link"]
        self.ask("/api/welcome", {"link": self.link, "password": password})

    def ask(self, path, body):
        response = self.browser.post(path, body)
        answer = json.loads(response.text)
        if response.status != 200:
            raise RuntimeError(f"{self.ref} at {path}: {answer.get('error', response.status)}")
        return answer

    def code(self, step=0):
        """What their phone shows now, by the school's clock; None for who needs no second factor."""
        return totp(self.uri, self.school.now() + 30 * step) if self.uri else None

    def sign_in(self):
        """A session, as cookies: the one at hand where it is still good."""
        with self.lock:
            response = self.browser.get("/api/me")
            if response.status == 200 and json.loads(response.text).get("next") == "in":
                return self.browser.cookies
            self.browser.cookies.pop("session", None)
            answer = self.ask("/api/sign-in", {"person": self.ref, "password": self.password})
            if answer["next"] == "set-up":
                self.uri = self.ask("/api/sign-in/set-up", {})["uri"]
            if answer["next"] != "in":
                self.second_factor()
            return self.browser.cookies

    def second_factor(self):
        for step in STEPS:
            if self.browser.post("/api/sign-in/code", {"code": self.code(step)}).status == 200:
                return
            time.sleep(1)  # a wrong code makes the next one wait
        raise RuntimeError(f"no code of {self.ref}'s was taken: try again in half a minute")


def make_accounts(school, password=None):
    """Accounts by reference, none signed in yet; a password of its own for each where none is given."""
    return {ref: Account(school, ref, role, password or new_password()) for ref, role in ROLES.items()}
