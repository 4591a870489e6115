"""The front page: every authority, its latest pack, and nothing taken for markup."""

from datetime import date

from commissioning.dates import quarter_of
from commissioning.packs.front import FrontEntry, front_page
from commissioning.packs.inputs import PackEntry


def entry(title, headline="191 of 229 live agreements need a decision."):
    on = date(2022, 7, 31)
    latest = PackEntry(quarter_of(on), "dmt", "authority", 1, "x.html", on, headline)
    return FrontEntry(title, f"{title.lower()}/index.html", latest)


def test_every_authority_is_listed_by_name_with_its_latest_pack():
    page = front_page([entry("Trafford"), entry("Salford")]).decode()
    assert page.index("Salford") < page.index("Trafford")
    assert 'href="salford/index.html"' in page
    assert "Latest: 2022/23 Q2, as known on 31 July 2022" in page


def test_markup_in_a_name_is_shown_as_text():
    page = front_page([entry("<script>alert(1)</script>", headline="{{7*7}}")]).decode()
    assert "<script>" not in page
    assert "{{7*7}}" in page
