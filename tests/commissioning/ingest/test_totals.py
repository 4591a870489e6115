"""Which rows of a list of payments are totals: by their word, or because they add up those above."""

import pandas as pd
import pytest

from commissioning.ingest.totals import payments_without_totals

MONEY = ["Net", "VAT"]


def parted(*lines: str) -> tuple[list[str], list[int], list[int]]:
    """Return the names of the payments taken, and the numbers of the totals and of the rows set aside."""
    cells = [line.split("|") for line in lines]
    published = pd.DataFrame(cells, columns=["Area", "Name", "Day", *MONEY], dtype="str")
    published = published.assign(_line=range(2, len(cells) + 2)).set_axis(range(1, len(cells) + 1))
    data, not_data, doubtful = payments_without_totals(published, MONEY)
    assert set(doubtful["severity"]) <= {"critical"}
    aside = list(doubtful["row_no"])
    return list(data["Name"].drop(index=aside)), list(not_data["row_no"]), aside


def test_a_row_of_an_amount_alone_is_set_aside_unless_it_is_the_sum_of_rows_above():
    assert parted(
        "A|Acme|13/04/2020|12.50|", "|||300.00|", "A|Beta|14/04/2020|3.20|", "|||1000.00|"
    ) == (["Acme", "Beta"], [], [2, 4])
    assert parted("A|Acme|x|12.50|2.50", "A|Beta|x|3.20|", "|||15.70|2.50") == (
        ["Acme", "Beta"],
        [3],
        [],
    )


def test_sums_since_the_last_total_and_of_all_are_totals():
    assert parted(
        *("A|a|x|1.00|", "A|b|x|2.00|", "|||3.00|", "A|c|x|4.00|", "A|d|x|5.00|", "|||9.00|"),
        "|||12.00|",
    ) == (["a", "b", "c", "d"], [3, 6, 7], [])


def test_a_second_equal_amount_is_not_taken_for_the_sum_of_one_row():
    assert parted("A|Acme|x|12.50|", "|||12.50|") == (["Acme"], [], [2])


@pytest.mark.parametrize("name", ["Total Gas & Power", "Total (Petrol) Ltd", "Totally Local"])
def test_a_supplier_whose_name_begins_with_total_is_paid(name):
    assert parted("|Acme||12.50|", f"|{name}||700.00|", "|Total||712.50|") == (
        ["Acme", name],
        [3],
        [],
    )


@pytest.mark.parametrize("word", ["TOTAL", "Grand total:", "Sub-total: Place", "Total for 2024/25"])
def test_the_words_for_a_total_need_no_sum(word):
    assert parted("A|Acme|x|12.50|", f"{word}|||99.00|") == (["Acme"], [2], [])


def test_a_total_of_a_name_is_no_payment_with_or_without_a_day():
    assert parted(
        *("Adults|Acme|x|12.50|", "|Acme|x|12.50|", "|Acme Total||25.00|"),
        *("Adults Total||x|25.00|", "Young|Gamma|x|1.00|", "Young Total||x|1.00|"),
    ) == (["Acme", "Acme", "Gamma"], [3, 4, 6], [])


def test_a_total_of_a_name_that_is_not_its_sum_is_set_aside():
    assert parted("|Acme|x|12.50|", "|Acme Total||25.00|") == (["Acme"], [], [2])


def test_a_payee_called_total_under_another_name_is_paid():
    assert parted("|Acme|x|12.50|", "|Fina Total|x|12.50|") == (["Acme", "Fina Total"], [], [])
