"""Salford's contracts register, read from rows as published and from the whole file.

The extract: nineteen rows, unaltered, of odileeds/council-spending-data : salford/clean/2022-07.csv
@ 791774c21f07, header included with its mis-decoded byte order mark. Salford City Council, Open
Government Licence v3.0. The whole file is the example authority's.
"""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.salford_register import SOURCE, parse
from commissioning.sources.source import Parsed
from models.feeds import AGREEMENTS, EXTENSIONS

pytestmark = pytest.mark.thorough

EXTRACT = Path(__file__).parent / "extracts" / "salford_register.csv"
EXAMPLES = Path(__file__).parents[2] / "examples" / "salford"
REGISTER = EXAMPLES / "salford_contracts_register_2022-07.csv"
JULY_2022 = pd.Timestamp("2022-07-31")
VALUE = "Total Contract Value (including extensions)"


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def row(reference: str = "S1417", **cells: str) -> Parsed:
    """Parse one row of the extract with some of its cells changed."""
    rows = published()
    return parse(rows[rows["Contract Reference"] == reference].iloc[:1].assign(**cells))


def agreement(parsed: Parsed) -> pd.Series:
    return parsed.frames["agreements"].iloc[0]


def findings(parsed: Parsed) -> list[tuple[str, str, str]]:
    problems = parsed.problems
    return list(zip(problems["column"], problems["value"], problems["expectation"], strict=True))


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def same_day(found: pd.Timestamp, expected: str | None) -> bool:
    return (pd.isna(found) and expected is None) or found == day(expected)


def test_a_row_becomes_an_active_contract_of_the_old_rules():
    found = agreement(row("S1152"))
    expected = {
        "reference": "S1152",
        "title": "Active Lifestyle Service for Adults & Physical Activities in Schools",
        "specification": "Active Lifestyles for Adults and Physical Activiity in Schools Service",
        "instrument": "contract",
        "regime": "pcr2015_legacy",
        "status": "active",
        "department": "Public Health",
        "commissioner": "Salford City Council",
        "service_category": "Arts & Leisure Services",
        "provider_name": "Salford Community Leisure Ltd",
        "provider_org_id": "GB-COH-IP29627R",
        "starts_on": day("2021-04-01"),
        "ends_on": day("2023-03-31"),
        "value_pence": 38_000_000,
        "annual_value_pence": 19_000_000,
    }
    assert {name: found[name] for name in expected} == expected
    not_published = ["provider_type", "delivery_route", "tier", "signed_on", "tenderers"]
    assert found[not_published].isna().all()


def test_both_frames_have_every_column_of_their_feed_and_the_row_numbers_of_the_file():
    frames = parse(published()).frames
    assert list(frames["agreements"]) == [c.frame_name for c in AGREEMENTS.columns] + [
        "as_published"
    ]
    assert list(frames["extensions"]) == [c.frame_name for c in EXTENSIONS.columns]
    assert list(frames["agreements"].index) == list(range(1, 20))
    assert {str(frames["agreements"][c].dtype) for c in ("starts_on", "latest_end_on")} == {
        "datetime64[s]"
    }
    assert str(frames["agreements"]["value_pence"].dtype) == "Int64"


@pytest.mark.parametrize(
    ("process", "method", "ground"),
    [
        ("ITT", "open", None),
        ("RFQ", "selective", None),
        ("Mini-Comp", "selective", None),
        ("Direct Call-Off", "direct", "framework call-off"),
        ("CSO Exception", "direct", None),  # a waiver: its ground is not published
        ("Other", None, None),
        ("", None, None),
        ("Auction", None, None),  # never seen: a finding, not a guess
    ],
)
def test_the_process_used_says_how_it_was_let(process, method, ground):
    parsed = row(**{"Process Used": process})
    found = agreement(parsed)
    assert [
        None if pd.isna(found[c]) else found[c]
        for c in ("procurement_method", "direct_award_ground")
    ] == [method, ground]
    assert findings(parsed) == (
        [("Process Used", "Auction", "one_of")] if process == "Auction" else []
    )


