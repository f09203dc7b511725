#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_secure_vectors.py VECTORS.json OUT.h: the secure sessions, the primitives of Secure Channel
and the secure edge cases as C tables, for both compilers."""
import json
import sys

vectors = json.load(open(sys.argv[1]))
blob, kept = bytearray(), {}


def put(data):
    data = bytes(data)
    if data not in kept:
        kept[data] = len(blob)
        blob.extend(data)
    return kept[data]


def put_hex(text):
    return put(bytes.fromhex(text))


frames, handshakes, macs, ciphers, edges = [], [], [], [], []
for session in vectors["sessions"]:
    name = session["id"][:2]
    if name[0] == "a":
        continue
    keys = {h["first_frame"]: h for h in session["handshakes"]}
    # The one handshake that fails (c2, frame 4): the panel's key is the one set later; the
    # peripheral answers by a key of zeros, because it has none.
    own = session["handshakes"][-1]["SCBK"]
    for frame in session["frames"]:
        n = frame["n"]
        flags = {"reply": frame["dir"] == "PD>CP", "repeat": bool(frame.get("repeat_of_previous")),
                 "lost": bool(frame.get("lost")), "nonconformant": "nonconformant" in frame}
        payload = bytes.fromhex(frame["payload"] or "")
        wire = bytes.fromhex(frame["hex"])
        frames.append(f'{{"{name}", {n}, {put(wire)}, {len(wire)}, {frame["addr"]}, '
                      f'{frame["sqn"]}, 0x{frame["code"]}, 0x{frame.get("scs") or "0"}, '
                      f'{put(payload)}, {len(payload)}, '
                      + ", ".join(str(int(v)) for v in flags.values()) + "},")
        if frame["name"] != "CHLNG":
            continue
        answer = next(f for f in session["frames"] if f["n"] == n + 1)["fields"]
        good = n in keys
        base = keys[n]["SCBK"] if good else own
        far = base if good else "00" * 16
        selector = int(frame["scb"][4:], 16)
        handshakes.append(
            f'{{"{name}", {n}, {selector}, {int(good)}, {put_hex(base)}, {put_hex(far)}, '
            f'{put_hex(frame["fields"]["rnd_a"])}, {put_hex(answer["rnd_b"])}, '
            f'{put_hex(answer["cuid"])}}},')
        if good:
            # The table's own words about the keys, so that no error hides behind a right frame.
            h = keys[n]
            assert (frame["fields"]["rnd_a"], answer["rnd_b"]) == (h["RND_A"], h["RND_B"])
primitives = vectors["primitives"]
for case in primitives["mac"]["cases"]:
    data = bytes.fromhex(case["msg"])
    macs.append(f'{{{put(data)}, {len(data)}, {put_hex(case["icv"])}, '
                f'{put_hex(case["mac_full"])}}},')
for case in primitives["payload_encryption"]["cases"]:
    plain, cipher = bytes.fromhex(case["plain"]), bytes.fromhex(case["cipher"])
    ciphers.append(f'{{{put(plain)}, {len(plain)}, {put_hex(case["last_mac_of_other_side"])}, '
                   f'{put(cipher)}, {len(cipher)}}},')
for case in vectors["edge_cases"]["cases"]:
    name = case["id"]
    if name[0] == "s" or name >= "n27":
        for number, step in enumerate(case["steps"]["OSDP-Embedded-1.0.0"]):
            wire = bytes.fromhex(step["sent"])
            edges.append(f'{{"{name}", {number}, {put(wire)}, {len(wire)}}},')
annex = primitives["annex_e"]
aes = primitives["aes128"][0]
single = {
    "aes_key": aes["key"], "aes_plain": aes["plain"], "aes_cipher": aes["cipher"],
    "mac_mac1": primitives["mac"]["S_MAC1"], "mac_mac2": primitives["mac"]["S_MAC2"],
    "cipher_key": primitives["payload_encryption"]["S_ENC"],
    "annex_key": annex["SCBK"], "annex_rnd_a": annex["RND_A"], "annex_rnd_b": annex["RND_B"],
    "annex_cipher": annex["S_ENC"], "annex_mac1": annex["S_MAC1"], "annex_mac2": annex["S_MAC2"],
    "annex_server": annex["server_cryptogram"], "annex_client": annex["client_cryptogram"],
    "annex_rmac_i": annex["RMAC_I"],
    "bench_key": next(s for s in vectors["sessions"] if s["id"] == "b1-secure")
    ["handshakes"][0]["SCBK"],
}
places = "\n".join(f"#define AT_{name} {put_hex(value)}" for name, value in single.items())


def table(row, name, rows):
    return f"static const struct {row} {name}[] SECURE_MEMORY = {{\n" + "\n".join(rows) + "\n};\n"


with open(sys.argv[2], "w") as out:
    out.write("""// SPDX-License-Identifier: GPL-3.0-or-later
// Made by tests/osdp/make_secure_vectors.py from osdp-vectors.json. Not for editing.
""" + places + "\nstatic const uint8_t secure_bytes[] SECURE_MEMORY = {\n" + "\n".join(
        " ".join(f"0x{b:02x}," for b in blob[n:n + 16]) for n in range(0, len(blob), 16)) + "\n};\n"
        + table("secure_frame", "secure_frames", frames)
        + table("secure_handshake", "secure_handshakes", handshakes)
        + table("secure_mac", "secure_macs", macs)
        + table("secure_cipher", "secure_ciphers", ciphers)
        + table("secure_edge", "secure_edges", edges))
