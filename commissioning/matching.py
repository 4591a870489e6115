"""A provider's many names to one registered body: by number, then by name, then by likeness.

A link is made without a person only where one body fits and no other comes near. What falls between
goes to a person, with the reasons; nothing is ever linked across two company numbers. Measured by
``python -m benchmarks.matching``; how it decides is in docs/reference/providers.md.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz

from commissioning.provider_names import Compared, compared, drawn

AUTOMATIC, REVIEW, NONE = "automatic", "review", "none"

# Set on one half of the published matches of NHS suppliers to charities; measured on both.
LIKE_ENOUGH = 0.65  # shared words by weight, of the words of both
LIKE_WITH_POSTCODE = 0.5
CLEAR_BY = 0.1  # of the next body
LETTERS_ALIKE = 55  # rapidfuzz's token_sort_ratio, of 100
WORTH_A_LOOK = 0.45
SHOWN = 3

COMMON_SHARE = 0.05  # a word in more names than this finds no candidate
CANDIDATES = 200

# Words that make another body of the same name: a branch, a nation's own, a shop, a circle of friends.
APART = frozenset(
    {
        *(
            "north",
            "south",
            "east",
            "west",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
        ),
        *("scotland", "scottish", "wales", "welsh", "cymru", "ireland", "ni", "england"),
        *("trading", "enterprise", "promotion", "retail", "shop", "lottery", "pension", "friend"),
    }
)

REASONS = {
    "same_identifier": "the same registered number",
    "same_name": "the same name, but for legal form and punctuation",
    "same_words": "the same words in another order",
    "alike": "most of the same words",
    "same_postcode": "the same postcode",
    "several_fit": "several bodies fit equally well",
    "other_company": "the bodies that fit have different company numbers",
    "one_word": "a single word is too little to go by",
    "part_of_another": "a word such as North, Friends or Trading makes it another body",
    "looks_alike": "letters or invisible characters that only look the same",
    "less_alike": "fewer of the same words than a link needs",
}


@dataclass(frozen=True)
class Candidate:
    """One body that a name may be of: how like its nearest name is, from 0 to 1, and why."""

    body: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True)
class Match:
    """What became of a name: a link, a list for a person, or nothing. The best candidate is first."""

    outcome: str
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bodies:
    """Registered bodies by their names, ready to be searched.

    ``listed`` has identifier and name, and postcode where it is known: a body has a row for every name
    it is known by. ``same`` says which identifier stands for another of the same body.
    """

    listed: pd.DataFrame
    same: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.listed.to_dict("records"):
            body = self.body_of(str(row["identifier"]))
            postcode = row.get("postcode")
            names[body, str(row["name"])] |= (
                {_postcode(postcode)} if isinstance(postcode, str) else set()
            )
        entries = [
            _Entry(body, name, compared(name), frozenset(postcodes))
            for (body, name), postcodes in sorted(names.items())
        ]
        object.__setattr__(self, "_index", _Index(entries))

    def body_of(self, identifier: str) -> str:
        """Return the identifier that stands for the body that has this one."""
        return self.same.get(identifier, identifier)

    def matched(self, name: str, *, postcode: str | None = None) -> Match:
        """Return what a name is linked to, or may be of, as far as names tell."""
        index: _Index = self._index  # type: ignore[attr-defined]
        asked = compared(name)
        for reason, bodies in (
            ("same_name", index.by_run.get(asked.run, {})),
            ("same_words", index.by_words.get(asked.words, {})),
        ):
            if bodies:
                return _of_one_name(bodies, reason)
        alike = index.alike(asked)
        seen = index.by_drawing.get(drawn(name), {})
        if seen:
            return _match(REVIEW, _candidates(seen, "looks_alike"), "looks_alike")
        return _of_the_likest(asked, alike, _postcode(postcode or ""))


def matched_names(
    names: Iterable[str], bodies: Bodies, *, progress: Callable[[int], None] = lambda _done: None
) -> dict[str, Match]:
    """Return what each distinct name is linked to; ``progress`` is told how many are done."""
    found = {}
    for done, name in enumerate(dict.fromkeys(names), start=1):
        found[name] = bodies.matched(name)
        progress(done)
    return found


@dataclass(frozen=True)
class _Entry:
    body: str
    name: str
    compared: Compared
    postcodes: frozenset[str]


@dataclass(frozen=True)
class _Alike:
    entry: _Entry
    score: float
    letters: float


class _Index:
    """The names of registered bodies by what they are found by."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries = entries
        self.by_run: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_words: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
        self.by_drawing: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            self.by_run[entry.compared.run].setdefault(entry.body, entry.name)
            self.by_words[entry.compared.words].setdefault(entry.body, entry.name)
            self.by_drawing[drawn(entry.name)].setdefault(entry.body, entry.name)
            for word in entry.compared.words:
                self.by_word[word].append(place)
        self._common = max(COMMON_SHARE * len(entries), 2)

    def weight(self, word: str) -> float:
        """Return how much a word tells: the fewer names have it, the more."""
        names = len(self.by_word.get(word, ()))
        return (
            math.log((len(self.entries) + 1) / (names + 0.5)) if names <= len(self.entries) else 0
        )

    def alike(self, asked: Compared) -> list[_Alike]:
        """Return each body's likest name, the likest first."""
        shared: Counter[int] = Counter()
        for word in sorted(asked.words):
            places = self.by_word.get(word, ())
            if len(places) <= self._common:
                weight = self.weight(word)
                shared.update(dict.fromkeys(places, weight))
        likest: dict[str, _Alike] = {}
        for place, _weight in shared.most_common(CANDIDATES):
            found = self._compare(asked, self.entries[place])
            best = likest.get(found.entry.body)
            if best is None or (found.score, found.letters) > (best.score, best.letters):
                likest[found.entry.body] = found
        return sorted(likest.values(), key=lambda one: (-one.score, -one.letters, one.entry.body))

    def _compare(self, asked: Compared, entry: _Entry) -> _Alike:
        both = asked.words & entry.compared.words
        weights = [
            sum(map(self.weight, words)) for words in (both, asked.words, entry.compared.words)
        ]
        whole = weights[1] + weights[2]
        letters = fuzz.ratio(" ".join(sorted(asked.words)), " ".join(sorted(entry.compared.words)))
        return _Alike(entry, 2 * weights[0] / whole if whole else 0.0, letters)


