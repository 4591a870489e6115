"""The index page of an authority's packs."""

from datetime import date

from commissioning.dates import Period
from commissioning.packs.index import index_page
from commissioning.packs.inputs import PackEntry
from tests.packs.page_read import read

Q1 = Period("quarter", date(2022, 4, 1), date(2022, 6, 30), "2022/23 Q1", "2022-23-q1")
Q2 = Period("quarter", date(2022, 7, 1), date(2022, 9, 30), "2022/23 Q2", "2022-23-q2")


def entry(
    period: Period = Q1, version: int = 1, headline: str = "2 of 3 need a decision."
) -> PackEntry:
    href = f"{period.slug}/dmt-v{version}.html"
    return PackEntry(period, "dmt", "authority", version, href, date(2022, 7, 31), headline)


def test_the_latest_period_and_version_come_first():
    page = read(index_page("Anytown Council", [entry(), entry(Q2), entry(version=2)]))
    assert [one.text for one in page.all("h2")] == ["2022/23 Q2", "2022/23 Q1"]
    links = [one.attributes["href"] for one in page.all("main")[0].all("a")]
    assert links == ["2022-23-q2/dmt-v1.html", "2022-23-q1/dmt-v2.html", "2022-23-q1/dmt-v1.html"]


def test_each_link_says_on_its_own_where_it_leads():
    page = read(index_page("Anytown Council", [entry(), entry(version=2)]))
    texts = [one.text for one in page.all("main")[0].all("a")]
    assert texts == [
        "Departmental management team, 2022/23 Q1, version 2",
        "Departmental management team, 2022/23 Q1, version 1",
    ]


def test_shows_the_headline_as_text():
    page = read(index_page("<b>Anytown</b>", [entry(headline="<script>1</script>{{7*7}}")]))
    assert "<script>1</script>{{7*7}}" in page.text
    assert not page.all("script")
    assert not page.all("b")


def test_with_no_pack_yet_it_says_when_there_will_be_one():
    text = read(index_page("Anytown Council", [])).text
    assert "No pack has been built yet." in text
