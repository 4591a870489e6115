"""What a register of agreements promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import (
    AREA_CODE,
    DAYS_IN_A_YEAR,
    EARLIEST_DAY,
    LATEST_DAY,
    Suite,
    with_term_days,
)
from models.personal_details import PERSONAL_DETAILS

# £5bn, in pence. The largest agreement in Salford's register of July 2022 is £269m.
LARGEST_PENCE = 5_000_000_000_00
LONGEST_TERM_YEARS = 50
LONGEST_NOTICE_MONTHS = 36
# 31/12/2099 and 31/12/2199 are what systems write where a day must be given and there is none.
LAST_END_BELIEVED = pd.Timestamp("2089-12-31")

SUITE = Suite(
    feed="agreements",
    worked_out=with_term_days,
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="reference",
            severity="critical",
            notes="A blank line inside the export, or an agreement entered before it had its number.",
            meta={"name": "reference_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="title",
            severity="warning",
            notes="An agreement opened in the register and never finished.",
            meta={"name": "title_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_name",
            severity="warning",
            notes="Not yet awarded, or several providers kept on another sheet.",
            meta={"name": "provider_missing"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped in the export is the usual cause.",
            meta={"name": "ends_before_it_starts"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="latest_end_on",
            column_B="ends_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="Extended beyond the options it was let with, or the last option was never entered.",
            meta={"name": "latest_end_before_end"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="starts_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, such as 2202 for 2022, or a spreadsheet's day 0 in 1900.",
            meta={"name": "start_implausible"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="ends_on",
            min_value=EARLIEST_DAY,
            max_value=LAST_END_BELIEVED,
            severity="warning",
            notes="A placeholder such as 31/12/2099 stands for no end date; no alert will come before it.",
            meta={"name": "end_implausible"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="term_days",
            max_value=LONGEST_TERM_YEARS * DAYS_IN_A_YEAR,
            severity="warning",
            notes="A slip in one of the two years, or a lease of land kept among the contracts.",
            meta={"name": "term_too_long", "column": "ends_on"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="notice_months",
            min_value=0,
            max_value=LONGEST_NOTICE_MONTHS,
            severity="warning",
            notes="Days or weeks of notice typed where months are asked: 90 for three months.",
            meta={"name": "notice_implausible"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_pence",
            min_value=0,
            severity="critical",
            notes="A variation or a credit entered as an agreement of its own.",
            meta={"name": "value_below_zero"},
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="value_pence",
            value_set=[0],
            severity="warning",
            notes="A nought typed where the value was not known; totals count it as nothing.",
            meta={"name": "value_is_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_pence",
            max_value=LARGEST_PENCE,
            strict_max=True,
            severity="warning",
            notes="Pence or thousands given as pounds, or the value of a whole national framework.",
            meta={"name": "value_too_large"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="annual_value_pence",
            min_value=0,
            severity="critical",
            notes="A saving or a credit entered in the column of the yearly value.",
            meta={"name": "annual_value_below_zero"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="value_pence",
            column_B="annual_value_pence",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="The two columns swapped, or a term shorter than a year given its yearly rate.",
            meta={"name": "annual_value_above_value", "column": "annual_value_pence"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="tenderers",
            min_value=0,
            severity="warning",
            notes="A code for 'not known', such as -1, left in the column.",
            meta={"name": "tenderers_below_zero"},
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_codes",
            regex=rf"^\s*{AREA_CODE}(?:\s*;\s*{AREA_CODE})*\s*$",
            severity="warning",
            notes="A digit dropped by a spreadsheet, or names of areas typed for their codes.",
            meta={"name": "area_code_malformed"},
        ),
        gxe.ExpectColumnValuesToNotMatchRegex(
            column="specification",
            regex=PERSONAL_DETAILS,
            severity="critical",
            notes="One person's placement described in the register; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "specification_about_a_person", "withhold": True},
        ),
    ),
)
