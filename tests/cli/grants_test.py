#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exceptions as the office, the staff and the Headteacher type them: asked, agreed, listed, over, overdue."""
import datetime
import unittest

from school import SchoolCase

MORE = """ref,given,family,category,year,class
S1,Sam,Senior,slt,,
T2,Uma,Teacher,staff,,
"""


def at(minutes):
    """A moment so many minutes from now, as it is typed: London's clock, whatever the machine's zone."""
    from zoneinfo import ZoneInfo
    now = datetime.datetime.now(ZoneInfo("Europe/London")) + datetime.timedelta(minutes=minutes)
    return now.strftime("%Y-%m-%dT%H:%M:%S")


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


class Grants(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        more = self.folder / "more.csv"
        more.write_text(MORE)
        self.done("import", "people", more, "--apply", "--by", "O1")

    def listed(self):
        answer = self.json("grant", "list")
        return answer["grants"], answer["asks"]

    def test_a_teacher_asks_a_leader_agrees_and_the_list_says_where_it_stands(self):
        self.done("grant", "ask", "exceptional", "--person", "T1", "--until", at(60), "--reason",
                  "his mother is in hospital", "--by", "T1")
        grants, asks = self.listed()
        self.assertEqual(grants, [])
        self.assertEqual([person["person"] for person in asks[0]["people"]], ["Tom Teacher (T1)"])
        self.assertEqual(asks[0]["missing"], ["the leadership team's agreement",
                                              "a room for staff: staff room, office or PPA room"])
        self.assertIn("missing the leadership team's agreement", self.done("grant", "list"))
        self.assertIn("leadership team", self.refused("grant", "agree", "1", "--by", "T1"))
        self.assertIn("RP-6", self.refused("grant", "agree", "1", "--by", "S1"))
        self.done("grant", "agree", "1", "--rooms", "staff room", "--by", "S1")
        grants, asks = self.listed()
        self.assertEqual(asks, [])
        self.assertEqual([(ask["state"], ask["answered_by"]) for ask in self.json("grant", "list")["answered"]], [("agreed", "Sam Senior (S1)")])
        self.assertEqual([(grant["person"], grant["kind"], grant["state"], grant["agreed_by"], grant["missing"])
                          for grant in grants],
                         [("Tom Teacher (T1)", "exceptional", "running", "Sam Senior (S1)", [])])
        self.assertEqual([event["kind"] for event in self.events()[-3:]],
                         ["grant asked", "grant given", "grant agreed"])

    def test_the_headteacher_alone_consents_to_a_safekeeping(self):
        self.done("grant", "ask", "safekeeping", "--person", "P4", "--until", at(60), "--reason",
                  "a parent is away", "--parent-request", "--by", "O1")
        self.assertIn("Only the Headteacher", self.refused("grant", "agree", "1", "--by", "S1"))
        self.assertIn("Only the Headteacher",
                      self.refused("grant", "agree", "1", "--agreed-by", "S1", "--by", "O1"))
        self.done("grant", "agree", "1", "--agreed-by", "H1", "--by", "O1")
        grant = self.listed()[0][0]
        self.assertEqual((grant["by"], grant["agreed_by"], grant["agreed_role"]),
                         ("Olive Office (O1)", "Helen Head (H1)", "headteacher"))

    def test_what_was_asked_is_declined_or_taken_back(self):
        for _ in range(2):
            self.done("grant", "ask", "early-leave", "--person", "P6", "--until", at(1), "--reason",
                      "the dentist", "--by", "T1")
        self.done("grant", "decline", "1", "--reason", "no letter", "--by", "O1")
        self.done("grant", "withdraw", "2", "--by", "T1")
        self.assertIn("declined", self.refused("grant", "agree", "1", "--by", "O1"))
        self.assertEqual(self.listed(), ([], []))
        # How it was answered, and by whom, stays to be read for some days.
        self.assertEqual([(ask["id"], ask["state"], ask["answered_by"], ask["answer"]) for ask in self.json("grant", "list")["answered"]],
                         [(2, "withdrawn", "Tom Teacher (T1)", None), (1, "declined", "Olive Office (O1)", "no letter")])
        mine = self.json("grant", "list", "--person", "P6")["asks"]
        self.assertEqual([(ask["state"], ask["answer"], ask["answered_by"], ask["missing"]) for ask in mine],
                         [("withdrawn", None, "Tom Teacher (T1)", []),
                          ("declined", "no letter", "Olive Office (O1)", [])])
        self.assertEqual(mine, self.json("grant", "list", "--person", "T1")["asks"])
        self.assertEqual(mine[0]["asked_of"], ["office", "slt", "headteacher"])

    def test_several_staff_go_on_a_visit_in_one_request(self):
        said = self.json("grant", "visit", "--visit", "the museum", "--staff", "T1", "--staff", "T2", "--from",
                         at(30), "--until", at(300), "--by", "S1")
        self.assertEqual(said["ids"], [1, 2])
        grants, _ = self.listed()
        self.assertEqual([(grant["ref"], grant["state"], grant["reason"], grant["party"]) for grant in grants],
                         [("T1", "coming", "the museum", None), ("T2", "coming", "the museum", 1)])
        # One who may not go is the whole request refused.
        self.refused("grant", "visit", "--visit", "the zoo", "--staff", "T1", "--staff", "S1", "--until", at(300),
                     "--by", "S1")
        self.refused("grant", "visit", "--visit", "the zoo", "--staff", "T1", "--staff", "P4", "--until", at(300),
                     "--by", "S1")
        self.refused("grant", "visit", "--visit", "the zoo", "--until", at(300), "--by", "S1")
        self.assertEqual(len(self.listed()[0]), 2)

    def test_a_medical_arrangement_needs_a_review_and_nothing_printed_tells_of_it(self):
        self.refused("grant", "medical", "P4", "--until", day(200), "--by", "H1", status=2)
        self.refused("grant", "medical", "P4", "--until", day(200), "--review", day(-1), "--by", "H1")
        self.done("grant", "medical", "P4", "--until", day(200), "--review", day(0), "--by", "H1")
        self.assertEqual(self.listed()[0][0]["missing"], ["a review: its date has come"])
        service = self.serve()
        self.wait_log(service, "review due")
        self.done("grant", "review", "1", "--review", day(90), "--by", "S1")
        self.assertEqual(self.listed()[0][0]["missing"], [])
        self.refused("desk", "hand-in", "P4", "--safe", "Office", "--envelope", "1", "--by", "O1")
        printed = self.done("log") + self.done("log", "--json") + self.done("status") + self.done("grant", "list")
        for word in ("LAW-1", "medical"):
            self.assertNotIn(word, printed)
        self.assertIn("arranged", printed)
        self.stop(service)

    def test_an_emergency_release_lasts_two_hours_at_the_most_and_is_a_leaders(self):
        self.refused("grant", "emergency", "P4", "--reason", "a fire", "--by", "O1")
        self.refused("grant", "emergency", "P4", "--reason", "a fire", "--until", at(121), "--by", "S1")
        self.done("grant", "emergency", "P4", "--reason", "a fire", "--by", "S1")
        self.done("desk", "hand-in", "P4", "--safe", "Office", "--envelope", "1", "--switched-off", "yes", "--by",
                  "O1")
        said = self.json("desk", "collect", "P4", "--by", "O1")
        self.assertEqual((said["outcome"], said["rule"]), ("allow", "SYS-1"))

    def test_an_exception_ends_by_itself_and_a_phone_still_out_is_overdue(self):
        self.done("calendar", "day", datetime.date.today(), "holiday", "--by", "O1")
        self.done("desk", "hand-in", "T1", "--safe", "Office", "--envelope", "1", "--switched-off", "yes", "--by",
                  "O1")
        self.done("grant", "exceptional", "T1", "--until", at(60), "--reason", "a reason", "--rooms", "office",
                  "--by", "S1")
        self.done("desk", "collect", "T1", "--by", "O1")
        self.assertEqual(self.json("status")["overdue"], [])
        service = self.serve()
        self.done("grant", "end", "1", "--by", "S1")
        self.assertEqual([row["person"] for row in self.json("status")["overdue"]], ["Tom Teacher (T1)"])
        self.assertIn("overdue", self.done("status"))
        self.assertEqual(self.listed()[0][0]["state"], "overdue")
        self.done("desk", "hand-in", "T1", "--safe", "Office", "--envelope", "1", "--switched-off", "yes", "--by",
                  "O1")
        self.assertEqual(self.json("status")["overdue"], [])
        # One whose end came while no service ran is written down when the next begins.
        self.stop(service)
        self.done("grant", "exceptional", "T1", "--until", at(0.03), "--reason", "a reason", "--rooms", "office",
                  "--by", "S1")
        while self.json("grant", "list", "--person", "T1")["grants"][1]["state"] != "over":
            pass
        service = self.serve()
        self.wait_log(service, "grant over")
        self.assertEqual([grant["state"] for grant in self.json("grant", "list", "--person", "T1")["grants"]],
                         ["ended", "over"])
        self.stop(service)


if __name__ == "__main__":
    unittest.main()
