"""Battery 14: version 3 of a file, then version 2: version 3 is current, and history has both."""

from tests.battery.books import APRIL, JUNE, MAY

FIRST = {"A1": "Day care", "A2": "Meals", "A3": "Transport"}
SECOND = FIRST | {"A1": "Day care in Eccles", "A2": "Meals at home"}
THIRD = FIRST | {"A1": "Day care in Swinton"}


def test_the_third_edition_is_current_and_the_second_is_in_history(books):
    books.load(FIRST, "--edition", APRIL)
    books.load(THIRD, "--edition", JUNE)
    books.load(SECOND, "--edition", MAY)
    assert books.now() == THIRD
    assert books.as_known(3, about=MAY) == SECOND
    assert books.as_known(3, about=JUNE) == THIRD
    assert books.as_known(2, about=MAY) == FIRST  # before the second edition had come


def test_a_part_says_what_it_lists_though_an_older_part_comes_after_it(books):
    books.load(FIRST, "--edition", APRIL, "--partial")
    books.load({"A1": "Day care"}, "--edition", JUNE, "--partial")  # as before: stores nothing
    books.load(SECOND, "--edition", MAY, "--partial")
    assert books.now() == {"A1": "Day care", "A2": "Meals at home", "A3": "Transport"}
    assert books.as_known(3, about=MAY) == SECOND


def test_a_late_part_is_refused_when_a_newer_file_cannot_be_read_again(books):
    books.load(FIRST, "--edition", APRIL, "--partial")
    books.load({"A1": "Day care"}, "--edition", JUNE, "--partial")
    kept = books.snapshot(2)
    content = kept.read_bytes()
    kept.unlink()
    path = books.folder / "late.csv"
    path.write_bytes(content.replace(b"Day care", b"Day care in Eccles"))
    ran = books("load", "agreements", path, "--edition", MAY, "--partial")
    assert ran.status == 2
    assert "register.csv, which load 2 read, has to be read again and cannot be" in ran.err
    assert books.now() == FIRST
    kept.write_bytes(content)
    books.done("load", "agreements", path, "--edition", MAY, "--partial")
    assert books.now() == FIRST
