"""What a register of providers promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import Suite

# The United Kingdom's and the Crown dependencies' postcodes, with or without the space.
POSTCODE = r"(?i)^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$"

SUITE = Suite(
    feed="providers",
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_org_id",
            severity="critical",
            notes="A body with no registration, or a register's own number left in another column.",
            meta={"name": "org_id_missing"},
        ),
        # org-id.guide: the list's code, in two parts or more, then the identifier in that list.
        gxe.ExpectColumnValuesToMatchRegex(
            column="provider_org_id",
            regex=r"^[A-Z0-9]+-[A-Za-z0-9]+-.+$|^360G-.+$",
            severity="warning",
            notes="A bare company or charity number: the list's code, such as GB-COH-, was left off.",
            meta={"name": "org_id_without_its_list"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_name",
            severity="warning",
            notes="Removed from its register, which keeps the number and drops the name.",
            meta={"name": "provider_name_missing"},
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="postcode",
            regex=POSTCODE,
            severity="warning",
            notes="An address abroad, or the letter O typed for a nought.",
            meta={"name": "postcode_malformed"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="insurance_expires_on",
            min_value=pd.Timestamp("2000-01-01"),
            max_value=pd.Timestamp("2099-12-31"),
            severity="warning",
            notes="A slip in the year, or a placeholder where no certificate was seen.",
            meta={"name": "insurance_day_implausible"},
        ),
    ),
)
