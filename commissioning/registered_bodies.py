"""Which identifiers are of one body: its company and its charity numbers, and what it merged into."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from commissioning.identifiers import CHARITY, COMPANY, NORTHERN_IRISH_CHARITY, SCOTTISH_CHARITY
from commissioning.provider_names import compared

ENGLISH_COMPANY = re.compile(rf"{COMPANY}-\d{{8}}")


def same_bodies(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each identifier that is paired with another, the one that stands for the body.

    That is its company number where it has one, otherwise the first in order. Two bodies with company
    numbers of their own are never made one, whatever is between them.
    """
    stands: dict[str, str] = {}
    for one, other in sorted(pairs):
        first, second = sorted((standing(stands, one), standing(stands, other)), key=_order)
        if first != second and not (_is_company(first) and _is_company(second)):
            stands[second] = first
    return {identifier: standing(stands, identifier) for identifier in stands}


def registered_in_two_nations(
    listed: pd.DataFrame, pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs of an English and a Scottish or Northern Irish charity number that are one body's.

    A charity that works in two nations is in both registers. It is taken for one body where both have
    the name and the company behind the second is registered in England and Wales.
    """
    english: dict[str, set[str]] = defaultdict(set)
    for row in listed[listed["identifier"].str.startswith(f"{CHARITY}-")].itertuples():
        english[compared(str(row.name)).run].add(str(row.identifier))
    elsewhere = (f"{SCOTTISH_CHARITY}-", f"{NORTHERN_IRISH_CHARITY}-")
    names = listed.drop_duplicates("identifier").set_index("identifier")["name"]
    found = []
    for charity, company in pairs:
        if (
            charity.startswith(elsewhere)
            and ENGLISH_COMPANY.fullmatch(company)
            and charity in names
        ):
            bodies = english[compared(str(names[charity])).run]
            if len(bodies) == 1:
                found.append((charity, next(iter(bodies))))
    return found


def standing(stands: Mapping[str, str], identifier: str) -> str:
    """Return what an identifier has come to stand for, step by step; a circle ends where it began."""
    passed = {identifier}
    while (after := stands.get(identifier)) is not None and after not in passed:
        identifier = after
        passed.add(identifier)
    return identifier


def _is_company(identifier: str) -> bool:
    return identifier.startswith(f"{COMPANY}-")


def _order(identifier: str) -> tuple[bool, str]:
    return (not _is_company(identifier), identifier)
