"""What a change in money is due to: each group's part of it."""

import pandas as pd


def shares_of_change(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Return by group what it was, what it is and its part of the change: what made the change first.

    ``before`` and ``after`` are pence by group; a group that one of them has not was nothing in it.
    Columns: ``before_pence``, ``after_pence``, ``change_pence`` and ``share_of_change``, which is missing
    where all of it comes to no change.
    """
    groups = before.index.union(after.index)
    was, now = (sums.reindex(groups, fill_value=0).astype("Int64") for sums in (before, after))
    change = now - was
    whole = int(change.sum())
    share = change.astype("Float64") / whole if whole else pd.Series(pd.NA, groups, dtype="Float64")
    found = pd.DataFrame(
        {
            "before_pence": was,
            "after_pence": now,
            "change_pence": change,
            "share_of_change": share,
            "order": change if whole < 0 else -change,
        }
    )
    return found.sort_values("order", kind="stable").drop(columns="order")
