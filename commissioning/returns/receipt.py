"""The receipt of a return form: what was accepted, what was refused and why, and what was not filled in.

It is made of the form that came and of nothing else, so it can be sent to the provider as it is.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.dates import parse_days
from commissioning.errors import shown
from commissioning.packs.sheet import Group, Part, Sheet, sheet_page
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words
from commissioning.returns.form import CODE, COMMENT, DAY_FORMATS, FIGURES, GIVEN, Whose

OF_OTHERS = "row_is_of_this_form"
OWED_NAMED = 10  # in the terminal; the page has them all
SAID = (
    Column("measure", "Measure", under=("title", "reference")),
    Column("period", "Period"),
)
VALUES = tuple(Column(name, heading, missing="Empty") for name, heading in FIGURES.items())
COMMENTED = Column("comment", COMMENT, missing="None")


@dataclass(frozen=True)
class Receipt:
    """A form that came back, and what was found in it.

    ``rows`` are the form's as they were read; ``set_aside`` and ``findings`` what a load reports of them.
    """

    whose: Whose
    authority_title: str
    file: str
    digest: str
    received_on: date | None
    rows: pd.DataFrame
    set_aside: pd.DataFrame
    findings: pd.DataFrame

    @property
    def accepted(self) -> pd.DataFrame:
        """The rows that were taken, each with what is to be checked in it; one said twice stands here once."""
        taken = self._told[~self._told.index.isin(self.set_aside["row_no"]) & self._is_filled]
        doubts = _reasons(self.findings)
        once: pd.DataFrame = taken.drop_duplicates(["reference", "measure", "period"])
        return once.assign(doubts=doubts.reindex(once.index))

    @property
    def refused(self) -> pd.DataFrame:
        """The rows that were not taken, each with why; of a row of another form only where it stands."""
        reasons = _reasons(self.set_aside)
        rows = self._told.reindex(reasons.index).assign(reasons=reasons)
        theirs = self.set_aside.loc[self.set_aside["expectation"] == OF_OTHERS, "row_no"]
        hidden = [name for name in rows.columns if name not in ("line", "reasons")]
        rows.loc[rows.index.isin(theirs), hidden] = None
        return rows

    @property
    def not_filled(self) -> pd.DataFrame:
        """The figures that were asked for and not given."""
        is_asked = self.rows[CODE].str.strip() != ""
        rows: pd.DataFrame = self._told[is_asked & ~self._is_filled]
        return rows

    @property
    def line(self) -> str:
        """The sentence that opens it."""
        return (
            f"{counted(len(self.accepted), 'figure')} accepted, {len(self.refused):,} refused, "
            f"{len(self.not_filled):,} not filled in."
        )

    @property
    def owed(self) -> str:
        """The figures that were not filled in, as a sentence, the first of them by name; empty where there are none."""
        rows = self.not_filled
        named = [
            f"{row.measure} of {row.reference} for {row.period}"
            for row in rows.head(OWED_NAMED).itertuples()
        ]
        more = f"; and {len(rows) - len(named):,} more" if len(rows) > len(named) else ""
        return f"not filled in, and still owed: {'; '.join(named)}{more}" if named else ""

    @property
    def _is_filled(self) -> pd.Series:
        cells = [self.rows[heading].str.strip() != "" for heading in FIGURES.values()]
        return pd.concat(cells, axis=1).any(axis=1)

    @property
    def _told(self) -> pd.DataFrame:
        names = {heading: name for name, heading in (GIVEN | FIGURES).items()}
        told = self.rows.rename(columns=names)[list(names.values())]
        comment = self.rows.get(COMMENT, pd.Series("", self.rows.index))
        days = [
            parse_days(told[name], DAY_FORMATS)[0].map(day_in_words)
            for name in ("starts_on", "ends_on")
        ]
        return told.assign(
            comment=comment, line=self.rows["_line"], period=days[0] + " to " + days[1]
        )


def _reasons(cells: pd.DataFrame) -> pd.Series:
    """Return, by row, what was found in each of its cells, in sentences."""
    told = pd.Series([_reason(cell) for cell in cells.itertuples()], cells["row_no"], dtype="str")
    reasons: pd.Series = told.groupby(level=0).agg(" ".join)
    return reasons


def _reason(cell) -> str:  # type: ignore[no-untyped-def]
    value = cell.value if isinstance(cell.value, str) and cell.value.strip() else ""
    of_value = f", {shown(value)}" if value and cell.expectation != OF_OTHERS else ""
    return f"{cell.column}{of_value}: {str(cell.likely_cause).rstrip('.')}."


def receipt_page(receipt: Receipt, *, version: str) -> bytes:
    """Return the receipt as a page: the same bytes for the same form and day."""
    whose = receipt.whose
    title = f"Receipt: {whose.provider}, {whose.label}"
    received = day_in_words(receipt.received_on)
    sources = pd.DataFrame(
        {
            "source": [receipt.file],
            "title": [receipt.file],
            "publisher": [whose.provider],
            "licence": ["not stated"],
            "attribution": [""],
            "edition_on": [receipt.received_on],
            "digest": [receipt.digest],
        }
    )
    parts = tuple(_parts(receipt))
    return sheet_page(
        Sheet(
            authority=receipt.authority_title,
            title=title,
            about=(("Received on", received), ("File", receipt.file)),
            groups=(Group("receipt", title, receipt.line, parts),),
            sources=sources,
            version=version,
        )
    )


def _parts(receipt: Receipt):  # type: ignore[no-untyped-def]
    refused, not_filled, accepted = receipt.refused, receipt.not_filled, receipt.accepted
    line = Column("line", "Row of the sheet", "count")
    if len(refused):
        words = ("Put these right in the form and send it again; the others need not be changed.",)
        columns = (line, *SAID, *VALUES, Column("reasons", "Why it was refused"))
        yield _part("refused", "Refused", "Figures refused, and why", columns, refused, words)
    if len(not_filled):
        words = ("A figure that is not filled in is still owed. It is never taken for nought.",)
        columns = (line, *SAID, COMMENTED)
        yield _part("not_filled", "Not filled in", "Figures still owed", columns, not_filled, words)
    if len(accepted):
        columns = (
            line,
            *SAID,
            *VALUES,
            COMMENTED,
            Column("doubts", "Please check", missing="Nothing"),
        )
        yield _part("accepted", "Accepted", "Figures accepted", columns, accepted)


def _part(
    name: str,
    title: str,
    caption: str,
    columns: tuple[Column, ...],
    rows: pd.DataFrame,
    words: tuple[str, ...] = (),
) -> Part:
    table = Table(name, caption, columns, rows, stacks=True)
    return Part(name, title, words, tables=(table,))
