"""What is proposed for a file nobody has seen: its kind, its header, each column and why, and what is asked."""

import tomllib

import pytest

from commissioning.errors import BadFile
from commissioning.mapping.column_map import map_of
from commissioning.mapping.suggestion import suggest
from commissioning.mapping.toml import map_text
from commissioning.mapping.trial import try_out
from tests.workbooks import xlsx

HEADER = "Supplier Name,Payment Date,Ref,Amount\n"
ROWS = "A Ltd,13/04/2020,1,10.00\nB Ltd,14/04/2020,2,-11.50\n"


@pytest.fixture
def proposed(tmp_path):
    """Return what is proposed for a file's content, and the file."""

    def _proposed(content, **said):
        path = tmp_path / "spend.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return suggest(path, "spend.csv", **said), path

    return _proposed


def placed(suggestion):
    return {each.canonical: each.published for each in suggestion.placed}


def read(suggestion, path):
    """Return rows read, refused and no data, and the pence, when the map as written is tried."""
    column_map = map_of(tomllib.loads(map_text(suggestion)), "map.toml")
    assert column_map.confirmed is False
    assert column_map == suggestion.column_map()
    trial = try_out(path, "spend.csv", column_map)
    return trial.rows_read, trial.rows_refused, trial.rows_not_data, trial.pence_read


def test_a_plain_file_is_mapped_with_reasons(proposed):
    suggestion, path = proposed(HEADER + ROWS)
    assert suggestion.kind.name == "payments"
    assert placed(suggestion) == {
        **{"amount_gbp": "Amount", "paid_on": "Payment Date"},
        **{"provider_name": "Supplier Name", "payment_id": "Ref"},
    }
    assert all(0.5 <= each.confidence <= 1 and each.reasons for each in suggestion.placed)
    assert read(suggestion, path) == (2, 0, 0, -1_50)


@pytest.mark.parametrize(
    "encoded",
    [
        ("\ufeff" + HEADER + ROWS).encode(),
        (HEADER + ROWS).encode("utf-16"),
        (HEADER + ROWS.replace("A Ltd", "Café Ltd")).encode("cp1252"),
        ("ï»¿" + HEADER + ROWS).encode(),
        (HEADER + ROWS).replace(",", ";").encode(),
        (HEADER + ROWS).replace(",", "\t").encode(),
    ],
    ids=["mark", "utf-16", "cp1252", "mark as text", "semicolons", "tabs"],
)
def test_it_does_not_matter_how_the_text_is_written(proposed, encoded):
    suggestion, path = proposed(encoded)
    assert placed(suggestion)["provider_name"].endswith("Supplier Name")
    assert read(suggestion, path)[0] == 2


@pytest.mark.parametrize(
    ("days", "formats"),
    [
        (("4/3/2020", "4/30/2020"), ("%m/%d/%Y",)),
        (("4/3/2020", "30/4/2020"), ("%d/%m/%Y",)),
        (("03-Apr-20", "30-Apr-20"), ("%d-%b-%y",)),
        (("2020-04-03 00:00:00", "2020-04-30 00:00:00"), ("%Y-%m-%d %H:%M:%S",)),
        (("03/04/2020", "30/04/2020", "1-May-20"), ("%d/%m/%Y", "%d-%b-%y")),
    ],
)
def test_the_order_of_day_and_month_is_decided_by_days_above_the_twelfth(proposed, days, formats):
    rows = "".join(f"S{n} Ltd,{day},{n},10.00\n" for n, day in enumerate(days))
    suggestion, _ = proposed(HEADER + rows)
    [paid_on] = [each for each in suggestion.placed if each.canonical == "paid_on"]
    assert paid_on.day_formats == formats
    assert suggestion.is_complete


def test_days_that_may_be_read_both_ways_are_asked_and_never_guessed(proposed):
    content = HEADER + "A Ltd,4/3/2020,1,10.00\nB Ltd,4/10/2020,2,11.00\n"
    suggestion, path = proposed(content)
    assert not suggestion.is_complete
    assert "written as %d/%m/%Y or as %m/%d/%Y" in suggestion.questions[0]
    with pytest.raises(BadFile, match="day_formats is empty; fill it in"):
        map_of(tomllib.loads(map_text(suggestion)), "map.toml")
    settled, path = proposed(content, settled={"Payment Date": "%m/%d/%Y"})
    assert settled.is_complete
    assert read(settled, path)[0] == 2