def _of_one_name(bodies: dict[str, str], reason: str) -> Match:
    candidates = _candidates(bodies, reason)
    if len(bodies) == 1:
        return _match(AUTOMATIC, candidates, reason)
    companies = {body for body in bodies if body.startswith("GB-COH-")}
    return _match(
        REVIEW, candidates, reason, "other_company" if len(companies) > 1 else "several_fit"
    )


def _of_the_likest(asked: Compared, alike: list[_Alike], postcode: str) -> Match:
    if not alike or alike[0].score < WORTH_A_LOOK:
        return Match(NONE)
    likest = alike[0]
    is_near = bool(postcode) and postcode in likest.entry.postcodes
    candidates = [Candidate(a.entry.body, a.entry.name, a.score, "alike") for a in alike[:SHOWN]]
    doubts = _doubts(asked, alike, LIKE_WITH_POSTCODE if is_near else LIKE_ENOUGH)
    reasons = ("alike", *(("same_postcode",) if is_near else ()), *doubts)
    return _match(REVIEW if doubts else AUTOMATIC, candidates, *reasons)


def _doubts(asked: Compared, alike: list[_Alike], like_enough: float) -> list[str]:
    """Return why a person should look at the likest body before it is linked."""
    likest, words = alike[0], alike[0].entry.compared.words
    told = {
        "less_alike": likest.score < like_enough or likest.letters < LETTERS_ALIKE,
        "several_fit": len(alike) > 1 and likest.score - alike[1].score < CLEAR_BY,
        "one_word": len(asked.words) < 2,
        "part_of_another": bool((asked.words ^ words) & APART)
        or any(word.isdigit() for word in asked.words ^ words),
    }
    return [doubt for doubt, is_so in told.items() if is_so]


def _candidates(bodies: dict[str, str], reason: str) -> list[Candidate]:
    return [Candidate(body, name, 1.0, reason) for body, name in sorted(bodies.items())][:SHOWN]


def _match(outcome: str, candidates: list[Candidate], *reasons: str) -> Match:
    return Match(outcome, tuple(candidates), tuple(reasons))


def _postcode(text: str) -> str:
    return text.upper().replace(" ", "")
