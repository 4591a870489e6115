"""How two writings of a provider's name are told to be the same one."""

import pandas as pd


def folded(names: pd.Series) -> pd.Series:
    """Return names as they are compared: compatible letters alike, in one case, one space between words.

    A missing name stays missing. Letters that only look alike stay apart.
    """
    texts = names.astype("str").str.normalize("NFKC").str.casefold()
    return texts.str.replace(r"\s+", " ", regex=True).str.strip()
