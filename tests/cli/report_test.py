#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`hometime report` as it is typed: its four forms, its refusals, beside a database it never changes."""
import csv
import io
import stat
import unittest

from school import SchoolCase


class Report(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def test_a_day_reads_the_same_as_json_csv_and_page(self):
        tables = self.json("report", "day", "2026-11-23")["tables"]
        self.assertEqual([row["person"] for row in tables["expected"]], ["Ann Able"])
        self.assertEqual(tables["expected"][0]["state"], "not in")
        rows = list(csv.reader(io.StringIO(self.done("report", "day", "2026-11-23", "--csv"))))
        self.assertIn(["Ann Able", "6A", "not in", "", ""], rows)
        page = self.done("report", "day", "2026-11-23", "--html", "-")
        self.assertTrue(page.startswith("<!doctype html>"))
        self.assertIn("<td>Ann Able</td>", page)

    def test_a_page_goes_to_a_file_its_owner_alone_reads(self):
        page = self.folder / "day.html"
        self.assertEqual(self.done("report", "day", "2026-11-23", "--html", page), "")
        self.assertIn("Ann Able", page.read_text())
        self.assertEqual(stat.S_IMODE(page.stat().st_mode) & 0o077, 0)

    def test_a_name_from_a_file_runs_nowhere(self):
        people = self.folder / "people.csv"
        text = people.read_text().replace("Ann,Able", "=HYPERLINK(1),<b>Able")
        people.write_text(text)
        self.done("import", "people", people, "--apply", "--by", "O1")
        self.assertIn("'=HYPERLINK(1) <b>Able", self.done("report", "day", "2026-11-23", "--csv"))
        page = self.done("report", "day", "2026-11-23", "--html", "-")
        self.assertIn("=HYPERLINK(1) &lt;b&gt;Able", page)
        self.assertNotIn("<b>", page)

    def test_what_is_wrong_is_said_in_one_line(self):
        self.assertIn("2026-02-30", self.refused("report", "day", "2026-02-30", status=2))
        self.assertIn("--csv", self.refused("report", "day", "--csv", "--json", status=2))
        self.assertIn("/nowhere/x.html", self.refused("report", "day", "--html", "/nowhere/x.html"))

    def test_the_governors_page_names_nobody_and_takes_the_schools_review_date(self):
        self.assertIn("reviewed", self.refused("school", "set", "reviewed", "2999-01-01", "--by", "H1"))
        self.done("school", "set", "reviewed", "2026-09-01", "--by", "H1")
        tables = self.json("report", "governors", "--from", "2026-09-01", "--until", "2026-12-18")["tables"]
        self.assertEqual(tables["review"][0]["due"], "2027-09-01")
        self.assertEqual(tables["answers"][-1]["all"], "under 5")
        text = self.done("report", "governors", "--until", "2026-12-18")
        for name in ("Ann", "Able", "Ben", "Helen", "P6"):
            self.assertNotIn(name, text)

    def test_the_evidence_page_has_every_rule_in_each_form(self):
        report = self.json("report", "evidence", "--until", "2026-12-18")
        rules = [row["rule"] for row in report["tables"]["rules"]]
        self.assertEqual((rules[0], rules[-1], len(rules)), ("RP-1", "SYS-1", 29))
        for words in (("--csv",), ("--html", "-"), ()):
            text = self.done("report", "evidence", "--until", "2026-12-18", *words)
            self.assertIn("Cyber-bullying, 2nd paragraph", text)
            for name in ("Able", "Bold", "Olive"):
                self.assertNotIn(name, text)

    def test_a_period_that_ends_before_it_begins_is_bad_usage(self):
        self.assertIn("--from", self.refused(
            "report", "governors", "--from", "2026-12-01", "--until", "2026-11-30", status=2))

    def test_a_person_sees_their_own_record_and_nobody_elses(self):
        self.done("card", "lost", "11223344", "--by", "O1")
        report = self.json("report", "person", "P4", "--by", "O1")
        self.assertEqual(report["tables"]["cards"][0]["card"], "...3344")
        self.assertEqual(report["tables"]["cards"][0]["state"], "lost")
        self.assertEqual(report["tables"]["walker"], [])
        text = self.done("report", "person", "P4", "--by", "O1")
        self.assertIn("Ben Bold (P4)", text)
        self.assertNotIn("Able", text)
        self.assertIn("NOBODY", self.refused("report", "person", "NOBODY", "--by", "O1"))

    def test_a_report_changes_nothing_and_runs_beside_the_service(self):
        before = self.events()
        self.serve()
        self.done("report", "day")
        self.assertEqual(self.events()[:len(before)], before)
        self.assertNotIn("report", [event["kind"] for event in self.events()])


if __name__ == "__main__":
    unittest.main()
