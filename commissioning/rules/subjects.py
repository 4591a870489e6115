"""The providers and departments that rules are asked of, each once, by the name its results go under."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from commissioning.register import Register, looked_up
from commissioning.rules.events import EVIDENCE_ROWS, Events


def keyed(register: Register, frame_name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return some rows of a frame of the register that name a provider, with its ``key``."""
    keys = register.provider_keys[frame_name].reindex(rows.index)
    return rows.assign(key=keys)[keys.notna()]


def providers_asked(register: Register, *rows: pd.DataFrame) -> tuple[pd.DataFrame, Events]:
    """Return one row a provider, by key: ``key``, ``name`` and ``called``; and the rows that name each.

    ``rows`` have ``key`` and ``row_id``; those that name it in the first frame where any does are
    its evidence, the first of them.
    """
    asked, evidence = subjects_asked(rows)
    return asked.join(looked_up(asked["key"], register.provider_names)), evidence


def subjects_asked(rows: Iterable[pd.DataFrame]) -> tuple[pd.DataFrame, Events]:
    """Return one row a subject, by ``key``, and its evidence: the first rows in the first frame that has any."""
    frames = list(rows)
    codes, known = pd.factorize(pd.concat([frame["key"] for frame in frames], ignore_index=True))
    keys = known.to_numpy(dtype=object)
    by_name = np.argsort(keys, kind="stable")
    rank = np.empty(len(keys), dtype=np.intp)
    rank[by_name] = np.arange(len(keys))
    # Subject by subject, and of each the frames in their order, because the sort is stable.
    subject = rank[codes]
    order = np.argsort(subject, kind="stable")
    subject = subject[order]
    frame = np.repeat(np.arange(len(frames)), [len(each) for each in frames])[order]
    first = np.searchsorted(subject, subject)
    within = np.arange(len(order)) - first
    shown = (frame == frame[first]) & (within < EVIDENCE_ROWS)
    row_id = pd.concat([each["row_id"] for each in frames], ignore_index=True)
    evidence = Events(subject[shown], row_id.take(order[shown]).reset_index(drop=True))
    return pd.DataFrame({"key": pd.array(keys[by_name], dtype="str")}), evidence
