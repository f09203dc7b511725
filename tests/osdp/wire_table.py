#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wire_table.py MESSAGES.def WIRE.md [--write]: holds the tables of docs/wire.md to the one table
of messages, or writes them. Fails, naming the first line that differs."""
import re
import sys

definition, document = open(sys.argv[1]).read(), open(sys.argv[2]).read()
ROW = re.compile(r"^OSDP_(COMMAND|REPLY)\(([^)]*)\)", re.M)
commands, replies, names = [], [], {}
for kind, row in ROW.findall(definition):
    cells = [cell.strip() for cell in row.split(",")]
    if kind == "COMMAND":
        commands.append(cells)
    else:
        replies.append(cells)
        names[int(cells[0], 16)] = cells[1]


def length(least, most, unit):
    if most == "OSDP_ANY_LEN":
        return f"{least} and {unit} x n" if unit != "1" else f"{least} or more"
    return least if least == most else f"{least} or {most}" if int(most) - int(least) == 1 \
        else f"{least} to {most}"


# What Secure Channel lets a bank say, and where (osdp/secure_pd.c); not the table's to know.
CLEAR = {"ID": "yes", "CAP": "yes", "COMSET": "without a key, or commissioning; else NAK 6",
         "CHLNG": "yes", "SCRYPT": "after CHLNG; else NAK 5"}
SESSION = {"KEYSET": "yes", "CHLNG": "NAK 5", "SCRYPT": "NAK 5"}

lines = ["| command | | data bytes | a bank, in a session | in the clear | answer |", "|---|---|---|---|---|---|"]
for code, name, least, most, unit, profile, ack, answer in commands:
    answers = (["ACK"] if ack == "1" else []) + \
        ([names[int(answer, 16)]] if int(answer, 16) else [])
    if name == "POLL":
        answers.append("an event")
    said = SESSION.get(name, "NAK 3")
    lines.append(f"| {code[2:]} | {name} | {length(least, most, unit)} | "
                 f"{'yes' if profile == '1' else said} | {CLEAR.get(name, 'NAK 6')} | {' or '.join(answers)} |")
lines += ["", "| reply | | data bytes | a bank sends it |", "|---|---|---|---|"]
for code, name, least, most, unit, profile in replies:
    lines.append(f"| {code[2:]} | {name} | {length(least, most, unit)} | "
                 f"{'yes' if profile == '1' or name in ('CCRYPT', 'RMAC_I') else 'no'} |")
BEGIN, END = "<!-- from messages.def -->\n", "\n<!-- end -->"
before, rest = document.split(BEGIN)
found, after = rest.split(END)
wanted = "\n".join(lines)
if "--write" in sys.argv:
    open(sys.argv[2], "w").write(before + BEGIN + wanted + END + after)
elif found != wanted:
    for is_there, should in zip(found.split("\n"), lines + [""] * 99):
        if is_there != should:
            sys.exit(f"{sys.argv[2]}: says {is_there!r}, messages.def {should!r}: "
                     f"run tests/osdp/wire_table.py with --write")
    sys.exit(f"{sys.argv[2]}: rows missing: run tests/osdp/wire_table.py with --write")
else:
    print(f"{len(commands)} commands and {len(replies)} replies as in messages.def")
