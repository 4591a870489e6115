"""Frames held to suites: what is set aside, what is kept, and what stops the source."""

import logging
import tempfile

import pandas as pd
import pytest
from great_expectations import expectations as gxe

from commissioning.errors import CommissioningError
from expectations import SUITES
from expectations.suite import Suite
from models.feeds import FEEDS
from tasks.check import BrokenCheck, Earlier, hold_table, hold_to

AGREEMENTS = SUITES["agreements"]
PAYMENTS = SUITES["payments"]
PAYMENT_COLUMNS = ["payment_id", "paid_on", "provider_name", "basis", "amount_gbp"]


def held(columns, rows_in, previous_rows, suite, *, previous_columns=(), previous_pence=None, **of):
    """Hold a canonical file's columns and totals to a suite."""
    feed = FEEDS[suite.feed]
    return hold_table(
        columns,
        rows_in,
        suite,
        required=feed.required,
        known=[column.name for column in feed.columns],
        earlier=Earlier(tuple(previous_columns), previous_rows, previous_pence),
        **of,
    )


def register(**columns):
    """Return agreements of these days, each with its reference, title and provider."""
    rows = len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {
            "reference": [f"S{n}" for n in range(1, rows + 1)],
            "title": ["Short breaks"] * rows,
            "provider_name": ["Northerncare"] * rows,
        }
    )
    for name, days in columns.items():
        frame[name] = pd.to_datetime(days).astype("datetime64[s]")
    return frame.set_axis(pd.RangeIndex(1, rows + 1, name="row_no"))


def payments(amounts, row_no=None):
    """Return payments of these amounts, in pence, otherwise in order."""
    frame = pd.DataFrame({"amount_pence": pd.array(amounts, dtype="Int64")})
    frame["payment_id"] = "1901693053"
    frame["paid_on"] = pd.Timestamp("2026-03-31").as_unit("s")
    frame["provider_name"] = "Delta Care Ltd"
    frame["basis"] = "outturn"
    return frame.set_axis(pd.Index(row_no or range(1, len(frame) + 1), name="row_no"))


def test_an_area_code_that_is_none_is_named_with_the_area_it_probably_means():
    codes = ["E08000006", "E0800006", "E08000999"]
    days = pd.to_datetime(pd.Series(["2026-04-01"] * 3)).dt.as_unit("s")
    frame = pd.DataFrame(
        {"reference": "A1", "area_code": codes, "starts_on": days, "ends_on": days}
    )
    frame = frame.assign(users=240).set_axis([1, 2, 3])
    found = hold_to(frame, SUITES["users"]).failures
    assert found[["row_no", "expectation", "likely_cause"]].to_numpy().tolist() == [
        [2, "area_code_malformed", "E08000006 Salford, a digit dropped?"],
        [
            3,
            "area_code_unknown",
            "A digit mistyped, or a code newer than the list that we hold; its people join to no need.",
        ],
    ]


def test_the_failing_row_is_named_with_its_column_and_likely_cause():
    found = hold_to(
        register(
            starts_on=["2022-06-01", "2022-06-01"],
            ends_on=["2022-09-30", "2022-05-06"],
        ),
        AGREEMENTS,
    )
    assert found.failures.to_dict("records") == [
        {
            "row_no": 2,
            "column": "ends_on",
            "expectation": "ends_before_it_starts",
            "severity": "critical",
            "likely_cause": "Day and month swapped in the export is the usual cause.",
        }
    ]


def test_a_profile_may_keep_rows_that_break_a_promise_with_a_finding():
    frame = register(starts_on=["2022-03-30"], ends_on=["2022-03-29"])
    kept = hold_to(frame, AGREEMENTS, keep_with_finding=["ends_before_it_starts"])
    assert list(kept.failures["severity"]) == ["warning"]


def test_each_promise_is_counted_over_the_rows_it_was_asked_of():
    checks = hold_to(payments([100, 0, None, 0]), PAYMENTS).checks.set_index("expectation")
    assert list(checks.loc["amount_is_zero", ["rows", "failed"]]) == [4, 2]
    assert list(checks.loc["amount_missing", ["rows", "failed"]]) == [4, 1]


def test_rows_are_named_as_the_file_numbers_them_and_once_each():
    # One row of the source may hold several observations; the second chunk starts where the first ended.
    frame = payments([0, 100, 0, 0], row_no=[100_001, 100_001, 100_001, 100_002])
    failures = hold_to(frame, PAYMENTS).failures
    assert list(failures["row_no"]) == [100_001, 100_002]
    assert failures["row_no"].dtype == "int64"


def test_a_column_that_the_file_may_leave_out_is_not_asked_and_not_called_fine():
    checks = hold_to(register(ends_on=["2022-05-06"]), AGREEMENTS).checks.set_index("expectation")
    asked = checks.loc["ends_before_it_starts"]
    assert (asked["rows"], asked["detail"]) == (0, "not asked: no column starts_on")


def test_an_empty_chunk_breaks_no_promise_about_rows():
    found = hold_to(payments([]), PAYMENTS)
    assert found.failures.empty
    assert not found.checks["failed"].any()


def test_a_check_that_could_not_be_made_stops_the_source_and_is_named():
    frame = payments([100]).assign(amount_pence=pd.Series(["£1.00"], index=[1], dtype="str"))
    with pytest.raises(
        BrokenCheck, match=r"^payments: .*amount_too_large \(.*holds str\)"
    ) as caught:
        hold_to(frame, PAYMENTS)
    assert "£1.00" not in str(caught.value)
    checks = caught.value.checks.set_index("expectation")
    assert checks.loc["amount_too_large", ["rows", "failed", "broken"]].to_list() == [0, 0, True]
    assert not checks.loc["payee_missing", "broken"]


