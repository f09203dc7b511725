# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's screens: the virtual locker on a port of its own, and the office's behind its accounts."""
import datetime
import re
import threading

import town
from browser import Browser
from locker import Locker
from office import make_accounts

PORT = 8090  # of the virtual locker, where nobody has it


class Clock:
    """The school's clock as the locker's page reads and moves it: it goes forward, as clocks do, or
    sessions and codes made later would be of the future."""

    def __init__(self, school):
        self.school = school

    def time(self):
        return datetime.datetime.fromtimestamp(self.school.now(), datetime.timezone.utc)

    def say(self):
        return f"{self.time():%A %-d %B %Y, %H:%M}"

    def move(self, text):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text if isinstance(text, str) else ""):
            raise ValueError("a time is HH:MM")
        now = self.time()
        day = now.date()
        if text <= f"{now:%H:%M}":  # of the next school day, then
            day += datetime.timedelta(days=7 - day.weekday() if day.weekday() >= 4 else 1)
        self.school.clock(text, str(day))


def set_up_phones(accounts):
    """Everybody's second factor, while the newcomer still looks about."""
    for account in accounts.values():
        try:
            account.sign_in()
        except (OSError, RuntimeError):
            pass  # whoever opens the office as them is told


def open_screens(school, cabinets):
    """Accounts are made and the locker's page is served; the locker, with .port."""
    accounts = make_accounts(school)
    locker = Locker({c.letter: school.folder / f"{c.letter}.control" for c in cabinets}, town.people(),
                    Clock(school), accounts)
    try:
        locker.port = locker.serve(PORT)
    except OSError:
        locker.port = locker.serve(0)
    threading.Thread(target=set_up_phones, args=[accounts], daemon=True).start()
    return locker


def look(locker):
    """Both pages are there and the office is let in: the demo claims nothing it has not seen."""
    page = Browser(locker.port).get("/", headers={"Host": f"localhost:{locker.port}"})
    if page.status != 200 or "The virtual locker" not in page.text:
        raise RuntimeError(f"the virtual locker's page answers {page.status}")
    olive = locker.office["O1"]
    olive.sign_in()
    today = olive.browser.get("/api/today")
    if today.status != 200:
        raise RuntimeError(f"the office's Today answers {today.status}")


def say_where(locker):
    print(f"\nOpen  http://localhost:{locker.port}/  in a browser on this machine: the virtual locker, and the\n"
          "way to the office's screens beside it.", flush=True)
