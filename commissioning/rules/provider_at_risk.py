"""A provider that people depend on shows a hard sign of trouble."""

from datetime import date

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.register import Register, are_among, asked, looked_up, never_loaded
from commissioning.rules.answers import PROVIDER, Answers
from commissioning.rules.result import results_about
from commissioning.rules.subjects import keyed, providers_asked
from commissioning.rules.thresholds import Thresholds

FAILING_RATINGS = ("inadequate", "cancelled")
YES_SIGNS = {
    "insolvency": "an insolvency case is open",
    "accounts_overdue": "its accounts are overdue",
    "excluded": "it is excluded from awards",
}

SENTENCES = {
    "flagged": "{provider} has a live agreement, and: {signs}.",
    "clear": "None of the hard signs of trouble is recorded of it.",
    "unknown": "Whether it is at risk cannot be told: {missing}.",
}


def provider_at_risk(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each provider of a live agreement.

    ``flagged`` when an insolvency case is open (critical), or accounts are overdue, the regulator's
    rating is inadequate or cancelled, insurance ran out before ``on``, or it is excluded (high);
    ``unknown`` when providers were never loaded, it is not among them, or none of the signs is there
    and one is not recorded; ``clear`` otherwise. ``act_by`` is ``on``. No threshold is used. Basis
    and worked cases: docs/rules/provider_at_risk.md.
    """
    listed = keyed(register, "providers", register.providers)
    live = keyed(register, "agreements", asked(register, on)[["row_id"]])
    known = listed[are_among(listed["key"], live["key"])]
    providers, evidence = providers_asked(register, known, live)
    signs = signs_of(known, on).reindex(providers["key"]).set_axis(providers.index)
    is_sign = signs.eq(True).fillna(False).astype("bool")
    unloaded = never_loaded(register, "providers", providers)
    is_listed = are_among(providers["key"], known["key"])
    lacks = {name: signs[name].isna() & is_listed for name in signs.columns}
    return results_about(
        PROVIDER,
        providers,
        rule="provider_at_risk",
        on=on,
        flagged=is_sign.any(axis=1) & ~unloaded,
        unknown=unloaded | signs.isna().any(axis=1),
        severity=pd.Series("high", providers.index, dtype="str").mask(
            is_sign["insolvency"], "critical"
        ),
        facts={"provider": providers["called"], "signs": spoken_signs(is_sign, providers, known)},
        missing={"providers": unloaded, "provider_row": ~is_listed & ~unloaded, **lacks},
        evidence=evidence,
    )


def signs_of(known: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return by provider whether each hard sign is there; missing where no row of it says.

    Of several rows one that shows the sign is enough, and insurance runs as long as the longest.
    """
    rating = known["regulator_rating"]
    is_failing = rating.str.strip().str.casefold().isin(FAILING_RATINGS)
    shown = known[[*YES_SIGNS]].assign(
        regulator_rating=is_failing.astype("boolean").mask(rating.isna()), key=known["key"]
    )
    by_provider = shown.groupby("key")
    signs = by_provider.max()
    until = known.groupby("key")["insurance_expires_on"].max()
    ran_out = (until < pd.Timestamp(on)).astype("boolean").mask(until.isna())
    return signs.assign(insurance_expires_on=ran_out.reindex(signs.index))


def spoken_signs(is_sign: pd.DataFrame, providers: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Return the signs of each provider that shows any, in words; missing for the others."""
    shown = is_sign[is_sign.any(axis=1)]
    keys = providers["key"][shown.index]
    rating = known["regulator_rating"].str.strip().str.casefold()
    failing = known.assign(rating=rating)[rating.isin(FAILING_RATINGS)].drop_duplicates("key")
    until = looked_up(keys, known.groupby("key")["insurance_expires_on"].max())
    words = {
        **{name: [text] * len(shown) for name, text in YES_SIGNS.items()},
        "regulator_rating": "its regulator's rating is "
        + looked_up(keys, failing.set_index("key")["rating"]),
        "insurance_expires_on": [
            None if pd.isna(day) else f"its insurance ran out on {spoken_day(day.date())}"
            for day in until
        ],
    }
    said = [
        "; ".join(word for word, is_there in zip(row, there, strict=True) if is_there)
        for row, there in zip(
            zip(*words.values(), strict=True),
            zip(*(shown[name] for name in words), strict=True),
            strict=True,
        )
    ]
    return pd.Series(said, shown.index, dtype="str").reindex(is_sign.index)
