"""How the words of two names are related, where they are not the same: closely enough for a link, or not."""

from collections.abc import Callable

from rapidfuzz.distance import OSA

RELATIONS = ("same_spelt", "usual_words", "another_kind", "begins_with", "is_begun")

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
        *("venture", "finance", "property", "publishing", "holding"),
    }
)
# Words that tell of what kind a body is: with one more or one fewer it is another.
KINDS = frozenset(
    {
        *("academy", "bank", "business", "church", "college", "council", "court", "housing", "nhs"),
        *("police", "school", "student", "union", "university", "parish", "scout", "guide"),
    }
)
# Words that a body's name has in one writing and not in another.
USUAL = frozenset({"centre", "co", "company", "service", "uk"})
# Words of which one more or one fewer is as often another body: a company's own foundation.
OTHER_KINDS = frozenset(
    {
        *("appeal", "assoc", "association", "charitable", "charitie", "charity", "foundation"),
        *("fund", "group", "society", "trust"),
    }
)
# A plural of these makes no other name.
ALIKE_IN_PLURAL = frozenset(
    {"centre", "charitie", "child", "fund", "hospital", "partnership", "service"}
)
# Words by themselves, although others begin with them.
WHOLE_WORDS = frozenset(
    {
        *(
            "age",
            "art",
            "care",
            "child",
            "east",
            "fair",
            "good",
            "health",
            "home",
            "house",
            "north",
        ),
        *("out", "play", "pre", "self", "south", "sport", "view", "west", "work", "young"),
    }
)
LONG_WORD = 8
MISSPELT_FROM = 6  # letters: Core and Care are two words
CUT_SHORT_FROM = 5  # letters, where one alone is cut off: Care and Carer are two words
# In the singular, as words are compared.
SHORT_FORMS = {
    **{"assoc": "association", "buck": "buckinghamshire", "cambs": "cambridgeshire"},
    **{"camb": "cambridgeshire", "glo": "gloucestershire", "hant": "hampshire"},
    **{"hert": "hertfordshire", "lanc": "lancashire", "leic": "leicestershire"},
    **{"linc": "lincolnshire", "northant": "northamptonshire", "nott": "nottinghamshire"},
    **{"oxon": "oxfordshire", "shrop": "shropshire", "staff": "staffordshire"},
    **{"wark": "warwickshire", "wilt": "wiltshire", "worc": "worcestershire"},
    **{"york": "yorkshire", "co": "company"},
}

Words = tuple[str, ...]


def relation(asked: Words, listed: Words, is_word: Callable[[str], bool]) -> str:
    """Return how a name asked for is related to a listed one: a key of RELATIONS, or nothing.

    Words that tell another body apart must be in both, and what is in both must stand in one order.
    ``is_word`` says of a word whether it is one, rather than another shortened or misspelt.
    """
    asked, listed = _without_initials(asked, listed), _without_initials(listed, asked)
    if _is_spelt_otherwise(asked, listed, is_word):
        return "same_spelt"
    if [w for w in asked if w in listed] != [w for w in listed if w in asked]:
        return ""
    differing = {*asked} ^ {*listed}
    shared = sum(w in listed for w in asked)
    if differing & (APART | KINDS) or any(w.isdigit() for w in differing) or shared < 2:
        return ""
    if differing <= USUAL and not (set(asked) & KINDS):
        return "usual_words"
    if differing & OTHER_KINDS and differing <= OTHER_KINDS | USUAL:
        return "another_kind"
    if asked[: len(listed)] == listed:
        return "another_kind" if differing & OTHER_KINDS else "begins_with"
    return "is_begun" if listed[: len(asked)] == asked else ""


def is_but_for_initials(asked: Words, listed: Words) -> bool:
    """Return whether two names are the same but for initials beside one of them."""
    return _without_initials(asked, listed) == _without_initials(listed, asked)


def is_alike_in_plural(one: Words, other: Words) -> bool:
    """Return whether names that differ in plurals alone are surely one body's: First Steps is not First Step."""
    several = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) > 3 < len(other) or all({a, b} & ALIKE_IN_PLURAL for a, b in several)


def _is_spelt_otherwise(asked: Words, listed: Words, is_word: Callable[[str], bool]) -> bool:
    """Return whether each word of one stands where it does in the other, some of them spelt otherwise."""
    if len(asked) != len(listed):
        return False
    differing = [
        (mine, theirs) for mine, theirs in zip(asked, listed, strict=True) if mine != theirs
    ]
    return len(differing) < len(asked) and all(
        _is_the_same_word(mine, theirs, _initials(listed), is_word) for mine, theirs in differing
    )


def _without_initials(one: Words, other: Words) -> Words:
    """Return a name without its own or the other's initials beside it: CGL before Change Grow Live."""
    initials = {_initials(one[1:]), _initials(one[:-1]), _initials(other)}
    return tuple(w for w in one if len(w) < 3 or w not in initials or w in other) or one


def _initials(words: Words) -> str:
    return "".join(word[0] for word in words)


def _is_the_same_word(
    mine: str, theirs: str, initials: str, is_word: Callable[[str], bool]
) -> bool:
    """Return whether a word is a listed one, shortened, run into initials or misspelt by a letter or two."""
    if SHORT_FORMS.get(mine, mine) == SHORT_FORMS.get(theirs, theirs):
        return True
    if is_word(mine) or not (mine.isalpha() and theirs.isalpha()):
        return False
    if len(mine) >= 3 and theirs.startswith(mine):
        return len(theirs) > len(mine) + (len(mine) < CUT_SHORT_FROM) and mine not in WHOLE_WORDS
    if len(theirs) >= MISSPELT_FROM - 1 and mine.startswith(theirs):
        return len(mine) == len(theirs) + 2 or mine.removeprefix(theirs) == initials
    longer = max(len(mine), len(theirs))
    return (
        min(len(mine), len(theirs)) >= MISSPELT_FROM
        and mine not in WHOLE_WORDS
        and OSA.distance(mine, theirs) <= (2 if longer > LONG_WORD else 1)
    )
