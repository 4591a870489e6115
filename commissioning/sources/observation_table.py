"""A published table of needs, wide or long, as observations: one for each row and measure.

For adapters whose publisher writes a value of an area, or several side by side. Each says in a
table of its own where the area, the period and the group of people stand, and what each column
measures. A mark in place of a value, such as ``c``, is kept as what it means, and is no fault.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from commissioning.areas.levels import level_of
from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.periods import Periods, edition_of
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import OBSERVATIONS
from models.observation import Mark

NUMBERS = ("value", "lower", "upper", "count", "denominator")
LEFT_EMPTY = "Fill it in: the cell was left empty."
DROPPED_DIGIT = "A digit was dropped: a code is a letter and eight digits."


@dataclass(frozen=True)
class Place:
    """Where a row says which area it is of, and what the codes of such areas look like.

    ``level`` is kept where the code alone does not tell the kind of area. ``codes`` turn a publisher's
    own codes into the areas'.
    """

    code: str
    pattern: str = r"[EKNSW]\d{8}"
    name: str = ""
    codes: Mapping[str, str] | None = None
    level: str = ""
    likely_cause: str = DROPPED_DIGIT


@dataclass(frozen=True)
class Words:
    """A column of words, and what each means here; every word as it stands where ``meanings`` is None.

    ``before`` is put before each.
    """

    column: str
    meanings: Mapping[str, str] | None = None
    before: str = ""
    amend: str = "A word was renamed or added; amend the adapter once it is known which."


@dataclass(frozen=True)
class Measure:
    """One value a row holds: its columns, and what ends the indicator's name."""

    value: str
    indicator: str
    count: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    age: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The published column of each number that it has."""
        return {name: column for name in NUMBERS if (column := getattr(self, name))}


@dataclass(frozen=True)
class ObservationTable:
    """How a publisher's table is read.

    ``places`` go by the word in ``level``, the column that tells England's row from a district's; a
    table of one kind of area has one place, under no word. ``indicator`` begins each measure's name.
    ``period`` is a column, or else ``edition`` the period of every row, and ``periods`` how either is read.
    ``marks`` go by what stands in place of a value; without one for it, an empty cell is critical.
    """

    places: Mapping[str, Place]
    measures: tuple[Measure, ...]
    level: str = ""
    period: str = ""
    edition: str = ""
    periods: Periods = edition_of
    indicator: Words | str = ""
    sex: Words | None = None
    age: Words | None = None
    group: Words | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def parse(self, published: pd.DataFrame, *others: pd.DataFrame) -> Parsed:
        """Return every row's observations, which follow one another and share its ``row_no``.

        ``others`` are faults that the adapter has found itself.
        """
        said, faults = self._said(published)
        faults += others
        begins = said.pop("indicator")
        frames = []
        for measure in self.measures:
            numbers, unread = self._numbers(published, measure)
            age = said["age"].fillna(measure.age) if measure.age else said["age"]
            frames.append(said.assign(indicator=begins + measure.indicator, age=age).join(numbers))
            faults.append(unread)
        frame = frames[0] if len(frames) == 1 else pd.concat(frames).sort_index(kind="stable")
        columns = [column.name for column in OBSERVATIONS.columns]
        return all_data(
            "observations", frame[[*columns, "area_name", "area_level", "mark"]], *faults
        )

    def source(
        self,
        name: str,
        parse: Callable[[pd.DataFrame], Parsed],
        *,
        needed: tuple[str, ...] = (),
        optional: tuple[str, ...] = (),
        layout: Layout | None = None,
        modules: tuple[str, ...] = (),
    ) -> Source:
        """Return the source whose adapter is ``parse``; ``needed`` are columns that only the adapter reads.

        ``optional`` ones are known and not read.
        """
        first = next(iter(self.places.values()))
        cells = {"area_code": Cell(first.code)}
        if len(self.measures) == 1:
            columns = self.measures[0].columns.items()
            cells |= {number: Cell(column) for number, column in columns}
        return Source(
            name=name,
            feed="observations",
            layout=layout or Layout(final_newline=True),
            required=(*self._columns(), *needed),
            optional=optional,
            parse=parse,
            cells=cells,
            modules=(__name__, "commissioning.sources.periods", *modules),
        )

    def _columns(self) -> tuple[str, ...]:
        """Return the columns that are read, each once."""
        words = (self.indicator, self.sex, self.age, self.group)
        names = (
            self.level,
            *(name for place in self.places.values() for name in (place.code, place.name)),
            self.period,
            *(each.column for each in words if isinstance(each, Words)),
            *(name for measure in self.measures for name in measure.columns.values()),
        )
        return tuple(dict.fromkeys(name for name in names if name))

    def _said(self, published: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
        """Return what a row says once for all its measures, and the faults of it."""
        areas, faults = self._areas(published)
        days, unread = self._days(published)
        texts = {}
        for name in ("indicator", "sex", "age", "group"):
            texts[name], fault = _meanings(published, getattr(self, name))
            faults.append(fault)
        return pd.concat([areas, days, pd.DataFrame(texts)], axis="columns"), [*faults, unread]

    def _areas(self, published: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
        word = published[self.level].str.strip() if self.level else None
        areas = pd.DataFrame(None, index=published.index, columns=["area_code", "area_name"])
        areas, faults = areas.astype("str"), []
        level = pd.Series(None, index=published.index, dtype="str")
        known = np.zeros(len(published), dtype=bool)
        for told, place in self.places.items():
            here = (
                np.ones(len(published), dtype=bool) if word is None else (word == told).to_numpy()
            )
            known |= here
            code = published[place.code].str.strip()
            if place.codes is not None:
                code = code.map(dict(place.codes)).astype("str")
            is_code = code.str.fullmatch(place.pattern).eq(True).to_numpy(dtype=bool)
            faults.append(
                found(
                    published,
                    here & ~is_code,
                    place.code,
                    "is_an_area_code",
                    "critical",
                    place.likely_cause,
                )
            )
            areas.loc[here, "area_code"] = code[here].where(code != "")
            if place.name:
                name = published.loc[here, place.name].str.strip()
                areas.loc[here, "area_name"] = name.where(name != "")
            if place.level:
                level[here] = place.level
        if self.level:
            cause = f"A kind of area that is not known here; known: {', '.join(self.places)}."
            faults.append(found(published, ~known, self.level, "one_of", "critical", cause))
        return areas.assign(area_level=level.fillna(level_of(areas["area_code"]))), faults

    def _days(self, published: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        text = published[self.period] if self.period else pd.Series(self.edition, published.index)
        codes, distinct = pd.factorize(text.str.strip())
        days = pd.DataFrame(map(self.periods, distinct), columns=["starts_on", "ends_on"])
        days = days.astype("datetime64[s]").take(codes).set_axis(published.index)
        if not self.period:
            return days, joined([])
        is_unread, is_empty = days["starts_on"].isna(), text.str.strip() == ""
        cause = "The period is mistyped, or written in another way than before."
        mistyped = is_unread & ~is_empty
        unread = found(published, mistyped, self.period, "is_a_period", "critical", cause)
        empty = found(published, is_empty, self.period, "is_recorded", "critical", LEFT_EMPTY)
        return days, joined([unread, empty])

    def _numbers(
        self, published: pd.DataFrame, measure: Measure
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return a measure's numbers, with why the value is missing, and the faults found."""
        bare, marks = {}, {}
        for name, column in measure.columns.items():
            codes, distinct = pd.factorize(published[column])
            text = pd.Series(distinct, dtype="str").str.strip()
            mark = text.map(dict(self.marks)).astype("str")
            bare[column] = text.mask(mark.notna(), "").take(codes).set_axis(published.index)
            marks[name] = mark.take(codes).set_axis(published.index)
        cells = {name: Cell(column) for name, column in measure.columns.items()}
        table = pd.DataFrame(bare)
        feed = replace(OBSERVATIONS, columns=tuple(map(OBSERVATIONS.column, cells)))
        numbers, faults = typed(table, cells, feed)
        numbers = numbers.reindex(columns=list(NUMBERS))
        empty = (table[measure.value] == "") & marks["value"].isna()
        unrecorded = found(published, empty, measure.value, "is_recorded", "critical", LEFT_EMPTY)
        # A column that is both value and count is read, and its faults are found, twice.
        problems = joined([faults.drop_duplicates(), unrecorded])
        return numbers.assign(mark=marks["value"]), problems


def _meanings(published: pd.DataFrame, words: Words | str | None) -> tuple[pd.Series, pd.DataFrame]:
    """Return what a row's words mean; empty words mean nothing, and are a fault of an indicator only."""
    if not isinstance(words, Words):
        return pd.Series(words, index=published.index, dtype="str"), joined([])
    codes, distinct = pd.factorize(published[words.column])
    text = pd.Series(distinct, dtype="str").str.strip()
    means = text.where(text != "")
    if words.meanings is not None:
        means = text.map(dict(words.meanings)).astype("str")
    unknown = means.isna() if words.meanings is not None else pd.Series(False, index=text.index)
    fault = found(
        published, unknown.to_numpy()[codes], words.column, "one_of", "critical", words.amend
    )
    means = words.before + means.where(means != "")
    return means.take(codes).set_axis(published.index), fault
