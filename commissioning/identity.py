"""Which rows are about the same provider: the one place where rules and packs tell providers apart."""

import pandas as pd

from models.names import folded


def provider_keys(*frames: pd.DataFrame) -> list[pd.Series]:
    """Return what tells the provider of each row from others, for each frame in the order given.

    It is ``provider_org_id``; where that is empty, the one identifier that ``provider_name`` goes by
    anywhere in the frames; where there is none, or more than one, the name folded. Missing where
    nobody is named.
    """
    names = [folded_once(frame["provider_name"]) for frame in frames]
    identifiers = [frame["provider_org_id"] for frame in frames]
    known = pd.DataFrame({"name": pd.concat(names), "identifier": pd.concat(identifiers)})
    pairs = known.dropna().drop_duplicates()
    alone = pairs.drop_duplicates("name", keep=False).set_index("name")["identifier"]
    return [
        identifier.fillna(alone.reindex(name.to_numpy()).set_axis(name.index))
        .fillna(name)
        .astype("str")
        for identifier, name in zip(identifiers, names, strict=True)
    ]


def folded_once(names: pd.Series) -> pd.Series:
    """Return the names folded, each writing of a name only once: there are many rows and few names."""
    codes, written = pd.factorize(names)
    return (
        folded(pd.Series(written, dtype="str"))
        .reindex(pd.Index(codes))  # the code -1 of a missing name finds none
        .set_axis(names.index)
    )
