"""A provider's many names to one registered body: by number, then by name, then by likeness.

A link is made without a person only where one body fits and no other comes near. What falls between
goes to a person, with the reasons; nothing is ever linked across two company numbers. Measured by
``python -m benchmarks.matching``; how it decides is in docs/reference/providers.md.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from commissioning.provider_names import Compared, compared, drawn
from commissioning.related_names import RELATIONS, relation

AUTOMATIC, REVIEW, NONE = "automatic", "review", "none"

# Set on one half of the published matches of NHS suppliers to charities; measured on both.
LIKE_ENOUGH = 0.5  # shared words by weight, of the words of both
LIKE_WITH_POSTCODE = 0.4
WORTH_A_LOOK = 0.5
SHOWN = 3

COMMON_SHARE = 0.05  # a word in more names than this finds no candidate
CANDIDATES = 200

REASONS = {
    "same_name": "the same name, but for legal form and punctuation",
    "same_words": "the same words, one of them in the plural",
    "same_spelt": "the same words, one of them shortened or spelt otherwise",
    "usual_words": "the same but for a word such as Trust or Group",
    "begins_with": "it begins with the body's whole name",
    "is_begun": "the body's name begins with it",
    "alike": "most of the same words",
    "same_postcode": "the same postcode",
    "several_fit": "several bodies fit equally well",
    "other_company": "the bodies that fit have different company numbers",
    "longer_name": "a shorter name may be another body's",
    "family": "several bodies' names begin with these words",
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


class Bodies:
    """Registered bodies by their names, ready to be searched.

    ``listed`` has identifier and name, and postcode where it is known: a body has a row for every name
    it is known by. ``same`` says which identifier stands for another of the same body.
    """

    def __init__(self, listed: pd.DataFrame, same: Mapping[str, str]) -> None:
        self.listed, self.same = listed, same
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in listed.to_dict("records"):
            postcodes = names[self.body_of(str(row["identifier"])), str(row["name"])]
            if isinstance(row.get("postcode"), str):
                postcodes.add(_postcode(row["postcode"]))
        self._index = _Index(
            [
                _Entry(body, name, compared(name), frozenset(postcodes))
                for (body, name), postcodes in sorted(names.items())
            ]
        )

    def body_of(self, identifier: str) -> str:
        """Return the identifier that stands for the body that has this one."""
        return self.same.get(identifier, identifier)

    def matched(self, name: str, *, postcode: str | None = None) -> Match:
        """Return what a name is linked to, or may be of, as far as names tell."""
        index, asked = self._index, compared(name)
        if bodies := index.by_run.get(asked.run):
            return _of_one_name(bodies, "same_name")
        if bodies := index.by_words.get(asked.order):
            return _of_one_name(bodies, "same_words")
        if bodies := index.by_drawing.get(drawn(name)):
            return _match(REVIEW, _candidates(bodies, "looks_alike"), "looks_alike")
        return _of_the_likest(asked, index.alike(asked), index, _postcode(postcode or ""))


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


class _Index:
    """The names of registered bodies by what they are found by."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries = entries
        self.by_run: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_words: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self.by_drawing: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.begun_by: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for place, entry in enumerate(entries):
            self.by_run[entry.compared.run].setdefault(entry.body, entry.name)
            self.by_words[entry.compared.order].setdefault(entry.body, entry.name)
            self.by_drawing[drawn(entry.name)].setdefault(entry.body, entry.name)
            for word in entry.compared.words:
                self.by_word[word].append(place)
            self._begin(entry)
        self._common = max(COMMON_SHARE * len(entries), 2)

    def _begin(self, entry: _Entry) -> None:
        """Note the body under every beginning of its name, of two words or more."""
        order = entry.compared.order
        for words in range(2, len(order)):
            self.begun_by[order[:words]].add(entry.body)

    def weight(self, word: str) -> float:
        """Return how much a word tells: the fewer names have it, the more."""
        return math.log((len(self.entries) + 1) / (len(self.by_word.get(word, ())) + 0.5))

    def alike(self, asked: Compared) -> list[_Alike]:
        """Return each body's likest name, the likest first."""
        shared: Counter[int] = Counter()
        for word in sorted(asked.words):
            places = self.by_word.get(word, ())
            if len(places) <= self._common:
                shared.update(dict.fromkeys(places, self.weight(word)))
        likest: dict[str, _Alike] = {}
        for place, _weight in shared.most_common(CANDIDATES):
            found = self._compare(asked, self.entries[place])
            best = likest.get(found.entry.body)
            if best is None or found.score > best.score:
                likest[found.entry.body] = found
        return sorted(likest.values(), key=lambda one: (-one.score, one.entry.body))

    def _compare(self, asked: Compared, entry: _Entry) -> _Alike:
        mine, theirs = asked.words, entry.compared.words
        # In order, so that the same words add up to the very same number in every process.
        both, one, other = (
            sum(map(self.weight, sorted(words))) for words in (mine & theirs, mine, theirs)
        )
        return _Alike(entry, 2 * both / (one + other) if one + other else 0.0)


