"""How the words of two names are related, where they are not the same: closely enough for a link, or not."""

from rapidfuzz.distance import OSA

RELATIONS = ("same_spelt", "usual_words", "begins_with", "is_begun")

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
USUAL = frozenset(
    {
        *("appeal", "assoc", "association", "care", "centre", "charitable", "charity", "company"),
        *("co", "foundation", "fund", "group", "national", "organisation", "project", "service"),
        *("society", "trust", "uk"),
    }
)
LONG_WORD = 8
COUNTIES = {
    **{"bucks": "buckinghamshire", "cambs": "cambridgeshire", "glos": "gloucestershire"},
    **{"hants": "hampshire", "herts": "hertfordshire", "lancs": "lancashire"},
    **{"leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire"},
    **{"notts": "nottinghamshire", "oxon": "oxfordshire", "shrops": "shropshire"},
    **{"staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire"},
    **{"worcs": "worcestershire", "yorks": "yorkshire"},
}

Words = tuple[str, ...]


def relation(asked: Words, listed: Words) -> str:
    """Return how a name asked for is related to a listed one: a key of RELATIONS, or nothing.

    Words that tell another body apart must be in both, and what is in both must stand in one order.
    """
    asked, listed = _without_initials(asked, listed), _without_initials(listed, asked)
    mine, theirs = [
        [w for w in one if w not in other] for one, other in ((asked, listed), (listed, asked))
    ]
    if [w for w in asked if w in listed] != [w for w in listed if w in asked]:
        return ""
    if len(mine) == len(theirs) < len(asked) and all(map(_is_the_same_word, mine, theirs)):
        return "same_spelt"
    differing = {*mine, *theirs}
    shared = len(asked) - len(mine)
    if differing & (APART | KINDS) or any(w.isdigit() for w in differing) or shared < 2:
        return ""
    if differing <= USUAL and not (set(asked) & KINDS):
        return "usual_words"
    if asked[: len(listed)] == listed:
        return "begins_with"
    return "is_begun" if listed[: len(asked)] == asked else ""


def _without_initials(one: Words, other: Words) -> Words:
    """Return a name without its own or the other's initials beside it: CGL before Change Grow Live."""
    initials = {_initials(one[1:]), _initials(one[:-1]), _initials(other)}
    return tuple(w for w in one if len(w) < 3 or w not in initials or w in other) or one


def _initials(words: Words) -> str:
    return "".join(word[0] for word in words)


def _is_the_same_word(one: str, other: str) -> bool:
    """Return whether two words are one, shortened or misspelt by a letter, or by two where it is long."""
    one, other = COUNTIES.get(one, one), COUNTIES.get(other, other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and not shorter.isdigit():
        return True
    allowed = 2 if len(longer) > LONG_WORD else 1
    is_word = len(shorter) > 3 and one.isalpha() and other.isalpha()
    return is_word and OSA.distance(one, other) <= allowed
