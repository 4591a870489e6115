"""Two packs are made of the same only where nothing that either says could differ."""

from dataclasses import fields, replace
from datetime import date

import pandas as pd
import pytest

from commissioning.packs.inputs import PackInputs, Replaced
from commissioning.packs.made_of import MadeOf, sources_digest
from commissioning.packs.scopes import Scope
from commissioning.rules.thresholds import Thresholds
from tests.packs.builders import Q1, full_inputs, inputs
from tests.rules.builders import register_with

OTHERS = {
    "period": replace(Q1, slug="2022-23-q9"),
    "on": date(2022, 7, 30),
    "register": register_with(),
    "results": inputs().results.assign(sentence="another"),
    "previous": None,
    "quality": inputs().quality,
    "sources": inputs().sources.assign(licence="another"),
    "standing": ("People",),
    "overrides": (),
    "replaced": Replaced(1, inputs()),
    "thresholds": Thresholds(cliff_days=8),
    "exempt": ("payments.provider_name",),
    "scope": Scope("department", "people", "People", "people"),
    "minimum_value_pence": 1,
    "illustrative": frozenset({"returns"}),
}


@pytest.fixture(scope="module")
def given() -> PackInputs:
    return replace(full_inputs(), thresholds=Thresholds())


@pytest.fixture(scope="module")
def made_of() -> MadeOf:
    return MadeOf()


def other(name: str, value):
    """Return another value of a field of the inputs."""
    if name in OTHERS:
        return OTHERS[name]
    if isinstance(value, str):
        return f"{value} "
    # One more column is the least that a frame can differ by.
    return value.assign(another=1)


@pytest.mark.parametrize("name", [one.name for one in fields(PackInputs)])
def test_whatever_is_given_otherwise_makes_another(name, given, made_of):
    changed = replace(given, **{name: other(name, getattr(given, name))})
    assert made_of.digest(changed) != made_of.digest(given)


def test_the_same_given_again_makes_the_same(given, made_of):
    again = replace(full_inputs(), thresholds=Thresholds())
    assert MadeOf().digest(again) == made_of.digest(given)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (["1", "2"], ["1", "3"]),
        (["1", "2"], ["2", "1"]),
        (["1", None], ["1", ""]),
        (["1", "2"], [1, 2]),
        ([1, 2], [1.0, 2.0]),
        (["a', 'b"], ["a", "b"]),
        ([("a", "b")], [("a, b",)]),
    ],
)
def test_every_cell_counts_and_what_it_is(was, now, given, made_of):
    first, second = (replace(given, cases=pd.DataFrame({"label": cells})) for cells in (was, now))
    assert made_of.digest(first) != made_of.digest(second)


def test_what_rows_are_called_counts_where_that_says_something(given, made_of):
    starts = {"starts_on": pd.to_datetime(["2027-04-01"])}
    first, second = (
        replace(given, followers=pd.DataFrame(starts, index=pd.Index([name], name="reference")))
        for name in ("A1", "A2")
    )
    assert made_of.digest(first) != made_of.digest(second)


def test_a_frame_is_known_again_only_while_it_is_the_same_one(given, made_of):
    # Each takes the place in memory of one that is gone.
    frames = (pd.DataFrame({"title": [str(number)]}) for number in range(20))
    assert len({made_of.digest(replace(given, sources=frame)) for frame in frames}) == 20


def test_sources_that_change_under_one_version_make_another(tmp_path):
    source = tmp_path / "commissioning" / "packs" / "section.py"
    source.parent.mkdir(parents=True)
    source.write_text("ONE = 1\n")
    before = sources_digest(tmp_path)
    (source.parent / "section.cpython-311.pyc").write_bytes(b"compiled")
    assert sources_digest(tmp_path) == before
    source.write_text("ONE = 2\n")
    assert sources_digest(tmp_path) != before
