#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_sentences.py SOURCE: what the rooms say is read in a browser as well as in a terminal, so no
sentence of theirs names a command or an option.

Looked at is every text in the sources of every room that the requests of host/api/requests.def reach,
in the policies' data and in the screens' own texts, neighbouring literals joined as the compiler joins them. A command is named by
`backticks`, by "hometime" before one of its first words, or by an option that begins with two dashes."""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
# The rooms of cmake/rooms.txt that the host's api uses, what it is handed of the banks, and what a
# report's child prints. The command line's own room and those of a technician speak of commands.
ROOMS = ["api", "accounts", "custody", "exceptions", "http", "line", "policy", "reader", "register", "reports",
         "service", "store"]
# Said on standard error or in the log file before or without any screen.
TERMINAL = {
    "host/store/store.c": "a database that does not open",
    "host/http/server.c": "how the service was started",
    "host/reader/address.c": "how the service was started",
}
LOG_FILE = re.compile(r"service_say\(")
FIRST = {line.split('"')[1].split()[0] for line in
         (source / "host/api/requests.def").read_text().splitlines() if line.startswith("REQUEST(")}
FIRST |= {"decide", "rehearse", "report", "serve", "init", "backup", "line", "reader", "audit", "tls", "store"}
NAMES = re.compile(r"`|\bhometime (?:%s)\b|(?<![\w-])--[a-z]" % "|".join(sorted(FIRST)))
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
LITERAL = r'"(?:[^"\\\n]|\\.)*"'
JOINED = re.compile(rf"{LITERAL}(?:\s*{LITERAL})*")


def without_comments(text):
    """Comments blanked, a // within a literal left alone."""
    return re.sub(rf"({LITERAL})|{COMMENT.pattern}",
                  lambda m: m[1] or re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)


def sentences(path):
    if path.suffix == ".js":
        for line, text in enumerate(path.read_text().splitlines(), 1):
            yield from ((line, found) for found in re.findall(r"'((?:[^'\\]|\\.)*)'", text))
        return
    text = without_comments(path.read_text())
    for found in JOINED.finditer(text):
        before = text[text.rfind(";", 0, found.start()) + 1:found.start()]
        if not LOG_FILE.search(before):
            line = text.count("\n", 0, found.start()) + 1
            yield line, "".join(part[1:-1] for part in re.findall(LITERAL, found[0]))


def main():
    wrong = looked = 0
    paths = [p for room in ROOMS for p in sorted((source / "host" / room).glob("**/*"))
             if p.suffix in (".c", ".h", ".def")]
    paths += sorted((source / "db/policies").glob("**/*.json"))
    paths += sorted((source / "host/web/pages/texts").glob("**/*.js"))
    for path in paths:
        name = str(path.relative_to(source))
        if name in TERMINAL:
            continue
        for line, text in sentences(path):
            if " " not in text:  # one word is handed to a child of ours
                continue
            looked += 1
            if NAMES.search(text):
                print(f"{name}:{line}: a secretary reads this in a browser: {text}")
                wrong += 1
    print(f"{looked} texts of more than one word in {len(paths)} files looked at, {wrong} name a command")
    return 1 if wrong or looked < 1500 else 0


sys.exit(main())
