#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`hometime rehearse` as it is typed: a period through its own policy and another, the requests it
prints, which `hometime decide` answers as they are on record, and a day's register."""
import json
import shutil
import sqlite3
import unittest
from pathlib import Path

from school import SchoolCase

POLICIES = Path(__file__).resolve().parents[2] / "db/policies"


class Rehearse(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()
        # At the desk, at whatever hour it is here: in, in, and one asked for again.
        for person, envelope in (("P6", 1), ("P4", 2), ("T1", 3)):
            self.done("desk", "hand-in", person, "--safe", "office", "--envelope", envelope, "--by", "O1")
        self.run_words("desk", "collect", "P4", "--by", "O1")
        self.run_words("desk", "collect", "T1", "--by", "O1")

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    def edit(self, sql):
        with sqlite3.connect(self.database) as database:
            self.assertGreater(database.execute(sql).rowcount, 0)

    def tables(self, *words, status=0):
        result = self.run_words("rehearse", *words, "--json")
        self.assertEqual(result.returncode, status, result.stderr)
        return json.loads(result.stdout)["tables"]

    def counts(self, tables):
        return {row["what"]: row["count"] for row in tables["summary"]}

    def test_under_the_policy_in_force_nothing_changes(self):
        tables = self.tables()
        counts = self.counts(tables)
        self.assertEqual(counts["requests decided again"], 5)
        self.assertEqual(counts["answered the same"], 5)
        self.assertEqual(tables["changed"], [])
        self.assertIn("Nobody's.", self.done("rehearse"))

    def test_one_answer_edited_on_record_is_found_and_named(self):
        self.edit("UPDATE decision SET outcome = 'refuse' WHERE id = 2")
        tables = self.tables(status=1)
        self.assertEqual([row["person"] for row in tables["changed"]], ["Ben Bold"])
        self.assertTrue(tables["changed"][0]["was"].startswith("refuse"))
        self.assertTrue(tables["changed"][0]["now"].startswith("allow"))
        self.assertIn("1 of the answers on record would not be given now", self.run_words("rehearse").stderr)

    def test_what_it_prints_decide_answers_as_it_is_on_record(self):
        lines = self.done("rehearse", "--print-requests")
        answers = self.run_words("decide", stdin=lines).stdout.splitlines()
        kept = self.rows("SELECT outcome, rule, say, obligations FROM decision ORDER BY id")
        self.assertEqual(len(answers), len(kept))
        for answer, (outcome, rule, say, obligations) in zip(map(json.loads, answers), kept):
            self.assertEqual((answer["outcome"], answer["rule"], answer["say"]), (outcome, rule, say))
            self.assertEqual([o["kind"] for o in answer["obligations"]], json.loads(obligations))
        for name in ("Ann", "Able", "Ben", "Tom", "04AABB", "P6"):
            self.assertNotIn(name, lines)

    def test_another_policy_by_name_and_the_same_from_a_file(self):
        named = self.tables("--policy", "christ-church")
        copy = self.folder / "ours.json"
        shutil.copy(POLICIES / "christ-church.json", copy)
        self.assertEqual(self.tables("--policy", copy), named)
        # Christ Church says nothing of pupils' phones, and this school has chosen nothing.
        changed = [(row["person"], row["now"], row["now_rule"]) for row in named["changed"]]
        self.assertIn(("Ben Bold", "refer", "school"), changed)
        own = self.tables("--policy", "christ-church", "--pupils", "own", "--person", "P4")
        self.assertNotIn("refer", [row["now"] for row in own["changed"]])

    def test_one_persons_and_one_days(self):
        self.assertEqual(self.counts(self.tables("--person", "P6"))["requests decided again"], 1)
        tables = self.tables("--from", "2020-01-01", "--until", "2020-12-31")
        self.assertEqual(self.counts(tables)["requests decided again"], 0)

    def test_a_register_is_asked_without_a_row_written(self):
        before = self.events()
        tables = self.tables("--register", "2026-11-24", "--policy", "flixton")
        self.assertIn(("Ben Bold", "hand in, in the window", "RP-1", "FX-1"),
                      [(row["person"], row["asked"], row["was_rule"], row["now_rule"])
                       for row in tables["changed"]])
        self.assertIn(1, [row["people"] for row in tables["changes"]])
        self.assertEqual(self.tables("--register", "2026-11-24")["changed"], [])
        self.assertEqual(self.events(), before)
        lines = self.done("rehearse", "--register", "2026-11-24", "--print-requests")
        self.assertNotIn("error", self.run_words("decide", stdin=lines).stdout)

    def test_on_paper_and_in_a_spreadsheet(self):
        self.assertIn("Ben Bold", self.done("rehearse", "--policy", "helsby", "--csv"))
        self.assertTrue(self.done("rehearse", "--html", "-").startswith("<!doctype html>"))

    def test_what_is_wrong_is_said_in_one_line(self):
        self.assertIn("eton", self.refused("rehearse", "--policy", "eton", status=2))
        self.assertIn("/nowhere/x.json", self.refused("rehearse", "--policy", "/nowhere/x.json"))
        bad = self.folder / "bad.json"
        bad.write_text((POLICIES / "flixton.json").read_text().replace('"FX-3", "action"', '"FX-99", "action"', 1))
        self.assertIn(f"{bad}: FX-99: no such rule", self.refused("rehearse", "--policy", bad))
        self.assertIn("--pupils", self.refused("rehearse", "--pupils", "unset", status=2))
        self.assertIn("--register", self.refused(
            "rehearse", "--register", "2026-11-24", "--from", "2026-11-23", status=2))
        self.assertIn("2026-02-30", self.refused("rehearse", "--register", "2026-02-30", status=2))
        self.assertIn("NOBODY", self.refused("rehearse", "--person", "NOBODY"))


if __name__ == "__main__":
    unittest.main()
