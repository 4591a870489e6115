"""What evidence is missing, by the names that a program reads and in the words that a person does."""

from collections.abc import Mapping

import pandas as pd

from commissioning.packs.wording import listed
from commissioning.rules.missing import MISSING as OF_RULES

MISSING = {
    **OF_RULES,
    "users_by_group": "no users are recorded by group",
    "need_of_group": "the need of this group was not observed",
    "users_of_group": "the users of this group are not recorded",
    "users_of_others": "the users of another group in need are not recorded",
    "all_users": "nobody is recorded as a user there",
    "small_numbers": "the numbers of users are too small to tell",
    "small_need": "the numbers of those in need are too small to tell",
    "reach_need": "too few of this group are in need to tell",
    "provider_name": "an agreement there names no provider",
    "category_areas": "an agreement of this kind names no area",
    "spend": "no payment of the year carries its reference",
    "outcomes": "no outcome is counted in its returns for the whole of the year",
    "cost": "neither a yearly value nor a value and a term is recorded",
    "social_value": "no social value commitment is recorded",
}


def named_where(lacks: Mapping[str, pd.Series]) -> pd.Series:
    """Return for each row the names of what it lacks, with commas between; nothing where it lacks nothing."""
    masks = pd.DataFrame(lacks).astype("bool")
    names = [
        ", ".join(name for name, lacking in zip(masks.columns, row, strict=True) if lacking)
        for row in masks.itertuples(index=False)
    ]
    return pd.Series(names, masks.index, dtype="str")


def in_words(missing: str) -> str:
    """Return what is missing as a sentence of its own, without its full stop; nothing where nothing is."""
    told = listed([MISSING[name] for name in missing.split(", ") if name])
    return f"{told[:1].upper()}{told[1:]}"
