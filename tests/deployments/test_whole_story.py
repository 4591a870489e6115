"""A person asks what is known of one agreement, and what a department has to start when."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands import Terminal
from tests.deployments.agreement_files import HOSTILE, load_all

pytestmark = pytest.mark.thorough

ON = "2026-03-31"


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    folder = tmp_path_factory.mktemp("council")
    terminal = Terminal(folder / "home")
    load_all(terminal, folder)
    assert terminal("flag-contracts", "--on", ON).status == 0
    return terminal


@pytest.fixture(scope="module")
def told(council):
    ran = council("explain", "A1")
    assert ran.status == 0, ran.err
    return ran.out


# Each from the files and the worked cases of rules.md and packs.md.
@pytest.mark.parametrize(
    "line",
    [
        "  ends: 31 March 2027",
        "  Worth £120,000.00 as awarded.",
        "  With its modifications it is worth £125,000.00.",
        "  1 December 2025: value changed by £5,000.00; days added 0; on the authority of OD/25/7",
        "  £75,000.00 was spent by 31 March 2026, 60.0% of what it is worth.",
        "  At this rate it comes to £150,000.00 over its whole term.",  # rules.md, R12
        "  2025/26: spent (outturn) £75,000.00",
        "  2026/27: budget £60,000.00",
        # 80.9 of a target of 90 less a tenth is red; no return is grey, never green (packs.md).
        "  Helped in a week: rating red; last value 80.9 %; target 90 %; "
        "period 1 October 2025 to 31 December 2025; received 30 January 2026",
        "  Feels safer: rating grey; target 50 %",
        "  kind option: from 31 March 2026 to 31 March 2027; authority OD/25/6",
        "  completed unpublished: risk found low; completed 31 January 2025",
        "  15 January 2026: users asked yes; communities asked no",
        "  Apprentices: promised 2; delivered 1; unit people",
        "  Work had to begin by 18 February 2026, 41 days ago.",  # rules.md, "Decision points"
        "  Counted from 31 March 2026, the day the rules were last asked.",
        "  Mobilisation: starts 31 December 2026; until 30 March 2027; days 90",
        # April, May and June 2027.
        "  Its successor is B1: 91 days without the service in between.",
    ],
)
def test_the_terminal_tells(told, line):
    assert line in told.splitlines()


def test_a_decision_and_a_notice_are_told_with_their_rows(told):
    assert (
        "  31 January 2026: outcome recommission; by Cabinet; on the authority of CAB/26/1" in told
    )
    assert "  20 April 2025: type UK7; process ocds-h6vhtk-000001" in told


def test_what_is_empty_says_so_in_a_word(council):
    lines = council("explain", "C2").out.splitlines()
    empty = {
        "Money": "No value is recorded.",
        "Measures": "It has no measure.",
        "Extensions": "None is recorded.",
        "Equality assessment": "No equality impact assessment is recorded.",
        "Reviews": "No review is recorded.",
        "Social value": "No social value commitment is recorded.",
        "Notices": "No notice is recorded.",
        "Timetable": "No end date is recorded, so there is nothing to work the timetable back from.",
        "Decisions": "No decision on it is recorded.",
        "Successor": "No successor is named.",
    }
    for title, words in empty.items():
        assert lines[lines.index(title) + 1] == f"  {words}"


def test_as_json_it_has_all_of_it(council):
    [story] = council("explain", "A1", "--json").document["agreements"]
    assert story["money"]["projected_outturn_pence"] == 15_000_000
    assert story["timetable"]["latest_start_on"] == "2026-02-18"
    assert story["timetable"]["slack_days"] == -41
    assert len(story["timetable"]["stages"]) == 8
    assert story["successor"]["gap_days"] == 91
    for section in ("equality", "reviews", "social_value", "notices", "decisions", "modifications"):
        assert len(story[section]) == 1
    assert [one["rag"] for one in story["measures"]] == ["red", "grey"]


def test_another_day_counts_the_timetable_from_there(council):
    told = council("explain", "A1", "--on", "2026-02-18").out
    assert "Work has to begin by 18 February 2026, today." in told
    assert "Counted from 18 February 2026, the day asked about." in told


def test_the_page_has_the_charts_and_their_tables_and_is_the_same_twice(council, tmp_path):
    pages = [tmp_path / "once.html", tmp_path / "again.html"]
    for page in pages:
        assert council("explain", "A1", "--output", page).out == f"{page}\n"
    once, again = (page.read_bytes() for page in pages)
    assert once == again
    text = once.decode()
    for words in ("18 February 2026", "Work had to begin by", "£75,000.00", "CAB/26/1"):
        assert words in text
    assert text.count('role="img"') == 4  # timetable and spend, each for desk and telephone
    assert "<script" not in text
    assert "Advice &lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "Ann &amp; Sons" in text


def test_a_page_that_cannot_be_written_says_so(council, tmp_path):
    ran = council("explain", "A1", "--output", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "cannot be written" in ran.err


def test_the_plan_is_told_and_written_for_the_authority_and_each_department(council):
    plan = council("plan-services", "--on", ON, "--json").document
    # A1 has a successor; C2 has no end, and cannot be told. 406 days before C1's end is 20 April 2026.
    assert [one["reference"] for one in plan["plan"]] == ["C1", "B1", "C2"]
    assert (plan["plan"][0]["latest_start_on"], plan["plan"][0]["slack_days"]) == ("2026-04-20", 20)
    assert (plan["agreements"], plan["late"], plan["without_end"]) == (3, 0, 1)
    folder = council.home / "plans" / "salford" / ON
    files = ["index.html", "adults.html", "children.html"]
    assert [page["html"] for page in plan["pages"]] == [str(folder / file) for file in files]
    for page in plan["pages"]:
        assert sha256(Path(page["html"]).read_bytes()).hexdigest() == page["sha256"]


def test_one_department_is_told_and_written_to_a_file(council, tmp_path):
    page = tmp_path / "adults.html"
    ran = council("plan-services", "--on", ON, "--department", "Adults", "--output", page)
    assert ran.out.startswith("2 agreements to replace. None late already, none to be started in ")
    assert ran.out.endswith(f"{page}\n")
    assert "Plan of services: Adults" in page.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--department", "Parks"), "use one of Adults, Children, "),
        (("--known-at", "1"), "--known-at needs --output"),
        (("--capacity", "-1"), "a capacity of -1 cannot be planned with; give 1 or more."),
    ],
)
def test_a_plan_that_cannot_be_made_is_refused_in_a_sentence(council, words, said):
    ran = council("plan-services", "--on", ON, *words)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_of_the_past_it_is_planned_from_what_was_known_then(council, tmp_path):
    # Before the decisions were loaded, A1 had its successor in the register all the same.
    words = ("--on", ON, "--known-at", "1", "--output", tmp_path / "then.html", "--json")
    plan = council("plan-services", *words).document
    assert plan["load_no"] == 1
    assert json.dumps(plan).count('"A1"') == 0
    assert HOSTILE not in (tmp_path / "then.html").read_text()


def test_where_nothing_is_loaded_the_plan_says_so(tmp_path):
    ran = Terminal(tmp_path / "home")("plan-services")
    assert (ran.status, ran.out) == (2, "")
    assert "nothing of salford is loaded yet; commissioning refresh-register loads it." in ran.err
