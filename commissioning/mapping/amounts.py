"""Amounts as ledgers and spreadsheets export them, written as amounts are usually written."""

import re

import pandas as pd

from commissioning.money import to_fifteen_figures

LATE_SIGN = re.compile(r"(?P<amount>£?\s*[0-9.,]+)\s*(?:-|CR)", re.IGNORECASE)


def usual_amounts(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the amounts with the sign in front and without a spreadsheet's remainder, and which had one.

    ``47773.200000000004`` is ``47773.2`` to the fifteen digits that a spreadsheet keeps; ``500.00-`` and
    ``500.00 CR``, a credit, are ``-500.00``. A rate, such as ``1.2345``, stays what it is, and is refused later.
    """
    codes, texts = pd.factorize(text)
    written = [str(each).strip() for each in texts]
    signed = [with_sign_in_front(each) for each in written]
    usual = [to_fifteen_figures(each) for each in signed]
    had = [one != other for one, other in zip(signed, usual, strict=True)]
    amounts = pd.Series([*usual, ""], dtype="str").take(codes).set_axis(text.index)
    return amounts, pd.Series([*had, False], dtype="bool").take(codes).set_axis(text.index)


def with_sign_in_front(text: str) -> str:
    """Return an amount whose sign came last with the sign in front."""
    found = LATE_SIGN.fullmatch(text)
    return f"-{found['amount']}" if found else text
