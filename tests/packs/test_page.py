"""The page as a whole: self-contained, accessible, escaped, the same bytes each time."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.build import build
from commissioning.packs.definition import definition
from commissioning.packs.inputs import Pack, PackError
from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import Divided, scopes_of
from tests.packs.builders import inputs, source, three_agreements
from tests.packs.page_read import Element, read
from tests.packs.section_builders import every_section

pytestmark = pytest.mark.thorough

WITH_RULES = [name for name, each in AUDIENCES.items() if each.asks_rules]
HOSTILE = "<script>alert(1)</script>{{7*7}}\u202e\x00\"'&"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return build(every_section())


@pytest.fixture(scope="module")
def page(pack: Pack) -> Element:
    return read(pack.html)


def test_says_what_it_is_and_in_which_language(page: Element):
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    assert page.all("title")[0].text == "Commissioning pack, 2022/23 Q1: Anytown Council"
    assert page.all("a")[0].attributes == {"class": "skip", "href": "#content"}


def test_headings_run_in_order_without_a_gap(page: Element):
    levels = [int(one.tag[1]) for one in everything(page) if one.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(now - before <= 1 for before, now in pairwise(levels))


def test_sections_stand_in_the_order_of_the_audience(page: Element):
    numbered = [one.text.split() for one in page.all("h2") if one.text.split()[0].isdecimal()]
    assert [int(number) for number, *_ in numbered] == list(range(1, len(numbered) + 1))
    titles = [" ".join(title) for _, *title in numbered]
    ours = [
        "Headline",
        "Decisions needed",
        "Expiry and forward plan",
        "Performance",
        "Outcomes report card",
        "Money",
        "Need by area",
        "Who is reached",
        "Equality and social value",
        "Agreements that ended",
        "Risks and providers",
        "Actions",
        "Rules by department",
        "Data quality",
    ]
    assert [
        title for title in titles if title in ours
    ] == ours  # sections of others may be among them
    assert [" ".join(one.text.split()) for one in page.all("h2")][len(numbered) :] == [
        "Annex: the full lists",
        "About this pack",
    ]


def test_needs_no_network_and_no_script(pack: Pack, page: Element):
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    followed = [
        value
        for one in everything(page)
        for name, value in one.attributes.items()
        if name in ("href", "src")
    ]
    assert followed
    assert all(value.startswith("#") for value in followed)
    ids = {one.attributes["id"] for one in everything(page) if "id" in one.attributes}
    assert {value[1:] for value in followed} <= ids
    assert b"url(" not in pack.html
    assert b"@import" not in pack.html


def test_no_id_is_used_twice(page: Element):
    ids = [one.attributes["id"] for one in everything(page) if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_every_table_has_a_caption_and_says_what_its_headings_head(page: Element):
    tables = page.all("table")
    assert len(tables) > 10
    for table in tables:
        assert table.all("caption")[0].text.strip()
        assert {one.attributes["scope"] for one in table.all("thead")[0].all("th")} == {"col"}
        for row in table.all("tbody")[0].all("tr"):
            assert row.children[0].attributes["scope"] == "row"


def test_every_chart_is_named_described_and_told_in_words(page: Element):
    figures = page.all("figure")
    assert len(figures) >= 13  # those of every section of our own
    for figure in figures:
        assert figure.all("h3")[0].text.strip()
        told = figure.all("p")[-1].text.strip()
        for svg in figure.all("svg"):
            assert svg.attributes["role"] == "img"
            by_id = {one.attributes["id"]: one.text for one in svg.all("title") + svg.all("desc")}
            assert by_id[svg.attributes["aria-labelledby"]] == figure.all("h3")[0].text
            assert by_id[svg.attributes["aria-describedby"]] == told


def test_what_a_publisher_wrote_is_shown_as_text():
    register = three_agreements(title=HOSTILE, providers=HOSTILE, department=HOSTILE)
    given = every_section()
    areas = given.observations.assign(
        area_name=given.observations["area_name"].str.replace(
            "Anytown", "Any<b>town</b>{{7*7}}\x01"
        )
    )
    pack = build(
        replace(
            given,
            title=HOSTILE,
            area_name="Any<b>town</b>{{7*7}}\x01",
            register=register,
            observations=areas,
            sources=pd.DataFrame([source(title=HOSTILE, attribution=HOSTILE)]),
        )
    )
    page = read(pack.html)
    assert not page.all("script")
    assert not page.all("b")
    # The number the template would give; the figures of the pack itself hold no 49.
    assert "{{7*7}}" in page.text
    assert ">49<" not in pack.html.decode()
    # Nothing that has no glyph or turns the line round: each is shown as lost.
    assert not {"\u202e", "\x00", "\x01"} & set(page.text)
    assert "<script>alert(1)</script>{{7*7}}\ufffd\ufffd\"'&" in page.text


def test_is_the_same_bytes_whatever_the_order_of_the_rows_the_locale_and_the_hash_seed():
    code = (
        "from hashlib import sha256; from tests.packs.test_page import WITH_RULES, made_for, shuffled; "
        "print(*(sha256(made_for(each, shuffled)).hexdigest() for each in WITH_RULES))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Pacific/Auckland"}
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    )
    assert made.stdout.split() == [sha256(made_for(each)).hexdigest() for each in WITH_RULES]


def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=7)


def in_order(given: Any, order: Callable[[pd.DataFrame], pd.DataFrame]) -> Any:
    """Return the same with the rows of each of its frames in that order."""
    frames = {one.name: getattr(given, one.name) for one in fields(given)}
    return replace(
        given,
        **{name: order(each) for name, each in frames.items() if isinstance(each, pd.DataFrame)},
    )


def made_for(audience: str, order: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame):
    """Return the bytes of an audience's pack, of the first of its scopes, of rows in that order."""
    given = replace(every_section(), audience=audience)
    register = three_agreements(
        commissioner=["Anna Bell", "anna  BELL", None], provider_name=["Care Ltd", "CARE ltd", "X"]
    )
    register = in_order(replace(given.register, agreements=register.agreements), order)
    previous = given.previous and in_order(replace(given.previous, register=register), order)
    quality = in_order(given.quality, order)
    inputs_of_all = replace(
        in_order(given, order), register=register, previous=previous, quality=quality
    )
    kind = AUDIENCES[audience].scope
    if kind == "authority":
        return build(inputs_of_all).html
    scope = scopes_of(register, kind)[0]
    parts = Divided(register, inputs_of_all.results, kind)
    return build(cut_to(inputs_of_all, scope, parts)).html


