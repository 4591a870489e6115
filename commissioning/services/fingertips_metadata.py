"""Fingertips' metadata: what each of its indicators measures, in which unit, and which way of it is good.

Publisher: Office for Health Improvement and Disparities. Licence: Open Government Licence v3.0. No key.
Shape: ``GET indicator_metadata/csv/by_indicator_id?indicator_ids``, or ``by_profile_id`` or ``by_group_id``;
one row an indicator. A source of Fingertips' data brings this beside it, and nobody need name it.
Faults: texts hold line breaks and the marks of web pages. An indicator may be judged in one profile
and not in another, so the profile is named where the data's was.
"""

from commissioning.errors import shown
from commissioning.services import csv_pages
from commissioning.services.csv_pages import read_page
from commissioning.services.fingertips import BY, NUMBER, asks_for, ids_of
from commissioning.services.service import Answer, NotData, Portion, Row, Service, Wanted, asked_as

NUMBERED = "Indicator ID"
COLUMNS = (NUMBERED, "Indicator", "Definition", "Polarity")
AT_ONCE = 100  # indicators in one question


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return the questions: so many indicators at once, or a whole profile or group."""
    ask = wanted.ask
    if "indicator_ids" not in ask:
        return tuple(_portion(1, name, ((name, value),)) for name, value in ask.items())
    ids = ids_of(ask["indicator_ids"])
    profile = (("profile_id", ask["profile_id"]),) if "profile_id" in ask else ()
    parts = [",".join(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)]
    return tuple(
        _portion(number, "indicator_ids", (("indicator_ids", part), *profile))
        for number, part in enumerate(parts, 1)
    )


def _portion(number: int, by: str, parameters: tuple[tuple[str, str], ...]) -> Portion:
    return Portion(
        key=f"metadata-{number:04}-{asked_as(dict(parameters))}",
        title=f"metadata of {by.removesuffix('_ids').removesuffix('_id')} {parameters[0][1]}",
        path=f"api/indicator_metadata/csv/{BY[by]}",
        parameters=parameters,
    )


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return the table. Raises NotData where an indicator that was asked for is not described."""
    page = read_page(body)
    page.must_be_whole(COLUMNS)
    asked = dict(portion.parameters).get("indicator_ids", "")
    told = {number.strip() for number in page.column(NUMBERED)}
    if NUMBERED in page.header and (
        absent := [each for each in ids_of(asked) if each and each not in told]
    ):
        raise NotData(f"no description of indicator {', '.join(absent[:5])}, which was asked for")
    if odd := next((number for number in told if not NUMBER.fullmatch(number)), None):
        raise NotData(f"{shown(odd)} where the number of an indicator was expected")
    return Answer((Row((portion.key,), page.text),))


SERVICE = Service(
    name="fingertips_metadata",
    title="Fingertips",
    address="https://fingertips.phe.org.uk/",
    pace_seconds=1.0,
    portions=portions,
    read=read,
    lines=csv_pages.lines,
    asks=asks_for,
    suffix="csv",
)
