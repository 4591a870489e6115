"""Who an agreement is: known by its key, recognised under a new one, or new. Nothing is renumbered.

The rows of a council's register have no key of their own. They are told apart by a stem (reference,
provider, title and start) and, where several share a stem, by a number; which row has which number is
settled by content first, so that a row that goes or moves does not pass its name to its neighbour.

An agreement of a contracting process has keys of its own: of its award, and later of its contract too.
A contract that was told before its award is known by a former key.
"""

import pandas as pd
from sqlalchemy import ColumnElement, case, func, select

from models.agreement import Agreement, AgreementKey, AgreementVersion
from models.ledger import Load
from models.metadata import table_of
from models.store.arrival import Publication
from models.store.erased_frames import STEM
from models.store.hashing import number_of
from models.store.rows import insert_frame, read_frame
from models.store.standing import stands
from models.store.versions import ASKED_AT_ONCE, Versioned, state_at

AGREEMENTS = Versioned(AgreementVersion, "agreement_id")

_identity = table_of(Agreement)
_key = table_of(AgreementKey)
_load = table_of(Load)
_version = AGREEMENTS.table

KEYS = "natural_keys"  # of agreements that have several, one a line, the most telling first
FORMER_KEY = "former_key"  # by which one may be known already, and none becomes known
PART_ORDER = ["title", "provider_name", "starts_on", "value_pence", "row_no"]


def identify(publication: Publication, frame: pd.DataFrame, *, parts: bool) -> pd.DataFrame:
    """Return the frame with ``agreement_id``; new agreements and new keys are stored.

    With ``parts``, the rows that share a reference are parts of it and each is kept; otherwise the
    reference alone tells agreements apart, or the keys that the frame has of each.
    """
    if parts:
        rows, known = _in_part_order(frame), _known_parts(publication)
        stems = _stems(rows)
        listed = _of_same_stem(stems, rows["row_hash"], known)
        unlisted = rows[listed.isna()]
        ids = listed.fillna(_recognised(publication, unlisted, known, listed))
        fresh_keys = _numbered(stems[unlisted.index], known)
    elif KEYS in frame:
        rows = frame.reset_index(drop=True)
        every = rows[KEYS].str.split("\n").explode()
        known = _identities_called(publication, pd.concat([every, rows[FORMER_KEY].dropna()]))
        ids = _ids_of_keys(rows, known)
        fresh_keys = every[~every.isin(known["natural_key"])]
    else:
        rows, known = frame, _identities_called(publication, frame["reference"])
        ids = _ids_of(rows["reference"], known.set_index("natural_key"))
        fresh_keys = rows["reference"][ids.isna()]
    numbers = [number_of(f"{publication.slot.source}|{key}") for key in fresh_keys]
    new_ids = pd.Series(numbers, index=fresh_keys.index, dtype="Int64")
    new_ids = new_ids[~new_ids.index.duplicated()]
    identified = rows.assign(agreement_id=ids.fillna(new_ids).astype("int64"))
    _insert_identities(publication, identified[ids.isna()])
    _insert_keys(publication, fresh_keys, identified["agreement_id"])
    return identified.drop(columns=[STEM, KEYS, FORMER_KEY], errors="ignore")


def recall(publication: Publication, frame: pd.DataFrame, *, parts: bool) -> pd.Series:
    """Return which agreement each row of a file was taken for when that load published it.

    Missing where it cannot be told. Of parts that are alike in every cell, those numbered first are
    taken to have been listed.
    """
    if not parts:
        known = known_identities(publication)
        if KEYS in frame:
            return _ids_of_keys(frame, known)
        return _ids_of(frame["reference"], known.set_index("natural_key"))
    known = _known_parts(publication)
    live = known[known["is_live"]].drop_duplicates("agreement_id")
    rows = frame.astype({"row_hash": "Int64"})
    return _paired(rows, live, ["reference", "row_hash"]).reindex(frame.index)


def of_source(publication: Publication):
    """Return the condition on versions that their agreement is of the publication's source."""
    return _version.c.agreement_id.in_(
        select(_identity.c.agreement_id).where(
            _identity.c.authority == publication.slot.authority,
            _identity.c.source == publication.slot.source,
        )
    )


