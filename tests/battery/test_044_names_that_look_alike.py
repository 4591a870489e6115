"""Battery 44: names that only look the same are kept apart, shown as possibly the same, and decided on."""

import csv

import pytest

from tests.battery.files import OURS, agreement
from tests.commands import Terminal

PLAIN = "Anytown Café Ltd"
DECOMPOSED = "Anytown Cafe\u0301 Ltd"  # the same characters, composed otherwise
CYRILLIC = "Anytоwn Café Ltd"
ZERO_WIDTH = "Anytown Ca\u200bfé Ltd"
PAYMENTS = "payment_id,paid_on,provider_name,basis,amount_gbp\n" + "".join(
    f"P{n},2026-03-0{n},{name},outturn,{9 - n}000.00\n"
    for n, name in enumerate((PLAIN, DECOMPOSED, CYRILLIC, ZERO_WIDTH), start=1)
)


@pytest.fixture
def council(terminal: Terminal, tmp_path):
    """Payments to four writings of one name, and an agreement that ties the plain one to its number."""
    spend = tmp_path / "spend.csv"
    spend.write_text(PAYMENTS, encoding="utf-8")
    assert terminal("load", "payments", spend).status == 0
    return terminal


def loaded_register(terminal, tmp_path):
    path = tmp_path / "register.csv"
    row = agreement("A1", provider_name=PLAIN, provider_org_id="GB-COH-1234567")
    path.write_text(OURS.having(row).text(), encoding="utf-8")
    assert terminal("load", "agreements", path).status == 0


def names_by_provider(terminal):
    listed = terminal("providers", "--json").document
    return sorted(sorted(one["names"]) for one in listed)


def test_look_alikes_are_other_providers_until_a_person_says_so(council):
    # Names are one where NFKC makes them one; nothing else is.
    assert names_by_provider(council) == sorted(
        [sorted([PLAIN, DECOMPOSED]), [CYRILLIC], [ZERO_WIDTH]]
    )
    suggested = council("providers", "review", "--json").document
    assert sorted(one["name"] for one in suggested) == sorted([CYRILLIC, ZERO_WIDTH])
    for one in suggested:
        assert "possible same" in one["reasons"][0]
        assert one["payments"] == 1


def test_a_person_decides_and_the_register_is_as_it_was_before_that_load(council, tmp_path):
    loaded_register(council, tmp_path)
    done = council("providers", "confirm", CYRILLIC, "GB-COH-1234567", "--by", "A. Officer")
    assert (done.status, done.err) == (0, "")
    rejected = council("providers", "reject", ZERO_WIDTH, "GB-COH-01234567", "--by", "A. Officer")
    assert rejected.status == 0
    assert names_by_provider(council) == sorted(
        [sorted([PLAIN, DECOMPOSED, CYRILLIC]), [ZERO_WIDTH]]
    )
    assert council("providers", "review", "--json").document == []

    before = council("providers", "--known-at", "2", "--json").document
    assert [CYRILLIC] in [one["names"] for one in before]

    again = council("providers", "confirm", CYRILLIC, "GB-COH-01234567", "--by", "B. Officer")
    assert "A. Officer" in again.out
    assert "nothing was stored" in again.out
    against = council("providers", "reject", CYRILLIC, "GB-COH-01234567", "--by", "B. Officer")
    assert against.status == 2
    assert "A. Officer" in against.err

    assert council("rollback", "3", "--reason", "a slip").status == 0
    assert [CYRILLIC] in names_by_provider(council)
    assert council("verify").status == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_filled_in_is_taken_back(council, tmp_path, ending):
    output = tmp_path / f"review.{ending}"
    assert council("providers", "review", "--output", output).status == 0
    filled = tmp_path / "filled.csv"
    rows = rows_of(output)
    for row in rows:
        row |= {"outcome": "same", "decided_by": "A. Officer"} if row["name"] == CYRILLIC else {}
    with filled.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = council("providers", "confirm", filled)
    assert (done.status, done.err) == (0, "")
    assert [name for names in names_by_provider(council) if len(names) > 1 for name in names] == (
        sorted([PLAIN, DECOMPOSED, CYRILLIC])
    )


def rows_of(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    from openpyxl import load_workbook

    header, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("confirm", "Nobody At All", "GB-COH-1234567", "--by", "A"), "names 'Nobody At All'"),
        (("confirm", PLAIN, "GB-COH-9999999", "--by", "A"), "'GB-COH-9999999'"),
        (("confirm", PLAIN, "Various", "--by", "A"), "identifies nobody"),
        (("confirm", PLAIN, "GB-COH-1234567"), "--by is empty"),
        (("confirm", "no-such-file.csv"), "no such file"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_sentence(council, words, said):
    ran = council("providers", *words)
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert council.count("provider_alias") == 0


def test_an_erased_provider_takes_its_aliases_with_it(council, tmp_path):
    loaded_register(council, tmp_path)
    council("providers", "confirm", CYRILLIC, "GB-COH-1234567", "--by", "A. Officer")
    basis = ("--reason", "asked for it", "--authority-reference", "DPO 1", "--yes")
    assert council("erase", "provider", "GB-COH-01234567", *basis).status == 0
    assert council.ask("SELECT provider_name, provider_org_id FROM provider_alias") == [
        (None, None)
    ]
    left = council.ask("SELECT provider_name FROM payment_version WHERE provider_name IS NOT NULL")
    assert {name for (name,) in left} == {ZERO_WIDTH}


def test_nothing_loaded_is_said(terminal):
    assert "load them first" in terminal("providers").out
    assert "No name of salford waits" in terminal("providers", "review").out
