"""Kent's answer of 21 July 2011, and the same question to councils with other dates and counts."""

from datetime import date

import pytest

from tests.cases.council import Council, answers_on, payment, with_profile, written
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

ON = ("--on", "2011-07-21")


@pytest.fixture(scope="module")
def kent(tmp_path_factory):
    """The shipped profile and its example files, loaded by the ordinary command."""
    terminal = Terminal(tmp_path_factory.mktemp("kent") / "home", "kent-2011")
    assert terminal("refresh-register", *ON).status == 0
    return terminal


def asked(terminal, kind, *words):
    ran = terminal("answer-question", "--kind", kind, *words, "--json")
    assert ran.status == 0, ran.err
    return ran.document


def figures(document, name):
    return [row for row in document["rows"] if row.get("figure") == name]


def test_the_members_question_is_answered_in_the_order_asked(kent):  # K18
    printed = kent("answer-question", "--kind", "members-question", *ON)
    assert printed.out.splitlines()[0] == "15.9m; 17.5m; 13; 160"
    assert "recorded for 173 of 173 agreements" in printed.out
    told = asked(kent, "members-question", *ON)
    assert list(told) == ["question", "answer", "coverage", "rows", "sources"]
    assert told["answer"] == "15.9m; 17.5m; 13; 160"
    counts = [len(set(row["row_ids"])) for row in told["rows"][:4]]
    assert counts == [1, 1, 13, 12]
    assert len(figures(told, "ending_on")[0]["row_ids"]) == 160
    assert {source["publisher"] for source in told["sources"]} == {"Kent County Council"}


def test_a_fresh_home_loads_its_register_before_it_answers(tmp_path):
    ran = Terminal(tmp_path / "home", "kent-2011")(
        "answer-question", "--kind", "members-question", *ON
    )
    assert ran.out.splitlines()[0] == "15.9m; 17.5m; 13; 160"
    assert "register is loaded first" in ran.err


def test_spend_is_told_by_year_and_basis_and_the_change_says_that_bases_differ(kent):  # K1, K2
    told = asked(kent, "spend", *ON)
    said = [(row["year"], row["basis"], row["amount"]) for row in told["rows"]]
    assert said == [("2010/11", "outturn", "15.9m"), ("2011/12", "planned_commitment", "17.5m")]
    assert told["answer"].endswith("change +1.6m, +10.1%, bases differ")


def test_endings_during_the_year_leave_out_its_last_day(kent):  # K3, K4, K6
    [row] = figures(asked(kent, "ending-during", *ON), "ending_during")
    assert (row["count"], row["expired"], row["due"]) == (13, 1, 12)
    answer = asked(kent, "ending-during", *ON)["answer"]
    assert "expired 1 (2011-06-01)" in answer
    assert "due 12 (2011-09-30)" in answer
    assert "173" not in answer


def test_endings_on_one_day(kent):  # K5
    assert asked(kent, "ending-on", "--day", "2012-03-31", *ON)["answer"] == "160"
    assert asked(kent, "ending-on", "--day", "2011-09-30", *ON)["answer"] == "12"
    assert asked(kent, "ending-on", "--day", "2011-10-01", *ON)["answer"] == "0"


def test_twelve_had_a_temporary_extension_of_six_months(kent):  # K7
    [row] = figures(asked(kent, "ending-during", *ON), "extended")
    assert row["count"] == 12
    assert row["said"] == "extended 12 (temporary, 6 months from 2011-03-31)"


def test_assessments_are_told_by_status_and_none_is_assumed(kent):  # K8
    told = asked(kent, "equality-status", *ON)
    assert told["answer"] == "13 completed_unpublished, high_risk 0; 160 not_recorded"
    assert told["coverage"] == "status recorded for 13 of 173 agreements"


def test_a_hundred_and_sixty_ends_on_one_day_are_a_cliff_edge_and_twelve_are_not(kent):  # K10, K13
    flags = kent("flag-contracts", *ON, "--json").document["results"]
    cliff = [r for r in flags if r["rule"] == "cliff_edge" and r["status"] == "flagged"]
    assert len(cliff) == 160
    assert {result["severity"] for result in cliff} == {"high"}
    assert all("160 of the 173 agreements (92.5%)" in result["sentence"] for result in cliff)
    lead = [r for r in flags if r["rule"] == "expiry_within_lead_time" and r["status"] == "flagged"]
    assert {r["act_by"] for r in lead if r["reference"] == "SLA-173"} == {"2010-09-30"}
    told = kent("explain", "SLA-173").out
    assert "asked on 21 July 2011: 254 days to its end" in told


def test_the_last_day_for_notice_is_three_months_before_the_end(kent):  # K12
    told = answers_on(kent, "2011-07-21")
    notice = {r: told["notice_window_closed", r] for r in ("SLA-002", "SLA-173")}
    assert [(r["status"], r["act_by"]) for r in notice.values()] == [
        ("flagged", "2011-06-30"),  # 21 days past
        ("clear", "2011-12-31"),  # 163 days left
    ]
    assert "the last day for notice was 30 June 2011" in notice["SLA-002"]["sentence"]
    assert answers_on(kent, "2011-12-31")["notice_window_closed", "SLA-173"]["status"] == "clear"


