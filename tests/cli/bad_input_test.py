#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people and machines get wrong: one clear sentence each, and nothing half done."""
import fcntl
import json
import os
import pty
import resource
import select
import socket
import sqlite3
import subprocess
import unittest

from school import PROGRAM, SchoolCase


class BadInput(SchoolCase):
    def test_a_malformed_row_is_named_by_its_line_and_nothing_is_written(self):
        self.done("init", "--policy", "roby-park")
        people = self.folder / "people.csv"
        people.write_text("ref,given,family,category,year,class\n"
                          "O1,Olive,Office,office,,\n"
                          "P1,Ann,Able,pupil,9,6A\n")
        result = self.run_words("import", "people", people, "--apply", "--by", "O1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("refused: Line 3", result.stdout)
        self.assertIn("nothing was written", result.stderr)
        self.assertEqual(self.events(), [])

    def test_a_file_that_is_no_text_is_refused(self):
        self.done("init", "--policy", "roby-park")
        people = self.folder / "people.csv"
        people.write_bytes(b"ref,given\n\xff\xfe\n")
        self.assertIn("UTF-8", self.refused("import", "people", people))
        self.assertIn("nothere.csv", self.refused("import", "people", "nothere.csv"))

    def test_an_unknown_card_is_nobodys(self):
        self.make_school()
        self.refused("card", "lost", "04999999999980", "--by", "O1")
        self.refused("card", "end", "04999999999980", "--by", "O1")

    def test_a_random_uid_is_no_card(self):
        self.make_school()
        before = len(self.events())
        self.assertIn("random", self.refused("card", "add", "08112233", "P4", "--by", "O1"))
        self.assertIn("hex", self.refused("card", "add", "XYZ", "P4", "--by", "O1").lower())
        self.assertEqual(len(self.events()), before)

    def test_a_database_of_a_newer_version_is_left_alone(self):
        self.make_school()
        with sqlite3.connect(self.database) as database:
            database.execute("PRAGMA user_version = 9999")
        database.close()
        before = self.database.read_bytes()
        for words in (["status"], ["serve"], ["card", "end", "11223344", "--by", "O1"]):
            self.assertIn("newer", self.refused(*words))
        self.assertEqual(self.database.read_bytes(), before)

    def test_a_file_that_is_no_database_of_ours_is_refused(self):
        self.database.write_text("a shopping list, long enough to be read as a header of a file\n" * 40)
        self.refused("status")
        self.refused("serve")

    def test_a_second_serve_on_the_same_database_is_refused_and_the_first_goes_on(self):
        self.make_school()
        first = self.serve()
        self.refused("serve")
        self.assertTrue(self.json("status")["service"])
        self.assertEqual(self.stop(first), 0)
        self.assertFalse((self.folder / "school.db.sock").exists())
        self.assertFalse(self.json("status")["service"])

    def test_a_serve_that_was_killed_leaves_nothing_in_the_way_of_the_next(self):
        self.make_school()
        first = self.serve()
        first.kill()
        first.wait()
        self.done("card", "end", "11223344", "--by", "O1")
        self.serve()

    def test_a_port_that_does_not_exist_is_said_once_and_tried_again(self):
        self.make_school()
        line = f"stream:{self.folder}/line"
        self.done("bank", "add", "A", "--line", line, "--address", "1", "--by", "O1")
        service = self.serve("--line", line)
        self.assertIn(str(self.folder / "line"), self.wait_log(service, "warning"))
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.folder / "line"))
        listener.listen()
        listener.settimeout(30)
        listener.accept()[0].close()
        listener.close()
        self.assertEqual(self.stop(service), 0)

    def test_a_port_in_use_by_another_program_is_named_and_taken_when_it_is_free(self):
        self.make_school()
        ours, theirs = pty.openpty()
        line = f"stream:{os.ttyname(theirs)}"
        self.done("bank", "add", "A", "--line", line, "--address", "1", "--by", "O1")
        fcntl.flock(theirs, fcntl.LOCK_EX)
        service = self.serve("--line", line)
        self.assertIn("use", self.wait_log(service, os.ttyname(theirs)))
        fcntl.flock(theirs, fcntl.LOCK_UN)
        self.assertTrue(select.select([ours], [], [], 30)[0], "it never polled the port")
        self.assertEqual(self.stop(service), 0)
        os.close(ours)
        os.close(theirs)

    def test_a_serial_port_that_does_not_exist_is_named(self):
        self.make_school()
        service = self.serve("--line", "serial:/dev/ttyNOTHERE")
        self.assertIn("/dev/ttyNOTHERE", self.wait_log(service, "ttyNOTHERE"))

    def test_a_line_of_no_known_form_is_bad_usage(self):
        self.make_school()
        self.refused("serve", "--line", "carrier-pigeon:2", status=2)
        self.refused("serve", "--line", "stream:/x", "--line", "stream:/x", status=2)

    def test_a_full_disk_is_said_and_nothing_is_half_done(self):
        self.make_school()
        before = self.events()
        limit = self.database.stat().st_size

        def no_more_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit // 64, limit // 64))

        result = subprocess.run([PROGRAM, "card", "end", "11223344", "--by", "O1"], env=self.env,
                                capture_output=True, text=True, preexec_fn=no_more_room, check=False)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual(self.events(), before)

    def test_a_clock_before_the_last_event_is_doubted_and_said(self):
        self.make_school()
        with sqlite3.connect(self.database) as database:
            database.execute("UPDATE event SET at = at + 86400000 WHERE seq = (SELECT max(seq) FROM event)")
        database.close()
        self.assertIn("clock", " ".join(self.json("status")["warnings"]))
        self.wait_log(self.serve(), "clock is earlier")

    def test_what_is_said_to_the_socket_is_answered_whatever_it_is(self):
        self.make_school()
        self.serve()
        for said in (b"\n", b"[]\n", b"{\"request\":7}\n", b"{\"request\":\"card end\"}\n", b"\xff\xff\n",
                     b"{\"request\":\"log\",\"after\":\"x\"}\n", b"{\"request\":\"log\",\"request\":\"log\"}\n"):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(f"{self.database}.sock")
                client.sendall(said)
                answer = json.loads(client.makefile().readline())
            self.assertFalse(answer["ok"], said)
            self.assertTrue(answer["error"], said)

    def test_the_log_file_names_nobody_and_no_card(self):
        self.make_school()
        service = self.serve()
        self.done("card", "end", "11223344", "--by", "O1")
        self.refused("card", "end", "11223344", "--by", "P4")
        self.stop(service)
        log = service.communicate()[1] + getattr(service, "pending", "")
        for word in ("11223344", "Olive", "Ben", "Bold", "O1", "P4"):
            self.assertNotIn(word, log)


if __name__ == "__main__":
    unittest.main()
