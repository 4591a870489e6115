"""Pounds in, whole pence inside, pounds out; never through a float."""

import re
from decimal import Context
from typing import Literal

import numpy as np
import pandas as pd

PENCE_IN_A_POUND = 100
TENTH_OF_A_MILLION = 10_000_000  # in pence

# Ten trillion pounds, ten times what the United Kingdom's governments spend in a year.
MOST_PENCE = 10**15

UNITS = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}

# A sign stands before the pound sign or after it. Thirty digits are more than any amount has.
AMOUNT = re.compile(
    r"""(?P<sign>[-(])? \s* (?P<pound>£)? \s* (?P<late_sign>[-(])?
        (?P<pounds>[0-9]{1,3}(?:,[0-9]{3}){1,9}|[0-9]{1,30})? (?:\.(?P<decimals>[0-9]{1,30}))?
        (?P<unit>k|m|bn)? (?P<closed>\))?""",
    re.IGNORECASE | re.VERBOSE,
)
# Sixteen figures or more, many of them decimals: a binary number written out.
NOISY_AMOUNT = re.compile(r"-?(?=(?:[0-9]\.?){16,20}$)[0-9]+\.[0-9]{8,}")
FIFTEEN_FIGURES = Context(prec=15)
DECIMALS = 2
# How most amounts are written; the whole pattern takes five times as long.
PLAIN_AMOUNT = re.compile(r"[0-9]{1,12}\.[0-9]{2}")
SIGNS = {("", ""): 1, ("-", ""): -1, ("(", ")"): -1}
OTHER_CURRENCY = re.compile(r"[$€¥]|\b(?:USD|EUR|AED|JPY|CHF)\b", re.IGNORECASE)

Currency = Literal["optional", "required"]


def parse_pence(
    text: pd.Series, *, negative: bool, currency: Currency = "optional"
) -> tuple[pd.Series, pd.Series]:
    """Return the amounts that the text names, in pence, and why a text is none.

    Reads ``1234.5``, ``1,234.50``, ``£1,000.50`` and ``£3m``; below zero ``-5.90`` and ``(2,076.25)``, where
    ``negative`` allows it. An empty cell is a missing amount without a reason. Refused, never rounded or
    guessed: ``not_an_amount``, ``currency_missing`` (a unit letter without £, or no £ where ``currency`` is
    "required"), ``other_currency``, ``fraction_of_a_penny``, ``negative_amount`` and ``too_large``.
    """
    codes, texts = pd.factorize(text)
    read = [pence_in(str(each), negative, currency) for each in texts]
    read.append((None, None))  # the code -1 of a missing cell takes the last
    pence = pd.array([amount for amount, _ in read], dtype="Int64")
    reasons = pd.array([np.nan if why is None else why for _, why in read], dtype="str")
    return (
        pd.Series(pence[codes], index=text.index, name=text.name),
        pd.Series(reasons[codes], index=text.index, name=text.name),
    )


def pence_in(text: str, negative: bool, currency: Currency) -> tuple[int | None, str | None]:
    """Return the pence that one text names, or None and the reason; nothing for an empty text."""
    text = text.strip()
    if not text:
        return None, None
    if currency == "optional" and PLAIN_AMOUNT.fullmatch(text):
        return int(text.replace(".", "")), None
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None, "other_currency" if OTHER_CURRENCY.search(text) else "not_an_amount"
    early_sign, pound, late_sign, whole, decimals, unit, closed = found.groups("")
    sign = SIGNS.get((early_sign + late_sign, closed))
    if sign is None or not (whole or decimals):
        return None, "not_an_amount"
    if not pound and (unit or currency == "required"):
        return None, "currency_missing"
    digits = int(whole.replace(",", "") + decimals)
    pence, remainder = divmod(digits * UNITS[unit.lower()] * PENCE_IN_A_POUND, 10 ** len(decimals))
    if remainder:
        return None, "fraction_of_a_penny"
    if pence > MOST_PENCE:
        return None, "too_large"
    if pence and sign < 0 and not negative:
        return None, "negative_amount"
    return sign * pence, None


def without_float_noise(text: pd.Series) -> pd.Series:
    """Return amounts without what a computer's binary numbers add: 41133.770000000004 is 41133.77.

    Only where fifteen figures, all that such a number holds, leave whole pence; other texts stay.
    """
    noisy = text.str.fullmatch(NOISY_AMOUNT)
    return text.where(~noisy, text.where(noisy, "0").map(to_fifteen_figures))


def to_fifteen_figures(text: str) -> str:
    """Return one text without such noise."""
    if not NOISY_AMOUNT.fullmatch(text):
        return text
    read = FIFTEEN_FIGURES.create_decimal(text).normalize()
    return text if -int(read.as_tuple().exponent) > DECIMALS else format(read, "f")


def pounds(pence: int) -> str:
    """Return an amount in pounds and pence: £1,234.50, or -£5.90."""
    whole, rest = divmod(abs(pence), PENCE_IN_A_POUND)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02d}"


def plain_pounds(pence: int) -> str:
    """Return an amount as canonical files have it: 1234.50, or -5.90."""
    return pounds(pence).replace("£", "").replace(",", "")


def whole_pounds(pence: int) -> str:
    """Return an amount in pounds, with the pence only where there are any: £10,421,057."""
    return pounds(pence).removesuffix(".00")


def millions(pence: int) -> str:
    """Return an amount in millions of pounds with one decimal, a half rounded away from nothing: 15.9m."""
    tenths = (abs(pence) + TENTH_OF_A_MILLION // 2) // TENTH_OF_A_MILLION
    whole, tenth = divmod(tenths, 10)
    return f"{'-' if pence < 0 and tenths else ''}{whole:,}.{tenth}m"
