"""Arrow's parser and Python's take the same cells from the same lines, and each record is told of once."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.ingest.dialect import Marks
from commissioning.ingest.parsing import RecordParser

HEADER = ["ref", "one", "two"]
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('",; \ufeff'),
    max_size=6,
)


def parser(text: str, delimiter: str = ",", columns: list[str] = HEADER) -> RecordParser:
    return RecordParser(
        file="register.csv",
        lines=iter(io.StringIO(text, newline="")),
        delimiter=delimiter,
        header_row=columns,
        columns=columns,
        marks=Marks(["Total"]),
        multiline_columns=columns,
        longest_cell=1_000_000,
        last_row=text.count("\n"),
        not_data=[],
    )


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows])
    return text.getvalue()


def cells(batch: pa.Table) -> list[list[str]]:
    return [list(row.values()) for row in batch.select(HEADER).to_pylist()]


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;\t|£"))
def test_cells_on_one_line_are_read_back_whichever_parser_takes_them(rows, delimiter):
    rows = [["R1", *row] for row in rows]
    batch = parser(written(rows, delimiter), delimiter).batch(100)
    assert cells(batch) == rows
    assert batch["row_no"].to_pylist() == list(range(1, len(rows) + 1))
    assert batch["_line"].to_pylist() == list(range(2, len(rows) + 2))


def test_a_mark_that_arrow_would_take_for_a_byte_order_mark_stays_in_its_cell():
    assert cells(parser("ref,one,two\n\ufeffR1,a,b\n").batch(1)) == [["\ufeffR1", "a", "b"]]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_record_over_several_lines_is_whole_wherever_a_batch_ends(size):
    reader = parser('ref,one,two\nR1,a,"b\n""c""\n\nd"\nR2,e,f\nR3,g,"h\ni"\n')
    batches = []
    while (batch := reader.batch(size)) is not None:
        batches.append(batch)
    whole = pa.concat_tables(batches)
    assert cells(whole) == [["R1", "a", 'b\n"c"\n\nd'], ["R2", "e", "f"], ["R3", "g", "h\ni"]]
    assert whole["row_no"].to_pylist() == [1, 2, 3]
    assert whole["_line"].to_pylist() == [2, 6, 7]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",,\n", "blank row"),
        ("\n", "blank row"),
        ("REF,One,two\n", "header row repeated"),
        ("Total,,9\n", "footer row"),
    ],
)
def test_what_is_not_data_is_left_out_of_a_batch_and_listed(line, reason):
    reader = parser(f"ref,one,two\nR1,a,b\n{line}R2,c,d\n")
    assert cells(reader.batch(100)) == [["R1", "a", "b"], ["R2", "c", "d"]]
    assert reader.not_data == [(2, 3, reason)]


def test_rows_whose_first_cell_is_empty_are_data_when_another_is_not():
    reader = parser("ref,one,two\n,a,b\nR2,c,d\n")
    assert cells(reader.batch(100)) == [["", "a", "b"], ["R2", "c", "d"]]
    assert reader.not_data == []