@pytest.mark.parametrize(
    ("end", "expiry", "taken", "extension"),
    [
        ("2023-03-31", "2024-03-31", "Yes", ("2023-03-31", "2024-03-31")),
        ("2023-03-31", "2024-03-31", "", ("2023-03-31", "2024-03-31")),  # taken and not marked
        ("2024-03-31", "2024-03-31", "Yes", (None, "2024-03-31")),  # End Date was moved
        ("2024-03-31", "2024-03-31", "1", (None, "2024-03-31")),
        ("2024-03-31", "2024-03-31", "N/A", None),
        ("2024-03-31", "2024-03-31", "", None),
        ("22/04/222", "2024-03-31", "Yes", (None, "2024-03-31")),
        ("", "2024-03-31", "", None),  # nothing to be later than
        ("2024-03-31", "2023-03-31", "", None),  # cut short
        ("2024-03-31", "", "Yes", None),  # no new end to record
        ("2024-03-31", "TBC", "Yes", None),
    ],
)
def test_an_extension_is_what_made_the_expiry_later_or_is_marked_as_taken(
    end, expiry, taken, extension
):
    cells = {"End Date": end, "Current Expiry Date": expiry, "Extension 1 Taken?": taken}
    parsed = row(**cells)
    extensions = parsed.frames["extensions"]
    if extension is None:
        assert extensions.empty
    else:
        found = extensions.iloc[0]
        assert found["reference"] == "S1417"
        assert same_day(found["previous_ends_on"], extension[0])
        assert same_day(found["new_ends_on"], extension[1])
        assert found["kind"] == "option"
        assert found[["decided_on", "authority_reference"]].isna().all()


def test_the_second_extension_alone_marks_the_term_as_extended():
    extensions = row(**{"Extension 1 Taken?": "", "Extension 2 Taken?": "Yes"}).frames["extensions"]
    assert len(extensions) == 1


@pytest.mark.parametrize(
    ("months", "offered", "taken", "latest", "finding"),
    [
        ("0", "0", "N/A", "2023-02-28", None),
        ("0", "2", "", "2023-02-28", None),
        ("12", "1", "", "2024-02-29", None),  # from 1 March to the day before the next 1 March
        ("12", "1", "Yes", "2023-02-28", "initial_end_overwritten"),
        ("12", "2", "", None, "option_months_ambiguous"),
        ("12", "2", "Yes", None, "option_months_ambiguous"),
        ("12", "0", "", None, "option_months_ambiguous"),  # months and no extension
        ("12", "", "", None, "option_months_ambiguous"),
        ("12", "Yes", "", None, "option_months_ambiguous"),
        ("48", "24", "", None, "option_months_ambiguous"),
        ("999999999", "1", "", None, "option_months_ambiguous"),
        ("", "0", "N/A", None, "is_recorded"),  # blank is not nought
        ("N/A", "1", "", None, "is_recorded"),
        ("12+12", "1", "", None, "is_whole_number"),
    ],
)
def test_the_latest_end_is_worked_out_only_where_the_option_is_plain(
    months, offered, taken, latest, finding
):
    parsed = row(
        **{
            "Start Date": "2021-03-01",
            "End Date": "2023-02-28",
            "Current Expiry Date": "2023-02-28",
            "Option to extend (months)": months,
            "How many extensions": offered,
            "Extension 1 Taken?": taken,
        }
    )
    assert same_day(agreement(parsed)["latest_end_on"], latest)
    expectations = list(parsed.problems["expectation"])
    assert (finding in expectations) if finding else expectations == []


def test_an_option_that_was_used_without_a_mark_is_not_offered_again():
    parsed = row("S1231")  # one option of 12 months, unmarked; the expiry is a year after End Date
    assert agreement(parsed)["latest_end_on"] == day("2023-01-30")
    assert findings(parsed) == [("Extension 1 Taken?", "", "extension_not_marked")]


@pytest.mark.parametrize("word", ["", "TBC", "X", "N/A", "-", "tbc", "22/04/222", "9999-12-31"])
def test_the_end_date_never_stands_in_for_an_expiry_that_is_not_recorded(word):
    parsed = row(**{"Current Expiry Date": word, "End Date": "2026-03-31"})
    assert pd.isna(agreement(parsed)["ends_on"])
    assert pd.isna(agreement(parsed)["latest_end_on"])
    told = parsed.problems.iloc[0]
    assert (told["column"], told["value"], told["severity"]) == (
        "Current Expiry Date",
        word,
        "warning",
    )
    assert told["likely_cause"] == "End Date says '2026-03-31', which is not put in its place."


@pytest.mark.parametrize("word", ["TBC", "X", "N/A", "-"])
@pytest.mark.parametrize(
    ("column", "canonical"),
    [
        ("Start Date", "starts_on"),
        (VALUE, "value_pence"),
        ("Annual Value", "annual_value_pence"),
    ],
)
def test_a_word_for_not_recorded_is_a_finding_and_no_value(word, column, canonical):
    parsed = row(**{column: word})
    assert pd.isna(agreement(parsed)[canonical])
    assert findings(parsed) == [(column, word, "is_recorded")]
    assert list(parsed.problems["severity"]) == ["warning"]


