"""Questions asked amiss, and answers where something is missing, closed, late or exempt."""

import pytest

from tests.cases.council import payment, with_profile, written
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

ON = ("--on", "2011-07-21")
EXEMPT = '[publication]\nexempt = ["provider_values"]\n'


def ask(terminal, kind, *words):
    return terminal("answer-question", "--kind", kind, *words)


def told(terminal, kind, *words):
    ran = ask(terminal, kind, *words, "--json")
    assert ran.status == 0, ran.err
    return ran.document


@pytest.fixture
def council(tmp_path):
    """A terminal with a register loaded from the rows that it is given."""

    def loaded(agreements=(), payments=(), more="", **feeds):
        terminal = with_profile(tmp_path, "elsewhere", more)
        for feed, rows in {"agreements": agreements, "payments": payments, **feeds}.items():
            if rows:
                done = terminal.load(feed, written(tmp_path / f"{feed}.csv", rows))
                assert done.status == 0, done.err
        return terminal

    return loaded


def agreement(reference, ends_on, **more):
    return {"reference": reference, "title": "T", "ends_on": ends_on, **more}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kind", "spent"), "--kind spent is not known; choose one of members-question, spend"),
        (
            ("--kind", "spend", "--year", "2011"),
            "2011 is not a financial year here; write one as 2011/12",
        ),
        (("--kind", "spend", "--year", "9999/00"), "9999/00 is not a financial year here"),
        (("--kind", "spend", "--on", "9999-12-31"), "9999-12-31 is no day that a register knows"),
        (
            ("--kind", "members-question", "--day", "2011-09-30"),
            "does not take a day; it takes on, year",
        ),
        (
            ("--kind", "spend", "--department", "care"),
            "has the department 'care'; nearest are Care",
        ),
        (
            ("--kind", "spend", "--by", "postcode"),
            "--by postcode is not known; choose one of department",
        ),
        (("--kind", "spend", "--known-at", "99"), "no load 99"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(council, words, sentence):
    terminal = council([agreement("A", "2012-03-31", department="Care")])
    ran = terminal("answer-question", *words)
    assert ran.status == 2
    assert sentence in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_register_is_not_recorded_and_not_nought(tmp_path):
    terminal = with_profile(tmp_path, "elsewhere")
    assert told(terminal, "members-question", *ON)["answer"] == "; ".join(["not recorded"] * 4)


def test_what_was_closed_early_ends_neither_in_the_year_nor_on_its_last_day(council):
    terminal = council(
        [
            agreement("A", "2011-12-31", status="terminated"),
            agreement("B", "2012-03-31", status="ended"),
            agreement("C", "2011-12-31", status="active"),
            agreement("D", "2011-06-01", status="ended"),  # at its end, as recorded
            agreement("E", "2011-12-31", status="cancelled"),
        ]
    )
    ran = ask(terminal, "ending-during", *ON)
    assert ran.out.startswith("2; on 2011-07-21 expired 1 (2011-06-01), due 1 (2011-12-31)")
    assert "not counted: 2 closed before their recorded end" in ran.out
    assert told(terminal, "ending-on", *ON)["answer"] == "0"


def test_an_assessment_is_told_as_it_stood_on_the_day(council):
    terminal = council(
        [agreement("A", "2012-03-31"), agreement("B", "2012-03-31")],
        equality=[
            {
                "reference": "A",
                "status": "completed_unpublished",
                "risk": "",
                "completed_on": "2011-07-21",
            },
            {
                "reference": "B",
                "status": "completed_unpublished",
                "risk": "low",
                "completed_on": "2011-07-21",
            },
        ],
    )
    assert told(terminal, "equality-status", "--on", "2011-07-20")["answer"] == "2 not_recorded"
    after = told(terminal, "equality-status", *ON)["answer"]
    assert after == "2 completed_unpublished, high_risk 0 (risk recorded for 1 of 2)"


def test_a_filter_says_of_how_much_its_column_is_recorded(council):
    terminal = council(
        [
            agreement("A", "2012-03-31", department="Care"),
            agreement("B", "2012-03-31", department=""),
        ]
    )
    found = told(terminal, "ending-on", "--department", "Care", *ON)
    assert found["answer"] == "1"
    assert "department recorded for 1 of 2 agreements" in found["coverage"]


def test_payments_that_say_no_year_are_in_the_coverage(council):
    terminal = council(
        payments=[
            payment("1", "", "outturn", "2010/11", "15.00"),
            payment("2", "", "outturn", "10-11", "90.00", paid_on="2010-05-01"),
        ]
    )
    assert "known for 1 of 2 payments" in told(terminal, "spend", *ON)["coverage"]


def test_a_nought_names_the_files_that_were_looked_in(council):
    terminal = council([agreement("A", "2012-03-31")])
    found = told(terminal, "ending-on", "--day", "2012-03-30", *ON)
    assert (found["answer"], len(found["sources"])) == ("0", 1)


@pytest.mark.parametrize(
    ("ends_on", "term"),
    [
        ("2025-02-28", "one_year_terms"),  # from 29 February: a month's end to a month's end
        ("2025-02-27", "one_year_terms"),  # or to the day before the day that the year lacks
        ("2025-02-26", "other_terms"),
        ("", "unknown_terms"),
    ],
)
def test_a_term_that_begins_on_29_february(council, ends_on, term):
    terminal = council([agreement("A", ends_on, starts_on="2024-02-29")])
    found = told(terminal, "terms-by-year", "--on", "2024-07-08")
    assert found["answer"].startswith(f"{term}=1, ")


def money(payee, pence, category, number):
    return payment(
        f"P{number}",
        "",
        "outturn",
        "2010/11",
        f"{pence / 100:.2f}",
        provider_name=payee,
        service_category=category,
    )


def test_a_part_of_what_one_provider_is_paid_does_not_follow_from_one_answer(council):
    rows = [
        ("A", 1000, "Advice"),
        ("B", 2000, "Advice"),
        ("C", 3000, "Advice"),
        ("A", 500, "Transport"),
    ]
    terminal = council(payments=[money(*row, n) for n, row in enumerate(rows)], more=EXEMPT)
    out = ask(terminal, "spend", "--by", "service_category", *ON).out
    assert "£65" in out
    assert "£60" not in out
    assert out.count("withheld") == 2


def test_a_change_between_two_loads_is_not_told(council, tmp_path):
    rows = [("A", 1000, "Advice"), ("B", 2000, "Advice"), ("C", 3000, "Advice")]
    terminal = council(payments=[money(*row, n) for n, row in enumerate(rows)], more=EXEMPT)
    assert "£60" in ask(terminal, "spend", *ON).out
    changed = [
        money("A", 1700, "Advice", 0),
        *(money(*row, n) for n, row in enumerate(rows[1:], 1)),
    ]
    assert terminal.load("payments", written(tmp_path / "payments.csv", changed)).status == 0
    again = ask(terminal, "spend", *ON).out
    assert "£67" not in again
    assert "withheld" in again
    assert "£60" in ask(terminal, "spend", "--known-at", "1", *ON).out


def test_contributions_are_withheld_where_they_would_tell_one_provider(council):
    years = {"2010/11": 1, "2011/12": 2}
    rows = [
        payment(
            f"{year}{payee}",
            "",
            "outturn",
            year,
            f"{times * 10}.00",
            provider_name=payee,
            service_category="Advice" if payee in "ABC" else "Transport",
        )
        for year, times in years.items()
        for payee in "ABCD"
    ]
    terminal = council(payments=rows, more=EXEMPT)
    ran = ask(terminal, "top-contributors", "--by", "service_category", *ON)
    assert ran.status == 0, ran.err
    assert "2 withheld; change +0.0m" in ran.out


def test_what_is_exempt_is_marked(council):
    terminal = council(payments=[money("A", 100, "Advice", 1)], more=EXEMPT)
    ran = ask(terminal, "spend", "--part", "exempt", *ON)
    assert ran.out.startswith("Exempt part: not for publication.")
    assert told(terminal, "spend", "--part", "exempt", *ON)["question"]["part"] == "exempt"


def test_a_month_of_payments_is_not_told_as_a_year(tmp_path):
    terminal = Terminal(tmp_path / "home", "salford")
    found = told(terminal, "spend", "--year", "2011/12", "--on", "2022-07-31")
    assert (
        "2011/12 outturn has payments in 1 of 12 months, 2011-08-01 to 2011-08-31"
        in found["coverage"]
    )
