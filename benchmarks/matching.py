"""How well names are matched to registered bodies, on the published matches of NHS suppliers to charities.

The names: every supplier name whose match two people settled (audit codes 1 to 5 of the charity
register's match); where it depends on the day, is tentative, has options or is of several suppliers
(codes 6, 7, 8, 11) there is no one right answer, and it is left out.

The register: every charity of the file by its registered name; the name that the audit says is a
perfect one of the charity's (codes 1, 2, 4), because the Charity Commission's register lists working
names and the file only gives them so; and as bodies that are never the answer, every near miss of the
published search, the charities at work in Trafford, 4,399 charities with company numbers and both
sides of 5,843 mergers. A candidate that has a supplier's very name and no number cannot be judged and
is left out. The matcher sees names alone: no money, customer or note.
"""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from commissioning.identifiers import CHARITY, identifier_of, normalised
from commissioning.matching import AUTOMATIC, REVIEW, Bodies, Match, matched_names
from commissioning.provider_names import compared
from commissioning.registered_bodies import registered_in_two_nations, same_bodies, standing

DATA = Path(__file__).parents[2] / "shared" / "data"
MATCHES = DATA / "supplier_matching" / "nhs_supplier_charity_matches.csv"
PROVIDERS = DATA / "providers"
SETTLED, PERFECT = ("1", "2", "3", "4", "5"), ("1", "2", "4")
PRECISION, RECALL = 0.95, 0.80


@dataclass(frozen=True)
class Published:
    """One published match: the name, the number it was matched to, how, and what the search found."""

    name: str
    body: str
    registered_name: str
    code: str
    candidates: tuple[str, ...]

    @property
    def is_tuned_on(self) -> bool:
        """Whether it is in the half that the thresholds were set on."""
        return sha256(self.name.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Measured:
    """How many names were asked, linked, linked rightly, sent to a person, and are there with the answer."""

    asked: int
    linked: int
    right: int
    reviewed: int
    answered_in_review: int

    @property
    def precision(self) -> float:
        """Of the automatic links, the part that is right."""
        return self.right / self.linked

    @property
    def recall(self) -> float:
        """Of the names asked, the part that is linked rightly without a person."""
        return self.right / self.asked

    @property
    def review_recall(self) -> float:
        """Of the names on the review list, the part whose answer is among the bodies shown."""
        return self.answered_in_review / self.reviewed


def published() -> list[Published]:
    """Return the published matches."""
    return [
        Published(
            name=row["query_string_n"],
            body=_charity(row["CharityRegNo"].removesuffix(".0")),
            registered_name=row["CharityName"],
            code="1" if row["audit_type"] == "1" else _code(row["audit_type"]),
            candidates=tuple(row[f"match_{place}_n"] for place in range(3)),
        )
        for row in _rows(MATCHES)
    ]


def measured(matches: list[Published], *, other_names: bool = True) -> dict[str, Measured]:
    """Return the figures of all names, of the half tuned on and of the half not looked at.

    Without ``other_names`` a charity is known by its registered name alone.
    """
    bodies, became = _register(matches, other_names=other_names)
    asked = [match for match in matches if match.code in SETTLED]
    found = matched_names((match.name for match in asked), bodies)
    halves = {
        "all": asked,
        "tuned on": [match for match in asked if match.is_tuned_on],
        "held out": [match for match in asked if not match.is_tuned_on],
    }
    return {name: _figures(some, found, bodies, became) for name, some in halves.items()}


def _figures(
    asked: list[Published], found: dict[str, Match], bodies: Bodies, became: dict[str, str]
) -> Measured:
    linked = right = reviewed = answered = 0
    for match in asked:
        answer, outcome = bodies.body_of(standing(became, match.body)), found[match.name]
        shown = [candidate.body for candidate in outcome.candidates]
        linked += outcome.outcome == AUTOMATIC
        right += outcome.outcome == AUTOMATIC and shown[0] == answer
        reviewed += outcome.outcome == REVIEW
        answered += outcome.outcome == REVIEW and answer in shown
    return Measured(len(asked), linked, right, reviewed, answered)


def _register(matches: list[Published], *, other_names: bool) -> tuple[Bodies, dict[str, str]]:
    listed = [(match.body, match.registered_name) for match in matches]
    asked = {compared(match.name).run for match in matches}
    if other_names:
        listed += [
            (match.body, candidate)
            for match in matches
            if match.code in PERFECT
            for candidate in match.candidates
            if compared(candidate).run == compared(match.name).run
        ]
    known = asked | {compared(name).run for _body, name in listed}
    misses = {name for match in matches for name in match.candidates}
    listed += [(f"near-miss:{name}", name) for name in misses if compared(name).run not in known]
    listed += _others()
    became = _mergers()
    frame = pd.DataFrame(sorted(set(listed)), columns=["identifier", "name"])
    frame["identifier"] = [standing(became, identifier) for identifier in frame["identifier"]]
    pairs = [(row["org_id_a"], row["org_id_b"]) for row in _rows(PAIRS)]
    pairs += registered_in_two_nations(frame, pairs)
    return Bodies(frame, same_bodies(pairs)), became


def _others() -> Iterator[tuple[str, str]]:
    for row in _rows(PROVIDERS / "trafford_charities.csv"):
        yield _charity(row["registered_charity_number"]), row["charity_name"]
    for row in _rows(PAIRS):
        yield row["org_id_a"], row["name"]
    for row in _rows(MERGERS):
        for side in ("transferor", "transferee"):
            if row[f"{side}_subno"] == "0":
                yield _charity(row[f"{side}_regno"]), row[f"{side}_name"]


PAIRS = PROVIDERS / "charity-company-numbers.csv"
MERGERS = PROVIDERS / "ccew-register-of-mergers.csv"


def _mergers() -> dict[str, str]:
    return {
        _charity(row["transferor_regno"]): _charity(row["transferee_regno"])
        for row in _rows(MERGERS)
        if row["transferor_subno"] == row["transferee_subno"] == "0"
        and row["transferor_regno"] != row["transferee_regno"]
    }


def _charity(number: str) -> str:
    return normalised(CHARITY, number).identifier or identifier_of(number).identifier or ""


def _code(audit: str) -> str:
    code = re.search(r"CC: (\d+)", audit)
    return code[1] if code else ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def main() -> int:
    """Print the figures; return 1 when an automatic link is too often wrong, or made too seldom."""
    if not MATCHES.exists():
        print("matching: needs the published matches beside the repository; left out")
        return 0
    matches = published()
    figures = measured(matches)
    for name, one in figures.items():
        print(f"{name}: {_told(one)}")
    print(f"registered names alone: {_told(measured(matches, other_names=False)['all'])}")
    holds = all(one.precision >= PRECISION and one.recall >= RECALL for one in figures.values())
    print(f"precision {PRECISION} at recall {RECALL}: {'holds' if holds else 'does not hold'}")
    return 0 if holds else 1


def _told(one: Measured) -> str:
    return (
        f"{one.asked:,} names, linked {one.linked:,}: precision {one.precision:.3f}, recall "
        f"{one.recall:.3f}; review list {one.reviewed:,}, the answer among those shown in "
        f"{one.review_recall:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
