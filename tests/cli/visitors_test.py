#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reception with the real program: visitors signed in and out, and the phones they leave."""
import unittest

from school import SchoolCase


class Visitors(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def sign_in(self, *words):
        return self.json("visitor", "sign-in", *words, "--by", "O1")

    def test_a_visitors_phone_is_kept_at_any_time_and_nobody_signs_out_without_being_asked(self):
        said = self.sign_in("Vera", "Visitor", "--about", "governors' tea", "--device", "phone", "--safe", "Office",
                            "--envelope", "3", "--switched-off", "yes")
        self.assertEqual((said["person"], said["rule"]), ("V1", "RP-10"))
        here = self.json("visitor", "list")["here"]
        self.assertEqual([(row["name"], row["about"], row["devices"][0]["place"]) for row in here],
                         [("Vera Visitor (V1)", "governors' tea", "Office envelope 3")])
        self.assertIn("Office envelope 3", self.refused("visitor", "sign-out", "V1", "--by", "O1"))
        self.assertEqual(len(self.json("visitor", "list")["here"]), 1)
        self.assertIn("give it to them",
                      self.done("visitor", "sign-out", "V1", "--given-back", "yes", "--by", "O1"))
        self.assertEqual(self.json("visitor", "list")["here"], [])
        self.assertEqual(self.json("status")["in"], [])
        kinds = [event["kind"] for event in self.events() if event["by"]][-5:]
        self.assertEqual(kinds, ["person added", "signed in", "custody began", "custody ended", "signed out"])

    def test_who_comes_again_is_the_same_person_and_is_in_only_once(self):
        self.sign_in("Carl", "Contractor", "--category", "contractor", "--about", "Boilers Ltd")
        self.assertIn("already", self.refused("visitor", "sign-in", "Carl", "Contractor", "--category", "contractor",
                                              "--by", "O1"))
        self.done("visitor", "sign-out", "V1", "--by", "O1")
        again = self.sign_in("Carl", "Contractor", "--category", "contractor")
        self.assertEqual(again["person"], "V1")
        self.assertEqual(self.sign_in("Carl", "Contractor", "--category", "visitor")["person"], "V2")

    def test_what_is_left_behind_stays_listed(self):
        self.sign_in("Mo", "Mother", "--category", "parent", "--device", "phone", "--safe", "Office", "--envelope",
                     "4")
        self.done("visitor", "sign-out", "V1", "--given-back", "no", "--by", "O1")
        said = self.json("visitor", "list")
        self.assertEqual(said["here"], [])
        self.assertEqual([row["name"] for row in said["left_behind"]], ["Mo Mother (V1)"])
        self.done("desk", "collect", "V1", "--by", "O1")
        self.assertEqual(self.json("visitor", "list")["left_behind"], [])

    def test_where_the_policy_says_nothing_of_their_phone_the_desk_takes_it_and_says_by_which_rule(self):
        self.database.unlink()
        self.make_school("balfour")
        self.assertIn("We keep it for now. (school)",
                      self.done("visitor", "sign-in", "Vera", "Visitor", "--device", "phone", "--safe", "Office",
                                "--envelope", "3", "--by", "O1"))
        self.assertEqual([len(row["devices"]) for row in self.json("visitor", "list")["here"]], [1])
        self.assertEqual(len(self.json("status")["in"]), 1)

    def test_only_the_office_signs_in_and_only_those_who_visit(self):
        self.assertIn("Only", self.refused("visitor", "sign-in", "A", "B", "--by", "T1"))
        self.assertIn("visitor, contractor or parent",
                      self.refused("visitor", "sign-in", "A", "B", "--category", "staff", "--by", "O1"))
        self.assertIn("T1 is staff", self.refused("visitor", "sign-in", "Tom", "Teacher", "--person", "T1", "--by",
                                                  "O1"))
        self.assertIn("not signed in", self.refused("visitor", "sign-out", "T1", "--by", "O1"))
        self.assertIn("Where does it go", self.refused("visitor", "sign-in", "A", "B", "--device", "phone", "--by",
                                                       "O1"))
        self.assertEqual(self.json("visitor", "list")["here"], [])
        self.assertEqual(self.sign_in("A", "B")["person"], "V1")  # nothing of the refused ones was kept
        self.assertIn("Write 1 on the envelope.", self.done("visitor", "sign-in", "C", "D", "--device", "phone", "--safe",
                                                            "Office", "--by", "O1"))


if __name__ == "__main__":
    unittest.main()
