"""Battery 17: a correction retracts a contract: gone from the current register, kept in what was known."""

from tests.battery.books import APRIL, MAY

THREE = {"A1": "Day care", "A2": "Meals", "A3": "Transport"}
WITHOUT_A2 = {"A1": "Day care", "A3": "Transport"}


def test_what_a_corrected_file_no_longer_lists_is_gone_and_was_known(books):
    books.load(THREE, "--edition", APRIL, "--complete")
    books.load(WITHOUT_A2, "--edition", APRIL, "--complete")
    assert books.now() == WITHOUT_A2
    assert books.as_known(1) == THREE
    told = books.done("explain", "A2")["agreements"]
    assert [agreement["reference"] for agreement in told] == ["A2"]


def test_what_has_ended_since_is_still_in_the_register_of_the_day_before(books):
    books.load(THREE, "--edition", APRIL, "--complete")
    books.load(WITHOUT_A2, "--edition", MAY, "--complete")
    assert books.as_known(2, about=MAY) == WITHOUT_A2
    assert books.as_known(2, about=APRIL) == THREE


def test_an_agreement_listed_again_is_the_one_it_was(books):
    books.load(THREE, "--edition", APRIL, "--complete")
    before = books.ask("SELECT agreement_id, label FROM agreement ORDER BY label")
    books.load(WITHOUT_A2, "--edition", MAY, "--complete")
    books.load(THREE, "--edition", "2026-06-30", "--complete")
    assert books.now() == THREE
    assert books.ask("SELECT agreement_id, label FROM agreement ORDER BY label") == before
