"""The receipt: every row of the form stands in it once, and nothing of anybody else's."""

from commissioning.returns.receipt import Receipt, receipt_page
from tests.commissioning.returns.forms import (
    BROOK,
    RECEIVED,
    SOURCE,
    Filled,
    published,
    read,
    sent,
)


def receipt_of(path) -> Receipt:
    """Return the receipt of a form, its problems told as a load tells them."""
    parsed, rows = read(path), published(path)
    told = parsed.problems.assign(line_no=parsed.problems["row_no"].map(rows["_line"]))
    is_critical = told["severity"] == "critical"
    return Receipt(
        SOURCE.open(path, path.name).whose,
        "Anytown Council",
        path.name,
        "0" * 64,
        RECEIVED,
        rows,
        told[is_critical],
        told[~is_critical],
    )


def test_each_row_is_accepted_refused_or_not_filled_in(tmp_path):
    filled = Filled().type("People attending", value=104, comment="<b>A new record</b>")
    filled.type("Satisfied", value="many", target=80)
    receipt = receipt_of(filled.save(tmp_path / "returned.xlsx"))
    assert receipt.line == "1 figure accepted, 1 refused, 1 not filled in."
    assert receipt.owed == (
        "not filled in, and still owed: Days to first contact of A1 for 1 April 2026 to 30 June 2026"
    )
    page = receipt_page(receipt, version="1").decode()
    assert "Receipt: Anytown Care, 2026/27 Q1" in page
    assert "Target, &#39;80&#39;: The cell is given and locked, and it was changed" in page
    assert "&lt;b&gt;A new record&lt;/b&gt;" in page
    assert page == receipt_page(receipt, version="1").decode()


def test_a_row_of_another_provider_is_told_by_its_place_alone(tmp_path):
    filled, other = Filled(), Filled(sent(BROOK))
    other.type("People reached", value=4711)
    row = filled.sheet.max_row + 1
    for name, column in other.columns.items():
        filled.sheet.cell(row, column).value = other.cell("People reached", name).value
    receipt = receipt_of(filled.save(tmp_path / "returned.xlsx"))
    assert receipt.refused["line"].tolist() == [row]
    page = receipt_page(receipt, version="1").decode()
    for theirs in ("4711", "Outreach", "People reached", "A2"):
        assert theirs not in page
    assert "The row is of another form" in page
