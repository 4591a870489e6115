"""What a reader may hold of who is reached beside a pack: what versions and periods before told of the same users."""

from collections.abc import Iterable, Sequence

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.packs.inputs import Earlier, PackInputs, Previous
from commissioning.register import asked, looked_up
from commissioning.rules.group_not_reached import users_by_group
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.cells import category_of
from commissioning.supply.people import reach_told
from commissioning.supply.reach import reached_by_department, told_of_agreements

Pack = PackInputs | Earlier  # one that tells who is reached


def told_before(inputs: PackInputs, thresholds: Thresholds) -> list[pd.DataFrame]:
    """Return what packs of periods before and the versions that this pack replaces told of each count, in order.

    They are made again at their own cuts, each beside those before it, and read from no file. Their
    thresholds are those of this pack: one whose own are no longer known counted the same users. Of periods
    before is told only what they told of kinds of service whose users are counted again here.
    """
    versions: list[pd.DataFrame] = []
    if inputs.replaced is not None:
        # Versions before the last are not compared with a pack before: that of the next one stands for theirs.
        last = inputs.replaced.inputs
        held = of_periods(last, last.previous or inputs.previous, inputs, thresholds)
        for one in replaced_by(inputs):
            versions.append(of_one(one, inputs, thresholds, [*again(held, one), *versions]))
    return [*again(of_periods(inputs, inputs.previous, inputs, thresholds), inputs), *versions]


def replaced_by(inputs: PackInputs) -> list[PackInputs]:
    """Return the versions that a pack replaces, the first of them first."""
    if inputs.replaced is None:
        return []
    last = inputs.replaced.inputs
    return [*replaced_by(last), last]


def of_periods(
    pack: PackInputs, previous: Previous | None, inputs: PackInputs, thresholds: Thresholds
) -> list[tuple[Earlier, pd.DataFrame]]:
    """Return each pack of periods before this one that counts users of it, with what it told."""
    told: list[tuple[Earlier, pd.DataFrame]] = []
    for one in earlier_packs(previous):
        if told_again(pack, one):
            told.append((one, of_one(one, inputs, thresholds, again(told, one))))
    return told


def earlier_packs(previous: Previous | None) -> Sequence[Earlier]:
    """Return the pack before and those before it, the first of them first."""
    if previous is None:
        return ()
    return (*previous.earlier, Earlier(previous.on, previous.register))


def of_one(
    one: Pack, inputs: PackInputs, thresholds: Thresholds, before: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Return what one pack told of each count, as ``reach_told`` does."""
    register = one.register
    counts = reached_by_department(register, on=one.on, thresholds=thresholds, own=inputs.own)
    apart = told_of_agreements(register, on=one.on)
    return reach_told(counts, register.area_code, register.suppression, apart, before)


def again(told: Iterable[tuple[Earlier, pd.DataFrame]], pack: Pack) -> list[pd.DataFrame]:
    """Return what earlier packs told of the kinds of service whose users this pack counts again."""
    return [
        table[category_of(table.index).isin(told_again(pack, one)).to_numpy(dtype=bool)]
        for one, table in told
    ]


def told_again(pack: Pack, earlier: Pack) -> set[str]:
    """Return the kinds of service, folded, whose users both count of the same days or of days that overlap."""
    both = days_returned(pack).merge(days_returned(earlier), on="category", suffixes=("", "_then"))
    is_shared = (both["starts_on"] <= both["ends_on_then"]) & (
        both["starts_on_then"] <= both["ends_on"]
    )
    return set(both.loc[is_shared, "category"])


def days_returned(pack: Pack) -> pd.DataFrame:
    """Return the first and the last day of every period whose users a pack counts, by ``category``."""
    agreements = asked(pack.register, pack.on).dropna(subset="service_category")
    category = agreements.set_index("agreement_id")["service_category"]
    users = users_by_group(pack.register, pack.on)
    users = users[users["agreement_id"].isin(category.index)]
    days = users[["starts_on", "ends_on"]]
    return pd.DataFrame(
        {
            "category": folded_once(looked_up(users["agreement_id"], category)),
            "starts_on": days["starts_on"].fillna(days["ends_on"]),
            "ends_on": days["ends_on"].fillna(days["starts_on"]),
        }
    ).drop_duplicates()
