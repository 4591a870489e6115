"""A corrected file held against the load its rows came in, as both stand now."""

from dataclasses import dataclass

import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.correction import Corrected
from commissioning.ingest.snapshot import Kept
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.sources import Source
from models.ledger import Load
from models.store.arrival import Slot
from models.store.engine import reading
from models.store.known import latest_load_no, read_loads
from models.store.publish import latest_load, load_numbered
from models.store.quarantine import corrections_of, quarantined_rows
from tasks.place import Place
from tasks.quarantine import source_of
from tasks.store import load_digest


@dataclass(frozen=True)
class Correction:
    """A corrected file and the load it is to be held against, as both stand now.

    ``cells`` has one row for each cell for which that load set a row aside.
    """

    profile: Profile
    place: Place
    kept: Kept
    corrected: Corrected
    original: Load
    earlier: tuple[Load, ...]
    cells: pd.DataFrame
    slot: Slot

    @property
    def source(self) -> Source:
        """What read the original file."""
        return source_of(self.profile, self.place, self.original)

    @property
    def settings(self) -> SourceSettings:
        """The settings of the original load; a correction is never the whole."""
        original, own = self.original, self.profile.sources.get(self.original.source)
        return SourceSettings(
            feed=original.feed,
            adapter=self.source.name,
            path=self.kept.name,
            slot=original.slot,
            edition_on=original.edition_on,
            complete=False,
            title=own.title if own else original.source,
            publisher=own.publisher if own else self.profile.title,
            licence=own.licence if own else "not stated",
            keep_with_finding=own.keep_with_finding if own else (),
        )

    @property
    def open_row_nos(self) -> frozenset[int]:
        """The rows of the original load that are still set aside."""
        mine = self.cells["load_no"] == self.original.load_no
        return frozenset(
            self.cells.loc[mine & self.cells["is_open"].astype(bool), "row_no"].tolist()
        )

    def closes(self, set_aside: pd.DataFrame) -> tuple[int, ...]:
        """Return the original's rows that are settled: all listed but those set aside again.

        Each was loaded, equals one that was, or is no data by a person's word.
        """
        again = self.corrected.rows.index.isin(set_aside["row_no"])
        return tuple(sorted(self.corrected.rows.loc[~again, "row_no"].tolist()))


def original_of(profile: Profile, place: Place, corrected: Corrected) -> Load:
    """Return the load that the file is of, every row's mark proved."""
    with reading(place.engine) as connection:
        load = load_numbered(connection, profile.name, corrected.load_no)
    if load is None:
        [first, *_] = corrected.rows.itertuples()
        what = f"{profile.name} has no load {corrected.load_no}"
        raise corrected.fault(first, what, "name the authority that the file was exported for")
    corrected.must_be_of(profile.name, load.snapshot)
    return load


def correction_of(
    profile: Profile, place: Place, kept: Kept, corrected: Corrected, original: Load
) -> Correction:
    """Return the file held against its load, which must still be in force."""
    with reading(place.engine) as connection:
        at = latest_load_no(connection, profile.name)
        in_force = read_loads(connection, profile.name, load_no=at)
        numbers = corrections_of(connection, profile.name, original.load_no)["load_no"]
        earlier = tuple(load_numbered(connection, profile.name, int(number)) for number in numbers)
        of_loads = [original.load_no, *(load.load_no for load in earlier)]
        cells = quarantined_rows(connection, profile.name, of_loads, at)
        slot = (profile.name, original.feed, original.source, original.slot)
        last = latest_load(connection, slot)
    if original.load_no not in in_force["load_no"].tolist():
        raise BadFile(
            kept.name,
            f"load {original.load_no} is no longer in force, so its rows are set aside no more",
            "export what is set aside now with commissioning quarantine export",
        )
    return Correction(
        profile, place, kept, corrected, original, earlier, cells, Slot(*slot, last.slot_seq)
    )


def same_file(correction: Correction) -> Load | None:
    """Return the correction that loaded the very same file, if one did and still stands."""
    digest = load_digest(correction.kept, correction.source, correction.settings)
    return next((load for load in correction.earlier if load.digest == digest), None)


def must_be_open(correction: Correction) -> None:
    """Refuse the file for the first row of it that is not set aside, or is no longer."""
    cells = correction.cells[correction.cells["load_no"] == correction.original.load_no]
    closed_by = cells.set_index("row_no")["closed_by"].to_dict()
    is_open = correction.open_row_nos
    for row in correction.corrected.rows.itertuples():
        if row.row_no not in closed_by:
            raise correction.corrected.fault(
                row, "this row was not set aside", "delete it from the file"
            )
        if row.row_no not in is_open:
            what = f"the row was settled by load {closed_by[row.row_no]} already"
            raise correction.corrected.fault(
                row, what, "delete it from the file, or export the rows that are still set aside"
            )
