# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's school: made-up people, their cards, and who may walk home. Nobody here is real."""
import csv

PUPILS = """Aisha Alex Ben Carys Dev Ella Finn Grace Harry Isla Jack Kofi Lena Musa Nia Omar Poppy Quinn
Rosa Sam Tess Umar Vera Will""".split()
FAMILIES = """Abbott Bello Carter Dixon Evans Farah Green Hughes Iqbal Jones Khan Lewis Mason Nowak
Okafor Patel Quayle Reid Shah Taylor Usman Vance Walsh Young""".split()
STAFF = [
    ("H1", "Helen", "Marsh", "headteacher"), ("L1", "Louise", "Grant", "slt"),
    ("L2", "Leo", "Barnes", "slt"), ("O1", "Olive", "Reed", "office"),
    ("T1", "Tom", "Hale", "staff"), ("T2", "Tara", "Singh", "staff"),
    ("T3", "Theo", "Brook", "staff"), ("T4", "Tess", "Moore", "staff"),
]
WALKERS = 18  # of Year 6, who walk home alone
LOST_CARD = "04FFFFFFFFFFFF"  # nobody's
TERM = ("2026-09-02", "2027-07-21")


def card_of(number):
    """A 7-byte UID as NXP makes them, 04 first; the last bytes tell people apart."""
    return f"04A1B2C3{number:06X}"


def people(walkers=WALKERS):
    """Rows of (ref, given, family, category, year, class, walker, card). Year 6 grows with its walkers."""
    number = 1
    for ref, given, family, category in STAFF:
        yield ref, given, family, category, "", "", False, card_of(number)
        number += 1
    for year in ("R", "1", "2", "3", "4", "5", "6"):
        size = max(24, walkers) if year == "6" else 8
        for index in range(size):
            given = PUPILS[(index + int(year.replace("R", "0"))) % len(PUPILS)]
            family = FAMILIES[(index * 5 + index // 24 + int(year.replace("R", "0")) * 3) % len(FAMILIES)]
            walker = year == "6" and index < walkers
            yield f"P{number:03d}", given, family, "pupil", year, f"{year}A", walker, card_of(number)
            number += 1


def write_csv(path, people, columns, row):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for person in people:
            writer.writerow(row(person))
