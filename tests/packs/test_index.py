"""The index page of an authority's packs."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256

from commissioning.dates import Period
from commissioning.packs.index import index_page, period_page
from commissioning.packs.index_script import script_source
from commissioning.packs.inputs import PackEntry, Withdrawal
from tests.packs.page_read import Element, read

Q1 = Period("quarter", date(2022, 4, 1), date(2022, 6, 30), "2022/23 Q1", "2022-23-q1")
Q2 = Period("quarter", date(2022, 7, 1), date(2022, 9, 30), "2022/23 Q2", "2022-23-q2")


def entry(
    period: Period = Q1, version: int = 1, headline: str = "2 of 3 need a decision."
) -> PackEntry:
    href = f"{period.slug}/dmt-v{version}.html"
    return PackEntry(period, "dmt", "authority", version, href, date(2022, 7, 31), headline)


def listed(page: Element) -> list[Element]:
    """Return the lines of the packs."""
    return [one for section in page.all("section") for one in section.all("li")]


def test_the_latest_period_and_version_come_first():
    page = read(index_page("Anytown Council", [entry(), entry(Q2), entry(version=2)]))
    assert [one.text for one in page.all("h2")] == ["2022/23 Q2", "2022/23 Q1"]
    links = [one.all("a")[0].attributes["href"] for one in listed(page)]
    assert links == ["2022-23-q2/dmt-v1.html", "2022-23-q1/dmt-v2.html", "2022-23-q1/dmt-v1.html"]


def test_each_link_says_on_its_own_where_it_leads():
    page = read(index_page("Anytown Council", [entry(), entry(version=2)]))
    texts = [one.all("a")[0].text for one in listed(page)]
    assert texts == [
        "Departmental management team, 2022/23 Q1, version 2",
        "Departmental management team, 2022/23 Q1, version 1",
    ]


def test_shows_the_headline_as_text():
    page = read(index_page("<b>Anytown</b>", [entry(headline="<script>1</script>{{7*7}}")]))
    assert "<script>1</script>{{7*7}}" in page.text
    [script] = page.all("script")  # our own
    assert "7*7" not in script.text
    assert not page.all("b")


def test_a_pack_says_what_the_one_before_it_said_and_leads_to_its_workbook():
    before = ("2021/22 Q4", "1 of 3 needs a decision.")
    pack = replace(entry(), before=before, workbook="2022-23-q1/dmt-v1.xlsx")
    [line] = listed(read(index_page("Anytown Council", [pack])))
    assert "The pack before, of 2021/22 Q4: 1 of 3 needs a decision." in line.text
    assert [one.attributes["href"] for one in line.all("a")][1] == "2022-23-q1/dmt-v1.xlsx"


def test_a_withdrawn_version_stays_with_the_day_the_person_and_the_reason():
    withdrawal = Withdrawal(date(2022, 8, 2), "A. Head", "<i>wrong</i> register")
    page = read(
        index_page("Anytown Council", [replace(entry(), withdrawal=withdrawal), entry(version=2)])
    )
    first, second = listed(page)
    assert "Withdrawn" not in first.text
    assert "Withdrawn on 2 August 2022 by A. Head: <i>wrong</i> register" in second.text
    assert second.attributes["data-standing"] == "withdrawn"


def test_the_page_of_a_period_lists_its_packs_from_beside_them():
    page = read(period_page("Anytown Council", [entry(), entry(Q2)], Q1))
    [line] = listed(page)
    assert line.all("a")[0].attributes["href"] == "dmt-v1.html"
    assert page.all("header")[0].all("a")[0].attributes["href"] == "../index.html"


def test_what_can_be_chosen_is_what_there_is_several_of():
    page = read(index_page("Anytown Council", [entry(), entry(Q2)]))
    [period] = page.all("select")
    assert [one.text for one in period.all("option")] == ["All", "2022/23 Q2", "2022/23 Q1"]


def test_a_server_that_lets_the_script_run_names_it_by_its_digest():
    page = index_page("Anytown Council", [entry()]).decode()
    between = page.split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(between.encode()).digest()).decode()
    assert script_source() == f"'sha256-{digest}'"


def test_with_no_pack_yet_it_says_when_there_will_be_one():
    text = read(index_page("Anytown Council", [])).text
    assert "No pack has been built yet." in text
