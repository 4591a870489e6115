"""What may be told of people counted: the reach of groups and what outcomes cost, with small numbers hidden.

Where no count that hangs together is small, all are told as counted. Where one is, the counts are
published as small numbers are, and what is told beside them is worked out of what is shown.
"""

from collections.abc import Sequence

import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.supply.cells import of_areas, sums_of_groups, told, with_cells
from commissioning.supply.cost_per_outcome import whole_pence
from commissioning.supply.need_told import need_told
from commissioning.supply.reach import in_order, reach_of, with_status

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
    ``reach_told`` takes it. ``need`` and ``all_need`` are as ``need_told`` returns them. The ``status`` and the
    order are those of what is shown, so that they narrow no count: where a count is hidden, the status is
    ``unknown``, for ``small_numbers`` or ``small_need``. Where it is ``unknown`` there is no reach.
    """
    shown = reach_told(reached, area_code, rule, own, before)
    rows = with_cells(reached)
    rows = rows.assign(
        users=rows["cell"].map(shown["shown"]).astype("Int64"),
        all_users=rows["place"].map(shown["shown"]).astype("Int64"),
        counted=rows["cell"].map(shown["mark"]).astype("str"),
        all_counted=rows["place"].map(shown["mark"]).astype("str"),
        **need_told(reached, area_code, rule),
    )
    rows = rows.assign(**reach_of(rows).where(reached["ratio"].notna()))
    is_told = rows["ratio"].notna() | (rows["lacks"] != "")
    has_users = rows["users"].notna() & rows["all_users"].notna()
    rows = rows.assign(
        lacks=rows["lacks"].where(is_told, "small_numbers").mask(~is_told & has_users, "small_need")
    )
    rows = with_status(rows)
    limits = rows[["ratio", "lower", "upper"]]
    rows = rows.assign(**limits.where(rows["status"] != "unknown"))
    return in_order(rows).drop(columns=["place", "cell"])


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
