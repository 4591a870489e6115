"""Nomis is pulled page by page until every row that it counts has come."""

from datetime import date

import pandas as pd
import pytest
from pydantic import SecretStr, ValidationError

from commissioning.errors import BadFile
from commissioning.sources import SOURCES
from tests.services.imitation import Imitation, Reply, listening
from tests.services.needs_services import Nomis
from tests.services.pulling import Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
ASK = {
    **{"dataset": "NM_2002_1", "geography": "TYPE424", "measures": "20100"},
    **{"gender": "0...2", "c_age": "200"},
}
KEY = "0x00a1b2c3d4e5f6"


def row(number, **cells):
    said = {
        **{"DATE_NAME": "2024", "GEOGRAPHY_CODE": f"E05{number:06}", "GEOGRAPHY_NAME": "A ward"},
        **{"GEOGRAPHY_TYPE": "2024 wards", "MEASURES_NAME": "Value", "OBS_VALUE": number},
        **{"OBS_STATUS_NAME": "Normal Value", "GENDER_NAME": "Total", "C_AGE_NAME": "Aged 65+"},
    }
    return {**said, **cells}


ROWS = [row(number) for number in range(1, 61)]


def bring(home, answers, *, keys=None, ask=ASK):
    with listening(Imitation(answers)) as imitation:
        settings = settings_of(
            "nomis", imitation, feed="observations", adapter="nomis", ask=ask, buyers=()
        )
        place = place_of(home, Waiting(), **({"keys": keys} if keys else {}))
        return pulled(settings, place, DAY), imitation.asked


def observations(brought):
    source = SOURCES["nomis"]
    opened = source.open(brought.kept.path, brought.kept.name)
    return source.parse(pd.concat(opened.chunks()))


def test_the_latest_date_is_asked_for_only_where_no_time_is_named(home):
    asked = bring(home, Nomis(ROWS), ask={**ASK, "time": "2021"})[1]
    assert (asked[0].parameters["time"], "date" in asked[0].parameters) == ("2021", False)
    assert bring(home, Nomis(ROWS))[1][0].parameters["date"] == "latest"


def test_pages_follow_by_the_number_of_rows_that_came_until_all_have(home):
    brought, asked = bring(home, Nomis(ROWS, most=25))

    assert [each.parameters["recordOffset"] for each in asked] == ["0", "25", "50"]
    assert "uid" not in asked[0].parameters
    found = observations(brought)
    assert found.problems.empty
    frame = found.frames["observations"]
    assert frame["value"].sum() == sum(range(1, 61))
    assert set(frame["indicator"]) == {"nm_2002_1_value"}
    assert set(frame["area_level"]) == {"ward"}
    assert set(frame["sex"]) == {"Persons"}
    assert set(frame["age"]) == {"Aged 65+"}
    assert str(frame["ends_on"].iloc[0].date()) == "2024-12-31"


def test_a_key_lets_more_rows_come_and_is_in_no_file(home):
    keys = {"COMMISSIONING_NOMIS_UID": SecretStr(KEY)}
    _, asked = bring(home, Nomis(ROWS, most=25), keys=keys)

    assert len(asked) == 1
    assert asked[0].parameters["uid"] == KEY
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert KEY.encode() not in kept


@pytest.mark.parametrize(
    ("sex", "name"), [("sex", "SEX_NAME"), ("c_sex", "C_SEX_NAME"), ("gender", "GENDER_NAME")]
)
def test_sex_is_read_whatever_the_dataset_calls_it(home, sex, name):
    ask = {"dataset": "NM_31_1", "geography": "TYPE424", "measures": "20100", sex: "1"}
    brought, asked = bring(home, Nomis([row(1, **{name: "Female"})]), ask=ask)

    assert name in asked[0].parameters["select"].split(",")
    assert list(observations(brought).frames["observations"]["sex"]) == ["Females"]


def test_a_dimension_that_is_neither_sex_nor_age_tells_groups_apart(home):
    ask = {**ASK, "c_disability": "1,2"}
    rows = [row(1, C_DISABILITY_NAME=name) for name in ("Limited a lot", "Limited a little")]
    frame = observations(bring(home, Nomis(rows), ask=ask)[0]).frames["observations"]
    assert list(frame["group"]) == ["Limited a lot", "Limited a little"]


def test_a_value_that_is_not_there_says_why(home):
    rows = [
        row(1, OBS_VALUE="", OBS_STATUS_NAME="Value suppressed"),
        row(2, OBS_VALUE="", OBS_STATUS_NAME="Missing"),
        row(3, OBS_VALUE=0),
    ]
    frame = observations(bring(home, Nomis(rows))[0]).frames["observations"]
    assert frame["mark"].fillna("").tolist() == ["suppressed", "not_available", ""]
    assert frame["value"].isna().tolist() == [True, True, False]


def on_page(offset, reply):
    return Nomis(ROWS, most=25, spoil=lambda at, good: reply(good) if at == offset else good)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (Nomis([]), "an empty answer"),
        (on_page(0, lambda _: Reply(b"Error: dataset is not known")), "dataset is not known"),
        (on_page(25, lambda _: Reply(b"Too many requests, slow down.")), "no table, but 'Too many"),
        (on_page(25, lambda _: Reply(b"")), "an empty answer"),  # the rows end early
        (on_page(25, lambda _: Reply(b"<html><body>")), "a web page"),
        (
            on_page(0, lambda good: Reply(good.body.replace(b"OBS_VALUE", b"OBSVALUE"))),
            "no column OBS_VALUE; it has DATE_NAME",
        ),
        (
            on_page(25, lambda good: Reply(good.body.replace(b",60\n", b",61\n"))),
            "61 rows in all, where the page before had 60",
        ),
        (on_page(25, lambda good: Reply(good.body, cut_at=300)), "NM_2002_1, from row 26"),
    ],
)
def test_what_is_not_every_row_stops_the_pull_with_one_sentence(home, answers, says):
    with pytest.raises(BadFile) as stopped:
        bring(
            home,
            answers,
            keys={"COMMISSIONING_NOMIS_UID": SecretStr(KEY)} if not answers.rows else None,
        )

    assert says in str(stopped.value)
    assert "\n" not in str(stopped.value)
    assert KEY not in str(stopped.value)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ({"geography": "TYPE424", "measures": "20100"}, "no dataset"),
        ({**ASK, "uid": KEY}, "uid under ask"),
        ({**ASK, "recordoffset": "0"}, "recordoffset under ask"),
    ],
)
def test_a_source_that_asks_what_would_not_be_answered_is_refused(ask, says):
    with pytest.raises(ValidationError, match=says):
        settings_of(
            "nomis",
            Imitation(Nomis(ROWS)),
            feed="observations",
            adapter="nomis",
            ask=ask,
            buyers=(),
        )
