"""Who is paid for each kind of service, and how few of them take most of it."""

from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, looked_up
from commissioning.rules.provider_concentration import WHOLE, concentration, market_payments
from commissioning.rules.thresholds import Thresholds


def markets(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one row for each service category paid for in the 12 months to ``on``.

    ``providers`` are the payees that are named; ``hhi`` the Herfindahl index of their shares in per
    cent; ``top_provider`` the one with the largest share, ``top_share`` (0 to 1); ``is_concentrated``
    what the rule provider_concentration says of the market. The most concentrated comes first.
    """
    paid = market_payments(register, on)
    found = concentration(paid, thresholds).reset_index()
    found = found[found["area"] == WHOLE].reset_index(drop=True)
    categories, market = found["category"], found["market"]
    named = paid.rows[paid.rows["key"] >= 0].groupby("market")["key"].nunique()
    pence = paid.rows.groupby("market")["amount_pence"].sum()
    called = register.provider_names["called"]
    return (
        pd.DataFrame(
            {
                "service_category": as_written(register, categories),
                "paid_pence": market.map(pence).astype("int64"),
                "providers": market.map(named).fillna(0).astype("int64"),
                "hhi": found["hhi"],
                "top_provider": looked_up(found["top"], called),
                "top_share": found["top_share"],
                "is_concentrated": found["is_concentrated"],
                "may_be_concentrated": found["may_be"],
            }
        )
        .sort_values(["hhi", "service_category"], ascending=[False, True], ignore_index=True)
        .astype({"service_category": "str"})
    )


def as_written(register: Register, categories: pd.Series) -> pd.Series:
    """Return folded categories as the register, or else a payment, first writes them."""
    written = pd.concat(
        [
            register.agreements["service_category"],
            register.payments_by_provider["service_category"],
        ]
    ).dropna()
    first = written.drop_duplicates()
    by_key = first.set_axis(pd.Index(folded_once(first))).groupby(level=0).first()
    return looked_up(categories, by_key)
