"""The canonical files: fixed columns, fixed values, and a sentence for everything else."""

import json

import pandas as pd
import pytest

from commissioning.errors import SourceChanged
from commissioning.ingest.headers import nearest, recognise, require_columns
from commissioning.ingest.mapping import Cell, typed
from commissioning.sources import SOURCES
from commissioning.sources.source import Parsed
from models.feeds import FEEDS


def file_of(*rows: dict[str, str]) -> pd.DataFrame:
    """Return rows as the reader hands them over."""
    index = pd.RangeIndex(1, len(rows) + 1, name="row_no")
    frame = pd.DataFrame(list(rows), index=index, dtype="str")
    return frame.assign(_line=index + 1)


def agreement(**cells: str) -> Parsed:
    row = {"reference": "A1", "title": "Day centre", "ends_on": "2027-03-31", **cells}
    return SOURCES["canonical_agreements"].parse(file_of(row))


def payment(**cells: str) -> Parsed:
    row = {
        "payment_id": "P1",
        "paid_on": "2026-04-01",
        "provider_name": "Anytown Care",
        "basis": "outturn",
        "amount_gbp": "10.00",
        **cells,
    }
    return SOURCES["canonical_payments"].parse(file_of(row))


def cell(parsed: Parsed, feed: str, column: str) -> object:
    found = parsed.frames[feed][column].iloc[0]
    return None if pd.isna(found) else found


def faults(parsed: Parsed) -> list[tuple[str, str, str]]:
    problems = parsed.problems
    return list(zip(problems["column"], problems["expectation"], problems["severity"], strict=True))


def test_every_feed_has_a_canonical_layout_known_by_its_required_columns():
    for feed in FEEDS.values():
        assert recognise(feed.name, feed.required).name == f"canonical_{feed.name}"


def test_only_the_columns_that_the_product_page_names_are_required():
    assert SOURCES["canonical_agreements"].required == ("reference", "title", "ends_on")
    assert set(SOURCES["canonical_payments"].required) == {
        "payment_id",
        "paid_on",
        "provider_name",
        "basis",
        "amount_gbp",
    }
    for feed in ("grants", "extensions", "observations", "providers"):
        columns = tuple(column.name for column in FEEDS[feed].columns)
        assert SOURCES[f"canonical_{feed}"].required == columns[:2]


def test_a_full_row_is_typed_column_by_column():
    parsed = agreement(
        instrument="grant",
        provider_type="third_sector",
        tenderers="3",
        value_gbp="1234.50",
        starts_on="2024-04-01",
        notice_months="6",
        area_codes="E08000006;E08000009",
    )
    found = parsed.frames["agreements"].iloc[0]
    assert found["ends_on"] == pd.Timestamp("2027-03-31")
    assert found["value_pence"] == 123_450
    assert (found["tenderers"], found["notice_months"]) == (3, 6)
    assert found["area_codes"] == "E08000006;E08000009"
    assert faults(parsed) == []


def test_a_column_left_out_is_not_recorded_and_has_its_dtype():
    frame = agreement().frames["agreements"]
    dtypes = {name: str(frame[name].dtype) for name in ("tier", "tenderers", "value_pence")}
    assert dtypes == {"tier": "str", "tenderers": "Int64", "value_pence": "Int64"}
    assert str(frame["review_on"].dtype) == "datetime64[s]"
    providers = SOURCES["canonical_providers"].parse(
        file_of({"provider_org_id": "GB-COH-00000001", "provider_name": "Anytown Care"})
    )
    assert str(providers.frames["providers"]["insolvency"].dtype) == "boolean"
    assert providers.frames["providers"]["insolvency"].isna().all()  # never "no"


@pytest.mark.parametrize("text", ["NA", "None", "null", "TRUE", "007", "=HYPERLINK(1)", "<b>x</b>"])
def test_text_is_kept_as_it_was_written(text):
    assert cell(agreement(provider_name=text), "agreements", "provider_name") == text


def test_a_long_number_in_a_reference_loses_no_digit():
    parsed = agreement(reference="90071992547409930001")
    assert cell(parsed, "agreements", "reference") == "90071992547409930001"


def test_white_space_around_text_is_taken_off_and_inside_is_kept():
    parsed = agreement(title="  Day  centre ", department="   ")
    assert cell(parsed, "agreements", "title") == "Day  centre"
    assert cell(parsed, "agreements", "department") is None


