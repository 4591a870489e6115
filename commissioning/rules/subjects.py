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
    frames = list(rows)
    codes, known = pd.factorize(pd.concat([frame["key"] for frame in frames], ignore_index=True))
    keys = known.to_numpy(dtype=object)
    by_name = np.argsort(keys, kind="stable")
    rank = np.empty(len(keys), dtype=np.intp)
    rank[by_name] = np.arange(len(keys))
    # Subject by subject, and of each the frames in their order, because the sort is stable.
    order = np.argsort(rank[codes], kind="stable")
    place = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])[order]
    starts = np.searchsorted(rank[codes][order], np.arange(len(keys)))
    sizes = np.diff([*starts.tolist(), len(order)])
    is_first = place == np.repeat(place[starts], sizes)
    within = np.arange(len(order)) - np.repeat(starts, sizes)
    shown = is_first & (within < EVIDENCE_ROWS)
    row_id = pd.concat([frame["row_id"] for frame in frames], ignore_index=True)
    row_ids = row_id.array.take(order[shown]).tolist()
    ends = np.cumsum(np.add.reduceat(shown, starts, dtype=np.intp)).tolist() if len(keys) else []
    lists = [row_ids[at:end] for at, end in pairwise([0, *ends])]
    return pd.DataFrame(
        {"key": pd.array(keys[by_name], dtype="str"), "row_ids": pd.Series(lists, dtype="object")}
    )
