"""Which payments went to one body, as far as names and identifiers tell: doubt goes towards one body, not two.

Two payees that are one would hide behind each other in a total that must not show either.
"""

from hashlib import sha256

import pandas as pd

from models.names import folded

# What follows a body's name in one writing and not in another.
LEGAL_FORMS = r"\b(?:ltd|limited|plc|llp|cic|cio|inc|company|co|the|uk)\b"


def payee_keys(names: pd.Series, org_ids: pd.Series) -> pd.Series:
    """Return a key for each payment's payee, missing where neither name nor identifier is recorded.

    Names are alike whatever their capitals, marks and legal form; and payees that share a name or an
    identifier are one. A key is a digest: totals are kept by it, and no name is to be kept there.
    """
    plain = folded(names).str.replace(r"[^\w\s]", " ", regex=True)
    plain = folded(plain.str.replace(LEGAL_FORMS, " ", regex=True)).replace("", pd.NA)
    name = ("name " + plain.astype("str")).where(plain.notna())
    org_id = ("id " + org_ids.astype("str")).where(org_ids.notna())
    both = pd.DataFrame({"name": name, "id": org_id}).dropna().drop_duplicates()
    first: dict[str, str] = {}
    for one, other in zip(both["name"], both["id"], strict=True):
        first[_root(first, one)] = _root(first, other)
    keys = org_id.fillna(name)
    bodies = {key: _digest(_root(first, key)) for key in keys.dropna().unique()}
    return keys.map(bodies).astype("str")


def one_name(keys: pd.Series, names: pd.Series) -> pd.Series:
    """Return for each payment the name that its body is shown by: the one most of its payments have.

    Of names used as often the first in order; missing where the payment names nobody.
    """
    named = pd.DataFrame({"key": keys, "name": names}).dropna()
    counted = named.value_counts().reset_index(name="payments")
    order = counted.sort_values(["key", "payments", "name"], ascending=[True, False, True])
    shown = order.drop_duplicates("key").set_index("key")["name"]
    return keys.map(shown).where(names.notna()).astype("str")


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _root(first: dict[str, str], key: str) -> str:
    """Return the key that stands for all those found to be one with this."""
    while key in first and first[key] != key:
        key = first[key]
    return key