@pytest.mark.parametrize(
    "text", ["31/03/2027", "2025-13-01", "2027-02-31", "45678", "20250301", "1 March 2027", "TBC"]
)
def test_only_an_iso_day_that_exists_is_a_day(text):
    parsed = agreement(ends_on=text)
    assert cell(parsed, "agreements", "ends_on") is None
    assert faults(parsed) == [("ends_on", "is_a_day", "critical")]
    assert json.loads(cell(parsed, "agreements", "as_published")) == {"ends_on": text}


@pytest.mark.parametrize("text", ["9999-12-31", "1900-01-01", "0001-01-01"])
def test_a_placeholder_is_no_end_date(text):
    parsed = agreement(ends_on=text)
    assert cell(parsed, "agreements", "ends_on") is None
    assert faults(parsed) == [("ends_on", "placeholder_day", "warning")]
    assert json.loads(cell(parsed, "agreements", "as_published")) == {"ends_on": text}


def test_a_placeholder_is_known_in_the_format_its_publisher_writes():
    cells = {"ends_on": Cell("End", day_formats=("%d/%m/%Y",))}
    ends = file_of(*({"End": text} for text in ("31/12/9999", "1/1/1900", "01/01/0001")))
    frame, problems = typed(ends, cells, FEEDS["grants"])
    assert frame["ends_on"].isna().all()
    assert list(problems["expectation"]) == ["placeholder_day"] * 3


def test_an_empty_day_is_not_recorded_and_no_fault():
    parsed = agreement(ends_on="", value_gbp="", provider_type="", tenderers="")
    assert cell(parsed, "agreements", "ends_on") is None
    assert faults(parsed) == []


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("0", 0),
        ("1234.5", 123_450),
        ("£1,000.50", 100_050),
        ("£3m", 300_000_000),
        ("9,007,199,254,740.93", 900_719_925_474_093),  # every penny of a large sum
    ],
)
def test_pounds_become_exact_pence(text, pence):
    parsed = agreement(value_gbp=text)
    assert cell(parsed, "agreements", "value_pence") == pence
    assert faults(parsed) == []


@pytest.mark.parametrize(
    ("text", "expectation"),
    [
        ("inf", "is_money"),
        ("nan", "is_money"),
        ("1E400", "is_money"),
        ("1e9", "is_money"),
        ("0.005", "is_money"),
        ("1.000,50", "is_money"),
        ("-5", "is_money"),  # a value is never negative
        ("(1000)", "is_money"),
        ("3m", "currency_missing"),
    ],
)
def test_what_is_not_money_is_set_aside(text, expectation):
    parsed = agreement(value_gbp=text)
    assert cell(parsed, "agreements", "value_pence") is None
    assert faults(parsed) == [("value_gbp", expectation, "critical")]


@pytest.mark.parametrize(("text", "pence"), [("-5.90", -590), ("(2,076.25)", -207_625)])
def test_a_payment_may_be_a_credit(text, pence):
    assert cell(payment(amount_gbp=text), "payments", "amount_pence") == pence


def test_a_fixed_value_outside_its_list_names_the_list():
    parsed = agreement(provider_type="in_house")
    assert faults(parsed) == [("provider_type", "one_of", "critical")]
    assert parsed.problems["likely_cause"].iloc[0] == (
        "Write one of private, other_public, third_sector."
    )


def test_a_fixed_value_in_other_letters_is_told_as_it_is_to_be_written():
    parsed = agreement(provider_type="Third_Sector ")
    assert faults(parsed) == [("provider_type", "one_of", "critical")]
    assert parsed.problems["likely_cause"].iloc[0] == "Write it as third_sector."


@pytest.mark.parametrize("text", ["two", "2.5", "-1", "1e3"])
def test_a_count_is_a_whole_number(text):
    assert faults(agreement(tenderers=text)) == [("tenderers", "is_whole_number", "critical")]


@pytest.mark.parametrize(("text", "value"), [("34.9", 34.9), ("-0.5", -0.5), ("", None)])
def test_an_observation_is_a_plain_number(text, value):
    parsed = SOURCES["canonical_observations"].parse(file_of(observation(value=text)))
    assert cell(parsed, "observations", "value") == value
    assert faults(parsed) == []


@pytest.mark.parametrize("text", ["34.9%", "*", "c", "NaN", "inf", "1e400", "1,000"])
def test_a_suppressed_or_dressed_number_is_set_aside(text):
    parsed = SOURCES["canonical_observations"].parse(file_of(observation(value=text)))
    assert faults(parsed) == [("value", "is_a_number", "critical")]


