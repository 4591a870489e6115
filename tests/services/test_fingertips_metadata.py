"""What Fingertips says of its indicators comes with their data: read as it means it, and refused when it is no such thing."""

from datetime import date

import pandas as pd
import pytest

from commissioning.errors import BadFile, SourceChanged
from commissioning.ingest.headers import require_columns
from commissioning.profile import Profile
from commissioning.sources import SOURCES
from tests.services.imitation import Imitation, Reply, listening
from tests.services.needs_services import METADATA, Fingertips, as_table, metadata_row
from tests.services.pulling import TRAFFORD, Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
AREAS = {"child_area_type_id": "502", "parent_area_type_id": "6"}
SOURCE = SOURCES["fingertips_metadata"]


def settings(imitation, ask):
    told = {"feed": "indicators", "adapter": "fingertips_metadata", "ask": ask, "buyers": ()}
    return settings_of("fingertips_metadata", imitation, **told)


def bring(home, answers, **ask):
    with listening(Imitation(answers)) as imitation:
        told = settings(imitation, ask or {"indicator_ids": "108,92033"})
        return pulled(told, place_of(home, Waiting()), DAY), imitation.asked


def definitions(home, *rows, header=METADATA):
    file = home / "metadata.csv"
    file.write_bytes(as_table(list(rows), header))
    opened = SOURCE.open(file, file.name)
    require_columns(SOURCE, opened.header, file.name)
    return SOURCE.parse(pd.concat(opened.chunks()))


@pytest.mark.parametrize(
    ("ask", "asked_as"),
    [
        ({"indicator_ids": "108,92033"}, {"indicator_ids": "108,92033"}),
        (
            {"indicator_ids": "108", "profile_id": "19"},
            {"indicator_ids": "108", "profile_id": "19"},
        ),
        ({"profile_id": "19"}, {"profile_id": "19"}),
    ],
)
def test_a_source_of_data_brings_what_its_indicators_are(home, ask, asked_as):
    data = settings_of(
        "fingertips",
        Imitation(Fingertips({})),
        **{"feed": "observations", "adapter": "fingertips", "buyers": (), "ask": {**ask, **AREAS}},
    )
    table = {"health": data.model_dump(exclude_defaults=True)}
    profile = Profile.model_validate({**TRAFFORD, "sources": table})
    beside = profile.sources["health_definitions"]
    assert (beside.feed, beside.address, beside.ask) == ("indicators", data.address, asked_as)

    again = Profile.model_validate(profile.model_dump(exclude_defaults=True))
    assert list(again.sources) == ["health", "health_definitions"]

    _, asked = bring(home, Fingertips({"108": []}), **beside.ask)
    assert [each.parameters for each in asked] == [asked_as]


def test_all_indicators_are_asked_about_at_once(home):
    brought, asked = bring(home, Fingertips({}))
    assert [each.path for each in asked] == ["/api/indicator_metadata/csv/by_indicator_id"]
    assert (
        brought.kept.path.read_bytes().decode()
        == as_table([metadata_row("108"), metadata_row("92033")], METADATA, end="\n").decode()
    )


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("RAG - Low is good   ", "low_is_good"),  # padded, as the service pads it
        ("RAG - High is good", "high_is_good"),
        ("BOB - Blue orange blue", "no_judgement"),
        ("Not applicable", "not_applicable"),
        ("", None),
    ],
)
def test_which_way_is_good_is_read_as_the_service_writes_it(home, written, means):
    read = definitions(home, metadata_row("108", Polarity=written))
    [told] = read.frames["indicators"]["polarity"].astype("object")
    assert (None if pd.isna(told) else told) == means
    assert read.problems.empty


def test_a_new_word_for_which_way_is_good_is_no_judgement_and_is_told_of(home):
    read = definitions(home, metadata_row("108", Polarity="RAG - Middle is good"))
    assert read.frames["indicators"]["polarity"].isna().all()
    [problem] = read.problems.to_dict("records")
    assert (problem["column"], problem["value"], problem["severity"]) == (
        "Polarity",
        "RAG - Middle is good",
        "warning",
    )


def test_a_definition_is_text_and_not_the_page_it_was_written_for(home):
    row = metadata_row(
        "108",
        **{
            "Definition": "<p>Deaths&nbsp;of people aged <75,\r\nper <b>100,000</b></p>",
            "Data source": "",
            "Indicator source": "NHS England",
        },
    )
    [told] = definitions(home, row).frames["indicators"].to_dict("records")
    assert told["indicator"] == "fingertips_108"
    assert told["definition"] == "Deaths of people aged <75, per 100,000"
    assert (told["data_source"], told["unit"]) == ("NHS England", "per 100,000")


def test_a_renamed_column_is_named_with_what_it_may_be_called_now(home):
    renamed = [name.replace("Polarity", "Polarities") for name in METADATA]
    with pytest.raises(SourceChanged, match="Polarities may be Polarity"):
        definitions(home, metadata_row("108"), header=renamed)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(b"<!DOCTYPE html><html>", kind="text/html"), "a web page"),
        (Reply(b""), "an empty answer"),
        (Reply(as_table([], METADATA)), "a header and not one row"),
        (Reply(as_table([metadata_row("108")], METADATA)), "no description of indicator 92033"),
        (
            Reply(as_table([metadata_row(n) for n in ("108", "92033", "total")], METADATA)),
            "'total' where the number of an indicator was expected",
        ),
    ],
)
def test_what_is_no_metadata_stops_the_pull_with_one_sentence(home, reply, says):
    with pytest.raises(BadFile) as stopped:
        bring(home, Fingertips({}, misdescribe=lambda _good: reply))
    assert says in str(stopped.value)
    assert "\n" not in str(stopped.value)