def test_building_changes_none_of_its_inputs(pack: Pack):
    given, same = every_section(), every_section()
    build(given)
    pd.testing.assert_frame_equal(given.results, same.results)
    pd.testing.assert_frame_equal(given.register.agreements, same.register.agreements)
    pd.testing.assert_frame_equal(given.observations, same.observations)


def test_footer_names_sources_versions_and_digests_and_prints_the_definition(page: Element):
    footer = " ".join(page.all("footer")[0].text.split())
    # Case J1 of the worked cases, version 1.
    assert (
        "the cycle of assessing the needs of people in an area, designing and then achieving "
        "appropriate outcomes within resource limitations"
    ) in footer
    for named in (
        "Register of contracts",
        "Anytown Council",
        "Open Government Licence v3.0",
        "31 July 2022",
        "5f" * 32,
        "a3" * 32,
        "b4" * 32,
        "version 0.1.0",
        "Definition, version 1",
    ):
        assert named in footer


def test_an_unknown_version_of_the_definition_is_refused():
    with pytest.raises(PackError, match="version 2"):
        definition(version=2)


def test_a_pack_for_nobody_known_is_refused():
    with pytest.raises(PackError, match="no pack for 'members'"):
        build(inputs(audience="members"))


def everything(element: Element) -> list[Element]:
    found = [element]
    for child in element.children:
        found += everything(child)
    return found
