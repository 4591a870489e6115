"""An amount of money as a release states it, in pence. Pounds alone are read."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from commissioning.ocds.faults import Fault, fault

POUNDS = "GBP"
LARGEST = Decimal(9_000_000_000_000_000)  # pounds that still fit, in pence, into 63 bits
SMALLEST_BELIEVED = 100  # pence: one pound or less stands for a value that is not given


def pence_of(
    value: Mapping[str, Any] | None, path: tuple[str, ...], faults: list[Fault]
) -> int | None:
    """Return the pence of a value's ``amount``, without recoverable VAT; None where it states none.

    Another currency, a negative amount and one too large to be money are critical; an amount with VAT
    alone, a fraction of a penny and a token amount are findings.
    """
    if not value:
        return None
    amount, currency = value.get("amount"), value.get("currency")
    if amount is None:
        if value.get("amountGross") is not None:
            cause = "Only the amount with VAT is given, which is not taken for the one without."
            faults.append(fault((*path, "amount"), "", "amount_without_vat", cause))
        return None
    if currency != POUNDS:
        told = "is_recorded" if currency is None else "other_currency"
        cause = (
            "The amount has no currency, and none is guessed."
            if currency is None
            else "The amount is in another currency; amounts are read in pounds alone."
        )
        faults.append(fault((*path, "currency"), currency, told, cause, severity="critical"))
        return None
    return _pence(Decimal(amount), (*path, "amount"), faults)


def _pence(amount: Decimal, path: tuple[str, ...], faults: list[Fault]) -> int | None:
    if amount < 0 or amount > LARGEST:
        name = "negative_amount" if amount < 0 else "too_large"
        cause = (
            "A credit or a correction stands where a value belongs."
            if amount < 0
            else "No value is as large; digits were run together."
        )
        faults.append(fault(path, str(amount), name, cause, severity="critical"))
        return None
    exact = amount * 100
    pence = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    if pence != exact:
        cause = "An unrounded result was exported; it is read to the nearest penny."
        faults.append(fault(path, str(amount), "fraction_of_a_penny", cause))
    if 0 < pence <= SMALLEST_BELIEVED:
        cause = "A token amount typed where the value was not to be published; totals count it as it is."
        faults.append(fault(path, str(amount), "token_value", cause))
    return pence