def observation(**cells: str) -> dict[str, str]:
    return {
        "indicator": "homelessness",
        "area_code": "E08000006",
        "starts_on": "2026-01-01",
        **cells,
    }


def test_yes_and_no_are_read_as_a_person_or_a_spreadsheet_writes_them_and_nothing_else_is():
    rows = [
        {"provider_org_id": f"GB-COH-1000000{n}", "provider_name": "Anytown Care", "excluded": text}
        for n, text in enumerate(["yes", "no", "", "perhaps", "TRUE", "False", "1"])
    ]
    parsed = SOURCES["canonical_providers"].parse(file_of(*rows))
    excluded = parsed.frames["providers"]["excluded"]
    read = [None if pd.isna(cell) else bool(cell) for cell in excluded]
    assert read == [True, False, None, None, True, False, None]
    assert faults(parsed) == [("excluded", "is_yes_or_no", "critical")] * 2


@pytest.mark.parametrize("missing", ["payment_id", "basis", "amount_gbp"])
def test_a_payment_that_cannot_be_counted_is_set_aside(missing):
    assert faults(payment(**{missing: ""})) == [(missing, "is_recorded", "critical")]


def test_a_row_without_its_key_is_set_aside_and_its_money_still_counted():
    parsed = agreement(reference=" ", value_gbp="5.00")
    assert faults(parsed) == [("reference", "is_recorded", "critical")]
    assert cell(parsed, "agreements", "value_pence") == 500


def test_an_extension_without_its_new_end_is_set_aside():
    row = {"reference": "A1", "decided_on": "2026-01-05", "new_ends_on": ""}
    parsed = SOURCES["canonical_extensions"].parse(file_of(row))
    assert faults(parsed) == [("new_ends_on", "is_recorded", "critical")]


def test_grants_are_agreements_of_their_own_instrument_and_regime():
    row = {"reference": "G1", "title": "Lunch club", "value_gbp": "500"}
    parsed = SOURCES["canonical_grants"].parse(file_of(row))
    found = parsed.frames["agreements"].iloc[0]
    assert (found["instrument"], found["regime"], found["value_pence"]) == (
        "grant",
        "grant",
        50_000,
    )
    assert list(parsed.frames["agreements"]) == list(agreement().frames["agreements"])
    assert pd.isna(found["status"])


def test_a_row_of_money_and_nothing_else_is_a_total():
    rows = [
        {"reference": "A1", "title": "Day centre", "ends_on": "2027-03-31", "value_gbp": "10.00"},
        {"reference": "", "title": " ", "ends_on": "", "value_gbp": "10.00"},
    ]
    parsed = SOURCES["canonical_agreements"].parse(file_of(*rows))
    assert list(parsed.not_data["row_no"]) == [2]
    assert list(parsed.frames["agreements"].index) == [1]
    assert faults(parsed) == []


def test_an_empty_chunk_is_read_as_no_rows():
    header = dict.fromkeys(("reference", "title", "ends_on", "value_gbp", "provider_type"), "x")
    parsed = SOURCES["canonical_agreements"].parse(file_of(header).iloc[:0])
    assert len(parsed.frames["agreements"]) == len(parsed.problems) == 0


def test_an_unknown_column_is_named():
    header = ("reference", "title", "ends_on", "colour")
    assert SOURCES["canonical_agreements"].unknown_columns(header) == ("colour",)


def test_a_renamed_column_is_an_error_that_names_it_and_its_likely_new_name():
    header = ("reference", "title", "end_on", "value_gbp")
    assert recognise("agreements", header) is None
    source = nearest("agreements", header)
    assert source is SOURCES["canonical_agreements"]
    with pytest.raises(SourceChanged) as raised:
        require_columns(source, header, "register.csv")
    message = str(raised.value)
    assert message.startswith("register.csv, column ends_on: ")
    assert "the file has reference, title, end_on, value_gbp" in message
    assert "end_on may be ends_on" in message


def test_a_file_with_its_columns_is_not_refused():
    require_columns(SOURCES["canonical_agreements"], ("ends_on", "title", "reference"), "x.csv")


def test_a_file_like_nothing_we_know_has_no_nearest_source():
    assert nearest("agreements", ("colour", "weight")) is None


def test_sources_go_by_their_own_names():
    assert {name: source.name for name, source in SOURCES.items()} == {n: n for n in SOURCES}
