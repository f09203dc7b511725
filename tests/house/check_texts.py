#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of the screens stands in texts/, so that Welsh can follow: no page holds words of its own,
neither between tags, nor in an attribute that is read out, nor as a sentence."""
import re
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "host/web/pages"
READ_OUT = r"(?:aria-label|placeholder|title|alt|label|hint|legend|caption|empty)"
NAMES = {"Hometime"}  # the product's own


def template(code, at):
    """The text of the template literal whose backtick stands before at, with each ${...} as a blank;
    and where it ends. What stands in ${...} is looked at as code of its own."""
    text, inner = [], []
    while code[at] != "`":
        if code[at] == "\\":
            at += 2
        elif code.startswith("${", at):
            depth, start, at = 1, at + 2, at + 2
            while depth:
                if code[at] == "`":
                    at = template(code, at + 1)[1]
                elif code[at] in "'\"":
                    at = code.index(code[at], at + 1)
                depth += {"{": 1, "}": -1}.get(code[at], 0)
                at += 1
            inner.append(code[start:at - 1])
            text.append("\0")
        else:
            text.append(code[at])
            at += 1
    return "".join(text), at, inner


def words_of(code):
    """Each text a person would read that stands in the code itself."""
    code = re.sub(r"^\s*//[^\n]*|(?<=[\s;{}])// [^\n]*", "", code, flags=re.M)
    at = 0
    while at < len(code):
        if code[at] == "`":
            text, end, inner = template(code, at + 1)
            if code[max(0, at - 4):at] == "html":
                yield from (m[1] for m in re.finditer(rf"\s{READ_OUT}=\"([^\"\0]*[A-Za-z]{{2}}[^\"]*)\"", text))
                for found in re.sub(r"<[^>]*>", "\n", text).split("\n"):
                    found = found.replace("\0", " ").strip()
                    if re.search(r"[A-Za-z]{2}", found):
                        yield found
            for one in inner:
                yield from words_of(one)
            at = end + 1
        elif code[at] in "'\"":
            end = at + 1
            while end < len(code) and code[end] != code[at]:
                end += 2 if code[end] == "\\" else 1
            text = code[at + 1:end]
            # A sentence: a capital, and words after it.
            if re.match(r"[A-Z][a-z]+ [a-z]", text) or re.search(r"[a-z]{3}[.?!]$", text) and " " in text:
                yield text
            at = end + 1
        else:
            at += 1


def main():
    wrong = []
    for path in sorted(PAGES.rglob("*.js")):
        if "texts" in path.parts or "lib" in path.parts:
            continue
        wrong += [f"{path.relative_to(PAGES)}: \"{text}\"" for text in words_of(path.read_text()) if text not in NAMES]
    print("\n".join(wrong) or "every word of the screens stands in texts/")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
