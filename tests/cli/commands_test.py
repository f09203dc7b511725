#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command's manners: help, bad usage, who did it, and what is left behind when it is refused."""
import os
import re
import stat
import subprocess
import unittest

from school import PROGRAM, SchoolCase


def listed_commands():
    text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    rows = [line for line in text.splitlines() if line.startswith("  ")]
    return [re.split(r" +[A-Z\[]| {2,}", row.strip())[0].split() for row in rows]


class Commands(SchoolCase):
    def test_every_command_listed_has_help_that_names_it(self):
        commands = listed_commands()
        self.assertGreater(len(commands), 25)
        for words in commands:
            self.assertIn("hometime " + " ".join(words), self.done(*words, "--help"))

    def test_every_command_refuses_an_option_it_does_not_have(self):
        for words in listed_commands():
            self.assertIn("--help", self.refused(*words, "--no-such-thing", status=2))

    def test_every_command_that_takes_a_database_says_when_none_is_named(self):
        env = {k: v for k, v in os.environ.items() if k != "HOMETIME_DB"}
        self.assertIn("--db FILE", self.refused("status", status=2, env=env))
        self.assertIn("--db FILE", self.refused("serve", status=2, env=env))

    def test_no_words_at_all_print_the_list_and_are_bad_usage(self):
        result = self.run_words()
        self.assertEqual(result.returncode, 2)
        self.assertIn("hometime COMMAND", result.stderr)

    def test_a_command_that_changes_something_needs_to_know_who(self):
        self.make_school()
        self.assertIn("--by", self.refused("card", "end", "11223344", status=2))
        self.assertIn("NOBODY", self.refused("card", "end", "11223344", "--by", "NOBODY"))

    def test_the_record_names_who_did_it_and_the_operating_system_user(self):
        self.make_school()
        self.done("card", "end", "11223344", "--by", "O1")
        event = self.events()[-1]
        self.assertEqual(event["by"], "Olive Office (O1)")
        self.assertTrue(event["user"])

    def test_a_preview_writes_nothing_and_needs_nobody(self):
        self.done("init", "--policy", "flixton")
        people = self.folder / "people.csv"
        people.write_text("ref,given,family,category,year,class\nO1,Olive,Office,office,,\n")
        self.assertIn("add O1", self.done("import", "people", people))
        self.assertEqual(self.events(), [])

    def test_a_database_is_readable_by_its_owner_alone(self):
        self.make_school()
        self.assertEqual(stat.S_IMODE(self.database.stat().st_mode) & 0o077, 0)

    def test_init_does_not_overwrite_a_school(self):
        self.make_school()
        self.assertIn("already", self.refused("init", "--policy", "roby-park"))
        self.assertGreater(len(self.events()), 0)

    def test_init_with_a_policy_nobody_has_leaves_no_file(self):
        self.refused("init", "--policy", "nowhere", status=2)
        self.assertFalse(self.database.exists())

    def test_reading_commands_need_no_lock_and_a_missing_file_is_named(self):
        self.assertIn(str(self.database), self.refused("log"))
        self.assertIn(str(self.database), self.refused("status"))

    def test_a_full_disk_behind_standard_output_is_no_success(self):
        self.make_school()
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([PROGRAM, "log"], env=self.env, stdout=full,
                                    stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(result.returncode, 1)

    def test_the_school_chooses_only_what_there_is_to_choose_and_the_office_does_not(self):
        self.make_school("helsby")
        self.done("school", "set", "staff", "sessions", "--by", "H1")
        self.assertEqual(self.events()[-1]["facts"], {"staff": "sessions"})
        self.refused("school", "set", "staff", "sessions", "--by", "O1")
        self.refused("school", "set", "staff", "always", "--by", "H1")
        self.refused("school", "set", "site", "own", "--by", "H1")

    def test_a_bank_cannot_be_entered_twice_nor_at_an_address_there_is_not(self):
        self.make_school()
        self.done("bank", "add", "A", "--line", "stream:/x", "--address", "1", "--by", "O1")
        self.refused("bank", "add", "A", "--line", "stream:/y", "--address", "2", "--by", "O1")
        self.refused("bank", "add", "B", "--line", "stream:/x", "--address", "1", "--by", "O1")
        self.refused("bank", "add", "C", "--line", "stream:/x", "--address", "127", "--by", "O1")
        self.refused("bank", "add", "C", "--line", "tcp:x", "--address", "3", "--by", "O1")
        self.assertEqual([bank["name"] for bank in self.json("bank", "list")["banks"]], ["A"])


if __name__ == "__main__":
    unittest.main()
