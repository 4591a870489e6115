"""A provider taken out of the tables: parts of a register are known again without its name."""

import json
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import select

from models.agreement import AgreementKey, AgreementVersion
from models.erasure import Erasure
from models.judgement import RuleResult
from models.metadata import table_of
from models.store.engine import publishing, reading
from models.store.erasure import erase_names
from models.store.names_in_text import Names, as_words, digest_of
from models.store.rows import insert_rows

LOTS = [
    {"reference": "S1", "title": "Counselling", "provider_name": "Jo Smith", "value_pence": 100},
    {"reference": "S1", "title": "Counselling", "provider_name": "Ann Lee", "value_pence": 200},
    {"reference": "S1", "title": "Counselling", "provider_name": None, "value_pence": 300},
]


def erase(engine, name):
    with publishing(engine) as connection:
        row = Erasure(
            authority="anytown",
            erasure_no=1,
            name_digest=digest_of(as_words(name)),
            words=as_words(name).count(" ") + 1,
            after_load=1,
            erased_on=date(2026, 5, 1),
            authority_reference="DPO 1",
            reason="asked for it",
        )
        insert_rows(connection, table_of(Erasure), [row.model_dump()])
        erase_names(connection, "anytown", Names.plain([name], 1), 1)


def read(engine, *columns):
    with reading(engine) as connection:
        return connection.execute(select(*columns).order_by(*columns)).all()


def test_lots_of_an_erased_provider_are_known_again_when_the_publisher_lists_them_still(
    publisher, engine
):
    publisher.register(*LOTS)
    before = read(engine, AgreementVersion.agreement_id, AgreementVersion.value_pence)
    erase(engine, "JO  SMITH")
    keys = [key for (key,) in read(engine, AgreementKey.natural_key)]
    erased = sha256(b"jo smith").hexdigest()
    assert keys == [
        "S1|Ann Lee|Counselling||1",
        f"S1|erased:{erased}|Counselling||1",
        "S1||Counselling||1",
    ]
    assert publisher.register(*LOTS, edition_on=date(2026, 5, 1)).versions == 0
    dearer = [{**lot, "value_pence": lot["value_pence"] + 1} for lot in LOTS]
    assert publisher.register(*dearer, edition_on=date(2026, 6, 1)).versions == 3
    after = read(engine, AgreementVersion.agreement_id, AgreementVersion.value_pence)
    assert after == sorted([*before, *((number, pence + 1) for number, pence in before)])
    named = {name for (name,) in read(engine, AgreementVersion.provider_name)}
    assert named == {"Ann Lee", None}


def flagged(subject, **cells):
    row = RuleResult(
        authority="anytown",
        subject_kind="provider",
        subject_id=subject,
        rule="serial_annual",
        from_judgement=1,
        status="flagged",
        severity="red",
        act_by=None,
        facts="{}",
        row_ids="[]",
    )
    return row.model_dump() | cells


def test_what_was_found_of_several_providers_together_stays_with_those_that_are_left(engine):
    found = [
        flagged("Jo Smith"),
        flagged("Jo Smith; Ann Lee"),
        flagged("Jo Smith; Bo Ray", facts='{"of": "Jo Smith"}'),
        flagged("Ann Lee", severity="amber"),  # stands: the row of both becomes no second one
    ]
    with publishing(engine) as connection:
        insert_rows(connection, table_of(RuleResult), found)
        rows, _files = erase_names(connection, "anytown", Names.plain(["Jo Smith"], 1), 1)
    assert rows == {"rule_result": 3}
    assert read(engine, RuleResult.subject_id, RuleResult.severity, RuleResult.facts) == [
        ("Ann Lee", "amber", "{}"),
        ("Bo Ray", "red", '{"of": "erased provider 1"}'),
        ("erased provider 1", "red", "{}"),
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sessions by Jo Smith in May", "Sessions by erased provider 1 in May"),
        ("JO\u00a0SMITH, jo smith", "erased provider 1, erased provider 1"),
        ("Joanna Smith and Jo Smithson", "Joanna Smith and Jo Smithson"),  # other people
        ("Jo Smith Ltd", "erased provider 1"),  # the longer of two of its names
        ("", ""),
    ],
)
def test_a_name_is_taken_out_of_running_text_by_its_words(text, left):
    assert Names.plain(["Jo Smith", "Jo Smith Ltd"], 1).without(text) == left


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"title": "Care \uff02Home\uff02 beds"}, {"title": 'Care "erased provider 1" beds'}),
        ({"status": "home", "name": "Home"}, {"status": "home", "name": "erased provider 1"}),
        ({"awards": [{"title": "a\nHome"}]}, {"awards": [{"title": "a\nerased provider 1"}]}),
        ({"home": 1, "title": "Homely"}, {"home": 1, "title": "Homely"}),
    ],
)
@pytest.mark.parametrize("separators", [(",", ":"), None])
def test_a_name_is_taken_out_of_the_texts_of_json_and_it_stays_json(told, left, separators):
    names = Names.plain(["Home"], 1)
    text = json.dumps(told, ensure_ascii=False, separators=separators)
    assert names.without_in_json(text) == json.dumps(
        left, ensure_ascii=False, separators=separators
    )
    assert names.holds_in_json(text) == (None if told == left else 1)


def test_a_name_over_two_lines_is_found_in_json():
    names = Names.plain(["Jo Smith"], 1)
    assert names.without_in_json('{"title":"by Jo\\nSmith"}') == '{"title":"by erased provider 1"}'


def test_a_digest_is_enough_to_find_a_name_again():
    names = Names.digested({digest_of("jo smith"): 7}, [2])
    assert names.whole("Jo  SMITH") == 7
    assert names.first_in("paid to jo smith on 1 May") == 7
    assert names.first_in("paid to smith, jo on 1 May") is None
