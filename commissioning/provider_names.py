"""A provider's name as it is compared: without legal form, punctuation and what an invoice adds to it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What follows a body's name in one writing and not in another, and the words that join its parts.
LEFT_OUT = frozenset(
    {
        *("ltd", "limited", "plc", "llp", "lp", "cic", "cio", "scio", "inc", "incorporated", "cyf"),
        *("the", "and", "of", "for", "in", "at", "on", "y", "yr"),
    }
)
LONG_FORMS = re.compile(
    r"\b(community interest company|(scottish )?charitable incorporated organisation"
    r"|limited liability partnership|public limited company|cwmni buddiannau cymunedol)\b"
)
TRADING_AS = re.compile(r"\b(?:t/a|t\.a\.|trading as)\s")
# A ledger's print-out runs the name into the total of its group.
TOTAL = re.compile(r"^(\S+ \S+.*?) total\b.*")
# Letters of other alphabets that are drawn as a Latin one: Unicode Technical Standard 39, confusables.
LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("авсԁеһіјкмнорԛѕтухԝ", "abcdehijkmhopqstyxw", strict=True)),
        **dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True)),
        **{"0": "o", "1": "l"},
    }
)


@dataclass(frozen=True)
class Compared:
    """A name as it is compared: ``run`` is its words in order without a space, ``words`` each once."""

    run: str
    words: frozenset[str]


@lru_cache(maxsize=200_000)
def compared(name: str) -> Compared:
    """Return a name as it is compared with others; the same for two writings of one name."""
    words = _words(name)
    kept = [word for word in words if word not in LEFT_OUT] or words
    return Compared("".join(kept), frozenset(map(_singular, kept)))


def drawn(name: str) -> str:
    """Return what a reader sees of a name: no invisible characters, no accents, look-alikes as Latin."""
    letters = unicodedata.normalize("NFKD", name).casefold().translate(LOOK_ALIKES)
    seen = "".join(c for c in letters if unicodedata.category(c) not in ("Cf", "Mn"))
    return compared(seen).run


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    legal_name = TRADING_AS.split(text)[0].strip() or text
    text = LONG_FORMS.sub(" ", legal_name.replace("&", " and "))
    text = re.sub(r"['’`´]|(?<=\b\w)\.", "", text)
    text = TOTAL.sub(r"\1", text)
    return [word for word in re.split(r"[\s\W_]+", text) if word]


def _singular(word: str) -> str:
    """Return a word without its plural's ending, where it is long enough to have one."""
    return word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word
