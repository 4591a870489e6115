"""How a provider's name is compared with another, and how one cell names several providers."""

from collections.abc import Iterator
from unicodedata import normalize

import pandas as pd


def folded(names: pd.Series) -> pd.Series:
    """Return names as they are compared: compatible letters alike, in one case, one space between words.

    A missing name stays missing. Letters that only look alike stay apart.
    """
    return names.astype("str").map(folded_text, na_action="ignore").astype("str")


def folded_text(name: str) -> str:
    """Return one name as it is compared."""
    return " ".join(normalize("NFKC", name).casefold().split())


def one_by_one(names: str, identifiers: object) -> Iterator[tuple[str, str | None]]:
    """Yield each name with its identifier; with none where there are not as many of one as of the other."""
    listed = [name.strip() for name in names.split(";")]
    numbers = identifiers.split(";") if isinstance(identifiers, str) else []
    alike = len(numbers) == len(listed)
    for nth, name in enumerate(listed):
        if name:
            yield name, numbers[nth].strip() if alike else None