def _in_part_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["reference", *PART_ORDER], kind="stable", na_position="last")


def _stems(rows: pd.DataFrame) -> pd.Series:
    named = rows.get(STEM, rows["provider_name"])  # of one that was erased, only a digest
    provider, title = named.fillna(""), rows["title"].fillna("")
    starts = rows["starts_on"].dt.strftime("%Y-%m-%d").fillna("")
    return rows["reference"].str.cat([provider, title, starts], sep="|")


def _identities_called(publication: Publication, keys: pd.Series) -> pd.DataFrame:
    """Return those of the source's keys that are among some: a source may have any number."""
    every = keys.drop_duplicates().tolist()
    return pd.concat(
        [
            known_identities(publication, _key.c.natural_key.in_(every[at : at + ASKED_AT_ONCE]))
            for at in range(0, max(len(every), 1), ASKED_AT_ONCE)
        ],
        ignore_index=True,
    )


def known_identities(publication: Publication, *where: ColumnElement[bool]) -> pd.DataFrame:
    """Return every key of the source: the agreement it names, its reference, its load, if undone."""
    undone = case((stands(_load.c, publication.load_no), False), else_=True)
    statement = (
        select(
            _key.c.natural_key,
            _key.c.agreement_id,
            _key.c.load_no,
            _identity.c.reference,
            undone.label("is_undone"),
        )
        .join(
            _identity,
            (_identity.c.authority == _key.c.authority)
            & (_identity.c.agreement_id == _key.c.agreement_id),
        )
        .join(_load, (_load.c.authority == _key.c.authority) & (_load.c.load_no == _key.c.load_no))
        .where(
            _key.c.authority == publication.slot.authority,
            _key.c.source == publication.slot.source,
            *where,
        )
    )
    return read_frame(publication.connection, statement)


def _ids_of(names: pd.Series, known: pd.DataFrame) -> pd.Series:
    # Int64 throughout: where one is missing, int64 turns to floats, which cannot hold 63 bits.
    return known["agreement_id"].astype("Int64").reindex(names).set_axis(names.index)


