# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser's worth of HTTP: a connection, its cookies, JSON both ways, and a phone's six digits."""
import base64
import hashlib
import hmac
import http.client
import json
import random
import re
import socket
import struct


def free_port():
    """One that nobody listens at on any address; not of those that the kernel gives to whoever connects."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", port))
                return port
            except OSError:
                continue


class Browser:
    """One person's browser: it keeps cookies as a browser would. seat: which machine of the school it
    stands on (127.0.0.seat): rates are counted for each."""

    def __init__(self, port, context=None, seat=1):
        self.port, self.context, self.cookies = port, context, {}
        self.source = (f"127.0.0.{seat}", 0)

    def connection(self):
        if self.context:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.context,
                                               source_address=self.source)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=self.source)

    def send(self, method, path, body=None, headers=None, ours=True):
        """The response, its body as .text; headers replace or (None) leave out our own."""
        own = {"Content-Type": "application/json", "X-Hometime": "1"} if ours and method == "POST" else {}
        own.update(headers or {})
        own = {name: value for name, value in own.items() if value is not None}
        if self.cookies:
            own.setdefault("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        connection = self.connection()
        connection.request(method, path, body, own)
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return response

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, body, **more):
        return self.send("POST", path, body, **more)


def totp(uri, at):
    """The six digits of an otpauth URI at a time in seconds: a phone's own sums."""
    secret = re.search(r"secret=([A-Z2-7]+)", uri).group(1)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    where = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[where:where + 4])[0] & 0x7fffffff) % 1000000:06d}"
