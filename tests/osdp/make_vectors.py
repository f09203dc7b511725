#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_vectors.py VECTORS.json OUT.h: the captured frames as C tables, for both compilers.

What our bank must answer to the edge cases is said here, case by case, after the last column of
osdp.md 9.1; the bytes of those answers are built here too, by a CRC written apart from osdp/.
"""
import json
import sys

sys.dont_write_bytecode = True
from vector_crc import crc16

vectors = json.load(open(sys.argv[1]))
NAK, ACK, PDID, PDCAP = 0x41, 0x40, 0x45, 0x46
# What the fake bank of tests/osdp/fake_bank.c says of itself: the captured peripheral's own words.
IDENTITY = bytes.fromhex("eeffc0100204030201010203")
ABILITIES = bytes.fromhex("0101080204080301000404020502010601010801000901000a00010d0001100200")


def reply(sqn, code, payload=b"", address=1):
    size = 8 + len(payload)
    body = bytes([0x53, address | 0x80, size & 255, size >> 8, sqn | 4, code]) + payload
    crc = crc16(body)
    return b"\xff" + body + bytes([crc & 255, crc >> 8])


def nak(sqn, reason):
    return reply(sqn, NAK, bytes([reason]))


HERE = reply(0, PDID, IDENTITY)
# One answer for each step; b"" is silence.
EXPECTED = {
    "n01": [nak(0, 1)], "n02": [HERE, nak(1, 3)], "n03": [HERE, nak(1, 3)],
    "n04": [HERE, nak(1, 2)], "n05": [HERE], "n06": [HERE, nak(2, 4)],
    "n07": [HERE, reply(1, PDCAP, ABILITIES), reply(1, PDCAP, ABILITIES)],
    "n08": [HERE, reply(1, PDCAP, ABILITIES), nak(1, 4)], "n09": [nak(0, 4)],
    "n10": [HERE, nak(1, 9)], "n11": [HERE, nak(1, 9)], "n12": [HERE, nak(1, 9)],
    "n13": [b""], "n14": [b""], "n15": [reply(0, PDID, IDENTITY, 0x7F)],
    "n16": [HERE], "n17": [HERE], "n18": [nak(0, 1), nak(1, 1)], "n19": [nak(0, 1)],
    "n20": [HERE, reply(1, ACK)], "n21": [HERE, nak(1, 3)], "n22": [HERE, reply(1, ACK)],
    "n23": [HERE, nak(1, 6)], "n24": [HERE], "n25": [b"", HERE], "n26": [HERE, HERE],
    # The keyed cases that say something about a bank without keys.
    "n28": [HERE, nak(1, 6)], "n29": [nak(0, 5)], "n30": [nak(0, 5)], "n31": [HERE, nak(1, 5)],
    "n33": [nak(0, 5)],
}
WITHOUT_MEANING_HERE = {"n27", "n32"}  # need a stored key

blob = bytearray()


def put(data):
    at = len(blob)
    blob.extend(data)
    return at


def c_string(text):
    return '"' + text + '"'


frames = {False: [], True: []}
for session in vectors["sessions"]:
    plain = session["id"].startswith("a")
    for frame in session["frames"]:
        wire = bytes.fromhex(frame["hex"])
        payload = b"" if not plain else bytes.fromhex(frame["payload"])
        frames[plain].append((session["id"][:2], frame["n"], wire, frame["dir"] == "PD>CP",
                              frame["addr"], frame["sqn"], int(frame["code"], 16), payload))
steps = []
for case in vectors["edge_cases"]["cases"]:
    name = case["id"]
    if name not in EXPECTED:
        assert name[0] == "s" or name in WITHOUT_MEANING_HERE, name
        continue
    sent = [step["sent"] for step in case["steps"]["libosdp-3.2.6"]]
    assert len(sent) == len(EXPECTED[name]), name
    for number, (line, answer) in enumerate(zip(sent, EXPECTED[name])):
        steps.append((name, number, bytes.fromhex(line), answer))
assert {f"n{n:02}" for n in range(1, 27)} <= {step[0] for step in steps}

plain_rows, edge_rows, crc_rows, secure_rows = [], [], [], []
for rows, plain in ((plain_rows, True),):
    for name, number, wire, is_reply, address, sqn, code, payload in frames[plain]:
        at = put(wire)
        where = wire.rindex(payload, 0, len(wire) - 2) if payload else len(wire) - 2
        rows.append(f"{{{c_string(name)}, {number}, {at}, {len(wire)}, {int(is_reply)}, {address}, "
                    f"{sqn}, 0x{code:02x}, {at + where}, {len(payload)}}},")
for name, number, sent, answer in steps:
    edge_rows.append(f"{{{c_string(name)}, {number}, {put(sent)}, {len(sent)}, {put(answer)}, "
                     f"{len(answer)}}},")
for row in vectors["primitives"]["crc16"]:
    data = bytes.fromhex(row["data"])
    assert crc16(data) == int(row["crc"], 16)
    crc_rows.append(f"{{{put(data)}, {len(data)}, 0x{row['crc']}}},")
plain_end = len(blob)
for name, number, wire, is_reply, address, sqn, code, payload in frames[False]:
    secure_rows.append(f"{{{c_string(name)}, {number}, {put(wire)}, {len(wire)}, {int(is_reply)}, "
                       f"{address}, {sqn}, 0x{code:02x}, 0, 0}},")


def bytes_rows(data):
    return "\n".join(" ".join(f"0x{b:02x}," for b in data[n:n + 16])
                     for n in range(0, len(data), 16))


# The bit that FLIP_ONE_BIT flips: in the check characters of a POLL of session a1.
flipped = frames[True][4]
at = bytes(blob).index(flipped[2]) + 8
first, last = blob[:at], blob[at + 1:plain_end]
with open(sys.argv[2], "w") as out:
    out.write(f"""// SPDX-License-Identifier: GPL-3.0-or-later
// Made by tests/osdp/make_vectors.py from osdp-vectors.json. Not for editing.
#ifdef FLIP_ONE_BIT
#define VECTOR_FLIP 0x10
#else
#define VECTOR_FLIP 0
#endif
static const uint8_t vector_bytes[] VECTOR_MEMORY = {{
{bytes_rows(first)}
0x{blob[at]:02x} ^ VECTOR_FLIP,
{bytes_rows(last)}
#ifndef __AVR__
{bytes_rows(blob[plain_end:])}
#endif
}};
static const struct vector_crc vector_crcs[] VECTOR_MEMORY = {{
{chr(10).join(crc_rows)}
}};
static const struct vector_frame vector_frames[] VECTOR_MEMORY = {{
{chr(10).join(plain_rows)}
}};
static const struct vector_step vector_steps[] VECTOR_MEMORY = {{
{chr(10).join(edge_rows)}
}};
#ifndef __AVR__
static const struct vector_frame vector_secure[] = {{
{chr(10).join(secure_rows)}
}};
#endif
""")
