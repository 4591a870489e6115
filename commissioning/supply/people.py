"""What may be told of people counted: the reach of groups and what outcomes cost, with small numbers hidden.

Where no count that hangs together is small, all are told as counted. Where one is, the counts are
published as small numbers are, and what is told beside them is worked out of what is shown.
"""

from collections.abc import Sequence

import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.small_numbers.published import safe_to_publish
from commissioning.supply.cost_per_outcome import whole_pence
from commissioning.supply.reach import in_order, reach_of, with_status

REST = "\0elsewhere\0"  # marks the cell of what a count has in no area that is told
AT_MOST_ALL = ("outcomes", "users")


def reach_shown(
    reached: pd.DataFrame,
    area_code: str,
    rule: Suppression,
    own: pd.DataFrame,
    before: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Return who is reached as it may be told: ``users``, ``all_users`` and the reach of what is shown.

    ``counted`` says how each count of users is told, and ``all_counted`` how that of all users. The rest is as
    ``reach_told`` takes it. The ``status`` and the order are those of what is shown, so that they narrow no
    count: where a count is hidden, the status is ``unknown``, for ``small_numbers``.
    """
    shown = reach_told(reached, area_code, rule, own, before)
    rows = with_cells(reached)
    rows = rows.assign(
        users=rows["cell"].map(shown["shown"]).astype("Int64"),
        all_users=rows["place"].map(shown["shown"]).astype("Int64"),
        counted=rows["cell"].map(shown["mark"]).astype("str"),
        all_counted=rows["place"].map(shown["mark"]).astype("str"),
    )
    rows = rows.assign(**reach_of(rows).where(reached["ratio"].notna()))
    is_told = rows["ratio"].notna() | (rows["lacks"] != "")
    rows = rows.assign(lacks=rows["lacks"].where(is_told, "small_numbers"))
    return in_order(with_status(rows)).drop(columns=["place", "cell"])


def with_cells(reached: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the ``cell`` that each is, and its ``place``, the cell of all users there."""
    place = reached["category"] + "\0" + reached["area_code"]
    return reached.assign(place=place, cell=place + "\0" + reached["key"])


def reach_told(
    reached: pd.DataFrame,
    area_code: str,
    rule: Suppression,
    own: pd.DataFrame,
    before: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Return by cell how each count of users may be told, as ``safe_to_publish`` returns it.

    ``area_code`` is the authority's own area, which holds the others; ``own`` is what is told of agreements
    one by one, as ``told_of_agreements`` returns it; ``before`` is what this returned of each earlier
    version that a reader may hold.
    """
    rows = with_cells(reached)
    known = rows.dropna(subset="users")
    added = known.dropna(subset="need")
    places = added.drop_duplicates("place")
    totals = places.assign(cell=places["place"], key="", users=places["all_users"])
    areas = [of_areas(each, area_code) for each in (known, totals)]
    columns = ["cell", "category", "users"]
    apart, parts = of_agreements(known[known["area_code"] == area_code], own)
    others = (*(rest for _, rest in areas), parts)
    cells = pd.concat([each[columns] for each in (known, totals, *others)])
    cells = cells.set_index("cell")
    sums = sums_of_groups(added) + apart
    for found, _ in areas:
        sums += found
    also = frozenset(parts.loc[parts["is_exact"] & (parts["users"] > 0), "cell"])
    shown = told(cells["users"].astype("Int64"), sums, cells["category"], rule, also, before)
    # The others follow from these: a version that counted them otherwise tells no less of these.
    return shown.loc[[*known["cell"], *totals["cell"]]]


def of_agreements(whole: pd.DataFrame, own: pd.DataFrame) -> tuple[list[Sum], pd.DataFrame]:
    """Return each count of the authority's area as what is told of agreements one by one and the rest.

    A reader may take the one from the count and have the other. Both are cells, which are printed elsewhere
    or nowhere; ``is_exact`` says which is told as counted.
    """
    pairs = whole.merge(own, on=["category", "key"])
    pairs = pairs[pairs["users"].astype("Int64") == pairs["exact"] + pairs["rest"]]
    parts = [
        pairs.assign(
            cell=pairs["cell"] + f"\0{name}\0", users=pairs[name], is_exact=name == "exact"
        )
        for name in ("exact", "rest")
    ]
    sums = [Sum(cell, (f"{cell}\0exact\0", f"{cell}\0rest\0")) for cell in pairs["cell"].tolist()]
    return sums, pd.concat(parts, ignore_index=True)


def sums_of_groups(known: pd.DataFrame) -> list[Sum]:
    """Return each place's total as the sum of its groups, which are those whose need is known."""
    cells = known.groupby("place")["cell"].agg(tuple)
    return [Sum(place, parts) for place, parts in cells.items()]


def of_areas(known: pd.DataFrame, area_code: str) -> tuple[list[Sum], pd.DataFrame]:
    """Return each count of the authority's area as a sum of the other areas', and what that leaves.

    What is left is of no area that is told. It is printed nowhere, and follows from what is, so it is a cell too.
    """
    is_whole = known["area_code"] == area_code
    by_group = ["category", "key"]
    parts = known[~is_whole].groupby(by_group).agg(parts=("cell", tuple), added=("users", "sum"))
    pairs = known[is_whole].join(parts, on=by_group, how="inner")
    pairs = pairs.assign(left=pairs["users"] - pairs["added"])
    pairs = pairs[pairs["left"] >= 0]
    rest = pairs[pairs["left"] > 0]
    rest = rest.assign(cell=rest["cell"] + REST, users=rest["left"])
    cells = set(rest["cell"])
    sums = [
        Sum(cell, (*parts, cell + REST) if cell + REST in cells else parts)
        for cell, parts in zip(pairs["cell"], pairs["parts"], strict=True)
    ]
    return sums, rest


def outcomes_shown(outcomes: pd.DataFrame, rule: Suppression) -> pd.DataFrame:
    """Return what outcomes cost as it may be told; those who achieved none are a count of people too."""
    number = outcomes.index.astype("str")
    whole = outcomes[list(AT_MOST_ALL)].astype("Float64").round().astype("Int64")
    cells = [
        whole[name].set_axis(f"{name} " + number, axis="index").dropna() for name in AT_MOST_ALL
    ]
    rest = (whole["users"] - whole["outcomes"]).set_axis("rest " + number, axis="index").dropna()
    # More outcomes than people: one may achieve several, and there is nobody left to count.
    others = rest[rest >= 0]
    sums = [
        Sum(f"users {one}", (f"outcomes {one}", f"rest {one}"))
        for one in number
        if f"rest {one}" in others.index
    ]
    counts = pd.concat([*cells, others])
    kinds = pd.Series(counts.index.str.split(" ").str[1], counts.index)
    shown = told(counts, sums, kinds, rule)
    rows = outcomes.assign(row=outcomes.index.astype("str"))
    rows = rows.assign(
        **{
            name: (f"{name} " + rows["row"]).map(shown["shown"]).astype("Int64")
            for name in AT_MOST_ALL
        },
        counted=("outcomes " + rows["row"]).map(shown["mark"]).astype("str"),
        users_counted=("users " + rows["row"]).map(shown["mark"]).astype("str"),
    )
    spend = rows["spend_pence"]
    return rows.assign(
        cost_per_outcome_pence=whole_pence(spend, above_nought(rows["outcomes"])),
        cost_per_user_pence=whole_pence(spend, above_nought(rows["users"])),
    ).drop(columns="row")


def above_nought(counts: pd.Series) -> pd.Series:
    """Return the counts that something can be divided by."""
    return counts.where(counts > 0).astype("Float64")


def told(
    counts: pd.Series,
    sums: list[Sum],
    kinds: pd.Series,
    rule: Suppression,
    also: frozenset[str] = frozenset(),
    before: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Return how each count is told: exactly where no count of its kind is small, and published otherwise.

    ``also`` are cells that are told exactly whatever else is small. ``before`` is what earlier outputs told.
    """
    is_small = counts.between(1, rule.hide_up_to).fillna(False)
    is_safe = ~kinds.isin(kinds[is_small]) & (counts > 0)
    exact = frozenset(counts.index[is_safe.to_numpy(dtype=bool)]) | also
    return safe_to_publish(counts, sums, rule=rule, before=before, exact=exact)
