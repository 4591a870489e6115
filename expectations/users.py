"""What a table of people served promises."""

from great_expectations import expectations as gxe

from expectations.suite import AREA_CODE, EARLIEST_DAY, LATEST_DAY, Suite, with_listed_area

# More people than live in any council's area: Kent has the most, 1.6 million at the census of 2021.
MOST_USERS = 2_000_000

# A missing count is no broken promise: small counts are left empty where people could be known by them.
SUITE = Suite(
    feed="users",
    worked_out=with_listed_area,
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="starts_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, such as 2202 for 2022.",
            meta={"name": "start_implausible"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped, or last quarter's table overtyped and one day left as it was.",
            meta={"name": "ends_before_it_starts"},
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code",
            regex=rf"^{AREA_CODE}$",
            severity="warning",
            notes="A digit dropped by a spreadsheet, a ward's name, or a postcode; its people join to no need.",
            meta={"name": "area_code_malformed"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="listed_area_code",
            severity="warning",
            notes="A digit mistyped, or a code newer than the list that we hold; its people join to no need.",
            meta={"name": "area_code_unknown", "column": "area_code"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="users",
            min_value=0,
            severity="critical",
            notes="A code for a suppressed number, such as -1 or -9, left in the column.",
            meta={"name": "users_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="users",
            max_value=MOST_USERS,
            severity="warning",
            notes="Contacts or visits counted for people, or an identifier in the column.",
            meta={"name": "users_too_many"},
        ),
    ),
)
