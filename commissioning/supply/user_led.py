"""Whether each area has an organisation led by the people who use services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, asked
from commissioning.rules.several import apart
from models.names import folded


@dataclass(frozen=True)
class UserLed:
    """The areas asked about: ``having`` one, ``without`` one, and those of which it cannot be told."""

    having: tuple[str, ...]
    without: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share of the areas known that have one; None where none is known."""
        known = len(self.having) + len(self.without)
        return len(self.having) / known if known else None


def user_led(
    register: Register, *, on: date, organisations: Sequence[str], areas: Sequence[str]
) -> UserLed:
    """Return which areas a live agreement of a user-led organisation names.

    No feed says who leads a body, so ``organisations`` has those that are user-led, by identifier or
    name, and ``areas`` where one is expected; empty means the areas that live agreements name. Where
    no organisation is given, nothing can be told of any area, nor where an agreement for the area
    names no provider and no other there is user-led.
    """
    agreements = asked(register, on)
    rows, named = apart(agreements["area_codes"])
    offers = agreements.take(rows).assign(area=named.array)
    offers = offers[offers["area"] != ""]
    expected = sorted(set(areas) or set(offers["area"]))
    if not organisations:
        return UserLed((), (), tuple(expected))
    led = set(folded(pd.Series(list(organisations), dtype="str")))
    is_led = pd.concat(
        [folded_once(offers[name]).isin(led) for name in ("provider_org_id", "provider_name")],
        axis="columns",
    ).any(axis="columns")
    keys = offers.loc[is_led, "provider_key"].dropna()
    is_led |= offers["provider_key"].isin(keys)  # a body is known under all its names
    having = set(offers.loc[is_led, "area"])
    nameless = set(offers.loc[offers["provider_key"].isna(), "area"]) - having
    return UserLed(
        tuple(area for area in expected if area in having),
        tuple(area for area in expected if area not in having | nameless),
        tuple(area for area in expected if area in nameless),
    )