@pytest.mark.parametrize(
    ("number", "identifier"),
    [
        ("2535986", "GB-COH-02535986"),
        ("172081", "GB-COH-00172081"),
        ("12201647", "GB-COH-12201647"),
        ("SC249935", "GB-COH-SC249935"),
        ("oc305934", "GB-COH-OC305934"),
        ("RC000666", "GB-COH-RC000666"),
        ("IP29627R", "GB-COH-IP29627R"),
        (" 2535986 ", "GB-COH-02535986"),
        ("", None),
        ("-", None),
        ("Various", None),
        ("CHA1049226", None),  # a charity's number
        ("GBML2156813", None),
        ("20014R", None),
        ("2535986\n5842638", None),  # two numbers in one cell
        ("0", None),
    ],
)
def test_only_a_company_number_identifies_a_provider(number, identifier):
    parsed = row(**{"Company Number": number})
    found = agreement(parsed)["provider_org_id"]
    assert (None if pd.isna(found) else found) == identifier
    faulty = identifier is None and number != ""
    assert findings(parsed) == (
        [("Company Number", number, "is_a_company_number")] if faulty else []
    )


@pytest.mark.parametrize("name", ["Various", "Various Providers"])
def test_a_provider_nobody_named_is_kept_as_published_with_a_finding(name):
    parsed = row(**{"Supplier Company Name": name})
    assert agreement(parsed)["provider_name"] == name
    assert findings(parsed) == [("Supplier Company Name", name, "provider_not_named")]


@pytest.mark.parametrize(
    ("start", "end", "expiry", "expected"),
    [
        ("2022-03-30", "2022-03-29", "2022-03-29", [("End Date", "ends_before_it_starts")]),
        ("2022-03-30", "2022-03-30", "2022-03-30", []),  # a single day
        (
            "2022-06-01",
            "2022-10-01",
            "2022-05-06",
            [
                ("Current Expiry Date", "ends_before_it_starts"),
                ("Current Expiry Date", "expiry_before_end"),
            ],
        ),
        ("2021-06-01", "2022-10-01", "2022-05-06", [("Current Expiry Date", "expiry_before_end")]),
    ],
)
def test_days_in_an_impossible_order_are_findings_and_the_agreement_stays(
    start, end, expiry, expected
):
    parsed = row(**{"Start Date": start, "End Date": end, "Current Expiry Date": expiry})
    found = list(zip(parsed.problems["column"], parsed.problems["expectation"], strict=True))
    assert found == expected
    assert set(parsed.problems["severity"]) <= {"warning"}
    assert agreement(parsed)["ends_on"] == day(expiry)


def test_a_row_without_a_reference_is_to_be_set_aside():
    parsed = row(**{"Contract Reference": "  "})
    assert findings(parsed) == [("Contract Reference", "  ", "is_recorded")]
    assert list(parsed.problems["severity"]) == ["critical"]
    assert agreement(parsed)["value_pence"] == 501_520  # still counted


def test_the_text_of_a_day_that_is_not_plain_is_kept():
    assert json.loads(agreement(row("S1454"))["as_published"]) == {"End Date": "22/04/222"}
    assert pd.isna(agreement(row("S1417"))["as_published"])
    assert pd.isna(agreement(row("S1096"))["as_published"])  # blank days have no text to keep


def test_a_total_under_the_register_is_no_agreement():
    rows = published()
    total = dict.fromkeys(rows.columns.drop("_line"), "") | {VALUE: "1,000,000.00", "_line": 21}
    with_total = pd.concat([rows, pd.DataFrame([total], index=pd.Index([20], name="row_no"))])
    parsed = parse(with_total.astype(rows.dtypes))
    assert list(parsed.not_data["row_no"]) == [20]
    assert 20 not in parsed.frames["agreements"].index
    assert 20 not in set(parsed.problems["row_no"])


def test_the_parts_of_one_reference_are_all_there():
    agreements = parse(published()).frames["agreements"]
    parts = agreements[agreements["reference"] == "S1196"]
    assert list(parts["value_pence"]) == [22_100_000, 41_888_000]
    assert SOURCE.parts


def test_the_layout_is_recognised_behind_its_broken_byte_order_mark():
    assert recognise("agreements", open_table(EXTRACT, "register").header) is SOURCE
    assert SOURCE.unknown_columns(open_table(EXTRACT, "register").header) == ()