@pytest.mark.parametrize(("on", "flagged"), [("2011-10-21", 0), ("2011-10-22", 13)])
def test_thirteen_assessments_are_to_be_published_three_months_after_the_answer(
    kent, on, flagged
):  # K9
    told = answers_on(kent, on)
    late = [
        r
        for (rule, r), each in told.items()
        if (rule, each["status"]) == ("eqia_unpublished", "flagged")
    ]
    assert sorted(late) == [f"SLA-{n:03d}" for n in range(1, 14)][:flagged]


def test_agreements_notified_are_not_organisations(kent):  # K15
    ran = kent("answer-question", "--kind", "members-question", *ON)
    assert "notified for 173 of 173 agreements; provider count unknown" in ran.out


def test_spend_of_an_old_department_appears_once_under_its_successor(kent):  # K17
    as_booked = asked(kent, "spend", "--by", "department", *ON)
    restated = asked(kent, "spend", "--by", "department", "--structure-on", "2011-07-21", *ON)

    def groups(told):
        of_last_year = [row for row in told["rows"] if row["year"] == "2010/11"]
        return {row.get("group", "all"): row["amount_pence"] for row in of_last_year}

    assert groups(as_booked) == {
        "all": 1_590_000_000,
        "Children, Families and Education": 1_590_000_000,
    }
    assert groups(restated) == {"all": 1_590_000_000, "Families and Social Care": 1_590_000_000}


@pytest.mark.parametrize(
    ("council", "on", "answer", "split"),
    [
        (
            Council(
                during={date(2023, 5, 31): 4, date(2023, 12, 31): 3},
                last_day=date(2024, 3, 31),
                on_last_day=21,
                spent="1234567.89",
                planned="2449999.99",
                years=("2022/23", "2023/24"),
                extended_to=date(2023, 12, 31),
            ),
            "2023-10-01",
            "1.2m; 2.4m; 7; 21",
            (4, 3),
        ),
        (
            # Nobody ends on the year's last day, and the one ending today has not expired.
            Council(
                during={date(2024, 4, 1): 1, date(2025, 3, 30): 2},
                last_day=date(2026, 3, 31),
                on_last_day=5,
                spent="950000.00",
                planned="949999.99",
                years=("2023/24", "2024/25"),
            ),
            "2024-04-01",
            "1.0m; 0.9m; 3; 0",
            (0, 3),
        ),
    ],
)
def test_the_same_question_to_another_council(tmp_path, council, on, answer, split):
    terminal = with_profile(tmp_path, "elsewhere")
    council.load(tmp_path / "files", terminal)
    told = asked(terminal, "members-question", "--on", on)
    assert told["answer"] == answer
    [during] = figures(told, "ending_during")
    assert (during["expired"], during["due"]) == split


def test_what_is_not_loaded_is_not_recorded_and_never_nothing(tmp_path):
    terminal = with_profile(tmp_path, "elsewhere")
    council = Council(
        {date(2011, 6, 1): 1}, date(2012, 3, 31), 2, "1.00", "2.00", ("2010/11", "2011/12")
    )
    council.load(tmp_path / "files", terminal, without=("payments", "equality", "engagement"))
    told = asked(terminal, "members-question", *ON)
    assert told["answer"] == "not recorded; not recorded; 1; 2"
    assert asked(terminal, "equality-status", *ON)["answer"] == "3 not_recorded"
    assert "no payment of 2010/11 or 2011/12 is recorded" in asked(terminal, "spend", *ON)["answer"]


@pytest.mark.parametrize(
    ("starts_on", "status"),
    [("2012-04-01", "clear"), ("2012-04-02", "flagged")],  # the day after, and a day late
)
def test_a_successor_that_starts_late_leaves_a_gap(tmp_path, starts_on, status):  # K11
    terminal = with_profile(tmp_path, "elsewhere")
    rows = [
        {"reference": "OLD", "title": "Old", "starts_on": "2009-04-01", "ends_on": "2012-03-31"},
        {"reference": "NEW", "title": "New", "starts_on": starts_on, "ends_on": "2015-03-31"},
    ]
    rows = [{**row, "successor_reference": "NEW" * (row["reference"] == "OLD")} for row in rows]
    assert terminal.load("agreements", written(tmp_path / "agreements.csv", rows)).status == 0
    results = terminal("flag-contracts", *ON, "--json").document["results"]
    gap = {r["reference"]: r["status"] for r in results if r["rule"] == "service_gap"}
    assert gap == {"OLD": status, "NEW": "clear"}


def test_a_change_is_laid_to_its_largest_contributor(tmp_path):  # K16
    terminal = with_profile(tmp_path, "elsewhere")
    rows = [
        payment("1", "", "outturn", "2010/11", "5000000.00", service_category="leaving_care"),
        payment("2", "", "outturn", "2010/11", "10900000.00", service_category="other"),
        payment("3", "", "outturn", "2011/12", "6300000.00", service_category="leaving_care"),
        payment("4", "", "outturn", "2011/12", "11200000.00", service_category="other"),
    ]
    assert terminal.load("payments", written(tmp_path / "payments.csv", rows)).status == 0
    told = asked(terminal, "top-contributors", *ON)
    assert told["answer"].startswith(
        "leaving_care +1.3m, 81.25% of the change; other +0.3m, 18.75%"
    )
    assert told["answer"].endswith("change +1.6m, +10.1%")
    assert [row["share_of_change"] for row in told["rows"]] == [0.8125, 0.1875]
