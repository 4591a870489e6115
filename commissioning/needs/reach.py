"""Whether a service reaches a group of people as often as the group's share of the need."""

import numpy as np
import pandas as pd

# The standard normal deviate of a two-sided 95% interval.
Z_95 = 1.959963984540054


def wilson(part: pd.Series, whole: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the lower and upper 95% limits of the proportion ``part`` of ``whole``, after Wilson.

    Missing where ``whole`` is nought.
    """
    number = whole.where(whole > 0).astype("float64")
    share = part.astype("float64") / number
    centre = share + Z_95**2 / (2 * number)
    spread = Z_95 * np.sqrt(share * (1 - share) / number + Z_95**2 / (4 * number**2))
    scale = 1 + Z_95**2 / number
    return (centre - spread) / scale, (centre + spread) / scale


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
