# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a cabinet as it stands into an SVG: the README's picture, made from a running demo."""
from html import escape

COLOURS = {"off": "#c9ced6", "red": "#d4351c", "green": "#00703c", "amber": "#f47738"}
WIDE, HIGH, GAP = 96, 58, 8


def door(x, y, number, state, light):
    """A door: its number and light, open or closed, with or without a phone inside."""
    parts = [f'<g transform="translate({x},{y})">']
    fill = "#eef1f4" if state["open"] else "#5d6b7a"
    parts.append(f'<rect width="{WIDE}" height="{HIGH}" rx="4" fill="{fill}" stroke="#2f3a45" '
                 f'stroke-width="2"/>')
    if state["open"]:
        parts.append(f'<path d="M0 0 L-26 10 L-26 {HIGH + 10} L0 {HIGH} Z" fill="#7d8b99" '
                     'stroke="#2f3a45" stroke-width="2"/>')
    if state["inside"] and state["open"]:
        parts.append('<rect x="36" y="12" width="22" height="38" rx="4" fill="#1d2731"/>'
                     '<rect x="39" y="17" width="16" height="26" fill="#8fb8de"/>')
    ink = "#1d2731" if state["open"] else "#ffffff"
    parts.append(f'<text x="8" y="20" font-size="15" fill="{ink}">{number}</text>')
    parts.append(f'<circle cx="{WIDE - 14}" cy="15" r="6" fill="{COLOURS[light]}" '
                 'stroke="#1d2731"/>')
    if state["inside"] and not state["open"]:
        parts.append('<text x="48" y="42" font-size="12" fill="#dfe5ea" text-anchor="middle">'
                     'phone in</text>')
    parts.append("</g>")
    return "".join(parts)


def cabinet(x, letter, state):
    rows = len(state["doors"]) // 4
    high = rows * (HIGH + GAP) + 150
    parts = [f'<g transform="translate({x},40)">',
             f'<rect width="{4 * (WIDE + GAP) + 44}" height="{high}" rx="10" fill="#aeb8c2"/>',
             '<rect x="36" y="18" width="230" height="104" rx="6" fill="#12301c"/>']
    for line, text in enumerate(state["display"]):
        parts.append(f'<text x="48" y="{42 + 22 * line}" font-size="17" fill="#9ff0b4" '
                     f'font-family="monospace" xml:space="preserve">{escape(text)}</text>')
    parts.append('<rect x="300" y="30" width="110" height="80" rx="10" fill="#2f3a45"/>'
                 f'<text x="355" y="66" font-size="15" fill="#fff" text-anchor="middle">cabinet '
                 f'{letter}</text><text x="355" y="90" font-size="13" fill="#dfe5ea" '
                 'text-anchor="middle">tap card here</text>')
    for index, each in enumerate(state["doors"]):
        parts.append(door(36 + index % 4 * (WIDE + GAP), 134 + index // 4 * (HIGH + GAP),
                          index + 1, each, state["lights"][index]))
    parts.append("</g>")
    return "".join(parts)


def draw(path, cabinets, caption):
    wide = 520 * len(cabinets)
    body = "".join(cabinet(20 + 510 * i, c.letter, c.state()) for i, c in enumerate(cabinets))
    with open(path, "w") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 480" '
                   f'font-family="sans-serif"><rect width="{wide}" height="480" fill="#fff"/>'
                   f'<text x="20" y="26" font-size="17" fill="#1d2731">{escape(caption)}</text>'
                   f'{body}</svg>\n')
