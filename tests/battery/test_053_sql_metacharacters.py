"""Text that would be a command to a database is text: in cells, names of columns, references and options."""

import pytest

from tests.battery.files import OURS, SALFORD, TRAFFORD, agreement
from tests.battery.sentences import facts_stored, must_balance, must_be_one_sentence

ATTACKS = (
    "A1'; DROP TABLE load; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "A1'); DELETE FROM agreement; --",
    "%",
    "_",
    "A\\1",
    "`load`",
    "$1 ? :reference %(reference)s {reference}",
    "/* A1 */",
    "0x4131",
)


@pytest.fixture
def loaded(terminal, tmp_path):
    """Load a register in which every reference and every text is an attack."""
    path = tmp_path / "register'; DROP TABLE load; --.csv"
    rows = [agreement(text, title=text, provider_name=text) for text in ATTACKS]
    path.write_text(OURS.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=len(ATTACKS))
    return terminal


def test_texts_are_stored_as_they_are_and_each_is_found_by_its_own_reference_only(loaded):
    stored = loaded.ask(
        "SELECT reference, title, provider_name FROM agreement_version JOIN agreement USING (agreement_id)"
    )
    assert sorted(stored) == sorted((text, text, text) for text in ATTACKS)
    for text in ATTACKS:
        found = loaded("explain", text, "--json").document["agreements"]
        assert [agreement["reference"] for agreement in found] == [text]


def test_options_that_are_attacks_are_refused_or_match_nothing(loaded):
    before = facts_stored(loaded)
    for words in (
        ("explain", "A1' OR '1'='1"),
        ("explain", "%%"),
        ("flag-contracts", "--on", "2026-01-01'; DROP TABLE load; --"),
    ):
        ran = loaded(*words)
        assert ran.status == 2
        must_be_one_sentence(ran.err)
    for authority in ("salford'; DROP TABLE load; --", "salford' OR '1'='1"):
        assert loaded("quarantine", "list", authority=authority).status == 2
    assert facts_stored(loaded) == before


def test_a_near_reference_is_looked_for_as_text_and_not_as_a_pattern(loaded):
    told = must_be_one_sentence(loaded("explain", "%x").err)
    assert told == "salford has no agreement '%x'; the most like it: %."


def test_columns_named_like_commands_are_not_read_and_are_told_of(terminal, tmp_path):
    path = tmp_path / "register.csv"
    lines = OURS.lines()
    name = 'x"; DROP TABLE load; --'
    quoted = name.replace('"', '""')
    lines = [f'{lines[0]},"{quoted}"', *(f"{line},1" for line in lines[1:])]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    ran = terminal("load", "agreements", path)
    assert ran.status == 0
    assert f"not loaded: {name}" in ran.out
    assert (terminal.count("load"), terminal.count("agreement")) == (1, 6)


def test_the_slot_of_a_payments_file_is_text(terminal, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text(TRAFFORD.text(), encoding="utf-8")
    ran = terminal.load("payments", path, "--slot", ATTACKS[0], authority="trafford")
    must_balance(ran, rows_loaded=6)
    assert terminal.ask("SELECT slot FROM load") == [(ATTACKS[0],)]


def test_salford_s_parts_of_such_references_are_kept_apart(terminal, tmp_path):
    rows = [SALFORD.rows[0] | {SALFORD.identifier: text} for text in ATTACKS * 2]
    path = tmp_path / "register.csv"
    path.write_text(SALFORD.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=2 * len(ATTACKS))
    labels = terminal.ask("SELECT label FROM agreement")
    assert sorted(labels) == sorted((f"{text}/{n}",) for text in ATTACKS for n in (1, 2))