def test_a_required_column_that_is_not_there_is_a_broken_check_and_no_failure():
    with pytest.raises(BrokenCheck, match=r"amount_missing .*no column amount_pence"):
        hold_to(payments([100]).drop(columns="amount_pence"), PAYMENTS)


def test_no_cell_is_written_to_a_log_when_a_check_breaks(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    frame = payments([100]).assign(amount_pence=pd.Series(["canary"], index=[1], dtype="str"))
    with pytest.raises(BrokenCheck):
        hold_to(frame, PAYMENTS)
    assert "canary" not in caplog.text + "".join(capfd.readouterr())


def test_results_are_found_by_name_when_two_promises_read_one_column():
    suite = Suite(
        feed="payments",
        row_expectations=(
            gxe.ExpectColumnValuesToNotBeInSet(
                column="amount_pence", value_set=[1], notes="One.", meta={"name": "is_one"}
            ),
            gxe.ExpectColumnValuesToNotBeNull(
                column="basis", notes="Blank.", meta={"name": "basis_blank"}
            ),
            gxe.ExpectColumnValuesToNotBeInSet(
                column="amount_pence", value_set=[2], notes="Two.", meta={"name": "is_two"}
            ),
        ),
    )
    failures = hold_to(payments([2, 1]), suite).failures
    assert list(failures[["row_no", "expectation"]].itertuples(index=False, name=None)) == [
        (1, "is_two"),
        (2, "is_one"),
    ]


def test_checking_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    hold_to(payments([100]), PAYMENTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rows_in", "previous_rows"),
    [
        (0, 360),  # never "all contracts ended"
        (0, None),
        (180, 360),  # exactly half
        (1, 360),
    ],
)
def test_a_source_that_empties_or_halves_is_stopped(rows_in, previous_rows):
    with pytest.raises(CommissioningError, match="likely cause"):
        held(PAYMENT_COLUMNS, rows_in, previous_rows, PAYMENTS)


@pytest.mark.parametrize(("rows_in", "previous_rows"), [(181, 360), (1, None), (720, 360)])
def test_a_source_of_more_than_half_its_usual_rows_goes_on(rows_in, previous_rows):
    checks = held(PAYMENT_COLUMNS, rows_in, previous_rows, PAYMENTS)
    assert not checks["failed"].any()


def test_a_renamed_column_stops_the_source_and_is_named_with_the_nearest():
    columns = ["payment_id", "paid_on", "provider_name", "basis", "Net amount", "Directorate"]
    with pytest.raises(CommissioningError) as caught:
        held(columns, 241_764, None, PAYMENTS, file="spend-2026-03.csv")
    assert str(caught.value) == (
        "spend-2026-03.csv: no column amount_gbp (the nearest is 'Net amount'); nothing of it was loaded "
        "and what was loaded before stands; put the file right and load it again; likely cause: the "
        "publisher renamed a column, or the export was made from another report."
    )


def test_a_column_that_the_last_file_had_may_not_go():
    with pytest.raises(
        CommissioningError, match=r"no column purpose \(the nearest is 'Purposes'\)"
    ):
        held(
            [*PAYMENT_COLUMNS, "Purposes"],
            100,
            100,
            PAYMENTS,
            previous_columns=[*PAYMENT_COLUMNS, "purpose"],
        )


def test_a_column_that_the_feed_does_not_know_is_a_warning():
    checks = held([*PAYMENT_COLUMNS, "Colour"], 100, 100, PAYMENTS).set_index("expectation")
    assert checks.loc["columns_known", ["failed", "detail"]].to_list() == [1, "not loaded: Colour"]


def test_columns_in_another_order_are_the_same_columns():
    checks = held(reversed_columns := PAYMENT_COLUMNS[::-1], 100, 100, PAYMENTS)
    assert reversed_columns != PAYMENT_COLUMNS
    assert not checks["failed"].any()


@pytest.mark.parametrize(
    "column",
    ["NHS Number", "nhs_no", "DateOfBirth", "D.O.B.", "Client name", "Patient postcode", "Surname"],
)
def test_a_column_about_people_is_refused_by_its_name(column):
    with pytest.raises(CommissioningError, match="about people"):
        held([*PAYMENT_COLUMNS, column], 100, 100, PAYMENTS)


def test_a_providers_own_name_and_postcode_are_not_about_people():
    columns = ["provider_org_id", "provider_name", "postcode"]
    assert not held(columns, 100, 100, SUITES["providers"])["failed"].any()


@pytest.mark.parametrize(
    ("pence_in", "amiss"),
    [
        (1_000_00, "the mean row is one 1,000th of the last load's"),  # £ to £k
        (100_000_000_00, "the mean row is 100 times the last load's"),  # £ to pence
        (10_000_000_00, ""),  # ten times: a large month
    ],
)
def test_a_change_of_unit_travels_as_a_warning(pence_in, amiss):
    checks = held(
        PAYMENT_COLUMNS, 500, 500, PAYMENTS, pence_in=pence_in, previous_pence=1_000_000_00
    )
    found = checks.set_index("expectation").loc["unit_of_money_changed"]
    assert (found["failed"], found["detail"]) == (int(bool(amiss)), amiss)
