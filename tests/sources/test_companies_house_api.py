"""Companies House's answers are read as providers: what it says of insolvency above all."""

import json

import pytest

from commissioning.errors import BadFile
from commissioning.sources.companies_house_api import SOURCE
from tests.services.registers import case, company


@pytest.fixture
def answers(tmp_path):
    """Write answers, one a line, and return them read."""

    def read(*lines):
        path = tmp_path / "companies-house.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        opened = SOURCE.open(path, path.name)
        [published] = list(opened.chunks())
        return opened, SOURCE.parse(published)

    return read


@pytest.mark.parametrize(
    ("found", "insolvency"),
    [
        (None, False),  # there is no case
        (case("members-voluntary-liquidation", "declaration-solvent-on"), False),
        (case("creditors-voluntary-liquidation", "wound-up-on", "concluded-winding-up-on"), False),
        (case("creditors-voluntary-liquidation", "wound-up-on"), True),
        (case("corporate-voluntary-arrangement", "voluntary-arrangement-started-on"), True),
        ({"etag": "1", "cases": []}, False),
    ],
)
def test_an_insolvency_is_one_while_a_case_is_open(answers, found, insolvency):
    line = {"number": "01234567", "company": company("ALPHA LIMITED"), "insolvency": found}

    _, parsed = answers(line)

    assert list(parsed.frames["providers"]["insolvency"]) == [insolvency]


def test_what_was_not_asked_and_not_told_is_not_recorded(answers):
    _, parsed = answers({"number": "01234567", "company": {"company_name": "ALPHA LIMITED"}})

    [row] = parsed.frames["providers"].itertuples()
    assert row.provider_name == "ALPHA LIMITED"
    assert (
        parsed.frames["providers"][["insolvency", "accounts_overdue", "postcode"]]
        .isna()
        .all(axis=None)
    )


def test_a_number_that_the_register_has_not_is_counted_as_no_data(answers):
    known = {"number": "01234567", "company": company("ALPHA LIMITED"), "insolvency": None}

    opened, parsed = answers({"number": "09999999", "company": None}, known)

    assert opened.rows == 2
    assert opened.not_data == [(1, 1, "the register has no such number, 09999999")]
    assert list(parsed.frames["providers"].index) == [2]


@pytest.mark.parametrize("line", [{"company": {}}, {"number": "01234567", "company": "x"}, {}])
def test_a_line_that_is_no_answer_is_refused_with_its_number(answers, line):
    with pytest.raises(BadFile, match=r"companies-house\.jsonl, line 1: the line is no answer"):
        answers(line)
