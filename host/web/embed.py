#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""embed.py OUT.c PAGES NODE_MODULES: the screens' files as C arrays, so that the box needs no path.

GOV.UK Frontend goes in without its typeface and crown, which are for services on gov.uk alone: their
rules are left out of its style sheet, and so are its pictures."""
import hashlib
import pathlib
import re
import sys

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}


def frontend_css(text):
    text = re.sub(r"@font-face\s*{[^}]*}", "", text)
    text = re.sub(r'"?GDS Transport"?,\s*', "", text)
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r'url\((["\']?)/assets/[^)]*\)', "none", text)


def files(pages, modules):
    for path in sorted(pages.rglob("*")):
        if path.is_file() and path.suffix in TYPES:
            yield "/" + path.relative_to(pages).as_posix(), path.suffix, path.read_bytes()
    css = (modules / "govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text()
    yield "/lib/govuk-frontend.css", ".css", frontend_css(css).encode()
    yield "/lib/preact.js", ".js", (modules / "htm/preact/standalone.module.js").read_bytes()


def main():
    out, pages, modules = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    rows, arrays = [], []
    for number, (path, suffix, data) in enumerate(files(pages, modules)):
        path = "/" if path == "/index.html" else path
        etag = hashlib.sha256(data).hexdigest()[:16]
        body = ",".join(str(byte) for byte in data) or "0"
        arrays.append(f"static const unsigned char f{number}[] = {{{body}}};")
        rows.append(f'\t{{"{path}", "{TYPES[suffix]}", "\\"{etag}\\"", f{number}, {len(data)}}},')
    with open(out, "w") as c:
        c.write('#include "web/assets.h"\n' + "\n".join(arrays) + "\n")
        c.write("const struct http_asset web_assets[] = {\n" + "\n".join(rows) + "\n\t{0},\n};\n")


main()
