"""Amounts as ledgers and spreadsheets export them, written as amounts are usually written."""

import re
from decimal import Decimal

import pandas as pd

# A spreadsheet shows fifteen digits and may export seventeen, the last two of them its own rounding.
KEPT_DIGITS = 15
REMAINDER = re.compile(r"-?[0-9]{1,12}\.[0-9]{4,20}")
LATE_SIGN = re.compile(r"(?P<amount>£?\s*[0-9.,]+)\s*-")


def usual_amounts(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the amounts with the sign in front and without a spreadsheet's remainder, and which had one.

    ``47773.200000000004`` is ``47773.20`` to the fifteen digits that a spreadsheet keeps; ``500.00-`` is
    ``-500.00``. A rate, such as ``1.2345``, stays what it is, and is refused later.
    """
    codes, texts = pd.factorize(text)
    written = [str(each).strip() for each in texts]
    usual = [without_remainder(with_sign_in_front(each)) for each in written]
    had = [
        REMAINDER.fullmatch(w) is not None and u != w for w, u in zip(written, usual, strict=True)
    ]
    amounts = pd.Series([*usual, ""], dtype="str").take(codes).set_axis(text.index)
    return amounts, pd.Series([*had, False], dtype="bool").take(codes).set_axis(text.index)


def with_sign_in_front(text: str) -> str:
    """Return an amount whose minus sign came last with the sign in front."""
    found = LATE_SIGN.fullmatch(text)
    return f"-{found['amount']}" if found else text


def without_remainder(text: str) -> str:
    """Return a number of more than fifteen digits to fifteen, where whole pence come of it."""
    if not REMAINDER.fullmatch(text):
        return text
    number = Decimal(text)
    if len(number.as_tuple().digits) <= KEPT_DIGITS:
        return text
    kept = Decimal(f"{number:.{KEPT_DIGITS}g}")
    return f"{kept:.2f}" if kept == kept.quantize(Decimal("0.01")) else text
