#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk sees before anything is pressed, by the real program: today, people find, person show, card whose."""
import json
import unittest

from school import SchoolCase


class DeskView(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def test_a_person_is_found_by_two_letters_and_by_their_card(self):
        self.assertEqual([p["ref"] for p in self.json("people", "find", "ab")["people"]], ["P6"])
        self.assertEqual([p["ref"] for p in self.json("people", "find", "An")["people"]], ["P6"])
        found = self.json("card", "whose", "04AABBCCDDEE80")
        self.assertEqual((found["ref"], found["state"]), ("P6", "in use"))
        self.assertIsNone(self.json("card", "whose", "04AABBCCDDEE81")["ref"])

    def test_what_the_policy_says_is_shown_with_its_rule_and_nothing_is_written(self):
        before = len(self.events())
        young = self.json("person", "show", "P4")
        self.assertEqual(young["in"], [])
        self.assertEqual(young["cards"], ["3344"])
        self.assertIn(young["hand_in"]["outcome"], ("allow", "refer"))
        self.assertTrue(young["hand_in"]["rule"].startswith("RP-"))
        self.assertEqual(len(self.events()), before)
        self.done("desk", "hand-in", "P4", "--safe", "Safe", "--envelope", "7", "--by", "O1")
        young = self.json("person", "show", "P4")
        self.assertEqual(young["in"][0]["envelope"], "7")
        self.assertEqual(young["in"][0]["collect"]["rule"], "RP-4")

    def test_an_arrangement_is_seen_and_not_what_it_is(self):
        self.done("grant", "medical", "P6", "--until", "2035-01-01", "--review", "2034-01-01", "--by", "H1")
        for words in (("person", "show", "P6"), ("today",)):
            text = json.dumps(self.json(*words))
            self.assertNotIn("LAW-1", text)
            self.assertNotIn("medical", text)
        self.assertEqual(self.json("person", "show", "P6")["hand_in"]["rule"], "arranged")

    def test_the_next_envelope_of_the_safe_last_used_is_proposed(self):
        def places(): return self.json("person", "show", "P4")["places"]
        self.assertEqual((places()["safe"], places()["envelope"]), ("", "1"))
        for person, envelope in (("P6", "1"), ("P4", "3"), ("T1", "2 (blue)")):
            self.done("desk", "hand-in", person, "--safe", "Office safe", "--envelope", envelope, "--by", "O1")
        self.assertEqual((places()["safe"], places()["envelope"]), ("Office safe", "4"))
        self.done("desk", "by-hand", "P6", "--did", "collect", "--by", "O1")
        self.assertEqual(places()["envelope"], "1")

    def test_a_lost_card_is_replaced_in_one_go(self):
        self.done("card", "replace", "04AABBCCDDEE99", "P6", "--by", "O1")
        self.assertEqual(self.json("card", "whose", "04AABBCCDDEE80")["state"], "lost")
        self.assertEqual(self.json("card", "whose", "04AABBCCDDEE99")["ref"], "P6")
        self.refused("card", "replace", "04AABBCCDDEE99", "P4", "--by", "O1")
        self.refused("person", "show", "P6", "--switched-off", "perhaps")

    def test_today_lists_who_is_in(self):
        self.done("desk", "hand-in", "P6", "--safe", "Safe", "--envelope", "7", "--by", "O1")
        today = self.json("today")
        self.assertEqual([(c["ref"], c["place"]) for c in today["custodies"]], [("P6", "Safe envelope 7")])


if __name__ == "__main__":
    unittest.main()
