"""Who an agreement is: known by its key, recognised under a new one, or new. Nothing is renumbered.

A council's register has no key of its own: its rows are told apart by a stem (reference, provider,
title, start) and, where several rows share a stem, by a number. Which row gets which number is
settled by content first, so that a row that goes or moves does not pass its name to its neighbour.
"""

import pandas as pd

from models.agreement import Agreement, AgreementKey, AgreementVersion
from models.metadata import table_of
from models.store.arrival import Publication
from models.store.versions import Versioned

AGREEMENTS = Versioned(AgreementVersion, "agreement_id")

_identity = table_of(Agreement)
_key = table_of(AgreementKey)
_version = AGREEMENTS.table

PART_ORDER = ["title", "provider_name", "starts_on", "value_pence", "row_no"]


def identify(publication: Publication, frame: pd.DataFrame, *, parts: bool) -> pd.DataFrame:
    """Return the frame with ``agreement_id``; new agreements and new keys are stored.

    With ``parts``, rows that share a reference are parts of it and each is kept; otherwise the
    reference alone tells agreements apart.
    """
    keys = _keys(publication)
    if parts:
        rows = frame.assign(stem=_stems(frame)).sort_values(
            ["reference", *PART_ORDER], kind="stable", na_position="last"
        )
        known = _as_they_stand(publication, keys)
        ids = _of_same_stem(rows, known)
        ids = ids.fillna(_recognised(rows[ids.isna()], known, matched=set(ids.dropna())))
        natural_key = _numbered(rows["stem"], known)
        has_key = rows["stem"].isin(known["stem"]) & _is_of_stem(rows["stem"], ids, known)
    else:
        rows = natural_key_rows = frame
        natural_key = natural_key_rows["reference"]
        ids = natural_key.map(keys.set_index("natural_key")["agreement_id"]).astype("Int64")
        has_key = ids.notna()
    raise NotImplementedError
