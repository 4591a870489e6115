"""What packs are about: names that make safe paths, and agreements that are in their own pack alone."""

import re
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import pandas as pd
import pytest

from commissioning.packs.build import build
from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import (
    Divided,
    current,
    scope_called,
    scopes_of,
    slug_of,
)
from tests.packs.builders import answers, inputs
from tests.packs.page_read import read
from tests.rules.builders import register_with

HOSTILE = (
    *("../../x", "/etc/passwd", "..\\..\\x", "C:\\x", "a\x00b", "CON", "nul.html", ".", "..", ""),
    *("x" * 300, "Łódź & Söhne", "公司", "<b>&amp;", "a/b", "\u202etxt", "~", "-v1", "authority"),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_name_is_its_slug_is_one_short_plain_part_of_a_path(name):
    slug = slug_of(name, "provider", name)
    assert re.fullmatch(r"([a-z0-9]+-)*[a-z0-9]+", slug)
    assert len(slug) <= 71
    assert slug not in ("authority", "unassigned", "con", "nul")
    for kind in (PurePosixPath, PureWindowsPath):
        assert kind(f"provider-{slug}-v1.html").name == f"provider-{slug}-v1.html"
    assert not PureWindowsPath(f"{slug}.html").is_reserved()


def test_two_names_that_read_alike_have_two_slugs():
    slugs = {
        slug_of(name, "provider", name) for name in ("A & B", "A + B", "a-b", "x" * 300, "x" * 301)
    }
    assert len(slugs) == 5
    assert len({slug_of("Care Ltd", "provider", key) for key in ("GB-COH-1", "GB-COH-2")}) == 2


def managed(**columns):
    given = {
        "commissioner": ["Anna Bell", "anna  BELL", None, "Carl Dix", "Anna Bell"],
        "provider_name": ["Care Ltd", "Advice CIC", "Care Ltd", None, "Advice CIC"],
        "department": ["People", "Place", "People", None, "People"],
        "value_pence": [1_00, 20_00, 300_00, 4_000_00, 50_000_00],
        "ends_on": "2023-03-31",
    }
    return register_with(**{**given, **columns})


def part_of(register, kind, name, **fields):
    results = fields.pop("results", answers(register))
    given = inputs(register, results=results, **fields)
    found = scope_called(scopes_of(register, kind), name)
    assert found is not None
    return cut_to(given, found, Divided(register, results, kind))


def test_one_pack_a_manager_however_the_name_is_spelt_and_one_for_nobody():
    register = managed()
    found = scopes_of(register, "commissioner")
    assert [each.label for each in found] == ["Anna Bell", "Carl Dix", "No commissioner recorded"]
    assert found[-1].slug == "unassigned"
    own = part_of(register, "commissioner", "ANNA BELL").register.agreements
    assert list(own["reference"]) == ["A1", "A2", "A5"]
    assert scope_called(found, found[0].slug) == found[0]
    assert scope_called(found, "Anna Hill") is None


def test_every_agreement_is_in_one_managers_pack_and_in_one_providers_if_it_has_one():
    register = managed()
    for kind, expected in (
        ("commissioner", ["A1", "A2", "A3", "A4", "A5"]),
        ("department", ["A1", "A2", "A3", "A4", "A5"]),
        ("provider", ["A1", "A2", "A3", "A5"]),
    ):
        parts = [
            part_of(register, kind, each.slug).register.agreements["reference"]
            for each in scopes_of(register, kind)
        ]
        assert sorted(pd.concat(parts)) == expected


def test_a_part_holds_what_is_known_of_its_own_agreements_and_nothing_else():
    register = managed(
        measures=[{"reference": f"A{n}", "measure": f"M{n}"} for n in range(1, 6)],
        payments=[{"reference": f"A{n}", "amount_pence": n} for n in range(1, 6)],
        listed_providers=[{"provider_org_id": "care ltd", "provider_name": "Care Ltd"}],
        payments_by_provider=[{"provider_name": "Care Ltd"}, {"provider_name": "Advice CIC"}],
        payments_by_department=[{"department": "Housing"}],
    )
    results = answers(register)
    names = register.provider_names["name"]
    about_provider = results.iloc[:2].assign(
        subject_kind="provider",
        agreement_id=pd.array([pd.NA, pd.NA], dtype="Int64"),
        reference=[f"provider:{names[key]}" for key in ("care ltd", "advice cic")],
    )
    results = pd.concat([results, about_provider], ignore_index=True)

    own = part_of(register, "provider", "Advice CIC", results=results)

    assert list(own.register.agreements["reference"]) == ["A2", "A5"]
    assert list(own.register.measures["measure"]) == ["M2", "M5"]
    assert list(own.register.payments["amount_pence"]) == [2, 5]
    assert list(own.register.payments_by_provider["provider_name"]) == ["Advice CIC"]
    assert own.register.providers.empty
    assert own.register.payments_by_department.empty
    assert set(own.results["reference"]) == {"A2", "A5", f"provider:{names['advice cic']}"}


def test_a_department_that_was_renamed_is_one():
    register = managed()
    object.__setattr__(register, "department_names", {"People": "Adults", "Place": "Adults"})
    labels = [each.label for each in scopes_of(register, "department")]
    assert labels == ["Adults", "No department recorded"]


def test_a_pack_is_made_of_whoever_has_one_live_or_ended_since():
    register = managed(
        ends_on=["2022-06-30", "2022-03-31", None, "2022-06-30", "2022-05-31"],
        status=["ended", "ended", "active", "cancelled", "ended"],
    )
    on, since = date(2022, 6, 30), date(2022, 6, 1)
    assert current(register, "commissioner", on=on, since=since) == {"anna bell", ""}
    assert current(register, "provider", on=on, since=since) == {"care ltd"}


@pytest.mark.thorough
def test_the_page_says_whose_pack_it_is_and_names_nobody_elses_agreement():
    register = managed(title=["Day care", "Advice", "Transport", "Meals", "Debt advice"])
    made = build(part_of(register, "provider", "Advice CIC", audience="provider"))
    page = read(made.html)
    assert page.all("title")[0].text == "Provider's pack, 2022/23 Q1: Advice CIC, Anytown Council"
    assert "About" in [one.text for one in page.all("dt")]
    assert made.headline.startswith("Advice CIC: ")
    assert b"Debt advice" in made.html
    for other in (b"Care Ltd", b"Day care", b"Transport", b"Meals", b"Anna Bell"):
        assert other not in made.html
