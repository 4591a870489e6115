"""A column map proposed for a file: each column with its confidence and reasons, and all that was not placed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commissioning.errors import BadFile
from commissioning.ingest.mapping import ISO_DAY
from commissioning.mapping.column_map import ColumnMap, MapColumn, MapLayout
from commissioning.mapping.headers import Header, find_header
from commissioning.mapping.kind import BASIS_OF, TOLD, Kind, kind_of
from commissioning.mapping.marks import layout_of
from commissioning.mapping.placing import Placed, place_columns
from commissioning.mapping.sample import Sample, sample_of
from commissioning.mapping.shapes import NEARLY_ALL, Shape, shape_of
from models.feeds import FEEDS


@dataclass(frozen=True)
class Suggestion:
    """What is proposed for one file.

    ``placed`` are the columns of the map, surest first told; ``unplaced`` the file's columns that the map does not
    read, each with what they look like; ``missing`` what the feed needs and no column gives; ``questions`` what
    only a person can say, and without which the map does not load.
    """

    file: str
    kind: Kind
    header: Header
    layout: MapLayout
    placed: tuple[Placed, ...]
    unplaced: tuple[tuple[str, str], ...]
    other_money: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[str, ...]
    records: int

    @property
    def is_complete(self) -> bool:
        """Whether the map loads as it is, once a person has confirmed it."""
        return not (self.missing or self.questions)

    @property
    def constants(self) -> dict[str, str]:
        """What every row of a file of this kind has."""
        return {"basis": BASIS_OF[self.kind.name]} if self.kind.feed == "payments" else {}

    def column_map(self) -> ColumnMap:
        """Return the map, not confirmed; only for a suggestion that is complete."""
        return ColumnMap(
            feed=self.kind.feed,
            made_for=tuple(filter(None, self.header.names)),
            other_money=self.other_money,
            layout=self.layout,
            columns={
                placed.canonical: MapColumn(
                    published=placed.published,
                    day_formats=placed.day_formats or ISO_DAY,
                    period=placed.period,
                    not_recorded=placed.not_recorded,
                    unreadable=placed.unreadable,
                    scheme=placed.scheme,
                )
                for placed in self.placed
            },
            constants=self.constants,
        )


def suggest(
    path: Path,
    file: str,
    *,
    feed: str = "",
    settled: Mapping[str, str] | None = None,
    without: Collection[str] = (),
) -> Suggestion:
    """Return the map proposed for a file, which errors call ``file``.

    ``feed`` is what a person says it is; ``settled`` the day format of a published column, where they said so;
    ``without`` leaves out what these publishers call their columns.

    Raises BadFile where the file cannot be read, or nothing speaks for any kind.
    """
    sample = sample_of(path, file)
    header = find_header(sample)
    labels = {name: header.label(name) for name in header.names if name}
    kind = kind_of(tuple(labels.values()), without)
    if feed:
        kind = as_told(kind, feed)
    if not kind.name:
        raise BadFile(
            file,
            f"{kind.reasons[0]}; its columns are {', '.join(filter(None, header.names))}",
            "say what it is with --feed, if it is a list of payments, agreements or grants",
            line=header.title_rows + 1,
        )
    shapes = shapes_of(sample, header, settled or {})
    placed, other_money = place_columns(kind.feed, shapes, labels, without)
    layout = layout_of(sample, header, placed)
    return Suggestion(
        file=file,
        kind=kind,
        header=header,
        layout=layout,
        placed=placed,
        unplaced=unplaced(shapes, placed),
        other_money=other_money,
        missing=missing(kind, placed),
        questions=questions(placed, shapes),
        records=sample.records - header.title_rows - 1,
    )


def as_told(found: Kind, feed: str) -> Kind:
    """Return the kind a person named; what the file looks like stays among the reasons."""
    if found.feed == feed:
        return found
    looks = (
        f"it looks like {TOLD[found.name]}: {found.reasons[0]}" if found.name else found.reasons[0]
    )
    return Kind(feed, (f"you said so; {looks}",))


def shapes_of(sample: Sample, header: Header, settled: Mapping[str, str]) -> dict[str, Shape]:
    """Return what the cells of each named column look like, rows of another width left out."""
    below = [row for row in sample.first[header.title_rows + 1 :] if looks_whole(row, header)]
    if not sample.is_workbook:
        below = [row for row in below if len(row) == len(header.names)]
    shapes = {}
    for place, name in enumerate(header.names):
        if name:
            cells = (row[place] if place < len(row) else "" for row in below)
            shapes[name] = shape_of(cells, settled.get(name))
    return shapes


def looks_whole(row: Sequence[str], header: Header) -> bool:
    """Return whether a row is neither blank, nor the header again, nor a line alone in a wide table."""
    said = [cell.strip() for cell in row if cell.strip()]
    is_alone = len(said) == 1 and len(header.names) > 2
    return bool(said) and not is_alone and said != [name for name in header.written if name]


def unplaced(shapes: Mapping[str, Shape], placed: Sequence[Placed]) -> tuple[tuple[str, str], ...]:
    """Return the columns that the map does not read, and what they look like."""
    read = {each.published for each in placed}
    return tuple((name, looks_like(shape)) for name, shape in shapes.items() if name not in read)


def looks_like(shape: Shape) -> str:
    """Return what the cells of a column are, in a word or two."""
    if not shape.filled:
        return "empty"
    if shape.days.share >= NEARLY_ALL:
        return "days"
    if shape.period:
        return "periods"
    if shape.written_as_amounts > 0.5 and shape.amounts >= NEARLY_ALL:
        return "amounts"
    if shape.whole_numbers >= NEARLY_ALL:
        return "whole numbers"
    if shape.values <= 20:
        return f"{shape.values} different texts" if shape.values > 1 else "one text throughout"
    return "names or texts" if shape.words > 0.7 else "texts"


def missing(kind: Kind, placed: Sequence[Placed]) -> tuple[str, ...]:
    """Return what the feed needs and no column of the file was placed for."""
    given = {each.canonical for each in placed}
    if kind.feed != "payments":
        return tuple(name for name in FEEDS[kind.feed].required if name not in given)
    needed = ["amount_gbp"] if "amount_gbp" not in given else []
    return tuple(needed + ([] if given & {"paid_on", "financial_year"} else ["paid_on"]))


def questions(placed: Sequence[Placed], shapes: Mapping[str, Shape]) -> tuple[str, ...]:
    """Return what only a person can say."""
    asked = []
    for each in placed:
        if each.open_between:
            one, other = each.open_between
            asked.append(
                f"whether {each.published} is written as {one} or as {other}, because no day above the twelfth "
                f"settles it; say so with --day-format '{each.published}={one}'"
            )
    return tuple(asked)
