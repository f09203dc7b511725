# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of Roby Park, Flixton and the law said a second time, as a person reads policies.md:
plain ifs from the top, sharing nothing with host/policy/ or db/policies/. Given a request as JSON,
decide() answers (outcome, rule, obligations)."""
from datetime import date, datetime

STAFF = {"staff", "office", "slt", "headteacher", "trainee", "supply", "governor", "volunteer"}
LEADERS = ("slt", "headteacher")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def clock(text):
    return int(text[:2]) * 60 + int(text[3:5]) + (int(text[6:8]) / 60 if len(text) > 5 else 0)


class Facts:
    def __init__(self, q):
        self.q = q
        self.person, self.day = q["person"], q["day"]
        self.roby = q["policy"] == "roby-park"
        self.at = datetime.fromisoformat(q["at"])
        self.now = clock(q["at"][11:])
        self.school = self.day["kind"] == "school"
        self.category = self.person["category"]
        self.pupil = self.category == "pupil"
        self.staff = self.category in STAFF or (not self.roby and self.category == "contractor")
        self.kind = q["device"]["kind"]
        self.custody = q.get("custody") or {}
        self.attest = q.get("attest") or {}
        self.desk = q["place"] == "desk"
        home = self.day.get("home_time")
        self.home = bool(home) and self.now >= clock(home)

    def grant(self, kind, by, **needs):
        """The latest end of the grants of that kind that count, or None."""
        ends = []
        for g in self.q.get("grants", []):
            own = (g.get("by_id") and g.get("by_id") == self.person.get("id")) or (
                g.get("by") == "headteacher" and self.category == "headteacher")
            if g["kind"] != kind or g.get("by") not in by or own:
                continue
            if not (g["from"] <= self.q["at"] < g["until"]):
                continue
            if needs.get("asked") and not g.get("parent_request"):
                continue
            rooms = g.get("rooms") or []
            rooms = [rooms] if isinstance(rooms, str) else rooms
            if needs.get("room") and not rooms:
                continue
            if needs.get("room") and self.q["policy"] == "roby-park" and not any(
                    room.lower() in ("staff room", "office", "ppa room") for room in rooms):
                continue
            ends.append(g["until"])
        return max(ends) if ends else None

    def banned(self, kind):
        today = self.q["at"][:10]
        return self.pupil and any(
            b["kind"] == kind and b["from"] <= today <= b.get("until", "9999-12-31")
            for b in self.person.get("bans", []))

    def walker(self):
        w, today = self.person.get("walker"), self.q["at"][:10]
        if not w or self.person.get("year") != "6" or not w["from"] <= today <= w["until"]:
            return False
        if self.q["day"]["kind"] != "school":
            return True
        weekday = DAYS[date.fromisoformat(today).weekday()]
        if "-" in w["days"]:
            first, last = w["days"].split("-")
            return DAYS.index(first) <= DAYS.index(weekday) <= DAYS.index(last)
        return weekday in w["days"].split(",")

    def within(self, spans):
        return any(clock(a) <= self.now < clock(b) for a, b in spans)

    def sessions(self):
        """In the sessions: True, False, or None where a school day has none entered."""
        if self.school:
            spans = self.day.get("sessions")
            return self.within(spans) if spans else None
        own = self.person.get("contact")
        return isinstance(own, list) and self.within(own)

    def contact(self):
        own = self.person.get("contact")
        if own == "none":
            return False
        if own:
            return self.within(own)
        return self.sessions() if self.school else False


def decide(q):
    f = Facts(q)
    action = q["action"]
    if action == "return" or (action == "hand-in" and q["device"]["owner"] == "school"):
        return "allow", "RP-9" if f.roby else "FX-11", []
    for rung in (evidence, medical, emergency, hold, ban, school_device, personal):
        answer = rung(f, action)
        if answer:
            return answer
    return "refer", "school", []


def evidence(f, action):
    if f.custody.get("kind") == "held" and f.custody.get("hold") == "evidence":
        return "refer" if action == "hand-in" else "refuse", "RP-20" if f.roby else "LAW-3", []


def medical(f, action):
    if not f.grant("medical", LEADERS):
        return None
    if action == "hand-in":
        return "refuse", "LAW-1", []
    if action == "keep" or (action == "collect" and f.custody.get("whose") != "child"):
        return "allow", "LAW-1", []


def emergency(f, action):
    if action == "collect" and f.grant("emergency-release", LEADERS):
        return "allow", "SYS-1", ["notify-headteacher"]


def hold(f, action):
    if f.custody.get("kind") != "held" or action == "hand-in":
        return None
    names = f.custody.get("release_to", [])
    named = f.person.get("id") in names and not f.pupil
    parent = f.category == "parent" and f.custody.get("whose") == "child" and not names
    if action == "collect" and (named or parent):
        return "allow" if f.desk else "refer", "LAW-3", []
    return "refuse", "LAW-3", []


def ban(f, action):
    rule, it = ("school", "school") if f.roby else ("FX-3", "FX-9")
    personal = f.q["device"]["owner"] == "personal"
    if f.banned("phone") and f.kind == "phone":
        if action == "hand-in" and personal:
            held = [] if f.roby else ["hold-for-parent"]
            return ("allow", rule, ["record-breach"] + held) if f.desk else ("refer", rule, [])
        if action == "keep":
            return "refuse", rule, []
        if action == "borrow":
            return "refuse" if f.desk else "refer", rule, []
    if f.banned("school-it") and not personal:
        watched = f.attest.get("supervised") is True
        if action == "keep":
            return "allow" if watched else "refuse", it, []
        if f.desk and watched:
            return "allow", it, ["return-by"]
        return "refer", it, []


def school_device(f, action):
    if f.q["device"]["owner"] != "school":
        return ("refer", "school", []) if action == "borrow" else None
    if action == "keep":
        out = f.staff or f.custody.get("kind") == "loan"
        return "allow" if out else "refer", "LAW-2", []
    rule = "RP-9" if f.roby else "FX-11"
    if f.staff or (f.pupil and f.desk):
        return "allow", rule, ["return-by"]
    return "refer", rule, []


def personal(f, action):
    if action == "collect" and f.custody.get("whose") == "child":
        return of_child(f)
    if f.pupil:
        return roby_pupil(f, action) if f.roby else flixton_pupil(f, action)
    if f.staff:
        return roby_staff(f, action) if f.roby else flixton_staff(f, action)
    if f.roby and f.kind == "phone":
        if action == "keep":
            return "refuse", "RP-10", []
        return "allow" if f.desk else "refer", "RP-10", []


def of_child(f):
    if f.roby and f.kind != "phone":
        return None
    signed_out = f.grant("early-leave", ("office",) + LEADERS)
    gets = f.category == "parent" and f.desk and f.custody.get("kind") == "deposit" and (
        not f.school or f.home or signed_out)
    return "allow" if gets else "refer", "RP-4" if f.roby else "FX-4", []


def until_home(f, action, rule):
    """A pupil's collect or keep."""
    held_now = f.custody.get("kind") == "deposit"
    signed_out = f.grant("early-leave", ("office",) + LEADERS)
    if f.school and not f.home:
        if signed_out and (held_now or action == "keep"):
            return "allow", rule, []
        earlier = held_now and f.custody.get("since", "9999")[:10] < f.q["at"][:10]
        if action == "collect" and f.desk and earlier:
            return "refer", rule, []
        return "refuse", rule, []
    if not f.school and not f.desk:
        return "refer", rule, []
    if action == "collect" and not held_now:
        return "refer", rule, []
    return "allow", rule, []


