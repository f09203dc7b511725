# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the cabinets as they stand into an SVG: the README's picture, made from a running demo."""
from html import escape

LIGHTS = {"off": "#44505c", "red": "#ff5a47", "green": "#3ddc84", "amber": "#ffb02e"}
WIDE, HIGH, GAP = 104, 66, 8  # a door
LEFT, TOP = 26, 152           # where a cabinet's doors begin
BODY = 2 * LEFT + 4 * WIDE + 3 * GAP
STYLE = """
text { font-family: "Helvetica Neue", Arial, "DejaVu Sans", sans-serif }
.lcd { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre }
"""
DEFS = """
<linearGradient id="body" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#2f6f8f"/><stop offset="1" stop-color="#235872"/></linearGradient>
<linearGradient id="shut" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#f7f3ea"/><stop offset="1" stop-color="#e6dfd0"/></linearGradient>
<linearGradient id="dark" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#41525f"/><stop offset="1" stop-color="#8496a3"/></linearGradient>
"""


def phone(x, y):
    return (f'<rect x="{x}" y="{y}" width="26" height="46" rx="5" fill="#0c1116" '
            f'stroke="#5d7183"/><rect x="{x + 3}" y="{y + 5}" width="20" height="34" rx="2" '
            f'fill="#1d2b36"/><circle cx="{x + 13}" cy="{y + 42.5}" r="1.6" fill="#5d7183"/>')


def lamp(x, y, light):
    glow = "" if light == "off" else (f'<circle cx="{x}" cy="{y}" r="12" fill="{LIGHTS[light]}" '
                                      'opacity="0.35"/>')
    return f'{glow}<circle cx="{x}" cy="{y}" r="5.5" fill="{LIGHTS[light]}" stroke="#1b2730"/>'


def door(x, y, number, state, light):
    """A door: number and lamp; open it swings to the left, and shows what is inside."""
    parts = [f'<g transform="translate({x},{y})">']
    if state["open"]:
        parts.append(f'<rect width="{WIDE}" height="{HIGH}" rx="5" fill="url(#dark)" '
                     'stroke="#122029" stroke-width="2"/>')
        if state["inside"]:
            parts.append(phone(WIDE / 2 - 4, 10))
        parts.append(f'<path d="M0 1 L-34 13 L-34 {HIGH + 13} L0 {HIGH - 1} Z" fill="#fbf8f1" '
                     'stroke="#8d8676" stroke-width="1.5" stroke-linejoin="round"/>'
                     f'<text x="-24" y="40" font-size="15" font-weight="bold" fill="#37474f">'
                     f'{number}</text>')
    else:
        parts.append(f'<rect width="{WIDE}" height="{HIGH}" rx="5" fill="url(#shut)" '
                     'stroke="#17384a" stroke-width="1.5"/>'
                     f'<text x="12" y="26" font-size="17" font-weight="bold" fill="#37474f">'
                     f'{number}</text><rect x="{WIDE - 15}" y="34" width="5" height="18" rx="2.5" '
                     'fill="#b9b09d"/>')
        if state["inside"]:
            parts.append('<g transform="translate(14,35)"><rect width="12" height="21" rx="2.5" '
                         'fill="#2f6f8f"/><text x="19" y="15" font-size="12" fill="#4b5d68">in'
                         '</text></g>')
    parts.append(lamp(WIDE - 14, 16, light) + "</g>")
    return "".join(parts)


def reader(x, y, letter):
    """Where a card is held: three waves, and whose cabinet it is."""
    waves = "".join(f'<path d="M{-r} {-r * 0.55} A{r * 1.15} {r * 1.15} 0 0 1 {r} {-r * 0.55}" '
                    'fill="none" stroke="#8fd3f4" stroke-width="4" stroke-linecap="round"/>'
                    for r in (8, 16, 24))
    return (f'<g transform="translate({x},{y})"><rect width="150" height="104" rx="14" '
            'fill="#14303f"/>'
            f'<text x="22" y="68" font-size="46" font-weight="bold" fill="#ffffff">{letter}</text>'
            f'<g transform="translate(104,58)">{waves}<circle r="4" cy="-2" fill="#8fd3f4"/></g>'
            '<text x="104" y="84" font-size="12" fill="#bfe3f5" text-anchor="middle">tap card'
            '</text></g>')


def cabinet(x, y, letter, state):
    rows = len(state["doors"]) // 4
    high = TOP + rows * (HIGH + GAP) + 18
    parts = [f'<g transform="translate({x},{y})">',
             f'<rect x="40" y="{high - 4}" width="60" height="22" fill="#1b4357"/>'
             f'<rect x="{BODY - 100}" y="{high - 4}" width="60" height="22" fill="#1b4357"/>',
             f'<rect width="{BODY}" height="{high}" rx="16" fill="url(#body)"/>',
             f'<rect x="{LEFT}" y="24" width="244" height="112" rx="10" fill="#0d1f16" '
             'stroke="#0a1610" stroke-width="3"/>']
    for line, text in enumerate(state["display"]):
        parts.append(f'<text class="lcd" x="{LEFT + 20}" y="{52 + 23 * line}" font-size="18" '
                     f'fill="#9df5b8" xml:space="preserve">{escape(text)}</text>')
    parts.append(reader(BODY - LEFT - 150, 28, letter))
    each = list(zip(state["doors"], state["lights"]))
    for number in sorted(range(len(each)), key=lambda n: each[n][0]["open"]):  # open ones on top
        parts.append(door(LEFT + number % 4 * (WIDE + GAP), TOP + number // 4 * (HIGH + GAP),
                          number + 1, *each[number]))
    parts.append("</g>")
    return "".join(parts)


def draw(path, cabinets):
    wide = 60 + len(cabinets) * (BODY + 60)
    body = "".join(cabinet(60 + (BODY + 60) * i, 34, c.letter, c.state())
                   for i, c in enumerate(cabinets))
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 584" role="img">\n'
        '<title>Two cabinets of sixteen doors: a door stands open with a phone in it</title>\n'
        f'<style>{STYLE}</style><defs>{DEFS}</defs>\n'
        f'<rect width="{wide}" height="584" fill="#f4efe4"/>'
        f'<rect y="508" width="{wide}" height="76" fill="#dccfb6"/>'
        f'<rect y="504" width="{wide}" height="6" fill="#c8b996"/>\n{body}\n</svg>\n')