def test_a_register_among_spend_files_is_told_as_one(proposed):
    header = "Contract Reference,Contract Title,Supplier,Start Date,End Date,Total Contract Value\n"
    suggestion, _ = proposed(header + "C1,Home care,A Ltd,2020-04-01,2024-03-31,100000.00\n")
    assert (suggestion.kind.name, suggestion.kind.feed) == ("agreements", "agreements")
    assert "Contract Title" in suggestion.kind.reasons[0]
    assert placed(suggestion)["ends_on"] == "End Date"
    told, _ = proposed(
        header + "C1,Home care,A Ltd,2020-04-01,2024-03-31,100000.00\n", feed="payments"
    )
    assert "it looks like a register of agreements" in told.kind.reasons[0]


def test_grants_and_a_budget_are_told_as_what_they_are(proposed):
    grants = "Identifier,Title,Recipient Org:Name,Amount Awarded,Award Date\n360G-1,Choir,A,500.00,2020-04-13\n"
    assert proposed(grants)[0].kind.name == "grants"
    budget = "Service,Original Budget,Forecast,Variance\nAdults,1000,1200,200\n"
    assert proposed(budget)[0].kind.name == "budget"


def test_titles_pages_and_totals_are_found(proposed):
    page = "Report of payments,,,\n" + HEADER
    content = (
        page
        + ROWS
        + "Page 1 of 2,,,\n"
        + page
        + "C Ltd,15/04/2020,3,1.50\nPage 2 of 2,,,\nGrand Total,,,0.00\n"
    )
    suggestion, path = proposed(content)
    assert suggestion.layout.title_rows == 1
    assert set(suggestion.layout.page_marks) == {"Page", "Report of payments"}
    assert read(suggestion, path) == (3, 0, 5, 0)


def test_two_rows_of_headings_are_read_together(proposed):
    content = "Supplier,,Payment,,\nName,ID,Date,Number,Amount\nA Ltd,1,13/04/2020,77,10.00\nB Ltd,2,14/04/2020,78,5.00\n"
    suggestion, path = proposed(content)
    assert placed(suggestion) == {
        **{"amount_gbp": "Amount", "paid_on": "Date"},
        **{"provider_name": "Name", "payment_id": "Number"},
    }
    assert read(suggestion, path) == (2, 0, 0, 15_00)


def test_columns_without_a_heading_and_cells_beyond_the_header_get_names(proposed):
    suggestion, path = proposed(
        ",Supplier Name,Payment Date,Amount\nx,A Ltd,13/04/2020,1.00,#N/A\ny,B Ltd,14/04/2020,2.00,#N/A\n"
    )
    assert suggestion.layout.header == (
        "Column 1",
        "Supplier Name",
        "Payment Date",
        "Amount",
        "Column 5",
    )
    assert read(suggestion, path) == (2, 0, 0, 3_00)


def test_a_heading_that_stands_there_twice_gets_a_name_for_each(proposed):
    suggestion, path = proposed(
        "Name,Payment Date,Name,Amount\nA Ltd,13/04/2020,Adults,1.00\nB Ltd,14/04/2020,Place,2.00\n"
    )
    assert suggestion.layout.header == ("Name", "Payment Date", "Name (2)", "Amount")
    assert read(suggestion, path)[0] == 2


def test_a_line_under_the_amounts_is_a_footer_and_a_wrapped_cell_is_not(proposed):
    content = HEADER + ROWS + "C,15/04/2020,3,1.00\n,,,\n,,,© Anytown Council 2020\n"
    suggestion, path = proposed(content)
    assert "© Anytown Council 2020" in suggestion.layout.footer_marks
    assert read(suggestion, path) == (3, 0, 2, -50)
    wrapped = "Department,Payment Date,Supplier Name,Amount\nAdult,13/04/2020,Big,10.00\nCare,,Holdings Ltd,\n"
    suggestion, path = proposed(wrapped)
    assert read(suggestion, path) == (1, 1, 0, 10_00)  # set aside, for a person to put together


