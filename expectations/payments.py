"""What a list of payments promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite, about_a_person

# £500m, in pence. The largest line of Trafford's year 2025/26 is £27m.
LARGEST_PENCE = 500_000_000_00


def placed_in_time(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with two yes-or-no columns, about the day and the year of each payment.

    ``has_day_or_year``: a budget has no day of payment, and its financial year places it.
    ``has_day_if_paid``: money paid out has its day; not asked of a row without a year either,
    which has the first to answer for.
    """
    nothing = pd.Series(index=frame.index, dtype="str")
    has_day, has_year = (frame.get(name, nothing).notna() for name in ("paid_on", "financial_year"))
    judged = {"has_day_or_year": has_day | has_year}
    if {"paid_on", "basis"} <= set(frame.columns):
        judged["has_day_if_paid"] = has_day | ~has_year | (frame["basis"] != "outturn")
    return frame.assign(**judged)


def worked_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with yes-or-no columns on each payment's place in time and on its purpose.

    A year's payments have few different purposes, and looking for a person in each is slow.
    """
    frame = placed_in_time(frame)
    if "purpose" not in frame:
        return frame
    return frame.assign(is_about_a_person=about_a_person(frame["purpose"]))


SUITE = Suite(
    feed="payments",
    worked_out=worked_out,
    row_expectations=(
        gxe.ExpectColumnValuesToBeInSet(
            column="has_day_or_year",
            value_set=[True],
            severity="critical",
            notes="A line entered and not yet paid, or a day the export could not write.",
            meta={"name": "period_missing", "column": "paid_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_day_if_paid",
            value_set=[True],
            severity="warning",
            notes="A year's total given in place of its payments.",
            meta={"name": "paid_day_missing", "column": "paid_on"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="paid_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="critical",
            notes="A spreadsheet's day 0 in 1900 or 1904, or a slip in the year.",
            meta={"name": "paid_day_implausible"},
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="financial_year",
            regex=r"^\d{4}(?:/\d{2})?$",
            severity="warning",
            notes="The year written another way, such as 2010-11 or FY11; it falls out of that year's total.",
            meta={"name": "financial_year_malformed"},
        ),
        # Some councils leave the payee empty where others write "Redacted". The money was spent all the same.
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_name",
            severity="warning",
            notes="A person's name taken out before publishing, or a journal between the body's own accounts.",
            meta={"name": "payee_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="basis",
            severity="critical",
            notes="Paid, promised and allowed money in one file, and the column that tells them apart left blank.",
            meta={"name": "basis_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="amount_pence",
            severity="critical",
            notes="A heading or a subtotal inside the export, or a cell that a spreadsheet cut off.",
            meta={"name": "amount_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="amount_pence",
            value_set=[0],
            severity="warning",
            notes="A cancelled payment, or an invoice and its credit netted on one line.",
            meta={"name": "amount_is_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="amount_pence",
            min_value=-LARGEST_PENCE,
            max_value=LARGEST_PENCE,
            strict_min=True,
            strict_max=True,
            severity="warning",
            notes="Pence or thousands given as pounds, or a treasury loan among the payments.",
            meta={"name": "amount_too_large"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_about_a_person",
            value_set=[False],
            severity="critical",
            notes="A person's number or day of birth typed into the invoice's text; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "purpose_about_a_person", "column": "purpose", "withhold": True},
        ),
    ),
)
