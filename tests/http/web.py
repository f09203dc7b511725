# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the screens' service share, beside the demo's browser."""
import socket
import ssl
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "demo"))
from browser import Browser, free_port, totp  # noqa: E402, F401


def wait_port(port, process):
    """Until somebody listens there."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
    raise AssertionError("nobody listens")


def trusting():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
