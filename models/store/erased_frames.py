"""Names that were erased and come again: taken out of a load as it is published.

A row keeps the digest of what the publisher wrote, so the same row is known again and is no change.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pandas as pd
from sqlalchemy import Connection, select

from models.erasure import Erasure
from models.feeds import FEEDS
from models.metadata import table_of
from models.snapshot import Snapshot
from models.store.arrival import Arrival
from models.store.names_in_text import Names, as_words, digest_of, replacement

STEM = "provider_stem"  # of agreements as they are published: tells rows apart, and is not stored
NAME, IDENTIFIER, ADDRESS = "provider_name", "provider_org_id", "postcode"
CHOICES = {c.name for feed in FEEDS.values() for c in feed.columns if c.kind == "choice"}
# What names rows, files and rules, and is no text about anybody.
LEFT_AS_IT_IS = CHOICES | {
    *("authority", "source", "slot", "feed", "snapshot", "digest", "path", "period", "scope"),
    *("reference", "label", "successor_reference", "payment_id", "ocid", "indicator", "part"),
    *("rule", "rules", "severity", "act_by", "statuses", "expectation", "column"),
    *("subject_kind", "subject_id", "row_ids", "about", "decision", "gate", "equality_status"),
    *("area_code", "area_codes", "financial_year", NAME, IDENTIFIER, "provider_key"),
    "said_by",
}
IN_JSON = ("release", "facts", "criteria")  # columns of JSON, in which names stand escaped

_erasure = table_of(Erasure)
_snapshot = table_of(Snapshot)


def erased_names(connection: Connection, authority: str) -> Names | None:
    """Return the names that were erased of an authority, or None where none was."""
    rows = connection.execute(
        select(_erasure.c.name_digest, _erasure.c.erasure_no, _erasure.c.words).where(
            _erasure.c.authority == authority, _erasure.c.words > 0
        )
    ).all()
    if not rows:
        return None
    numbers = {row.name_digest: row.erasure_no for row in rows}
    return Names.digested(numbers, (row.words for row in rows))


def without_erased(connection: Connection, arrival: Arrival) -> Arrival:
    """Return a load without the names that were erased; its snapshot, if it holds one, is marked."""
    names = erased_names(connection, arrival.slot.authority)
    if names is None:
        return arrival
    if number := _first_held(arrival, names):
        connection.execute(
            _snapshot.update()
            .where(
                _snapshot.c.authority == arrival.slot.authority,
                _snapshot.c.digest == arrival.edition.snapshot,
            )
            .values(erased_by=number)
        )

    def frames(feed: str) -> Iterator[pd.DataFrame]:
        for frame in arrival.frames(feed):
            without = cleaned(frame, names)
            if feed == "agreements":
                stems = _mapped(frame[NAME], lambda text: stem_of(text, names))
                without[STEM] = stems.astype("str")
            yield without

    return replace(
        arrival,
        frames=frames,
        set_aside=cleaned(arrival.set_aside, names),
        findings=cleaned(arrival.findings, names),
    )


def cleaned(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return a frame with the names taken out: missing where they stood alone, replaced in text."""
    frame = _without_providers(frame, names)
    texts = [
        column
        for column in frame.columns
        if column not in LEFT_AS_IT_IS and _is_text(frame[column])
    ]
    without = {c: names.without_in_json if c in IN_JSON else names.without for c in texts}
    return frame.assign(**{column: _mapped(frame[column], without[column]) for column in texts})


def provider_without(text: str, names: Names) -> str | None:
    """Return a provider's name, or several divided by ``;``, without the erased ones."""
    left = [part for part in text.split(";") if names.whole(part) is None]
    if len(left) == text.count(";") + 1:
        return text
    return ";".join(left).strip() or None


def stem_of(provider: str, names: Names) -> str | None:
    """Return what stands for a provider in the key of a register's row: an erased one's digest."""
    if names.whole(provider) is not None:
        return f"erased:{digest_of(as_words(provider))}"
    return provider_without(provider, names)


def _without_providers(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    if NAME not in frame:
        return frame
    number = pd.Series(index=frame.index, dtype="Int64")
    for column in (NAME, IDENTIFIER):
        if column in frame:
            number = number.fillna(_mapped(frame[column], names.whole).astype("Int64"))
    is_one = number.notna()
    frame = frame.assign(
        **{NAME: _mapped(frame[NAME], lambda text: provider_without(text, names)).mask(is_one)}
    )
    if ADDRESS not in frame:
        return frame.assign(**{IDENTIFIER: frame[IDENTIFIER].mask(is_one)})
    # In the register of providers the identifier is the key and cannot be missing.
    stands = number.map(replacement, na_action="ignore")
    return frame.assign(
        **{
            IDENTIFIER: frame[IDENTIFIER].where(~is_one, stands).astype("str"),
            ADDRESS: frame[ADDRESS].mask(is_one),
        }
    )


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype)


def _mapped(column: pd.Series, change) -> pd.Series:  # type: ignore[no-untyped-def]
    """Return a column with each distinct text changed once; what is missing stays so."""
    changes = {text: change(text) for text in column.dropna().unique() if isinstance(text, str)}
    return column.map(changes, na_action="ignore")


def _first_held(arrival: Arrival, names: Names) -> int:
    """Return the number of an erasure whose name the file holds, in a cell or elsewhere; 0 for none."""
    frames = (frame for feed in arrival.feeds for frame in arrival.frames(feed))
    cells = (
        names.holds_in_json(text) if column in IN_JSON else names.first_in(str(text))
        for frame in chain(frames, (arrival.set_aside, arrival.findings))
        for column in frame.columns
        if _is_text(frame[column])
        for text in frame[column].dropna().unique().tolist()
    )
    found = chain(cells, map(names.first_in, arrival.lines()))
    return next((number for number in found if number is not None), 0)
