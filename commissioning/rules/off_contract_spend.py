"""A provider is paid more than small sums, and no agreement with it was in force."""

from datetime import date

import pandas as pd

from commissioning.dates import YEAR_MONTHS, months_before
from commissioning.money import PENCE_IN_A_POUND
from commissioning.register import Register, are_among, asked, awarded, never_loaded
from commissioning.rules.answers import PROVIDER, Answers
from commissioning.rules.result import results_about
from commissioning.rules.spend import payments_of_year
from commissioning.rules.subjects import keyed, providers_asked
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "{provider} was paid {amount_pence} in twelve months (payments: {payments}), more than "
        "{limit_pence}, and no agreement with it was in force in them."
    ),
    "clear": "An agreement with it was in force in the twelve months, or it was paid small sums or none.",
    "unknown": "Whether it is paid without an agreement cannot be told: {missing}.",
}


def off_contract_spend(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each provider paid in the 12 calendar months to ``on``, or with a live agreement.

    ``flagged`` when it was paid (outturn) more than ``off_contract_gbp`` pounds in those months and no
    agreement with it was in force on any day of them; payments without a day count. ``unknown`` when
    payments were never loaded, when a day of its only agreements is empty, or when agreements are
    listed and none names a provider; ``clear`` otherwise. ``act_by`` is ``on``. Basis and worked
    cases: docs/rules/off_contract_spend.md.
    """
    columns = ["paid_on", "financial_year", "amount_pence", "row_id"]
    of_year = payments_of_year(register, register.payments_by_provider[columns], on)
    paid = keyed(register, "payments_by_provider", of_year)
    live = keyed(register, "agreements", asked(register, on)[["row_id"]])
    providers, evidence = providers_asked(register, paid, live)
    key = providers["key"]
    by_provider = paid.groupby("key")["amount_pence"]
    amount = by_provider.sum().reindex(key).set_axis(providers.index).astype("Int64")
    payments = by_provider.size().reindex(key, fill_value=0).set_axis(providers.index)

    limit_pence = thresholds.off_contract_gbp * PENCE_IN_A_POUND
    is_large = (amount > limit_pence).fillna(False).astype("bool")
    held, perhaps = agreements_in_force(register, on)
    is_held, may_be_held = are_among(key, held), are_among(key, perhaps)
    names_nobody = register.provider_keys["agreements"].isna().all() and len(register.agreements)
    is_nameless = pd.Series(bool(names_nobody), providers.index)
    unloaded = never_loaded(register, "payments", providers)
    untold = is_large & ~is_held & (may_be_held | is_nameless)
    return results_about(
        PROVIDER,
        providers,
        rule="off_contract_spend",
        on=on,
        flagged=is_large & ~is_held & ~untold & ~unloaded,
        unknown=unloaded | untold,
        severity="high",
        facts={
            "provider": providers["called"],
            "amount_pence": amount,
            "payments": payments,
            "limit_pence": limit_pence,
        },
        missing={
            "payments": unloaded,
            "agreement_days": may_be_held & untold,
            "agreement_providers": is_nameless & untold,
        },
        evidence=evidence,
    )


def agreements_in_force(register: Register, on: date) -> tuple[pd.Series, pd.Series]:
    """Return the providers with an agreement in force in the twelve months, and those perhaps with one."""
    agreements = register.agreements
    starts_on, ends_on = agreements["starts_on"], agreements["ends_on"]
    is_later = starts_on > pd.Timestamp(on)
    is_over = ends_on <= pd.Timestamp(months_before(on, YEAR_MONTHS))
    may_be = awarded(agreements, on) & ~is_later & ~is_over
    is_sure = may_be & starts_on.notna() & ends_on.notna()
    keys = register.provider_keys["agreements"]
    held, perhaps = keys[is_sure].dropna(), keys[may_be & ~is_sure].dropna()
    return held.drop_duplicates(), perhaps.drop_duplicates()
