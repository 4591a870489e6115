"""Nomis: censuses, population estimates and labour market statistics, by area.

Publisher: Office for National Statistics. Licence: Open Government Licence v3.0. A free key lets more rows
come at once; it is sent as the parameter ``uid``, read from ``COMMISSIONING_NOMIS_UID``.
Shape: ``GET api/v01/dataset/ID.data.csv`` with the dataset's dimensions as parameters; 25,000 rows a page,
the next with ``recordOffset``, until as many have come as ``RECORD_COUNT`` says in every row.
Faults: what is wrong with a question is told as text, with status 200; where nothing matches the body
is empty. The dimension of sex is called sex, c_sex or gender by dataset.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from commissioning.errors import shown
from commissioning.services import csv_pages
from commissioning.services.csv_pages import CsvPage, as_csv, read_page
from commissioning.services.service import (
    Answer,
    NotData,
    Portion,
    Row,
    Service,
    Wanted,
    asked_as,
)

DATASET = re.compile(r"NM_[0-9]{1,6}_[0-9]{1,3}")
DIMENSION = re.compile(r"[a-z][a-z0-9_]{0,40}")
OURS = ("select", "recordoffset", "recordlimit", "uid", "excludemissingvalues")
NO_COLUMNS = ("dataset", "date", "time", "geography", "measures")
COUNT = "RECORD_COUNT"
COLUMNS = (
    *("DATE_NAME", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GEOGRAPHY_TYPE", "MEASURES_NAME"),
    *("OBS_VALUE", "OBS_STATUS_NAME"),
)
SEXES, AGES = ("sex", "c_sex", "gender"), ("age", "c_age")
HEADER = ("DATASET", *COLUMNS, "SEX", "AGE", "GROUP")  # of the file that comes of it
MOST_PAGES = 2_000


def asks(ask: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with what a source asks for, and the remedy."""
    if not DATASET.fullmatch(ask.get("dataset", "")):
        return "no dataset under ask", 'add dataset, such as "NM_2002_1"'
    for name in ("geography", "measures"):
        if not ask.get(name):
            return f"no {name} under ask", f"add {name}, as the dataset has it"
    for name in ask:
        if name in OURS:
            return f"{name} under ask", "leave it out: it is asked for as the pages come"
        if not DIMENSION.fullmatch(name):
            return f"{shown(name)} under ask", "write a dimension's name in small letters"
    return None


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return the first page."""
    ask = dict(wanted.ask) if "time" in wanted.ask else {"date": "latest", **wanted.ask}
    dataset = ask.pop("dataset")
    dimensions = [f"{name.upper()}_NAME" for name in ask if name not in NO_COLUMNS]
    select = ",".join((*COLUMNS, *dimensions, COUNT))
    return (
        Portion(
            key=f"{dataset}-{asked_as(wanted.ask)}+0000000000",
            title=f"{dataset}, from row 1",
            path=f"api/v01/dataset/{dataset}.data.csv",
            parameters=(*ask.items(), ("select", select), ("recordOffset", "0")),
            number="0",
            lasts=False,
        ),
    )


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return a page, and the next while fewer rows have come than there are."""
    page = read_page(body)
    dataset = portion.title.partition(",")[0]
    total, before = _total(page), int(portion.number)
    if portion.seen and portion.seen[0] != str(total):
        raise NotData(f"{total:,} rows in all, where the page before had {int(portion.seen[0]):,}")
    done = before + len(page.rows)
    rows = (Row((portion.key,), as_csv(_in_our_columns(page, dataset))),)
    if done > total:
        raise NotData(f"{done:,} rows where it counts {total:,}")
    if done == total:
        return Answer(rows)
    if len(portion.pages) >= MOST_PAGES:
        raise NotData(f"more than {MOST_PAGES:,} pages")
    others = tuple(pair for pair in portion.parameters if pair[0] != "recordOffset")
    following = replace(
        portion,
        key=f"{portion.series}+{done:010}",
        title=f"{dataset}, from row {done + 1:,}",
        parameters=(*others, ("recordOffset", str(done))),
        number=str(done),
        pages=(*portion.pages, portion.key),
        seen=(str(total),),
    )
    return Answer(rows, (following,))


def _in_our_columns(page: CsvPage, dataset: str) -> list[list[str]]:
    """Return the page with the columns that every dataset has, and its dimensions under three names.

    What is neither sex nor age tells groups of people, or of other things, apart.
    """
    if missing := [name for name in COLUMNS if name not in page.header]:
        raise NotData(f"no column {', '.join(missing)}; it has {', '.join(page.header)}")
    of_page = [name for name in page.header if name not in (*COLUMNS, COUNT)]
    sexes, ages = ([f"{name.upper()}_NAME" for name in names] for names in (SEXES, AGES))
    others = [name for name in of_page if name not in (*sexes, *ages)]
    places = {name: at for at, name in enumerate(page.header)}

    def cells(row: list[str], names: Iterable[str]) -> str:
        return "; ".join(row[places[name]] for name in names if name in places)

    page.must_be_whole(COLUMNS)
    kinds = (sexes, ages, others)
    return [
        list(HEADER),
        *(
            [dataset, *(row[places[name]] for name in COLUMNS), *(cells(row, k) for k in kinds)]
            for row in page.rows
        ),
    ]


def _total(page: CsvPage) -> int:
    counts = set(page.column(COUNT))
    if len(counts) != 1 or not (count := counts.pop()).isdecimal():
        raise NotData(f"no table with one {COUNT}, but {shown(page.text)}")
    return int(count)


SERVICE = Service(
    name="nomis",
    title="Nomis",
    address="https://www.nomisweb.co.uk/",
    pace_seconds=1.0,
    portions=portions,
    read=read,
    lines=csv_pages.lines,
    asks=asks,
    suffix="csv",
    key_variable="COMMISSIONING_NOMIS_UID",
    key_parameter="uid",
)