def _ids_of_keys(rows: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Return the agreement that each row's keys name, the most telling first: no agreement is two rows."""
    by_key = known.set_index("natural_key")
    lists = rows[KEYS].str.split("\n")
    most = lists.str.len().max()
    keys = [lists.str.get(nth) for nth in range(0 if pd.isna(most) else int(most))]
    ids = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for names in (*keys, rows[FORMER_KEY]):
        found = _ids_of(names, by_key)
        found = found.mask(found.isin(ids.dropna()) | found.duplicated())
        ids = ids.fillna(found)
    return ids


def _known_parts(publication: Publication) -> pd.DataFrame:
    """Return every key with its stem and number, and how its agreement stands at this edition.

    Those in force come first, then by number.
    """
    known = known_identities(publication)
    state = state_at(
        publication.connection,
        AGREEMENTS,
        (_version.c.authority == publication.slot.authority, of_source(publication)),
        load_no=publication.load_no,
        day=publication.edition_on,
    )
    keys = known["natural_key"].str.extract(r"(?s)^(?P<stem>.*)\|(?P<number>\d+)$")
    live = state.index[~state["retracted"].astype(bool)]
    # A key that only a load since undone has given is not what its agreement is called now.
    counted = known["load_no"].mask(known["is_undone"].astype(bool))
    newest = counted.groupby(known["agreement_id"]).transform("max")
    known = known.assign(
        stem=keys["stem"],
        number=pd.to_numeric(keys["number"]),
        row_hash=state["row_hash"].reindex(known["agreement_id"]).set_axis(known.index),
        is_live=known["agreement_id"].isin(live),
        is_newest=known["load_no"] == newest,
    )
    return known.sort_values(["is_live", "stem", "number"], ascending=[False, True, True])


def _of_same_stem(stems: pd.Series, row_hash: pd.Series, known: pd.DataFrame) -> pd.Series:
    """Return the agreement that each row is, or none: no agreement is two rows.

    Rows of the same content first; then those whose content changed; then those that bring back an
    earlier key, or an agreement that had ended.
    """
    rows = pd.DataFrame({"stem": stems, "row_hash": row_hash.astype("Int64")})
    ids = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    current = known[known["is_live"] & known["is_newest"]]
    for columns, candidates in (
        (["stem", "row_hash"], known),
        (["stem"], current),
        (["stem"], known),
    ):
        left = candidates[~candidates["agreement_id"].isin(ids.dropna())]
        if left.empty or ids.notna().all():
            break
        ids = ids.fillna(_paired(rows[ids.isna()], left, columns))
    return ids


def _paired(rows: pd.DataFrame, known: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return the ids of rows that have these columns in common with a known key, first with first."""
    ours = rows[columns].assign(nth=rows.groupby(columns).cumcount(), at=rows.index)
    theirs = known[[*columns, "agreement_id"]].assign(nth=known.groupby(columns).cumcount())
    pairs = ours.merge(theirs, on=[*columns, "nth"]).drop_duplicates("agreement_id")
    return pairs.set_index("at")["agreement_id"].astype("Int64")


def _recognised(
    publication: Publication, unlisted: pd.DataFrame, known: pd.DataFrame, listed: pd.Series
) -> pd.Series:
    """Return ids for rows that are, under a new key, the one agreement their reference has lost.

    A part that a partial file does not list is not lost, nor one whose row may have been set aside.
    """
    lost = known[known["is_live"] & ~known["agreement_id"].isin(listed.dropna())]
    lost = lost[publication.complete & ~lost["reference"].isin(publication.refused)]
    lost = lost.drop_duplicates("agreement_id")
    lost = lost[~lost["reference"].duplicated(keep=False)].set_index("reference")
    alone = unlisted[~unlisted["reference"].duplicated(keep=False)]
    return _ids_of(alone["reference"], lost)


def _numbered(stems: pd.Series, known: pd.DataFrame) -> pd.Series:
    """Return a new key for each stem: numbers go on from the highest that the stem has had."""
    highest = stems.map(known.groupby("stem")["number"].max()).fillna(0).astype("int64")
    numbers = highest + stems.groupby(stems).cumcount() + 1
    return stems.str.cat(numbers.astype("str"), sep="|")


def _insert_keys(publication: Publication, fresh_keys: pd.Series, ids: pd.Series) -> None:
    insert_frame(
        publication.connection,
        _key,
        pd.DataFrame(
            {
                "authority": publication.slot.authority,
                "source": publication.slot.source,
                "natural_key": fresh_keys,
                "agreement_id": ids[fresh_keys.index],
                "load_no": publication.load_no,
            }
        ),
    )


def _insert_identities(publication: Publication, new: pd.DataFrame) -> None:
    """Give new agreements their part numbers and labels, after those their reference already has."""
    if new.empty:
        return
    slot = publication.slot
    highest = _highest_parts(publication, new).set_index("reference")["part_no"]
    ordered = _in_part_order(new)
    before = ordered["reference"].map(highest).fillna(0).astype("int64")
    part_no = ordered.groupby("reference").cumcount() + 1 + before
    alone = (before == 0) & ~ordered["reference"].duplicated(keep=False)
    label = ordered["reference"].where(alone, ordered["reference"] + "/" + part_no.astype("str"))
    identities = pd.DataFrame(
        {
            "authority": slot.authority,
            "agreement_id": ordered["agreement_id"],
            "source": slot.source,
            "reference": ordered["reference"],
            "part_no": part_no,
            "label": label,
        }
    )
    insert_frame(publication.connection, _identity, identities)


def _highest_parts(publication: Publication, new: pd.DataFrame) -> pd.DataFrame:
    """Return the highest part number of each new agreement's reference: a source may have any number of others."""
    slot = publication.slot
    statement = (
        select(_identity.c.reference, func.max(_identity.c.part_no).label("part_no"))
        .where(_identity.c.authority == slot.authority, _identity.c.source == slot.source)
        .group_by(_identity.c.reference)
    )
    every = new["reference"].drop_duplicates().tolist()
    asked = (every[at : at + ASKED_AT_ONCE] for at in range(0, len(every), ASKED_AT_ONCE))
    found = [statement.where(_identity.c.reference.in_(some)) for some in asked]
    return pd.concat([read_frame(publication.connection, each) for each in found])
