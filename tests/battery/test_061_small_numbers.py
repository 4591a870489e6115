"""Battery 61: from all that three packs in a row tell of the people served, no small number is recovered."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.small_numbers.margins import with_margins
from commissioning.small_numbers.published import safe_to_publish
from tests.attacker import Attacker
from tests.battery.books import Books
from tests.packs.page_read import Element, read
from tests.packs.reach_builders import on_page, values_left

PROFILE = """
name = "anytown"
title = "Anytown Council"
kind = "unitary_authority"
jurisdiction = "england"
regimes = ["pa2023"]
holidays = "england-and-wales"
area_code = "E08000006"
area_name = "Anytown"

[thresholds.need_indicators]
Advice = "In debt"
"""
SERVED = {"Asian": 40, "White": 55, "Black": 5}  # the last could be known
QUARTERS = {"2026-06-30": "Asian", "2026-09-30": "White", "2026-12-31": "Asian"}  # who is in need
TOLD = re.compile(
    r"(?P<group>\w+) is (?P<need>[\d.]+)% of those in need and (?P<users>\d+) of its (?P<all>\d+) "
    r"users of groups in need(?P<rounding>[^:]*): a reach of (?P<reach>[\d.]+) "
)


@dataclass
class Anytown:
    """The invented council: its books, and every text that it has published."""

    books: Books
    published: list[str]
    pages: list[Element] = field(default_factory=list)

    def load(self, feed: str, rows: list[dict[str, object]]) -> None:
        path = self.books.folder / f"{feed}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        self.books.done("load", feed, path)

    def serve(self, users: dict[str, int]) -> None:
        """Load who was served in the year, which takes the place of what was loaded of it before."""
        year = {"starts_on": "2025-04-01", "ends_on": "2026-03-31"}
        rows = [{"reference": "A1", **year, "group": one, "users": n} for one, n in users.items()]
        self.load("users", rows)

    def publish(self, on: str) -> None:
        """Make the quarter's pack."""
        [pack] = self.books.done("build-packs", "--on", on)["packs"]
        self.pages.append(read(Path(pack["html"]).read_bytes()))
        self.published.append(" ".join(self.pages[-1].text.split()))

    def print_all(self, on: str) -> None:
        """Print what commands print of a day."""
        flags = self.books.done("flag-contracts", "--on", on)
        self.published += [each["sentence"] for each in flags["results"]]
        self.published.append(" ".join(self.books("explain", "A1", "--on", on).out.split()))


@pytest.fixture
def three_packs(books: Books):
    def made(suppression: str = "", quarters: tuple[str, ...] = tuple(QUARTERS)) -> Anytown:
        folder = books.home / "authorities"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "anytown.toml").write_text(PROFILE + suppression, encoding="utf-8")
        own = Books(books.home, books.database, books.folder, "anytown")
        anytown = Anytown(own, [])
        term = {"starts_on": "2024-04-01", "ends_on": "2029-03-31"}
        anytown.load(
            "agreements",
            [{"reference": "A1", "title": "Debt advice", "service_category": "Advice", **term}],
        )
        anytown.serve(SERVED)
        anytown.load(
            "observations",
            [
                {
                    "indicator": "In debt",
                    "area_code": "E08000006",
                    "starts_on": day[:8] + "01",
                    "ends_on": day,
                    "group": group,
                    "count": 900 if group == most else 50,
                }
                for day, most in QUARTERS.items()
                for group in SERVED
            ],
        )
        for day in quarters:
            anytown.publish(day)
        return anytown

    return made


def left_of_the_third(published: list[str]) -> set[int]:
    """Return how many of the third group may have been served, after all that is told of the other two.

    Every pair of numbers is tried that would be rounded and divided to what is told.
    """
    possible: dict[str, set[tuple[int, int]]] = {}
    for each in (found for text in published for found in TOLD.finditer(text)):
        reach = float(each["need"]) / 100
        near = 2 if each["rounding"] else 0
        pairs = {
            (part, whole)
            for whole in range(int(each["all"]) - near, int(each["all"]) + near + 1)
            for part in range(int(each["users"]) - near, int(each["users"]) + near + 1)
            if f"{part / whole / reach:.2f}" == each["reach"]
        }
        possible[each["group"]] = possible.get(each["group"], pairs) & pairs
    if not {"Asian", "White"} <= possible.keys():
        return set(range(101))  # nothing can be taken from anything
    return {
        whole - one - two
        for one, whole in possible["Asian"]
        for two, same in possible["White"]
        if same == whole
    }


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_three_packs_in_a_row_and_what_commands_print_recover_no_small_number(three_packs):
    anytown = three_packs()
    anytown.print_all("2026-12-31")
    published = anytown.published
    told = [text for text in published if "of those in need" in text]
    assert len(told) == 5  # it is told of in each of three packs, the list and the story
    assert len(left_of_the_third(published)) >= 4
    assert not [text for text in told if re.search(r"of its \d+ users", text)]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_attacker_recovers_the_number_where_nothing_is_hidden_for_its_sake(three_packs):
    published = three_packs(
        "\n[suppression]\nsecondary = false\n", ("2026-06-30", "2026-09-30")
    ).published
    assert SERVED["Black"] in left_of_the_third(published)
    assert len(left_of_the_third(published)) < 4


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_switched_off_every_pack_and_every_command_says_so(three_packs):
    anytown = three_packs("\n[suppression]\napply = false\n", ("2026-06-30",))
    warning = "Small numbers of people are NOT hidden in this output"
    [pack] = anytown.published
    assert warning in pack
    assert "40 of its 100 users of groups in need: a reach" in pack
    for words in (("flag-contracts", "--on", "2026-06-30"), ("explain", "A1")):
        assert warning in anytown.books(*words).err