def _of_one_name(bodies: dict[str, str], reason: str) -> Match:
    candidates = _candidates(bodies, reason)
    if len(bodies) == 1:
        return _match(AUTOMATIC, candidates, reason)
    companies = {body for body in bodies if body.startswith("GB-COH-")}
    return _match(
        REVIEW, candidates, reason, "other_company" if len(companies) > 1 else "several_fit"
    )


def _of_the_likest(asked: Compared, alike: list[_Alike], index: _Index, postcode: str) -> Match:
    """Return a link where the words of one body's name alone are related as ``relation`` asks, else a list."""
    for reason in RELATIONS:
        related = [
            one for one in alike if relation(asked.order, one.entry.compared.order) == reason
        ]
        if reason != "same_spelt":  # of which every word is there
            related = [one for one in related if one.score >= _enough(one, postcode)]
        if related:
            doubts = _doubts(asked, related, reason, index)
            listed = [*related, *(one for one in alike if one not in related)]
            near = ("same_postcode",) if _is_near(related[0], postcode) else ()
            outcome = REVIEW if doubts else AUTOMATIC
            return _match(outcome, _shown(listed), reason, *near, *doubts)
    if not alike or alike[0].score < WORTH_A_LOOK:
        return Match(NONE)
    return _match(REVIEW, _shown(alike), "alike", "less_alike")


def _doubts(asked: Compared, related: list[_Alike], reason: str, index: _Index) -> list[str]:
    """Return why a person should look at the bodies so related before one is linked."""
    if len(related) > 1:
        return ["several_fit"]
    whole = min(asked.order, related[0].entry.compared.order, key=len)
    if reason == "begins_with" and len(index.begun_by.get(whole, ())) > 1:
        return ["family"]
    return ["longer_name"] if reason == "is_begun" else []


def _enough(one: _Alike, postcode: str) -> float:
    return LIKE_WITH_POSTCODE if _is_near(one, postcode) else LIKE_ENOUGH


def _is_near(one: _Alike, postcode: str) -> bool:
    return bool(postcode) and postcode in one.entry.postcodes


def _shown(alike: list[_Alike]) -> list[Candidate]:
    return [Candidate(a.entry.body, a.entry.name, a.score, "alike") for a in alike[:SHOWN]]


def _candidates(bodies: dict[str, str], reason: str) -> list[Candidate]:
    return [Candidate(body, name, 1.0, reason) for body, name in sorted(bodies.items())][:SHOWN]


def _match(outcome: str, candidates: list[Candidate], *reasons: str) -> Match:
    return Match(outcome, tuple(candidates), tuple(reasons))


def _postcode(text: str) -> str:
    return text.upper().replace(" ", "")