def test_a_total_by_supplier_has_no_day_and_says_so(proposed):
    suggestion, _ = proposed(
        'Supplier Name,Sum of Amount\nA Ltd,"1,000.50"\nB Ltd,700.00\nGrand Total,"1,700.50"\n'
    )
    assert suggestion.missing == ("paid_on",)
    text = map_text(suggestion)
    assert '# financial_year = "2010/11"' in text
    answered = text.replace('# financial_year = "2010/11"', 'financial_year = "2011/12"')
    assert map_of(tomllib.loads(answered), "map.toml").constants["financial_year"] == "2011/12"


@pytest.mark.parametrize(
    ("periods", "asked"),
    [
        (("202005", "202006"), False),  # of 2020/21 either way
        (("202002", "202005"), True),  # February of 2019/20, or the second period of 2020/21
        (("202013", "202002"), False),  # no month is the thirteenth
    ],
)
def test_a_period_that_may_be_of_two_years_is_asked(proposed, periods, asked):
    rows = "".join(f"S{n} Ltd,{period},1.00\n" for n, period in enumerate(periods))
    suggestion, _ = proposed("Supplier,Period,Amount\n" + rows)
    assert bool(suggestion.questions) is asked
    assert ('period = ""' in map_text(suggestion)) is asked


@pytest.mark.parametrize("heading", ["£", "Amount (£)", "AP Amount £", "Sum"])
def test_the_only_column_of_amounts_is_the_amount_whatever_it_is_called(proposed, heading):
    suggestion, path = proposed(
        f"Supplier,Date,Trans No,{heading}\nA,13/04/2020,1,1.00\nB,14/04/2020,2,2.50\n"
    )
    assert placed(suggestion)["amount_gbp"] == heading
    assert read(suggestion, path) == (2, 0, 0, 3_50)


def test_company_numbers_identify_the_payee(proposed):
    header = "Supplier Name,Payment Date,Amount,Supplier Registered Company Number\n"
    suggestion, path = proposed(
        header + "A Ltd,13/04/2020,1.00,4366849\nB Ltd,14/04/2020,2.00,SC249935\n"
    )
    [number] = [each for each in suggestion.placed if each.canonical == "provider_org_id"]
    assert number.scheme == "GB-COH"
    assert read(suggestion, path)[0] == 2


def test_a_workbook_that_begins_in_another_column_below_a_title_is_mapped(proposed):
    rows = [
        [None, "North Anytown NHS Trust"],
        [None],
        [None, "Entity", "Date", "Supplier", "Transaction Number", "Amount £"],
        [None, "NMUH", "30/04/2020", "A", "1", 25000.5],
        [None, "NMUH", "29/04/2020", "B", "2", -3],
    ]
    suggestion, path = proposed(xlsx(rows, lambda book, _: book.create_sheet("Sheet2")))
    assert suggestion.layout.title_rows == 2
    assert read(suggestion, path) == (2, 0, 0, 24_997_50)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty (0 bytes)"),
        (b",,,\n,,,\n", "the file has nothing but blanks"),
        (b"<!DOCTYPE html><html></html>", "this is a web page"),
        (b"PK\x03\x04broken", "not whole"),
        (bytes(range(256)) * 4, "is not cp1252 text"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"1,2\n3,4\n", "no row of column names was found"),
        (b"a,b\nhello,world\n", "no heading speaks for payments"),
        (b'{"a": 1}', "this is JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(proposed, content, told):
    with pytest.raises(BadFile) as refused:
        proposed(content)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_map_holds_whatever_a_heading_is_made_of(proposed):
    header = '"Supplier\nName ""x"" \\",Payment Date,Amount\n'
    suggestion, path = proposed(header + "A Ltd,13/04/2020,1.00\nB Ltd,14/04/2020,2.00\n")
    assert placed(suggestion)["provider_name"] == 'Supplier\nName "x" \\'
    assert read(suggestion, path)[0] == 2
