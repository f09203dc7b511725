#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a school office really imports: exports with their own headings, and every wrong file."""
import sqlite3
import unittest

from school import SchoolCase

HEADER = "ref,given,family,category,year,class,left\n"
GOOD = HEADER + "N1,Zoë,Able,pupil,6,6A,\n"
SIMS = """UPN,Legal Surname,Chosen Forename,Reg Group,Year Group,DOB,Date of Leaving
B801200005001,"O'Hara, jun.",Zoë,6 Ash,Year 6,05/11/2015,
N2,Best,Bob,RO,Reception,01/02/2021,18/12/2026 00:00:00
"""


class Import(SchoolCase):
    def setUp(self):
        super().setUp()
        self.make_school()

    def file(self, content, name="people.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def everything(self):
        with sqlite3.connect(self.database) as database:
            rows = list(database.iterdump())
        database.close()
        return rows

    def test_every_wrong_file_is_explained_in_one_sentence_and_changes_nothing(self):
        latin = GOOD.encode("latin-1")
        wrong = [
            (latin, ["Line 2", "EB", "Latin-1", "CSV UTF-8"]),
            ("", ["empty"]),
            ("\ufeff\n\n", ["empty"]),
            (b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 50, ["Excel", ".xlsx", "CSV UTF-8"]),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, ["Excel", ".xls)"]),
            (GOOD.encode("utf-16"), ["UTF-16", "CSV UTF-8"]),
            (GOOD.encode("utf-16-be"), ["UTF-16", "CSV UTF-8"]),
            (b"%PDF-1.7\n", ["PDF"]),
            (b"<html><table><tr><td>ref</td>", ["web page"]),
            (GOOD.encode() + b"N2\0,B,C,staff,,,\n", ["Line 3", "zero"]),
            (bytes(range(128, 256)) * 4, ["Line 1", "not UTF-8"]),
            (GOOD.replace(",", ";"), ["semicolons", "commas"]),
            (GOOD.replace(",", "\t"), ["tabs", "commas"]),
            (GOOD.replace("family", "surname"), ["no column called family", "surname", "a guessed one"]),
            (HEADER.replace("left", "Given"), ["two columns called given"]),
        ]
        before = self.everything()
        for content, words in wrong:
            path = self.file(content)
            for apply in ([], ["--apply", "--by", "O1"]):
                said = self.refused("import", "people", path, *apply)
                for word in words:
                    self.assertIn(word, said)
        self.assertIn("folder", self.refused("import", "people", self.folder))
        self.assertIn("No such file", self.refused("import", "people", self.folder / "not.csv"))
        self.assertEqual(self.everything(), before)

    def test_every_wrong_row_is_explained_and_no_row_is_written(self):
        wrong = [
            ("N2,Bob,Best,pupil,6,6A,29/02/2025\n", ["Line 3", "29/02/2025", "not a day of the calendar"]),
            ("N2,Bob,Best,pupil,6,6A,2025-02-29\n", ["Line 3", "not a day of the calendar"]),
            ("N1,Bob,Best,pupil,6,6A,\n", ["Line 3", "N1 is on line 2 already"]),
            ("N2,Smith, jun.,Bob,pupil,6,6A,\n", ["Line 3", "8 columns", "comma", "quotes"]),
            ("A801200005001,Bob,Best,pupil,6,6A,\n", ["Line 3", "check letter should be B"]),
            # The example that two suppliers publish with letter Q (field.md 5.6): it is P.
            ("Q207000016049,Bob,Best,pupil,6,6A,\n", ["Line 3", "check letter should be P"]),
        ]
        before = self.everything()
        for row, words in wrong:
            result = self.run_words("import", "people", self.file(GOOD + row), "--apply", "--by", "O1")
            self.assertEqual(result.returncode, 1)
            for word in words:
                self.assertIn(word, result.stdout)
            self.assertIn("nothing was written", result.stderr)
        self.assertEqual(self.everything(), before)
        self.done("import", "people", self.file(GOOD + 'N2,"Smith, jun.",Best,pupil,6,6A,\n'
                                                "P207000016049,Cy,Cole,pupil,5,5A,\n"
                                                "M80120000500A,Di,Dole,pupil,5,5A,\n"),
                  "--apply", "--by", "O1")

    def test_an_export_with_its_own_headings_comes_in_by_a_guess_or_a_saved_map(self):
        export = self.file(SIMS, "sims.csv")
        self.assertIn("a guessed one", self.refused("import", "people", export))
        preview = self.done("import", "people", export, "--map", "guess")
        self.assertIn('guessed: given from the column "Chosen Forename"', preview)
        self.assertIn("guessed: category is always pupil", preview)
        self.assertIn("add B801200005001: Zoë O'Hara, jun., pupil; year 6; class 6 Ash", preview)
        self.assertIn("year R; class RO; leaving date 2026-12-18", preview)
        sims = self.file(self.done("map", "guess", export), "sims.json")
        self.done("map", "save", "sims", sims, "--by", "O1")
        self.assertEqual(self.done("map", "list"), "sims\n")
        self.assertEqual(self.json("map", "show", "sims")["map"]["columns"]["ref"], "UPN")
        self.done("import", "people", export, "--map", "sims", "--apply", "--by", "O1")
        again = self.done("import", "people", export, "--map", "sims")
        self.assertIn("0 to add, 0 to change, 0 to end, 2 as they are", again)
        self.done("map", "end", "sims", "--by", "O1")
        self.assertIn("no column map", self.refused("import", "people", export, "--map", "sims"))

    def test_a_map_that_names_a_missing_column_names_it_and_those_there_are(self):
        sims = self.file('{"columns":{"ref":"UPN","given":"Forename","family":"Legal Surname"},'
                         '"always":{"category":"pupil"}}', "map.json")
        self.done("map", "save", "sims", sims, "--by", "O1")
        said = self.refused("import", "people", self.file(SIMS), "--map", "sims")
        self.assertIn('given from the column "Forename"', said)
        self.assertIn("UPN, Legal Surname, Chosen Forename", said)

    def test_a_map_translates_and_fills_in(self):
        self.done("map", "save", "walkers", self.file(
            '{"columns":{"ref":"Admission no","given":"First","family":"Last","year":"NCY",'
            '"walker_from":"Walks alone"},'
            '"values":{"walker_from":{"Yes":"2026-09-01","No":"-"},"year":{"six":"6"}},'
            '"always":{"category":"pupil","walker_until":"2027-07-21"}}', "m.json"), "--by", "O1")
        preview = self.done("import", "people", self.file(
            "Admission No,FIRST,last,N C Y,Walks Alone\nN1,Ann,Able,Six,YES\nN2,Bob,Best,Y5,no\nN3,Cy,Cole,6,\n"),
            "--map", "walkers")
        self.assertIn("N1: Ann Able, pupil; year 6; walks home alone 2026-09-01 to 2027-07-21", preview)
        self.assertIn("N2: Bob Best, pupil; year 5\n", preview)
        self.assertIn("N3: Cy Cole, pupil; year 6\n", preview)

    def test_a_preview_beside_a_service_is_a_childs_and_an_import_the_services(self):
        """The same answers with a service as without, and a service that answers meanwhile."""
        people = self.file(GOOD)
        alone = self.json("import", "people", people)
        before = self.everything()
        service = self.serve()
        self.assertEqual(self.json("import", "people", people), alone)
        self.assertIn("web page", self.refused("import", "people", self.file("<html>", "w.csv")))
        self.assertIn("no column called given", self.refused("import", "people", self.file("ref\nx\n", "w.csv")))
        self.assertIn("A preview", self.done("register", "roll-over", "--date", "2026-09-01"))
        # What only looks like an import to a glance is the service's own all the same.
        self.done("club", "add", '"import x', "--days", "mon", "--ends", "16:00", "--until", "2027-07-01",
                  "--by", "O1")
        self.assertIn('"import x', self.done("club", "list"))
        self.done("club", "end", '"import x', "--date", "2026-12-01", "--by", "O1")
        self.assertEqual(self.done("import", "people", people, "--apply", "--by", "O1").splitlines()[-1],
                         "Written: 1 people added, changed or ended.")
        self.assertEqual(self.stop(service), 0)
        self.assertGreater(len(self.everything()), len(before))

    def test_a_wrong_map_is_refused_with_its_place(self):
        wrong = [
            ("{", ["no JSON", "line 1"]),
            ("[]", ["columns"]),
            ('{"columns":{"forename":"F"}}', ['"forename"', "given"]),
            ('{"columns":{"ref":"A","given":"A","family":"C","category":"D"}}', ['"A"', "ref", "given"]),
            ('{"columns":{"ref":"A","given":"B","family":"C"}}', ["no column for category"]),
            ('{"columns":{"ref":"A","given":"B","family":"C","category":""}}', ["category"]),
            ('{"columns":{"given":"B","family":"C","category":"D"},"always":{"ref":"X"}}', ["ref"]),
            ('{"columns":{"ref":"A"},"always":{"ref":"B"}}', ["ref a column and a constant"]),
            ('{"columns":{"ref":"A"},"colums":{}}', ["colums"]),
            ('{"columns":{"ref":"A","given":"B","family":"C","category":"D"},"dates":"iso"}', ["dates"]),
        ]
        before = self.everything()
        for text, words in wrong:
            said = self.refused("map", "save", "m", self.file(text, "m.json"), "--by", "O1")
            for word in words:
                self.assertIn(word, said)
        good = self.file('{"columns":{"ref":"A","given":"B","family":"C","category":"D"}}', "m.json")
        self.assertIn("guess", self.refused("map", "save", "guess", good, "--by", "O1"))
        self.assertIn("leadership", self.refused("map", "save", "m", good, "--by", "T1"))
        self.assertEqual(self.everything(), before)


if __name__ == "__main__":
    unittest.main()
