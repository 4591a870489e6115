"""The providers that rules are asked of, each once, by the name its results go under."""

import pandas as pd

from commissioning.register import Register
from commissioning.rules.result import EVIDENCE_ROWS


def keyed(register: Register, frame_name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return some rows of a frame of the register that name a provider, with its ``key``."""
    keys = register.provider_keys[frame_name].reindex(rows.index)
    return rows.assign(key=keys)[keys.notna()]


def providers_asked(register: Register, *rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a provider, by key: ``key``, ``name``, ``called`` and ``row_ids``.

    ``rows`` have ``key`` and ``row_id``; those that name it in the first frame where any does are
    its evidence, the first of them.
    """
    found = pd.concat(
        [frame[["key", "row_id"]].assign(place=place) for place, frame in enumerate(rows)]
    )
    first = found.groupby("key")["place"].transform("min")
    own = found[found["place"] == first].groupby("key", sort=True)
    shown = own.head(EVIDENCE_ROWS).groupby("key", sort=True)
    asked = shown["row_id"].agg(list).rename("row_ids").reset_index()
    names = provider_names(register).reindex(asked["key"])
    return asked.assign(name=names["name"].to_numpy(), called=names["called"].to_numpy())


def provider_names(register: Register) -> pd.DataFrame:
    """Return by key the ``name`` of each provider's results, and what people have ``called`` it.

    The first is its identifier where it has one; the second its name as first written.
    """
    columns = ["provider_org_id", "provider_name"]
    written = pd.concat(
        [
            frame[columns].assign(key=register.provider_keys[name])
            for name, frame in (
                ("agreements", register.agreements),
                ("providers", register.providers),
                ("payments_by_provider", register.payments_by_provider),
            )
        ]
    ).dropna(subset="key")
    by_name = written.dropna(subset="provider_name").drop_duplicates("key").set_index("key")
    keys = pd.Index(written["key"].unique().tolist(), dtype="str", name="key")
    key = keys.to_series()
    called = by_name["provider_name"].reindex(keys).fillna(key)
    is_identifier = keys.isin(written["provider_org_id"].dropna().unique())
    return pd.DataFrame({"name": called.mask(is_identifier, key), "called": called})