def roby_pupil(f, action):
    if f.kind != "phone":
        return None
    if action != "hand-in":
        return until_home(f, action, "RP-4")
    consented = f.grant("safekeeping", ("headteacher",), asked=True)
    if f.walker():
        if f.desk or f.school:
            return "allow", "RP-2", []
        return "refer", "RP-2", []
    if consented:
        return "allow" if f.desk else "refer", "RP-3", []
    return ("allow", "RP-4", ["record-breach"]) if f.desk else ("refer", "RP-1", [])


def flixton_pupil(f, action):
    if action == "collect":
        return until_home(f, action, "FX-4")
    if f.kind != "phone":
        return None
    if action == "keep":
        return until_home(f, action, "FX-1")
    breach = ["record-breach", "start-ban"]
    off = f.attest.get("switched_off") is True
    internet = "off" if off else {True: "off", False: "on", None: "unsaid"}[
        f.attest.get("internet_off")]
    ask = ["attest-internet-off"] if internet == "unsaid" else []
    window, arrived = f.day.get("hand_in"), f.person.get("arrived")
    in_time = (window and f.now < clock(window[1])) or (arrived and clock(arrived) <= f.now)
    if f.school and not in_time:
        if not f.desk:
            return "refer", "FX-1", []
        if window:
            return "allow", "FX-1", breach + ask
    if internet == "on":
        return ("allow", "FX-2", breach) if f.desk else ("refer", "FX-2", [])
    if not f.school and not f.desk:
        return "refer", "FX-1", []
    return "allow", "FX-1", ask


def exception(f, action):
    if f.grant("exceptional", LEADERS, room=True):
        return "exceptional"
    if action == "collect" and f.grant("visit", LEADERS):
        return "visit"


def roby_staff(f, action):
    if f.kind == "smart watch":
        return "allow", "RP-8", []
    if action != "hand-in":
        what = exception(f, action)
        if what:
            return ("allow", "RP-6", ["return-by", "out-of-view"]) if what == "exceptional" else (
                "allow", "RP-7", ["return-by"])
    if f.kind not in ("phone", "camera", "recorder"):
        return None
    phone = f.kind == "phone"
    rule = "RP-5" if phone else "RP-9"
    if action == "hand-in":
        ask = phone and f.attest.get("switched_off") is not True
        return "allow", rule, ["attest-off"] if ask else []
    contact = f.contact()
    if contact is not False:
        return "refuse" if contact else "refer", rule, []
    return roby_own_time(f) if phone else ("allow", "RP-9", [])


def roby_own_time(f):
    setting = (f.q.get("school") or {}).get("staff")
    spans = (f.day.get("sessions") or []) + (
        f.person["contact"] if isinstance(f.person.get("contact"), list) else [])
    if setting in ("day", "sessions") and f.sessions() is None:
        return "refer", "RP-18", []
    if setting == "sessions" and f.sessions():
        return "refuse", "RP-18", []
    if setting == "day" and f.school:
        sessions = f.day["sessions"]
        first = min([clock(a) for a, _ in sessions] + [clock(f.day.get("start", "23:59"))])
        if first <= f.now < max(clock(b) for _, b in sessions):
            return "refuse", "RP-18", []
    del spans
    return "allow", "RP-18", ["out-of-view"]


def flixton_staff(f, action):
    if action == "hand-in":
        return "allow", "FX-5", []
    if exception(f, action):
        return "allow", "school", []
    session = f.sessions()
    if session is None:
        return "refer", "FX-5", []
    return ("refuse", "FX-5", []) if session else ("allow", "FX-6", [])