@pytest.mark.nightly
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_correction_between_the_packs_of_two_periods_recovers_no_small_number(three_packs):
    anytown = three_packs(quarters=())
    nine, seven = ({"Asian": 38, "Black": black, "White": 38} for black in (9, 7))
    for users, day in ((nine, "2026-06-30"), (seven, "2026-09-30"), (seven, "2026-12-31")):
        if day != "2026-12-31":  # the third tells again what the second told
            anytown.serve(users)
        anytown.publish(day)
    told = [on_page(page) for page in anytown.pages]
    assert told[0] == {"Asian": "38", "Black": "9", "White": "38", "all": "85"}
    for packs in (2, 3):
        left = values_left([nine, seven, seven][:packs], told[:packs], "Black")
        assert left == [1, 2, 3, 4, 5, 6, 7]


@dataclass
class Reader:
    """The attacker, the counts as they are, and all that each table told before."""

    rule: Suppression
    counts: pd.Series
    sums: list[Sum]
    attacker: Attacker
    before: pd.DataFrame | None = None

    def publish(self, cells: list[object]) -> None:
        """Publish a table of some cells, and let the attacker read it."""
        table = safe_to_publish(
            self.counts,
            self.sums,
            rule=self.rule,
            before=[] if self.before is None else [self.before],
        ).loc[cells]
        self.before = table if self.before is None else pd.concat([self.before, table])
        for cell, row in table.iterrows():
            if pd.notna(row["shown"]):
                shown = int(row["shown"])
                low, high = (shown - 2, shown + 2) if shown else (0, 0)
                self.attacker.read(cell, max(low, 8) if shown else 0, high)
            else:
                self.attacker.read(cell, 1, 7 if row["mark"] == "small" else 100_000)

    def recovered(self) -> list[object]:
        """Return the small numbers that are left fewer than four values after everything was read."""
        small = [cell for cell, count in self.counts.items() if 1 <= count <= 7]
        told = set(self.before.index)
        return [
            cell
            for cell in small
            if cell in told and len(self.attacker.values_left(cell, range(1, 40), up_to=4)) < 4
        ]


def tables_read(rule: Suppression) -> Reader:
    """Publish by area and group, then the groups of all areas, then the areas, each a quarter later.

    Every number from 1 to 7 is in it, a group of an area has nobody, and each margin gives away what
    another leaves out.
    """
    groups = ("carers", "veterans", "young people")
    served = {
        "Ordsall": (8, 1, 8),
        "Irlam": (2, 9, 12),
        "Eccles": (40, 3, 17),
        "Swinton": (0, 4, 12),
        "Walkden": (5, 6, 7),
    }
    counts = pd.Series(
        {
            (area, group): n
            for area, row in served.items()
            for group, n in zip(groups, row, strict=True)
        },
        dtype="Int64",
    ).rename_axis(["area", "group"])
    whole, sums = with_margins(counts)
    attacker = Attacker()
    for one in sums:
        attacker.adds_up(one.total, one.parts)
    reader = Reader(rule, whole, sums, attacker)
    cells = whole.index.tolist()
    reader.publish([cell for cell in cells if "All" not in cell])
    reader.publish([cell for cell in cells if cell[0] == "All"])
    reader.publish([cell for cell in cells if cell[1] == "All"])
    return reader


def test_no_small_number_is_recovered_of_three_tables_of_the_same_people():
    reader = tables_read(Suppression())
    assert reader.recovered() == []
    shown = reader.before["shown"]
    assert shown[("Swinton", "carers")] == 0  # nobody is shown
    assert shown.notna().mean() > 0.4  # and it is still a table


def test_the_attacker_recovers_some_of_the_tables_without_secondary_suppression():
    assert tables_read(Suppression(secondary=False)).recovered()
