# SPDX-License-Identifier: GPL-3.0-or-later
"""A key for each emulated cabinet and the host's file of them (host/keys/keys.h), for tests and the
demo. A school's banks get theirs from `hometime bank adopt`."""
import binascii
import hashlib
import os
from pathlib import Path


def key_of(serial):
    """The key of the emulated cabinet with that serial number: its own, and the same in every run."""
    return hashlib.sha256(f"emulated cabinet {serial}".encode()).hexdigest()[:32].upper()


def write_keys(database, serials):
    """Lets the host of that database know the keys of these cabinets."""
    text = "hometime keys 1\n" + "".join(f"{serial:08X} own {key_of(serial)}\n" for serial in sorted(serials))
    text += f"check {binascii.crc_hqx(text.encode(), 0x1D0F):04X}\n"
    path = Path(f"{database}.keys")
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
