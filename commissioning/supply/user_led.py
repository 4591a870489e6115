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
    names no provider and no other there is user-led. An agreement that names the authority's own area
    is for every area. One with a user-led organisation that names no area may be for any of them.
    """
    agreements = asked(register, on)
    rows, named = apart(agreements["area_codes"])
    offers = agreements.take(rows).assign(area=named.array)
    offers = offers[offers["area"] != ""]
    expected = sorted(set(areas) or set(offers["area"]))
    if not organisations:
        return UserLed((), (), tuple(expected))
    is_led = led_by_users(agreements, organisations)
    led = agreements.loc[is_led, "agreement_id"]
    having = set(offers.loc[offers["agreement_id"].isin(led), "area"])
    nameless = set(offers.loc[offers["provider_key"].isna(), "area"]) - having
    if register.area_code in having:
        having |= set(expected)
    elif register.area_code in nameless or not led.isin(offers["agreement_id"]).all():
        nameless |= set(expected) - having
    return UserLed(
        tuple(area for area in expected if area in having),
        tuple(area for area in expected if area not in having | nameless),
        tuple(area for area in expected if area in nameless - having),
    )


def led_by_users(agreements: pd.DataFrame, organisations: Sequence[str]) -> pd.Series:
    """Return which agreements are with an organisation that is user-led, under any of its names."""
    led = set(folded(pd.Series(list(organisations), dtype="str")))
    is_led = pd.concat(
        [folded_once(agreements[name]).isin(led) for name in ("provider_org_id", "provider_name")],
        axis="columns",
    ).any(axis="columns")
    return is_led | agreements["provider_key"].isin(agreements.loc[is_led, "provider_key"].dropna())