@pytest.fixture(scope="module")
def plain() -> list[dict[str, str]]:
    """Read the whole register without any of our code."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def register() -> Parsed:
    return parse(published(REGISTER))


def test_expiry_days_fall_about_the_end_of_july_2022_as_measured(register):
    ends_on = register.frames["agreements"]["ends_on"]
    counts = [
        (ends_on < JULY_2022).sum(),
        (ends_on == JULY_2022).sum(),
        (ends_on > JULY_2022).sum(),
        ends_on.isna().sum(),
    ]
    assert counts == [58, 4, 162, 5]


def test_every_row_of_the_register_is_an_agreement_with_its_value_to_the_penny(plain, register):
    agreements = register.frames["agreements"]
    assert len(agreements) == len(plain) == 229
    for column, canonical in ((VALUE, "value_pence"), ("Annual Value", "annual_value_pence")):
        pounds = sum(Decimal(cells[column]) for cells in plain if cells[column] not in ("-", ""))
        assert agreements[canonical].sum() == pounds * 100
    assert not (register.problems["severity"] == "critical").any()


def test_extensions_are_as_measured(plain, register):
    marked = [
        cells
        for cells in plain
        if cells["Extension 1 Taken?"] in ("Yes", "1") or cells["Extension 2 Taken?"] == "Yes"
    ]
    assert len(marked) == 56
    extensions = register.frames["extensions"]
    assert extensions["previous_ends_on"].notna().sum() == 15  # the expiry is after the end
    assert extensions["previous_ends_on"].isna().sum() == 44  # marked, the two days equal
    assert (extensions["new_ends_on"] > extensions["previous_ends_on"]).sum() == 15


def test_waivers_are_direct_awards_without_a_ground(plain, register):
    agreements = register.frames["agreements"]
    direct = agreements[agreements["procurement_method"] == "direct"]
    assert direct["direct_award_ground"].isna().sum() == 48
    processes = Counter(cells["Process Used"] for cells in plain)
    assert direct["direct_award_ground"].notna().sum() == processes["Direct Call-Off"]
    assert agreements["procurement_method"].isna().sum() == processes["Other"]


def test_company_numbers_are_of_the_kinds_measured(plain, register):
    kinds = Counter(re.sub("[0-9]", "9", cells["Company Number"]) for cells in plain)
    measured = {"9999999": 151, "999999": 19, "99999999": 17, "": 14, "Various": 9, "-": 3}
    assert {kind: kinds[kind] for kind in measured} == measured

    identifiers = register.frames["agreements"]["provider_org_id"]
    digits = identifiers.str.fullmatch("GB-COH-[0-9]{8}").fillna(False).astype(bool)
    assert digits.sum() == 151 + 19 + 17
    faults = register.problems[register.problems["expectation"] == "is_a_company_number"]
    assert identifiers.notna().sum() + len(faults) + kinds[""] == 229
    assert Counter(faults["value"])["Various"] == 9


@pytest.mark.parametrize(
    ("column", "expectation", "rows"),
    [
        ("Current Expiry Date", "is_recorded", 5),
        ("Current Expiry Date", "expiry_before_end", 1),
        ("End Date", "ends_before_it_starts", 1),
        ("End Date", "is_a_day", 1),
        ("End Date", "initial_end_overwritten", 44),
        (VALUE, "is_recorded", 7),
    ],
)
def test_the_faults_of_the_register_are_found_as_often_as_measured(
    register, column, expectation, rows
):
    problems = register.problems
    assert ((problems["column"] == column) & (problems["expectation"] == expectation)).sum() == rows


def test_blank_expiries_are_told_with_what_end_date_says(plain, register):
    told = register.problems[
        (register.problems["column"] == "Current Expiry Date")
        & (register.problems["expectation"] == "is_recorded")
    ]
    assert Counter(told["likely_cause"]) == {
        "End Date is empty too.": 4,
        "End Date says '2026-03-31', which is not put in its place.": 1,
    }


def test_no_finding_is_told_twice_of_one_cell(register):
    assert not register.problems.duplicated(["row_no", "column", "expectation"]).any()


def test_reading_in_chunks_gives_the_same_agreements(register):
    table = open_table(REGISTER, REGISTER.name, SOURCE.layout)
    chunks = [parse(chunk) for chunk in table.chunks(rows=50)]
    for feed, whole in register.frames.items():
        pd.testing.assert_frame_equal(pd.concat([c.frames[feed] for c in chunks]), whole)
    problems = pd.concat([c.problems for c in chunks], ignore_index=True)
    pd.testing.assert_frame_equal(problems, register.problems)
