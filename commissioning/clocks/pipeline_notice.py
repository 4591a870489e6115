"""What goes out to tender in the next 18 months has to be announced by 26 May, where much is bought."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    has_passed,
    last_published_on,
    out_of_regime,
    published,
)
from commissioning.dates import (
    APRIL_FIRST,
    financial_year,
    financial_year_start,
    months_after,
    months_before,
)
from commissioning.money import PENCE_IN_A_POUND
from commissioning.register import Register, asked, in_agreements, never_loaded
from commissioning.timetable.department import to_replace
from commissioning.timetable.worked_back import stage_starts

NOTICE = "UK1"
LEGACY = "pcr2015_legacy"
OVER_GBP = 2_000_000
EXPECTED_OVER_GBP = 100_000_000
MONTHS = 18
DUE = (
    5,
    26,
)  # the 56th day of the Act's financial year, which begins on 1 April for every authority

SENTENCES = {
    "flagged": "The tender that replaces it is to start on {tender_on}; a pipeline notice (UK1) was to be published by {due_on}, and none is on record.",
    "flagged_begun": "The tender that replaces it was to start on {tender_on}, and nothing is recorded to follow it; a pipeline notice (UK1) was to be published by {due_on}, and none is on record.",
    "falls_due_begun": "The tender that replaces it was to start on {tender_on}, and nothing is recorded to follow it; a pipeline notice (UK1) is to be published by {due_on}.",
    "falls_due": "The tender that replaces it is to start on {tender_on}; a pipeline notice (UK1) is to be published by {due_on}.",
    "unknown": "Whether it belongs in the pipeline notice (UK1) cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no pipeline notice (UK1).",
    "published": "A pipeline notice (UK1) that names it is published.",
    "not_owed": "No pipeline notice (UK1) is owed: it is not over £2,000,000 or not to be tendered in the 18 months, or the authority does not expect to pay more than £100,000,000 in the year.",
}


def pipeline_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each live agreement under ``pa2023``: whether its replacement is announced.

    Owed where it is over £2m, a procurement has to replace it, that procurement's tender starts (by
    the timetable) in the 18 months from the 1 April before ``on`` or should have started earlier, and
    the authority expects to pay more than £100m in that financial year. ``due_on`` is 26 May. That of
    one under ``pcr2015_legacy`` is ``unknown``: what follows it may be let under another regime.
    """
    agreements = asked(register, on)
    year = financial_year_start(on, APRIL_FIRST)
    due = date(year.year, *DUE)
    tender_on = stage_starts(agreements, register.timetable)["tender_starts_on"]
    after = pd.Timestamp(months_after(year, MONTHS))
    is_replaced = agreements["agreement_id"].isin(to_replace(register, on=on)["agreement_id"])
    value = agreements["value_pence"]
    is_small = (value <= OVER_GBP * PENCE_IN_A_POUND).fillna(False)
    expected = setting.expected_payments_gbp.get(financial_year(on, APRIL_FIRST))
    is_below = expected is not None and expected <= EXPECTED_OVER_GBP
    is_elsewhere = ~is_replaced | is_small | (tender_on >= after)
    due_on = pd.Series(pd.Timestamp(due), agreements.index, dtype="datetime64[s]")
    notices = published(register, on, notice_type=NOTICE)
    of_year = notices[~(notices["published_on"] <= pd.Timestamp(months_before(due, 12)))]
    missing = {
        "regime": agreements["regime"].isna(),
        "next_regime": agreements["regime"] == LEGACY,
        "ends_on": agreements["ends_on"].isna(),
        "value_pence": value.isna(),
        "expected_payments": pd.Series(expected is None, agreements.index),
        "notices": never_loaded(register, "notices", agreements),
    }
    known = agreements["regime"].notna()
    return answered(
        agreements,
        clock="pipeline_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "pa2023", LEGACY),
            "not_owed": known & (is_elsewhere | is_below),
            "published": known & in_agreements(agreements, of_year),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged_begun": has_passed(due_on, on) & has_passed(tender_on, on),
            "flagged": has_passed(due_on, on),
            "falls_due_begun": has_passed(tender_on, on),
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=last_published_on(agreements, of_year),
        facts={"tender_on": tender_on},
    )
