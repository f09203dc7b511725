#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school without a certificate: it makes its own, and browsers of other machines reach the screens
over TLS and nothing else. And the page that is left for a power cut."""
import http.client
import json
import signal
import socket
import ssl
import stat
import time
import unittest

from school import SchoolCase
from web import Browser, free_port, wait_port


class SelfSigned(SchoolCase):
    def setUp(self):
        super().setUp()
        self.cert, self.key = self.folder / "cert.pem", self.folder / "key.pem"

    def make(self, *words):
        return self.done("tls", "self-signed", "--cert", self.cert, "--key", self.key, *words)

    def trusting(self):
        return ssl.create_default_context(cafile=self.cert)

    def test_the_screens_are_served_to_other_machines_by_a_certificate_of_ones_own(self):
        self.make_school()
        self.assertIn("fingerprint (SHA-256)", self.make("--name", "lockers.school.example", "--name", "10.1.2.3"))
        port = free_port()
        link = self.json("account", "make", "T1", "--role", "administrator", "--by", "O1")["link"]
        service = self.serve("--http", f"0.0.0.0:{port}", "--tls-cert", self.cert, "--tls-key", self.key)
        wait_port(port, service)
        browser = Browser(port, context=self.trusting())
        response = browser.post("/api/welcome", {"link": link, "password": "three plain words"})
        self.assertEqual(response.status, 200, response.text)
        self.assertIn("Strict-Transport-Security", response.headers)
        response = browser.post("/api/sign-in", {"person": "T1", "password": "three plain words"})
        self.assertEqual(response.status, 200, response.text)
        cookie = response.headers.get_all("Set-Cookie")[0]
        self.assertTrue(cookie.startswith("__Host-"), cookie)
        self.assertIn("; Secure", cookie)
        # Who does not trust it does not speak to it, and plain HTTP is no way in.
        with self.assertRaises(ssl.SSLCertVerificationError):
            Browser(port, context=ssl.create_default_context()).get("/")
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            Browser(port).get("/")

    def test_names_and_addresses_it_was_made_for_are_in_it_and_no_others(self):
        self.make("--name", "lockers.school.example", "--name", "10.1.2.3")
        (cert,) = self.trusting().get_ca_certs() or [ssl._ssl._test_decode_cert(str(self.cert))]
        self.assertEqual(set(cert["subjectAltName"]), {("DNS", "lockers.school.example"), ("DNS", "localhost"),
                                                       ("IP Address", "10.1.2.3"), ("IP Address", "127.0.0.1")})

    def shakes_hands(self, port):
        with socket.create_connection(("127.0.0.1", port), 10, source_address=("127.0.0.9", 0)) as connection:
            try:
                self.trusting().wrap_socket(connection, server_hostname="localhost").close()
            except (ConnectionError, ssl.SSLError):
                return False
        return True

    def test_a_flood_of_handshakes_is_refused_and_nobody_elses_is(self):
        self.make_school()
        self.make()
        port = free_port()
        service = self.serve("--http", f"127.0.0.1:{port}", "--tls-cert", self.cert, "--tls-key", self.key)
        wait_port(port, service)
        # Until it is: sooner than tokens come back, however busy this machine is.
        while self.shakes_hands(port):
            for _ in range(300):
                socket.create_connection(("127.0.0.1", port), 10, source_address=("127.0.0.9", 0)).close()
        self.assertEqual(Browser(port, context=self.trusting(), seat=10).get("/").status, 200)

    def test_a_key_that_everybody_on_the_machine_may_read_is_not_used(self):
        self.make_school()
        self.make()
        self.key.chmod(0o644)
        words = ("serve", "--http", "0.0.0.0:8443", "--tls-cert", self.cert, "--tls-key", self.key)
        self.assertIn("may be read by everybody", self.refused(*words))

    def test_the_key_is_its_owners_alone_and_nothing_is_written_over(self):
        self.make()
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        was = self.cert.read_bytes(), self.key.read_bytes()
        words = ("tls", "self-signed", "--cert", self.cert, "--key", self.key)
        self.assertIn("is there already", self.refused(*words))
        self.assertEqual((self.cert.read_bytes(), self.key.read_bytes()), was)
        # Both or none: a key without its certificate is not left behind.
        self.key.unlink()
        self.assertIn("is there already", self.refused(*words))
        self.assertFalse(self.key.exists())


class DaySheet(SchoolCase):
    def wait_for(self, page, text):
        for _ in range(600):
            if page.exists() and text in page.read_text():
                return page.read_text()
            time.sleep(0.05)
        self.fail(f"{text!r} is not on the page: {page.read_text() if page.exists() else 'none'}")

    def test_the_page_follows_the_record_and_is_whole_when_the_power_goes(self):
        self.make_school()
        page = self.folder / "sheet.html"
        service = self.serve("--day-sheet", page)
        self.wait_for(page, "Nothing is in our care.")
        self.done("desk", "hand-in", "P6", "--safe", "Safe", "--envelope", "7", "--by", "O1")
        self.wait_for(page, "Ann Able")
        service.send_signal(signal.SIGKILL)
        service.wait()
        self.assertTrue(page.read_text().endswith("</html>\n"))
        self.assertEqual([one.name for one in self.folder.glob("sheet.html*")], ["sheet.html"])

    def test_the_office_reads_when_it_was_written_and_that_it_cannot_be(self):
        self.make_school()
        folder = self.folder / "shared"
        folder.mkdir()
        self.serve("--day-sheet", folder / "sheet.html")
        self.wait_for(folder / "sheet.html", "Nothing is in our care.")
        kept = self.wait_until(lambda: self.sheet()["day_sheet"], lambda one: one["written"])
        self.assertFalse(kept["failed"])
        (folder / "sheet.html").unlink()
        folder.rmdir()
        self.done("desk", "hand-in", "P6", "--safe", "Safe", "--envelope", "7", "--by", "O1")
        kept = self.wait_until(lambda: self.sheet()["day_sheet"], lambda one: one["failed"])
        self.assertTrue(kept["written"])
        self.assertTrue([one for one in self.sheet()["warnings"] if one.startswith("The day sheet on the disk")])

    def sheet(self):
        return json.loads(self.done("status", "--json"))

    def wait_until(self, ask, good):
        for _ in range(600):
            if good(ask()):
                return ask()
            time.sleep(0.05)
        self.fail(f"it stays {ask()}")


if __name__ == "__main__":
    unittest.main()
