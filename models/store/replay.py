"""Later editions said again, where an older file came late or a load was rolled back.

A load stores only what differed from the state it found. When that state changes beneath it, what it
said of the same things has to be written out, or it would seem to have said nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import func, select

from models.ledger import Load
from models.store.listing import Listed
from models.store.rows import indexed_by
from models.store.standing import (
    ROLLBACK,
    known_part,
    loads_that_bring,
    since_decided,
    standing_at,
)
from models.store.versions import VersionWriter, differs

Recall = Callable[[Load], Listed]


def settles_all(load: Load) -> bool:
    """Return whether a load said something of everything: a whole file without a row set aside."""
    return load.complete and load.rows_set_aside == 0


class Replay:
    """Brings one table, edition by edition, to what the loads that stand make of it.

    ``history`` are all loads of the source, standing or not, without the one that writes; ``recall``
    tells what an earlier one listed, by its file.
    """

    def __init__(
        self, writer: VersionWriter, history: Sequence[Load], feed: str, recall: Recall
    ) -> None:
        self.writer, self.recall = writer, recall
        self.editions = sorted({load.edition_on for load in history})
        self.loads = loads_that_bring(history, feed)
        self.standing = standing_at(self.loads, writer.load_no)

    def after_late_file(self) -> None:
        """Say again what later editions said of all that the load has just written."""
        day = self.writer.edition_on
        later = [edition for edition in self.editions if edition > day]
        if later:
            touched = self.writer.touched
            state = self.writer.in_force(touched, load_no=self.writer.load_no, day=day)
            self._go_on(state, later, until=pd.Series(dtype="datetime64[s]"))

    def after_rollback(self, undone: Load) -> None:
        """Say again what the loads that stand said of all that the undone one had a part in."""
        day = undone.edition_on
        wrote, touched = self._touched_by(undone)
        state, left = self._before(touched, day)
        for load in left:
            state = self._as_said(state, load)
        self._bring(state, day)
        later = [edition for edition in self.editions if edition > day]
        self._go_on(self._unsettled(state, day, wrote), later, until=wrote)

    def _touched_by(self, undone: Load) -> tuple[pd.Series, pd.Index]:
        """Return the last day of each entity's versions that the load wrote, and all it had a part in.

        Where it stored nothing, because nothing differed, a later load may have had to say it again, or
        may have left it unsaid because this load had said it.
        """
        table, entity = self.writer.versioned.table, self.writer.versioned.entity
        written = select(table.c[entity], func.max(table.c.valid_from).label("until"))
        by_entity = written.where(table.c.known_from == undone.load_no).group_by(table.c[entity])
        wrote = indexed_by(self.writer.read(by_entity), entity)["until"]
        said_again = self.writer.read(
            select(table.c[entity])
            .where(table.c.valid_from == undone.edition_on, table.c.known_from > undone.load_no)
            .distinct()
        )
        touched = wrote.index.union(pd.Index(said_again[entity]))
        if self._went_beneath(undone):
            touched = touched.union(self.recall(undone).entities)
        return wrote, touched

    def _went_beneath(self, load: Load) -> bool:
        """Tell whether what a load found was changed after it: by a late file, or by a rollback."""
        return any(
            later.edition_on < load.edition_on
            or (later.kind == ROLLBACK and later.edition_on == load.edition_on)
            for later in self.loads
            if later.load_no > load.load_no
        )

    def _before(self, entities: pd.Index, day: date) -> tuple[pd.DataFrame, list[Load]]:
        """Return the state at an edition as far as it is on record, and the loads still to be said."""
        wanted = since_decided([m for m in self.standing if m.edition_on <= day], settles_all)
        earlier = sum(load.edition_on < day for load in wanted)
        known = known_part(self.loads, wanted, settles_all, until=day)
        if known.count > earlier:
            state = self.writer.in_force(entities, load_no=known.load_no, day=day)
            return state, wanted[known.count :]
        before = day - timedelta(days=1) if day > date.min else None
        state = self.writer.in_force(entities, load_no=self.writer.load_no, day=before)
        return state, wanted[earlier:]

    def _go_on(self, state: pd.DataFrame, editions: Iterable[date], *, until: pd.Series) -> None:
        for day in editions:
            if state.empty:
                return
            for load in self.standing:
                if load.edition_on == day:
                    state = self._as_said(state, load)
            self._bring(state, day)
            state = self._unsettled(state, day, until)

    def _as_said(self, state: pd.DataFrame, load: Load) -> pd.DataFrame:
        """Return the state after a load: what it said of each entity, or else what was so before."""
        known = self.writer.in_force(state.index, load_no=load.load_no, day=load.edition_on)
        if settles_all(load):
            return known
        said = known["known_from"].eq(load.load_no).fillna(False).astype(bool)
        if not said.all():
            listed = self.recall(load)
            said |= state.index.isin(listed.entities) & known["row_hash"].notna()
            if load.complete:
                said |= ~state.index.isin(listed.refused.union(listed.entities))
        return known.where(said, state)

    def _bring(self, state: pd.DataFrame, day: date) -> None:
        """Write what is not yet so at an edition."""
        now = self.writer.in_force(state.index, load_no=self.writer.load_no, day=day)
        wrong = differs(state, now)
        begun = state[wrong & state["row_hash"].notna()]
        self.writer.repeat(begun["version_no"], valid_from=day, retracted=False)
        ended = now[wrong & state["row_hash"].isna()]
        self.writer.repeat(ended["version_no"], valid_from=day, retracted=True)

    def _unsettled(self, state: pd.DataFrame, day: date, until: pd.Series) -> pd.DataFrame:
        """Return the state of what is not as it was: the rest stays, from this edition on, as it was.

        What the undone load wrote of later editions is gone with it, so it is looked at up to there.
        """
        was = self.writer.in_force(state.index, load_no=self.writer.load_no - 1, day=day)
        wrote_later = until.reindex(state.index) > pd.Timestamp(day)
        return state[differs(state, was) | wrote_later]
