"""Jersey: the terms of three charities, what twelve are paid together, and who commissions unawares."""

import itertools

import pytest

from tests.cases.council import answers_on, payment, with_profile, written
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

EXEMPT = 'financial_year_start = "01-01"\n[publication]\nexempt = ["provider_values"]\n'
# Amounts of our own making, for twelve names of our own making, that come to the published total.
TOTAL_PENCE = 1_042_105_700
PARTS = [86_842_141 + 11 * n for n in range(11)]
AMOUNTS = [*PARTS, TOTAL_PENCE - sum(PARTS)]


def test_the_terms_and_direct_awards_of_the_written_question(tmp_path):
    ran = Terminal(tmp_path / "home", "jersey")(
        "answer-question", "--kind", "terms-by-year", "--on", "2024-07-08", "--json"
    )
    told = ran.document
    assert told["answer"] == (
        "one_year_terms=7, three_year_terms=2, direct_award: Age Concern, Brook"
    )
    assert "procurement_method recorded for 6 of 9 agreements" in told["coverage"]
    by_year = {(row["year"], row["term"]): 0 for row in told["rows"]}
    for row in told["rows"]:
        by_year[row["year"], row["term"]] += row["count"]
    assert by_year == {
        ("2021", "one_year_terms"): 3,
        ("2022", "one_year_terms"): 3,
        ("2023", "one_year_terms"): 1,
        ("2023", "three_year_terms"): 2,
    }


def test_three_years_of_one_year_awards_to_one_charity_are_flagged_and_three_year_terms_are_not(
    tmp_path,
):
    terminal = Terminal(tmp_path / "home", "jersey")
    assert terminal("refresh-register", "--on", "2024-07-08").status == 0
    told = answers_on(terminal, "2024-07-08")
    rows = terminal("register", "--limit", "20", "--json").document
    found = {}
    for row in rows["agreements"]:
        answer = told["serial_annual", row["reference"]]
        found.setdefault(row["provider_name"], []).append(answer["status"])
    assert found == {
        "Age Concern": ["clear"] * 3,
        "Brook": ["flagged"] * 3,
        "Communicare": ["clear"] * 3,
    }


@pytest.fixture
def charities(tmp_path):
    terminal = with_profile(tmp_path, "island", EXEMPT)
    agreements = [
        {
            **{"reference": f"C{n}", "title": f"Service {n}", "provider_name": f"Charity {n:02d}"},
            **{"provider_type": "third_sector", "ends_on": "2022-12-31"},
            "department": "East" if n <= 6 else "West",
        }
        for n in range(1, 13)
    ]
    payments = [
        payment(
            f"P{n}",
            "East" if n <= 6 else "West",
            "outturn",
            "2022",
            f"{pence / 100:.2f}",
            provider_name=f"Charity {n:02d}",
            reference=f"C{n}",
            service_category="Advice" if n <= 11 else "Transport",
        )
        for n, pence in enumerate(AMOUNTS, start=1)
    ]
    for feed, rows in (("agreements", agreements), ("payments", payments)):
        assert terminal.load(feed, written(tmp_path / f"{feed}.csv", rows)).status == 0
    return terminal


def spend(terminal, *words):
    ran = terminal("answer-question", "--kind", "spend", "--on", "2022-12-31", *words)
    assert ran.status == 0, ran.err
    return ran.out


def shown(text):
    """Return every provider's value that stands in a text, however it is written."""
    return [
        pence
        for pence in AMOUNTS
        if any(form in text for form in (f"{pence / 100:,.2f}", f"{pence / 100:.2f}", str(pence)))
    ]


def test_the_charities_together_are_told_by_name_and_total_and_none_alone(charities):
    out = spend(charities, "--provider-type", "third_sector")
    assert "£10,421,057" in out
    assert all(f"Charity {n:02d}" in out for n in range(1, 13))
    assert shown(out) == []


def test_no_providers_value_is_told_by_asking_for_it(charities):
    out = spend(charities, "--by", "provider")
    assert "£10,421,057" in out
    assert out.count("withheld") >= 12
    assert shown(out) == []
    assert "withheld" in spend(charities, "--service-category", "Transport")


def test_no_providers_value_follows_from_two_answers(charities):
    everybody = spend(charities)
    all_but_one = spend(charities, "--service-category", "Advice")  # the twelfth alone is Transport
    assert "£10,421,057" in everybody
    assert "withheld" in all_but_one
    assert shown(everybody + all_but_one) == []
    assert "£" not in all_but_one.split("Rows:")[0]


def test_a_part_that_reveals_nothing_is_told(charities):
    out = spend(charities, "--by", "department")
    halves = [sum(AMOUNTS[:6]), sum(AMOUNTS[6:])]
    assert all(f"£{pence / 100:,.2f}".removesuffix(".00") in out for pence in halves)


def test_who_may_see_the_exempt_part_sees_every_value(charities):
    out = charities(
        *("answer-question", "--kind", "spend", "--on", "2022-12-31"),
        *("--by", "provider", "--part", "exempt", "--json"),
    ).document
    found = sorted(row["amount_pence"] for row in out["rows"] if row.get("group"))
    assert found == sorted(AMOUNTS)


def test_the_order_of_the_questions_does_not_matter(charities):
    first = spend(charities, "--service-category", "Advice")
    then = spend(charities)
    told = [text for text in (first, then) if "withheld" not in text]
    assert len(told) == 1
    assert shown(first + then) == []


def test_a_department_that_pays_outside_bodies_without_a_register_entry_is_named(tmp_path):  # J8
    terminal = with_profile(tmp_path, "island", 'financial_year_start = "01-01"\n')
    agreements = [
        {"reference": f"H{n}", "title": "Care", "department": "HCS", "ends_on": "2026-12-31"}
        for n in range(30)
    ]
    bodies = itertools.cycle(["Body A", "Body B", "Body C", "Body D"])
    payments = [
        payment(
            f"P{n}",
            "CLS",
            "outturn",
            "2024",
            "100.00",
            paid_on="2024-05-01",
            provider_name=next(bodies),
        )
        for n in range(7)
    ]
    payments.append(
        payment("H", "HCS", "outturn", "2024", "1.00", paid_on="2024-05-01", provider_name="Body A")
    )
    for feed, rows in (("agreements", agreements), ("payments", payments)):
        assert terminal.load(feed, written(tmp_path / f"{feed}.csv", rows)).status == 0
    results = terminal("flag-contracts", "--on", "2024-07-22", "--json").document["results"]
    found = {
        result["reference"]: result
        for result in results
        if result["rule"] == "unrecognised_commissioning" and result["status"] == "flagged"
    }
    assert list(found) == ["department:CLS"]
    sentence = found["department:CLS"]["sentence"]
    assert "payments 7, bodies 4" in sentence
    assert len(found["department:CLS"]["evidence"]) == 7
