"""JSON that was cut off is refused whole, with the line where it ends, in every shape it is sent in."""

import json

import pytest

from tests.battery.files import GRANTS, Row
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse


def grant(row: Row) -> dict[str, object]:
    """Return a row of the flat file as the standard's JSON."""
    return {
        "id": row["Identifier"],
        "title": row["Title"],
        "description": row["Description"],
        "currency": row["Currency"],
        "amountAwarded": json.loads(row["Amount Awarded"]),
        "awardDate": row["Award Date"],
        "recipientOrganization": [
            {"id": row["Recipient Org:Identifier"], "name": row["Recipient Org:Name"]}
        ],
        "fundingOrganization": [
            {"id": row["Funding Org:Identifier"], "name": row["Funding Org:Name"]}
        ],
    }


ALL = [grant(row) for row in GRANTS.rows]
SHAPES = {
    "lines": "".join(json.dumps(each) + "\n" for each in ALL),
    "package": json.dumps({"grants": ALL}),
    "indented": json.dumps({"grants": ALL}, indent=2) + "\n",
    "array": json.dumps(ALL),
}


@pytest.fixture
def load(terminal, tmp_path):
    """Load grants from a file with this text."""

    def _load(text: str, name: str = "grants.json"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return terminal.load("grants", path, authority="trafford")

    return _load


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_cut_off_anywhere_is_refused_with_its_last_line(terminal, load, shape):
    whole = SHAPES[shape].rstrip()
    for missing in (1, 40, len(whole) // 2 + 3):
        left = whole[:-missing].rstrip()
        must_refuse(
            load(left),
            "grants.json",
            line=left.count("\n") + 1,
            what="whole",
            remedy="fetch the file again: it may be cut off",
        )
    must_have_stored_nothing(terminal)


def test_every_shape_of_a_whole_file_gives_the_same_grants_and_a_cut_one_leaves_them(
    terminal, load
):
    pence = sum(round(each["amountAwarded"] * 100) for each in ALL)
    for shape in ("lines", "indented"):
        must_balance(load(SHAPES[shape]), rows_in=6, rows_loaded=6, pence_in=pence)
    assert load(SHAPES["lines"][:-30]).status == 2
    assert terminal.count("agreement_version") == 6
    assert terminal.count("load") == 2
