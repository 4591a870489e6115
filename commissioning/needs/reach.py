"""Whether a service reaches a group of people as often as the group's share of the need."""

import pandas as pd

from commissioning.needs.intervals import wilson


def reach(
    users: pd.Series, all_users: pd.Series, need: pd.Series, all_need: pd.Series
) -> pd.DataFrame:
    """Return ``ratio``, ``lower`` and ``upper``: share of users over share of need, and its 95% limits.

    The limits are those of the share of users, divided by the share of need. Missing where there are
    no users, or no need.
    """
    counts = pd.DataFrame(
        {"users": users, "all_users": all_users, "need": need, "all_need": all_need}
    ).astype("float64")
    expected = counts["all_users"] * counts["need"]
    share = (counts["need"] / counts["all_need"]).where(counts["need"] > 0)
    lower, upper = wilson(counts["users"], counts["all_users"])
    # Whole numbers divided once, so that 8 of 100 against a tenth is exactly 0.8.
    ratio = counts["users"] * counts["all_need"] / expected.where(expected > 0)
    return pd.DataFrame({"ratio": ratio, "lower": lower / share, "upper": upper / share})
