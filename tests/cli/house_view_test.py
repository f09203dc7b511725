#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screens of the house read, asked by the command line: the register as a list, a month of the
calendar, the policy in force, a card named as the person's page shows it."""
import unittest

from school import SchoolCase


class HouseView(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def test_the_register_counts_who_is_here_and_names_one_class_or_category(self):
        whole = self.json("people", "list")
        self.assertEqual((whole["classes"], whole["categories"]["pupil"], whole["people"]),
                         ({"6A": 1, "4A": 1}, 2, []))
        self.assertEqual([p["ref"] for p in self.json("people", "list", "--class", "6A")["people"]], ["P6"])
        self.assertEqual([p["ref"] for p in self.json("people", "list", "--category", "office")["people"]], ["O1"])
        self.assertEqual(self.json("people", "list", "--class", "9Z")["people"], [])
        # Who left is on record and not in the list.
        people = self.folder / "left.csv"
        people.write_text("ref,given,family,category,year,left\nP4,Ben,Bold,pupil,4,2020-01-01\n")
        self.done("import", "people", people, "--apply", "--by", "O1")
        self.assertEqual(self.json("people", "list")["classes"], {"6A": 1})

    def test_a_month_says_of_each_day_what_kind_it_is_and_why(self):
        self.done("calendar", "term", "Autumn", "--from", "2026-09-02", "--until", "2026-12-18", "--by", "O1")
        self.done("calendar", "day", "2026-10-26", "inset", "--name", "training", "--by", "O1")
        self.done("calendar", "hours", "--sessions", "08:45-12:00", "--home-time", "12:00", "--hand-in", "08:30-09:00",
                  "--date", "2026-10-23", "--reason", "last day", "--by", "O1")
        month = self.json("calendar", "month", "2026-10-14")
        days = {day["date"]: day for day in month["days"]}
        self.assertEqual((month["month"], len(days)), ("2026-10", 31))
        self.assertEqual((days["2026-10-26"]["kind"], days["2026-10-26"]["name"], days["2026-10-26"]["special"]),
                         ("inset", "training", True))
        self.assertEqual((days["2026-10-24"]["kind"], "hours" in days["2026-10-24"]), ("weekend", False))
        self.assertEqual(days["2026-10-23"]["hours"]["home_time"], "12:00")
        self.assertEqual(days["2026-10-23"]["hours"]["reason"], "last day")
        self.assertEqual(days["2026-10-22"]["hours"]["sessions"], "08:45-12:00,13:00-15:15")
        self.assertEqual([term["name"] for term in month["terms"]], ["Autumn"])
        self.assertEqual(len(self.json("calendar", "month", "2028-02-29")["days"]), 29)
        self.assertEqual(self.json("calendar", "month", "2027-01-04")["days"][3]["kind"], "holiday")
        self.assertIn("2026-11-23", self.refused("calendar", "month", "November"))

    def test_the_policy_shows_every_rule_with_its_source_and_what_the_school_chose(self):
        policy = self.json("policy", "show")
        rules = {rule["id"]: rule for rule in policy["rules"]}
        self.assertEqual(policy["name"], "roby-park")
        self.assertFalse(rules["RP-2"]["ours"])
        self.assertTrue(rules["SYS-1"]["ours"])
        self.assertTrue(all(rule["title"] for rule in policy["rules"]))
        self.assertEqual(policy["settings"]["mentions"], "")
        self.done("school", "set", "mentions", "leadership", "--by", "H1")
        self.assertEqual(self.json("policy", "show")["settings"]["mentions"], "leadership")

    def test_a_lost_card_is_named_by_its_last_four_digits_and_by_nothing_less(self):
        words = ("card", "lost", "--person", "P6", "--last")
        for last in ("EE8", "80", "DD80", "EEE80"):
            self.assertIn("no card in use", self.refused(*words, last, "--by", "O1"))
        self.done(*words, "EE80", "--by", "O1")
        self.assertIn("reported lost", self.done("card", "whose", "04AABBCCDDEE80"))
        # Of two that end alike neither is guessed at.
        self.done("card", "add", "0411111111BB80", "P4", "--by", "O1")
        self.done("card", "add", "0422222222BB80", "P4", "--by", "O1")
        self.assertIn("the whole number", self.refused("card", "end", "--person", "P4", "--last", "BB80", "--by", "O1"))
        self.assertEqual(len(self.json("person", "show", "P4")["cards"]), 3)


if __name__ == "__main__":
    unittest.main()
