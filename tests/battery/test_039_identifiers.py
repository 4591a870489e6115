"""An identifier is text: no zero is lost, no digit rounded, and no two become one."""

from tests.battery.files import OURS, SALFORD, TRAFFORD, agreement
from tests.battery.sentences import must_balance

IDENTIFIERS = (
    *("7", "07", "007"),
    *("9007199254740992", "9007199254740993"),  # one number to a spreadsheet
    *("12345678901234567890", "12345678901234567891"),
    *("1e5", "100000", "1.0", "1"),
    *("NA", "None", "null", "nan", "TRUE", "-"),
    *("A 1", "A1", "a1", "A/1", "2026-03-31", "=1+1"),
)


def test_every_identifier_is_its_own_agreement(terminal, tmp_path):
    path = tmp_path / "register.csv"
    rows = [agreement(text, title=f"Title of {text}") for text in IDENTIFIERS]
    rows[3]["value_gbp"] = ""  # a missing number elsewhere turns whole columns into fractions
    path.write_text(OURS.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=len(IDENTIFIERS))
    stored = terminal.ask(
        "SELECT reference, title FROM agreement_version JOIN agreement USING (agreement_id)"
    )
    assert dict(stored) == {text: f"Title of {text}" for text in IDENTIFIERS}
    assert len(stored) == len(IDENTIFIERS)

    told = terminal("explain", "007", "--json").document["agreements"]
    assert [agreement["versions"][0]["title"] for agreement in told] == ["Title of 007"]


def test_salford_s_references_and_company_numbers_keep_their_digits(terminal, tmp_path):
    path = tmp_path / "register.csv"
    published = [("007", "2535986"), ("7", "02535986"), ("12345678901234567890", "SC123456")]
    rows = [
        SALFORD.rows[0] | {"Contract Reference": reference, "Company Number": number}
        for reference, number in published
    ]
    path.write_text(SALFORD.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=3)
    assert terminal.ask(
        "SELECT reference, provider_org_id FROM agreement_version JOIN agreement USING (agreement_id)"
        " ORDER BY row_no"
    ) == [
        ("007", "GB-COH-02535986"),
        ("7", "GB-COH-02535986"),
        ("12345678901234567890", "GB-COH-SC123456"),
    ]


def test_trafford_s_transaction_numbers_keep_their_digits(terminal, tmp_path):
    path = tmp_path / "spend.csv"
    numbers = ("0051", "51", "9007199254740993")
    rows = [TRAFFORD.rows[0] | {"TransactionNumber": number} for number in numbers]
    path.write_text(TRAFFORD.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("payments", path, authority="trafford"), rows_loaded=3)
    stored = terminal.ask("SELECT payment_id FROM payment_version")
    assert sorted(stored) == sorted((number,) for number in numbers)
