#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds, breaches, incidents, notices and overrides as an office types them, beside the service."""
import sqlite3
import unittest

from school import SchoolCase

MORE = """M1,Mo,Mother,parent,,,,,,
L1,Lou,Lead,slt,,,,,,
C1,Cal,Contractor,contractor,,,,,,
"""
SECRET = "XYZZY"


class Conduct(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school("flixton")
        people = self.folder / "people.csv"
        people.write_text(people.read_text() + MORE)
        self.done("import", "people", people, "--apply", "--by", "O1")

    def hand_in(self, *words):
        return self.done("desk", "hand-in", "P4", "--safe", "office", "--envelope", "3", *words,
                         "--by", "O1")

    def test_a_hold_shows_its_date_and_writes_nothing_until_it_is_confirmed(self):
        before = self.events()
        said = self.hand_in("--hold", SECRET)
        self.assertRegex(said, r"looks at it again on \w+day \d+ \w+ 20\d\d.*confirm")
        self.assertEqual(self.events(), before)
        self.hand_in("--hold", SECRET, "--to", "M1", "--confirm")
        held = self.json("hold", "list", "--by", "O1")["holds"]
        self.assertEqual([(hold["reason"], hold["named"]) for hold in held],
                         [(SECRET, ["Mo Mother (M1)"])])
        self.assertIn("identified", self.refused("desk", "collect", "P4", "--to", "M1", "--by", "O1"))
        self.assertIn("How were they identified", self.refused(
            "desk", "collect", "P4", "--to", "M1", "--identified", "looked nice", "--by", "O1"))
        self.done("desk", "collect", "P4", "--to", "M1", "--identified", "known to staff", "--by", "O1")
        self.assertEqual(self.json("hold", "list", "--by", "O1")["holds"], [])

    def test_a_ban_begins_with_the_breach_and_the_headteacher_lifts_it(self):
        self.assertIn("ban", self.done("breach", "record", "P4", "FX-2", "--by", "O1"))
        self.assertIn("no rule RP-4", self.refused("breach", "record", "P4", "RP-4", "--by", "O1"))
        self.assertIn("FX-3", self.hand_in())
        self.refused("ban", "lift", "1", "--reason", "talked", "--by", "L1")
        self.done("ban", "lift", "1", "--reason", SECRET, "--by", "H1")
        self.assertEqual(self.json("ban", "list", "--by", "O1")["bans"], [])
        self.refused("breach", "close", "1", "--outcome", " ", "--by", "H1")
        self.refused("breach", "close", "1", "--outcome", "x", "--disciplinary", "--by", "H1")
        self.done("breach", "close", "1", "--outcome", SECRET, "--by", "H1")

    def test_a_contractors_breach_stands_in_the_tray_until_she_marks_it_done(self):
        self.done("breach", "record", "C1", "FX-10", "--happened", "2026-01-05T11:20", "--by", "O1")
        notices = self.json("notice", "list", "--by", "H1")["notices"]
        # That an import made L1 a leader stands there too.
        self.assertEqual([notice["kind"] for notice in notices], ["post", "contractor's breach"])
        notices = notices[1:]
        self.assertTrue(notices[0]["due"])
        self.refused("notice", "done", notices[0]["id"], "--by", "O1")
        self.done("notice", "done", notices[0]["id"], "--hr", "--by", "H1")
        self.assertNotIn("contractor", self.done("notice", "list", "--by", "H1"))
        self.assertTrue(self.json("notice", "list", "--done", "--by", "H1")["notices"][0]["hr_at"])

    def test_an_incident_is_read_by_its_readers_and_an_evidence_hold_by_nobody_elses_leave(self):
        self.done("incident", "record", "indecent images", "--what", SECRET, "--about", "P4", "--by", "T1")
        self.refused("incident", "show", "1", "--by", "T1")
        self.assertIn(SECRET, self.done("incident", "show", "1", "--by", "H1"))
        self.assertIn("OVERDUE", self.done("notice", "list", "--by", "H1"))
        self.hand_in()
        words = ("hold", "evidence", "P4", "--reason", SECRET, "--incident", "1")
        self.refused(*words, "--confirm", "--by", "O1")
        self.assertIn("Nothing is done yet", self.done(*words, "--by", "H1"))
        self.done(*words, "--confirm", "--by", "H1")
        self.assertNotIn(SECRET, self.done("hold", "list", "--by", "O1"))
        self.refused("desk", "collect", "P4", "--to", "M1", "--identified", "seen document", "--by", "O1")
        self.refused("override", "collect", "P4", "--justification", "x", "--by", "H1")
        self.refused("desk", "by-hand", "P4", "--did", "collect", "--by", "H1")
        self.refused("hold", "end", "1", "--by", "H1")
        self.refused("hold", "police", "1", "--officer", "Brown", "--number", "7", "--reference", " ",
                     "--by", "H1")
        self.done("hold", "police", "1", "--officer", "Brown", "--number", "7", "--reference", "R/1",
                  "--by", "H1")
        self.done("incident", "police", "1", "--choice", "school", "--by", "H1")
        self.done("incident", "close", "1", "--outcome", "with the police", "--by", "H1")

    def test_nothing_that_people_write_leaves_its_rows(self):
        service = self.serve()
        self.done("incident", "record", "improper contact", "--what", SECRET, "--place", SECRET,
                  "--wishes", SECRET, "--by", "T1")
        self.done("incident", "note", "1", "--text", SECRET, "--by", "T1")
        self.done("incident", "close", "1", "--outcome", SECRET, "--by", "H1")
        self.hand_in("--hold", SECRET, "--confirm")  # refused on any day
        self.done("override", "collect", "P4", "--justification", SECRET, "--by", "O1")
        self.assertIn(SECRET, self.done("notice", "list", "--by", "H1"))
        self.done("override", "note", "--justification", SECRET, "--proposed", "--by", "T1")
        self.done("headteacher", "absent", "--deputy", "L1", "--until", "23:59", "--by", "O1")
        self.assertNotIn(SECRET, self.done("notice", "list", "--by", "L1"))
        self.assertIn("wait for the Headteacher", self.done("notice", "list", "--by", "L1"))
        self.assertEqual(self.stop(service), 0)
        self.assertNotIn(SECRET, service.pending + service.stderr.read())
        self.assertNotIn(SECRET, self.done("log", "--json"))
        self.assertNotIn("improper", self.done("log", "--json"))
        with sqlite3.connect(self.database) as rows:
            for table, column in (("event", "facts"), ("notice", "text"), ("decision", "request")):
                found = rows.execute(f"SELECT count(*) FROM {table} WHERE {column} LIKE '%{SECRET}%'")
                self.assertEqual(found.fetchone()[0], 0, table)

    def test_whoever_prints_somebodys_record_is_told_of_to_them(self):
        self.assertIn("--by", self.refused("report", "person", "T1", status=2))
        self.refused("report", "person", "O1", "--by", "T1")
        self.done("report", "person", "T1", "--by", "H1")
        self.done("report", "person", "T1", "--by", "T1")
        notices = self.json("notice", "list", "--by", "T1")["notices"]
        self.assertEqual([notice["person"] for notice in notices], ["Helen Head (H1)"])


if __name__ == "__main__":
    unittest.main()
