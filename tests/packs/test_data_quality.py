"""Section 12: rows and pence that add up, why rows were set aside, coverage and sources."""

import pytest

from commissioning.packs.data_quality import data_quality
from commissioning.packs.inputs import PackError
from tests.packs.builders import CELL_COLUMNS, inputs, load, quality
from tests.packs.page_read import rows_of, shown

pytestmark = pytest.mark.thorough


def cell(row_no: int, column: str = "Value", **fields: object) -> dict[str, object]:
    """Return one cell of the register that failed, on the line below its row."""
    values = ["register", row_no, row_no + 1, column, "is_money", "3m", "No currency."]
    return {**dict(zip(CELL_COLUMNS, values, strict=True)), **fields}


def test_rows_and_pence_of_each_source_are_shown_with_their_total():
    loads = [
        load(
            rows_in=6, rows_set_aside=2, rows_not_data=1, pence_in=350_010_50, pence_set_aside=10_00
        ),
        load(source="needs", feed="observations", title="Index", pence_in=0, pence_loaded=0),
    ]
    page = shown(data_quality(inputs(quality=quality(loads, [cell(4), cell(5)]))))
    assert [row[1:7] for row in rows_of(page, "rows_by_source")] == [
        ["3", "3", "0", "0", "0", "0"],
        ["6", "3", "2", "0", "2", "1"],
        ["9", "6", "2", "0", "2", "1"],
    ]
    # A source without money is not in the table of money.
    assert rows_of(page, "pence_by_source") == [
        ["Register of contractsagreements", "£350,010.50", "£350,000.50", "£10.00"],
        ["All sources", "£350,010.50", "£350,000.50", "£10.00"],
    ]


def test_why_rows_were_set_aside_with_count_and_example():
    loads = [load(rows_in=6, rows_set_aside=3)]
    failed = [
        cell(4),
        cell(5, value=""),
        cell(6, "Start", expectation="is_a_day", likely_cause="Typed."),
    ]
    page = shown(data_quality(inputs(quality=quality(loads, failed))))
    assert rows_of(page, "rows_set_aside_by_cause") == [
        [
            "Register of contracts",
            "Value",
            "is_money",
            "2",
            "2",
            "No currency.For example line 5: '3m'; line 6: empty",
        ],
        ["Register of contracts", "Start", "is_a_day", "1", "1", "Typed.For example line 7: '3m'"],
    ]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"rows_in": 4}, "data quality, rows of register"),
        ({"pence_in": 1}, "data quality, pence of register"),
        # Counted as set aside, and no row is listed with a reason.
        ({"rows_in": 4, "rows_set_aside": 1}, "data quality, rows of register set aside"),
    ],
)
def test_a_source_that_does_not_add_up_stops_the_pack(fields, part):
    with pytest.raises(PackError, match=part):
        data_quality(inputs(quality=quality([load(**fields)])))


def test_a_row_with_two_failing_cells_is_one_row_set_aside():
    given = quality([load(rows_in=4, rows_set_aside=1)], [cell(4), cell(4, "Start")])
    assert rows_of(shown(data_quality(inputs(quality=given))), "rows_by_source")[0][3] == "1"


def test_rows_since_corrected_are_told_from_those_still_set_aside():
    # Of three rows set aside one, with two failing cells, came back corrected.
    corrected = [cell(4, is_open=False), cell(4, "Start", is_open=False)]
    given = quality([load(rows_in=6, rows_set_aside=3)], [*corrected, cell(5), cell(6)])
    page = shown(data_quality(inputs(quality=given)))
    assert rows_of(page, "rows_by_source")[0][1:7] == ["6", "3", "3", "1", "2", "0"]
    by_cause = [row[3:5] for row in rows_of(page, "rows_set_aside_by_cause")]
    assert by_cause == [["3", "2"], ["1", "0"]]
    assert "3 were set aside (1 since corrected), each with its reason below" in page.text


def test_coverage_is_counted_among_live_agreements():
    coverage = data_quality(inputs()).tables[4].frame.set_index("field")
    assert coverage.loc["ends_on", ["recorded", "agreements"]].tolist() == [2, 3]
    assert coverage.loc["value_pence", ["recorded", "agreements"]].tolist() == [2, 3]
    assert coverage.loc["tier", ["recorded", "agreements"]].tolist() == [0, 3]


def test_a_stale_source_is_marked():
    page = shown(data_quality(inputs(quality=quality([load(stale=True)]))))
    assert rows_of(page, "rows_by_source")[0][8] == "Stale"
    assert "Register of contracts is stale" in page.text


def test_sources_have_licence_edition_and_digest():
    page = shown(data_quality(inputs()))
    assert rows_of(page, "sources") == [
        [
            "Register of contractsAnytown Council",
            "Open Government Licence v3.0Contains public sector information.",
            "31 July 2022",
            "5f" * 32,
        ]
    ]


def test_findings_stand_beside_what_was_set_aside():
    finding = {**cell(3), "severity": "warning"}
    page = shown(data_quality(inputs(quality=quality(findings=[finding]))))
    assert rows_of(page, "findings_by_cause")[0][3:5] == ["Warning", "1"]
    assert "No row was set aside." in page.text
