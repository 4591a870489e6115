"""The providers and departments that rules are asked of, each once, by the name its results go under."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from commissioning.register import Register, looked_up
from commissioning.rules.events import EVIDENCE_ROWS


def keyed(register: Register, frame_name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return some rows of a frame of the register that name a provider, with its ``key``."""
    keys = register.provider_keys[frame_name].reindex(rows.index)
    return rows.assign(key=keys)[keys.notna()]


def providers_asked(register: Register, *rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a provider, by key: ``key``, ``name``, ``called`` and ``row_ids``.

    ``rows`` have ``key`` and ``row_id``; those that name it in the first frame where any does are
    its evidence, the first of them.
    """
    asked = subjects_asked(rows)
    return asked.join(looked_up(asked["key"], register.provider_names))


def subjects_asked(rows: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return one row a subject, by ``key``, with ``row_ids``: the first rows in the first frame that has any."""
    found = pd.concat(
        [
            frame.groupby("key").head(EVIDENCE_ROWS)[["key", "row_id"]].assign(place=place)
            for place, frame in enumerate(rows)
        ]
    )
    first = found.groupby("key")["place"].transform("min")
    shown = found[found["place"] == first].sort_values("key", kind="stable")
    keys, starts = np.unique(shown["key"].to_numpy(dtype=object), return_index=True)
    row_ids = shown["row_id"].tolist()
    lists = [row_ids[at:end] for at, end in pairwise([*starts.tolist(), len(row_ids)])]
    return pd.DataFrame(
        {"key": pd.array(keys, dtype="str"), "row_ids": pd.Series(lists, dtype="object")}
    )
